"""The maps of the real run: what can be made is made, what cannot says exactly why."""

import numpy as np
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
    assert drawn == [("5", 3209), ("6", 3130)]


def classes(db, van: int, tot: int) -> np.ndarray:
    """Wijken of the country (Amsterdam stands on boundaries of its own) in each class of map 6."""
    found = db.execute(
        "select klasse from fct_kaart where kaart_id = '6' and niveau = 'wijk' and indeling = 2022 "
        "and (jaar_van, jaar_tot) = (?, ?) and klasse is not null",
        [van, tot],
    ).fetchnumpy()["klasse"]
    return np.bincount(np.asarray(found, int), minlength=6)[1:]


def test_of_eight_years_a_third_of_the_wijken_can_be_told(db):
    assert np.abs(classes(db, 2014, 2022) - [22, 46, 1945, 547, 570]).sum() <= 62


def test_of_two_years_nothing_can_be_told(db):
    found = classes(db, 2018, 2020)
    assert found[2] > 3000 and found.sum() == found[2]
    told = db.execute(
        "select distinct oordeel from fct_verandering where indicator = 'onv' and niveau = 'wijk' and indeling = 2022 "
        "and (jaar_van, jaar_tot) in ((2018, 2020), (2020, 2022))"
    ).fetchall()
    assert {verdict for (verdict,) in told} == {"niet te zeggen", "onbekend"}


def test_what_cannot_be_made_says_why(db):
    assert reason(db, "8", "wijk", 2018, 2020) == (
        "kwetsbaarheid: niet aan beide einden van de periode gemeten: inkomen"
    )
    assert reason(db, "1", "buurt", 2014, 2022) == "geen bron levert 2022"
    assert reason(db, "6", "buurt", 2018, 2020) == "geen bron levert 2020"
    assert "thema's" in reason(db, "4", "wijk", 2014, 2022)


def test_measured_twice_is_never_clear(db):
    """The parts of vulnerability have two measurements here: their noise is understated."""
    found = db.execute(
        "select distinct k.klasse from fct_kaart k where kaart_id = '4' and klasse is not null order by 1"
    ).fetchall()
    assert found == [(2,), (3,), (4,)]
    reasons = db.execute("select reden from mrt_model where maat = 'kwetsbaarheid' and status = 'geschat'").fetchall()
    assert reasons and all("2 vergelijkbare metingen" in text for (text,) in reasons)


def test_noise_and_model_are_those_of_the_published_scores(db):
    a, b, sigma_g, metingen, status = db.execute(
        "select a, b, sigma_g, metingen, status from mrt_ruis "
        "where maat = 'onv' and indicator = 'onv' and niveau = 'wijk' and indeling = 2022"
    ).fetchone()
    assert (a, b, sigma_g) == pytest.approx((7.86e-5, 0.03365, 0.00564), rel=0.02)
    assert (metingen, status) == (4, "bepaald")
    tau_w, tau_b, delta = db.execute(
        "select tau_w, tau_b, delta from mrt_model where maat = 'onv' and niveau = 'wijk' and indeling = 2022 "
        "and (jaar_van, jaar_tot) = (2014, 2022)"
    ).fetchone()
    assert (tau_w, tau_b, delta) == pytest.approx((0.01394, 0.00877, 0.00749), rel=0.02)


def test_the_reference_that_was_chosen_stands_in_every_title(db):
    (titles,) = db.execute(
        "select count(*) from dim_kaart "
        "where titel not like '%geladen gebieden%' and klassen not in ('vast', 'meetbaar')"
    ).fetchone()
    assert titles == 0
