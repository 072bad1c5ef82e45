"""The national viewer as a person uses it: `veerkracht serve` in Debian's chromium, the marts beside what is drawn."""

import json
import re
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from urllib.parse import urlparse

import pytest

from tests.orchestration.test_serve import start
from tests.veerkracht.products import world
from veerkracht import publication
from veerkracht.edition.maps import Maps
from veerkracht.edition.reading import Edition
from veerkracht.paths import DataPaths
from veerkracht.products.web import viewer

CHROMIUM = "/usr/bin/chromium"
NAME = "2026-11-22.1"
# Resolves when nothing is left to load, to draw or to write in any of the maps.
SETTLED = """async () => {
  await viewer.ready;
  for (let quiet = 0; quiet < 3;) {
    await new Promise((done) => setTimeout(done, 60));
    quiet = viewer.panes.every(({ map }) => map.loaded() && !map.isMoving()) ? quiet + 1 : 0;
  }
}"""
# Distinct areas with a class: in the tiles, and on the picture.
IN_TILES = """([pane, layer, column]) => { const codes = {};
  const wanted = { sourceLayer: layer, filter: ["has", column] };
  for (const f of viewer.panes[pane].map.querySourceFeatures("gebieden", wanted))
    codes[f.properties.gebiedscode] = f.properties[column];
  return codes; }"""
ON_PICTURE = """(pane) => { const { map, drawn } = viewer.panes[pane], codes = {};
  for (const f of map.queryRenderedFeatures({ layers: drawn }))
    (codes[f.layer.id.split("-")[0]] ??= {})[f.properties.gebiedscode] = 1;
  return Object.fromEntries(Object.entries(codes).map(([kind, areas]) => [kind, Object.keys(areas).sort()])); }"""
MIDDLE = """([pane, code]) => { const { map } = viewer.panes[pane], box = map.getContainer().getBoundingClientRect();
  const filter = ["==", ["get", "gebiedscode"], code];
  const rings = map.querySourceFeatures("gebieden", { sourceLayer: "buurt", filter })
    .flatMap((f) => f.geometry.coordinates.flat());
  const mean = [0, 1].map((i) => (Math.min(...rings.map((p) => p[i])) + Math.max(...rings.map((p) => p[i]))) / 2);
  const at = map.project(mean); return [box.x + at.x, box.y + at.y]; }"""
VIEW = """() => viewer.panes.map(({ map, state }) => ({ ...state, zoom: map.getZoom().toFixed(2),
  lng: map.getCenter().lng.toFixed(4), lat: map.getCenter().lat.toFixed(4) }))"""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="chromium of Debian is not installed"),
]


@pytest.fixture(scope="module")
def edition(tmp_path_factory):
    """Folder of an edition of the fictitious world that holds a viewer."""
    paths = world.make_world(DataPaths(tmp_path_factory.mktemp("viewer") / "data").ensure())
    candidate = publication.create_candidate(paths, "openbaar", world.settings())
    viewer.write(candidate)
    folder = candidate.rename(candidate.parent / NAME)
    manifest = {"publiek": "openbaar", "niet_verspreiden": False, "bestanden": {}, "invoer": {}}
    (folder / "MANIFEST.json").write_text(json.dumps(manifest))
    (folder.parent / "actueel").symlink_to(NAME)
    return folder


@pytest.fixture(scope="module")
def address(edition):
    """Where `veerkracht serve` shows the viewer."""
    process = start(edition.parents[2], "--poort", "0")
    process.stdout.readline()
    yield re.search(r"http://\S+/viewer/", process.stdout.readline())[0]
    process.send_signal(signal.SIGINT)
    process.wait(30)


@pytest.fixture(scope="module")
def chromium():
    api = pytest.importorskip("playwright.sync_api")
    with api.sync_playwright() as playwright:
        drawing = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=drawing)
        yield browser
        browser.close()


class Visit:
    """The viewer on a screen, with all that it asked for and complained of."""

    def __init__(self, chromium, address: str, link: str = "", width: int = 1000, height: int = 760):
        self.context = chromium.new_context(viewport={"width": width, "height": height})
        self.page, self.address = self.context.new_page(), address
        self.asked, self.complaints = [], []
        self.page.set_default_timeout(60_000)
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.complaints.append("dialog"), dialog.dismiss()))
        self.page.goto(address + link)
        self.settle()

    def settle(self) -> None:
        self.page.evaluate(SETTLED)

    def pane(self, number: int = 0):
        return self.page.locator(".paneel").nth(number)

    def choose(self, kaart: str, periode: str | None = None, pane: int = 0) -> None:
        self.pane(pane).locator("select.kaart").select_option(kaart)
        if periode:
            self.pane(pane).locator("select.periode").select_option(periode)
        self.settle()

    def search(self, text: str, pane: int = 0, down: int = 0) -> None:
        """Type a name and take the first answer, or one further down, by keyboard only."""
        self.pane(pane).get_by_role("combobox", name="Zoek").fill(text)
        self.pane(pane).get_by_role("option").first.wait_for()
        for key in ["ArrowDown"] * down + ["Enter"]:
            self.page.keyboard.press(key)
        self.settle()

    def legend(self, pane: int = 0) -> dict[str, list[str]]:
        """Rows of the legend: label -> cells."""
        rows = self.pane(pane).locator(".legendas tbody tr")
        return {
            rows.nth(n).locator(".regel > span").evaluate("(e) => e.firstChild.textContent"): rows.nth(n)
            .locator("td")
            .all_inner_texts()
            for n in range(rows.count())
        }


@pytest.fixture
def visit(chromium, address):
    """Opens the viewer; at the end nothing was asked of another host and nothing complained."""
    visits = []

    def opened(link: str = "", **settings) -> Visit:
        visits.append(Visit(chromium, address, link, **settings))
        return visits[-1]

    yield opened
    for one in visits:
        hosts = {urlparse(url).netloc for url in one.asked if not url.startswith(("blob:", "data:"))}
        assert hosts == {urlparse(address).netloc}
        assert one.complaints == []
        one.context.close()


def _rows(edition, kaart: str, tot: int = 2024, niveau: str = "buurt") -> list[dict]:
    with Edition(edition) as opened:
        return opened.rows(
            "select * from fct_kaart where kaart_id = ? and jaar_tot = ? and niveau = ? and indeling = 2024",
            [kaart, tot, niveau],
        )


def _text(edition, gemeente: str, kaart: str, code: str) -> str:
    """The words of an area on a map of the newest period, after its name."""
    with Edition(edition) as opened:
        sheets = Maps(opened).of(gemeente)[0][1]
        row = next(r for s in sheets if s.kaart.kaart_id == kaart for r in s.gebieden if r.gebiedscode == code)
    return row.tekst.removeprefix(f"{row.gebiedsnaam}: ")


@pytest.mark.parametrize(("kaart", "tot", "niveau"), [("1", 2024, "buurt"), ("3", 2022, "buurt"), ("6", 2024, "wijk")])
def test_what_is_drawn_is_what_the_marts_say(visit, edition, kaart, tot, niveau):
    shown = visit()
    shown.choose(kaart, f"2014-{tot}")
    rows = _rows(edition, kaart, tot, niveau)
    classes = {r["gebiedscode"]: r["klasse"] for r in rows if r["klasse"] is not None}
    assert shown.page.evaluate(IN_TILES, [0, niveau, f"kaart_{kaart}_2014_{tot}_klasse"]) == classes
    drawn = shown.page.evaluate(ON_PICTURE, 0)
    assert drawn["klasse"] == sorted(classes)
    assert drawn.get("zonder", []) == sorted(r["gebiedscode"] for r in rows if r["klasse"] is None)
    legend, labels = shown.legend(), Counter(r["label"] or r["status"] for r in rows)
    for label, count in labels.items():
        assert legend[label] == [str(count)]
    assert set(drawn) <= {"klasse", "zonder"}  # nothing is drawn over a class


def test_colours_on_the_picture_are_those_of_the_catalogue(visit, edition):
    shown = visit("#kaart=5&gemeente=GM9001")
    coloured = [r for r in _rows(edition, "5") if r["gemeentecode"] == "GM9001" and r["klasse"]]
    for row in coloured[:4]:
        x, y = shown.page.evaluate(MIDDLE, [0, row["gebiedscode"]])
        image = shown.page.screenshot(clip={"x": x - 20, "y": y + 12, "width": 40, "height": 30})
        assert row["kleur"] in _colours(image), row["gebiedscode"]
    assert len(coloured) >= 4


def _colours(png: bytes) -> set[str]:
    from io import BytesIO

    from matplotlib.image import imread

    pixels = (imread(BytesIO(png), format="png")[..., :3] * 255).round().astype(int).reshape(-1, 3)
    return {"#{:02x}{:02x}{:02x}".format(*pixel) for pixel in set(map(tuple, pixels))}


def test_search_goes_to_a_gemeente_and_a_click_tells_of_a_buurt(visit, edition):
    shown = visit()
    shown.choose("3")
    shown.search("verzonnend")
    assert shown.page.evaluate(VIEW)[0]["gemeente"] == "GM9002"
    west, east = shown.page.evaluate(
        "(() => { const b = viewer.panes[0].map.getBounds(); return [b.getWest(), b.getEast()] })()"
    )
    country = json.loads((edition / "viewer" / "gegevens" / "kaarten.json").read_text())
    box = next(g for g in country["gemeenten"] if g["code"] == "GM9002")["kader"]
    assert west < box[0] and box[2] < east and east - west < 3 * (box[2] - box[0])
    own = [r for r in _rows(edition, "3") if r["gemeentecode"] == "GM9002"]
    legend = shown.legend()
    for label, count in Counter(r["label"] or r["status"] for r in own).items():
        people = sum(r["inwoners"] for r in own if (r["label"] or r["status"]) == label)
        assert legend[label][:2] == [str(count), f"{people:,.0f}".replace(",", ".")]
    code = next(r["gebiedscode"] for r in own if r["klasse"] is not None)
    shown.page.mouse.click(*shown.page.evaluate(MIDDLE, [0, code]))
    box = shown.pane().locator(".gebied")
    box.get_by_text(code).wait_for()
    assert box.locator(".nu dd").inner_text() == _text(edition, "GM9002", "3", code)
    assert re.search(r"\d%", box.locator(".nu dd").inner_text()) and box.locator("dt").count() == 10
    assert f"gebied={code}" in shown.page.url


def test_pointer_tells_figures_chance_and_why_there_is_no_value(visit, edition):
    shown = visit("#kaart=3&gemeente=GM9001")
    rows = [r for r in _rows(edition, "3") if r["gemeentecode"] == "GM9001"]
    for code in (
        next(r["gebiedscode"] for r in rows if r["status"] == "waarde" and r["gebiedscode"][-2:] not in ("00",)),
        next(r["gebiedscode"] for r in rows if r["status"] == "afgeschermd"),
    ):
        shown.page.mouse.move(*shown.page.evaluate(MIDDLE, [0, code]), steps=3)
        popup = shown.page.locator(".maplibregl-popup-content")
        popup.get_by_text(_text(edition, "GM9001", "3", code), exact=True).wait_for()


def test_pointer_tells_of_a_change_what_was_measured_what_is_estimated_and_the_chance(visit, edition):
    shown = visit("#kaart=6&gemeente=GM9001")
    rows = [r for r in _rows(edition, "6", niveau="wijk") if r["gemeentecode"] == "GM9001" and r["klasse"]]
    grey = next(r["gebiedscode"] for r in rows if r["label"] == "niet te zeggen")
    claimed = next(r["gebiedscode"] for r in rows if r["label"] != "niet te zeggen")
    for code, chance in (
        (grey, "De kans op een verandering van betekenis is naar elke kant hoogstens"),
        (claimed, "Kans op"),
    ):
        buurt = f"BU{code[2:]}{2 * int(code[-2])}{2 * int(code[-1])}"  # one that lies in the wijk
        shown.page.mouse.move(*shown.page.evaluate(MIDDLE, [0, buurt]), steps=3)
        told = _text(edition, "GM9001", "6", code)
        shown.page.locator(".maplibregl-popup-content").get_by_text(told, exact=True).wait_for()
        assert re.search(rf"Gemeten .*; wij schatten .* \(in 8 van de 10 gevallen tussen .*\)\. {chance} .*\d+%", told)


def test_two_gemeenten_beside_each_other_on_one_scale_and_the_link_gives_the_same(visit):
    shown = visit("", width=1300)
    shown.choose("5")
    shown.search("voorbeelds")
    shown.page.get_by_role("button", name="Vergelijk twee kaarten").click()
    shown.page.locator(".paneel").nth(1).wait_for()
    shown.settle()
    shown.choose("5", "2014-2022", pane=1)
    shown.search("nergens", pane=1)
    first, second = before = shown.page.evaluate(VIEW)
    assert (first["gemeente"], second["gemeente"]) == ("GM9001", "GM9003")
    assert first["zoom"] == second["zoom"] and first["lng"] != second["lng"]
    assert not shown.page.get_by_label("beelden gekoppeld").is_checked()
    assert "Voorbeeldstad" in shown.pane(0).inner_text() and "Nergenshuizen" in shown.pane(1).inner_text()
    again = visit(urlparse(shown.page.url).fragment.join(["#", ""]), width=1300)
    assert again.page.evaluate(VIEW) == before and again.page.url == shown.page.url
    again.page.reload()
    again.settle()
    assert again.page.evaluate(VIEW) == before
    again.page.get_by_role("button", name="Stop vergelijken").click()
    assert again.page.locator(".paneel").count() == 1 and "kaart2" not in again.page.url


def test_two_maps_of_one_place_move_together(visit):
    shown = visit("#kaart=3&gemeente=GM9002", width=1300)
    shown.page.get_by_role("button", name="Vergelijk twee kaarten").click()
    shown.page.locator(".paneel").nth(1).wait_for()
    shown.settle()
    assert shown.page.get_by_label("beelden gekoppeld").is_checked()
    shown.pane(1).get_by_role("button", name="Uitzoomen").click()
    shown.settle()
    first, second = shown.page.evaluate(VIEW)
    assert first["kaart"] == "3" and second["kaart"] == "4"
    assert [first[k] for k in ("zoom", "lng", "lat")] == [second[k] for k in ("zoom", "lng", "lat")]


def test_a_map_that_cannot_be_made_says_why(visit):
    shown = visit("#kaart=8&gemeente=GM9001")
    assert "61% van de inwoners" in shown.pane().locator(".waarom").inner_text()
    assert shown.page.evaluate("viewer.panes[0].drawn") == []
    shown.search("nergens")
    shown.choose("9")
    assert "minder dan 5 buurten" in shown.pane().locator(".waarom").inner_text()


def test_hostile_name_is_only_text(visit):
    shown = visit("#kaart=1&gemeente=GM9001")
    shown.search("</script>")
    assert shown.pane().locator(".gebied h2").inner_text() == world.EVIL
    shown.page.mouse.move(*shown.page.evaluate(MIDDLE, [0, "BU90010000"]), steps=3)
    shown.page.locator(".maplibregl-popup-content").get_by_text("<img onerror").wait_for()
    assert shown.page.locator("img[src=x]").count() == 0


def test_a_spoiled_link_opens_the_country(visit):
    shown = visit("#kaart=99&periode=1066-1492&gemeente=GM0000&gebied=<b>&beeld=x/1/NaN&kaart2=<script>")
    assert [view["kaart"] for view in shown.page.evaluate(VIEW)] == ["1", "1"]
    assert {(v["periode"], v["gemeente"], v["gebied"]) for v in shown.page.evaluate(VIEW)} == {
        ("2014-2024", None, None)
    }


@pytest.mark.parametrize("width", [1300, 360])
def test_axe_finds_nothing_serious_and_nothing_sticks_out(visit, width):
    Axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe
    shown = visit("#kaart=10&gemeente=GM9001&gebied=BU90010101&kaart2=3", width=width)
    found = Axe().run(shown.page).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in ("serious", "critical")] == []
    assert shown.page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_server_without_ranges_will_do(chromium, edition):
    command = [sys.executable, "-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory", str(edition)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        port = re.search(r"port (\d+)", process.stdout.readline())[1]
        shown = Visit(chromium, f"http://127.0.0.1:{port}/viewer/", "#kaart=1")
        assert len(shown.page.evaluate(ON_PICTURE, 0)["klasse"]) == len([r for r in _rows(edition, "1") if r["klasse"]])
        assert sum(url.endswith("/veerkracht.pmtiles") for url in shown.asked) == 1
        shown.context.close()
    finally:
        process.terminate()
        process.wait(20)


def test_own_reader_reads_archives_with_leaf_directories(visit, edition):
    """Beside the writer of the `pmtiles` package: tiles of so many lengths that the directory gets leaves."""
    import gzip
    from random import Random

    from pmtiles.tile import Compression, TileType, zxy_to_tileid
    from pmtiles.writer import write

    draw = Random(1)
    texts = {
        (8, x, y): "zelfde" if y % 5 == 0 else f"{draw.getrandbits(8 * draw.randint(1, 90)):x}"
        for x in range(150)
        for y in range(140)
    }
    with write(str(edition / "viewer" / "proef.pmtiles")) as writer:
        for tile in sorted(texts, key=lambda zxy: zxy_to_tileid(*zxy)):
            writer.write_tile(zxy_to_tileid(*tile), gzip.compress(texts[tile].encode(), mtime=0))
        writer.finalize({"tile_type": TileType.MVT, "tile_compression": Compression.GZIP}, {})
    shown = visit()
    asked = [(8, 0, 0), (8, 149, 139), (8, 75, 3), (8, 12, 120), (8, 100, 64), (8, 200, 200), (3, 1, 1)]
    read = """async (asked) => {
      const { Archive } = await import("./pmtiles.js"), archive = new Archive("proef.pmtiles");
      const found = await Promise.all(asked.map((tile) => archive.tile(...tile)));
      return [found.map((bytes) => new TextDecoder().decode(bytes)), archive.directories.size]; }"""
    found, leaves = shown.page.evaluate(read, asked)
    assert found == [texts.get(tile, "") for tile in asked]
    assert leaves > 1
    ids = shown.page.evaluate(
        """async (asked) => { const { tileId } = await import("./pmtiles.js");
      return asked.map((tile) => tileId(...tile)); }""",
        asked,
    )
    assert ids == [zxy_to_tileid(*tile) for tile in asked]
