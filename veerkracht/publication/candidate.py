"""The candidate: a hidden folder beside the editions with the marts, copied from the work database, and outlines.

Not here: exports into the folder (`products/`), checks, and making it an edition (`finish`).
"""

import json
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from veerkracht.commandline import command
from veerkracht.errors import PublicationError, held_elsewhere
from veerkracht.paths import DataPaths, Publiek
from veerkracht.publication.analyse import create_views
from veerkracht.publication.database import BuildFacts, copy_marts, describe_publication
from veerkracht.publication.parquet import export_parquet
from veerkracht.publication.settings_table import write_settings
from veerkracht.settings import Settings

PREFIX = ".kandidaat-"
OWNER = ".eigenaar.json"
GONE = "gone"
ROOM_FACTOR = 4  # database, Parquet, layers and reports together stay below this many times the work database
ROOM_MINIMUM = 50_000_000


def create_candidate(paths: DataPaths, publiek: Publiek, settings: Settings) -> Path:
    """Copy marts and outlines of the finished build into a new candidate folder and return it.

    The folder gets `veerkracht.duckdb` (readable by older DuckDB clients; comments and NOT NULL kept, plus keys, the
    one-row table `dim_publicatie`, the settings in `dim_instelling` and the views of schema `analyse`),
    `marts/<tabel>.parquet` and `grenzen/<niveau>_<indeling>.parquet` (EPSG:28992) of the vintages that the marts use.
    Candidates of dead runs are removed first.
    Raises PublicationError when there is no finished build, no room, or writing fails; nothing is left behind then.
    """
    work = paths.werk_database(publiek)
    if not work.is_file():
        raise PublicationError(f"{work}: er is nog geen werkdatabase; bouw eerst de marts ({command('refresh')}).")
    folder = paths.publicatie(publiek)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700 if publiek == "leden" else 0o777)
    prune_stale(paths, publiek, own=True)  # a process works on one candidate of a publiek at a time
    _check_room(folder, work.stat().st_size)
    candidate = folder / f"{PREFIX}{uuid.uuid4().hex[:12]}"
    with removed_on_failure(candidate):
        candidate.mkdir()
        (candidate / OWNER).write_text(json.dumps(_process(os.getpid())))
        build = _build_facts(paths, publiek)
        tables = copy_marts(work, candidate / "veerkracht.duckdb")
        if not tables:
            raise PublicationError(f"{work}: hierin staan geen marts (dim_*, fct_*, mrt_*); draai eerst dbt.")
        describe_publication(candidate / "veerkracht.duckdb", publiek, build, settings)
        write_settings(candidate / "veerkracht.duckdb", publiek, settings)
        create_views(candidate / "veerkracht.duckdb")
        export_parquet(candidate)
        _copy_outlines(paths, candidate, build.doel_indeling)
    return candidate


@contextmanager
def removed_on_failure(folder: Path) -> Iterator[None]:
    """Remove `folder` when the block fails; errors of disk and database become a PublicationError."""
    try:
        yield
    except BaseException as error:
        shutil.rmtree(folder, ignore_errors=True)
        if isinstance(error, OSError | duckdb.Error):
            raise PublicationError(
                f"De publicatie kon niet worden geschreven ({held_elsewhere(error) or error}). De vorige editie staat "
                "er nog ongewijzigd. "
                "Maak schijfruimte vrij of herstel de oorzaak en draai opnieuw."
            ) from error
        raise


def prune_stale(paths: DataPaths, publiek: Publiek, own: bool = False) -> list[Path]:
    """Remove candidates whose process is gone; with `own` also what this very process left behind. Returns them."""
    stale = [c for c in paths.publicatie(publiek).glob(f"{PREFIX}*") if not _in_use(c, own)]
    for candidate in stale:
        shutil.rmtree(candidate, ignore_errors=True)
    return stale


def _in_use(candidate: Path, own: bool) -> bool:
    try:
        owner = json.loads((candidate / OWNER).read_text())
    except (OSError, ValueError):
        return False
    return owner["start"] != GONE and _process(owner["pid"]) == owner and not (own and owner["pid"] == os.getpid())


def _process(pid: int) -> dict[str, int | str | None]:
    """Identity of a running process; its start time tells it from a later one with the same number."""
    return {"pid": pid, "start": _start(pid)}


def _start(pid: int) -> str | None:
    """When a process started; None when the system does not tell, GONE when there is none."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except OSError:
        return None if _alive(pid) else GONE


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _check_room(folder: Path, work_bytes: int) -> None:
    needed = max(ROOM_MINIMUM, ROOM_FACTOR * work_bytes)
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise PublicationError(
            f"{folder}: te weinig schijfruimte voor een publicatie: {free / 1e6:.0f} MB vrij, ongeveer "
            f"{needed / 1e6:.0f} MB nodig. Maak ruimte vrij of verlaag edities_bewaren."
        )


def _build_facts(paths: DataPaths, publiek: Publiek) -> BuildFacts:
    """Target vintage and mark of this build, from `catalogus/bouw.parquet` of the work folder."""
    facts = paths.werk(publiek) / "catalogus" / "bouw.parquet"
    if not facts.is_file():
        raise PublicationError(f"{facts}: ontbreekt; de bouw is niet door de inname gegaan ({command('refresh')}).")
    with duckdb.connect() as con:
        ((target, mark),) = con.execute("select doel_indeling, merk from read_parquet(?)", [str(facts)]).fetchall()
    return BuildFacts(int(target), mark)


def _copy_outlines(paths: DataPaths, candidate: Path, target: int) -> None:
    """Copy outlines of the target and of every other vintage that areas in the marts belong to."""
    with duckdb.connect(str(candidate / "veerkracht.duckdb"), read_only=True) as con:
        used = {target} | {row[0] for row in con.execute("select distinct indeling from main.dim_gebied").fetchall()}
    destination = candidate / "grenzen"
    destination.mkdir()
    for file in sorted(paths.grenzen.glob("*_*.parquet")):
        if file.stem.rpartition("_")[2] in {str(year) for year in used}:
            shutil.copyfile(file, destination / file.name)
