"""The page of a gemeente as a person uses it: Debian's chromium, driven by Playwright, opened from a file.

What the screen shows is compared with the marts, never with a picture.
"""

import csv
import json
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from tests.browser import bigcity
from tests.veerkracht.products import mapworld, world
from veerkracht import publication
from veerkracht.edition.reading import Edition
from veerkracht.paths import DataPaths
from veerkracht.products.web import gemeentepagina

CHROMIUM = "/usr/bin/chromium"
MAX_BYTES = 3_000_000
CHOSEN = "BU90010102"
# what the page shows now: of every area its class, colour or pattern
SHOWN = """(panel) => [...document.querySelectorAll(`#paneel${panel} path.gebied`)].map((e) => ({
    code: e.dataset.code, fill: getComputedStyle(e).fill, box: e.getBoundingClientRect().width}))"""
VIEW = """(n) => { const svg = document.querySelectorAll(`#paneel${n} path.gebied`);
    return [...svg].slice(0, 5).map((e) => { const b = e.getBoundingClientRect(), v =
    document.querySelector(`#paneel${n} .kaartvak`).getBoundingClientRect();
    return [b.x - v.x, b.y - v.y, b.width].map(Math.round)})}"""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="chromium of Debian is not installed"),
]


def _candidate(folder):
    paths = world.make_world(DataPaths(folder / "data").ensure())
    return publication.create_candidate(paths, "openbaar", world.settings())


@pytest.fixture(scope="module")
def candidate(tmp_path_factory):
    folder = _candidate(tmp_path_factory.mktemp("bladzijden"))
    gemeentepagina.write(folder)
    return folder


@pytest.fixture(scope="module")
def big(tmp_path_factory):
    """The page of a city of 484 buurten."""
    return bigcity.page(tmp_path_factory.mktemp("grootstad"))


@pytest.fixture(scope="module")
def chromium():
    api = pytest.importorskip("playwright.sync_api")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


class Visit:
    """A page on the screen, with all that it asked for and complained of."""

    def __init__(self, chromium, file: Path, width=1400, height=1000, script: str | None = None, **context):
        self.context = chromium.new_context(viewport={"width": width, "height": height}, **context)
        self.page, self.file = self.context.new_page(), file
        self.asked, self.complaints = [], []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.complaints.append("dialog"), dialog.dismiss()))
        if script:
            self.page.add_init_script(script)
        self.page.goto(file.as_uri())
        self.page.wait_for_selector("html[data-klaar]")

    def wait_for_text(self, selector: str, text: str) -> None:
        """Not by a function in the page: its policy forbids to run what comes from outside."""
        self.page.locator(selector).filter(has_text=text).wait_for(state="attached")

    def choose(self, number: int) -> None:
        self.page.check(f"#kies-{number - 1}")
        self.settle()

    def settle(self) -> None:
        self.page.wait_for_timeout(250)  # the table follows the map after a moment

    def shown(self, panel: int = 1) -> dict[str, dict]:
        return {area["code"]: area for area in self.page.evaluate(SHOWN, panel)}

    def slide(self, to: str, panel: int = 1) -> None:
        """Move the years with the keyboard until the moment stands beside them."""
        self.page.focus(f"#paneel{panel}-tijd")
        self.page.keyboard.press("Home")
        for _ in range(40):
            if self.page.inner_text(f"#paneel{panel} .tijd output") == to:
                return self.settle()
            self.page.keyboard.press("ArrowRight")
        raise AssertionError(f"no moment {to}")


@pytest.fixture
def open_page(chromium, candidate):
    """Opens the first gemeente; at the end nothing was asked for but the file, and nothing complained."""
    visits = []

    def visit(file: Path | None = None, **settings) -> Visit:
        visits.append(Visit(chromium, file or candidate / "paginas" / "GM9001.html", **settings))
        return visits[-1]

    yield visit
    for one in visits:
        assert {url for url in one.asked if not url.startswith("blob:")} == {one.file.as_uri()}  # blob: a download
        assert one.complaints == []
        one.context.close()


def _facts(candidate, kaart_id, tot=2024, niveau="buurt"):
    with Edition(candidate) as edition:
        return edition.rows(
            "select * from fct_kaart where gemeentecode = 'GM9001' and kaart_id = ? and jaar_tot = ? and niveau = ?",
            [kaart_id, tot, niveau],
        )


def _rgb(colour: str) -> str:
    return "rgb({}, {}, {})".format(*(int(colour[n : n + 2], 16) for n in (1, 3, 5)))


def test_every_map_has_as_many_coloured_areas_as_the_mart(candidate, open_page):
    visit = open_page()
    for number, kaart_id in enumerate(mapworld.kaarten(), 1):
        visit.choose(number)
        assert visit.page.inner_text("#paneel1-kop").startswith(f"{kaart_id}. ")
        rows = _facts(candidate, kaart_id, niveau="wijk" if kaart_id in ("4", "6") else "buurt")
        if kaart_id == "8":
            assert "61% van de inwoners" in visit.page.inner_text(".geenkaart")
            assert not visit.page.is_visible(".kaartvak") and not visit.page.query_selector(".legenda")
            continue
        shown = visit.shown()
        assert {row["gebiedscode"] for row in rows} == set(shown) and all(a["box"] > 5 for a in shown.values())
        expected = Counter(_rgb(row["kleur"]) for row in rows if row["klasse"])
        patterns = Counter(area["fill"] for area in shown.values() if area["fill"].startswith("url"))
        assert Counter(area["fill"] for area in shown.values()) == expected + patterns
        assert len(patterns) == len({row["status"] for row in rows if not row["klasse"]})


def test_legend_counts_what_is_drawn(candidate, open_page):
    visit = open_page()
    visit.choose(3)
    rows = visit.page.eval_on_selector_all(
        "#paneel1 .legenda tbody tr", "rows => rows.map(r => [...r.cells].map(c => c.innerText))"
    )
    counts = {re.split(r"\n", row[0])[0].strip(): int(row[1]) for row in rows}
    facts = _facts(candidate, "3")
    assert counts == Counter(row["label"] or row["status"] for row in facts)
    visit.choose(10)
    assert len(visit.page.query_selector_all("#paneel1 .veld td.entry")) == 9


def test_every_map_says_on_what_it_stands(open_page):
    visit = open_page()
    for number, _ in enumerate(mapworld.kaarten(), 1):
        visit.choose(number)
        words = " ".join(visit.page.inner_text("#paneel1").split())
        for needed in ("Periode: 20", "Grenzen: indeling van 2024", "Bronnen: ", "begin van een gesprek",
                       "Reconstructie op open data, niet de kaart van Aedes"):  # fmt: skip
            assert needed in words
    assert "FICTIEVE VOORBEELDDATA" in visit.page.inner_text("body")


def test_years_slide(candidate, open_page):
    visit = open_page()
    newest = visit.shown()
    visit.slide("2016")
    older = visit.shown()
    assert visit.page.inner_text("#paneel1 .moment") == "2016, per buurt"
    assert "grenzen van de kaart over 2024" in visit.page.inner_text("#paneel1 .onder")
    assert sum(older[code]["fill"] != newest[code]["fill"] for code in newest) > 3
    visit.choose(2)
    assert visit.page.inner_text("#paneel1 .moment").startswith("2014–2024")  # what was on show ends nowhere: newest
    visit.slide("2014–2022")
    rows = _facts(candidate, "2", 2022)
    shown = visit.shown()
    assert all(shown[r["gebiedscode"]]["fill"] == _rgb(r["kleur"]) for r in rows if r["klasse"])
    visit.choose(1)
    visit.page.click("#paneel1 .speel")
    visit.wait_for_text("#paneel1 .tijd output", "2024")


def test_click_gives_figures_reasons_line_and_chance(candidate, open_page):
    visit = open_page()
    visit.choose(3)
    visit.page.locator(f'path[data-code="{CHOSEN}"]').click()
    detail = visit.page.locator("#detail")
    words = detail.inner_text()
    assert "Buurt 0-2 van Voorbeeldstad" in words and CHOSEN in words and "900 inwoners" in words
    row = next(r for r in _facts(candidate, "3") if r["gebiedscode"] == CHOSEN)
    value = f"{row['waarde']:.2f}".replace(".", ",").replace("-", "−")
    assert f"{value} standaardafwijking" in words and row["label"] in words
    assert f"{row['kans'] * 100:.0f}%" in words
    assert re.search("Zeker in|Waarschijnlijk in|Misschien in|Kans op deze", words)
    assert "reden 3 a" in words and "nummer 3 van de gemeente" in words and "Hoe gaat het?" in words
    assert detail.locator(".opkaarten tbody tr").count() == len(mapworld.kaarten())
    assert detail.locator("svg.grafiek").get_attribute("aria-label").startswith("Overlast en onveiligheid (score)")
    detail.locator("#reeks").select_option("p_wcorpw")
    assert detail.locator("svg.grafiek circle").count() == 3 * 6  # area, gemeente and land, six years
    detail.get_by_role("button", name="5. Overlast").click()
    assert visit.page.inner_text("#paneel1-kop").startswith("5. ")
    assert visit.page.is_checked("#kies-4")


def test_pointer_tells_name_value_and_class(open_page):
    visit = open_page()
    visit.page.locator(f'path[data-code="{CHOSEN}"]').hover()
    words = visit.page.inner_text(".wijzer")
    assert "Buurt 0-2" in words and "%" in words
    visit.page.locator('path[data-code="BU90010000"]').hover()
    assert world.EVIL in visit.page.inner_text(".wijzer")  # as text: no dialog, no request
    assert visit.page.query_selector("img") is None
    tip, vak = (visit.page.locator(s).bounding_box() for s in (".wijzer", ".kaartvak"))
    assert tip["x"] >= vak["x"] and tip["x"] + tip["width"] <= vak["x"] + vak["width"]  # words stay inside the map
    assert tip["y"] >= vak["y"] and tip["y"] + tip["height"] <= vak["y"] + vak["height"]


def test_search_by_keyboard(open_page):
    visit = open_page()
    visit.page.fill("#zoek", "BUURT 3-")
    options = visit.page.locator("#zoeklijst li")
    assert options.count() == 4 and "wijk" in options.first.inner_text().lower()
    visit.page.keyboard.press("ArrowDown")
    active = visit.page.get_attribute("#zoek", "aria-activedescendant")
    assert visit.page.get_attribute(f"#{active}", "aria-selected") == "true" and active == "zoek-1"
    visit.page.keyboard.press("Enter")
    assert visit.page.inner_text("#gekozen") == "Buurt 3-1 van Voorbeeldstad"
    assert not visit.page.is_visible("#zoeklijst")
    visit.page.fill("#zoek", "bestaat niet")
    assert visit.page.inner_text("#melding") == "niets gevonden"


def test_two_maps_move_together(open_page):
    visit = open_page()
    visit.page.click("#vergelijk")
    visit.settle()
    assert visit.page.inner_text("#paneel1 .tijd output") == "2014"
    assert visit.page.inner_text("#paneel2 .tijd output") == "2024"
    assert visit.page.evaluate(VIEW, 1) == visit.page.evaluate(VIEW, 2)
    before = visit.page.evaluate(VIEW, 1)
    visit.page.focus("#paneel2 .kaartvak")
    visit.page.keyboard.press("+")
    visit.page.keyboard.press("ArrowRight")
    visit.page.wait_for_timeout(600)
    after = visit.page.evaluate(VIEW, 1)
    assert after != before and after == visit.page.evaluate(VIEW, 2)
    assert not visit.page.is_visible("#let-op")  # 2014 stands in the classes of 2024
    visit.slide("2022")
    assert "grenzen van de klassen verschillen" in visit.page.inner_text("#let-op")
    visit.page.select_option("#paneel2-keus", "2")
    visit.settle()
    assert not visit.page.is_visible("#let-op")  # another map
    visit.page.locator(f'#paneel1 path[data-code="{CHOSEN}"]').click(force=True)
    visit.settle()
    assert visit.page.locator(".kort:visible").count() == 2
    assert visit.page.locator("#tabel thead th").count() == 7
    visit.page.locator('#paneel1 path[data-code="BU90011122"]').hover(force=True)
    assert visit.page.locator(".wijzer").count() == 2
    assert "onvergelijkbaar" in visit.page.locator(".wijzer").first.inner_text()
    visit.page.click("#vergelijk")
    assert not visit.page.is_visible("#paneel2")


def test_notes_stay_and_leave_as_a_file(open_page, tmp_path):
    visit = open_page(accept_downloads=True)
    for code, note in ((CHOSEN, '=cmd|"/c calc"!A1'), ("BU90010000", "Eerste regel\nmet ; en €")):
        visit.page.locator(f'path[data-code="{code}"]').click()
        visit.page.fill("#notitie", note)
        visit.page.locator("#notitie").blur()
    visit.page.reload()
    visit.page.wait_for_selector("html[data-klaar]")
    assert "Notities (2)" in visit.page.inner_text("#detail")
    with visit.page.expect_download() as download:
        visit.page.get_by_role("button", name="Bewaar als CSV").click()
    download.value.save_as(tmp_path / "n.csv")
    with (tmp_path / "n.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = {row["gebiedscode"]: row for row in csv.DictReader(stream, delimiter=";")}
    assert rows[CHOSEN]["notitie"] == '\'=cmd|"/c calc"!A1'  # text to a spreadsheet
    assert rows["BU90010000"]["notitie"] == "Eerste regel\nmet ; en €" and rows["BU90010000"]["gebied"] == world.EVIL
    with visit.page.expect_download() as download:
        visit.page.get_by_role("button", name="Bewaar als JSON").click()
    download.value.save_as(tmp_path / "n.json")
    notes = {n["code"]: n["tekst"] for n in json.loads((tmp_path / "n.json").read_text())["notities"]}
    assert notes[CHOSEN] == '=cmd|"/c calc"!A1'
    other = open_page()
    assert "Notities (0)" in other.page.inner_text("#detail")
    other.page.set_input_files("#notities-in", tmp_path / "n.json")
    other.wait_for_text("#notities-kop", "Notities (2)")
    (tmp_path / "kapot.json").write_text('{"notities": 3}')
    other.page.set_input_files("#notities-in", tmp_path / "kapot.json")
    other.wait_for_text("#melding", "geen notities")


def test_a_note_is_kept_while_it_is_written(open_page):
    visit = open_page()
    visit.page.locator(f'path[data-code="{CHOSEN}"]').click()
    visit.settle()
    visit.page.locator("#notitie").press_sequentially("half ")
    visit.page.evaluate("document.getElementById('kies-2').click()")  # a map that comes late: the focus stays
    visit.wait_for_text("#melding", "Kwetsbare bewoners")
    visit.page.keyboard.type("woord")  # the cursor stayed in the note
    assert visit.page.input_value("#notitie") == "half woord"
    assert "Notities (1)" in visit.page.inner_text("#detail")
    visit.page.reload()  # and the field was never left
    visit.page.wait_for_selector("html[data-klaar]")
    assert "Notities (1)" in visit.page.inner_text("#detail")
    visit.page.locator(f'path[data-code="{CHOSEN}"]').click()
    assert visit.page.input_value("#notitie") == "half woord"


def test_two_windows_keep_each_others_notes(open_page):
    visit = open_page()
    other = visit.context.new_page()
    other.goto(visit.file.as_uri())
    other.wait_for_selector("html[data-klaar]")
    codes = [CHOSEN, "BU90010000"]
    for page, code in zip((visit.page, other), codes, strict=True):
        page.locator(f'path[data-code="{code}"]').click()
        page.fill("#notitie", f"over {code}")
        page.locator("#notitie").blur()
    other.reload()
    other.wait_for_selector("html[data-klaar]")
    for code in codes:
        other.locator(f'path[data-code="{code}"]').click()
        assert other.input_value("#notitie") == f"over {code}"
    other.fill("#notitie", "")
    other.locator("#notitie").blur()
    visit.wait_for_text("#notities-kop", "Notities (1)")  # what one window takes away, the other does not bring back


def test_without_storage_notes_last_until_the_window_closes(open_page):
    visit = open_page(script="Object.defineProperty(window, 'localStorage', {get() { throw new Error('dicht'); }})")
    assert "verdwijnen als u dit venster sluit" in visit.page.inner_text("#detail")
    visit.page.locator(f'path[data-code="{CHOSEN}"]').click()
    visit.page.fill("#notitie", "even")
    visit.page.locator("#notitie").blur()
    assert "Notities (1)" in visit.page.inner_text("#detail")
    assert visit.page.locator("#tabel .potlood").count() == 1


def test_print_has_map_legend_area_and_note(open_page, tmp_path):
    visit = open_page()
    visit.choose(3)
    visit.page.locator(f'path[data-code="{CHOSEN}"]').click()
    visit.page.fill("#notitie", "Bespreken met de gemeente")
    visit.page.locator("#notitie").blur()
    visit.page.pdf(path=tmp_path / "druk.pdf", format="A4", print_background=True)
    assert visit.page.locator("#afdruk svg.stil path.vlak").count() == 16
    visit.page.emulate_media(media="print")
    assert not visit.page.is_visible("#scherm") and visit.page.is_visible("#afdruk svg.stil")
    assert visit.page.locator("#afdruk button, #afdruk select, #afdruk [id]").count() == 0
    if not shutil.which("pdftotext"):
        pytest.skip("poppler-utils is not installed: the text of the print was not read")
    text = subprocess.run(["pdftotext", tmp_path / "druk.pdf", "-"], capture_output=True, text=True, check=True).stdout
    text = " ".join(text.split())
    for words in ("FICTIEVE VOORBEELDDATA", "Voorbeeldstad", "3. Kwetsbare bewoners", "terecht", "Bronnen:",
                  "niet de kaart van Aedes", "Buurt 0-2", "Bespreken met de gemeente", "CC BY 4.0"):  # fmt: skip
        assert words in text, words


def test_all_by_keyboard_with_the_focus_in_sight(open_page):
    visit = open_page()
    seen = []
    for _ in range(60):
        visit.page.keyboard.press("Tab")
        focus = visit.page.evaluate(
            "() => { const e = document.activeElement, s = getComputedStyle(e.matches('.kaartje input') ? "
            "e.nextElementSibling : e); return [e.id || e.className || e.tagName, s.outlineStyle, s.outlineWidth] }"
        )
        seen.append(focus[0])
        assert focus[1] != "none" and float(focus[2].removesuffix("px")) >= 2, focus
        if focus[0] == "naam":
            break
    assert {"zoek", "vergelijk", "druk-af", "kies-0", "paneel1-tijd", "tabelvak", "naam"} <= set(seen)
    visit.page.keyboard.press("Enter")
    chosen = visit.page.inner_text("#gekozen")
    assert visit.page.locator("#tabel tr.gekozen th").inner_text() == chosen
    visit.page.focus("#kies-0")
    visit.page.keyboard.press("ArrowRight")
    assert visit.page.inner_text("#paneel1-kop").startswith("2. ")


def test_table_mirrors_the_map_and_sorts(candidate, open_page):
    visit = open_page()
    visit.choose(3)
    cells = visit.page.eval_on_selector_all(
        "#tabel tbody tr", "rows => rows.map(r => [r.dataset.code, r.cells[2].innerText.trim()])"
    )
    assert dict(cells) == {r["gebiedscode"]: r["label"] or r["status"] for r in _facts(candidate, "3")}
    visit.page.get_by_role("button", name="Waarde").click()
    codes = visit.page.eval_on_selector_all("#tabel tbody tr", "rows => rows.map(r => r.dataset.code)")
    facts = {r["gebiedscode"]: r["waarde"] for r in _facts(candidate, "3")}
    values = [facts[code] for code in codes if facts[code] is not None]
    assert values == sorted(values, reverse=True) and [facts[c] for c in codes[12:]] == [None] * 4
    assert visit.page.get_attribute('#tabel th[aria-sort="descending"] button', "class") == "sorteer"


@pytest.mark.parametrize("width", [1400, 360])
def test_axe_finds_nothing_serious(open_page, width):
    Axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe
    visit = open_page(width=width, height=800)
    axe = Axe()

    def serious() -> list:
        found = axe.run(visit.page).response["violations"]
        return [(v["id"], v["impact"], v["nodes"][0]["html"][:200]) for v in found if v["impact"] in
                ("serious", "critical")]  # fmt: skip

    assert serious() == []
    visit.page.fill("#zoek", "buurt 1")
    assert serious() == []
    visit.page.keyboard.press("Enter")
    visit.page.get_by_text("Cijfers bij de lijn").click()
    visit.page.fill("#notitie", "een notitie")
    visit.page.locator("#notitie").blur()
    assert serious() == []
    visit.page.click("#vergelijk")
    visit.settle()
    visit.page.select_option("#paneel2-keus", "9")
    visit.settle()
    assert serious() == []


def test_a_phone_shows_all_without_scrolling_aside(open_page):
    visit = open_page(width=360, height=740, has_touch=True, is_mobile=True)
    visit.page.select_option("#paneel1-keus", "2")
    visit.page.locator(f'path[data-code="{CHOSEN}"]').tap()
    visit.settle()
    assert "Buurt 0-2" in visit.page.inner_text(".kort")
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 360
    visit.page.get_by_role("button", name="Alle cijfers en notitie").tap()
    assert visit.page.evaluate("document.activeElement.id") == "gekozen"
    visit.page.tap("#vergelijk")
    visit.settle()
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 360
    tops = [visit.page.locator(f"#paneel{n} .kaartvak").bounding_box()["y"] for n in (1, 2)]
    assert tops[1] > tops[0]  # below each other


def test_page_of_the_largest_city_is_small_enough_and_whole(open_page, big):
    assert big.stat().st_size < MAX_BYTES
    visit = open_page(big)
    visit.choose(3)
    assert len(visit.shown()) == 484 and visit.page.locator("#tabel tbody tr").count() == 484
