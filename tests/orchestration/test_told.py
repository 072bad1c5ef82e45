"""What is told of the maps of a new edition."""

import duckdb
import pytest

from orchestration.told import map_lines


@pytest.fixture
def edition(tmp_path):
    """`edition(empty, last, end)`: two maps until `end`; the first is empty or not, with figures until `last`."""

    def made(empty: bool, last: int, end: int, asked: str = ""):
        with duckdb.connect(str(tmp_path / "veerkracht.duckdb")) as con:
            con.execute(f"""
                create table dim_kaart as select * from (values
                    ('a', 1, 'Aandeel corporatiebezit', 'p_wcorpw'), ('b', 2, 'Samenloop', 'kwetsbaarheid+onv')
                ) as k (kaart_id, volgorde, titel, maat);
                create table dim_periode as
                select kaart_id, niveau, 2014 as jaar_van, {end} as jaar_tot, 'buurt' as niveau_open,
                    case when kaart_id = 'a' and {empty} then 0 else 5 end as n_getoond
                from dim_kaart cross join (values ('buurt'), ('wijk')) as n (niveau);
                create table fct_kaart as
                select *, 'geen gegevens' as status,
                    case when niveau = 'buurt' then 'niet gemeten' else 'te weinig' end as reden from dim_periode;
                create table dim_indicator as select * from (values ('p_wcorpw', 'Bezit'), ('onv', 'Overlast'))
                    as i (indicator, label);
                create table fct_reeks as select * from (values
                    ('p_wcorpw', {last}, 1.0), ('onv', 2024, 1.0), ('p_wcorpw', 2024, null), ('elders', 2025, 1.0)
                ) as r (indicator, jaar, waarde);
                create table dim_instelling as select 'gemeenten' as instelling, '{asked}' as waarde, '' as uitleg;
                create table dim_gebied as select 'gemeente' as niveau, 'GM0363' as gebiedscode;
                create table fct_kwetsbaarheid as select 'niveau' as soort, 2023 as jaar_tot, 1.0 as waarde;
            """)
        return tmp_path

    return made


def test_an_empty_map_says_that_too_little_of_the_country_is_measured_not_what_most_areas_lack(edition):
    folder = edition(True, 2024, 2024)
    with duckdb.connect(str(folder / "veerkracht.duckdb")) as con:
        con.execute("""
            insert into fct_kaart select * replace ('onvoldoende landelijke dekking' as status, 'nodig is 80%' as reden)
            from (select * from fct_kaart where kaart_id = 'a' and niveau = 'buurt' limit 1);
            insert into fct_kaart select * from fct_kaart where reden = 'niet gemeten'
        """)
    assert map_lines(folder)[1] == "  Kaart 1 (Aandeel corporatiebezit) 2014–2024 is leeg: nodig is 80%."


def test_all_maps_show_something_over_the_newest_years(edition):
    assert map_lines(edition(False, 2023, 2024)) == ["Kaarten 2014–2024: 2 van 2 tonen iets."]


def test_an_empty_map_is_told_with_the_reason_of_most_areas_on_the_level_that_it_opens_on(edition):
    assert map_lines(edition(True, 2024, 2024)) == [
        "Kaarten 2014–2024: 1 van 2 tonen iets.",
        "  Kaart 1 (Aandeel corporatiebezit) 2014–2024 is leeg: niet gemeten.",
    ]


def test_a_measure_that_ends_early_and_takes_all_maps_along_is_named(edition):
    lines = map_lines(edition(False, 2018, 2018))
    assert len(lines) == 2
    assert "van “Bezit” is 2018 het nieuwste jaar, terwijl andere cijfers tot 2024 lopen" in lines[1]


def test_a_period_that_was_chosen_to_end_early_is_no_lack(edition):
    assert map_lines(edition(False, 2024, 2018)) == ["Kaarten 2014–2018: 2 van 2 tonen iets."]


def test_gemeenten_of_the_settings_that_no_outline_knows_are_named(edition):
    first, *_ = map_lines(edition(False, 2023, 2024, "GM0363 GM9999 GM0001"))
    assert first == "Let op: instelling `gemeenten` noemt GM0001, GM9999, maar die staan niet in de grenzen."
