"""The attention list on areas written by hand: which reasons, in which words, in which order, and why not."""

import pytest

from tests.dbt_project.losse import Losse

PERIODE = {"jaar_van": 2014, "jaar_tot": 2022}
KAARTEN = {
    "3": ("Kwetsbare bewoners", "kwetsbaarheid", "niveau", "standaardafwijking", 2),
    "4": ("Ontwikkeling kwetsbare bewoners", "kwetsbaarheid", "verandering", "standaardafwijking", 2),
    "5": ("Overlast en onveiligheid", "onv", "niveau", "score", 3),
    "6": ("Ontwikkeling overlast en onveiligheid", "onv", "verandering", "score", 3),
    "7": ("Samenloop", "kwetsbaarheid+onv", "samenloop", "standaardafwijking", 2),
    "8": ("Veerkracht (landelijk)", "kwetsbaarheid+onv", "veerkracht", "standaardafwijking", 2),
    "9": ("Veerkracht (relatief)", "kwetsbaarheid+onv", "veerkracht_relatief", "standaardafwijking", 2),
    "10": ("Focuskaart", "kwetsbaarheid+onv", "focus", "standaardafwijking", 2),
}
ALLES, KWETSBAAR, RUSTIG, LEEG, TWIJFEL, TEGEN, ANDERS = (f"BU0001000{n}" for n in range(7))
# kaart_id: value, class, certainty
KLASSEN = {
    ALLES: {
        "3": (2.1, 5, 0.99),
        "4": (0.254, 5, 0.8),
        "5": (-0.2, 1, 0.95),
        "6": (-0.0449, 1, 0.8),
        "7": (1.2, 1, 0.7),
        "8": (-1.84, 1, 0.72),
        "9": (-0.96, 2, 0.6),
        "10": (2.1, 9, 0.97),
    },
    KWETSBAAR: {"3": (1.9, 5, 0.5), "5": (0.1, 3, 0.9)},
    RUSTIG: {"3": (0.0, 3, 0.9), "5": (0.1, 3, 0.9), "8": (-0.4, 3, 0.9)},
    TWIJFEL: {"3": (1.8, 5, None)},
    TEGEN: {"3": (0.0, 3, 0.9), "4": (-0.01, 3, 0.9), "6": (0.01, 3, 0.9)},
    ANDERS: {"5": (-0.3, 1, 0.9)},
}


def areas(root) -> Losse:
    w = Losse(root)
    w.add("int_kaartperiode", **PERIODE)
    for kaart_id, (titel, maat, soort, eenheid, decimalen) in KAARTEN.items():
        about = {"titel": titel, "maat": maat, "soort": soort, "eenheid": eenheid, "decimalen": decimalen}
        w.add("dim_kaart", kaart_id=kaart_id, volgorde=int(kaart_id), **about)
        w.add("stg_kaarten", kaart_id=kaart_id, labels="a;b;c;d;e;f;g;h;i")
    for code in (ALLES, KWETSBAAR, RUSTIG, LEEG, TWIJFEL, TEGEN, ANDERS):
        area = {"niveau": "buurt", "gebiedscode": code, "indeling": 2022} | PERIODE
        gemeente = "GM0002" if code == ANDERS else "GM0001"
        people = {"inwoners": 2000, "inwoners_van": 2000}
        w.add("int_kaartgebied", gemeentecode=gemeente, is_doel=True, **people, **area)
        for kaart_id in KAARTEN:
            waarde, klasse, zekerheid = KLASSEN.get(code, {}).get(kaart_id, (None, None, None))
            status = "waarde" if klasse else "afgeschermd" if kaart_id == "4" else "geen gegevens"
            label = "ongunstigste vijfde deel" if klasse else None
            row = {"waarde": waarde, "klasse": klasse, "zekerheid": zekerheid, "status": status, "label": label}
            w.add("fct_kaart", kaart_id=kaart_id, **row, **area)
        _police(w, code)
    for code, maat, verschil in ((ALLES, "kwetsbaarheid", 0.5), (ALLES, "onv", -0.09), (TEGEN, "kwetsbaarheid", 0.1)):
        area = {"niveau": "buurt", "gebiedscode": code, "indeling": 2022} | PERIODE
        w.add("krimp", maat=maat, verschil=verschil, gekrompen=verschil / 2, is_aantoonbaar=True, **area)
        w.add(
            "fct_cluster",
            maat=maat,
            cluster="hoog-hoog" if (code, maat) == (ALLES, "kwetsbaarheid") else "geen",
            **area,
        )
    return w


def _police(w: Losse, code: str) -> None:
    """ALLES doubles from 40 to 80 registrations, KWETSBAAR goes from 4 to 8 (chance)."""
    for jaar, factor in ((2013, 1.0), (2015, 99.0), (2022, 2.0)):
        rate = {ALLES: 20.0, KWETSBAAR: 2.0}.get(code)
        if rate:
            w.add(
                "fct_reeks",
                niveau="buurt",
                gebiedscode=code,
                indeling=2022,
                jaar=jaar,
                indicator="p_overlast",
                waarde=rate * factor,
            )


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
        "veel kwetsbare bewoners én veel overlast (beide in het hoogste derde deel van het land, zeker)",
        "kwetsbaarheid en overlast ontwikkelden zich tussen 2014 en 2022 allebei ongunstig (waarschijnlijk)",
        "overlast ontwikkelde zich veel ongunstiger dan verwacht (−1,8 sd, waarschijnlijk)",
        "kwetsbaarheid nam aantoonbaar toe (naar schatting +0,25 standaardafwijking sinds 2014)",
        "overlast en onveiligheid namen aantoonbaar toe (score naar schatting −0,045 sinds 2014)",
        "ligt binnen de gemeente in een aaneengesloten gebied met veel kwetsbare bewoners (waarschijnlijk geen toeval)",
        "de politie registreerde in 2022 per inwoner 100% meer overlast dan in 2013",
        "minder veerkracht dan de rest van de gemeente (−1,0 sd, wisselend)",
    ]


def test_points_and_certainty_are_those_of_the_reasons(build):
    punten = 5 * 0.97 + 4 * 0.7 + 3 * 0.72 + 1 * 0.6 + 2 + 2 + 2 + 1  # classes by their certainty, the rest in full
    zeker = (0.97 + 0.7 + 0.72 + 0.6) / 4
    expected = (pytest.approx(punten), 8, pytest.approx(zeker, abs=0.005), "reden", None)
    assert _get(build, ALLES, "punten, aantal_redenen, zekerheid, status, niet_beoordeeld") == expected
    assert _get(build, ALLES, "gesprek") == ("Wat hebben bewoners hier nodig, en wat gaat er goed?",)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (KWETSBAAR, "veel kwetsbare bewoners (hoogste vijfde deel van het land, wisselend)"),
        (TWIJFEL, "veel kwetsbare bewoners (hoogste vijfde deel van het land, zekerheid niet bepaald)"),
        (ANDERS, "veel overlast en onveiligheid (ongunstigste vijfde deel, zeker)"),
        (RUSTIG, None),
        (LEEG, None),
        (TEGEN, None),  # demonstrable, but the map shows it the other way
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


def test_a_class_that_easily_changes_counts_for_less(build):
    sql = (
        "select gebiedscode, rang_gemeente, rang_land from mrt_aandacht where rang_land is not null order by rang_land"
    )
    assert build.rows(sql) == [(ALLES, 1, 1), (ANDERS, 1, 2), (TWIJFEL, 2, 3), (KWETSBAAR, 3, 4)]


def test_loaded_areas_are_not_called_the_country(tmp_path, monkeypatch):
    build = areas(tmp_path).build(monkeypatch, "--select", "+mrt_aandacht", referentie="geladen_gebieden")
    (redenen,) = _get(build, KWETSBAAR, "redenen")
    assert redenen == "veel kwetsbare bewoners (hoogste vijfde deel van de geladen gebieden, wisselend)"
