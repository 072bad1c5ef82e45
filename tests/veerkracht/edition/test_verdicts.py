"""The words of a verdict: what the pointer says, what the legend expects, and the sentences beside a map."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veerkracht.edition import verdicts
from veerkracht.edition.legend import field_text, legend_entries
from veerkracht.edition.looks import looks
from veerkracht.edition.records import Kaart, KaartGebied, LegendaRecord
from veerkracht.edition.verdicts import VerdictLimits, chance_text, legend_line, percent, sentence, times, value_text

LIMITS = VerdictLimits(
    duidelijk=0.9, waarschijnlijk=0.75, registratie=0.95, delta_aandeel=0.1, hoger_is_gunstiger=frozenset({"onv"})
)
CHANGE = Kaart(
    kaart_id="6", titel="K", maat="onv", soort="verandering", klassen="kans", labels=None, eenheid="score",
    decimalen=3, leeshulp=None, is_niveau=False, klasse_niet_te_zeggen=3,
)  # fmt: skip
LEVEL = replace(
    CHANGE, maat="kwetsbaarheid", soort="niveau", klassen="kwintiel", eenheid="sd", decimalen=2, is_niveau=True,
    klasse_niet_te_zeggen=None,
)  # fmt: skip
BOTH = replace(CHANGE, maat="kwetsbaarheid+onv", soort="samenloop", eenheid="sd", decimalen=2, klasse_niet_te_zeggen=4)
COUNTED = replace(
    CHANGE, maat="p_wcorpw", klassen="meetbaar", eenheid="procentpunt", decimalen=1, klasse_niet_te_zeggen=6
)
ROW = KaartGebied(
    kaart_id="6", niveau="buurt", gebiedscode="BU1", indeling=2024, jaar_van=2014, jaar_tot=2024, waarde=-0.024,
    klasse=1, label="duidelijk ongunstiger", kleur=None, status="waarde", reden=None, waarde_2=-0.25,
    waarde_gemeten=-0.031, laag=-0.04, hoog=-0.008, kans=0.92, p_hoogste=None, inwoners=None,
    gemeentecode="GM1", gebiedsnaam="Dorp",
)  # fmt: skip


def test_the_pointer_tells_figures_interval_and_chance():
    assert sentence(CHANGE, ROW, LIMITS) == (
        "Gemeten −0,031; wij schatten −0,024 (in 8 van de 10 gevallen tussen −0,040 en −0,008). "
        "Kans op verslechtering van betekenis 92%."
    )
    assert sentence(CHANGE, replace(ROW, waarde_gemeten=None), LIMITS).startswith("Wij schatten −0,024 (in 8 van")


def test_a_claim_against_its_own_measurement_says_why():
    """One restless figure counts for less than what all areas of the gemeente showed."""
    against = replace(ROW, waarde_gemeten=0.002)
    why = (
        "Dat is de andere kant op dan gemeten: dit cijfer is onrustig, en wat de rest van de gemeente liet zien telt "
        "mee."
    )
    assert sentence(CHANGE, against, LIMITS) == (
        "Gemeten +0,002; wij schatten −0,024 (in 8 van de 10 gevallen tussen −0,040 en −0,008). "
        f"{why} Kans op verslechtering van betekenis 92%."
    )
    for row in (ROW, replace(against, klasse=3), replace(against, waarde_gemeten=0.0)):
        assert why not in sentence(CHANGE, row, LIMITS)


@pytest.mark.parametrize(
    "kaart, klasse, words",
    [
        (CHANGE, 2, "Kans op verslechtering van betekenis 92%."),
        (CHANGE, 3, "De kans op een verandering van betekenis is naar elke kant hoogstens 92%."),
        (CHANGE, 5, "Kans op verbetering van betekenis 92%."),
        (replace(CHANGE, maat="kwetsbaarheid"), 1, "Kans op een toename van betekenis 92%."),
        (replace(CHANGE, soort="veerkracht"), 4, "Kans op een voorsprong van betekenis 92%."),
        (replace(CHANGE, soort="veerkracht_relatief"), 1, "Kans op een achterstand van betekenis 92%."),
        (replace(CHANGE, maat="eigen_score"), 1, "Kans op een verandering naar deze kant 92%."),
        (BOTH, 1, "Kans dat beide van betekenis toenamen 92%."),
        (BOTH, 3, "Kans dat overlast van betekenis toenam 92%."),
        (BOTH, 4, "De kans op een verandering van betekenis is naar elke kant hoogstens 92%."),
        (BOTH, 5, "Kans op verbetering van betekenis 92%."),
        (COUNTED, 6, "De kans op een verandering is naar elke kant hoogstens 92%."),
    ],
)
def test_the_chance_is_of_what_the_class_says(kaart, klasse, words):
    assert chance_text(kaart, replace(ROW, klasse=klasse), LIMITS) == words


def test_a_registration_is_counted_and_has_no_chance_within_its_rounding():
    row = replace(ROW, waarde=3.0, laag=2.0, hoog=4.0, klasse=4)
    assert sentence(COUNTED, row, LIMITS) == (
        "Gemeten +3,0 procentpunt (door afronding en verlegde grenzen in minstens 8 van de 10 gevallen tussen "
        "+2,0 en +4,0). "
        "Kans op een verandering naar deze kant 92%."
    )
    assert chance_text(COUNTED, replace(row, klasse=3, label="geen meetbaar verschil"), LIMITS) == ""


@pytest.mark.parametrize(
    "kaart, klasse, kans, p_hoogste, words",
    [
        (LEVEL, 5, 0.93, 0.93, "Zeker in de hoogste vijfde (93%)."),
        (LEVEL, 5, 0.75, 0.75, "Waarschijnlijk in de hoogste vijfde (75%)."),
        (LEVEL, 5, 0.5, 0.5, "Misschien in de hoogste vijfde (50%)."),
        (LEVEL, 4, 0.61, 0.3, "Kans op deze klasse 61%. Misschien in de hoogste vijfde (30%)."),
        (LEVEL, 4, 0.4, 0.4, "Kans op deze klasse 40%. Misschien in de hoogste vijfde (40%)."),
        (LEVEL, 4, 0.61, 0.02, "Kans op deze klasse 61%."),
        (replace(LEVEL, maat="onv"), 1, 0.9, 0.9, "Zeker in de hoogste vijfde van overlast (90%)."),
        (
            replace(LEVEL, maat="onv"),
            2,
            0.4,
            0.4,
            "Kans op deze klasse 40%. Misschien in de hoogste vijfde van overlast (40%).",
        ),
        (
            replace(LEVEL, maat="kwetsbaarheid+onv", soort="focus", klassen="tercielen"),
            9,
            0.8,
            0.8,
            "Waarschijnlijk in het hoogste derde deel van beide (80%).",
        ),
        (LEVEL, 5, None, None, ""),
    ],
)
def test_how_surely_a_level_is_in_the_highest_part(kaart, klasse, kans, p_hoogste, words):
    assert chance_text(kaart, replace(ROW, klasse=klasse, kans=kans, p_hoogste=p_hoogste), LIMITS) == words


@pytest.mark.parametrize(
    "kaart, text",
    [
        (LEVEL, "−0,02 sd"),
        (CHANGE, "−0,024 score"),
        (BOTH, "kwetsbaarheid −0,02 sd, score overlast en onveiligheid −0,250"),
        (replace(LEVEL, soort="focus", klassen="tercielen"), "kwetsbaarheid −0,02 sd, score −0,250"),
    ],
)
def test_value_in_words(kaart, text):
    assert value_text(kaart, ROW) == text


def _line(count, onjuist, inwoners=120_000.0, klasse=1):
    return LegendaRecord(
        "6", "buurt", 2024, 2014, 2024, klasse, "x", None, None, None, None, None, count, inwoners, onjuist
    )


@pytest.mark.parametrize(
    "kaart, row, text",
    [
        (
            CHANGE,
            _line(96, 3.2),
            "in het land 96 gebieden, 120.000 inwoners; naar verwachting is de verandering in 3 daarvan kleiner dan de "
            "drempel",
        ),
        (
            CHANGE,
            _line(1, 0.04, 900.0),
            "in het land 1 gebied, 900 inwoners; naar verwachting is de verandering in minder dan 1 daarvan kleiner "
            "dan de drempel",
        ),
        (CHANGE, _line(1923, None, klasse=3), "in het land 1.923 gebieden, 120.000 inwoners"),
        (CHANGE, _line(0, 0.0), ""),
        (COUNTED, _line(12, 0.6), "in het land 12 gebieden, 120.000 inwoners; naar verwachting 1 ten onrechte"),
        (LEVEL, _line(60, 10.8), "in het land 60 gebieden, naar verwachting 49 terecht"),
    ],
)
def test_a_legend_tells_how_many_are_expected_to_be_wrong(kaart, row, text):
    assert legend_line(kaart, row, "in het land") == text


def test_a_field_tells_what_is_expected_of_its_last_class_and_of_all():
    field = replace(LEVEL, soort="focus", klassen="tercielen")
    lines = [replace(_line(10 * n, 2.0 * n, klasse=n), label=f"vak {n}") for n in range(1, 10)]
    entries = legend_entries(field, lines, [])
    assert [entry.vak for entry in entries[:2]] == ["8 terecht", "16 terecht"]
    assert field_text(entries, None) == (
        "Vak 9: in het land 90 gebieden, naar verwachting 72 terecht. "
        "Alle vakken samen: in het land 450 gebieden, naar verwachting 360 terecht."
    )
    assert "Alle vakken samen: in deze editie 450 gebieden" in field_text(entries, "vergeleken met de geladen gebieden")
    untold = [*lines[:3], replace(lines[3], verwacht_onjuist=None), *lines[4:]]
    assert field_text(legend_entries(field, untold, []), None) == ""


def test_the_sentences_beside_a_map():
    told = " ".join(verdicts.coloured_text(CHANGE, LIMITS))
    assert told == (
        "Gekleurd is een gebied alleen als wij vrij zeker weten welke kant het op ging. "
        "Duidelijk: zeker in minstens 9 van de 10 gevallen. Waarschijnlijk: in minstens 3 van de 4. "
        "Grijs betekent niet dat er niets veranderde: de cijfers zijn er te onrustig voor. "
        "Een verandering telt pas mee als ze groter is dan een tiende van het gewone verschil tussen gebieden."
    )
    assert "9 van de 10" not in " ".join(verdicts.coloured_text(BOTH, LIMITS))
    assert verdicts.grey_text("X", "buurten", "waarschijnlijk gunstiger") == (
        "Tussen de buurten van X is geen verschil te zien dat groter is dan de onrust in de cijfers. "
        "De gemeente als geheel: waarschijnlijk gunstiger."
    )
    assert verdicts.grey_text("X", "buurten", None).endswith("in de cijfers.")


@given(st.floats(0, 1))
def test_a_chance_is_certain_only_where_it_is(chance):
    shown = int(percent(chance).removesuffix("%"))
    assert (shown == 100) == (chance == 1) and (shown == 0) == (chance == 0)
    assert shown in (1, 99) or abs(shown - 100 * chance) <= 0.5


@pytest.mark.parametrize("chance, words", [(0.9, "9 van de 10"), (0.75, "3 van de 4"), (0.95, "19 van de 20")])
def test_a_chance_in_words(chance, words):
    assert times(chance) == words


def test_a_verdict_that_is_not_listed_keeps_its_word_and_claims_nothing():
    assert str(looks().of("duidelijk gunstiger")) == "▲ duidelijk gunstiger" and looks().of("gestegen").is_claim
    assert str(looks().of("iets nieuws")) == "iets nieuws" and not looks().of("iets nieuws").is_claim
    silent = {word for word, look in looks().oordeel.items() if not look.is_claim}
    assert silent == {
        "nauwelijks veranderd", "geen meetbaar verschil", "niet te zeggen", "niet te zeggen (grens verlegd)",
        "onvergelijkbaar", "onbekend",
    }  # fmt: skip
