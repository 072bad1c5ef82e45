"""What stands beside a map of change: the threshold, in the unit of the map."""

import duckdb

from tests.veerkracht.products import world
from veerkracht.edition.certainty import Certainty
from veerkracht.edition.reading import Edition
from veerkracht.edition.records import Kaart

MOMENT = ("buurt", world.DOEL, 2014, 2024)


def _texts(candidate) -> dict[str, str]:
    with Edition(candidate) as edition:
        certainty = Certainty(edition)
        kaarten = edition.records(Kaart, "select * from dim_kaart order by volgorde")
        return {kaart.kaart_id: certainty.text(kaart, MOMENT, []) for kaart in kaarten}


def test_a_threshold_has_the_unit_of_the_index_or_of_the_share_that_replaces_it(vol):
    index = _texts(vol[1])
    assert "De drempel is hier 0,081 standaardafwijking in kwetsbaarheid." in index["4"]
    assert "0,0075 in de score" in index["6"] and "standaardafwijking" not in index["6"]
    with duckdb.connect(str(vol[1] / "veerkracht.duckdb")) as con:
        con.execute("update dim_kaart set eenheid = 'procentpunt' where kaart_id in ('4', '7')")
    share = _texts(vol[1])
    assert "De drempel is hier 0,081 procentpunt in kwetsbaarheid." in share["4"]
    assert "0,081 procentpunt in kwetsbaarheid en 0,0075 in de score" in share["7"]


def test_a_registration_gets_its_side_by_rounding_and_by_chance(vol):
    text = _texts(vol[1])["2"]
    assert "groter is dan afronding kan maken, en als toename of afname" in text and "19 van de 20" in text
