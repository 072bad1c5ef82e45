"""The maps on a page say what fct_kaart says, tell the kinds of no-value apart, and say why a map is not there."""

import re
from dataclasses import replace

import duckdb
import geopandas as gpd
import pytest
from shapely.geometry import Polygon, box

from tests.veerkracht.products import mapworld, world
from tests.veerkracht.products.web.test_rapport import Page
from veerkracht.edition.legend import NO_COLOUR, colour, status_css
from veerkracht.edition.maps import Maps
from veerkracht.edition.reading import Edition
from veerkracht.edition.records import Kaart, LegendaRecord
from veerkracht.edition.verdicts import VerdictLimits
from veerkracht.edition.words import area_text, limits_text
from veerkracht.products.web import rapport
from veerkracht.products.web.rapport import drawing


@pytest.fixture(scope="module")
def sheets(kandidaat):
    """Sheets of the newest period of the first gemeente, by map."""
    with Edition(kandidaat) as edition:
        (period, made), *_ = Maps(edition).of("GM9001")
    assert period == (2014, 2024)
    return {sheet.kaart.kaart_id: sheet for sheet in made}


@pytest.fixture(scope="module")
def html(kandidaat):
    return (kandidaat / "rapporten" / "GM9001.html").read_text(encoding="utf-8")


def _page(candidate, folder):
    rapport.write(candidate, out=folder)
    return (folder / "GM9001.html").read_text()


def test_all_maps_in_order_newest_period_first(kandidaat, html):
    with Edition(kandidaat) as edition:
        periods = Maps(edition).of("GM9002")
    assert [period for period, _ in periods] == [(2014, 2024), (2014, 2022)]
    assert all([s.kaart.kaart_id for s in made] == mapworld.kaarten() for _, made in periods)
    titles = [f"{row['kaart_id']}. {row['titel']}" for row in mapworld.seed_rows()]
    first, second = html.split('<details class="periode">')
    for part in (first, second):
        places = [part.index(f"<figcaption>{title}<") for title in titles]
        assert places == sorted(places)


def test_colour_and_count_of_every_area_are_those_of_the_mart(kandidaat, html, sheets):
    with Edition(kandidaat) as edition:
        rows = edition.rows(
            "select gebiedscode, klasse, kleur, status from fct_kaart where kaart_id = '3' and niveau = 'buurt' "
            "and gemeentecode = 'GM9001' and jaar_tot = 2024"
        )
    rules = {(sheet, k): hexa for sheet, k, hexa in re.findall(r"^\.(m[\w-]+) \.(k\d+)\{fill:(#\w+)\}$", html, re.M)}
    ids = dict(re.findall(r'<path id="(buurt24-\d+)" d="([^"]+)"', html))
    assert len(ids) == 16  # each outline once, whatever the number of maps
    figure = html.split(f'<figure class="blad {sheets["3"].css}">')[1].split("</figure>")[0]
    drawn = dict(re.findall(r'<use href="#(buurt24-\d+)" class="([kz][\w-]*)">', figure))
    shown = {g.gebiedscode: g.css for g in sheets["3"].gebieden}
    assert len(drawn) == 16 and set(drawn) == set(ids)
    for row in rows:
        css = shown[row["gebiedscode"]]
        has = row["klasse"] is not None
        assert (rules[sheets["3"].css, css] == row["kleur"]) if has else css == status_css(row["status"])
    assert (
        sheets["3"].getoond == 12 and "12 van 16 buurten hier met een klasse; in het land 36 met en 12 zonder" in figure
    )


def test_legend_has_limits_counts_and_every_kind_of_no_value(sheets):
    entries = {e.label: e for e in sheets["3"].legenda}
    assert set(mapworld.WITHOUT.values()) <= set(entries)
    assert len({entries[status].css for status in mapworld.WITHOUT.values()}) == 4
    assert sum(e.hier for e in entries.values()) == 16 and sum(e.land for e in entries.values()) == 48
    assert entries["laagste vijfde deel"].grenzen.startswith("t/m ")
    assert entries["hoogste vijfde deel"].grenzen.startswith("meer dan ")
    assert all(not e.grenzen for e in sheets["1"].legenda if e.css.startswith("k"))  # the labels say them


def test_legend_says_what_is_expected_of_each_class(html, sheets):
    for kaart_id, words in (("4", "kleiner dan de drempel"), ("3", "terecht")):
        told = [e.verwacht for e in sheets[kaart_id].legenda if e.css.startswith("k") and e.land]
        assert any(text.endswith(words) for text in told) and all(text in html for text in told)
    untold = next(e for e in sheets["7"].legenda if e.label == "niet te zeggen")
    assert re.fullmatch(r"in het land \d+ (gebied|gebieden), [\d.]+ inwoners", untold.verwacht)


def test_a_map_opens_at_the_level_that_the_mart_says(sheets):
    assert sheets["4"].niveau == "wijk" and sheets["3"].niveau == "buurt"


def test_wijken_where_only_wijken_have_classes(html, sheets):
    assert sheets["6"].niveau == "wijk" and len(sheets["6"].gebieden) == 4
    assert len(re.findall(r'<path id="wijk24-\d+"', html)) == 4


def test_map_that_cannot_be_made_says_why(html, kandidaat):
    assert f"Deze kaart kan hier niet worden gemaakt:</strong> {mapworld.NO_COVERAGE}." in html
    other = (kandidaat / "rapporten" / "GM9002.html").read_text()
    assert "minder dan 5 buurten met een waarde." in other
    assert "minder dan 5 buurten met een waarde." not in html


def test_every_map_carries_what_it_must(html):
    for figure in html.split('<figure class="blad ')[1:]:
        text = " ".join("".join(Page("<p>" + figure.split(">", 1)[1].split("</figure>")[0] + "</p>").text).split())
        for words in (
            "(gemeten: ",
            "Grenzen: indeling van 2024",
            "signaleert en is het begin van een gesprek",
            "Reconstructie op open data, niet de kaart van Aedes",
        ):
            assert words in text, words
    assert "Kwetsbaarheid staat hier op: inkomen (2014–2024)" in html
    both = "Bronnen: Kerncijfers wijken en buurten (2022@kwb-2022); Leefbaarometer 3.0 (2014-2024@lbm3-2024)."
    assert both in html and html.count("Bronnen: Leefbaarometer 3.0 (2014-2024@lbm3-2024).") == 4


def test_focus_map_has_a_legend_of_three_by_three(html, sheets):
    assert sheets["10"].is_veld and not sheets["7"].is_veld
    table = html.split('<table class="veld">')[1].split("</table>")[0]
    told = [entry.vak for entry in sheets["10"].klassen if entry.land]
    assert all(told) and all(f'<span class="eenheid">{text}</span>' in table for text in told)
    assert "Alle vakken samen: in het land" in sheets["10"].veldtekst and sheets["10"].veldtekst in html
    assert table.index("sterk kwetsbaar") < table.index("weinig kwetsbaar") and table.count("<td title=") == 9
    assert table.count("score vanaf 0,200") == table.count("score onder −0,200") == 1
    assert table.index('class="k7"') < table.index('class="k9"') < table.index('class="k1"')


def test_loaded_areas_are_said(vol, tmp_path):
    with duckdb.connect(str(vol[1] / "veerkracht.duckdb")) as con:
        con.execute("update dim_periode set referentie = 'vergeleken met de geladen gebieden'")
        con.execute("update dim_kaart set titel = titel || ' (vergeleken met de geladen gebieden)'")
    html = _page(vol[1], tmp_path)
    assert html.count("(vergeleken met de geladen gebieden)<span") == 2 * len(mapworld.kaarten())
    assert html.count("Let op: vergeleken met de geladen gebieden.") == 2 * len(mapworld.kaarten())


def test_levels_that_begin_alike_have_looks_of_their_own(vol):
    """A user's level `bewonersgebied` beside the buurten of the same map: each its own colour."""
    with duckdb.connect(str(vol[1] / "veerkracht.duckdb")) as con:
        con.execute(
            "insert into fct_legenda by name select * replace ('bewonersgebied' as niveau, '#123456' as kleur) "
            "from fct_legenda where niveau = 'buurt'"
        )
    with Edition(vol[1]) as edition:
        found = Maps(edition).colours()
    assert any(colour == "#123456" for *_, colour in found) and len({one[:2] for one in found}) == len(found)
    assert {colour for sheet, _, colour in found if "bewonersgebied" in sheet} == {"#123456"}
    before = [one for one in found if "bewonersgebied" not in one[0]]
    assert "#123456" not in {colour for *_, colour in before}


def test_gemeente_without_map_rows_and_edition_without_maps(vol, tmp_path):
    with duckdb.connect(str(vol[1] / "veerkracht.duckdb")) as con:
        con.execute("delete from fct_kaart where gemeentecode = 'GM9001'")
    html = _page(vol[1], tmp_path)
    assert html.count("voor deze gemeente zijn er geen gebieden of cijfers in deze editie") == 2 * len(
        mapworld.kaarten()
    )
    with duckdb.connect(str(vol[1] / "veerkracht.duckdb")) as con:
        con.execute(world.NO_MAPS)
    assert "Deze editie bevat geen kaarten" in _page(vol[1], tmp_path)


KAART = Kaart(
    kaart_id="1", titel="K", maat="kwetsbaarheid", soort="niveau", klassen="", labels=None,
    eenheid="standaardafwijking", decimalen=2, leeshulp=None, is_niveau=True, klasse_niet_te_zeggen=None,
)  # fmt: skip
LIMITS = VerdictLimits(duidelijk=0.9, waarschijnlijk=0.75, registratie=0.95, delta_aandeel=0.1)


def test_words_of_an_area_without_a_class(sheets):
    row = replace(sheets["3"].gebieden[0], klasse=None, status="afgeschermd", reden="te klein", gebiedsnaam="Dorp")
    assert area_text(KAART, row, LIMITS) == "Dorp: afgeschermd (te klein)"


@pytest.mark.parametrize(
    "low, high, label, text",
    [
        (None, -0.5, "laag", "t/m −0,50"),
        (-0.5, 0.25, "midden", "−0,50 tot 0,25"),
        (0.25, None, "hoog", "meer dan 0,25"),
        (0.2512, 0.2531, "smal", "0,251 tot 0,253"),
        (10.0, 25.0, "10–25%", ""),
        (None, None, "x", ""),
    ],
)
def test_limits_in_words(low, high, label, text):
    assert limits_text(KAART, _class(low, high, label)) == text


def _class(low, high, label):
    return LegendaRecord("1", "buurt", 2024, 2014, 2024, 1, label, None, low, high, None, None, 0, None, None)


@pytest.mark.parametrize("text", [None, "red", "#12345", "#fff}body{display:none", "url(x)"])
def test_only_a_colour_becomes_a_style(text):
    assert colour(text) == NO_COLOUR and colour("#A50f15") == "#A50f15"


def test_outlines_share_edges_and_fit_the_drawing():
    areas = gpd.GeoDataFrame(
        {"gebiedscode": ["a", "b", "w", "x"], "water": ["land", "land", "water", "buitenland"]},
        geometry=[
            box(0, 0, 10, 10),
            Polygon([(10, 0), (20, 0), (20, 10), (10, 10), (10, 5)]),
            box(0, 10, 20, 12),
            box(50, 0, 60, 9),
        ],
        crs=28992,
    )
    made = drawing.outlines(areas, "b-")
    assert made.paths["a"] == "M500,600L500,100L0,100L0,600Z" and made.viewbox == "-4 -4 1008 608"
    assert made.ids == {"a": "b-0", "b": "b-1", "w": "b-2"} and made.water == {"w"}
    assert drawing.outlines(areas[areas["water"] == "buitenland"], "b-") is None


def test_water_is_drawn_as_water(vol, tmp_path):
    file = vol[1] / "grenzen" / f"buurt_{world.DOEL}.parquet"
    shapes = gpd.read_parquet(file)
    shapes.loc[shapes["gebiedscode"].str.endswith("01"), "water"] = "water"
    shapes.to_parquet(file)
    with duckdb.connect(str(vol[1] / "veerkracht.duckdb")) as con:
        con.execute("delete from fct_kaart where gebiedscode like '%01' and niveau = 'buurt'")
    html = _page(vol[1], tmp_path)
    assert re.search(r'<use href="#buurt24-\d+" class="w"/>', html)


def test_years_measured_are_named_where_they_differ(vol, tmp_path):
    with duckdb.connect(str(vol[1] / "veerkracht.duckdb")) as con:
        con.execute("update dim_periode set meetjaren = 'kwetsbaarheid 2015–2024; onv 2014–2022' where kaart_id = '7'")
    assert "(gemeten: kwetsbaarheid 2015–2024; overlast en onveiligheid 2014–2022), per buurt" in _page(
        vol[1], tmp_path
    )


def test_a_gemeente_without_a_coloured_area_says_so_with_its_own_verdict(kandidaat, html):
    words = (
        "Tussen de wijken van Verzonnendam is geen verschil te zien dat groter is dan de onrust in de cijfers. "
        f"De gemeente als geheel: {mapworld.GREY_VERDICT}."
    )
    page = (kandidaat / "rapporten" / f"{mapworld.GREY}.html").read_text()
    assert page.count(words) == len(mapworld.PERIODEN) and "Tussen de wijken van" not in html


def test_reasons_of_both_levels_where_they_differ(vol, tmp_path):
    with duckdb.connect(str(vol[1] / "veerkracht.duckdb")) as con:
        con.execute("update fct_kaart set klasse = null, status = 'geen gegevens', reden = 'geen bron levert 2024'")
        con.execute("update fct_kaart set reden = 'minder dan 3 klassen' where niveau = 'wijk' and kaart_id = '6'")
        con.execute("update fct_kaart set reden = 'te klein' where gebiedscode = 'BU90010001' and kaart_id = '6'")
    html = _page(vol[1], tmp_path)
    assert html.count("gemaakt:</strong> geen bron levert 2024.</p>") == 2 * (len(mapworld.kaarten()) - 1)
    both = "per buurt: geen bron levert 2024 (15 buurten), te klein (1 buurten); per wijk: minder dan 3 klassen."
    assert html.count(both) == 2
