"""Partial worlds on the functions of areas and the models below the maps: no files of publishers, no dbt."""

import re
import shutil
from functools import cache, cached_property
from pathlib import Path

import duckdb
import geopandas
import pyarrow.parquet as pq

from orchestration import build_files, steps
from tests.dbt_project.loose_sql import LooseSql
from tests.dbt_project.world import PROJECT
from tests.worlds.drawing import BOUNDARIES, LEVELS, Cut, Known, Partial
from veerkracht import schemas
from veerkracht.areas import target_indeling
from veerkracht.areas.gewichten import build_gewichten
from veerkracht.areas.grenzen import build_grenzen
from veerkracht.paths import DataPaths
from veerkracht.settings import load_settings
from veerkracht.sources.catalogue.loading import load_catalogue

WANTED = ("fct_reeks", "fct_weggevallen", "fct_kwaliteit", "dim_release", "dim_gebied", "brug_omklap")
TABLES = ("waarnemingen", "gebieden", "feiten")
COMMENT = re.compile(r"^--.*$", re.MULTILINE)
SEEDS = ("indicatoren", "kolommen", "geen_cijfer", "geen_gemeente")
# Of each sort one or a few, and what those are shares of: counts, shares, means, scores, classes, months.
INDICATORS = (
    "a_inw", "a_hh", "a_pau", "a_15_24", "a_soz_wb", "a_inkont", "p_ink_hi", "p_hh_li", "p_huurw", "a_woning",
    "p_wcorpw", "g_woz", "g_hhgro", "m_hh_ver", "ste_mvs", "onv", "lbm", "roker", "a_overlast",
)  # fmt: skip


class PartialSql(LooseSql):
    """Models on tables that are named after room and table of a source."""

    def source(self, room: str, name: str) -> str:
        return f'"{room}_{name}"'

    def rendered(self, source: str) -> str:
        return _rendered(source)

    def render(self, source: str) -> str:
        """As dbt would."""
        return super().rendered(source)

    def fill(self, table: str, schema, *parts: str) -> None:
        """A table with that schema and the rows of these queries."""
        self.con.register("empty", schema.empty_table())
        self.con.execute(f"create table {table} as from empty")
        for part in parts:
            self.con.execute(f"insert into {table} {part}")


class Sample:
    """The raw releases of a data folder that took in what can be cut, such as the sample of the package."""

    def __init__(self, paths: DataPaths):
        self.paths = paths
        self.releases = paths.werk("openbaar") / "catalogus" / "releases.parquet"

    @classmethod
    def take_in(cls, folder: Path, catalogue: Path) -> None:
        """Fetch, read and judge all releases of a catalogue into a data folder."""
        paths = DataPaths(folder).ensure()
        intake = steps.take_in(paths, load_catalogue([catalogue]), "openbaar")
        build_files.write_releases(paths, "openbaar", intake.accepted)

    @cached_property
    def known(self) -> list[Known]:
        """What can be cut: every release, also those of people that name no areas."""
        about = duckdb.sql(f"select bron, release, jaar_van, jaar_tot, indeling from '{self.releases}'").fetchall()
        return [self._known(*row) for row in about]

    def file(self, bron: str, release: str, name: str) -> Path:
        """A raw table."""
        return self.paths.raw("open", bron, release) / f"{name}.parquet"

    def _known(self, bron: str, release: str, first: int, last: int, indeling: int) -> Known:
        file = self.file(bron, release, "gebieden")
        rows = duckdb.sql(f"select distinct jaar, substr(gebiedscode, 3, 4), niveau from '{file}'").fetchall()
        years = tuple(sorted({row[0] for row in rows})) or (last,)
        gemeenten = tuple(sorted({row[1] for row in rows if row[2] != "land"}))
        levels = tuple(level for level in LEVELS if level in {row[2] for row in rows})
        return Known(bron, release, years, gemeenten or ("0000",), levels or ("buurt",), indeling)

    @cache  # noqa: B019 - a sample lives as long as the run
    def outlines(self, release: str, niveau: str) -> geopandas.GeoDataFrame | None:
        """Raw outlines of a level."""
        file = self.file(BOUNDARIES, release, f"grenzen_{niveau}")
        return geopandas.read_parquet(file) if file.is_file() else None

    @cached_property
    def columns(self) -> dict[tuple[str, str], str]:
        """By release the columns of INDICATORS and a few without a meaning, as a list for SQL."""
        sql = PartialSql()
        for name in TABLES:
            parts = [f"from '{self.file(one.bron, one.release, name)}'" for one in self.known]
            sql.fill(f"levering_{name}", getattr(schemas, name.upper()), *parts)
        sql.con.execute(f"create table werk_releases as from '{self.releases}'")
        sql.fill("werk_kolommen", schemas.OWN_TABLES["kolommen"])
        for name in SEEDS:
            sql.seed(name)
        sql.run(*order("stg_kolomkoppeling"))
        rows = sql.rows(
            "select bron, release, list(distinct kolom) filter (where list_contains(?, indicator)), "
            "min(kolom) filter (where indicator is null) from stg_kolomkoppeling group by all",
            list(INDICATORS),
        )
        return {
            (bron, release): ", ".join("'" + one.replace("'", "''") + "'" for one in [*(mapped or ()), other] if one)
            for bron, release, mapped, other in rows
        }


class SmallWorld(PartialSql):
    """A partial world up to its series, as tables named after the models.

    Raises VeerkrachtError where no series can be made of it.
    """

    def __init__(self, sample: Sample, world: Partial, folder: Path):
        super().__init__()
        self._sample, self._world = sample, world
        self._paths = DataPaths(folder).ensure()
        self._settings = load_settings().model_copy(update={"doel_indeling": world.doel})
        self._areas()
        self._deliveries()
        self.with_sentences()
        for name in SEEDS:
            self.seed(name)
        self.run_again()

    def run_again(self) -> None:
        """Make all models, from the sources as they are now."""
        self.run(*order(*WANTED))

    def _areas(self) -> None:
        for cut in self._world.cuts:
            self._write_raw(cut)
        build_grenzen(self._paths, [(cut.bron, cut.release) for cut in self._world.cuts])
        build_gewichten(self._paths, self._settings)
        for name, schema, place in (
            ("lijst", schemas.gebiedenlijst(), self._paths.gebiedenlijst),
            ("gewichten", schemas.GEWICHTEN, self._paths.gewichten),
            ("wijzigingen", schemas.WIJZIGINGEN, self._paths.wijzigingen),
        ):
            pq.write_table(schema.empty_table(), place / "_leeg.parquet")
            self.con.execute(f"create table gebieden_{name} as from read_parquet('{place}/*.parquet')")

    def _write_raw(self, cut: Cut) -> None:
        """Outlines as they were cut, and what tells of people whole."""
        folder = self._paths.raw("open", cut.bron, cut.release)
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("adressen", "vierkanten"):
            if (file := self._sample.file(cut.bron, cut.release, name)).is_file():
                shutil.copy(file, folder)
        for niveau in cut.niveaus if cut.bron == BOUNDARIES else ():
            frame = self._sample.outlines(cut.release, niveau)
            if frame is not None and len(kept := cut_outlines(frame, cut)):
                kept.to_parquet(folder / f"grenzen_{niveau}.parquet")

    def _deliveries(self) -> None:
        for name in TABLES:
            parts = [self._cut(cut, name) for cut in self._world.cuts]
            self.fill(f"levering_{name}", getattr(schemas, name.upper()), *parts)
        releases = ", ".join(f"('{cut.bron}', '{cut.release}')" for cut in self._world.cuts)
        self.con.execute(
            f"create table werk_releases as from '{self._sample.releases}' where (bron, release) in ({releases})"
        )
        doel = target_indeling(self._paths, self._settings)
        self.con.execute(f"create table werk_bouw as select {doel}::smallint as doel_indeling, null::varchar as merk")
        for name, schema in (schemas.OWN_TABLES | {"kwaliteit": schemas.KWALITEIT}).items():
            self.fill(f"werk_{name}", schema)

    def _cut(self, cut: Cut, table: str) -> str:
        """The rows of a raw table that the world has, as a query."""
        file = self._sample.file(cut.bron, cut.release, table)
        if table == "feiten":
            return f"from '{file}'"
        columns, more = "*", ""
        if table == "gebieden" and not cut.named:
            columns = "* replace (null::varchar as gebiedsnaam, null::varchar as gemeentenaam)"
        if table == "waarnemingen":
            more = f"and kolom in ({self._sample.columns.get((cut.bron, cut.release)) or 'null'})"
        gemeenten, levels = (", ".join(f"'{one}'" for one in some) for some in (cut.gemeenten, cut.niveaus))
        return f"""
            select {columns} from '{file}'
            where jaar in ({", ".join(map(str, cut.jaren))}) and niveau in ({levels})
                and (niveau = 'land' or substr(gebiedscode, 3, 4) in ({gemeenten})) {more}
        """


def cut_outlines(frame: geopandas.GeoDataFrame, cut: Cut) -> geopandas.GeoDataFrame:
    """The outlines that a world has."""
    frame = frame[frame["gebiedscode"].str[2:6].isin(cut.gemeenten)]
    if cut.buurten and (frame["niveau"] == "buurt").all():
        frame = frame.sort_values("gebiedscode").head(cut.buurten)
    return frame if cut.named else frame.assign(gebiedsnaam=None, gemeentenaam=None)


@cache
def order(*wanted: str) -> tuple[str, ...]:
    """The models that these are made of and they themselves, each after what it reads.

    What a model names in a comment it does not read: types of a contract, which these tables do without.
    """
    files = {file.stem: COMMENT.sub("", file.read_text()) for file in (PROJECT / "models").rglob("*.sql")}
    found: list[str] = []

    def visit(name: str) -> None:
        if name in files and name not in found:
            for above in re.findall(r"ref\('(\w+)'\)", files[name]):
                visit(above)
            found.append(name)

    for name in wanted:
        visit(name)
    return tuple(found)


@cache
def _rendered(source: str) -> str:
    """SQL of a model: the same in every world."""
    return PartialSql().render(source)
