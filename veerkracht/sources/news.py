"""What publishers have that the archive has not: releases that were revised, and those of years that nobody listed yet.

Known addresses are asked again, patterns of a source are tried for later years, and lists and pages of the publishers
are looked through. No file is fetched: headers, a list, and one row of what comes in pages. Who is asked when, and what
becomes of the news, is for who calls.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from html import unescape
from pathlib import Path
from typing import Literal, TypeVar
from urllib.parse import urljoin, urlsplit

from pydantic import ValidationError

from veerkracht.dutch import day, number
from veerkracht.errors import ArchiveError, UnansweredError, in_short, of_a_library
from veerkracht.paths import DataPaths
from veerkracht.sources import archive
from veerkracht.sources.archive import FetchLimits, Receipt, asking
from veerkracht.sources.archive.asking import Seen
from veerkracht.sources.archive.web import Web, web
from veerkracht.sources.catalogue.loading import Catalogue
from veerkracht.sources.catalogue.merge import BOUNDARIES
from veerkracht.sources.catalogue.mirror import through
from veerkracht.sources.catalogue.model import Patroon, Release, Source, is_web_address
from veerkracht.sources.catalogue.registration import add_release
from veerkracht.sources.catalogue.templates import Sighting
from veerkracht.sources.folders import layout_of

AnswerT = TypeVar("AnswerT")
Hear = Callable[[str], None]
QUICK = FetchLimits(connect=10, read=20, deadline=300, attempts=2, wait_first=0.5, wait_longest=5)


@dataclass(frozen=True)
class News:
    """A release that is new, with the entry to write unless it has to wait, or of which there are other bytes now."""

    bron: str
    release_id: str
    kind: Literal["herzien", "nieuw"]
    address: str
    size: int | None  # bytes, where the publisher says so
    changed: date | None  # idem
    what: str  # what is different, for people
    release: Release | None = None


@dataclass(frozen=True)
class _ListedTable:
    """A table in the list of a publisher."""

    tabel: str
    title: str
    changed: date | None


class _NoAnswer(Exception):
    """The publisher does not answer now; that was told."""


@dataclass
class _Round:
    """One time around the publishers: what was read of them already, and who does not answer."""

    tell: Hear
    today: date
    spiegel: str
    vintages: set[int]  # of which boundaries are listed or found
    down: set[str] = field(default_factory=set)
    tables: dict[str, list[_ListedTable]] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)

    def ask(self, url: str, question: Callable[[str], AnswerT]) -> AnswerT:
        """The answer of an address or its mirror. Raises _NoAnswer of a server that is down, told at the first time."""
        asked = through(url, self.spiegel)
        host = urlsplit(asked).netloc
        if host in self.down:
            raise _NoAnswer
        try:
            return question(asked)
        except UnansweredError as error:
            self.down.add(host)
            self.tell(f"{host} antwoordt niet; al zijn adressen zijn overgeslagen. {error}")
            raise _NoAnswer from error
        except ArchiveError:
            raise
        except Exception as error:
            if not of_a_library(error):
                raise
            self.down.add(host)
            self.tell(f"{asked} is niet te vragen: {in_short(error)}.")
            raise _NoAnswer from error


def find_news(
    paths: DataPaths,
    catalogue: Catalogue,
    bronnen: Sequence[str] = (),
    tell: Hear = lambda said: None,
    today: date | None = None,
    limits: FetchLimits = QUICK,
) -> list[News]:
    """What is new or revised of the sources (none named: the open ones). Writes nothing.

    `tell` hears in Dutch which publisher does not answer, once each, and which address of a received release is gone.
    """
    chosen = bronnen or list(catalogue.open_sources())
    boundaries = [one for bron, one in catalogue.sources.items() if bron == BOUNDARIES]
    vintages = {release.indeling for source in boundaries for release in source.releases}
    asked = _Round(tell, today or date.today(), catalogue.settings.spiegel, vintages)
    found = list[News]()
    for bron in sorted(chosen, key=lambda name: (name != BOUNDARIES, name)):  # boundaries first: others lie on them
        source = catalogue.sources[bron]
        with web(limits, f"nieuws van `{bron}`", source.landingspagina) as client:
            found += [*_revised(asked, client, paths, source), *_later(asked, client, source)]
    return found


def take_over(paths: DataPaths, news: Sequence[News], today: date | None = None) -> list[Path]:
    """Write the new releases into the user's catalogue folder; the files that were written, each once."""
    why = f"overgenomen met veerkracht nieuws op {(today or date.today()).isoformat()}"
    return list(dict.fromkeys(add_release(paths, one.bron, one.release, why) for one in news if one.release))


def _revised(asked: _Round, client: Web, paths: DataPaths, source: Source) -> Iterator[News]:
    """Received releases of which the publisher has another version now."""
    for release in source.releases:
        receipt = archive.receipt(paths, source, release)
        if receipt is None or not is_web_address(release.url or ""):
            continue
        seen = (
            None if layout_of(source.bron, release).paging else _known_address(asked, client, source, release, receipt)
        )
        what = None if seen is None else _difference(seen, receipt)
        changed, size = (seen.day, seen.size) if seen else (None, None)
        if what is None and release.tabel:
            listed = next((one for one in _tables(asked, client, source) if one.tabel == release.tabel), None)
            if listed and listed.changed and listed.changed > receipt.seen.date():
                what, changed = f"de uitgever wijzigde tabel {listed.tabel}", listed.changed
        if what:
            yield News(source.bron, release.release, "herzien", release.public_url or "", size, changed, what)


def _known_address(asked: _Round, client: Web, source: Source, release: Release, receipt: Receipt) -> Seen | None:
    """What the address of a received release says; None when it says nothing that helps."""
    stamp = asking.Stamp(receipt.etag, receipt.gewijzigd)
    address = release.spiegel_van or release.url or ""
    try:
        seen = asked.ask(address, lambda url: asking.headers_of(client, url, stamp))
    except _NoAnswer:
        return None
    except ArchiveError as error:
        asked.tell(str(error))
        return None
    if seen is None:
        return Seen(stamp, receipt.bytes, asking.moment(stamp.gewijzigd), False)
    if seen.is_page:
        asked.tell(
            f"{source.bron}@{release.release}: {release.public_url} geeft nu een webpagina; het bestand is verhuisd."
        )
        return None
    return seen


def _difference(seen: Seen, receipt: Receipt) -> str | None:
    """What tells that the bytes are others now; empty when they are the same, None when nobody can tell."""
    known, now = receipt, seen.stamp
    same_size = seen.size is None or seen.size == known.bytes
    if known.etag and now.etag and known.etag.removeprefix("W/") == now.etag.removeprefix("W/"):
        return ""
    if not same_size:
        return f"was {number(known.bytes)} bytes"
    if seen.changed and known.gewijzigd:  # servers that share their work give one file several ETags
        return "" if now.gewijzigd == known.gewijzigd else f"het was van {day(_day_of(known.gewijzigd))}"
    if seen.changed:
        later = seen.changed > known.seen
        return f"veranderd na ontvangst op {day(known.seen.date())}" if later else ""
    if known.etag and now.etag:
        return "de uitgever geeft het een ander kenmerk (ETag)"
    return None


def _day_of(stamped: str) -> date | None:
    moment = asking.moment(stamped)
    return moment.date() if moment else None


def _later(asked: _Round, client: Web, source: Source) -> Iterator[News]:
    """Releases that no catalogue lists, found where the patterns of the source say."""
    names = set[str]()
    for patroon in source.patronen:
        years = set[int]()
        for release in _candidates(asked, client, source, patroon):
            is_found = release.jaren[-1] in years or release.release in names
            news = None if is_found else _candidate(asked, client, source, patroon, release)
            if news:
                years.add(release.jaren[-1])
                names.add(release.release)
                yield news


def _candidates(asked: _Round, client: Web, source: Source, patroon: Patroon) -> list[Release]:
    """What may be there of a series and is not listed: by year, the newest version first, a found address first."""
    listed = _listed(source, patroon)
    years = [told.jaren[-1] for told, _ in listed] or [one.jaren[-1] for one in source.releases]
    first = patroon.vanaf or max(years, default=asked.today.year)
    last = max(years, default=first)
    if patroon.titel:
        tables = [(one, patroon.told_by_title(one.title)) for one in _tables(asked, client, source)]
        found = [replace(told, tabel=one.tabel, gepubliceerd=one.changed) for one, told in tables if told]
    else:
        found = _linked(asked, client, patroon) if patroon.pagina else []
        for year in range(first, asked.today.year + 1):
            if (year - last) % patroon.stap == 0:
                found += [Sighting((year,), versie=versie) for versie in patroon.versies or (None,)]
    series = [_with_years(source, patroon, one, listed) for one in found if one.jaren[-1] >= first]
    order = sorted(series, key=lambda one: (one.jaren[-1], -(one.versie or 0), one.url is None))
    newest = {told.jaren[-1]: told.versie or 0 for told, _ in sorted(listed, key=lambda pair: pair[0].versie or 0)}
    fresh = [one for one in order if not patroon.versies or (one.versie or 0) > newest.get(one.jaren[-1], -1)]
    releases = [release for one in fresh if (release := _worked_out(patroon, one))]
    return [release for release in releases if not _is_listed(source, release)]


def _listed(source: Source, patroon: Patroon) -> list[tuple[Sighting, Release]]:
    """The releases of a series that the catalogue lists, with what their names tell."""
    return [(told, one) for one in source.releases if (told := patroon.told_by(one.release))]


def _with_years(source: Source, patroon: Patroon, one: Sighting, listed: list[tuple[Sighting, Release]]) -> Sighting:
    """The sighting with all years that its release holds: of a series in one release also those before."""
    if source.reeks != "een_release_voor_alle_jaren" or len(one.jaren) > 1 or not listed:
        return one
    before = max((release for _, release in listed), key=lambda release: release.jaren[-1]).jaren
    year = one.jaren[-1]
    return replace(one, jaren=tuple(sorted({*before, *range(before[-1] + patroon.stap, year, patroon.stap), year})))


def _is_listed(source: Source, release: Release) -> bool:
    """Whether the catalogue lists a release, under this name or another."""
    return any(
        known.release == release.release
        or release.url in (known.url, known.spiegel_van)
        or (release.tabel is not None and (known.tabel, known.layout) == (release.tabel, release.layout))
        for known in source.releases
    )


def _worked_out(patroon: Patroon, sighting: Sighting) -> Release | None:
    """The release of a sighting; None where a list or page told what no release can be."""
    try:
        return patroon.worked_out(sighting)
    except ValidationError:
        return None


def _candidate(asked: _Round, client: Web, source: Source, patroon: Patroon, release: Release) -> News | None:
    """The news of a candidate; None when it is not there."""
    seen = _there(asked, client, source, release)
    if seen is None and not patroon.titel:
        return None
    changed = (seen.day if seen else None) or release.gepubliceerd
    size, entry = seen.size if seen else None, None
    if seen is None:
        what = "staat in de lijst van de uitgever, maar het adres geeft nog niets"
    elif source.bron != BOUNDARIES and release.indeling not in asked.vintages:
        what = f"wacht op grenzen van {release.indeling}: die kent de catalogus nog niet"
    else:
        same_year = [one.rol for told, one in _listed(source, patroon) if told.jaren[-1] == release.jaren[-1]]
        said = {"gepubliceerd": changed, "rol": same_year[0] if same_year else release.rol}  # as what it comes after
        what, entry = _compared(source, release), release.model_copy(update=said)
        if source.bron == BOUNDARIES:
            asked.vintages.add(release.indeling)
    return News(source.bron, release.release, "nieuw", release.public_url or "", size, changed, what, entry)


def _there(asked: _Round, client: Web, source: Source, release: Release) -> Seen | None:
    """What is at the address of a release; None when there is no file, or nobody answers."""
    address = release.url or ""
    try:
        if layout_of(source.bron, release).paging:
            is_there = asked.ask(address, lambda url: asking.has_rows(client, url))
            return Seen(asking.Stamp(), None, None, False) if is_there else None
        seen = asked.ask(address, lambda url: asking.headers_of(client, url))
    except (_NoAnswer, ArchiveError):  # whatever a server says of an address that nobody promised: it is not there
        return None
    return None if seen is None or seen.is_page or seen.size == 0 else seen


def _compared(source: Source, release: Release) -> str:
    """What a new release brings beside those that are listed."""
    known = {year for one in source.releases for year in one.jaren}
    years = [str(year) for year in release.jaren if year not in known]
    return f"nieuw jaar {', '.join(years)}" if years else f"andere levering van {release.jaren[-1]}"


def _tables(asked: _Round, client: Web, source: Source) -> list[_ListedTable]:
    """The publisher's list of tables, read once; empty where there is none or it cannot be had."""
    if source.lijst and source.lijst not in asked.tables:
        asked.tables[source.lijst] = []
        try:
            asked.tables[source.lijst] = asked.ask(source.lijst, lambda url: list(_rows(client, url)))
        except _NoAnswer:
            pass
        except ArchiveError as error:
            asked.tell(str(error))
    return asked.tables.get(source.lijst or "", [])


def _rows(client: Web, url: str) -> Iterator[_ListedTable]:
    """Tables in the list of an OData service, of version 4 or 3."""
    for page in asking.pages_of(client, url):
        value = json.loads(page.text).get("value")
        for row in value if isinstance(value, list) else ():
            if isinstance(row, dict) and row.get("Identifier"):
                days = [_iso_day(row.get(name)) for name in ("Modified", "Updated")]
                changed = max((one for one in days if one), default=None)
                yield _ListedTable(str(row["Identifier"]).strip(), str(row.get("Title") or ""), changed)


def _iso_day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def _linked(asked: _Round, client: Web, patroon: Patroon) -> list[Sighting]:
    """Files of a series to which the publisher's page links."""
    page = patroon.pagina or ""
    if page not in asked.pages:
        asked.pages[page] = ""
        try:
            asked.pages[page] = unescape(asked.ask(page, lambda url: asking.text_of(client, url)))
        except _NoAnswer:
            pass
        except ArchiveError as error:
            asked.tell(str(error))
    found = list[Sighting]()
    for link, told in patroon.links(asked.pages[page]).items():
        address = urljoin(page, link)
        if urlsplit(address).scheme == "http" and page.startswith("https:"):
            address = f"https{address.removeprefix('http')}"
        if is_web_address(address):
            found.append(replace(told, url=address))
    return found
