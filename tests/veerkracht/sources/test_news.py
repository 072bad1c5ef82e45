# ruff: noqa: F811 (the fixture is imported)
"""What publishers have that the archive has not: told without fetching, and written down when asked."""

import re
from datetime import date
from pathlib import Path

import pytest

from tests.publisher_server import Answer, PublisherServer, as_json, make_zip, publisher  # noqa: F401 (fixture)
from veerkracht.errors import CatalogueError
from veerkracht.sources import archive
from veerkracht.sources.archive import FetchLimits
from veerkracht.sources.catalogue.loading import load_catalogue
from veerkracht.sources.news import find_news, take_over

FAST = FetchLimits(connect=2, read=1, deadline=10, attempts=2, wait_first=0.01, wait_longest=0.05, quiet=0)
ZIP = make_zip({"Observations.csv": "Id;Measure\n1;T001036\n"})
TODAY = date(2026, 11, 30)
MAY, JUNE = "Mon, 04 May 2026 10:00:00 GMT", "Mon, 01 Jun 2026 10:00:00 GMT"
PATH = "/tabel/85039NED"
KWB, TABLE = "cbs_kerncijfers", "2021@85039NED"


class World:
    """A catalogue folder whose releases and patterns lie on the publisher of the test, and the news of it."""

    def __init__(self, folder: Path, publisher: PublisherServer, paths):
        self.folder, self.publisher, self.paths, self.told = folder, publisher, paths, []

    def write(self, bron: str, patronen: str = "", releases: str = "") -> None:
        """A file of a source of the package, with releases and patterns of the test."""
        text = f"bron: {bron}\n" + (f"patronen:\n{patronen}" if patronen else "") + f"releases:\n{releases}"
        (self.folder / f"{bron}.yaml").write_text(text.replace("SERVER", self.publisher.url("")))

    @property
    def catalogue(self):
        return load_catalogue()

    def fetch(self, bron: str = KWB, release: str = TABLE):
        source = self.catalogue.sources[bron]
        return archive.fetch(self.paths, source, source.release(release), limits=FAST)

    def news(self, *bronnen: str):
        self.told.clear()
        return find_news(self.paths, self.catalogue, bronnen, self.told.append, TODAY, FAST)

    def boundaries(self, *years: int) -> None:
        """Outlines of these years are listed."""
        listed = "".join(release(f"{jaar}@kaart", f"/{jaar}.zip", "gpkg") for jaar in years)
        self.write("cbs_grenzen", releases=listed)

    def received(self, **answer) -> None:
        """One table is served, listed and received; what was asked for that is forgotten."""
        self.publisher.file(PATH, ZIP, **answer)
        self.write(KWB, releases=release(TABLE, PATH, "v4_zip"))
        self.fetch()
        self.publisher.log.clear()


@pytest.fixture
def world(tmp_path, monkeypatch, publisher, paths) -> World:
    folder = tmp_path / "cat"
    folder.mkdir()
    (folder / "catalogus.yaml").write_text("zelfstandig: true\n")
    monkeypatch.setenv("VEERKRACHT_CATALOGUS", str(folder))
    return World(folder, publisher, paths)


def release(release_id: str, path: str, layout: str = "werkboek", **fields) -> str:
    jaar = release_id.partition("@")[0]
    said = {"release": release_id, "jaren": f"[{jaar}]", "indeling": jaar, "layout": layout, "url": f"SERVER{path}"}
    return "  - " + "\n    ".join(f"{name}: {value}" for name, value in (said | fields).items()) + "\n"


def pattern(release_id: str, path: str, layout: str = "werkboek", **fields) -> str:
    said = {"release": f'"{release_id}"', "layout": layout, "url": f"SERVER{path}"} | fields
    return "  - " + "\n    ".join(f"{name}: {value}" for name, value in said.items()) + "\n"


# --- known addresses ---


def test_a_receipt_keeps_what_the_server_said_of_the_version(world):
    world.publisher.file(PATH, ZIP, changed=MAY)
    world.write(KWB, releases=release(TABLE, PATH, "v4_zip"))
    receipt = world.fetch()
    assert (receipt.etag, receipt.gewijzigd) == ('"v1"', MAY)


def test_what_was_not_received_is_not_asked(world):
    world.write(KWB, releases=release(TABLE, PATH, "v4_zip"))
    assert world.news(KWB) == [] and world.publisher.log == []


@pytest.mark.parametrize("answer", [{"changed": MAY}, {"etag": None, "changed": MAY}])
def test_what_did_not_change_is_no_news_and_is_not_fetched(world, answer):
    world.received(**answer)
    assert world.news(KWB) == []
    (asked,) = world.publisher.log
    assert asked.method == "HEAD" and {"If-None-Match", "If-Modified-Since"} & set(asked.headers)


@pytest.mark.parametrize("head", [None, 403, 405, 501])
def test_other_bytes_are_told_with_size_and_date_also_where_head_is_refused(world, head):
    world.received(changed=MAY)
    world.publisher.file(PATH, ZIP * 2, etag='"v2"', changed=JUNE, head=head)
    (one,) = world.news(KWB)
    assert (one.bron, one.release_id, one.kind, one.release) == (KWB, TABLE, "herzien", None)
    assert (one.size, one.changed, one.what) == (2 * len(ZIP), date(2026, 6, 1), f"was {len(ZIP)} bytes")


def test_a_big_file_is_not_read_where_head_is_refused(world):
    world.received(changed=MAY)
    world.publisher.file(PATH, b"x" * 10_000, etag='"v2"', changed=JUNE, head=405, ranges=False, drip=1)
    assert [one.size for one in world.news(KWB)] == [10_000]


def test_a_server_without_etag_tells_by_its_date(world):
    world.received(etag=None, changed=MAY)
    world.publisher.file(PATH, ZIP, etag=None, changed=JUNE)
    assert [one.what for one in world.news(KWB)] == ["het was van 04-05-2026"]


def test_one_file_under_two_etags_is_no_news(world):
    world.received(changed=MAY)
    world.publisher.file(PATH, ZIP, etag='"of another server"', changed=MAY)
    assert world.news(KWB) == []


def test_a_receipt_of_before_is_read_and_compared_by_size(world):
    world.received(changed=MAY)
    file = world.paths.archive("open", KWB, TABLE) / "ontvangst.json"
    old = re.sub(r',\s*"etag".*', "\n}", file.read_text(), flags=re.DOTALL)
    file.write_text(old)
    assert "gewijzigd" not in old and world.news(KWB) == []
    world.publisher.file(PATH, ZIP + b"x", changed=MAY)
    assert [one.kind for one in world.news(KWB)] == ["herzien"]


def test_a_receipt_of_before_is_compared_by_the_day_of_receipt(world):
    world.received(etag=None)
    world.publisher.file(PATH, ZIP, changed="Thu, 01 Jan 2099 10:00:00 GMT")
    (one,) = world.news(KWB)
    assert one.what.startswith("veranderd na ontvangst op")


def test_what_was_fetched_again_and_is_the_same_is_no_news_any_more(world):
    world.received(changed=MAY)
    world.publisher.file(PATH, ZIP, etag='"v2"', changed=JUNE)
    assert len(world.news(KWB)) == 1
    source = world.catalogue.sources[KWB]
    before, now = archive.refetch(world.paths, source, source.release(TABLE), limits=FAST)
    assert before == now and now.etag == '"v2"'
    assert world.news(KWB) == []


def test_an_address_that_is_gone_or_became_a_page_is_told_and_is_no_news(world):
    world.received()
    world.publisher.route(PATH, lambda request: Answer(b"<html>", kind="text/html"))
    assert world.news(KWB) == [] and "geeft nu een webpagina" in world.told[0]
    del world.publisher.routes[PATH]
    assert world.news(KWB) == [] and "bestaat niet (meer)" in world.told[0]


# --- patterns, lists and pages ---


def test_next_year_is_found_and_its_whole_entry_written(world):
    world.publisher.file("/kwb2025.xlsx", ZIP, changed=JUNE)
    world.publisher.file("/grenzen_2025_v1.zip", ZIP, changed=MAY)
    fields = {"versies": "[1, 2]", "rol": "reeks", "niveaus": "[buurt]"}
    world.write(
        "cbs_grenzen",
        pattern("{jaar}@kaart-v{versie}", "/grenzen_{jaar}_v{versie}.zip", "gpkg", **fields),
        release("2024@kaart-v1", "/grenzen_2024_v1.zip", "gpkg"),
    )
    world.write(
        KWB,
        pattern("{jaar}@kwb-{jaar}", "/kwb{jaar}.xlsx", rol="vervanging", status="voorlopig"),
        release("2024@kwb-2024", "/kwb2024.xlsx"),
    )
    found = world.news(KWB, "cbs_grenzen")
    assert [(one.bron, one.release_id, one.kind, one.changed) for one in found] == [
        ("cbs_grenzen", "2025@kaart-v1", "nieuw", date(2026, 5, 4)),
        (KWB, "2025@kwb-2025", "nieuw", date(2026, 6, 1)),
    ]
    assert {one.method for one in world.publisher.log} == {"HEAD"}
    assert take_over(world.paths, found, TODAY) == [
        world.folder / "cbs_grenzen.yaml",
        world.folder / "cbs_kerncijfers.yaml",
    ]
    known = world.catalogue.sources[KWB].release("2025@kwb-2025")
    assert (known.jaren, known.indeling, known.layout, known.rol) == ((2025,), 2025, "werkboek", "vervanging")
    assert (known.url, known.status) == (world.publisher.url("/kwb2025.xlsx"), "voorlopig")
    assert known.gepubliceerd == date(2026, 6, 1) and known.reden.endswith("2026-11-30")
    assert world.catalogue.sources["cbs_grenzen"].release("2025@kaart-v1").niveaus == ("buurt",)
    assert world.news(KWB, "cbs_grenzen") == []


def test_of_a_year_that_is_listed_only_the_newest_version_is_news_with_the_role_of_its_year(world):
    for versie in (1, 2, 3):
        world.publisher.file(f"/grenzen_2024_v{versie}.zip", ZIP)
    world.write(
        "cbs_grenzen",
        pattern("{jaar}@kaart-v{versie}", "/grenzen_{jaar}_v{versie}.zip", "gpkg", versies="[1, 2, 3]", rol="reeks"),
        release("2024@kaart-v1", "/grenzen_2024_v1.zip", "gpkg", rol="kern"),
    )
    (one,) = world.news("cbs_grenzen")
    assert (one.release_id, one.release.rol, one.what) == ("2024@kaart-v3", "kern", "andere levering van 2024")


def test_figures_wait_for_the_boundaries_of_their_year(world):
    world.publisher.file("/kwb2040.xlsx", ZIP)
    world.write(KWB, pattern("{jaar}@kwb-{jaar}", "/kwb{jaar}.xlsx", vanaf="2039"))
    found = find_news(world.paths, world.catalogue, [KWB], today=date(2041, 1, 1), limits=FAST)
    assert [one.what for one in found] == ["wacht op grenzen van 2040: die kent de catalogus nog niet"]
    assert take_over(world.paths, found) == []


def test_a_page_or_nothing_where_a_file_would_be_is_no_news(world):
    world.publisher.route("/kwb2025.xlsx", lambda request: Answer(b"<html>niets", kind="text/html; charset=utf-8"))
    world.publisher.file("/kwb2026.xlsx", b"")
    world.write(KWB, pattern("{jaar}@kwb-{jaar}", "/kwb{jaar}.xlsx", vanaf="2025"))
    assert world.news(KWB) == [] and world.told == []


@pytest.mark.parametrize(("modified", "link"), [("Modified", "@odata.nextLink"), ("Updated", "odata.nextLink")])
def test_tables_are_found_by_title_in_the_list_and_their_revision_too(world, modified, link):
    rows = [
        {"Identifier": "85039NED", "Title": "Kerncijfers wijken en buurten 2021", modified: "2099-01-01T02:00:00"},
        {"Identifier": "85999NED", "Title": " Kerncijfers  wijken en buurten 2024", modified: "2026-07-01T02:00:00Z"},
        {"Identifier": "85998NED", "Title": "Kerncijfers wijken en buurten 2025", modified: "2026-07-02"},
        {"Identifier": "70904NED", "Title": "Kerncijfers wijken en buurten 2003-2023", modified: "2026-07-01"},
        {"Identifier": "80000NED", "Title": "Iets anders 2025", modified: None},
    ]

    def page(request):
        at = int(request.query.get("$skip", ["0"])[0])
        return as_json({"value": rows[at : at + 1]} | ({link: f"lijst?$skip={at + 1}"} if at < 4 else {}))

    world.boundaries(2021, 2024, 2025)
    world.publisher.route("/lijst", page)
    world.publisher.file(PATH, ZIP, etag=None)
    world.publisher.file("/tabel/85999NED", ZIP)
    fields = {"tabel": '"{tabel}"', "titel": "Kerncijfers wijken en buurten {jaar}"}
    world.write(
        KWB,
        pattern("{jaar}@{tabel}", "/tabel/{tabel}", "v4_zip", **fields),
        release(TABLE, PATH, "v4_zip", tabel="85039NED"),
    )
    world.fetch()
    catalogue = world.catalogue
    source = catalogue.sources[KWB].model_copy(update={"lijst": world.publisher.url("/lijst")})
    catalogue.sources[KWB] = source
    found = find_news(world.paths, catalogue, [KWB], world.told.append, TODAY, FAST)
    assert [(one.release_id, one.kind, one.changed) for one in found] == [
        (TABLE, "herzien", date(2099, 1, 1)),
        ("2024@85999NED", "nieuw", date(2026, 7, 1)),
        ("2025@85998NED", "nieuw", date(2026, 7, 2)),
    ]
    assert found[1].release.tabel == "85999NED" and found[1].release.url.endswith("/tabel/85999NED")
    assert found[2].release is None and "het adres geeft nog niets" in found[2].what


def test_a_page_of_the_publisher_gives_the_address_that_the_pattern_has_not(world):
    world.publisher.file("/elders/2027/meting-2026.zip", ZIP)
    html = b'<a href="/elders/2027/meting-2026.zip?v=3">2026</a> <a href="/anders-2026.zip">x</a>'
    world.publisher.route("/bladzijde", lambda request: Answer(html, kind="text/html"))
    world.boundaries(2022, 2026)
    fields = {"stap": "2", "pagina": "SERVER/bladzijde"}
    world.write(
        "leefbaarometer",
        pattern("{eerste}-{jaar}@lbm3-{jaar}", "/resources/meting-{jaar}.zip", "lbm3_zip", **fields),
        release("2020-2022@lbm3-2022", "/resources/meting-2022.zip", "lbm3_zip", jaren="[2020, 2022]", indeling="2022"),
    )
    (one,) = world.news("leefbaarometer")
    assert one.address == world.publisher.url("/elders/2027/meting-2026.zip")
    assert one.what == "nieuw jaar 2024, 2026" and one.release.jaren == (2020, 2022, 2024, 2026)


def test_what_comes_in_pages_is_there_when_it_has_a_row(world):
    path = world.publisher.pages_ogc("buurten-2025", [{"type": "Feature"}] * 3, 1).removeprefix(world.publisher.url(""))
    world.publisher.pages_ogc("buurten-2026", [], 1)
    world.write(
        "cbs_grenzen",
        pattern("{jaar}@pdok", f"{path}&limit=1000".replace("2025", "{jaar}"), "ogc_api", niveaus="[buurt]"),
        release("2024@pdok", "/2024", "ogc_api"),
    )
    assert [one.release_id for one in world.news("cbs_grenzen")] == ["2025@pdok"]
    asked = [one for one in world.publisher.log if one.path != "/cbs/ogc/v1/collections/buurten-2024/items"]
    assert {one.query["limit"][0] for one in asked} == {"1"}


def test_a_publisher_that_is_down_is_told_once_and_the_others_go_on(world):
    world.publisher.file("/grenzen_2025.zip", ZIP)
    world.write(
        "cbs_grenzen",
        pattern("{jaar}@kaart", "/grenzen_{jaar}.zip", "gpkg"),
        release("2024@kaart", "/grenzen_2024.zip", "gpkg"),
    )
    down = pattern("{jaar}@kwb-{jaar}", "/kwb{jaar}.xlsx", vanaf="2020").replace("SERVER", "http://127.0.0.1:9")
    world.write(KWB, down)
    world.write("cbs_adressen", down.replace("werkboek", "adressen_zip"))
    found = world.news("cbs_adressen", "cbs_grenzen", KWB)
    assert [one.release_id for one in found] == ["2025@kaart"]
    assert len(world.told) == 1 and "is niet te bereiken" in world.told[0]


# --- patterns in the catalogue ---


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"url": "https://x.nl/{jaren}"}, r"kent \{jaren\} niet"),
        ({"url": "https://x.nl/{versie}"}, "geef dan ook `versies`"),
        ({"url": "https://x.nl/{tabel}"}, "geef dan ook `titel`"),
        ({"url": "kwb{jaar}.xlsx"}, "moet een webadres zijn"),
        ({"release": "kwb-{jaar}"}, "geeft geen release"),
        ({"layout": "gpkg"}, "past niet bij patroon"),
        ({"layuot": "x"}, "onbekende sleutel `layuot`; bedoelde u `layout`"),
    ],
)
def test_a_pattern_that_cannot_be_is_refused_with_its_line(world, fields, said):
    quoted = {name: f'"{value}"' for name, value in fields.items()}
    world.write(KWB, pattern("{jaar}@kwb-{jaar}", "/kwb{jaar}.xlsx", **quoted))
    with pytest.raises(CatalogueError, match=rf"cbs_kerncijfers\.yaml:[3-9]: .*{said}"):
        load_catalogue()


def test_a_catalogue_of_its_own_has_no_patterns_of_the_package_and_patterns_change_no_edition(world):
    world.write(KWB)
    before = load_catalogue()
    assert not any(source.patronen for source in before.sources.values())
    world.write(KWB, pattern("{jaar}@kwb-{jaar}", "/kwb{jaar}.xlsx"))
    assert load_catalogue().sources[KWB].patronen and load_catalogue().fingerprint() == before.fingerprint()


def test_a_user_adds_patterns_to_those_of_the_package_and_theirs_are_tried_first(world):
    (world.folder / "catalogus.yaml").unlink()
    world.write(KWB, pattern("{jaar}@kwb-{jaar}", "/kwb{jaar}.xlsx"))
    first, *others = load_catalogue().sources[KWB].patronen
    assert first.url == world.publisher.url("/kwb{jaar}.xlsx")
    assert tuple(others) == load_catalogue([]).sources[KWB].patronen


def test_every_pattern_of_the_package_is_of_releases_that_are_listed():
    for source in load_catalogue([]).sources.values():
        for patroon in source.patronen:
            assert any(patroon.told_by(release.release) for release in source.releases), patroon.release


def test_what_was_taken_over_stands_when_the_package_lists_it_later(tmp_path):
    known = load_catalogue([]).sources[KWB].releases[-1]
    (tmp_path / "kwb.yaml").write_text(
        f"bron: {KWB}\nreleases:\n  - release: {known.release}\n    gepubliceerd: 2026-06-25\n    rol: kern\n"
        "    url: https://elders.nl/kwb.xlsx\n    reden: overgenomen met veerkracht nieuws op 2026-11-30\n"
    )
    assert load_catalogue([tmp_path]).sources[KWB].release(known.release).rol == "kern"
