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
class Gebieden:
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
        volgorde = sorted(range(len(self.code)), key=lambda i: (self.code[i], self.water[i] == "water", i))
        return [i for n, i in enumerate(volgorde) if n == 0 or self.code[i] != self.code[volgorde[n - 1]]]


def gebieden_of(called: str, tabel: pa.Table, kolommen: Attributes, release: Release) -> Gebieden:
    """Identity of all rows. Raises DeliveryError, with row and column, for a code that is none of this level, for
    an unknown mark of water and for a file of another year."""
    code = _codes(called, tabel, kolommen)
    _check_year(called, tabel, kolommen, release)
    gemeente = _gemeenten(tabel, kolommen, code)
    wijk = [levels.known().parent_code(value, WIJK, kolommen.niveau) for value in code]
    if kolommen.water:
        marks = [value or "" for value in _kolom(tabel, kolommen.water)]
        water = [
            kind_of_water(called, i + 1, mark, gm) for i, (mark, gm) in enumerate(zip(marks, gemeente, strict=True))
        ]
    else:
        abroad = mapping()["buitenland_gemeenten"]
        water = ["buitenland" if gm in abroad else "land" for gm in gemeente]
    naam = _kolom(tabel, kolommen.naam)
    gemeentenaam = naam if kolommen.niveau == levels.GEMEENTE else _kolom(tabel, kolommen.gemeentenaam)
    wbi = [None if value in missing.codes() else value for value in _kolom(tabel, kolommen.wbi)]
    return Gebieden(kolommen.niveau, code, naam, wijk, gemeente, gemeentenaam, water, wbi)


def _gemeenten(tabel: pa.Table, kolommen: Attributes, codes: list[str]) -> list[str | None]:
    """The gemeente of each area: as its code tells, else as the file does; None for areas that lie across them."""
    table, niveau = levels.known(), kolommen.niveau
    if levels.GEMEENTE in table.above(niveau) and levels.GEMEENTE not in table.coded(niveau):
        return _kolom(tabel, kolommen.gemeentecode)
    return [table.parent_code(code, levels.GEMEENTE, niveau) for code in codes]


def _kolom(tabel: pa.Table, naam: str | None) -> list[str | None]:
    """Trimmed values of a column; blank, or without the column, None."""
    if naam is None:
        return [None] * tabel.num_rows
    return [(value or "").strip() or None for value in tabel[naam].to_pylist()]


def _codes(called: str, tabel: pa.Table, kolommen: Attributes) -> list[str]:
    codes = []
    for row, code in enumerate(_kolom(tabel, kolommen.code), start=1):
        if levels.known().of_code(code or "") != kolommen.niveau:
            begin, tekens = levels.known()[kolommen.niveau].voorvoegsel, levels.known()[kolommen.niveau].tekens
            raden = ""
            if begin and code and code.isdigit():
                heel = begin + code.zfill(tekens)
                raden = f" Een getal zonder voorvoegsel en voorloopnullen: was dit wellicht {heel}?"
            raise DeliveryError(
                f"{called}: rij {row}, kolom {kolommen.code}: {code!r} is geen code van een {kolommen.niveau}; "
                f"verwacht {f'{begin} en ' if begin else ''}{tekens} tekens.{raden} "
                "Gebruik het bestand zoals de uitgever het levert."
            )
        codes.append(code or "")
    return codes


def _check_year(called: str, tabel: pa.Table, kolommen: Attributes, release: Release) -> None:
    """A year that the file itself names must be the vintage of the release."""
    for kolom in (kolommen.jaarcode, kolommen.jaar):
        jaren = sorted({value[:4] for value in _kolom(tabel, kolom) if value and value[:4].isdigit()})
        if jaren and jaren != [str(release.indeling)]:
            raise DeliveryError(
                f"{called}: kolom {kolom} zegt {', '.join(jaren)}, maar release {release.release} is ingeschreven met "
                f"indeling {release.indeling}. Staat het juiste bestand bij deze release?"
            )
