"""Reading a candidate or edition: its database and its outlines. Every product is made through this, and only this."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

AREA_LEVELS = ("buurt", "wijk", "gemeente")


@dataclass(frozen=True)
class About:
    """The row of `dim_publicatie`: what this edition is."""

    publiek: str
    merk: str | None
    niet_verspreiden: bool
    doel_indeling: int
    rapport_van: int
    rapport_tot: int | None
    inwoners_minimum: int


class Edition:
    """A candidate or edition folder, opened read-only for as long as the `with` block lasts."""

    def __init__(self, folder: Path):
        self.folder = Path(folder)

    def __enter__(self) -> "Edition":
        self._con = duckdb.connect(str(self.folder / "veerkracht.duckdb"), read_only=True)
        return self

    def __exit__(self, *_) -> None:
        self._con.close()

    def rows(self, sql: str, values: Sequence | dict = ()) -> list[dict]:
        """Result of a query as dictionaries; missing is None."""
        cursor = self._con.execute(sql, values)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def frame(self, sql: str, values: Sequence | dict = ()) -> "pd.DataFrame":
        """Result of a query as a pandas frame."""
        return self._con.execute(sql, values).df()

    @cached_property
    def about(self) -> About:
        names = ", ".join(About.__dataclass_fields__)
        return About(**self.rows(f"select {names} from dim_publicatie")[0])

    @cached_property
    def tables(self) -> frozenset[str]:
        """Names of the marts; editions of before the maps have fewer."""
        rows = self.rows(
            "select table_name from duckdb_tables() where schema_name = 'main' and database_name = current_database()"
        )
        return frozenset(row["table_name"] for row in rows)

    @cached_property
    def settings(self) -> dict[str, str]:
        """Thresholds and periods of this edition by name, as text; editions of before the maps have none."""
        if "dim_instelling" not in self.tables:
            return {}
        return {row["instelling"]: row["waarde"] for row in self.rows("select * from dim_instelling")}

    @cached_property
    def map_indicators(self) -> list[dict]:
        """Rows of `dim_indicator` that are drawn on maps, in order of theme."""
        return self.rows("select * from dim_indicator where kaart order by thema, indicator")

    def outlines(self, niveau: str, indeling: int | None = None) -> "gpd.GeoDataFrame | None":
        """Outlines of a level on a vintage (default: the target), EPSG:28992; None when the edition has none."""
        import geopandas as gpd

        file = self.folder / "grenzen" / f"{niveau}_{indeling or self.about.doel_indeling}.parquet"
        return gpd.read_parquet(file) if file.is_file() else None
