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
    assert "10; 25; 50; 66,6667" in text and "−1,5; −0,5; 0,5; 1,5" in text


def test_components_with_weight_denominator_and_reference(text):
    assert "inkomen inkomen Huishoudens met laag inkomen Huishoudens met laag inkomen, fictief. 25,0%" in text
    assert "buurt 2024 Huishoudens met laag inkomen 2018 289 97,0% 40,12 8,31 gebruikt" in text
    assert "geweigerd nodig is 200" in text


def test_model_with_errors_and_its_refusal(text):
    row = "verandering van kwetsbaarheid β −0,0606 0,0040 (geclusterd) −0,0684 tot −0,0528 279 41 0,49"
    assert row in text and "geweigerd: nodig zijn 200 gebieden" in text
    assert "β is verzwakt door ruis in Δ K" in text


def test_noise_measured_in_this_edition(text):
    sentence = (
        "Van wat een gewone kaart van de ontwikkeling van overlast en onveiligheid over 2014–2024 tussen buurten laat "
        "zien, is 28 tot 43% ruis (1.299 buurten, 5 metingen)."
    )
    assert text.count(sentence) == 1 and text.count("laat zien, is ") == 1
    assert "niet te bepalen: nodig zijn er 3" in text


def test_limits_differences_references_sources_and_settings(text):
    for words in (
        "reconstructie op open data, niet de kaart van Aedes",
        "de naam van een verschil tussen verwachte en gemeten ontwikkeling, geen eigenschap van mensen",
        "meet niet hoe veilig mensen zich voelen",
        "Politiecijfers staan op de plaats van het voorval",
        "microdata van het CBS en de Woonzorgwijzer index van open cijfers per gebied",
        "2012–2018, 2014–2020, 2014–2022 2014–2024, 2014–2022; de open score",
        "Handbook on Constructing Composite Indicators",
        "Controlling the false discovery rate",
        "PySAL",
        "Leefbaarometer 3.0 BZK CC0 2014-2024@lbm3-2024",
        "referentiejaar 2018 Jaar van gemiddelde en spreiding",
        "De kaarten zijn 1000 keer opnieuw gemaakt",
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
        con.execute(f"{world.NO_MAPS}; delete from mrt_model; delete from mrt_ruis")
    text = _text(verantwoording.write(vol[1])[0].read_text())
    assert "Deze editie bevat geen kaarten" in text and "Leefbaarometer 3.0 BZK CC0" in text
