"""The accountability page says what catalogue, model and settings of the edition say."""

import duckdb
import pytest

from tests.veerkracht.products import mapworld, world
from tests.veerkracht.products.web.test_rapport import Page
from veerkracht.products.web import verantwoording


def _text(html):
    return " ".join(" ".join(Page(html).text).split())


@pytest.fixture(scope="module")
def text(kandidaat):
    return _text((kandidaat / "verantwoording.html").read_text(encoding="utf-8"))


def test_every_map_with_its_limits(text):
    for row in mapworld.seed_rows():
        assert f"{row['kaart_id']}. {row['titel']}" in text
    assert "10; 25; 50; 66,6667" in text and "naar de kans dat de verandering groter is dan de drempel" in text


def test_components_with_weight_denominator_and_reference(text):
    assert "inkomen inkomen Huishoudens met laag inkomen Huishoudens met laag inkomen, fictief. 25,0%" in text
    assert "buurt 2024 Huishoudens met laag inkomen 2018 289 97,0% 40,12 8,31 gebruikt" in text
    assert "geweigerd nodig is 200" in text


def test_model_with_slope_threshold_and_its_refusal(text):
    assert (
        "overlast en onveiligheid 2014–2024, buurt 2024 279 41 0,0123 0,0141 0,00890 0,0000630 0,00750 −0,0500" in text
    )
    assert "2014–2024, buurt 2024 −0,0606 0,00400 41 gemeente −0,0452 −0,110 62,0% 0,0123" in text
    assert "geweigerd: nodig zijn 20 gebieden" in text


def test_noise_measured_in_this_edition(text):
    row = "overlast en onveiligheid buurt 2024 2014, 2016, 2018, 2020, 2022 1.299 0,0000785 0,0333 4 0,00560 0,0000310"
    assert f"{row} bepaald" in text
    assert "niet te bepalen nodig zijn er 3" in text


def test_what_the_maps_colour_where_nothing_changed(text):
    assert "6. Ontwikkeling overlast en onveiligheid 2014–2024, buurt 2024 20 279 0,04% 1,23% –" in text
    assert "7. Samenloop" in text and "2014–2024, buurt 2024 20 271 – 0,00% 0,61%" in text
    assert "of de ruis goed is geschat" in text


@pytest.mark.parametrize("marked", [True, False])
def test_the_mark_of_the_sample_stands_beside_its_null_run(vol, marked):
    with duckdb.connect(str(vol[1] / "veerkracht.duckdb")) as con:
        con.execute("update dim_publicatie set merk = ?", ["FICTIEVE VOORBEELDDATA" if marked else None])
    text = _text(verantwoording.write(vol[1])[0].read_text())
    assert ("„FICTIEVE VOORBEELDDATA”: dat geldt ook voor de cijfers van de nulproef" in text) == marked
    assert "20 279 0,04%" in text


@pytest.mark.parametrize(
    "words",
    [
        "versie 2 van de methode",
        "Gegeven deze index.",
        "De ruis van veranderingen over twee jaar",
        "Een schok van een hele gemeente is niet te onderscheiden van een verandering in één meting",
        "Een landelijk jaareffect is niet te scheiden",
        "De studie telde elke stijging, hoe klein ook",
        "ten minste 9 van de 10 voorbij de drempel; bij waarschijnlijk in ten minste 3 van de 4",
        "vanaf een kans van 0,95, en anders geen meetbaar verschil, of waar de grens verlegd is niet te zeggen",
        "van een score of een andere schatting is er dan geen oordeel",
    ],
)
def test_what_a_verdict_promises_and_what_not(text, words):
    assert words in text


def test_limits_differences_references_sources_and_settings(text):
    for words in (
        "reconstructie op open data, niet de kaart van Aedes",
        "de naam van een verschil tussen verwachte en gemeten ontwikkeling, geen eigenschap van mensen",
        "er is in de buurt niet zelf gevraagd",
        "Politiecijfers staan op de plaats van het voorval",
        "microdata van het CBS en de Woonzorgwijzer index van open cijfers per gebied",
        "2012–2018, 2014–2020, 2014–2022 2014–2024, 2014–2022; de open score",
        "Handbook on Constructing Composite Indicators",
        "Controlling the false discovery rate",
        "PySAL",
        "Leefbaarometer 3.0 BZK CC0 2014-2024@lbm3-2024",
        "referentiejaar 2018 Jaar van gemiddelde en spreiding",
        "(3 en 10) ook 1000 keer opnieuw gemaakt met een andere index",
        "afgekapt op ±4",
    ):
        assert words in text, words


def test_chosen_reference_and_replacing_share_are_said(vol):
    with duckdb.connect(str(vol[1] / "veerkracht.duckdb")) as con:
        con.execute("update dim_instelling set waarde = 'geladen_gebieden' where instelling = 'referentie'")
        con.execute(
            "insert into fct_kwetsbaarheid by name select niveau, gebiedscode, indeling, 2014 as jaar_van, "
            "2024 as jaar_tot, 'aandeel' as soort, 'waarde' as status, 'mijn_aandeel' as maat, 1.0 as waarde "
            "from dim_gebied limit 1"
        )
        con.execute("delete from mrt_ruis")
    text = _text(verantwoording.write(vol[1])[0].read_text())
    assert "met de geladen gebieden te vergelijken; dat staat in elke titel" in text
    assert 'staat waar geleverd het aandeel "mijn_aandeel" in de plaats van de index' in text
    assert "te weinig vergelijkbare metingen" in text


def test_names_from_data_stay_text_and_an_edition_without_maps_has_its_sources(vol):
    with duckdb.connect(str(vol[1] / "veerkracht.duckdb")) as con:
        con.execute("update dim_kaart set titel = '<img src=x onerror=alert(1)>'")
        con.execute("update dim_indicator set definitie = '<script>'")
    html = verantwoording.write(vol[1])[0].read_text()
    assert not Page(html).all("img") and "<script" not in html
    with duckdb.connect(str(vol[1] / "veerkracht.duckdb")) as con:
        con.execute(f"{world.NO_MAPS}; delete from mrt_model; delete from mrt_ruis; delete from mrt_ijking")
    text = _text(verantwoording.write(vol[1])[0].read_text())
    assert "In deze editie is geen nulproef gedaan" in text
    assert "Deze editie bevat geen kaarten" in text and "Leefbaarometer 3.0 BZK CC0" in text
