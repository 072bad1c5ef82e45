"""The story planted in the sample comes out of the published edition: no stronger, no weaker."""

import json

import duckdb
import pytest

pytestmark = [pytest.mark.lang, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def story(demo) -> dict:
    return json.loads((demo.root / "voorbeeld" / "waarheid.json").read_text("utf-8"))["verhaal"]


@pytest.fixture(scope="module")
def rows(demo):
    database = demo.publicatie("openbaar") / "actueel" / "veerkracht.duckdb"
    with duckdb.connect(str(database), read_only=True) as connection:
        yield lambda sql, *values: connection.execute(sql, values).fetchall()


@pytest.mark.parametrize(
    ("vraag", "soort", "oordelen"),
    [
        ("veiligheid", "verbetert", {"duidelijk gunstiger"}),
        ("veiligheid", "verslechtert", {"duidelijk ongunstiger"}),
        # it goes along with the country, which improved by little more than counts as a change
        ("veiligheid", "neutraal", {"niet te zeggen", "waarschijnlijk gunstiger"}),
        ("veerkracht", "verbetert", {"duidelijk meer veerkracht dan verwacht"}),
        ("veerkracht", "verslechtert", {"duidelijk minder veerkracht dan verwacht"}),
        ("veerkracht", "neutraal", {"niet te zeggen"}),
    ],
)
def test_gemeente_gets_the_verdict_that_was_planted(story, rows, vraag, soort, oordelen):
    ((oordeel, zin),) = rows(
        "select oordeel, zin from mrt_uitspraak where gebiedscode = ? and vraag = ? and niveau = 'gemeente'",
        story[soort]["gemeente"],
        vraag,
    )
    assert oordeel in oordelen, zin


def test_the_vulnerable_face_of_the_city_is_a_high_high_cluster(story, rows):
    """Of both measures; the other face has none of it."""
    for maat in ("kwetsbaarheid", "onv"):
        found = {
            code
            for (code,) in rows(
                "select gebiedscode from fct_cluster where gemeentecode = ? and maat = ? and cluster = 'hoog-hoog'",
                story["stad"],
                maat,
            )
        }
        face = set(story["kwetsbaar_gezicht"])
        assert len(found & face) >= len(face) / 3, (maat, sorted(found))
        assert not found & set(story["ander_gezicht"])


def test_the_worsening_gemeente_leads_the_maps_of_change(story, rows):
    """Its buurten are red on maps 6 and 8 more often than those of any other gemeente."""
    for kaart in ("6", "8"):
        shares = dict(
            rows(
                "select gemeentecode, avg((klasse <= 2)::int) from fct_kaart "
                "where kaart_id = ? and niveau = 'buurt' and klasse is not null group by 1",
                kaart,
            )
        )
        assert max(shares, key=shares.get) == story["verslechtert"]["gemeente"], (kaart, shares)
        assert shares[story["verbetert"]["gemeente"]] < 0.2


def test_no_mart_has_a_number_that_is_none(rows):
    """Empty is empty, with a reason; never NaN or infinite."""
    columns = rows(
        "select table_name, column_name from duckdb_columns() where schema_name = 'main' and data_type = 'DOUBLE'"
    )
    assert {("fct_kaart", "kans"), ("fct_verandering", "p_gunstiger"), ("mrt_model", "beta")} <= set(columns)
    odd = [
        (table, column)
        for table, column in columns
        if rows(f'select count(*) from "{table}" where isnan("{column}") or isinf("{column}")') != [(0,)]
    ]
    assert odd == []


def test_every_area_of_a_map_has_a_class_or_the_reason_why_not(rows):
    (found,) = rows(
        "select count(*) filter ((status = 'waarde') <> (klasse is not null)), "
        "count(*) filter (status <> 'waarde' and reden is null), "
        "count(*) filter (kans is not null and not kans between 0 and 1) from fct_kaart"
    )
    assert found == (0, 0, 0)
