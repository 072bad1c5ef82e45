"""Two editions side by side in DuckDB, both attached read-only: releases, method, figures and classes that differ.

`toen` is the previous edition, `nu` this one. Areas are compared where they are the same area: on one target vintage
by code; where the target moved, only those whose outline did not change (`fct_wijziging`).
"""

import tempfile
from pathlib import Path

import duckdb

from veerkracht.edition.reading import QueryRow, Values
from veerkracht.products.web.edities.queries import CLASSES, FIGURES, INDICATORS, RELEASES

SAME = ("ongewijzigd", "hernummerd")
PART = "index"  # how dim_periode names a measure made of all parts of the index
TOLERANCE = 1e-9
NO_KEY = {"instelling": "uitleg"}  # wording that says nothing of the method


class Comparison:
    """Both editions attached; the figures that differ are found once, on entering."""

    def __init__(self, before: Path, now: Path):
        self.files = {"toen": before / "veerkracht.duckdb", "nu": now / "veerkracht.duckdb"}

    def __enter__(self) -> "Comparison":
        self._room = tempfile.TemporaryDirectory(prefix="edities-")
        self._con = duckdb.connect(config={"temp_directory": self._room.name})
        self._con.execute("set enable_progress_bar = false")
        for name, file in self.files.items():
            self._con.execute(f"attach '{str(file).replace(chr(39), chr(39) * 2)}' as {name} (read_only)")
        self.tables = {name: self._tables(name) for name in self.files}
        self.doel = {n: self.rows(f"select doel_indeling as d from {n}.dim_publicatie")[0]["d"] for n in self.files}
        self.merk = {n: self.rows(f"select merk from {n}.dim_publicatie")[0]["merk"] for n in self.files}
        self._find_same_areas()
        sql = FIGURES.format(oud=self._moved("fct_reeks"), nieuw=self._comparable("fct_reeks"), tolerance=TOLERANCE)
        self._con.execute(sql)
        return self

    def __exit__(self, *_: object) -> None:
        self._con.close()
        self._room.cleanup()

    def rows(self, sql: str, values: Values = ()) -> list[QueryRow]:
        cursor = self._con.execute(sql, values)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def has(self, *tables: str) -> bool:
        """Both editions have these marts."""
        return all(set(tables) <= known for known in self.tables.values())

    def releases(self) -> list[QueryRow]:
        return self.rows(RELEASES)

    def indicators(self) -> list[QueryRow]:
        """Per indicator with any difference: how many figures are new, revised or gone."""
        return self.rows(INDICATORS)

    def boundaries(self) -> list[QueryRow]:
        """Where the target moved: areas per level and kind of change; nothing when it stayed."""
        if self.doel["toen"] == self.doel["nu"]:
            return []
        sql = (
            "select niveau, klasse, count(*) as aantal from nu.fct_wijziging "
            "where van_indeling = ? and naar_indeling = ? group by all order by niveau, aantal desc"
        )
        return self.rows(sql, [self.doel["toen"], self.doel["nu"]])

    def changed_cells(self, table: str, key: str) -> list[QueryRow]:
        """Rows naam, kolom, van, naar: what differs in a small table; a row that is in one edition only has no kolom.

        Columns that only one edition knows are not compared.
        """
        if not self.has(table):
            return []
        both = [{row["column_name"] for row in self.rows(f"describe {name}.{table}")} for name in ("toen", "nu")]
        columns = sorted(both[0] & both[1] - {key, NO_KEY.get(key)})
        old, new = ({r[key]: r for r in self.rows(f"select * from {name}.{table}")} for name in ("toen", "nu"))
        found = [{"naam": n, "kolom": None, "van": "aanwezig", "naar": "vervallen"} for n in old if n not in new]
        found += [{"naam": n, "kolom": None, "van": "", "naar": "nieuw"} for n in new if n not in old]
        found += [
            {"naam": name, "kolom": column, "van": old[name][column], "naar": new[name][column]}
            for name in new.keys() & old.keys()
            for column in columns
            if old[name][column] != new[name][column]
        ]
        return sorted(found, key=lambda row: (row["naam"], row["kolom"] or ""))

    def classes(self) -> list[QueryRow]:
        """Areas whose class or status on a map differs, with what may have caused it. Newest periods are one pair."""
        if not self.has("fct_kaart", "dim_kaart", "dim_periode"):
            return []
        pairs = self._periods()
        values = {
            "nu_van": [now[0] for now, _ in pairs], "nu": [now[1] for now, _ in pairs],
            "toen_van": [old[0] for _, old in pairs], "toen": [old[1] for _, old in pairs],
            "doel_toen": self.doel["toen"],
        }  # fmt: skip
        return self.rows(CLASSES.format(oud=self._moved("fct_kaart"), part=PART), values) if pairs else []

    def limits(self) -> set[tuple[str, str, int, int]]:
        """(map, level, jaar_van, jaar_tot) of this edition whose class limits are not those of the previous one."""
        if not self.has("fct_legenda"):
            return set()
        found = set()
        for (van, tot), (old_van, old_tot) in self._periods():
            rows = self.rows(
                "select distinct n.kaart_id, n.niveau from nu.fct_legenda n join toen.fct_legenda o "
                "on o.kaart_id = n.kaart_id and o.niveau = n.niveau and o.klasse = n.klasse "
                "and o.jaar_van = ? and o.jaar_tot = ? where n.jaar_van = ? and n.jaar_tot = ? "
                "and (o.ondergrens is distinct from n.ondergrens or o.bovengrens is distinct from n.bovengrens)",
                [old_van, old_tot, van, tot],
            )
            found |= {(row["kaart_id"], row["niveau"], van, tot) for row in rows}
        return found

    def _periods(self) -> list[tuple[tuple[int, int], tuple[int, int]]]:
        """(period now, period then): the same one; of a newest that is new, the newest of then."""
        sql = "select distinct jaar_van, jaar_tot from {}.dim_periode order by jaar_tot desc, jaar_van"
        now, old = ([tuple(row.values()) for row in self.rows(sql.format(name))] for name in ("nu", "toen"))
        return [(p, p if p in old else old[0]) for n, p in enumerate(now) if p in old or (n == 0 and old)]

    def _tables(self, name: str) -> set[str]:
        sql = "select table_name as t from duckdb_tables() where database_name = ? and schema_name = 'main'"
        return {row["t"] for row in self.rows(sql, [name])}

    def _find_same_areas(self) -> None:
        self._con.execute("create temp table gelijk (niveau varchar, van_code varchar, naar_code varchar)")
        if self.doel["toen"] != self.doel["nu"]:
            self._con.execute(
                "insert into gelijk select niveau, van_code, naar_code from nu.fct_wijziging "
                "where van_indeling = ? and naar_indeling = ? and list_contains(?, klasse) "
                "union all select distinct niveau, gebiedscode, gebiedscode from nu.fct_reeks where niveau = 'land'",
                [self.doel["toen"], self.doel["nu"], list(SAME)],
            )

    def _moved(self, table: str) -> str:
        """SQL of a table of the previous edition, with codes and vintage of this one."""
        if self.doel["toen"] == self.doel["nu"]:
            return f"select * from toen.{table}"
        return (
            f"select t.* replace (g.naar_code as gebiedscode, {int(self.doel['nu'])}::smallint as indeling) "
            f"from toen.{table} t join gelijk g on g.niveau = t.niveau and g.van_code = t.gebiedscode "
            f"where t.indeling = {int(self.doel['toen'])}"
        )

    def _comparable(self, table: str) -> str:
        """SQL of a table of this edition: only areas that `_moved` can meet."""
        if self.doel["toen"] == self.doel["nu"]:
            return f"select * from nu.{table}"
        return (
            f"select t.* from nu.{table} t join gelijk g on g.niveau = t.niveau and g.naar_code = t.gebiedscode "
            f"where t.indeling = {int(self.doel['nu'])}"
        )
