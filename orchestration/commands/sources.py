"""Commands about what comes in: fetch, releases, template, sample."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from orchestration.commands.options import GROUP_SOURCES, catalogue, data_paths
from veerkracht.errors import CatalogueError, VeerkrachtError
from veerkracht.sample.plannen import Waarheid

if TYPE_CHECKING:
    from rich.progress import Progress

    from veerkracht.sources.catalogue.model import Release, Source


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the app."""
    for command in (fetch, releases, template, sample):
        app.command(rich_help_panel=GROUP_SOURCES)(command)


def fetch(
    bronnen: Annotated[list[str] | None, typer.Argument(metavar="[BRON]...", help="Bronnen; zonder: alle.")] = None,
    release: Annotated[str | None, typer.Option(help="Alleen deze, zoals 2017@83765NED-20191105.")] = None,
) -> None:
    """Haal ontbrekende releases op in het archief."""
    from orchestration.console import console, download_bars
    from orchestration.intake import fetch_all, missing

    paths, chosen = data_paths(), _chosen(bronnen, release)
    absent = missing(paths, chosen)
    with download_bars() as bars:
        intake = fetch_all(paths, chosen, lambda source, one: _bar(bars, f"{source.bron}@{one.release}"))
    failed = len(intake.unavailable)
    out = console()
    out.print(f"{len(absent) - failed} release(s) opgehaald, {len(chosen) - len(absent)} waren er al.")
    for held in intake.unregistered:
        out.print(f"Nog niet aanvaard: {held.name}  sha256 {held.receipt.sha256}\n  {held.to_accept}", markup=False)
    if intake.unavailable:
        listed = "\n".join(f"- {source.bron}@{one.release}: {why}" for source, one, why in intake.unavailable)
        raise VeerkrachtError(f"{failed} release(s) konden niet worden opgehaald:\n{listed}")


def releases(
    aanvaard: Annotated[
        str | None, typer.Option("--accepteer", metavar="BRON@RELEASE", help="Aanvaard de opgehaalde bytes hiervan.")
    ] = None,
    door: Annotated[str | None, typer.Option(help="Wie aanvaardt.")] = None,
    reden: Annotated[str | None, typer.Option(help="Waarom deze bytes te vertrouwen zijn.")] = None,
) -> None:
    """Toon alle releases met hun staat, of aanvaard er een."""
    from orchestration.console import console, table

    if aanvaard:
        console().print(_accept(aanvaard, door, reden), markup=False)
        return
    from veerkracht.sources.catalogue.registration import releases_overview

    shown = table("bron", "release", "jaren", "indeling", "toegang", "staat", "sha256")
    rows = releases_overview(data_paths(), catalogue())
    for row in rows:
        state = f"{row.staat} ({', '.join(row.edities)})" if row.edities else row.staat
        known = (row.sha256 or "")[:12]
        shown.add_row(row.bron, row.release, row.jaren, str(row.indeling), row.toegang, state, known)
    out = console()
    out.print(shown)
    for row in rows:
        if row.opdracht:
            out.print(f"{row.bron}@{row.release}  sha256 {row.sha256}\n  {row.opdracht}", markup=False)


def template(
    bron: Annotated[
        str,
        typer.Argument(help="Beperkte bron, zoals woonzorgwijzer of cbs_microdata; of eigen (indicatoren), of bezit."),
    ],
    uit: Annotated[Path | None, typer.Option(help="Bestand (.csv of .xlsx), bij eigen een map.")] = None,
) -> None:
    """Schrijf een leeg invulformulier voor een beperkte levering, of een voorbeeldmap voor eigen indicatoren."""
    from orchestration.console import console
    from veerkracht.sources.folders import CONTRACT, reader_module
    from veerkracht.sources.readers.contract_template import write_template

    if bron == "eigen":
        from veerkracht.sources.own.template import write_own_template

        folder = write_own_template(uit or Path("eigen-catalogus"))
        console().print(
            f"Voorbeeld: {folder}. Pas het aan en geef het mee: veerkracht --catalogus {folder}", markup=False
        )
        return
    if bron == "bezit":
        from veerkracht.products.web.bezit.example import write_example

        console().print(f"Voorbeeld: {write_example(uit or Path('complexen.csv'))}", markup=False)
        return
    sources = catalogue().sources
    restricted = sorted(
        name for name, source in sources.items() if source.toegang == "beperkt" and reader_module(name) == CONTRACT
    )
    if bron not in restricted:
        raise CatalogueError(f"`{bron}` is geen beperkte bron. Kies uit: {', '.join(restricted)}.")
    written = write_template(bron, uit or Path(f"{bron}-sjabloon.xlsx"))
    console().print(f"Sjabloon: {written or uit}. Vul het en leg het in {data_paths().drop / bron}", markup=False)


def sample(
    uit: Annotated[Path, typer.Option(help="Map om het voorbeeld in te schrijven.")],
    gemeenten: Annotated[int, typer.Option(help="Aantal fictieve gemeenten; 342 geeft een heel land.")] = 8,
    zaad: Annotated[int, typer.Option(help="Gelijk zaad, gelijke bestanden.")] = 1,
    waarheid: Annotated[
        Waarheid, typer.Option(help="Wat er tussen de jaren echt verandert; anders dan gepland is een proef.")
    ] = Waarheid.gepland,
) -> None:
    """Schrijf een fictief land in de bestandsvormen van de uitgevers."""
    from rich.progress import Progress

    from orchestration.console import console
    from veerkracht.sample import write_sample

    with Progress(console=console(stderr=True), transient=True) as progress:
        task = progress.add_task("voorbeeld", total=1.0)

        def tell(step: str, share: float) -> None:
            progress.update(task, description=step, completed=share)

        write_sample(uit, gemeenten, zaad, tell, waarheid)
    console().print(f"Voorbeeld in {uit}. Daarna: veerkracht --catalogus {uit / 'catalogus'} refresh", markup=False)


def _chosen(bronnen: list[str] | None, release: str | None) -> "list[tuple[Source, Release]]":
    """Pairs of source and release that were asked for. Raises CatalogueError for an unknown name."""
    known = catalogue().sources
    for bron in bronnen or ():
        if bron not in known:
            raise CatalogueError(f"Bron `{bron}` staat niet in de catalogus. Bekend: {', '.join(sorted(known))}.")
    names = bronnen or [bron for bron, source in known.items() if source.toegang == "open"]
    pairs = [(known[bron], one) for bron in names for one in known[bron].releases]
    if release:
        pairs = [pair for pair in pairs if pair[1].release == release]
        if not pairs:
            raise CatalogueError(f"Release `{release}` staat niet bij {', '.join(names)}. Zie: veerkracht releases.")
    return pairs


def _bar(bars: "Progress", label: str) -> Callable[[int, int | None], None]:
    task = bars.add_task(label, total=None)
    return lambda done, total: bars.update(task, completed=done, total=total)


def _accept(name: str, by: str | None, reden: str | None) -> str:
    from veerkracht.sources.catalogue.registration import accept, split_name

    if not by or not reden:
        raise VeerkrachtError("Aanvaarden vraagt --door NAAM en --reden TEKST: zij komen in uw catalogusmap te staan.")
    bron, release = split_name(name)
    file = accept(data_paths(), catalogue(), bron, release, by, reden)
    return f"Aanvaard: {name}, vastgelegd in {file}"
