"""Commands about what comes in: fetch, nieuws, releases, template, sample."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from orchestration.commands.options import GROUP_SOURCES, catalogue, data_paths
from veerkracht.commandline import command
from veerkracht.errors import CatalogueError, VeerkrachtError
from veerkracht.sample.plannen import Waarheid

if TYPE_CHECKING:
    from veerkracht.sources.catalogue.model import Release, Source


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the app."""
    for function in (fetch, nieuws, releases, template, sample):
        app.command(rich_help_panel=GROUP_SOURCES)(function)


def fetch(
    bronnen: Annotated[list[str] | None, typer.Argument(metavar="[BRON]...", help="Bronnen; zonder: alle.")] = None,
    release: Annotated[str | None, typer.Option(help="Alleen deze, zoals 2017@83765NED-20191105.")] = None,
    bestand: Annotated[
        Path | None, typer.Option(help="Neem dit bestand, in plaats van op te halen (met --voor).")
    ] = None,
    voor: Annotated[str | None, typer.Option(metavar="BRON@RELEASE", help="Van welke release --bestand is.")] = None,
    opnieuw: Annotated[bool, typer.Option("--opnieuw", help="Haal ook op wat er al is, en zeg wat anders is.")] = False,
) -> None:
    """Haal ontbrekende releases op in het archief."""
    if bestand or voor:
        _take_file(bestand, voor)
        return
    if opnieuw:
        _fetch_again(_chosen(bronnen, release))
        return
    from orchestration.console import console
    from orchestration.downloads import fetch_shown
    from orchestration.intake import missing

    paths, chosen = data_paths(), _chosen(bronnen, release)
    absent = missing(paths, chosen)
    intake = fetch_shown(paths, chosen)
    failed = [one for one in intake.left_out if one.step == "ophalen"]
    out = console()
    out.print(f"{len(absent) - len(failed)} release(s) opgehaald, {len(chosen) - len(absent)} waren er al.")
    for held in intake.unregistered:
        out.print(f"Nog niet aanvaard: {held.name}  sha256 {held.receipt.sha256}\n  {held.to_accept}", markup=False)
    if failed:
        listed = "\n".join(f"- {one.name}: {one.reason}" for one in failed)
        raise VeerkrachtError(f"{len(failed)} release(s) konden niet worden opgehaald:\n{listed}")


def nieuws(
    bronnen: Annotated[
        list[str] | None, typer.Argument(metavar="[BRON]...", help="Bronnen; zonder: alle open bronnen.")
    ] = None,
    neem_over: Annotated[bool, typer.Option("--neem-over", help="Schrijf nieuwe releases in uw catalogusmap.")] = False,
) -> None:
    """Vraag de uitgevers wat nieuw of herzien is, zonder iets op te halen."""
    from rich.markup import escape

    from orchestration.console import console, table
    from veerkracht.dutch import counted, day, number
    from veerkracht.sources.news import find_news, take_over

    paths, known = data_paths(), catalogue()
    _must_be_known(bronnen, known.sources)
    screen, unanswered = console(stderr=True), list[str]()
    found = find_news(paths, known, bronnen or (), unanswered.append)
    for said in unanswered:
        screen.print(f"Let op: {said}", markup=False)
    out = console()
    if not found:
        out.print("Niets nieuws" + (" bij wie antwoordde." if unanswered else "."))
        return
    shown = table("bron", "release", "wat", "bytes", "datum", "verschil", "adres")
    for one in found:
        texts = (one.kind, number(one.size), day(one.changed), escape(one.what), escape(one.address))
        shown.add_row(one.bron, one.release_id, *texts)
    out.print(shown)
    for one in found:
        if one.kind == "herzien":
            out.print(f"Herzien: {one.bron}@{one.release_id}. Haal het opnieuw op:", markup=False)
            if known.sources[one.bron].release(one.release_id).aanvaard_door:
                out.print("  " + command("releases", "--trek-in", f"{one.bron}@{one.release_id}"), markup=False)
            out.print("  " + command("fetch", one.bron, "--release", one.release_id, "--opnieuw"), markup=False)
    new = [one for one in found if one.release]
    if new and neem_over:
        files = take_over(paths, new)
        count = counted(len(new), "release", "releases")
        out.print(f"{count} overgenomen in {', '.join(map(str, files))}.", markup=False)
        out.print("Ophalen en bouwen: " + command("refresh"), markup=False)
    elif new:
        asked = command("nieuws", *(bronnen or ()), "--neem-over")
        out.print(f"Neem {counted(len(new), 'nieuwe release', 'nieuwe releases')} over: {asked}", markup=False)


def releases(
    aanvaard: Annotated[
        str | None,
        typer.Option(
            "--accepteer", metavar="WELKE", help="Aanvaard de bytes van alle, een bron, bron@release of patroon."
        ),
    ] = None,
    verworpen: Annotated[
        str | None, typer.Option("--verwerp", metavar="WELKE", help="Laat deze voortaan uit elke editie (met --reden).")
    ] = None,
    ingetrokken: Annotated[
        str | None, typer.Option("--trek-in", metavar="WELKE", help="Neem aanvaarden of verwerpen terug.")
    ] = None,
    register: Annotated[
        Path | None,
        typer.Option("--registreer", metavar="BESTAND", help="Schrijf welke bytes u van de uitgevers kreeg (CSV)."),
    ] = None,
    door: Annotated[str | None, typer.Option(help="Wie aanvaardt (anders uw gebruikersnaam).")] = None,
    reden: Annotated[str | None, typer.Option(help="Waarom deze bytes te vertrouwen zijn, of niet.")] = None,
) -> None:
    """Toon alle releases met hun staat, of aanvaard of verwerp er een of meer."""
    from orchestration.console import console, table

    if aanvaard or verworpen or ingetrokken:
        if len([one for one in (aanvaard, verworpen, ingetrokken) if one]) > 1:
            raise CatalogueError("Kies één van --accepteer, --verwerp en --trek-in; geef ze in aparte opdrachten.")
        for line in _decide(aanvaard, verworpen, ingetrokken, door, reden):
            console().print(line, markup=False)
        return
    if register:
        _write_register(register)
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
        from veerkracht.sources.own.template import BRON, write_own_template

        folder = write_own_template(uit or Path("eigen-catalogus"))
        after = command("--catalogus", str(folder), "fetch", BRON)
        console().print(f"Voorbeeld: {folder}. Pas het aan. Daarna: {after}", markup=False)
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
    again = command("--catalogus", str(uit / "catalogus"), "refresh")
    console().print(f"Voorbeeld in {uit}. Daarna: {again}", markup=False)


def _chosen(bronnen: list[str] | None, release: str | None) -> "list[tuple[Source, Release]]":
    """Pairs of source and release that were asked for. Raises CatalogueError for an unknown name."""
    known = catalogue().sources
    _must_be_known(bronnen, known)
    names = bronnen or [bron for bron, source in known.items() if source.toegang == "open"]
    pairs = [(known[bron], one) for bron in names for one in known[bron].releases]
    if release:
        pairs = [pair for pair in pairs if pair[1].release == release]
        if not pairs:
            raise CatalogueError(f"Release `{release}` staat niet bij {', '.join(names)}. Zie: {command('releases')}")
    return pairs


def _must_be_known(bronnen: list[str] | None, known: "dict[str, Source]") -> None:
    for bron in bronnen or ():
        if bron not in known:
            raise CatalogueError(f"Bron `{bron}` staat niet in de catalogus. Bekend: {', '.join(sorted(known))}.")


def _take_file(file: Path | None, name: str | None) -> None:
    """Put a file of the user in the archive as the bytes of a release."""
    from orchestration.console import console
    from orchestration.intake import Held
    from veerkracht.sources import archive
    from veerkracht.sources.catalogue.registration import split_name

    if not file or not name:
        raise VeerkrachtError("Geef --bestand PAD samen met --voor BRON@RELEASE.")
    if not file.expanduser().is_file():
        raise VeerkrachtError(f"{file}: dit is geen bestand. Noem bij --bestand het bestand dat u hebt.")
    bron, release = split_name(name)
    source, known = _chosen([bron], release)[0]
    here = known.model_copy(update={"url": str(file.expanduser().resolve()), "drop": None, "spiegel_van": known.url})
    held = Held(source, known, archive.fetch(data_paths(), source, here))
    out = console()
    out.print(f"Bewaard: {held.name}  sha256 {held.receipt.sha256}", markup=False)
    if not held.accepted:
        out.print(f"Nog niet aanvaard: {held.to_accept}", markup=False)


def _fetch_again(chosen: "list[tuple[Source, Release]]") -> None:
    """Fetch what is there once more, and say of each release whether its bytes are still the same."""
    from orchestration.console import console
    from orchestration.downloads import downloads
    from orchestration.intake import Held, sizes
    from veerkracht.dutch import number
    from veerkracht.errors import ArchiveError
    from veerkracht.sources import archive

    failed, out = list[str](), console()
    with downloads(sizes(chosen)) as begun:
        for source, release in chosen:
            name = f"{source.bron}@{release.release}"
            try:
                before, now = archive.refetch(data_paths(), source, release, begun(name))
            except ArchiveError as error:
                failed.append(f"- {name}: {error}")
                continue
            if before == now:
                out.print(f"Ongewijzigd: {name}", markup=False)
            else:
                was = f", was {before.sha256[:12]} met {number(before.bytes)} bytes" if before else ""
                out.print(f"Nieuw: {name}  sha256 {now.sha256[:12]}, {number(now.bytes)} bytes{was}", markup=False)
                out.print(f"  {Held(source, release, now).to_accept}", markup=False)
    if failed:
        listed = "\n".join(failed)
        raise VeerkrachtError(f"{len(failed)} release(s) zijn niet vernieuwd; wat er was, blijft:\n{listed}")


def _write_register(file: Path) -> None:
    """Write what can be sent in for the register of the package."""
    from orchestration.console import console
    from orchestration.trust import to_register
    from veerkracht.dutch import counted
    from veerkracht.sources.catalogue.register import write_register

    rows = to_register(data_paths(), catalogue())
    if not rows:
        raise VeerkrachtError(
            "Er is nog niets aanvaard dat over TLS van een uitgever zelf kwam; er is niets geschreven."
        )
    out = console()
    out.print(f"{counted(len(rows), 'release', 'releases')} geschreven: {write_register(file, rows)}", markup=False)
    out.print("Stuur dit bestand aan de makers van veerkracht, of leg het als register.csv in een catalogusmap.")


def _decide(
    accepted: str | None, rejected: str | None, withdrawn: str | None, by: str | None, reden: str | None
) -> Iterator[str]:
    """What was accepted, rejected or taken back, a line each as soon as it is done."""
    from orchestration.intake import warning_of
    from orchestration.trust import user
    from veerkracht.sources.catalogue import registration

    paths, known = data_paths(), catalogue()
    for bron, release in registration.chosen(paths, known, accepted or "", only="nieuwe, opgehaalde"):
        if not reden and (told := warning_of(paths, *registration.find_release(known, bron, release))):
            yield f"Niet aanvaard: {bron}@{release}: {told}. Vraag het de uitgever, en aanvaard met --reden."
            continue
        file = registration.accept(paths, known, bron, release, by or user(), reden or "nagekeken")
        yield f"Aanvaard: {bron}@{release}, vastgelegd in {file}"
    for bron, release in registration.chosen(paths, known, rejected or ""):
        file = registration.reject(paths, known, bron, release, reden or "")
        yield f"Verworpen: {bron}@{release}, vastgelegd in {file}"
    for bron, release in registration.chosen(paths, known, withdrawn or "", only="besliste"):
        files = registration.withdraw(paths, known, bron, release)
        yield f"Ingetrokken: {bron}@{release}, in {', '.join(str(file) for file in files)}"
