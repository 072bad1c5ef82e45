"""All publishers of the packaged catalogue, at their own hosts and paths, serving the files of a `Country`."""

from collections import defaultdict
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from tests.internet.deliveries import Country, odata_page, odata_pages, ogc_page
from tests.internet.proxy import Internet
from tests.publisher_server import Answer, Request
from veerkracht.sources.catalogue.loading import load_catalogue
from veerkracht.sources.catalogue.model import Release, Source

BESIDE = ("DataProperties", "TableInfos", "WijkenEnBuurten", "Overlast")
Listed = tuple[Source, Release]


class Publishers(Internet):
    """The internet with every address of the packaged catalogue on it, and nothing else."""

    def __init__(self, folder: Path, country: Country) -> None:
        super().__init__(folder)
        self.country = country
        self.other: dict[str, Path] = {}  # what a publisher serves instead of the file of the country, by release
        at: dict[str, list[Listed]] = defaultdict(list)
        for source, release in load_catalogue([]).releases("openbaar"):
            at[address(release)].append((source, release))
        for path, listed in at.items():
            self.serve(path, listed)

    def serve(self, path: str, listed: list[Listed]) -> None:
        """Serve the releases that share a path and differ in their query."""
        self.route(path, lambda request: self._answer(request, path, listed))
        for name in BESIDE if listed[0][1].layout == "v3_odata" else ():
            self.route(f"{path.rpartition('/')[0]}/{name}", lambda _, name=name: self._beside(*listed[0], name))

    def _answer(self, request: Request, path: str, listed: list[Listed]) -> Answer:
        wanted = {(name, value) for name, values in request.query.items() for value in values}
        found = [(s, r) for s, r in listed if asked_for(r) <= wanted]
        if len({release.url for _, release in found}) != 1:
            return Answer(b"niet gevonden", 404, "text/plain")
        source, release = max(found, key=lambda one: len(one[1].jaren))  # an answer may be listed with fewer years too
        file = self.other.get(release.release) or self.country.file(source, release)
        if release.layout == "ogc_api":
            return ogc_page(file, request, self.url(path))
        if release.layout == "v3_odata":
            return odata_page(file, request, self.url(path))
        return Answer(file.read_bytes(), etag='"v1"')

    def _beside(self, source: Source, release: Release, name: str) -> Answer:
        content = dict(odata_pages(self.country.file(source, release))).get(name)
        return Answer(content, kind="application/json") if content else Answer(b"niet gevonden", 404)


def asked_for(release: Release) -> set[tuple[str, str]]:
    """What the query of a release names; how many rows a page holds is for who asks."""
    return {(name, value) for name, value in parse_qsl(urlsplit(release.url or "").query) if name != "limit"}


def address(release: Release) -> str:
    """Host and path of a release, as the routes of `Internet` name them."""
    parts = urlsplit(release.url or "")
    return f"/{parts.hostname}{parts.path}"
