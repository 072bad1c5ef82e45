"""The areas of one layer of a boundary file: codes, names, kind of water, checked row by row.

Several rows may share a code (parts of one area, its water beside its land); which one speaks for it is said here.
"""

import re
from dataclasses import dataclass

import pyarrow as pa

from veerkracht import levels
from veerkracht.errors import DeliveryError
from veerkracht.sources.catalogue.model import Release
from veerkracht.sources.cbs_grenzen.attributes import WIJK, Attributes, kind_of_water, mapping
from veerkracht.sources.readers import missing
from veerkracht.sources.readers.crs import few

_JAAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")


@dataclass(frozen=True)
class LayerGebieden:
    """Identity of every row of a layer, in the order of the file; lists of equal length."""

    niveau: str
    code: list[str]
    naam: list[str | None]
    wijkcode: list[str | None]
    gemeentecode: list[str | None]  # None where the code does not tell
    gemeentenaam: list[str | None]
    water: list[str | None]  # None where the file has no mark that is known: nobody can tell which it is
    wbi: list[str | None]

    def own_rows(self) -> list[int]:
        """One row an area, sorted by code: its first land row, else its first row."""
        order = sorted(range(len(self.code)), key=lambda i: (self.code[i], self.water[i] == "water", i))
        return [i for n, i in enumerate(order) if n == 0 or self.code[i] != self.code[order[n - 1]]]


def gebieden_of(
    called: str, table: pa.Table, columns: Attributes, release: Release, names: tuple[str, ...] = ()
) -> LayerGebieden:
    """Identity of all rows; `names` are those of layer and files, which may tell a year.

    Raises DeliveryError, with row and column, for a code that is none of this level, for many unknown marks of water
    and for a file of another year."""
    code = _codes(called, table, columns)
    _check_year(called, table, columns, release, code, names)
    gemeente = _gemeenten(table, columns, code)
    wijk = [levels.known().parent_code(value, WIJK, columns.niveau) for value in code]
    if columns.water:
        water = _kinds_of_water(called, _texts(table, columns.water), gemeente)
    else:
        abroad = mapping()["buitenland_gemeenten"]
        water = ["buitenland" if gm in abroad else "land" for gm in gemeente]
    name = _texts(table, columns.naam)
    gemeentenaam = name if columns.niveau == levels.GEMEENTE else _texts(table, columns.gemeentenaam)
    wbi = [None if value in missing.codes() else value for value in _texts(table, columns.wbi)]
    return LayerGebieden(columns.niveau, code, name, wijk, gemeente, gemeentenaam, water, wbi)


def _kinds_of_water(called: str, marks: list[str | None], gemeenten: list[str | None]) -> list[str | None]:
    """Kind of each row. Raises DeliveryError where marks that are not known are many."""
    kinds = [kind_of_water(mark or "", gemeente) for mark, gemeente in zip(marks, gemeenten, strict=True)]
    unknown = kinds.count(None)
    if not unknown or few(unknown, len(kinds)):
        return kinds
    row = kinds.index(None)
    raise DeliveryError(
        f"{called}: rij {row + 1}: kenmerk water is {marks[row] or ''!r}; verwacht "
        f"{', '.join(mapping()['water_waarden'])}. Zo zijn er {unknown} van {len(kinds)} rijen. Haal het bestand "
        "opnieuw op, of laat deze release weg met `uit: reden` in uw catalogusmap."
    )


def _gemeenten(table: pa.Table, columns: Attributes, codes: list[str]) -> list[str | None]:
    """The gemeente of each area: as its code tells, else as the file does; None for areas that lie across them."""
    known, niveau = levels.known(), columns.niveau
    if levels.GEMEENTE in known.above(niveau) and levels.GEMEENTE not in known.coded(niveau):
        return _texts(table, columns.gemeentecode)
    return [known.parent_code(code, levels.GEMEENTE, niveau) for code in codes]


def _texts(table: pa.Table, name: str | None) -> list[str | None]:
    """Trimmed values of a column; blank, or without the column, None."""
    if name is None:
        return [None] * table.num_rows
    return [(value or "").strip() or None for value in table[name].to_pylist()]


def _codes(called: str, table: pa.Table, columns: Attributes) -> list[str]:
    codes = []
    for row, code in enumerate(_texts(table, columns.code), start=1):
        if levels.known().of_code(code or "") != columns.niveau:
            begin, width = levels.known()[columns.niveau].voorvoegsel, levels.known()[columns.niveau].tekens
            guess = ""
            if begin and code and code.isdigit():
                whole = begin + code.zfill(width)
                guess = f" Een getal zonder voorvoegsel en voorloopnullen: was dit wellicht {whole}?"
            raise DeliveryError(
                f"{called}: rij {row}, kolom {columns.code}: {code!r} is geen code van een {columns.niveau}; "
                f"verwacht {f'{begin} en ' if begin else ''}{width} tekens.{guess} "
                "Gebruik het bestand zoals de uitgever het levert."
            )
        codes.append(code or "")
    return codes


def _check_year(
    called: str, table: pa.Table, columns: Attributes, release: Release, codes: list[str], names: tuple[str, ...]
) -> None:
    """The file must be of the vintage of the release, as far as it says: by its years, else by its codes and names.

    Raises DeliveryError with what says otherwise.
    """
    proven = False
    for column in (columns.jaarcode, columns.jaar):
        jaren = sorted({value[:4] for value in _texts(table, column) if value and value[:4].isdigit()})
        if jaren and jaren != [str(release.indeling)]:
            raise DeliveryError(_other_vintage(called, f"kolom {column} zegt {', '.join(jaren[:4])}", release))
        proven |= bool(jaren)
    told = _told_by_gemeenten(codes, release.indeling)
    if not proven:
        told = told or _told_by_letters(codes, release.indeling) or _told_by_names(names, release.indeling)
    if told:
        raise DeliveryError(_other_vintage(called, told, release))


def _told_by_gemeenten(codes: list[str], indeling: int) -> str | None:
    """What the gemeenten of the codes say against a vintage; None where they say nothing."""
    gemeenten = {levels.known().parent_code(code, levels.GEMEENTE) or code for code in dict.fromkeys(codes)}
    for jaar, new in mapping()["gemeenten_vanaf"].items():
        if indeling < jaar and gemeenten & set(new):
            return f"gemeente {min(gemeenten & set(new))} bestaat pas vanaf {jaar}"
    for jaar, gone in mapping()["gemeenten_tot"].items():
        if indeling > jaar and gemeenten & set(gone):
            return f"gemeente {min(gemeenten & set(gone))} bestond tot en met {jaar}"
    return None


def _told_by_letters(codes: list[str], indeling: int) -> str | None:
    """Letters in codes of buurten and wijken are of later years."""
    since = mapping()["letters_vanaf"]
    letters = next((code for code in codes if code[:2] in ("BU", "WK") and not code[2:].isdecimal()), None)
    return f"code {letters} heeft letters, en die zijn er pas vanaf {since}" if letters and indeling < since else None


def _told_by_names(names: tuple[str, ...], indeling: int) -> str | None:
    """What the names of layer and files say against a vintage; None where they name none, or this one too."""
    for name in names:
        jaren = [int(jaar) for jaar in _JAAR.findall(name)]
        if indeling in jaren:
            return None
        if jaren:
            return f"de naam {name[:60]!r} zegt {jaren[0]}"
    return None


def _other_vintage(called: str, proof: str, release: Release) -> str:
    return (
        f"{called}: {proof}, maar release {release.release} is ingeschreven met indeling {release.indeling}. Staat het "
        "juiste bestand bij deze release? Leg het onder een release met zijn eigen jaar en indeling."
    )
