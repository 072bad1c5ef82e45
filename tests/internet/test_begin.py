"""`veerkracht begin` from an empty folder, on the packaged catalogue: ten maps, and what goes wrong is told."""

import re
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from tests.internet.conftest import run
from tests.internet.deliveries import Country, kwb_without
from tests.internet.publishers import Publishers, address
from tests.publisher_server import Answer
from veerkracht.paths import DataPaths
from veerkracht.publication import current_folder
from veerkracht.sources.catalogue.loading import load_catalogue
from veerkracht.sources.catalogue.model import Release

CITY, CODE = "Verzonnenstad", "GM9001"


@dataclass
class Begun:
    """A data folder after `begin`, the publishers that it fetched from, and what the command printed."""

    internet: Publishers
    paths: DataPaths
    told: str

    def ask(self, sql: str) -> list[tuple]:
        with duckdb.connect(
            str(current_folder(self.paths, "openbaar") / "veerkracht.duckdb"), read_only=True
        ) as opened:
            return opened.execute(sql).fetchall()


def begin(folder: Path, internet: Publishers, *more: str) -> Begun:
    paths = DataPaths(folder / "data")
    done = run(internet, paths, "begin", "--gemeente", CITY, "--ja", *more)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return Begun(internet, paths, done.stdout)


def release(bron: str, name: str) -> Release:
    return load_catalogue([]).sources[bron].release(name)


def core() -> list[Release]:
    return [one for _, one in load_catalogue([]).releases("openbaar") if one.rol == "kern"]


def test_begin_behind_a_ca_that_is_not_told_stops_with_the_way_out(tmp_path, internet, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    monkeypatch.setattr(Publishers, "environment", {"HTTPS_PROXY": internet.environment["HTTPS_PROXY"]})
    done = run(internet, DataPaths(tmp_path / "data"), "begin", "--ja")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "SSL_CERT_FILE op een bestand met het CA-certificaat van uw organisatie" in done.stderr
    assert "…" not in done.stderr, "the way out stands at the end of each line"
    assert "Proxy en eigen CA" in done.stderr


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """A country of forty gemeenten, of which one is asked for."""
    folder = tmp_path_factory.mktemp("begin")
    internet = Publishers(folder / "ca", Country(folder / "land", 40))
    yield begin(folder, internet)
    internet.close()


@pytest.mark.lang
@pytest.mark.timeout(1800)
def test_begin_gives_ten_maps(begun):
    assert "Kaarten 2014–2024: 10 van 10 tonen iets." in begun.told
    assert "is leeg" not in begun.told and "niet in de editie" not in begun.told
    shown = begun.ask(
        "select kaart_id, niveau, count(distinct klasse) from fct_kaart where niveau in ('buurt', 'wijk') "
        "and jaar_tot = 2024 group by all having count(klasse) = 0 or count(distinct klasse) < 2"
    )
    assert shown == [], "maps without classes, or with one"
    assert begun.ask("select count(distinct kaart_id) from fct_kaart where klasse is not null") == [(10,)]


@pytest.mark.lang
def test_begin_fetches_what_the_maps_need_and_nothing_else(begun):
    names = {name for (name,) in begun.ask("select release from dim_release")}
    assert names == {one.release for one in core()}
    asked = {request.path for request in begun.internet.log}
    assert asked == {address(one) for one in core()}
    assert all(one.url in begun.told for one in core() if one.url), "each address is told before it is fetched"


@pytest.mark.lang
def test_begin_makes_the_page_of_the_gemeente_and_points_to_it(begun):
    page = current_folder(begun.paths, "openbaar") / "paginas" / f"{CODE}.html"
    assert page.is_file() and CITY in page.read_text(encoding="utf-8")
    assert f"paginas/{CODE}.html" in begun.told
    assert [file.stem for file in page.parent.glob("GM*.html")] == [CODE]
    assert "gemeenten: [" in (begun.paths.catalogus / "instellingen.yaml").read_text().replace("\n- ", " [")


@pytest.mark.lang
def test_a_refresh_after_it_finds_nothing_new_and_asks_nobody(begun):
    before = len(begun.internet.asked)
    done = run(begun.internet, begun.paths, "refresh")
    assert done.returncode == 0, done.stderr
    assert "Niets nieuws" in done.stdout
    assert len(begun.internet.asked) == before


@pytest.fixture(scope="module")
def unlucky(tmp_path_factory):
    """Eight gemeenten on a bad day: a publisher down, addresses gone and moved, a web page, incomes not out yet and a
    column gone."""
    folder = tmp_path_factory.mktemp("pech")
    internet = Publishers(folder / "ca", Country(folder / "land", 8))
    internet.down["geodata.cbs.nl"] = 502
    internet.route(address(release("cbs_kerncijfers", "2018@84286NED")), lambda _: Answer(b"weg", 404))
    page = b"<!doctype html><title>Onderhoud</title>"
    internet.route(address(release("cbs_grenzen", "2018@wijkbuurtkaart-v3")), lambda _: Answer(page, kind="text/html"))
    old, new = address(release("cbs_grenzen", "2014@wijkbuurtkaart-v3")), "/download.cbs.nl/verhuisd/2014.zip"
    internet.route(new, internet.routes[old])
    internet.route(old, lambda _: Answer(status=301, headers={"Location": internet.url(new)}))
    newest = release("cbs_kerncijfers", "2024@85984NED")
    internet.other[newest.release] = kwb_without(
        internet.country,
        newest,
        folder / "anders" / "85984NED.zip",
        lambda maat: maat.groups.startswith("Inkomen") or maat.mnemoniek == "p_wcorpw",
    )
    yield begin(folder, internet, "--zonder-atlas")
    internet.close()


@pytest.mark.lang
@pytest.mark.timeout(1800)
def test_on_a_bad_day_what_fell_out_is_told_and_the_maps_are_there(unlucky):
    down = "geodata.cbs.nl is via de proxy van uw netwerk"
    told = {
        "cbs_grenzen@2023@wijkbuurtkaart-v2 (ophalen)": down,
        "cbs_grenzen@2024@wijkbuurtkaart-v2 (ophalen)": down,
        "cbs_kerncijfers@2018@84286NED (ophalen)": "bestaat niet (meer): 404",
        "cbs_grenzen@2018@wijkbuurtkaart-v3 (ophalen)": "een webpagina (HTML) met de titel “Onderhoud”",
    }
    lines = unlucky.told.splitlines()
    for name, why in told.items():
        assert [line for line in lines if name in line and why in line], name
    assert f"{len(told)} release(s) niet in de editie" in unlucky.told
    assert "Kaarten 2014–2024: 10 van 10 tonen iets." in unlucky.told


@pytest.mark.lang
def test_on_a_bad_day_another_carrier_of_the_same_year_stands_in(unlucky):
    names = {name for (name,) in unlucky.ask("select release from dim_release")}
    assert {"2018@kwb-2018", "2014@wijkbuurtkaart-v3"} <= names
    years = {name[:4] for name in names if "buurt" in name}
    assert {"2018", "2023", "2024"} <= years
    assert not names & {"2018@84286NED", "2018@wijkbuurtkaart-v3", "2024@wijkbuurtkaart-v2"}


@pytest.mark.lang
def test_what_the_newest_year_lacks_comes_from_the_year_before(unlucky):
    """Incomes are published last, and a column may be gone: without a year beside it the maps would end in 2018."""
    ((periods,),) = unlucky.ask("select list(distinct meetjaren) from dim_periode where kaart_id = '1'")
    assert periods == ["p_wcorpw 2023"]
    assert unlucky.ask("select max(jaar) from fct_component where onderdeel = 'inkomen'") == [(2023,)]


@pytest.mark.lang
@pytest.mark.timeout(1800)
def test_next_year_comes_by_an_entry_in_the_folder_of_the_user(unlucky):
    """And what was down yesterday is there today: it is fetched, though a stand-in served the edition before."""
    unlucky.internet.down.clear()
    before = current_folder(unlucky.paths, "openbaar")
    newer = {"cbs_kerncijfers": ("2025@86165NED", "v4_zip"), "cbs_grenzen": ("2025@wijkbuurtkaart-v1", "gpkg")}
    for bron, (name, _) in newer.items():
        file = unlucky.paths.catalogus / f"{bron}.yaml"
        text = file.read_text(encoding="utf-8")
        assert re.search(r"^releases:", text, re.MULTILINE)
        file.write_text(
            text.rstrip() + f"\n  - release: {name}\n    rol: kern\n    reden: hoort er nu bij\n", encoding="utf-8"
        )
    waiting = run(unlucky.internet, unlucky.paths, "refresh")
    assert waiting.returncode == 0, waiting.stderr
    for bron, (name, _) in newer.items():
        assert f"{bron}@{name}" in waiting.stdout
    assert "--accepteer alle" in waiting.stdout
    accepted = run(unlucky.internet, unlucky.paths, "releases", "--accepteer", "alle", "--reden", "nagekeken")
    assert accepted.returncode == 0, accepted.stderr
    done = run(unlucky.internet, unlucky.paths, "refresh")
    assert done.returncode == 0, done.stderr
    assert current_folder(unlucky.paths, "openbaar") != before
    assert {name for name, _ in newer.values()} <= {name for (name,) in unlucky.ask("select release from dim_release")}
    assert unlucky.ask("select doel_indeling from dim_publicatie") == [(2025,)]
    assert "10 van 10 tonen iets" in done.stdout
