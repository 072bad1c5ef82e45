"""A small made country in a work database: the tables that changes are gathered from, filled from arrays.

Figures are true level + planted change + noise of a known size. Tests change `rows` before they call `run`.
"""

import duckdb
import numpy as np
import pandas as pd

from veerkracht.paths import DataPaths
from veerkracht.settings import Settings, load_settings
from veerkracht.statistics import reads, verandering
from veerkracht.statistics.world import StatWorld

TABLES = {
    "main.dim_gebied": "niveau varchar, gebiedscode varchar, indeling smallint, gemeentecode varchar, "
    "wijkcode varchar, inwoners double, water varchar",
    "tussen.int_inwoners_jaar": "niveau varchar, gebiedscode varchar, indeling smallint, gemeentecode varchar, "
    "is_doel boolean, jaar smallint, inwoners double",
    "main.fct_reeks": "niveau varchar, gebiedscode varchar, indeling smallint, jaar smallint, indicator varchar, "
    "waarde double, methode varchar, release varchar, is_vergelijkbaar boolean, se_afronding double, se_omklap double",
    "tussen.int_maat": "niveau varchar, gebiedscode varchar, indeling smallint, jaar_van smallint, jaar_tot smallint, "
    "maat varchar, indicator varchar, indicator_verschil varchar, meetjaar_van smallint, meetjaar_tot smallint, "
    "waarde_van double, waarde double, verschil double, inwoners double, reden_verschil varchar, "
    "status_verschil varchar",
    "tussen.int_k_niveau": "niveau varchar, indeling smallint, gebiedscode varchar, jaar smallint, waarde double",
    "tussen.int_periode": "indicator varchar, indeling smallint, jaar_van smallint, jaar_tot smallint",
    "tussen.int_landelijk": "niveau varchar, indeling smallint, jaar_van smallint, jaar_tot smallint, maat varchar, "
    "soort varchar, is_toegestaan boolean, reden varchar",
    "tussen.int_onderdeel": "indicator varchar",
    "tussen.int_onderdeel_periode": "niveau varchar, indeling smallint, jaar_van smallint, jaar_tot smallint, "
    "onderdeel varchar, indicator varchar, gewicht double, meetjaar_van smallint, meetjaar_tot smallint",
    "main.mrt_referentie": "niveau varchar, indeling smallint, onderdeel varchar, indicator varchar, sd double",
    "staging.stg_indicatoren": "indicator varchar, soort varchar, richting varchar, noemer varchar, ruissoort varchar",
    "staging.stg_regios": "regio varchar, gemeentecode varchar",
    "staging.stg_bouw": "doel_indeling smallint",
}
FROM, TO = 2014, 2024
YEARS = (2014, 2018, 2020, 2022, 2024)
NOISE, SD = 0.02, 0.1  # of one measurement of onv; of its level
PARTS = {"p_hh_li": 0.5, "p_soz_wbao": 0.5}
AREA = ["niveau", "gebiedscode", "indeling"]
MAP = {"jaar_van": FROM, "jaar_tot": TO, "meetjaar_van": FROM, "meetjaar_tot": TO}


class Wereld:
    """Buurten in gemeenten, onv of a release on its own boundaries, an index of two rounded shares, and their maps."""

    def __init__(self, gemeenten: int = 8, per: int = 15, seed: int = 1, years: tuple[int, ...] = YEARS, **settings):
        self.rng = np.random.default_rng(seed)
        self.settings: Settings = load_settings().model_copy(update={"ijking_trekkingen": 1} | settings)
        self.rows: dict[str, pd.DataFrame] = {name: pd.DataFrame() for name in TABLES}
        self.areas = self._areas(gemeenten, per)
        self.onv = self._onv(years)
        self._index()
        self.rows["staging.stg_bouw"] = pd.DataFrame({"doel_indeling": [TO]})
        self.rows["staging.stg_indicatoren"] = pd.DataFrame(
            [
                ("onv", "score", "hoger_is_gunstiger", None, "model"),
                *((name, "percentage", "lager_is_gunstiger", None, None) for name in PARTS),
            ],
            columns=["indicator", "soort", "richting", "noemer", "ruissoort"],
        )

    def add(self, table: str, frame: pd.DataFrame) -> None:
        """More rows of a table."""
        self.rows[table] = pd.concat([self.rows[table], frame], ignore_index=True)

    def change(self, table: str, where: dict[str, object], **values: object) -> None:
        """Other values in the rows of a table in which these columns have these values."""
        frame = self.rows[table]
        mask = np.all([frame[column] == value for column, value in where.items()], axis=0)
        for column, value in values.items():
            frame[column] = frame[column].mask(mask, value)

    def series(
        self, indicator: str, values: np.ndarray, years: tuple[int, ...], own: bool, se: float = 0.0, release: str = "r"
    ) -> None:
        """Rows of fct_reeks (areas × years)."""
        how = {"methode": "zelfde_indeling" if own else "geleverd", "is_vergelijkbaar": True, "release": release}
        parts = [self.areas[AREA].assign(jaar=year, waarde=values[:, at]) for at, year in enumerate(years)]
        rows = pd.concat(parts).assign(indicator=indicator, se_afronding=se, se_omklap=0.0, **how)
        self.add("main.fct_reeks", rows.dropna(subset="waarde"))

    def maat(self, maat: str, indicator: str, start: np.ndarray, end: np.ndarray, level: np.ndarray) -> None:
        """Rows of int_maat, and that the country may be told from it."""
        frame = self.areas[[*AREA, "inwoners"]].assign(
            maat=maat,
            indicator=indicator,
            indicator_verschil=indicator,
            waarde_van=start,
            waarde=level,
            verschil=end - start,
            **MAP,
        )
        status = np.where(np.isfinite(end - start), "waarde", "geen gegevens")
        self.add("tussen.int_maat", frame.assign(reden_verschil=None, status_verschil=status))
        where = {"niveau": "buurt", "indeling": TO, "jaar_van": FROM, "jaar_tot": TO, "maat": maat}
        word = where | {"soort": "verandering", "is_toegestaan": True, "reden": None}
        self.add("tussen.int_landelijk", pd.DataFrame([word]))

    def run(self, paths: DataPaths) -> dict[str, pd.DataFrame]:
        """Files that the step writes."""
        database = paths.werk_database("openbaar")
        database.parent.mkdir(parents=True, exist_ok=True)
        database.unlink(missing_ok=True)
        with duckdb.connect(str(database)) as con:
            con.execute("create schema tussen; create schema staging")
            for table, columns in TABLES.items():
                con.execute(f"create table {table} ({columns})")
                if len(self.rows[table]):
                    con.register("chosen", self.rows[table])
                    names = [row[0] for row in con.execute(f"describe {table}").fetchall()]
                    known = ", ".join(f'"{name}"' for name in names if name in self.rows[table].columns)
                    con.execute(f"insert into {table} ({known}) select {known} from chosen")
        with StatWorld(paths, "openbaar", self.settings, lambda text: None, reads("verandering")) as world:
            world.start_empty()
            verandering.write(world)
            return {name: world.load(name) for name in ("ruis", "verandering", "model", "ijking", "spreiding")}

    def _areas(self, gemeenten: int, per: int) -> pd.DataFrame:
        place, count = np.repeat(np.arange(gemeenten), per), gemeenten * per
        people = np.round(np.exp(self.rng.normal(7, 0.6, count))) + 60
        frame = pd.DataFrame(
            {
                "niveau": "buurt",
                "gebiedscode": [f"BU{g:04}{n:04}" for n, g in enumerate(place)],
                "indeling": TO,
                "gemeentecode": [f"GM{g:04}" for g in place],
                "wijkcode": [f"WK{g:04}{n % 4:02}" for n, g in enumerate(place)],
                "inwoners": people,
                "water": "land",
            }
        )
        self.add("main.dim_gebied", frame)
        country = {"niveau": "land", "gebiedscode": "NL00", "indeling": TO, "inwoners": people.sum(), "is_doel": True}
        for year in (FROM, TO):
            self.add("tussen.int_inwoners_jaar", frame.assign(is_doel=True, jaar=year))
            self.add("tussen.int_inwoners_jaar", pd.DataFrame([country | {"jaar": year}]))
        return frame

    def _onv(self, years: tuple[int, ...]) -> np.ndarray:
        """Truth: gemeenten in turn 0.1 worse, 0.1 better, the same; returns the figures."""
        count = len(self.areas)
        _, place = np.unique(self.areas["gemeentecode"], return_inverse=True)
        self.planted = np.array([-0.1, 0.1, 0.0])[place % 3]
        time = (np.array(years) - FROM) / (TO - FROM)
        level = self.rng.normal(4, SD, count)[:, None] + self.planted[:, None] * time
        values = level + self.rng.normal(0, NOISE, (count, len(years)))
        self.series("onv", values, years, own=True)
        self.maat("onv", "onv", values[:, 0], values[:, -1], values[:, -1])
        return values

    def _index(self) -> None:
        count, years = len(self.areas), tuple(range(FROM, TO + 1))
        rise = -5 * self.planted[:, None] * (np.array(years) - FROM) / (TO - FROM)
        z = [self.rng.normal(0, 1, count)[:, None] + rise for _ in PARTS]
        for (name, weight), one in zip(PARTS.items(), z, strict=True):
            values = np.round(20 + 10 * one + self.rng.normal(0, 0.8, one.shape), 1)
            self.series(name, values, years, own=False, se=0.1 / np.sqrt(12))
            key = {"niveau": "buurt", "indeling": TO, "onderdeel": name, "indicator": name}
            period = key | {"gewicht": weight} | MAP
            self.add("tussen.int_onderdeel_periode", pd.DataFrame([period]))
            self.add("main.mrt_referentie", pd.DataFrame([key | {"sd": 10.0}]))
            self.add("tussen.int_onderdeel", pd.DataFrame([{"indicator": name}]))
        figures = self.rows["main.fct_reeks"]
        ends = []
        for year in (FROM, TO):
            parts = [figures[(figures.indicator == name) & (figures.jaar == year)] for name in PARTS]
            ends.append(sum(part["waarde"].to_numpy() for part in parts) / 20)
        self.maat("kwetsbaarheid", "index", ends[0], ends[1], ends[1])
