"""Mart suites on a small work database: plausible figures pass, implausible ones are found."""

import duckdb
import pytest

from expectations.marts import check_marts
from veerkracht.settings import load_settings

TABLES = """
create table dim_indicator (indicator varchar, min double, max double, kaart boolean);
insert into dim_indicator values ('a_inw', 0, null, true), ('p_koopw', 0, 100, true);
create table fct_reeks (indicator varchar, niveau varchar, jaar int, waarde double, dekking double, methode varchar);
insert into fct_reeks values
    ('a_inw', 'buurt', 2020, 100, 1, 'geleverd'), ('a_inw', 'buurt', 2020, 50, 0.97, 'adressen'),
    ('p_koopw', 'buurt', 2020, 40, 1, 'geleverd'), ('p_koopw', 'buurt', 2020, 60, 0.96, 'inwoners');
create table fct_waarneming (bron varchar, release varchar, niveau varchar, jaar int, indicator varchar, waarde double);
insert into fct_waarneming values
    ('cbs_kerncijfers', 'r', 'land', 2020, 'a_inw', 1000), ('cbs_kerncijfers', 'r', 'buurt', 2020, 'a_inw', 1000);
create table fct_verandering (indicator varchar, niveau varchar, oordeel varchar);
insert into fct_verandering values ('a_inw', 'buurt', 'gestegen'), ('a_inw', 'buurt', 'onbekend');
"""


@pytest.fixture
def check(tmp_path):
    def run(*changes: str, show_values: bool = True):
        file = tmp_path / "werk.duckdb"
        with duckdb.connect(str(file)) as connection:
            connection.execute(TABLES)
            for change in changes:
                connection.execute(change)
        outcomes = check_marts(file, load_settings(), show_values)
        return {outcome.controle: outcome for outcome in outcomes if not outcome.geslaagd}

    return run


def test_plausible_marts_pass(check):
    assert check() == {}


@pytest.mark.parametrize(
    ("change", "controle", "blocks"),
    [
        ("update fct_reeks set waarde = 140 where indicator = 'p_koopw' and waarde = 60", "bovengrens", True),
        ("update fct_reeks set waarde = -1 where indicator = 'a_inw' and waarde = 50", "ondergrens", True),
        ("update fct_reeks set dekking = 0.5 where methode = 'adressen'", "dekking", True),
        ("update fct_reeks set dekking = 1.2 where methode = 'adressen'", "dekking", True),
        ("update fct_waarneming set waarde = 2000 where niveau = 'buurt'", "som van delen", True),
        ("update fct_waarneming set waarde = 100 where niveau = 'buurt'", "som van delen", False),
        ("update fct_verandering set oordeel = 'onvergelijkbaar'", "vergelijkbaarheid", False),
        ("insert into fct_reeks select 'a_inw', 'buurt', 2020, null, null, null from range(9)", "gevuld", False),
        ("delete from fct_reeks", "fct_reeks", True),
    ],
)
def test_implausible_marts_are_found(check, change, controle, blocks):
    found = check(change)
    assert set(found) == {controle}
    assert found[controle].blocks == blocks


def test_without_values_only_the_indicator_is_named(check):
    change = "update fct_reeks set waarde = 173 where indicator = 'p_koopw' and waarde = 60"
    text = check(change, show_values=False)["bovengrens"].text()
    assert "p_koopw buurt 2020" in text
    assert "73" not in text
