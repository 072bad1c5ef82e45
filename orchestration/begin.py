"""`veerkracht begin`: from an empty data folder to the ten maps of a gemeente, with one question.

What it is told stands afterwards in the settings of the user's catalogue folder, so that `veerkracht refresh` needs no
option next year.
"""

import os
import shutil
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import typer

from orchestration.console import console
from orchestration.intake import Held, Intake, accepted, missing, report_lines, require_some, sizes, wanted
from orchestration.refresh import asker, bring_in, refresh
from veerkracht.commandline import command
from veerkracht.dutch import counted, number
from veerkracht.errors import VeerkrachtError, suggestion
from veerkracht.paths import DataPaths, Publiek
from veerkracht.settings import keep_settings
from veerkracht.sources.catalogue.loading import Catalogue, load_catalogue
from veerkracht.sources.catalogue.merge import BOUNDARIES
from veerkracht.sources.catalogue.registration import own_folder

PUBLIEK: Publiek = "openbaar"
# A country of 342 gemeenten took 3 GB before its exports; this leaves room for editions. The files come on top.
FREE_DISK = 12e9  # bytes
MEMORY = 4e9
SLOW_LINE = 2e6  # bytes a second


@dataclass(frozen=True)
class Wish:
    """What the user asks for; nothing chosen is the whole country and what the ten maps need."""

    gemeenten: tuple[str, ...] = ()
    regio: str | None = None
    alles: bool = False
    vanaf: int | None = None
    zonder_atlas: bool = False
    ja: bool = False

    @property
    def settings(self) -> dict[str, object]:
        """The settings that say the same; the gemeenten not yet, their codes are known when outlines were read."""
        said: dict[str, object] = {"ophalen": "alles" if self.alles else "reeks" if self.vanaf else "kern"}
        if self.vanaf:
            said["vanaf"] = self.vanaf
        if self.zonder_atlas:
            said["zonder"] = ["atlas"]
        return said


def begin(paths: DataPaths, wish: Wish) -> Path | None:
    """Fetch, read, judge, ask once, build, and say which page to open; returns the new edition, None when it is there.

    Raises VeerkrachtError when nothing can be published, or a gemeente or region is not known.
    """
    folder = own_folder(paths)
    if asker() and not (wish.gemeenten or wish.regio or wish.ja):
        asked = typer.prompt("Voor welke gemeente(n)? Namen of codes, met komma's; leeg is heel Nederland", default="")
        wish = replace(wish, gemeenten=tuple(name.strip() for name in asked.split(",") if name.strip()))
    keep_settings(folder, wish.settings)
    catalogue = load_catalogue()
    _plan(paths, catalogue, folder)
    ask = (lambda new: True) if wish.ja else asker()
    intake = bring_in(paths, PUBLIEK, vertrouwen="vragen", ask=ask)
    _require_use(intake)
    codes = _codes(paths, load_catalogue(), wish)
    keep_settings(folder, {"gemeenten": codes})
    edition = refresh(paths, PUBLIEK, vertrouwen="nooit")
    _point(paths, codes)
    return edition


def _plan(paths: DataPaths, catalogue: Catalogue, folder: Path) -> None:
    """What will be fetched, how large that is, and whether it fits."""
    out = console()
    todo = missing(paths, wanted(paths, catalogue, PUBLIEK))
    size = sum(sizes(todo).values())
    out.print(f"Datamap: {paths.root}\nUw keuzes staan in: {folder / 'instellingen.yaml'}", markup=False)
    if todo:
        minutes = number(max(1.0, size / SLOW_LINE / 60))
        files = counted(len(todo), "bestand", "bestanden")
        out.print(f"Op te halen: {files}, ongeveer {number(size / 1e6)} MB, op een trage lijn {minutes} minuten:")
        for source, release in todo:
            out.print(f"  {source.bron}@{release.release}  {source.uitgever}  {release.origin}", markup=False)
    free, memory = shutil.disk_usage(paths.root).free, _memory()
    out.print(f"Vrije schijf {number(free / 1e9)} GB, werkgeheugen {number(memory / 1e9)} GB.")
    if free < FREE_DISK + size:
        needed = number((FREE_DISK + size) / 1e9)
        raise VeerkrachtError(
            f"{paths.root}: er is {number(free / 1e9, 1)} GB vrij en {needed} GB nodig. Maak ruimte, of kies met "
            "--data een map op een andere schijf."
        )
    if memory < MEMORY:
        out.print(f"Let op: {number(MEMORY / 1e9)} GB geheugen is gewenst; met minder kan het traag zijn of stoppen.")


def _memory() -> float:
    try:
        return float(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    except (ValueError, OSError, AttributeError):  # not every system tells
        return MEMORY


def _require_use(intake: Intake) -> None:
    if intake.accepted:
        return
    if intake.unregistered:
        again = command("begin", "--ja") if not sys.stdin.isatty() else command("begin")
        listed = "\n".join(report_lines(intake))
        raise VeerkrachtError(f"Er is niets aanvaard, dus geen editie gemaakt.\n{listed}\nOpnieuw: {again}")
    require_some(intake)


def _codes(paths: DataPaths, catalogue: Catalogue, wish: Wish) -> list[str]:
    """Codes of the gemeenten that were asked for. Raises VeerkrachtError for one that the newest outlines lack."""
    asked = list(wish.gemeenten)
    if wish.regio:
        rows = [row for row in catalogue.eigen.regios if wish.regio in (row.regio, row.regionaam)]
        if not rows:
            known = ", ".join(sorted({row.regio for row in catalogue.eigen.regios})) or "geen"
            raise VeerkrachtError(f"Regio `{wish.regio}` staat in geen regios.csv van uw catalogus. Bekend: {known}.")
        asked += [row.gemeentecode for row in rows]
    if not asked:
        return []
    names = _names(paths, catalogue)
    by_name = {name.casefold(): code for code, name in names.items() if name}
    found = [one if one in names else by_name.get(one.casefold()) for one in asked]
    for one, code in zip(asked, found, strict=True):
        if code is None:
            near = suggestion(one, [*names, *(name for name in names.values() if name)])
            raise VeerkrachtError(f"Gemeente `{one}` staat niet in de nieuwste grenzen.{near}")
    return sorted({code for code in found if code})


def _names(paths: DataPaths, catalogue: Catalogue) -> dict[str, str | None]:
    """Names of the gemeenten of the newest outlines, by code."""
    import pyarrow.parquet as pq

    from veerkracht.levels import GEMEENTE

    for one in accepted_outlines(paths, catalogue):
        file = paths.raw(one.source.toegang, one.source.bron, one.release.release) / "gebieden.parquet"
        rows = pq.read_table(file, columns=["niveau", "gebiedscode", "gebiedsnaam"]).to_pylist()
        names = {row["gebiedscode"]: row["gebiedsnaam"] for row in rows if row["niveau"] == GEMEENTE}
        if names:
            return names
    return {}


def accepted_outlines(paths: DataPaths, catalogue: Catalogue) -> list[Held]:
    """The releases of outlines that may be used, the newest first."""
    held = [one for one in accepted(paths, catalogue, PUBLIEK) if one.source.bron == BOUNDARIES]
    return sorted(held, key=lambda one: one.release.indeling, reverse=True)


def _point(paths: DataPaths, codes: list[str]) -> None:
    """The page to open first."""
    newest = paths.publicatie(PUBLIEK) / "actueel"
    pages = [newest / "paginas" / f"{code}.html" for code in codes]
    shown = [page for page in pages if page.is_file()] or [newest / "index.html"]
    console().print("Open in uw browser:", *(f"  {page}" for page in shown), sep="\n", markup=False)
    console().print(f"Volgend jaar, of na een herziening: {command('refresh')}", markup=False)
