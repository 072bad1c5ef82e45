"""The levels of areas, in one table: the seed `niveaus.csv` and the file of that name in the user's catalogue folders.

Order, parents, plurals, how codes look and what of their parents stands in them; which levels have figures, outlines
and maps. Which areas exist, and where an area lies whose code does not tell, is asked in `areas`.
"""

import re
from collections.abc import Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from veerkracht.levelrows import COLUMNS, LAND, PACKAGED, Niveau, check, enumerated, read
from veerkracht.paths import user_catalogues

GEMEENTE = "gemeente"  # the level that outputs are made per, and that a delivery may be complete for
LANDCODE = "NL00"  # the one area of the level land, in which every other lies
RASTER = "raster"  # 100 m squares: kept raw, never in the marts


class Niveaus:
    """The table, from small to large. Names of levels go in and out; what does not nest has no parents."""

    def __init__(self, rows: list[Niveau]):
        self._rows = {row.niveau: row for row in sorted(rows, key=lambda row: row.volgorde)}

    def __iter__(self) -> Iterator[Niveau]:
        return iter(self._rows.values())

    def __getitem__(self, niveau: str) -> Niveau:
        return self._rows[niveau]

    def __contains__(self, niveau: object) -> bool:
        return niveau in self._rows

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._rows)

    @cached_property
    def with_figures(self) -> tuple[str, ...]:
        """Levels in the marts: buurt, wijk, gemeente, land."""
        return tuple(row.niveau for row in self if row.cijfers)

    @cached_property
    def kept_raw(self) -> tuple[str, ...]:
        """Levels whose figures stay raw: squares."""
        return tuple(row.niveau for row in self if not row.cijfers)

    @cached_property
    def drawn(self) -> tuple[str, ...]:
        """Levels with outlines: buurt, wijk, gemeente."""
        return tuple(row.niveau for row in self if row.getekend)

    @cached_property
    def on_maps(self) -> tuple[str, ...]:
        """Levels that maps class, the one that a map shows first before the others: buurt, wijk."""
        return tuple(row.niveau for row in self if row.kaart)

    @cached_property
    def nesting(self) -> tuple[str, ...]:
        """Drawn levels that nest: buurt, wijk, gemeente."""
        return tuple(row.niveau for row in self if row.getekend and row.ouder)

    @property
    def ground(self) -> str:
        """The smallest level that nests: what larger areas are made of and weights are between (buurt)."""
        return self.nesting[0]

    def rank(self, niveau: str) -> int:
        """Place between small and large."""
        return self.names.index(niveau)

    def above(self, niveau: str) -> tuple[str, ...]:
        """Levels below the land that areas of this one lie in: of a buurt wijk, gemeente."""
        row = self[niveau]
        return tuple(name for name in self.nesting if row.ouder and self[name].volgorde > row.volgorde)

    def coded(self, niveau: str) -> tuple[str, ...]:
        """Those of `above` whose codes stand in its codes; the others are found by place."""
        found, row = [], self[niveau]
        while row.ouder_in_code:
            row = self[row.ouder]
            found.append(row.niveau)
        return tuple(found)

    @property
    def parents(self) -> tuple[str, ...]:
        """Every level that another lies in, below the land: wijk, gemeente."""
        return self.above(self.ground)

    @property
    def placed(self) -> tuple[str, ...]:
        """The parents that codes of the ground level do not tell, so that outlines must."""
        return tuple(name for name in self.parents if name not in self.coded(self.ground))

    def parent_code(self, code: str, parent: str, niveau: str | None = None) -> str | None:
        """Code of the area of level `parent` that this one lies in, as far as its code tells; its own at its own level.

        `niveau` is that of the code, where known. None where the code does not tell.
        """
        niveau = niveau or self.of_code(code)
        if niveau == parent:
            return code
        if parent == LAND:
            return LANDCODE
        if niveau is None or parent not in self.coded(niveau):
            return None
        return self[parent].voorvoegsel + code[self[parent].own_part]

    def gemeente_sql(self, code: str) -> str:
        """SQL for what areas of one gemeente have in common, of columns `niveau` and `code`: the gemeente in the code;
        an area whose code names none stands alone. The land has one of its own."""
        part = self[GEMEENTE].own_part
        inside = f"substr({code}, {part.start + 1}, {part.stop - part.start})"
        without = [n for n in self.with_figures if n not in (GEMEENTE, LAND) and GEMEENTE not in self.coded(n)]
        return f"case when niveau in ({sql_list(without)}) then {code} else {inside} end" if without else inside

    def macros(self) -> str:
        """Statements that let SQL of a connection ask the table: `op_kaart(niveau)`, `genest(niveau)`, `rang(niveau)`
        (small before large) and `grondniveau()`."""
        return f"""
            create or replace temp macro op_kaart(niveau) as niveau in ({sql_list(self.on_maps)});
            create or replace temp macro genest(niveau) as niveau in ({sql_list(self.nesting)});
            create or replace temp macro rang(niveau) as list_position([{sql_list(self.names)}], niveau);
            create or replace temp macro grondniveau() as '{self.ground}';
        """

    def of_code(self, code: str) -> str | None:
        """Level of a trimmed code (`BU03630401` → buurt), of those with figures; None when it is no code of an area."""
        match = self._codes.fullmatch(code)
        return match.lastgroup if match else None

    @cached_property
    def _codes(self) -> re.Pattern[str]:
        return re.compile("|".join(f"(?P<{name}>{self[name].regex})" for name in self.with_figures))

    def examples(self) -> str:
        """How codes look, for a reader: `NL00, GM0000, WK000000 of BU00000000`."""
        return enumerated([self[name].example for name in reversed(self.with_figures)], "of")

    @property
    def own(self) -> tuple[Niveau, ...]:
        """Rows that the user added."""
        return tuple(row for row in self if row.niveau not in _packaged())

    def variables(self) -> dict[str, Any]:
        """The var `niveaus` of SQL (see `macros/niveaus.sql`): the lists above, and where codes hold a parent's."""
        across = [name for name in self.with_figures if name != LAND and name not in self.nesting]
        return {
            "cijfers": self.with_figures,
            "kaart": self.on_maps,
            "nest": self.nesting,
            "grond": self.ground,
            "landcode": LANDCODE,
            "ouders": self.parents,
            "overdwars": across,
            "codes": {name: self._inside(name) for name in self.parents},
            "rijen": [{name: getattr(row, name) for name in COLUMNS} for row in self],
        }

    def _inside(self, parent: str) -> dict[str, Any]:
        """Which codes hold that of a parent, and where: from sign `vanaf`, `tekens` long."""
        row = self[parent]
        holding = [name for name in self.with_figures if name == parent or parent in self.coded(name)]
        start = row.own_part.start + 1
        return {"voorvoegsel": row.voorvoegsel, "vanaf": start, "tekens": row.tekens, "niveaus": holding}


def known() -> Niveaus:
    """The levels in force: those of the package and of the user's catalogue folders. Raises CatalogueError."""
    files = [file for folder in user_catalogues() if (file := folder / PACKAGED.name).is_file()]
    return _load(tuple((file, file.stat().st_mtime_ns) for file in files))


def sql_list(names: tuple[str, ...] | list[str]) -> str:
    """Names of levels for `in (…)` of SQL: `'buurt', 'wijk'`."""
    return ", ".join(f"'{name}'" for name in names)


@cache
def _packaged() -> frozenset[str]:
    return frozenset(row.niveau for row in read(PACKAGED))


@cache
def _load(files: tuple[tuple[Path, int], ...]) -> Niveaus:
    rows = read(PACKAGED)
    for file, _ in files:
        for number, row in enumerate(read(file), start=2):
            check(row, rows, f"{file}: rij {number}")
            rows.append(row)
    return Niveaus(rows)
