"""Figures of maps written by hand, as dbt's basis and the statistics would have left them; builds only the maps."""

import csv
import shutil
from pathlib import Path
from statistics import NormalDist

import duckdb
import numpy as np
import pandas as pd
import pytest

from tests.dbt_project.world import PROJECT, Build, World, run_dbt, variables
from veerkracht.paths import DataPaths
from veerkracht.settings import load_settings
from veerkracht.statistics import klassen, reads
from veerkracht.statistics.world import StatWorld

NOW, EQUAL, WILD, NEVER = (2014, 2024), (2014, 2022), (2014, 2020), (1999, 2024)
PERIODS = (NOW, EQUAL, WILD, NEVER)


def seed_rows(project: Path = PROJECT) -> list[dict]:
    """Rows of kaarten.csv."""
    with (project / "seeds" / "kaarten.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


KAARTEN = tuple(row["kaart_id"] for row in seed_rows())
LABELS = {row["kaart_id"]: row["labels"].split(";") for row in seed_rows()}
KNOWN = ("p_wcorpw", "kwetsbaarheid", "onv")
OTHERS = {maat for row in seed_rows() for maat in row["maat"].split("+")} - {*KNOWN}
MATEN = (*sorted(OTHERS), *KNOWN)
MODELS = (
    *("zinnen", "kaarten", "indicatoren", "stg_kaarten", "stg_indicatoren", "int_kaart", "dim_kaart"),
    *("int_kaart_geleverd", "int_kaart_meting", "int_kaart_oordeel", "int_kaart_cijfer", "int_kaart_waarde"),
    *("int_kaart_grens", "int_kaart_klasse", "int_kaart_onderdelen", "int_kaart_meetjaar", "int_kaart_opening"),
    *("fct_kaart", "fct_legenda", "dim_periode", "mrt_model", "mrt_ijking", "mrt_ruis", "mrt_gevoeligheid"),
    *("zekerheid_klasse", "kaart_klopt", "kans_past_bij_klasse"),
)
CATALOGUE = ("zinnen", "kaarten", "indicatoren", "stg_kaarten", "stg_indicatoren", "int_kaart", "int_kaart_geleverd")
PERIOD = {"indeling": "smallint", "jaar_van": "smallint", "jaar_tot": "smallint"}
AREA = {"niveau": "varchar", "gebiedscode": "varchar"} | PERIOD
TABLES = {
    "tussen.int_kaart_gebied": AREA
    | {"gemeentecode": "varchar", "inwoners": "double", "inwoners_van": "double", "is_doel": "boolean"},
    "tussen.int_maat": AREA
    | dict.fromkeys(("gemeentecode", "maat", "indicator", "indicator_verschil"), "varchar")
    | {"meetjaar_van": "smallint", "meetjaar_tot": "smallint", "inwoners": "double", "waarde": "double"}
    | {"verschil": "double", "status": "varchar", "reden": "varchar"}
    | {"status_verschil": "varchar", "reden_verschil": "varchar"},
    "tussen.int_landelijk": {"niveau": "varchar", "maat": "varchar", "soort": "varchar"}
    | PERIOD
    | {"is_toegestaan": "boolean", "reden": "varchar"},
    "tussen.int_maat_jaar": {"maat": "varchar", "niveau": "varchar"} | PERIOD | {"meetjaar_tot": "smallint"},
    "tussen.int_onderdeel_periode": {"niveau": "varchar", "onderdeel": "varchar"}
    | PERIOD
    | {"meetjaar_van": "smallint", "meetjaar_tot": "smallint"},
    "tussen.int_onderdeel_jaar": {"niveau": "varchar", "indeling": "smallint", "jaar": "smallint"}
    | {"onderdeel": "varchar", "is_gemeten": "boolean", "is_bruikbaar": "boolean"},
    "main.mrt_referentie": {"niveau": "varchar", "indeling": "smallint", "status": "varchar"},
    "main.fct_kwetsbaarheid": AREA
    | {"soort": "varchar", "maat": "varchar", "waarde": "double", "onderdelen": "varchar"},
    "main.fct_reeks": {"niveau": "varchar", "gebiedscode": "varchar", "indeling": "smallint", "jaar": "smallint"}
    | {"indicator": "varchar", "waarde": "double"},
    "main.fct_verandering": AREA
    | {"indicator": "varchar", "verschil": "double", "laag": "double", "hoog": "double"}
    | {"p_ongunstiger": "double", "p_gunstiger": "double", "oordeel": "varchar", "reden": "varchar"},
    "tussen.int_inwoners_jaar": {"niveau": "varchar", "jaar": "smallint", "inwoners": "double", "is_doel": "boolean"},
}
EMPTY = {  # area number -> status and reason of both level and change
    0: ("te weinig inwoners", "minder dan 50 inwoners"),
    1: ("afgeschermd", "de uitgever geeft het cijfer niet vrij"),
    2: ("onvergelijkbaar", "grenzen verlegd"),
    3: ("geen gegevens", "geen cijfer"),
}


ON_INDEX = ("3", "10")  # the maps of a level that the index is on
DELTA, SD = 0.1, 0.5  # threshold of a change and sd of its posterior
SIDES = {  # measure -> its map, and on which side of zero the unfavourable changes lie
    "kwetsbaarheid": ("4", 1),
    "onv": ("6", -1),
    "veerkracht": ("8", -1),
    "veerkracht_relatief": ("9", -1),
}
MOVED = range(20, 30)  # buurten with another border at the end: of their shares nothing can be said
FEW = "de gemeente heeft 2 buurten met een verandering; nodig zijn er 5"
REFUSED = "er zijn 12 gebieden met een verandering; nodig zijn er 20"


class MapWorld:
    """80 buurten and 12 wijken in four periods: an ordinary one, one where all is equal, one with an outlier and a NaN,
    and one that no source serves. Of wijken too little of the country is loaded."""

    def __init__(self, folder: Path):
        self.paths = DataPaths(folder / "data").ensure()
        self.project = folder / "dbt_project"
        self.rows: dict[str, list[dict]] = {name: [] for name in TABLES}
        self.world = World(self.paths, doel=2024)
        self.random = np.random.default_rng(20141)
        for year in sorted({period[1] for period in PERIODS}):
            land = {"niveau": "land", "jaar": year, "inwoners": 150_000.0, "is_doel": True}
            self.rows["tussen.int_inwoners_jaar"].append(land)
        for niveau, n in (("buurt", 80), ("wijk", 12)):
            self._national(niveau)
            for period in PERIODS if niveau == "buurt" else (NOW,):
                self._period(niveau, n, period)

    def build(self, **settings) -> Build:
        """Build the maps with the catalogue of `self.project`; `settings` override those of the package.

        Limits and classes of levels are those of the statistics.
        """
        self.world.write("openbaar")
        catalogue = self._dbt(CATALOGUE, **settings)
        if catalogue.failed:
            return catalogue
        with StatWorld(self.paths, "openbaar", load_settings(), lambda text: None, reads("klassen")) as stats:
            klassen.write(stats)
            self._sure(stats, settings.get("klassen_minimum", load_settings().klassen_minimum))
        return self._dbt(MODELS, **settings)

    def _dbt(self, models: tuple[str, ...], **settings) -> Build:
        where = ["--project-dir", str(self.project), "--vars", variables(**settings), "--select", *models]
        # the tests of these models alone
        tests = ["--exclude-resource-type", "unit_test", "--indirect-selection", "cautious"]
        with pytest.MonkeyPatch.context() as monkeypatch:
            return run_dbt(self.paths, monkeypatch, "openbaar", "build", *tests, *where)

    def write(self) -> None:
        """Project, files and tables."""
        shutil.copytree(PROJECT, self.project, ignore=shutil.ignore_patterns("target", "logs"))
        self.paths.werk("openbaar").mkdir(parents=True, exist_ok=True)
        with duckdb.connect(str(self.paths.werk_database("openbaar"))) as con:
            con.execute("begin; create schema tussen")
            for name, columns in TABLES.items():
                con.execute(f"create table {name} ({', '.join(' '.join(item) for item in columns.items())})")
                rows = [[row.get(column) for column in columns] for row in self.rows[name]]
                con.executemany(f"insert into {name} values ({', '.join('?' * len(columns))})", rows)
            con.execute("commit")

    def certainty(self, kaart_id: str, classes: list[int]) -> None:
        """How sure the classes of a map of a level are, in order of its areas with a value in the ordinary period;
        written at the next build."""
        about = {"kaart_id": kaart_id, "niveau": "buurt", "indeling": 2024, "jaar_van": NOW[0], "jaar_tot": NOW[1]}
        areas = [about | {"gebiedscode": _code("buurt", i, 80)} for i in range(len(EMPTY), 80)]
        self.world.statistiek["zekerheid"] = [
            area | {"klasse": klasse, "zekerheid": 0.6 if i % 2 else 0.9}
            for i, (area, klasse) in enumerate(zip(areas, classes, strict=True))
        ]
        self.world.statistiek["stand"] = [
            area | {"p_klasse": 0.75 if klasse == 5 else 0.5, "p_hoogste": klasse / 5 - 0.125}
            for area, klasse in zip(areas, classes, strict=True)
        ]

    def _sure(self, stats: StatWorld, least: int) -> None:
        """Write for every class of a map of the index that `certainty` says nothing of that it is certain."""
        keys = ["kaart_id", "niveau", "indeling", "jaar_van", "jaar_tot"]
        classes = stats.load("klassen").assign(zekerheid=1.0)
        classes = classes[classes["kaart_id"].isin(ON_INDEX)]
        told = pd.DataFrame(self.world.statistiek["zekerheid"], columns=classes.columns)
        rest = classes[classes.groupby(keys)["klasse"].transform("nunique") >= least]
        rest = rest.merge(told[keys].drop_duplicates(), on=keys, how="left", indicator=True)
        stats.save("zekerheid", pd.concat([told, rest[rest.pop("_merge") == "left_only"]], ignore_index=True))

    def told(self, maat: str, period: tuple[int, int] = NOW) -> dict[int, dict]:
        """What the statistics say of a measure: rows of buurten by their number."""
        return {
            int(row["gebiedscode"][-4:]): row
            for row in self.world.statistiek["verandering"]
            if (row["maat"], row["niveau"]) == (maat, "buurt") and (row["jaar_van"], row["jaar_tot"]) == period
        }

    def measured(self, maat: str) -> dict[str, np.ndarray]:
        """What the maps of the ordinary period are given of a measure: buurten with a value, in order."""
        rows = [
            row
            for row in self.rows["tussen.int_maat"]
            if (row["maat"], row["niveau"], row["status"]) == (maat, "buurt", "waarde")
            and (row["jaar_van"], row["jaar_tot"]) == NOW
        ]
        return {name: np.array([row[name] for row in rows]) for name in ("waarde", "verschil", "inwoners")}

    def add_map(self, like: str, **cells: str) -> None:
        """Add a row to kaarten.csv: that of another map with these cells changed."""
        rows = self.catalogue()
        (row,) = (row for row in rows if row["kaart_id"] == like)
        self._write_catalogue([*rows, row | cells])

    def catalogue(self) -> list[dict]:
        return seed_rows(self.project)

    def change_catalogue(self, changes: dict[str, dict[str, str]]) -> None:
        """Change cells of kaarten.csv: by map, by column."""
        self._write_catalogue([row | changes.get(row["kaart_id"], {}) for row in self.catalogue()])

    def _write_catalogue(self, rows: list[dict]) -> None:
        with (self.project / "seeds" / "kaarten.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(rows)

    def _national(self, niveau: str) -> None:
        for van, tot in PERIODS if niveau == "buurt" else (NOW,):
            about = {"niveau": niveau, "indeling": 2024, "jaar_van": van, "jaar_tot": tot}
            for maat in MATEN:
                for soort in ("niveau", "verandering"):
                    allowed = {"is_toegestaan": niveau == "buurt", "reden": None if niveau == "buurt" else "3% van NL"}
                    self.rows["tussen.int_landelijk"].append(about | {"maat": maat, "soort": soort} | allowed)
            self.rows["tussen.int_maat_jaar"].append(about | {"maat": "kwetsbaarheid", "meetjaar_tot": tot - 1})
            for part, start in (("inkomen", van), ("werk", van + 1)):
                years = {"onderdeel": part, "meetjaar_van": start, "meetjaar_tot": tot - 1}
                self.rows["tussen.int_onderdeel_periode"].append(about | years)
        self.rows["main.mrt_referentie"].append({"niveau": niveau, "indeling": 2024, "status": "gebruikt"})
        for part, measured in (("inkomen", True), ("opleiding", False)):
            year = {"niveau": niveau, "indeling": 2024, "jaar": 2023, "onderdeel": part}
            self.rows["tussen.int_onderdeel_jaar"].append(year | {"is_gemeten": measured, "is_bruikbaar": True})

    def _period(self, niveau: str, n: int, period: tuple[int, int]) -> None:
        for i in range(n):
            area = {"niveau": niveau, "gebiedscode": _code(niveau, i, n), "indeling": 2024}
            area |= {"jaar_van": period[0], "jaar_tot": period[1]}
            about = {
                "gemeentecode": f"GM{area['gebiedscode'][2:6]}",
                "inwoners": float(100 + 37 * i),
                "inwoners_van": 100.0,
            }
            self.rows["tussen.int_kaart_gebied"].append(area | about | {"is_doel": True})
            for maat in MATEN:
                self._measure(area | about, i, maat, period)
            self._statistics(area, i, period)

    def _measure(self, area: dict, i: int, maat: str, period: tuple[int, int]) -> None:
        level, change = self._figures(maat, i, period)
        indicator = "index" if maat == "kwetsbaarheid" else maat
        about = {"maat": maat, "indicator": indicator, "indicator_verschil": indicator}
        about |= {"meetjaar_van": period[0], "meetjaar_tot": period[1] - (maat == "kwetsbaarheid")}
        status, reason = EMPTY.get(i, ("waarde", None))
        if period == NEVER:
            status, reason, about["meetjaar_van"] = "geen gegevens", "geen bron levert 1999", None
        if status != "waarde":
            level = change = None
        values = {"waarde": level, "verschil": change, "status": status, "reden": reason}
        both = {"status_verschil": status, "reden_verschil": reason}
        self.rows["tussen.int_maat"].append(area | about | values | both)
        if change is not None and maat not in ("kwetsbaarheid", "onv"):
            self._registered(area, i, maat, change)
        if maat == "kwetsbaarheid" and level is not None:
            base = {"maat": "index", "waarde": 1.0} | {k: area[k] for k in ("niveau", "gebiedscode", "indeling")}
            years = {"jaar_van": None, "jaar_tot": period[1] - 1}
            self.rows["main.fct_kwetsbaarheid"].append(
                base | years | {"soort": "niveau", "onderdelen": "inkomen, zorg"}
            )
            years = {"jaar_van": period[0], "jaar_tot": period[1]}
            self.rows["main.fct_kwetsbaarheid"].append(base | years | {"soort": "verandering", "onderdelen": "inkomen"})
        if maat == "onv" and period == NOW:
            code = {"niveau": area["niveau"], "gebiedscode": area["gebiedscode"], "indeling": 2024, "jaar": 2024}
            row = code | {"indicator": "stress", "waarde": float(1 + i % 3)}
            self.rows["main.fct_reeks"].append(row)

    def _figures(self, maat: str, i: int, period: tuple[int, int]) -> tuple[float, float]:
        if period == EQUAL:
            return 0.1, 0.1
        if period == WILD and i == 79:
            return 1e9, 1e9
        if period == WILD and i == 78:
            return float("nan"), float("inf")
        if maat in OTHERS:
            return float(i), float(i % 5)
        if maat == "p_wcorpw":
            return float(self.random.integers(0, 100)), float(self.random.integers(-8, 9))
        return float(self.random.normal()), float(self.random.normal(0.2))

    def _registered(self, area: dict, i: int, maat: str, change: float) -> None:
        """The verdict of fct_verandering on a count or share."""
        if not np.isfinite(change):
            verdict = "onbekend"
        elif abs(change) <= 1:
            verdict = "geen meetbaar verschil"
        elif i in MOVED:
            verdict = "niet te zeggen (grens verlegd)"
        else:
            verdict = "gestegen" if change > 0 else "gedaald"
        up = (0.6 if i in MOVED else 0.99) if change > 0 else (0.4 if i in MOVED else 0.01)
        chances = {"p_gunstiger": up, "p_ongunstiger": 1 - up}
        interval = {"verschil": change, "laag": change - 1, "hoog": change + 1}
        row = area | interval | {"indicator": maat, "oordeel": verdict} | chances
        self.rows["main.fct_verandering"].append(row)

    def _statistics(self, area: dict, i: int, period: tuple[int, int]) -> None:
        if i in EMPTY or period == NEVER:
            return
        changes = {"kwetsbaarheid": self.rows["tussen.int_maat"][-2]["verschil"]}
        changes["onv"] = self.rows["tussen.int_maat"][-1]["verschil"]
        rows = {maat: self._judged(area, maat, change) for maat, change in changes.items()}
        rows["samenloop"] = _both(area, rows)
        told = period == NOW and area["niveau"] == "buurt"
        for maat in ("veerkracht", "veerkracht_relatief"):
            reason = None if told else REFUSED
            if told and maat == "veerkracht_relatief" and i >= 78:
                reason = FEW
            rows[maat] = self._judged(area, maat, (i - 40) / 10, reason)
        self.world.statistiek["verandering"] += rows.values()

    def _judged(self, area: dict, maat: str, change: float, reason: str | None = None) -> dict:
        """Posterior, chances and class of a change, half of which is noise."""
        if reason is None and not np.isfinite(change):
            reason = "geen eindig getal"
        row = area | {"maat": maat, "verschil": change, "delta": DELTA, "reden": reason}
        if reason is not None:
            return row
        kaart_id, worse = SIDES[maat]
        mean = change / 2
        up, down = 1 - NormalDist(mean, SD).cdf(DELTA), NormalDist(mean, SD).cdf(-DELTA)
        chances = (up, down) if worse > 0 else (down, up)
        klasse = _class(*chances)
        return row | {
            "gekrompen": mean,
            "sd": SD,
            "laag": mean - 1.2816 * SD,
            "hoog": mean + 1.2816 * SD,
            "p_ongunstiger": round(chances[0], 3),
            "p_gunstiger": round(chances[1], 3),
            "klasse": klasse,
            "oordeel": LABELS[kaart_id][klasse - 1],
        }


def _class(worse: float, better: float) -> int:
    """Class of a change by the chances of its sides (method §5)."""
    rules = ((worse >= 0.9, 1), (worse >= 0.75, 2), (better >= 0.9, 5), (better >= 0.75, 4))
    return next((klasse for held, klasse in rules if held), 3)


def _both(area: dict, rows: dict[str, dict]) -> dict:
    """The row of samenloop, of the rows of its two measures (method §5)."""
    row = area | {"maat": "samenloop", "delta": DELTA}
    v, n = rows["kwetsbaarheid"], rows["onv"]
    if "klasse" not in v or "klasse" not in n:
        return row | {"reden": "geen eindig getal"}
    p = v["p_ongunstiger"] * n["p_ongunstiger"]
    better = max(v["p_gunstiger"], n["p_gunstiger"]) >= 0.75
    sides = (p >= 0.75, v["p_ongunstiger"] >= 0.75, n["p_ongunstiger"] >= 0.75)
    klasse = next((k for k, held in enumerate(sides, 1) if held), 5 if better else 4)
    return row | {"p_beide": p, "klasse": klasse, "oordeel": LABELS["7"][klasse - 1]}


def _code(niveau: str, i: int, n: int) -> str:
    """The last two areas lie in a second gemeente."""
    gemeente = f"{1 if i < n - 2 else 2:04d}"
    return f"BU{gemeente}{i:04d}" if niveau == "buurt" else f"WK{gemeente}{i:02d}"
