"""Reading a candidate or edition: its database and its outlines. Every product is made through this, and only this."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import duckdb

from veerkracht import levels
from veerkracht.commandline import command
from veerkracht.edition.records import IndicatorRecord, InstellingRecord
from veerkracht.errors import PublicationError, held_elsewhere, in_short
from veerkracht.paths import Publiek

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

ANALYSE = "analyse"  # the schema of the views for analysts; a reserved word of SQL, so it stands between quotes
Values = Sequence[object] | Mapping[str, object]
QueryRow = dict[str, Any]  # a row of a query, columns by name: for what goes straight into one template
RecordT = TypeVar("RecordT")  # a dataclass: a field a column


@dataclass(frozen=True)
class About:
    """The row of `dim_publicatie`: what this edition is."""

    publiek: Publiek
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
        database = self.folder / "veerkracht.duckdb"
        try:
            self._con = duckdb.connect(str(database), read_only=True)
        except duckdb.Error as error:
            told = held_elsewhere(error)
            unreadable = f"{database} is geen leesbare database ({in_short(error)})"
            raise PublicationError(told or f"{unreadable}; draai {command('refresh')} opnieuw.") from error
        self._con.execute(levels.known().macros())
        return self

    def __exit__(self, *_: object) -> None:
        self._con.close()

    def records(self, kind: type[RecordT], sql: str, values: Values = ()) -> list[RecordT]:
        """Result of a query as dataclasses `kind`: a field a column of that name; missing is None.

        A column that no field asks for is left out. Raises PublicationError for a field without default and column.
        """
        cursor = self._ask(sql, values)
        columns = [column[0] for column in cursor.description]
        fields = kind.__dataclass_fields__.values()  # type: ignore[attr-defined]  # a TypeVar cannot ask for dataclasses
        wanted = {field.name: columns.index(field.name) for field in fields if field.name in columns}
        names, places = list(wanted), list(wanted.values())
        try:
            return [kind(**dict(zip(names, [row[n] for n in places], strict=True))) for row in cursor.fetchall()]
        except TypeError as error:
            raise self._of_another_version(str(error)) from error

    def values(self, sql: str, values: Values = ()) -> list[Any]:
        """The one column of a query."""
        return [value for (value,) in self._ask(sql, values).fetchall()]

    def rows(self, sql: str, values: Values = ()) -> list[QueryRow]:
        """Result of a query as dictionaries; missing is None."""
        cursor = self._ask(sql, values)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def frame(self, sql: str, values: Values = ()) -> "pd.DataFrame":
        """Result of a query as a pandas frame."""
        return self._ask(sql, values).df()

    def _ask(self, sql: str, values: Values) -> duckdb.DuckDBPyConnection:
        """Raises PublicationError where the edition has no such mart or column."""
        try:
            return self._con.execute(sql, values)
        except (duckdb.CatalogException, duckdb.BinderException) as error:
            raise self._of_another_version(lacking(str(error))) from error

    def _of_another_version(self, what: str) -> PublicationError:
        return PublicationError(
            f"{self.folder}: deze editie is door een andere versie van veerkracht gemaakt en mist wat hier "
            f"nodig is ({what}). Maak een nieuwe editie met `{command('refresh')}`, of lees haar met "
            "de versie waarmee zij is gemaakt."
        )

    @cached_property
    def about(self) -> About:
        names = ", ".join(About.__dataclass_fields__)
        return self.records(About, f"select {names} from dim_publicatie")[0]

    @cached_property
    def instellingen(self) -> list[InstellingRecord]:
        """Thresholds and periods of this edition with their meaning, in the order of the settings."""
        return self.records(InstellingRecord, "select * from dim_instelling")

    @cached_property
    def settings(self) -> dict[str, str]:
        """Values of `instellingen` by name, as text."""
        return {row.instelling: row.waarde for row in self.instellingen}

    @cached_property
    def asked(self) -> set[str]:
        """Codes of the gemeenten in the setting `gemeenten`; none is all of them."""
        return set(re.findall(r"GM\d{4}", self.settings.get("gemeenten", "")))

    def chosen(self, gemeenten: Iterable[str]) -> list[str]:
        """Of these codes those that outputs per gemeente are made for."""
        return [code for code in gemeenten if not self.asked or code in self.asked]

    def threshold(self, instelling: str) -> float:
        """A setting of this edition that is a number. Raises PublicationError where it has none of that name."""
        if instelling not in self.settings:
            raise self._of_another_version(f"instelling {instelling}")
        return float(self.settings[instelling].replace(",", "."))

    @cached_property
    def map_indicators(self) -> list[IndicatorRecord]:
        """Rows of `dim_indicator` that are drawn on maps, in order of theme."""
        return self.records(IndicatorRecord, "select * from dim_indicator where kaart order by thema, indicator")

    def outlines(self, niveau: str, indeling: int | None = None) -> "gpd.GeoDataFrame | None":
        """Outlines of a level on a vintage (default: the target), EPSG:28992; None when the edition has none."""
        import geopandas as gpd

        file = self.folder / "grenzen" / f"{niveau}_{indeling or self.about.doel_indeling}.parquet"
        return gpd.read_parquet(file) if file.is_file() else None


def lacking(said: str) -> str:
    """What a query asked for in vain, by the message of DuckDB; in short what that says where it names neither."""
    found = re.search(r'column (?:named )?"(?P<kolom>\w+)"|Table with name (?P<tabel>\w+)', said)
    return next((f"{what} {name}" for what, name in found.groupdict().items() if name), "") if found else in_short(said)
