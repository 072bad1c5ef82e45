"""Own indicators through `veerkracht refresh`: series, change and map without code; a restricted one in leden only."""

import duckdb
import pyarrow.parquet as pq
import pytest

from tests.orchestration.eigen import GEHEIM, GEHEIM_CIJFER, INDICATOR, LABEL
from veerkracht.schemas import OWN_TABLES

pytestmark = [pytest.mark.lang, pytest.mark.timeout(2000)]


def ask(paths, publiek: str, sql: str) -> list[tuple]:
    file = paths.publicatie(publiek) / "actueel" / "veerkracht.duckdb"
    with duckdb.connect(str(file), read_only=True) as con:
        return con.execute(sql).fetchall()


@pytest.mark.parametrize("publiek", ["openbaar", "leden"])
def test_an_own_indicator_is_a_series_a_change_and_a_map(closed_world, publiek):
    paths, _ = closed_world
    name = INDICATOR["indicator"]
    assert ask(paths, publiek, f"select label, kaart, thema from dim_indicator where indicator = '{name}'") == [
        (LABEL, True, "leefbaarheid")
    ]
    series = ask(paths, publiek, f"select jaar, count(waarde) from fct_reeks where indicator = '{name}' group by all")
    assert dict(series).keys() == {2014, 2024} and min(dict(series).values()) > 100
    changes = ask(
        paths, publiek,
        f"select distinct round(verschil, 6), oordeel, reden from fct_verandering where indicator = '{name}' "
        "and verschil is not null",
    )  # fmt: skip
    # two measurements tell no noise: the change is shown, which side it went is not claimed
    assert changes == [(0.3, "onbekend", "2 vergelijkbare metingen (2014 en 2024); ruis vraagt er 3")]
    drawn = ask(
        paths, publiek,
        "select klasse, kleur, label, min(waarde), max(waarde) from fct_kaart where kaart_id = 'schoon' "
        "and status = 'waarde' group by all order by 1",
    )  # fmt: skip
    assert [(klasse, kleur, label) for klasse, kleur, label, *_ in drawn] == [
        (1, "#b30000", "vies"), (2, "#fc8d59", "matig"), (3, "#fdcc8a", "redelijk"), (4, "#fef0d9", "schoon"),
    ]  # fmt: skip
    assert all(5 + klasse - 2 < low and high <= 5 + klasse - 1 for klasse, _, _, low, high in drawn if 1 < klasse < 4)


def test_what_a_user_writes_is_never_markup(closed_world):
    paths, _ = closed_world
    pages = list((paths.publicatie("openbaar") / "actueel").resolve().rglob("*.html"))
    texts = [page.read_text(encoding="utf-8") for page in pages]
    assert any("&lt;b&gt;Schoon&lt;/b&gt;" in text for text in texts)
    assert not any(LABEL in text for text in texts)


def test_a_region_of_the_user_is_known_to_the_build(closed_world):
    paths, _ = closed_world
    for publiek in ("openbaar", "leden"):
        file = paths.werk(publiek) / "catalogus" / "regios.parquet"
        assert "Proefregio" in pq.read_table(file)["regionaam"].to_pylist()


def test_a_restricted_own_indicator_is_in_leden(closed_world):
    paths, _ = closed_world
    name = GEHEIM["indicator"]
    lowest = ask(paths, "leden", f"select min(waarde) from fct_reeks where indicator = '{name}'")
    assert lowest == [(GEHEIM_CIJFER,)]
    drawn = ask(paths, "leden", "select count(waarde) from fct_kaart where kaart_id = 'zorgmijders'")
    assert drawn[0][0] > 100
    raw = paths.raw("beperkt", GEHEIM["bron"], "2014-2024@proef")
    assert (raw / "waarnemingen.parquet").is_file()


def test_nothing_of_it_is_in_openbaar(closed_world):
    """No row in the tables of the build, and its figure is in no column of no mart."""
    paths, _ = closed_world
    for name in OWN_TABLES:
        table = pq.read_table(paths.werk("openbaar") / "catalogus" / f"{name}.parquet")
        assert GEHEIM["bron"] not in str(table.to_pylist()) and GEHEIM["indicator"] not in str(table.to_pylist())
    assert not paths.raw_source("open", GEHEIM["bron"]).exists()
    file = paths.publicatie("openbaar") / "actueel" / "veerkracht.duckdb"
    with duckdb.connect(str(file), read_only=True) as con:
        columns = con.execute(
            "select table_name, column_name, data_type from information_schema.columns where table_schema = 'main'"
        ).fetchall()
        figures = [(table, column) for table, column, kind in columns if kind == "DOUBLE"]
        texts = [(table, column) for table, column, kind in columns if kind == "VARCHAR"]
        assert len(figures) > 20 and len(texts) > 20
        for table, column in figures:
            same = f'select count(*) from "{table}" where abs("{column}" - {GEHEIM_CIJFER}) < 1e-9'
            assert con.execute(same).fetchone() == (0,), (table, column)
        for table, column in texts:
            named = f"""select count(*) from "{table}" where "{column}" ilike '%zorgmijder%'"""
            assert con.execute(named).fetchone() == (0,), (table, column)
