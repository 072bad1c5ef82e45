"""A data folder written by hand in the schemas of `veerkracht.schemas`, and a build of the dbt project on it.

Only what SQL reads: no bytes of publishers, no geometry.
"""

import json
from collections import defaultdict
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from veerkracht import levels, schemas
from veerkracht.mapkinds import register
from veerkracht.paths import DataPaths, Publiek
from veerkracht.settings import load_settings
from veerkracht.sources.catalogue.loading import load_catalogue
from veerkracht.sources.own import kenmerken
from veerkracht.sources.own.kenmerken import Delivered

PROJECT = Path(__file__).parents[2] / "dbt_project"
BEPERKT = ("woonzorgwijzer", "cbs_microdata")
NIVEAUS = {"BU": "buurt", "WK": "wijk", "GM": "gemeente", "NL": "land"}


def subject(name: str) -> list[str]:
    """The files of a folder of models, as paths below `models`."""
    return sorted(str(file.relative_to(PROJECT / "models")) for file in (PROJECT / "models" / name).iterdir())


class World:
    """Collects rows; `write` puts them where dbt looks for them."""

    def __init__(self, paths: DataPaths, doel: int):
        self.paths, self.doel = paths, doel
        self.releases: dict[tuple[str, str], dict] = {}
        self.rows: dict[tuple[str, str], list] = defaultdict(list)
        self.areas: dict[tuple[str, str], dict] = defaultdict(dict)
        self.lijst: list[dict] = []
        self.gewichten: list[dict] = []
        self.wijzigingen: list[dict] = []
        self.eigen: dict[str, list[dict]] = defaultdict(list)  # rows of schemas.EIGEN
        self.described: dict[tuple[str, str], dict] = {}  # (bron, kenmerk): what a delivery says of it
        self.statistiek: dict[str, list[dict]] = defaultdict(list)  # what veerkracht.statistics would have written

    def release(self, bron: str, release: str, indeling: int, **more) -> str:
        """Accept a release; `more` overrides columns of RELEASES. Returns its id."""
        jaar = int(release[:4])
        lbm = bron == "leefbaarometer"
        defaults = {
            "toegang": "beperkt" if bron in BEPERKT else "open",
            "reeks": "een_release_voor_alle_jaren" if lbm else "nieuwste_per_jaar",
            "voorrang": 200 if bron == "cbs_grenzen" else 100,
            "layout": "lbm3_zip" if lbm else "werkboek",
            "jaar_van": jaar,
            "jaar_tot": int(release[5:9]) if release[4] == "-" else jaar,
            "gepubliceerd": date(jaar + 1, 7, 1),
            "status": "definitief",
            "onleesbaar": 0.5,
        }
        self.releases[bron, release] = {"bron": bron, "release": release, "indeling": indeling} | defaults | more
        return release

    def figure(self, bron: str, release: str, code: str, column: str, value: object, **more) -> None:
        """One cell as published; year and indeling follow the release unless given."""
        about = self.releases[bron, release]
        row = {"jaar": about["jaar_tot"], "indeling": about["indeling"]} | more
        row |= {"niveau": NIVEAUS[code[:2]], "gebiedscode": code, "kolom": column}
        self.rows[bron, release].append(
            {"bron": bron, "release": release, "waarde": None if value is None else str(value)} | row
        )
        area = {name: row[name] for name in ("jaar", "niveau", "gebiedscode", "indeling")}
        self.areas[bron, release][tuple(area.values())] = {"bron": bron, "release": release} | area

    def figures(self, bron: str, release: str, table: dict[str, dict[str, object]], **more) -> None:
        """Cells by area and column."""
        for code, cells in table.items():
            for column, value in cells.items():
                self.figure(bron, release, code, column, value, **more)

    def outlines(self, indeling: int, *codes: str, **more) -> None:
        """Areas with an outline; a buurt BU12345678 lies in wijk WK123456 and gemeente GM1234."""
        for code in codes:
            row = {"niveau": NIVEAUS[code[:2]], "gebiedscode": code, "indeling": indeling, "water": "land"}
            row |= {"wijkcode": "WK" + code[2:8] if len(code) > 6 else None, "gemeentecode": "GM" + code[2:6]}
            self.lijst.append(row | more)

    def weight(
        self, van: int, naar: int, van_code: str, naar_code: str, gewicht: float, methode="adressen", deel_naar=1.0
    ) -> None:
        names = ("van_indeling", "naar_indeling", "van_code", "naar_code", "gewicht", "methode", "deel_naar")
        row = dict(zip(names, (van, naar, van_code, naar_code, gewicht, methode, deel_naar), strict=True))
        self.gewichten.append(row | {"niveau": NIVEAUS[van_code[:2]]})

    def change(self, van: int, naar: int, van_code: str | None, naar_code: str | None, klasse: str) -> None:
        names = ("niveau", "van_indeling", "naar_indeling", "van_code", "naar_code", "klasse")
        niveau = NIVEAUS[(van_code or naar_code)[:2]]
        self.wijzigingen.append(dict(zip(names, (niveau, van, naar, van_code, naar_code, klasse), strict=True)))

    def verdict(
        self, maat: str, code: str, indeling: int, period: tuple[int, int], oordeel: str | None, **more
    ) -> None:
        """What the statistics say of a change of an area; `more` are other columns of `verandering`."""
        row = {"niveau": NIVEAUS[code[:2]], "gebiedscode": code, "indeling": indeling, "maat": maat}
        row |= {"jaar_van": period[0], "jaar_tot": period[1], "oordeel": oordeel}
        row |= {"p_ongunstiger": 0.1, "p_gunstiger": 0.1} if oordeel else {}
        self.statistiek["verandering"].append(row | more)

    def write(self, publiek: Publiek) -> None:
        """All Parquet files of a build for `publiek`, with the schema-only ones."""
        self.paths.ensure()
        for toegang in ("open", "beperkt"):
            self._raw(self.paths.raw(toegang, "_leeg", "_leeg"), [], [])
        for (bron, release), about in self.releases.items():
            folder = self.paths.raw(about["toegang"], bron, release)
            self._raw(folder, self.rows[bron, release], list(self.areas[bron, release].values()))
        _parquet(self.paths.gebiedenlijst / "alle.parquet", schemas.GEBIEDENLIJST, self.lijst)
        _parquet(self.paths.gewichten / "alle.parquet", schemas.GEWICHTEN, self.gewichten)
        _parquet(self.paths.wijzigingen / "alle.parquet", schemas.WIJZIGINGEN, self.wijzigingen)
        werk = self.paths.werk(publiek)
        open_only = [r for r in self.releases.values() if publiek == "leden" or r["toegang"] == "open"]
        _parquet(werk / "catalogus" / "releases.parquet", schemas.RELEASES, open_only)
        bouw = pa.schema([("doel_indeling", pa.int16()), ("merk", pa.string())])
        _parquet(werk / "catalogus" / "bouw.parquet", bouw, [{"doel_indeling": self.doel}])
        _parquet(werk / "kwaliteit" / "_leeg.parquet", schemas.KWALITEIT, [])
        made = kenmerken.tables(self._delivered()) if publiek == "leden" else {}
        for name, schema in schemas.OWN_TABLES.items():
            _parquet(werk / "catalogus" / f"{name}.parquet", schema, [*self.eigen[name], *made.get(name, [])])
        for name, schema in schemas.STATISTIEK.items():
            _parquet(self.paths.statistiek(publiek) / f"{name}.parquet", schema, self.statistiek[name])

    def _delivered(self) -> list[Delivered]:
        """What the releases of the import contract hold, by their columns; known kenmerken and `described` say more."""
        sources, found = load_catalogue([]).sources, {}
        for (bron, release), rows in self.rows.items():
            for row in rows if bron in BEPERKT else ():
                kenmerk, populatie, _, *versie = row["kolom"].split("|")
                found.setdefault((bron, release, kenmerk, populatie, *versie), []).append(row["jaar"])
        made = []
        for (bron, release, kenmerk, populatie, *versie), jaren in found.items():
            known = vars(kenmerken.known()[bron, kenmerk]) if (bron, kenmerk) in kenmerken.known() else {}
            said = {"soort": sources[bron].soort} | dict.fromkeys(kenmerken.NEEDED) | known
            said |= self.described.get((bron, kenmerk), {})
            about = {"versie": versie[0] if versie else None, "jaar_tot": max(jaren), "rijen": len(jaren)}
            about |= {"soort": versie[1]} if len(versie) > 1 else {}
            about |= {name: self.releases[bron, release][name] for name in ("gepubliceerd", "status")}
            made.append(Delivered(sources[bron], release, kenmerk, populatie, **(said | about)))
        return made

    def _raw(self, folder: Path, rows: list[dict], areas: list[dict]) -> None:
        _parquet(folder / "waarnemingen.parquet", schemas.WAARNEMINGEN, rows)
        _parquet(folder / "gebieden.parquet", schemas.GEBIEDEN, areas)
        _parquet(folder / "feiten.parquet", schemas.FEITEN, [])

    def build(self, monkeypatch, publiek: Publiek = "openbaar", *extra: str, **settings) -> "Build":
        """Write and run `dbt build` with these settings changed; the result knows whether it succeeded."""
        self.write(publiek)
        return run_dbt(self.paths, monkeypatch, publiek, "build", "--vars", variables(**settings), *extra)


class Build:
    """A finished dbt run and its work database, opened per query so that no handle is left."""

    def __init__(self, database: Path, result):
        self.database, self.result = database, result

    @property
    def failed(self) -> list[str]:
        """Names of nodes that failed or errored."""
        return [r.node.name for r in self.result.result or () if r.status in ("fail", "error")]

    @property
    def warned(self) -> list[str]:
        return [r.node.name for r in self.result.result or () if r.status == "warn"]

    def rows(self, sql: str, *values) -> list[tuple]:
        with duckdb.connect(str(self.database), read_only=True) as con:
            return con.execute(sql, values).fetchall()

    def row(self, sql: str, *values) -> tuple:
        """The one row of a query."""
        (row,) = self.rows(sql, *values)
        return row


def variables(**settings) -> str:
    """The vars that orchestration hands to dbt; `settings` override those of the package."""
    tables = {"niveaus": levels.known().variables(), "kaartsoorten": register.variables()}
    return json.dumps(load_settings().model_dump(mode="json") | tables | settings)


def run_dbt(paths: DataPaths, monkeypatch, publiek: Publiek, command: str, *extra: str) -> Build:
    """Run a dbt command in this process as orchestration does."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    werk = paths.werk(publiek)
    monkeypatch.setenv("VEERKRACHT_DATA", str(paths.root))
    monkeypatch.setenv("VEERKRACHT_PUBLIEK", publiek)
    monkeypatch.setenv("DBT_SEND_ANONYMOUS_USAGE_STATS", "false")
    arguments = [command, "--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT), "--target", publiek]
    arguments += ["--vars", variables(), "--quiet"]
    arguments += ["--target-path", str(werk / "dbt"), "--log-path", str(werk / "dbt"), *extra]
    result = dbtRunner().invoke(arguments)
    DuckDBConnectionManager.close_all_connections()  # else the process keeps the writer's handle
    return Build(paths.werk_database(publiek), result)


def _parquet(file: Path, schema: pa.Schema, rows: list[dict]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), file)
