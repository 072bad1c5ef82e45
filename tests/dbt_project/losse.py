"""A dbt project of the models of totals and attention alone, on tables written by hand in the place of all they read.

What stands above them has tests of its own; here a row of `fct_kaart` is what the test says it is.
"""

import shutil
from collections import defaultdict
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tests.dbt_project import world
from veerkracht import schemas
from veerkracht.paths import DataPaths

PROJECT = world.PROJECT

MODELS = (
    "staging/stg_regios.sql",
    *world.subject("gemeente"),
    *world.subject("aandachtspunt"),
)
SEEDS = ("regios.csv", "studie.csv", "aandacht.csv", "zinnen.csv", "_regios.yml", "_aandacht.yml", "_zinnen.yml")
TESTS = (
    "generic/niveau_bekend.sql",
    "generic/uniek.sql",
    "gemeente_som_klopt.sql",
    "aandacht_is_gedekt.sql",
    "aandacht_klasse_bestaat.sql",
)

_AREA = {"niveau": pa.string(), "gebiedscode": pa.string(), "indeling": pa.int16()}
_PERIOD = {"jaar_van": pa.int16(), "jaar_tot": pa.int16()}
_TEXT, _NUMBER, _COUNT, _FLAG = pa.string(), pa.float64(), pa.int32(), pa.bool_()

# Columns of the models above that these models read.
ABOVE = {
    "int_kaart_periode": _PERIOD,
    "int_kaart_gebied": _AREA
    | _PERIOD
    | {"gemeentecode": _TEXT, "inwoners_van": _NUMBER, "inwoners": _NUMBER, "is_doel": _FLAG},
    "int_maat": _AREA | _PERIOD | {"maat": _TEXT, "indicator": _TEXT, "waarde": _NUMBER, "verschil": _NUMBER},
    "fct_kaart": {"kaart_id": _TEXT}
    | _AREA
    | _PERIOD
    | {"waarde": _NUMBER, "klasse": pa.int16(), "label": _TEXT, "status": _TEXT, "kans": _NUMBER, "p_hoogste": _NUMBER},
    "dim_kaart": {"kaart_id": _TEXT, "volgorde": _COUNT, "titel": _TEXT, "maat": _TEXT, "soort": _TEXT}
    | {"eenheid": _TEXT, "decimalen": _COUNT, "labels": _TEXT}
    | {"is_niveau": _FLAG, "klasse_niet_te_zeggen": pa.int16()},
    "fct_legenda": {"kaart_id": _TEXT, "niveau": _TEXT, "indeling": pa.int16()}
    | _PERIOD
    | {"klasse": pa.int16(), "label": _TEXT},
    "fct_cluster": _AREA | _PERIOD | {"maat": _TEXT, "cluster": _TEXT},
    "fct_verandering": _AREA | _PERIOD | {"indicator": _TEXT, "oordeel": _TEXT},
    "fct_reeks": _AREA | {"jaar": pa.int16(), "indicator": _TEXT, "waarde": _NUMBER},
    "dim_gebied": _AREA | {"water": _TEXT, "is_doel": _FLAG},
    "dim_indicator": {"indicator": _TEXT, "label": _TEXT, "richting": _TEXT},
    "stg_kaarten": {"kaart_id": _TEXT, "labels": _TEXT},
}
STATISTIEK = ("verandering", "spreiding")  # what these models read of the statistics themselves


class Losse:
    """Collects rows per table above, of the statistics and of `regios`; `build` makes the project and runs it."""

    def __init__(self, root: Path):
        self.root = root
        self.rows: dict[str, list[dict]] = defaultdict(list)

    def add(self, table: str, **row) -> None:
        self.rows[table].append(row)

    def build(self, monkeypatch, *extra: str, **settings) -> world.Build:
        """Write everything and run `dbt build` with these settings changed."""
        paths = DataPaths(self.root / "data").ensure()
        project = self.root / "project"
        self._copy(project)
        for name, columns in ABOVE.items():
            file = self.root / "boven" / f"{name}.parquet"
            _parquet(file, pa.schema(list(columns.items())), self.rows[name])
            model = project / "models" / "boven" / f"{name}.sql"
            model.parent.mkdir(parents=True, exist_ok=True)
            model.write_text(f"select * from read_parquet('{file}')")
        for name in STATISTIEK:
            _parquet(paths.statistiek("openbaar") / f"{name}.parquet", schemas.STATISTIEK[name], self.rows[name])
        regios = paths.werk("openbaar") / "catalogus" / "regios.parquet"
        _parquet(regios, schemas.OWN_TABLES["regios"], self.rows["regios"])
        with monkeypatch.context() as patch:
            patch.setattr(world, "PROJECT", project)
            return world.run_dbt(paths, monkeypatch, "openbaar", "build", "--vars", world.variables(**settings), *extra)

    def _copy(self, project: Path) -> None:
        shutil.rmtree(project, ignore_errors=True)
        shutil.copytree(PROJECT / "macros", project / "macros")
        wanted = [("models", m) for m in (*MODELS, "staging/_bronnen.yml")]
        wanted += [("seeds", s) for s in SEEDS] + [("tests", t) for t in TESTS]
        for room, name in wanted:
            (project / room / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(PROJECT / room / name, project / room / name)
        for name in ("dbt_project.yml", "profiles.yml"):
            shutil.copy(PROJECT / name, project / name)


def _parquet(file: Path, schema: pa.Schema, rows: list[dict]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), file)
