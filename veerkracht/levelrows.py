"""A row of `niveaus.csv`: what a level is, and what a user may write down for one. Their table is in `levels`."""

import csv
import re
from dataclasses import dataclass
from pathlib import Path

from veerkracht.errors import CatalogueError
from veerkracht.paths import SEEDS

PACKAGED = SEEDS / "niveaus.csv"
LAND = "land"  # the whole, and the largest level
COLUMNS = ("niveau", "volgorde", "ouder", "meervoud", "codepatroon", "ouder_in_code", "cijfers", "getekend", "kaart")
_SIGNS = {"#": "[0-9]", "*": "[0-9A-Z]"}


@dataclass(frozen=True)
class Niveau:
    """One level; a row of `niveaus.csv`."""

    niveau: str
    volgorde: int  # from small to large; an area of a level that nests lies in one area of every larger one that nests
    ouder: str  # the level its areas lie in; empty: they lie across others and nothing is made from them
    meervoud: str
    codepatroon: str  # `BU####****`: # is a digit, * a digit or capital, all else stands for itself
    ouder_in_code: bool  # the code begins, after its prefix, with that of the parent after its prefix
    cijfers: bool  # its figures come to the marts
    getekend: bool  # it has outlines
    kaart: bool  # maps class it; the smallest such level is what a map shows first

    @property
    def voorvoegsel(self) -> str:
        """What every code begins with: `BU`; empty for postcodes."""
        return re.split(r"[#*]", self.codepatroon, maxsplit=1)[0]

    @property
    def tekens(self) -> int:
        """Number of signs after the prefix."""
        return len(self.codepatroon) - len(self.voorvoegsel)

    @property
    def own_part(self) -> slice:
        """Where what follows the prefix stands in a code, and in every code that holds this one."""
        return slice(len(self.voorvoegsel), len(self.codepatroon))

    @property
    def example(self) -> str:
        """A code of zeros, to show how one looks: `BU00000000`."""
        return self.codepatroon.replace("#", "0").replace("*", "0")

    @property
    def regex(self) -> str:
        return "".join(_SIGNS.get(sign, re.escape(sign)) for sign in self.codepatroon)

    @property
    def column(self) -> str:
        """The column in which smaller areas name theirs of this level: `wijkcode`."""
        return f"{self.niveau}code"


def enumerated(words: list[str], last: str) -> str:
    """Words in a row as a reader wants them: `a, b of c`."""
    return f"{', '.join(words[:-1])} {last} {words[-1]}" if len(words) > 1 else "".join(words)


def read(file: Path) -> list[Niveau]:
    """Rows of a file. Raises CatalogueError for other columns and for a cell that cannot be read."""
    try:
        lines = file.read_text("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise CatalogueError(f"{file}: geen tekst in UTF-8. Bewaar het bestand als CSV UTF-8.") from error
    reader = csv.reader(lines, delimiter=";" if lines and ";" in lines[0] else ",")
    header = tuple(name.strip().lower() for name in next(reader, []))
    if header != COLUMNS:
        raise CatalogueError(f"{file}: de kop is {', '.join(header) or 'leeg'}; verwacht {', '.join(COLUMNS)}.")
    return [_row(cells, f"{file}: rij {number}") for number, cells in enumerate(reader, start=2) if any(cells)]


def _row(cells: list[str], where: str) -> Niveau:
    if len(cells) != len(COLUMNS):
        raise CatalogueError(f"{where} heeft {len(cells)} cellen; verwacht {len(COLUMNS)}: {', '.join(COLUMNS)}.")
    text = {name: cell.strip() for name, cell in zip(COLUMNS, cells, strict=True)}
    for name, pattern, expected in (
        ("niveau", "[a-z][a-z0-9]{1,30}", "een naam van kleine letters en cijfers, zoals stadsdeel"),
        ("volgorde", "[0-9]{1,6}", "een heel getal: waar het niveau staat tussen klein en groot"),
        ("meervoud", ".+", "het meervoud van de naam, zoals stadsdelen"),
        ("codepatroon", "[A-Z0-9#*]*[#*][A-Z0-9#*]*", "hoe een code eruitziet, met # voor een cijfer, zoals SD####"),
        *((name, "ja|nee", "ja of nee") for name in ("ouder_in_code", "cijfers", "getekend", "kaart")),
    ):
        if not re.fullmatch(pattern, text[name]):
            raise CatalogueError(f"{where}, kolom {name}: {text[name]!r} kan niet; verwacht {expected}.")
    return Niveau(
        niveau=text["niveau"],
        volgorde=int(text["volgorde"]),
        ouder=text["ouder"],
        meervoud=text["meervoud"],
        codepatroon=text["codepatroon"],
        ouder_in_code=text["ouder_in_code"] == "ja",
        cijfers=text["cijfers"] == "ja",
        getekend=text["getekend"] == "ja",
        kaart=text["kaart"] == "ja",
    )


def check(row: Niveau, others: list[Niveau], where: str) -> None:
    """Raises CatalogueError when the row cannot stand beside the others."""
    table = {other.niveau: other for other in others}
    parent = table.get(row.ouder)
    if row.niveau in table:
        problem = f"niveau {row.niveau} bestaat al. Kies een andere naam"
    elif row.volgorde in {other.volgorde for other in others}:
        problem = f"volgorde {row.volgorde} is al van een ander niveau. Kies een getal dat vrij is"
    elif row.ouder and (parent is None or parent.volgorde <= row.volgorde):
        bigger = [other.niveau for other in others if other.volgorde > row.volgorde]
        problem = f"ouder {row.ouder} is geen groter niveau; verwacht {enumerated(bigger, 'of')}, of leeg"
    elif row.ouder_in_code and not (parent and _fits(parent, row)):
        problem = "ouder_in_code is ja, maar in deze code past geen code van de ouder. Zet nee of kies een andere ouder"
    elif row.kaart and not (row.getekend and row.cijfers):
        problem = "een niveau op de kaart heeft ook getekend en cijfers op ja"
    elif clash := next((other for other in others if row.cijfers and _same_codes(row, other)), None):
        problem = f"een code als {row.example} kan ook van {clash.niveau} zijn. Kies een codepatroon dat verschilt"
    elif row.ouder and row.volgorde < next(o.volgorde for o in others if o.ouder):
        problem = "een niveau onder de buurt kan geen ouder hebben: omrekenen gaat van buurten uit. Laat ouder leeg"
    else:
        return
    raise CatalogueError(f"{where}: {problem}.")


def _same_codes(a: Niveau, b: Niveau) -> bool:
    """Whether one text can be a code of both."""

    def signs(sign: str) -> set[str]:
        digits = set("0123456789")
        return digits if sign == "#" else digits | set("ABCDEFGHIJKLMNOPQRSTUVWXYZ") if sign == "*" else {sign}

    pairs = zip(a.codepatroon, b.codepatroon, strict=False)
    return len(a.codepatroon) == len(b.codepatroon) and all(signs(x) & signs(y) for x, y in pairs)


def _fits(parent: Niveau, row: Niveau) -> bool:
    """Whether a code of the parent has its place, after a prefix of the same length, in one of the row."""
    same_start = len(parent.voorvoegsel) == len(row.voorvoegsel)
    return parent.niveau != LAND and same_start and parent.tekens <= row.tekens
