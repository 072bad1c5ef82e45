"""What stands in the rows of a corporation, checked: every error with row and column, all of them at once."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from veerkracht.errors import DeliveryError
from veerkracht.products.web.bezit.reading import COLUMNS, PLACES, ComplexLines, nearest, read_lines

SHOWN = 20
RD = {"x": (10_000, 280_000), "y": (305_000, 622_000)}  # EPSG:28992, metres
DEGREES = {"lon": (3.2, 7.3), "lat": (50.7, 53.7)}
LIMITS = RD | DEGREES
YEARS = (1900, 2200)
_POSTCODE = re.compile(r"([1-9]\d{3}) ?([A-Z]{2})")
_BUURT = re.compile(r"(?:BU)?([0-9]{4}[0-9A-Z]{4})")


@dataclass(frozen=True)
class ComplexPlace:
    """Where a row says that a complex is, as far as it is filled; x, y in EPSG:28992, lon, lat in degrees."""

    postcode: str | None = None
    huisnummer: int | None = None
    x: float | None = None
    y: float | None = None
    lon: float | None = None
    lat: float | None = None
    buurtcode: str | None = None

    @property
    def adres(self) -> tuple[str, int] | None:
        """Postcode and house number, if both are there."""
        return None if self.postcode is None or self.huisnummer is None else (self.postcode, self.huisnummer)

    @property
    def xy(self) -> tuple[float, float] | None:
        return None if self.x is None or self.y is None else (self.x, self.y)

    @property
    def graden(self) -> tuple[float, float] | None:
        return None if self.lon is None or self.lat is None else (self.lon, self.lat)

    @property
    def alleen_adres(self) -> bool:
        """Nothing is filled but (a part of) an address."""
        return all(value is None for value in (self.x, self.y, self.lon, self.lat, self.buurtcode))


@dataclass(frozen=True)
class Complex:
    """One row of the file."""

    rij: int
    complex: str
    woningen: int
    label: str
    onderhoudsjaar: int | None
    plaats: ComplexPlace


def read_stock(file: Path) -> tuple[list[Complex], list[str]]:
    """Complexes of a file and a hint for each column that is not used. Raises DeliveryError that lists every error."""
    lines = read_lines(file)
    check = _ComplexCheck()
    found = [check.row(number, cells) for number, cells in lines.rows]
    check.once(found)
    if check.errors:
        more = len(check.errors) - SHOWN
        listed = "\n".join(f"- {text}" for text in check.errors[:SHOWN]) + (f"\n- en nog {more}" if more > 0 else "")
        raise DeliveryError(f"{file.name}: {len(check.errors)} fout(en); er is niets gemaakt.\n{listed}")
    return found, _unused(lines)


def _unused(lines: ComplexLines) -> list[str]:
    filled = {name for _, cells in lines.rows for name in cells}
    absent = [name for name in COLUMNS if name not in filled]
    return [f"`{name}`.{nearest(name, absent)}" for name in lines.unused]


class _ComplexCheck:
    """Reads cells and gathers what is wrong with them."""

    def __init__(self) -> None:
        self.errors: list[str] = []

    def row(self, number: int, cells: dict[str, str]) -> Complex:
        for name, text in cells.items():
            if text.startswith("="):
                self.wrong(number, name, text, "is een formule; lever de waarde")
        filled = {name: text for name, text in cells.items() if text and not text.startswith("=")}
        place: dict[str, Any] = {
            name: value
            for pair in PLACES
            for name in pair
            if name in filled and (value := self.place(number, name, filled[name])) is not None
        }
        return Complex(
            rij=number,
            complex=filled.get("complex") or f"rij {number}",
            woningen=self.dwellings(number, cells.get("woningen", "")),
            label=filled.get("label", ""),
            onderhoudsjaar=self.year(number, filled.get("onderhoudsjaar", "")),
            plaats=ComplexPlace(**place),
        )

    def wrong(self, row: int, column: str, text: str, why: str) -> None:
        shown = repr(text if len(text) <= 40 else f"{text[:40]}…")
        self.errors.append(f"rij {row}, kolom {column}: {shown} {why}.")

    def dwellings(self, row: int, text: str) -> int:
        if re.fullmatch(r"[0-9]{1,6}", text):
            return int(text)
        if not text.startswith("="):
            why = "is negatief" if re.fullmatch(r"[-−][0-9.,]+", text) else "is geen heel getal"
            self.wrong(row, "woningen", text, f"{why}; verwacht 0 of meer, zonder punten of komma's")
        return 0

    def year(self, row: int, text: str) -> int | None:
        if not text:
            return None
        if re.fullmatch(r"[0-9]{4}", text) and YEARS[0] <= int(text) <= YEARS[1]:
            return int(text)
        self.wrong(row, "onderhoudsjaar", text, "is geen jaartal, zoals 2031; laat leeg als er geen is")
        return None

    def place(self, row: int, name: str, text: str) -> str | int | float | None:
        """A cell that tells where a complex is; None, and an error, when it cannot be that."""
        if name in LIMITS:
            return self.coordinate(row, name, text)
        upper = text.upper()
        if name == "huisnummer":
            if number := re.match(r"[0-9]{1,5}(?![0-9])", text):
                return int(number[0])
            self.wrong(row, name, text, "begint niet met een huisnummer")
        elif name == "postcode":
            if parts := _POSTCODE.fullmatch(upper):
                return "".join(parts.groups())
            self.wrong(row, name, text, "is geen postcode, zoals 1234AB")
        else:
            if code := _BUURT.fullmatch(upper):
                return f"BU{code[1]}"
            self.wrong(row, name, text, "is geen buurtcode, zoals BU03630001")
        return None

    def coordinate(self, row: int, name: str, text: str) -> float | None:
        if not re.fullmatch(r"[-−]?[0-9]+(?:[.,][0-9]+)?", text):
            self.wrong(row, name, text, "is geen getal")
            return None
        value = float(text.replace(",", ".").replace("−", "-"))
        low, high = LIMITS[name]
        if low <= value <= high:
            return value
        pair = RD if name in RD else DEGREES
        system = "EPSG:28992, in meters" if name in RD else "in graden"
        other = next(key for key in pair if key != name)
        swapped = f"; zijn {name} en {other} verwisseld?" if pair[other][0] <= value <= pair[other][1] else ""
        degrees = name in RD and any(a <= value <= b for a, b in DEGREES.values())
        hint = "; zijn dit graden? Noem de kolommen dan lon en lat" if degrees else swapped
        self.wrong(row, name, text, f"ligt buiten Nederland ({low} tot {high}, {system}){hint}")
        return None

    def once(self, found: list[Complex]) -> None:
        seen: dict[str, int] = {}
        for one in found:
            if one.complex in seen:
                self.wrong(one.rij, "complex", one.complex, f"staat ook in rij {seen[one.complex]}")
            seen.setdefault(one.complex, one.rij)
