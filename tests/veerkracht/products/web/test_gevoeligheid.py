"""The page of sensitivity: shares of the marts, the largest doubt first, plain words where nothing was drawn."""

import re

import duckdb

from tests.veerkracht.products import mapworld
from tests.veerkracht.products.web.test_rapport import Page
from veerkracht.edition.reading import Edition
from veerkracht.mapkinds import register
from veerkracht.products.web import gevoeligheid


def _row(html, title):
    return " ".join(Page(f"<table>{html.split(title)[1].split('</tr>')[0].split('</th>')[1]}</table>").text).split()


def test_share_of_areas_that_often_leave_their_class_and_largest_doubt(kandidaat):
    html = (kandidaat / "gevoeligheid.html").read_text(encoding="utf-8")
    with Edition(kandidaat) as edition:
        n, unsure = edition.rows(
            "select count(zekerheid) as n, count(*) filter (zekerheid < 0.75) as u from fct_kaart "
            "where kaart_id = '3' and niveau = 'buurt' and jaar_tot = 2024"
        )[0].values()
    first = html.split("Per buurt, 2014–2024")[1]
    words = _row(first, "3. Kwetsbare bewoners")
    assert words[0] == str(n) and words[1] == f"{100 * unsure / n:.0f}%" and words[2] == f"({unsure})"
    assert "andere gewichten" in " ".join(words)
    assert "geen gebied verandert van klasse" in " ".join(_row(first, "10. Focuskaart"))


def test_bars_are_as_long_as_the_shares_largest_first_total_last(kandidaat):
    html = (kandidaat / "gevoeligheid.html").read_text(encoding="utf-8")
    table = html.split("<h3>3. Kwetsbare bewoners</h3>")[1].split("</table>")[0]
    assert re.findall(r"width:([0-9.]+)%", table) == ["25.0", "3.1", "30.0"]
    assert table.index("andere gewichten") < table.index("rangen, of minimum") < table.index("alles samen")
    assert "25,0%" in table and "1000 keer" in html
    Page(html)


def test_other_periods_are_folded_and_an_edition_without_draws_says_so(vol):
    html = gevoeligheid.write(vol[1])[0].read_text()
    assert "<details><summary>Per buurt, 2014–2022" in html
    with duckdb.connect(str(vol[1] / "veerkracht.duckdb")) as con:
        con.execute("update fct_kaart set zekerheid = null; delete from mrt_gevoeligheid")
    html = gevoeligheid.write(vol[1])[0].read_text()
    assert "staat geen kaart van een stand op de kwetsbaarheidsindex" in html and "<h3>" not in html


def test_only_maps_of_a_level_that_the_index_is_on_are_on_the_page(kandidaat):
    html = (kandidaat / "gevoeligheid.html").read_text(encoding="utf-8")
    rows = mapworld.seed_rows()
    on_index = {r["titel"] for r in rows if register.KINDS[r["klassen"]].is_level and "kwetsbaarheid" in r["maat"]}
    assert on_index == {r["titel"] for r in rows if f". {r['titel']}<" in html} and len(on_index) == 2


def test_map_titles_stay_text(vol):
    with duckdb.connect(str(vol[1] / "veerkracht.duckdb")) as con:
        con.execute("update dim_kaart set titel = '<img src=x onerror=alert(1)>'")
        con.execute("update mrt_gevoeligheid set twijfel = '<script>' where twijfel = 'gewichten'")
    html = gevoeligheid.write(vol[1])[0].read_text()
    assert not Page(html).all("img") and "<script" not in html and "&lt;script&gt;" in html
