"""The attention list on areas written by hand: which reasons, in which words, in which order, and why not."""

from statistics import NormalDist

import pytest

from tests.dbt_project.losse import Losse

PERIODE = {"jaar_van": 2014, "jaar_tot": 2022}
KAARTEN = {  # title, measure, kind, unit, decimals, class that claims nothing
    "3": ("Kwetsbare bewoners", "kwetsbaarheid", "niveau", "standaardafwijking", 2, None),
    "4": ("Ontwikkeling kwetsbare bewoners", "kwetsbaarheid", "verandering", "standaardafwijking", 2, 3),
    "5": ("Overlast en onveiligheid", "onv", "niveau", "score", 3, None),
    "6": ("Ontwikkeling overlast en onveiligheid", "onv", "verandering", "score", 3, 3),
    "7": ("Samenloop", "kwetsbaarheid+onv", "samenloop", "standaardafwijking", 2, 4),
    "8": ("Veerkracht (landelijk)", "kwetsbaarheid+onv", "veerkracht", "score", 3, 3),
    "9": ("Veerkracht (relatief)", "kwetsbaarheid+onv", "veerkracht_relatief", "score", 3, 3),
    "10": ("Focuskaart", "kwetsbaarheid+onv", "focus", "standaardafwijking", 2, None),
}
ALLES, KWETSBAAR, RUSTIG, LEEG, TWIJFEL, GRIJS, ANDERS, TOEVAL = (f"BU0001000{n}" for n in range(8))
# kaart_id: value, class, chance (of a level: to be among the highest)
KLASSEN = {
    ALLES: {
        "3": (2.1, 5, 0.99),
        "4": (0.254, 1, 0.95),
        "5": (-0.2, 1, 0.95),
        "6": (-0.0449, 2, 0.8),
        "7": (1.2, 1, 0.76),
        "8": (-0.184, 1, 0.92),
        "9": (-0.096, 2, 0.75),
        "10": (2.1, 9, 0.97),
    },
    KWETSBAAR: {"3": (1.9, 5, 0.8), "5": (0.1, 3, 0.01)},
    RUSTIG: {"3": (0.0, 3, 0.01), "5": (0.1, 3, 0.01), "8": (-0.4, 4, 0.9)},
    TWIJFEL: {"3": (1.8, 5, 0.74), "5": (-0.3, 1, None), "10": (1.8, 9, 0.6)},
    GRIJS: {"4": (0.3, 3, 0.74), "6": (-0.02, 3, 0.7), "7": (0.3, 4, 0.7), "8": (-0.1, 3, 0.7), "9": (-0.1, 3, 0.7)},
    ANDERS: {"5": (-0.3, 1, 0.9)},
}


def areas(root) -> Losse:
    w = Losse(root)
    w.add("int_kaart_periode", **PERIODE)
    for kaart_id, (titel, maat, soort, eenheid, decimalen, untold) in KAARTEN.items():
        about = {"titel": titel, "maat": maat, "soort": soort, "eenheid": eenheid, "decimalen": decimalen}
        about |= {"is_niveau": untold is None, "klasse_niet_te_zeggen": untold}
        w.add("dim_kaart", kaart_id=kaart_id, volgorde=int(kaart_id), **about)
        w.add("stg_kaarten", kaart_id=kaart_id, labels="a;b;c;d;e;f;g;h;i")
    for code in (ALLES, KWETSBAAR, RUSTIG, LEEG, TWIJFEL, GRIJS, ANDERS, TOEVAL):
        area = {"niveau": "buurt", "gebiedscode": code, "indeling": 2022} | PERIODE
        gemeente = "GM0002" if code == ANDERS else "GM0001"
        people = {"inwoners": 2000, "inwoners_van": 2000}
        w.add("int_kaart_gebied", gemeentecode=gemeente, is_doel=True, **people, **area)
        for kaart_id in KAARTEN:
            value, klasse, chance = KLASSEN.get(code, {}).get(kaart_id, (None, None, None))
            status = "waarde" if klasse else "afgeschermd" if kaart_id == "4" else "geen gegevens"
            label = "ongunstigste vijfde deel" if klasse else None
            row = {"waarde": value, "klasse": klasse, "status": status, "label": label}
            row["p_hoogste" if KAARTEN[kaart_id][2] in ("niveau", "focus") else "kans"] = chance
            w.add("fct_kaart", kaart_id=kaart_id, **row, **area)
        _police(w, code)
    for maat, cluster in (("kwetsbaarheid", "hoog-hoog"), ("onv", "geen")):
        area = {"niveau": "buurt", "gebiedscode": ALLES, "indeling": 2022} | PERIODE
        w.add("fct_cluster", maat=maat, cluster=cluster, **area)
    return w


def _police(w: Losse, code: str) -> None:
    """Registrations double: of ALLES from 40 to 80, told to have risen; of KWETSBAAR too, but on moved boundaries;
    of TOEVAL from 4 to 8, which is told to have risen as well and is chance."""
    rose, moved = "ongunstiger", "niet te zeggen (grens verlegd)"
    rate, verdict = {ALLES: (20.0, rose), KWETSBAAR: (20.0, moved), TOEVAL: (2.0, rose)}.get(code, (None, None))
    area = {"niveau": "buurt", "gebiedscode": code, "indeling": 2022, "indicator": "p_overlast"}
    if rate:
        for jaar, factor in ((2013, 1.0), (2015, 99.0), (2022, 2.0)):
            w.add("fct_reeks", jaar=jaar, waarde=rate * factor, **area)
        w.add("fct_verandering", jaar_van=2013, jaar_tot=2022, oordeel=verdict, **area)
        w.add("fct_verandering", jaar_van=2015, jaar_tot=2022, oordeel="gunstiger", **area)


@pytest.fixture(scope="module")
def build(tmp_path_factory, monkeymodule):
    return areas(tmp_path_factory.mktemp("aandacht")).build(monkeymodule)


def _get(build, code: str, columns: str) -> tuple:
    return build.row(f"select {columns} from mrt_aandacht where gebiedscode = ?", code)


def test_build_succeeds_and_every_reason_is_backed(build):
    assert build.result.exception is None
    assert build.failed == [] and build.warned == []


def test_reasons_say_measure_change_and_how_sure_heaviest_first(build):
    (redenen,) = _get(build, ALLES, "redenen")
    assert redenen.split("; ") == [
        "veel kwetsbare bewoners én veel overlast (zeker beide in het hoogste derde deel van het land)",
        "kwetsbaarheid en overlast namen tussen 2014 en 2022 allebei toe (waarschijnlijk)",
        "overlast ontwikkelde zich duidelijk ongunstiger dan verwacht (score naar schatting −0,184)",
        "ligt binnen de gemeente in een aaneengesloten gebied met veel kwetsbare bewoners "
        "(zo'n groep ontstaat zelden door toeval)",
        "duidelijk kwetsbaarder geworden (naar schatting +0,25 standaardafwijking sinds 2014)",
        "overlast en onveiligheid namen waarschijnlijk toe (score naar schatting −0,045 sinds 2014)",
        "waarschijnlijk minder veerkracht dan de rest van de gemeente (score naar schatting −0,096)",
        "de politie registreerde in 2022 per inwoner 100% meer overlast dan in 2013",
    ]


def test_points_and_certainty_are_those_of_the_reasons(build):
    chances = {5: 0.97, 4: 0.76, 3: 0.92}
    points = sum(p * k for p, k in chances.items()) + 2 * (0.95 + 0.8 + 0.75) + 2 + 1  # chances count, the rest in full
    zeker = (sum(chances.values()) + 0.95 + 0.8 + 0.75) / 6
    expected = (pytest.approx(points), 8, pytest.approx(zeker, abs=0.005), "reden", None)
    assert _get(build, ALLES, "punten, aantal_redenen, zekerheid, status, niet_beoordeeld") == expected
    assert _get(build, ALLES, "gesprek") == ("Wat hebben bewoners hier nodig, en wat gaat er goed?",)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (KWETSBAAR, "veel kwetsbare bewoners (waarschijnlijk in het hoogste vijfde deel van het land)"),
        (TWIJFEL, None),  # in the highest class, but not surely enough or how sure is not known
        (ANDERS, "veel overlast en onveiligheid (ongunstigste vijfde deel, zeker)"),
        (RUSTIG, None),
        (LEEG, None),
        (GRIJS, None),  # of no change the side can be told
        (TOEVAL, None),  # 4 registrations became 8: as many come and go where nothing changes
    ],
)
def test_one_reason_or_none(build, code, expected):
    assert _get(build, code, "redenen") == (expected,)


def test_areas_without_reason_or_value_have_no_rank_and_say_why(build):
    columns = "rang_gemeente, rang_land, punten, aantal_redenen, status"
    assert _get(build, RUSTIG, columns) == (None, None, 0, 0, "geen reden")
    assert _get(build, LEEG, columns) == (None, None, 0, 0, "niet te beoordelen")
    assert _get(build, LEEG, "niet_beoordeeld") == (
        "geen gegevens: Kwetsbare bewoners, Overlast en onveiligheid, Ontwikkeling overlast en onveiligheid, Samenloop,"
        " Veerkracht (landelijk), Veerkracht (relatief), Focuskaart; afgeschermd: Ontwikkeling kwetsbare bewoners",
    )


def test_what_is_less_sure_counts_for_less(build):
    sql = (
        "select gebiedscode, rang_gemeente, rang_land from mrt_aandacht where rang_land is not null order by rang_land"
    )
    assert build.rows(sql) == [(ALLES, 1, 1), (ANDERS, 1, 2), (KWETSBAAR, 2, 3)]


def test_loaded_areas_are_not_called_the_country(tmp_path, monkeypatch):
    build = areas(tmp_path).build(monkeypatch, "--select", "+mrt_aandacht", referentie="geladen_gebieden")
    (redenen,) = _get(build, KWETSBAAR, "redenen")
    assert redenen == "veel kwetsbare bewoners (waarschijnlijk in het hoogste vijfde deel van de geladen gebieden)"


def test_a_reason_of_the_police_is_as_sure_as_a_registration_must_be(build):
    chances = build.rows("select gebiedscode, kans_toename from tussen.int_aandacht_politie order by gebiedscode")
    # a rate of n events in N inhabitants has a variance of n/N²: 20 and 40, 2 and 4 per 1,000 of 2,000 inhabitants
    sure = {ALLES: 20 / (1000 * (20 + 40) / 2000) ** 0.5, TOEVAL: 2 / (1000 * (2 + 4) / 2000) ** 0.5}
    expected = {code: pytest.approx(NormalDist().cdf(z), abs=1e-6) for code, z in sure.items()}
    assert dict(chances) == expected | {KWETSBAAR: expected[ALLES]}
