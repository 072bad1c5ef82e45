"""The packaged catalogue, unchanged, against publishers at their own addresses: fetched, read, judged, and told."""

import zipfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from orchestration import refresh, steps
from orchestration.intake import Intake
from tests.internet.deliveries import kwb_without
from tests.internet.publishers import address
from tests.publisher_server import Answer
from veerkracht.sources.catalogue.loading import load_catalogue
from veerkracht.sources.catalogue.model import Release, Source

KERN, WORKBOOK = "2018@84286NED", "2018@kwb-2018"


@pytest.fixture
def catalogue(monkeypatch, paths):
    monkeypatch.setenv("VEERKRACHT_DATA", str(paths.root))
    return load_catalogue()


@pytest.fixture
def year(catalogue):
    """The catalogue with the Kerncijfers of one year, as a table and as a workbook."""
    kwb = catalogue.sources["cbs_kerncijfers"]
    return replace(catalogue, sources={kwb.bron: kwb.model_copy(update={"releases": _of(kwb, KERN, WORKBOOK)})})


def _of(source: Source, *names: str) -> tuple[Release, ...]:
    return tuple(source.release(name) for name in names)


def by_layout(releases: Iterable[tuple[Source, Release]]) -> list[tuple[Source, Release]]:
    """One release of each kind: the last of a source, layout, kind of file and product."""
    kinds = {(s.bron, r.layout, Path(address(r)).suffix, r.product, len(r.jaren) > 1): (s, r) for s, r in releases}
    return list(kinds.values())


def names(listed) -> list[str]:
    return [one.release.release for one in listed]


def why(intake: Intake) -> str:
    return "\n".join(one.line for one in intake.left_out)


def test_one_release_of_each_kind_is_fetched_read_and_judged(paths, catalogue, internet):
    some = by_layout(catalogue.releases("openbaar"))
    intake = steps.take_in(paths, catalogue, "openbaar", some)
    assert why(intake) == ""
    assert len(intake.unregistered) == len(some)


@pytest.mark.lang
def test_every_packaged_release_is_fetched_read_and_judged(paths, catalogue, internet):
    everything = catalogue.releases("openbaar")
    intake = steps.take_in(paths, catalogue, "openbaar", everything)
    assert why(intake) == ""
    assert len(intake.unregistered) == len(everything)
    hosts = {request.path.split("/")[1] for request in internet.log}
    assert hosts == {address(release).split("/")[1] for _, release in everything}


def test_a_publisher_that_is_down_is_told_and_another_carrier_stands_in(paths, year, internet):
    internet.down["datasets.cbs.nl"] = 502
    intake = steps.take_in(paths, year, "openbaar")
    assert names(intake.unregistered) == [WORKBOOK]
    assert "via de proxy van uw netwerk (http://127.0.0.1" in why(intake) and "502 Bad Gateway" in why(intake)
    internet.down.clear()
    assert KERN in names(steps.take_in(paths, year, "openbaar", _pairs(year, KERN)).left_out)  # left alone for a while


def _pairs(catalogue, *names: str) -> list[tuple[Source, Release]]:
    (source,) = catalogue.sources.values()
    return [(source, one) for one in _of(source, *names)]


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (Answer(b"weg", 404, "text/plain"), "bestaat niet (meer): 404"),
        (Answer(status=301, headers={"Location": "https://www.cbs.nl/nieuw"}), "bestaat niet (meer): 404"),
        (Answer(b"<!doctype html><title>Onderhoud</title>", kind="text/html"), "een webpagina (HTML) met de titel"),
    ],
)
def test_an_address_that_gives_something_else_is_told_and_another_carrier_stands_in(
    paths, year, internet, answer, told
):
    internet.route(address(_of(*year.sources.values(), KERN)[0]), lambda _: replace(answer))
    intake = steps.take_in(paths, year, "openbaar")
    assert names(intake.unregistered) == [WORKBOOK]
    assert told in why(intake)


def test_an_address_that_moved_and_says_where_to_is_followed(paths, year, internet):
    (source, release), there = _pairs(year, KERN)[0], "/download.cbs.nl/kerncijfers/84286NED.zip"
    internet.file(there, internet.country.file(source, release).read_bytes())
    internet.route(address(release), lambda _: Answer(status=301, headers={"Location": internet.url(there)}))
    assert names(steps.take_in(paths, year, "openbaar").unregistered) == [KERN]


def test_a_column_that_no_delivery_can_miss_is_told_and_another_carrier_stands_in(paths, year, internet, tmp_path):
    release = _of(*year.sources.values(), KERN)[0]
    internet.other[KERN] = kwb_without(
        internet.country, release, tmp_path / "84286NED.zip", lambda maat: maat.mnemoniek == "a_inw"
    )
    intake = steps.take_in(paths, year, "openbaar")
    assert names(intake.unregistered) == [WORKBOOK]
    assert "T001036" in why(intake)


def test_a_table_that_was_revised_since_it_was_accepted_is_told_and_another_carrier_stands_in(paths, year, internet):
    """What a second computer meets: the catalogue folder names the bytes of then, the address gives those of now."""
    (source,) = year.sources.values()
    known = source.release(KERN).model_copy(update={"sha256": "0" * 64})
    then = source.model_copy(update={"releases": (known, source.release(WORKBOOK))})
    intake = steps.take_in(paths, replace(year, sources={source.bron: then}), "openbaar")
    assert names(intake.unregistered) == [WORKBOOK]
    assert "gaf andere bytes dan geregistreerd" in why(intake) and "als nieuwe release toe" in why(intake)


def test_a_zip_that_breaks_off_is_told(paths, year, internet):
    source, release = _pairs(year, KERN)[0]
    whole = internet.country.file(source, release).read_bytes()
    internet.file(address(release), whole[: len(whole) // 2])
    intake = steps.take_in(paths, year, "openbaar", _pairs(year, KERN))
    assert "zip die halverwege afbreekt" in why(intake)


def test_pages_are_followed_and_what_lies_beside_them_is_kept(paths, catalogue, internet):
    health = catalogue.sources["rivm_gezondheid"]
    steps.take_in(paths, catalogue, "openbaar", [(health, health.releases[-1])])
    folder = paths.archive("open", health.bron, health.releases[-1].release)
    with zipfile.ZipFile(folder / "paginas.zip") as archive:
        assert {"DataProperties.json", "TableInfos.json", "WijkenEnBuurten.json"} < set(archive.namelist())


def test_a_stand_in_is_sought_too_when_all_else_was_read_before(paths, year, internet, monkeypatch):
    """What falls out later, such as the table of next year: the releases that stand there are not read again."""
    (source,) = year.sources.values()
    first = load_catalogue([]).sources[source.bron].release("2014@82931NED")
    monkeypatch.setattr(refresh, "load_catalogue", lambda: now)
    now = replace(year, sources={source.bron: source.model_copy(update={"releases": (first,)})})
    assert names(refresh.bring_in(paths, "openbaar", "nooit", None).unregistered) == [first.release]
    internet.route(address(source.release(KERN)), lambda _: Answer(b"weg", 404))
    now = replace(year, sources={source.bron: source.model_copy(update={"releases": (first, *source.releases)})})
    intake = refresh.bring_in(paths, "openbaar", "nooit", None)
    assert names(intake.left_out) == [KERN]
    assert names(intake.unregistered) == [first.release, WORKBOOK]
