"""Raw suites: a good delivery passes, each kind of bad one fails on its own check, restricted values stay unsaid."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from expectations.outcome_files import read_outcomes, write_outcomes
from expectations.raw import check_release
from tests.expectations.conftest import AREAS, Delivery
from veerkracht.schemas import FEITEN, KWALITEIT


def judged(paths, source, delivery: Delivery):
    delivery.write(paths, source)
    return check_release(source, delivery.entry(), paths.raw(source.toegang, source.bron, delivery.release))


def failures(outcomes) -> dict[str, str]:
    return {outcome.controle: outcome.ernst for outcome in outcomes if not outcome.geslaagd}


def test_a_good_delivery_passes(paths, make_source):
    outcomes = judged(paths, make_source(), Delivery())
    assert failures(outcomes) == {}
    assert len(outcomes) > 10
    assert {outcome.eigenaar for outcome in outcomes} == {"gx_raw"}


@pytest.mark.parametrize(
    ("delivery", "controle", "ernst", "told"),
    [
        (Delivery(areas=(*AREAS, "340101")), "gebiedscodes", "blokkeert", "340101"),
        (Delivery(areas=(*AREAS, AREAS[-1])), "sleutel", "blokkeert", "BU900101AF = 2"),
        (Delivery(jaar=2019), "jaren", "blokkeert", "7 van 7 rijen"),
        (Delivery(indeling=2019), "indeling", "blokkeert", "7 van 7 rijen"),
        (Delivery(columns={"p_koopw": "45"}), "verplichte kolommen", "blokkeert", "aantal inwoners"),
        (Delivery(columns={"a_inw": "."}), "verplichte kolommen", "blokkeert", "aantal inwoners"),
        (Delivery(columns={"a_inw": "120", "p_koopw": "145"}), "bovengrens percentages", "waarschuwt", "p_koopw"),
        (Delivery(columns={"a_inw": "-5"}), "ondergrens aantallen", "blokkeert", "a_inw"),
        (Delivery(columns={"a_inw": "120", "x": ".", "y": ""}), "lege kolommen", "waarschuwt", "2 van 3 rijen"),
    ],
)
def test_a_bad_delivery_fails_on_its_own_check(paths, make_source, delivery, controle, ernst, told):
    outcomes = judged(paths, make_source(), delivery)
    failed = next(o for o in outcomes if o.controle == controle and not o.geslaagd)
    assert failed.ernst == ernst
    assert told in failed.text()
    assert "cbs_kerncijfers 2020@proef" in failed.text()


def test_special_codes_are_no_figures(paths, make_source):
    assert failures(judged(paths, make_source(), Delivery(columns={"a_inw": ["-99997", *["120"] * 6]}))) == {}


@pytest.mark.parametrize("kolom", ["T001036", "AantalInwoners_5", "Bevolking/Aantal inwoners (aantal)", "aant_inw"])
def test_the_required_figure_is_known_by_all_its_names(paths, make_source, kolom):
    assert failures(judged(paths, make_source(), Delivery(columns={kolom: "120"}))) == {}


def test_restricted_messages_hold_no_value(paths, make_source):
    source = make_source("woonzorgwijzer", "beperkt")
    columns = {"dementie|alle|aandeel": "173", "dementie|alle|teller": "-37"}
    outcomes = judged(paths, source, Delivery(areas=(*AREAS, "340101"), columns=columns))
    failed = [outcome for outcome in outcomes if not outcome.geslaagd]
    assert {"bovengrens aandelen", "ondergrens aantallen", "gebiedscodes"} <= {outcome.controle for outcome in failed}
    words = " ".join(outcome.text() for outcome in failed)
    assert "173" not in words and "37" not in words
    assert "dementie|alle|aandeel" in words and "340101" in words


def test_outlines_addresses_and_squares(paths, make_source):
    source = make_source("cbs_grenzen")
    delivery = Delivery(columns={})
    delivery.write(paths, source)
    folder = paths.raw("open", source.bron, delivery.release)
    outline = {"niveau": "buurt", "gebiedscode": "BU90010101", "water": "land", "oppervlakte_ha": 3.0}
    pq.write_table(pa.Table.from_pylist([outline, outline | {"water": "water"}]), folder / "grenzen_buurt.parquet")
    address = {"postcode": "1234AB", "huisnummer": 1, "buurtcode": "BU90010101"}
    pq.write_table(pa.Table.from_pylist([address, address | {"postcode": "1234 ab"}]), folder / "adressen.parquet")
    square = {"vierkant": "E1N1", "jaar": 2014, "x": 100, "y": 200, "inwoners": 5.0, "status": "waarde"}
    squares = [square, square | {"x": 150}, square | {"jaar": 2013}]  # another year is another row
    pq.write_table(pa.Table.from_pylist(squares), folder / "vierkanten.parquet")
    failed = failures(check_release(source, delivery.entry(), folder))
    assert failed == {"postcodes": "blokkeert", "dubbele vierkanten": "blokkeert", "raster": "blokkeert"}


def test_outcomes_are_rows_of_kwaliteit(paths, make_source, tmp_path):
    outcomes = judged(paths, make_source(), Delivery(columns={"a_inw": "-5"}))
    table = pq.read_table(write_outcomes(tmp_path / "kwaliteit" / "k.parquet", outcomes))
    assert table.schema.names == KWALITEIT.names
    assert {row["uitkomst"] for row in table.to_pylist()} == {"geslaagd", "gefaald"}
    assert read_outcomes(tmp_path / "kwaliteit" / "k.parquet") == outcomes


def test_what_a_reader_tells_is_a_warning_that_keeps_nothing_back(paths, make_source):
    source, delivery = make_source(), Delivery()
    delivery.write(paths, source)
    folder = paths.raw(source.toegang, source.bron, delivery.release)
    told = {
        "onleesbaar_g_gas": "2 van 9 cellen zijn geen getal, zoals 'ca. 3' in rij 4 (BU90010101)",
        "onleesbaar_naam": "9 van 9 cellen zijn geen getal, zoals 'Dorp' in rij 2 (BU90010101)",  # a column of words
        "anderejaren_2013": "2013 staat ook in het bestand",
        "aantal_rijen": None,
    }
    rows = [{"bron": "x", "release": "y", "feit": f, "waarde": 2.0, "toelichting": text} for f, text in told.items()]
    pq.write_table(pa.Table.from_pylist(rows, schema=FEITEN), folder / "feiten.parquet")
    found = [outcome for outcome in check_release(source, delivery.entry(), folder) if not outcome.geslaagd]
    assert [(one.controle, one.onderwerp, one.blocks) for one in found] == [
        ("jaren van de release", None, False),
        ("leesbare cellen", "kolom g_gas", False),
    ]
    assert "in rij 4" in found[1].text() and source.bron in found[1].text()
