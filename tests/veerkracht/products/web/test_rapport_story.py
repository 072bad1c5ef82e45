"""Sentences, totals, attention and comparison on the pages are those of the marts, of the newest period."""

import re

import duckdb
import pytest

from tests.veerkracht.products import world
from tests.veerkracht.products.web.test_rapport import Page
from veerkracht.edition.reading import Edition
from veerkracht.edition.story import Story
from veerkracht.errors import PublicationError
from veerkracht.products.web import rapport


@pytest.fixture(scope="module")
def page(kandidaat):
    html = (kandidaat / "rapporten" / "GM9001.html").read_text(encoding="utf-8")
    return " ".join(" ".join(Page(html).text).split())


@pytest.fixture(scope="module")
def index(kandidaat):
    html = (kandidaat / "rapporten" / "index.html").read_text(encoding="utf-8")
    return " ".join(" ".join(Page(html).text).split())


def test_question_sentence_figures_and_test_of_the_newest_period(page, index):
    assert (
        "Is het gevoel van veiligheid vergroot? In GM9001 is de veiligheid duidelijk gunstiger. ▲ duidelijk gunstiger"
        in page
    )
    assert "Vanaf een kans van 90%." in page and "ongunstiger. ▼" not in page
    assert "In NL00 is de veiligheid onbekend. – onbekend" in index and "GM9001 is" not in index


def test_both_changes_with_the_land_and_the_expected_inhabitants_above(page, index):
    assert "beide namen toe 3.600 25% 4 12%" in page and "beide namen toe 3.600 12% 4" in index
    assert "niet te zeggen 9.900 75% 11 88%" in page and "zonder waarde 900 – 1 –" in page
    assert "1.234 inwoners (8%) wonen naar verwachting waar kwetsbaarheid en overlast allebei toenamen" in page
    assert "1.234 inwoners (4%) wonen naar verwachting" in index


def test_no_place_among_gemeenten_for_a_change_of_which_the_side_cannot_be_told(page):
    assert "Verandering +0,004 – +0,004" in page


def test_corporation_buurten_and_means(page):
    assert "corporatie 2 1.800 10% – – – −0,042" in page
    assert "Score, gemiddelde 0,031 2 van 3 0,031" in page


def test_study_stands_beside_ours_with_its_sentence(index):
    assert "de studie gaf 1.700.000: andere bron, andere periode, niet vergelijkbaar" in index
    assert "alleen de studie" not in index


def test_ten_buurten_with_their_reasons_and_no_wijk_between_them(kandidaat, page):
    with Edition(kandidaat) as edition:
        rows = Story(edition).of("GM9001").aandacht
    assert [row.rang_gemeente for row in rows] == list(range(1, 11)) and {row.niveau for row in rows} == {"buurt"}
    assert "reden 1 a reden 1 b Om mee te beginnen: Hoe gaat het?" in page
    assert "reden 10 b" in page and "reden 11" not in page and "wijkreden" not in page


def test_wijken_where_no_buurt_has_a_reason(vol, tmp_path):
    with duckdb.connect(str(vol[1] / "veerkracht.duckdb")) as con:
        con.execute("update mrt_aandacht set rang_gemeente = null where niveau = 'buurt'")
    rapport.write(vol[1], out=tmp_path)
    assert "wijkreden" in (tmp_path / "GM9001.html").read_text()


def test_alike_gemeenten_with_the_gemeente_itself_first(kandidaat, page):
    html = (kandidaat / "rapporten" / "GM9001.html").read_text(encoding="utf-8")
    table = html.split('id="vergelijking"')[1].split("</table>")[0]
    assert table.index("Voorbeeldstad") < table.index("GM9003.html") < table.index("GM9002.html")
    assert "Nergenshuizen 14.401 31% – –" in page and "Voorbeeldstad 14.400 25% 8% – – 0,031 2 van 3 +0,004" in page


def test_table_of_gemeenten_has_ranks(index):
    assert "Voorbeeldstad" in index and "8% – – 0,031 2 van 3 +0,004 –" in index


def _headings(file):
    return re.findall(r'<h2 id="(?:vragen|totalen|aandacht)">(.*?)</h2>', file.read_text("utf-8"))


@pytest.mark.parametrize("years, period", [((2014, 2022), "2014–2022"), ((2016, 2022), "2014–2024")])
def test_a_report_tells_what_is_known_of_its_own_years_else_that_it_is_of_others(kandidaat, tmp_path, years, period):
    """Sentences exist for the periods of the maps only: of other years the page says so before it begins."""
    index, *pages = rapport.write(kandidaat, *years, out=tmp_path)[::-1]
    html = (tmp_path / "GM9001.html").read_text("utf-8")
    headings = _headings(tmp_path / "GM9001.html") + _headings(index)
    assert any("In het kort" in heading for heading in headings) and len(pages) == len(world.GEMEENTEN)
    assert {heading.rpartition(", ")[2] for heading in headings if ", " in heading} == {period}
    told = "Zinnen, kaarten, tellingen en gemiddelden zijn er niet over 2016–2022"
    assert [told in text for text in (html, index.read_text("utf-8"))] == [years == (2016, 2022)] * 2


def test_nothing_known_says_nothing(kandidaat, vol, tmp_path):
    html = (kandidaat / "rapporten" / "GM9002.html").read_text(encoding="utf-8")
    assert 'id="vragen"' not in html and 'id="totalen"' not in html and 'id="aandacht"' not in html
    with duckdb.connect(str(vol[1] / "veerkracht.duckdb")) as con:
        for table in ("mrt_uitspraak", "fct_gemeente", "mrt_aandacht", "fct_vergelijking"):
            con.execute(f"delete from {table}")
    files = rapport.write(vol[1], out=tmp_path)
    assert all('id="totalen"' not in file.read_text() for file in files)
    with duckdb.connect(str(vol[1] / "veerkracht.duckdb")) as con:
        con.execute(world.NO_MAPS)
    assert len(rapport.write(vol[1], out=tmp_path)) == 4


@pytest.mark.parametrize(
    "change, named", [("drop table fct_kaart", "fct_kaart"), ("alter table dim_kaart drop leeshulp", "leeshulp")]
)
def test_an_edition_of_another_version_is_named_with_what_to_do(vol, tmp_path, change, named):
    with duckdb.connect(str(vol[1] / "veerkracht.duckdb")) as con:
        con.execute(change)
    with pytest.raises(PublicationError, match=f"andere versie.*{named}.*veerkracht .*refresh"):
        rapport.write(vol[1], out=tmp_path)
