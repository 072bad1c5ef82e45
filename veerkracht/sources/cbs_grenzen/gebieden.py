"""The areas of one layer of a boundary file: codes, names, kind of water, checked row by row.

Several rows may share a code (parts of one area, its water beside its land); which one speaks for it is said here.
"""

from dataclasses import dataclass

import pyarrow as pa

from veerkracht import levels
from veerkracht.errors import DeliveryError
from veerkracht.sources.catalogue.model import Release
from veerkracht.sources.cbs_grenzen.attributes import WIJK, Attributes, kind_of_water, mapping
from veerkracht.sources.readers import missing


@dataclass(frozen=True)
class LayerGebieden:
    """Identity of every row of a layer, in the order of the file; lists of equal length."""

    niveau: str
    code: list[str]
    naam: list[str | None]
    wijkcode: list[str | None]
    gemeentecode: list[str | None]  # None where the code does not tell
    gemeentenaam: list[str | None]
    water: list[str]
    wbi: list[str | None]

    def own_rows(self) -> list[int]:
        """One row an area, sorted by code: its first land row, else its first row."""
        order = sorted(range(len(self.code)), key=lambda i: (self.code[i], self.water[i] == "water", i))
        return [i for n, i in enumerate(order) if n == 0 or self.code[i] != self.code[order[n - 1]]]


def gebieden_of(called: str, table: pa.Table, columns: Attributes, release: Release) -> LayerGebieden:
    """Identity of all rows. Raises DeliveryError, with row and column, for a code that is none of this level, for
    an unknown mark of water and for a file of another year."""
    code = _codes(called, table, columns)
    _check_year(called, table, columns, release)
    gemeente = _gemeenten(table, columns, code)
    wijk = [levels.known().parent_code(value, WIJK, columns.niveau) for value in code]
    if columns.water:
        marks = [value or "" for value in _texts(table, columns.water)]
        water = [
            kind_of_water(called, i + 1, mark, gm) for i, (mark, gm) in enumerate(zip(marks, gemeente, strict=True))
        ]
    else:
        abroad = mapping()["buitenland_gemeenten"]
        water = ["buitenland" if gm in abroad else "land" for gm in gemeente]
    name = _texts(table, columns.naam)
    gemeentenaam = name if columns.niveau == levels.GEMEENTE else _texts(table, columns.gemeentenaam)
    wbi = [None if value in missing.codes() else value for value in _texts(table, columns.wbi)]
    return LayerGebieden(columns.niveau, code, name, wijk, gemeente, gemeentenaam, water, wbi)


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


def _check_year(called: str, table: pa.Table, columns: Attributes, release: Release) -> None:
    """A year that the file itself names must be the vintage of the release."""
    for column in (columns.jaarcode, columns.jaar):
        jaren = sorted({value[:4] for value in _texts(table, column) if value and value[:4].isdigit()})
        if jaren and jaren != [str(release.indeling)]:
            raise DeliveryError(
                f"{called}: kolom {column} zegt {', '.join(jaren)}, maar release {release.release} is ingeschreven met "
                f"indeling {release.indeling}. Staat het juiste bestand bij deze release?"
            )
