"""The maps of the real run: what can be made is made, what cannot says exactly why."""

import pytest

pytestmark = [pytest.mark.real, pytest.mark.lang, pytest.mark.timeout(1800)]

AMSTERDAM = "gemeentecode = 'GM0363' and indeling = 2019 and inwoners >= 50"


def statuses(db, kaart: str, niveau: str, van: int, tot: int) -> dict[str, int]:
    """Areas of Amsterdam with enough inhabitants per status of one map."""
    return dict(
        db.execute(
            f"select status, count(*) from fct_kaart where {AMSTERDAM} and status <> 'te weinig inwoners' "
            "and (kaart_id, niveau, jaar_van, jaar_tot) = (?, ?, ?, ?) group by 1",
            [kaart, niveau, van, tot],
        ).fetchall()
    )


def reason(db, kaart: str, niveau: str, van: int, tot: int) -> str:
    """The commonest reason why areas of Amsterdam are empty on a map."""
    (found,) = db.execute(
        f"select mode(reden) from fct_kaart where {AMSTERDAM} and status not in ('waarde', 'te weinig inwoners') "
        "and (kaart_id, niveau, jaar_van, jaar_tot) = (?, ?, ?, ?)",
        [kaart, niveau, van, tot],
    ).fetchone()
    return found


@pytest.mark.parametrize("kaart", ["1", "2", "3", "5", "10"])
def test_levels_and_dwellings_of_the_wijken_of_amsterdam_are_drawn(db, kaart):
    assert statuses(db, kaart, "wijk", 2018, 2020) == {"waarde": 98}


def test_nuisance_since_2014_is_drawn_for_amsterdam_and_the_country(db):
    for kaart in ("5", "6"):
        assert statuses(db, kaart, "wijk", 2014, 2022) == {"waarde": 98}
    drawn = db.execute(
        "select kaart_id, count(klasse) from fct_kaart where niveau = 'wijk' and indeling = 2022 "
        "and (jaar_van, jaar_tot) = (2014, 2022) and kaart_id in ('5', '6') group by 1 order by 1"
    ).fetchall()
    assert drawn == [("5", 3209), ("6", 3192)]


def test_what_cannot_be_made_says_why(db):
    assert reason(db, "8", "wijk", 2018, 2020) == (
        "96 gebieden met beide veranderingen en genoeg inwoners; het model vraagt er 200"
    )
    assert reason(db, "6", "wijk", 2018, 2020) == "wat na aftrek van ruis overblijft is overal gelijk"
    assert reason(db, "1", "buurt", 2014, 2022) == "geen bron levert 2022"
    assert reason(db, "6", "buurt", 2018, 2020) == "geen bron levert 2020"
    assert "thema's" in reason(db, "4", "wijk", 2014, 2022)


def test_noise_is_that_of_the_published_scores(db):
    line, nugget, areas = db.execute(
        "select lambda_lijn, lambda_nugget, n from mrt_ruis where maat = 'onv' and niveau = 'wijk' and indeling = 2022 "
        "and (jaar_van, jaar_tot, grootteklasse) = (2014, 2022, 'alle')"
    ).fetchone()
    assert line == pytest.approx(0.48, abs=0.02)
    assert nugget == pytest.approx(0.67, abs=0.03)
    assert areas == 3289


def test_the_reference_that_was_chosen_stands_in_every_title(db):
    (titles,) = db.execute(
        "select count(*) from dim_kaart where titel not like '%geladen gebieden%' and klassen <> 'vast'"
    ).fetchone()
    assert titles == 0
