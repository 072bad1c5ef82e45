"""A work database with only the tables that noise and the model read, filled from arrays, and the room around it."""

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from veerkracht.paths import DataPaths
from veerkracht.settings import Settings, load_settings
from veerkracht.statistics import model, noise, reads
from veerkracht.statistics.world import StatWorld

TABLES = """
    create schema tussen;
    create table main.fct_reeks (niveau varchar, gebiedscode varchar, indeling smallint, indicator varchar,
        jaar smallint, waarde double, methode varchar, is_vergelijkbaar boolean);
    create table tussen.int_k_reeks (niveau varchar, gebiedscode varchar, indeling smallint, jaar_van smallint,
        jaar_tot smallint, jaar smallint, waarde double);
    create table tussen.int_maat (niveau varchar, gebiedscode varchar, indeling smallint, gemeentecode varchar,
        jaar_van smallint, jaar_tot smallint, maat varchar, indicator_verschil varchar, waarde_van double,
        verschil double, inwoners double, status_verschil varchar, reden_verschil varchar);
    create table tussen.int_landelijk (niveau varchar, indeling smallint, jaar_van smallint, jaar_tot smallint,
        maat varchar, soort varchar, is_toegestaan boolean, reden varchar);
"""
NAMES = ("main.fct_reeks", "tussen.int_k_reeks", "tussen.int_maat", "tussen.int_landelijk")
PERIOD = (2014, 2024)


class Maten:
    """Collects rows; `run` writes them and calls noise and model. One row of an array is one area."""

    def __init__(self, paths: DataPaths, **settings):
        self.paths = paths
        self.settings: Settings = load_settings().model_copy(update=settings)
        self.rows: dict[str, list[dict]] = {table: [] for table in NAMES}

    def areas(self, count: int, gemeenten: int = 40, **more) -> pd.DataFrame:
        """Buurten with inhabitants, spread over gemeenten in turn."""
        place = np.arange(count)
        gemeente = np.array([f"GM{code:04}" for code in place % gemeenten])
        frame = {"gebiedscode": [f"BU{n:08}" for n in place], "gemeentecode": gemeente, "inwoners": 800.0}
        return pd.DataFrame(frame | {"niveau": "buurt", "indeling": 2024} | more)

    def series(self, areas: pd.DataFrame, maat: str, values: np.ndarray, years, methode="geleverd", period=PERIOD):
        """A measure of every area in `years`, NaN where not measured; its change is last minus first."""
        index = maat == "kwetsbaarheid"
        for column, year in enumerate(years):
            part = areas[["niveau", "gebiedscode", "indeling"]].assign(jaar=year, waarde=values[:, column]).dropna()
            more = {"jaar_van": period[0], "jaar_tot": period[1]} if index else {}
            more |= {} if index else {"indicator": maat, "methode": methode, "is_vergelijkbaar": True}
            self.rows["tussen.int_k_reeks" if index else "main.fct_reeks"] += part.assign(**more).to_dict("records")
        self.changes(areas, maat, values[:, -1] - values[:, 0], period, waarde_van=values[:, 0])

    def changes(self, areas: pd.DataFrame, maat: str, verschil: np.ndarray, period=PERIOD, **more):
        """Rows of int_maat without a series behind them, and that the country may be told from them."""
        status = np.where(np.isfinite(verschil), "waarde", "geen gegevens")
        frame = areas.assign(maat=maat, verschil=verschil, jaar_van=period[0], jaar_tot=period[1])
        frame = frame.assign(indicator_verschil="index" if maat == "kwetsbaarheid" else maat, status_verschil=status)
        self.rows["tussen.int_maat"] += frame.assign(reden_verschil=None, **more).to_dict("records")
        self.allow(maat, period=period, **frame.iloc[0][["niveau", "indeling"]])

    def allow(self, maat: str, reden: str | None = None, period=PERIOD, niveau="buurt", indeling=2024):
        """Whether the country may be told from a measure (the last word counts)."""
        key = {"niveau": niveau, "indeling": indeling, "jaar_van": period[0], "jaar_tot": period[1], "maat": maat}
        others = [row for row in self.rows["tussen.int_landelijk"] if not key.items() <= row.items()]
        word = key | {"soort": "verandering", "is_toegestaan": reden is None, "reden": reden}
        self.rows["tussen.int_landelijk"] = [*others, word]

    def run(self) -> dict[str, pd.DataFrame]:
        """Files `ruis`, `krimp`, `model` and `veerkracht`."""
        database = self.paths.werk_database("openbaar")
        database.parent.mkdir(parents=True, exist_ok=True)
        database.unlink(missing_ok=True)
        with duckdb.connect(str(database)) as con:
            con.execute(TABLES)
            for table, rows in self.rows.items():
                _insert(con, table, rows)
        with StatWorld(self.paths, "openbaar", self.settings, lambda text: None, reads("noise", "model")) as world:
            world.start_empty()
            noise.write(world)
            model.write(world)
            return {name: world.load(name) for name in ("ruis", "krimp", "model", "veerkracht")}


def _insert(con: duckdb.DuckDBPyConnection, table: str, rows: list[dict]) -> None:
    """The columns of the table, as far as the rows have them; NaN is null."""
    if rows:
        columns = [row[0] for row in con.execute(f"describe {table}").fetchall()]
        known = {name: [_or_none(row.get(name)) for row in rows] for name in columns}
        con.register("chosen", pa.table(known))
        con.execute(f"insert into {table} by name select * from chosen")


def _or_none(value: object) -> object:
    return None if isinstance(value, float) and np.isnan(value) else value
