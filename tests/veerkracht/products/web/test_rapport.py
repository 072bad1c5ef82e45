"""The change report says what the marts say, asks nothing of the network, and no name from data becomes markup."""

import base64
import re
from dataclasses import replace
from html.parser import HTMLParser

import duckdb
import pytest

from tests.veerkracht.products import world
from veerkracht.edition import loading, worded
from veerkracht.edition.reading import Edition
from veerkracht.edition.records import Verandering
from veerkracht.errors import VeerkrachtError
from veerkracht.products.web import rapport
from veerkracht.products.web.rapport import chart
from veerkracht.products.web.rapport.deviations import deviations

VOID = {"meta", "link", "img", "br", "hr", "input"}


class Page(HTMLParser):
    """Tags, attributes and text of a page; fails on tags that are not closed in order."""

    def __init__(self, text: str):
        super().__init__()
        self.tags, self.text, self._open = [], [], []
        self.feed(text)
        self.close()
        assert not self._open

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self._open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)

    def all(self, tag):
        return [attrs for name, attrs in self.tags if name == tag]


@pytest.fixture(scope="module")
def numbers(kandidaat):
    with Edition(kandidaat) as edition:
        return loading.load(edition, None, None)


@pytest.fixture(
    scope="module", params=["rapporten/GM9001.html", "rapporten/index.html", "kwaliteit/index.html", "index.html"]
)
def html(request, kandidaat):
    return (kandidaat / request.param).read_text(encoding="utf-8")


def test_pages_ask_nothing_of_the_network(html):
    assert (
        not re.search(r"""(src|href)\s*=\s*["']?(https?:)?//""", html)
        and "@import" not in html
        and "url(http" not in html
    )
    policy = next(m["content"] for m in Page(html).all("meta") if m.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'") and "script" not in policy
    assert "<script" not in html and not re.search(r"\son\w+=", html.replace("onerror=alert(1)", ""))


def test_pages_are_accessible_and_carry_what_they_must(html):
    page = Page(html)
    assert page.all("html")[0]["lang"] == "nl" and len(page.all("h1")) == 1 and page.all("main")
    assert all(th.get("scope") for th in page.all("th"))
    assert all(svg.get("aria-label") or svg.get("aria-hidden") for svg in page.all("svg"))
    assert [m for m in page.all("meta") if m.get("name") == "viewport"]
    assert "@media print" in html
    text = " ".join(page.text)
    for words in (
        "FICTIEVE VOORBEELDDATA",
        "econstructie op open data, niet de kaart van Aedes",
        "gesprek",
        "CBS, Kadaster, RIVM (CC BY 4.0), Leefbaarometer (CC0)",
    ):
        assert words in text, words


def _only_our_images(page) -> bool:
    """Images are our own charts: data, never an address, never with a script."""
    return all(
        set(image) == {"src", "alt"} and image["src"].startswith("data:image/svg+xml;base64,")
        for image in page.all("img")
    )


def test_a_name_from_data_stays_text(kandidaat):
    html = (kandidaat / "rapporten" / "GM9001.html").read_text()
    assert world.EVIL not in html and _only_our_images(Page(html))
    assert "&lt;/script&gt;&lt;img onerror=alert(1) src=x&gt;" in html
    assert world.EVIL in "".join(Page(html).text)
    quality = (kandidaat / "kwaliteit" / "index.html").read_text()
    assert "8% &lt;b&gt;anders&lt;/b&gt;" in quality and "<b>anders" not in quality


def test_evil_names_of_gemeente_indicator_and_source_stay_text(vol, tmp_path):
    with duckdb.connect(str(vol[1] / "veerkracht.duckdb")) as con:
        for target in (
            "dim_gebied.gebiedsnaam",
            "dim_indicator.label",
            "dim_indicator.eenheid",
            "dim_release.brontitel",
            "dim_publicatie.merk",
            "fct_wijziging.toelichting",
            "dim_kaart.titel",
            "dim_kaart.leeshulp",
            "dim_kaart.eenheid",
            "fct_kaart.label",
            "fct_kaart.status",
            "fct_kaart.reden",
            "fct_legenda.label",
            "fct_legenda.kleur",
            "dim_periode.onderdelen",
            "dim_instelling.uitleg",
            "mrt_uitspraak.zin",
            "mrt_uitspraak.titel",
            "mrt_aandacht.redenen",
            "mrt_aandacht.gesprek",
            "fct_gemeente.toelichting",
        ):
            table, column = target.split(".")
            con.execute(f"update {table} set {column} = ?", ['"><img src=x onerror=alert(1)>'])
    for file in rapport.write(vol[1], out=tmp_path / "uit"):
        page = Page(file.read_text())
        assert _only_our_images(page) and not [a for _, attrs in page.tags for a in attrs if a.startswith("on")]


def test_table_says_what_the_marts_say(kandidaat, numbers):
    rows = {r.indicator.naam: r for r in worded.indicator_rows(numbers, "GM9002")}
    with Edition(kandidaat) as edition:
        row = edition.rows(
            "select * from fct_verandering where niveau = 'gemeente' and gebiedscode = 'GM9002' and indicator = 'onv' "
            "and jaar_van = 2014 and jaar_tot = 2024 and indeling = 2024"
        )[0]
    shown = rows["onv"]
    assert shown.waarde_van == f"{row['waarde_van']:.3f}".replace(".", ",").replace("-", "−")
    assert shown.verschil.lstrip("+") == f"{row['verschil']:.3f}".replace(".", ",").replace("-", "−")
    assert shown.oordeel.woord == row["oordeel"]
    assert rows["p_wcorpw"].verschil.endswith("procentpunt") and rows["a_inw"].verschil.endswith("%)")
    text = " ".join(Page((kandidaat / "rapporten" / "GM9002.html").read_text()).text)
    assert all(r.verschil in text for r in rows.values())


def test_a_difference_is_as_exact_as_its_verdict_needs(numbers):
    indicator = next(i for i in numbers.indicatoren if i.naam == "p_hh_li")  # one decimal
    row = Verandering("gemeente", "GM9001", "p_hh_li", verschil=0.024, oordeel="ongunstiger")
    assert worded.difference(row, indicator) == "+0,02 procentpunt"
    assert worded.difference(replace(row, oordeel="geen meetbaar verschil"), indicator) == "0,0 procentpunt"


def test_changes_are_not_compared_with_those_of_the_land_in_words(kandidaat):
    assert "dan landelijk" not in (kandidaat / "rapporten" / "GM9001.html").read_text()


def test_largest_changes_have_a_side_and_are_of_peopled_areas(kandidaat, numbers):
    areas = {"buurt": [a for a in numbers.gebieden["buurt"] if a.gemeentecode == "GM9001"]}
    spread = {"buurt": deviations(numbers, "buurt")}
    rows = worded.largest_changes(numbers, areas, dict.fromkeys(world.INDICATORS, "buurt"), spread)
    assert len(rows) == 10 and all(r.oordeel.is_claim for r in rows)
    assert not [r for r in rows if r.gebiedscode.endswith("33")]  # ten inhabitants
    html = (kandidaat / "rapporten" / "GM9001.html").read_text()
    assert all(f"buurt {r.gebiedscode}" in html for r in rows)


def test_boundaries_that_changed_are_listed(numbers):
    rows = worded.boundary_rows(numbers, "GM9001", {"BU90010003": "Buurt drie"})
    assert [(r.klasse, r.aandeel) for r in rows] == [("nieuw", "0%"), ("verlegd", "20%")]
    assert worded.boundary_rows(numbers, "GM9002", {}) == []


def test_chart_of_counts_is_an_index_and_one_year_is_no_chart(numbers):
    inwoners = next(i for i in numbers.indicatoren if i.naam == "a_inw")
    made = chart.line_chart(numbers, "GM9001", "Voorbeeldstad", inwoners)
    assert made.unit == "index, 2014 = 100" and [round(line.values[0][1], 9) for line in made.lines] == [100, 100]
    assert chart.line_chart(numbers, "GM0000", "Onbekend", inwoners) is None


def test_chart_is_an_image_with_its_years_as_text_and_the_same_each_time(numbers):
    inwoners = next(i for i in numbers.indicatoren if i.naam == "a_inw")
    first, second = (chart.line_chart(numbers, "GM9001", "Voorbeeldstad", inwoners) for _ in range(2))
    kind, _, data = first.picture.partition(",")
    svg = base64.b64decode(data).decode()
    assert kind == "data:image/svg+xml;base64" and first.picture == second.picture
    assert ">2014</text>" in svg and ">2024</text>" in svg and not re.search(r"(href|src)=.(?!#)", svg)


def test_any_two_years_into_any_folder(kandidaat, tmp_path):
    files = rapport.write(kandidaat, van=2016, tot=2022, out=tmp_path / "uit")
    assert {f.name for f in files} == {"index.html", *(f"{g}.html" for g in world.GEMEENTEN)}
    html = (tmp_path / "uit" / "GM9001.html").read_text()
    assert "van 2016 tot 2022" in html and "2016–2022" in html and "Voorpagina" not in html


def test_years_without_figures_take_the_nearest_within(kandidaat, tmp_path):
    html = rapport.write(kandidaat, van=2015, tot=2023, out=tmp_path)[0].read_text()
    assert "van 2015 tot 2023" in html and "2016–2022" in html


@pytest.mark.parametrize(
    "van, tot, words",
    [
        (2022, 2016, "moet voor het eindjaar"),
        (2023, 2024, "niets te vergelijken.*2014"),
        (1900, 2016, "Van 1900 zijn er geen cijfers.*2014 tot en met 2024"),
        (2014, 2050, "Van 2050 zijn er geen"),
    ],
)
def test_years_that_cannot_be_compared(kandidaat, tmp_path, van, tot, words):
    with pytest.raises(VeerkrachtError, match=words):
        rapport.write(kandidaat, van=van, tot=tot, out=tmp_path / "uit")
    assert not (tmp_path / "uit").exists()


def test_an_edition_of_one_year_has_reports_without_changes(wereld):
    from veerkracht import publication

    with duckdb.connect(str(wereld.werk_database("openbaar"))) as con:
        con.execute("delete from fct_verandering")
        con.execute("delete from fct_reeks where jaar != 2014")  # the first year of the report itself
    candidate = publication.create_candidate(wereld, "openbaar", world.settings())
    files = rapport.write(candidate)
    assert len(files) > 1
    for html in (file.read_text() for file in files):
        assert "2014" in html and "van 2014 tot 2014" not in html
        assert "geen twee jaren die vergeleken kunnen worden" in html


def test_no_edition(tmp_path):
    with pytest.raises(VeerkrachtError, match="hier staat geen editie"):
        rapport.write(tmp_path, 2014, 2024)


def test_national_figure_is_a_mean_only_where_the_source_gives_none(wereld):
    from veerkracht import publication

    with duckdb.connect(str(wereld.werk_database("openbaar"))) as con:
        for table in ("fct_reeks", "fct_verandering"):
            con.execute(f"delete from {table} where niveau = 'land' and indicator in ('onv', 'a_inw')")
        con.execute("update dim_gebied set inwoners = 100000 where gebiedscode = 'GM9003'")
        con.execute("delete from fct_reeks where gebiedscode = 'GM9003' and jaar = 2016")
    candidate = publication.create_candidate(wereld, "openbaar", world.settings())
    with Edition(candidate) as edition:
        made = loading.load(edition, None, None)
    assert made.land_berekend == {"onv"}  # counts are not averaged
    series = made.waarden["land", "NL00", "onv"]
    assert 2016 not in series  # gemeenten with a value hold too few inhabitants
    weights = {"GM9001": 14400, "GM9002": 14400, "GM9003": 100000}
    mean = sum(made.waarden["gemeente", g, "onv"][2014].waarde * w for g, w in weights.items()) / sum(weights.values())
    assert series[2014].waarde == pytest.approx(mean)
    html = rapport.write(candidate)[0].read_text()
    assert "Landelijk*" in html and "gewogen naar inwoners" in html


def test_without_outlines_there_are_figures_and_no_map(vol, tmp_path):
    for file in (vol[1] / "grenzen").iterdir():
        file.unlink()
    html = rapport.write(vol[1], out=tmp_path)[0].read_text()
    assert 'class="kaart"' not in html and "kan niet worden getekend" in html and "De gemeente naast het land" in html


def test_indicator_that_only_wijken_have_is_said_so(wereld, tmp_path):
    from veerkracht import publication

    with duckdb.connect(str(wereld.werk_database("openbaar"))) as con:
        for table in ("fct_reeks", "fct_verandering"):
            con.execute(f"delete from {table} where niveau in ('buurt', 'gemeente', 'land') and indicator = 'onv'")
    candidate = publication.create_candidate(wereld, "openbaar", world.settings())
    html = rapport.write(candidate)[0].read_text()
    assert "alleen cijfers per wijk" in html


def test_water_is_no_buurt_of_a_gemeente(wereld):
    """As in the atlas and on the maps: water has a code, and nobody can live there."""
    from veerkracht import publication

    counted = []
    for statement in ("select 1", "update dim_gebied set water = 'water' where gebiedscode = 'BU90010001'"):
        with duckdb.connect(str(wereld.werk_database("openbaar"))) as con:
            con.execute(statement)
        written = rapport.write(publication.create_candidate(wereld, "openbaar", world.settings()))
        html = next(file for file in written if file.name == "GM9001.html").read_text()
        counted.append(int(re.search(r"(\d+) buurten op de indeling", html)[1]))
    assert counted[0] == counted[1] + 1


def test_area_that_was_all_but_empty_at_the_start_is_no_large_change(wereld):
    from veerkracht import publication

    with duckdb.connect(str(wereld.werk_database("openbaar"))) as con:
        con.execute(
            "update fct_verandering set verschil = 90, oordeel = 'gestegen' "
            "where gebiedscode = 'BU90010001' and indicator = 'p_wcorpw'"
        )
        con.execute(
            "update fct_reeks set waarde = 5 where gebiedscode = 'BU90010001' and indicator = 'a_inw' and jaar = 2014"
        )
    candidate = publication.create_candidate(wereld, "openbaar", world.settings())
    with Edition(candidate) as edition:
        made = loading.load(edition, None, None)
    spread = {"buurt": deviations(made, "buurt")}
    rows = worded.largest_changes(made, made.gebieden, dict.fromkeys(world.INDICATORS, "buurt"), spread)
    assert rows and not [r for r in rows if r.gebiedscode == "BU90010001"]
