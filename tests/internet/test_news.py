"""The patterns of the packaged catalogue at the publishers' own addresses: what is taken away is found again."""

from dataclasses import replace
from datetime import date

import pytest

from tests.publisher_server import as_json
from veerkracht.sources.catalogue.loading import Catalogue, load_catalogue
from veerkracht.sources.catalogue.model import Release, Source
from veerkracht.sources.news import find_news

TODAY = date(2026, 11, 30)
BY_PAGE = "{jaar}@vk100-vol"  # its address is told by a page alone
RIVM = "Gezondheid per wijk en buurt; 2012/2016/2020/2022/2024 (indeling 2024)"
STATUS = "Sociaal-economische status; scores per wijk en buurt, regio-indeling 2025"
LISTS = {
    "/datasets.cbs.nl/odata/v1/CBS/Datasets": {"86165NED": "Kerncijfers wijken en buurten 2025", "86296NED": STATUS},
    "/dataderden.cbs.nl/ODataCatalog/Tables": {"50150NED": RIVM},
}


def newest(source: Source) -> list[Release]:
    """The releases of the last year of each series of a source that has a pattern."""
    found = []
    for patroon in source.patronen:
        series = [one for one in source.releases if patroon.told_by(one.release) and patroon.release != BY_PAGE]
        found += [one for one in series if one.jaren[-1] == max(other.jaren[-1] for other in series)]
    return found


@pytest.fixture
def year_before(monkeypatch, paths) -> Catalogue:
    """The packaged catalogue as it was before the newest deliveries were listed."""
    monkeypatch.setenv("VEERKRACHT_DATA", str(paths.root))
    known = load_catalogue([])
    sources = {
        bron: source.model_copy(update={"releases": tuple(one for one in source.releases if one not in newest(source))})
        for bron, source in known.sources.items()
    }
    return replace(known, sources=sources)


def test_the_newest_deliveries_are_found_at_their_addresses_without_being_listed(paths, year_before, internet):
    for path, tables in LISTS.items():
        rows = [{"Identifier": id_, "Title": title, "Modified": "2026-06-25T02:00:00"} for id_, title in tables.items()]
        internet.route(path, lambda _, rows=rows: as_json({"value": rows}))
    told = list[str]()
    news = find_news(paths, year_before, tell=told.append, today=TODAY)
    found = {(one.bron, one.release_id): one.release for one in news}
    missed = {(source.bron, one.release) for source in load_catalogue([]).sources.values() for one in newest(source)}
    assert set(found) == missed and len(missed) >= 8
    for source in load_catalogue([]).sources.values():
        for one in newest(source):
            same = found[source.bron, one.release].model_copy(update={"rol": one.rol, "gepubliceerd": None})
            assert same.model_copy(update={"tabel": one.tabel}) == one
    assert [said for said in told if "bestaat niet (meer)" not in said] == []


def test_a_network_that_lets_nothing_through_is_told_once_a_host(paths, year_before, internet):
    internet.down |= dict.fromkeys(
        ("geodata.cbs.nl", "www.cbs.nl", "api.pdok.nl", "download.cbs.nl", "datasets.cbs.nl", "www.leefbaarometer.nl"),
        502,
    ) | {"dataderden.cbs.nl": 403}
    told = list[str]()
    assert find_news(paths, year_before, tell=told.append, today=TODAY) == []
    assert len(told) == len(internet.down) and all("al zijn adressen zijn overgeslagen" in said for said in told)
