"""Measures of spread in SQL against plain numpy and PySAL, and the sentences that answer the questions."""

import re

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from tests.dbt_project import losse
from tests.dbt_project.world import Build, subject
from veerkracht.statistics.posterior.words import KLASSEN, Verspreiding

GEBIED = {"niveau": pa.string(), "gebiedscode": pa.string(), "indeling": pa.int16()}
PERIODE = {"jaar_van": pa.int16(), "jaar_tot": pa.int16()}
TEXT, NUMBER = pa.string(), pa.float64()
ABOVE = {
    "int_kaart_periode": PERIODE,
    "int_kaart_gebied": GEBIED | PERIODE | {"gemeentecode": TEXT, "inwoners": NUMBER, "is_doel": pa.bool_()},
    "fct_reeks": GEBIED | {"jaar": pa.int16(), "indicator": TEXT, "waarde": NUMBER, "marge": NUMBER},
    "dim_gebied": GEBIED | {"gebiedsnaam": TEXT},
    "stg_bouw": {"doel_indeling": pa.int16()},
    "stg_indicatoren": {"indicator": TEXT, "label": TEXT, "toegang": TEXT, "is_modelschatting": pa.bool_()},
}
MODELS = (
    "staging/stg_regios.sql",
    *subject("spreiding"),
)
SEEDS = (
    *("regios.csv", "_regios.yml", "spreidingsgroepen.csv", "vragen.csv", "uitspraken.csv", "_spreiding.yml"),
    *("zinnen.csv", "_zinnen.yml"),
)
BUURTEN = {"GM0001": [f"BU0001000{i}" for i in range(7)], "GM0002": [f"BU0002000{i}" for i in range(5)]}
ALL = [code for codes in BUURTEN.values() for code in codes]
GAP, EMPTY = "BU00010005", "BU00010006"  # not counted at the end; without dwellings
PERIOD = {"jaar_van": 2014, "jaar_tot": 2024}


def figures() -> pd.DataFrame:
    """Dwellings, share of corporations, inhabitants of 15-64 and people on benefits per buurt and year."""
    rng, rows = np.random.default_rng(1), []
    for code in ALL:
        total, share = float(rng.integers(50, 900)), float(rng.integers(0, 90))
        for year in (2014, 2023):
            dwellings = 0.0 if code == EMPTY else total + 10 * (year - 2014)
            corporation = None if (code, year) in ((GAP, 2023),) or code == EMPTY else min(share + year - 2014, 100)
            rows += [(code, year, "a_woning", dwellings), (code, year, "p_wcorpw", corporation)]
            rows += (
                [(code, 2022, "a_woning", 1.0), (code, 2022, "p_wcorpw", 1.0)] if (code, year) == (GAP, 2014) else []
            )
            rows += [(code, year, "a_15_64", 10.0), (code, year, "a_soz_wb", 20.0 if code[-1] == "0" else 2.0)]
    return pd.DataFrame(rows, columns=["gebiedscode", "jaar", "indicator", "waarde"])


class Spreiding(losse.Losse):
    """The models of spread on tables written by hand, with what the statistics would have saved."""

    def __init__(self, root):
        super().__init__(root)
        for row in figures().dropna().to_dict("records"):
            self.add("fct_reeks", niveau="buurt", indeling=2024, marge=0.5, **row)
        self.add("int_kaart_periode", **PERIOD)
        self.add("stg_bouw", doel_indeling=2024)
        for gemeente, codes in BUURTEN.items():
            name = "Voorbeeldstad" if gemeente == "GM0001" else "Elders"
            self.add("dim_gebied", niveau="gemeente", gebiedscode=gemeente, indeling=2024, gebiedsnaam=name)
            for code in codes:
                area = {"niveau": "buurt", "gebiedscode": code, "indeling": 2024, "gemeentecode": gemeente} | PERIOD
                self.add("int_kaart_gebied", inwoners=0.0 if code == EMPTY else 100.0, is_doel=True, **area)
            self.add("regios", regio="samen", regionaam="Samen", gemeentecode=gemeente)
        for gemeente in ("GM0001", "GM0099"):
            self.add("regios", regio="half", regionaam="Half", gemeentecode=gemeente)

    def told(self, gebied: str, groep: str, maat: str, oordeel: str, **more) -> None:
        """A row of the statistics."""
        niveau = "land" if gebied == "NL00" else "gemeente"
        row = {"niveau": niveau, "gebiedscode": gebied, "indeling": 2024, "groep": groep, "maat": maat} | PERIOD
        figures = {"waarde_van": 0.4, "waarde_tot": 0.3, "verschil": -0.1, "laag": -0.15, "hoog": -0.05}
        self.rows["spreiding"].append(row | figures | {"oordeel": oordeel, "dekking": 0.98, "n": 6} | more)

    def build(self, monkeypatch, *extra: str, **settings) -> Build:
        with monkeypatch.context() as patch:
            for name, value in (
                ("ABOVE", ABOVE),
                ("MODELS", MODELS),
                ("SEEDS", SEEDS),
                ("TESTS", ("generic/uniek.sql", "generic/tussen.sql")),
                ("STATISTIEK", ("spreiding", "clusters", "model")),
            ):
                patch.setattr(losse, name, value)
            return super().build(monkeypatch, *extra, **settings)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    world = Spreiding(tmp_path_factory.mktemp("spreiding"))
    world.told("GM0001", "corporatiewoningen", "D_ster", "gelijker verspreid")
    world.told("GM0001", "bijstand", "D_ster", "gelijker verspreid")
    world.told("GM0001", "huishoudens_laag_inkomen", "D_ster", "niet te zeggen")
    world.told("GM0001", "inwoners", "onv_gemiddeld", "waarschijnlijk ongunstiger", p_ongunstiger=0.8, delta=0.01)
    world.told("NL00", "inwoners", "onv_gemiddeld", "niet te zeggen", verschil=0.0002, laag=-0.01, hoog=0.01)
    world.told("GM0002", "bijstand", "D_ster", "onbekend", reden="te weinig geteld")
    world.told("GM0002", "inwoners", "veerkracht_gemiddeld", "waarschijnlijk meer", verschil=0.02, laag=0.01, hoog=0.03)
    world.told("GM0001", "kwetsbaarheid", "moran_i", None, verschil=None, p_waarde=0.001, waarde_tot=0.5)
    area = {"niveau": "buurt", "indeling": 2024, "gemeentecode": "GM0001", "maat": "kwetsbaarheid", "status": "bepaald"}
    for code, cluster in zip(BUURTEN["GM0001"], ("hoog-hoog", "hoog-hoog", "laag-laag", "geen"), strict=False):
        world.rows["clusters"].append(area | PERIOD | {"gebiedscode": code, "cluster": cluster})
    world.told("GM0001", "onv", "moran_i", None, verschil=None, p_waarde=0.001, waarde_tot=0.5)
    at_limit = {"gebiedscode": BUURTEN["GM0001"][0], "maat": "onv", "status": "op de grens", "cluster": None}
    world.rows["clusters"].append(area | PERIOD | at_limit)
    world.told("GM0002", "kwetsbaarheid", "moran_i", None, verschil=None, p_waarde=0.001, waarde_tot=0.5)
    for number, cluster in enumerate(["hoog-hoog", "laag-laag"] * 5):
        elsewhere = {"gebiedscode": f"BU0002010{number}", "gemeentecode": "GM0002", "cluster": cluster}
        world.rows["clusters"].append(area | PERIOD | elsewhere)
    world.rows["model"].append(
        {
            "niveau": "buurt",
            "indeling": 2024,
            "maat": "veerkracht",
            "status": "geweigerd",
            "reden": "te weinig gebieden",
        }
        | PERIOD
    )
    with pytest.MonkeyPatch.context() as patch:
        return world.build(patch)


def counted(codes: list[str], year: int) -> pd.DataFrame:
    """Members and total of the buurten counted at both ends, by hand."""
    wide = figures().pivot(index=["gebiedscode", "jaar"], columns="indicator", values="waarde").reset_index()
    here = wide[(wide["jaar"] == year) & wide["gebiedscode"].isin(set(codes) - {GAP, EMPTY})]
    return pd.DataFrame(
        {"x": here["a_woning"] * here["p_wcorpw"] / 100, "t": here["a_woning"], "g": here["gebiedscode"].str[:6]}
    )


def by_hand(frame: pd.DataFrame) -> dict[str, float]:
    x, t = frame["x"].to_numpy(), frame["t"].to_numpy()
    p, whole = x / t, x.sum() / t.sum()
    gini = (t[:, None] * t * np.abs(p[:, None] - p)).sum() / (2 * t.sum() ** 2 * whole * (1 - whole))
    return {
        "d": 0.5 * np.abs(x / x.sum() - (t - x) / (t - x).sum()).sum(),
        "isolatie": (x / x.sum() * p).sum(),
        "gini": gini,
        "theil_h": 1 - (t * _entropy(p)).sum() / (t.sum() * _entropy(whole)),
    }


def _entropy(p):
    p = np.asarray(p, float)
    safe = np.where((p > 0) & (p < 1), p, 0.5)
    return np.where((p > 0) & (p < 1), -safe * np.log(safe) - (1 - safe) * np.log(1 - safe), 0)


UNITS = [("gemeente", "GM0001", ["GM0001"]), ("gemeente", "GM0002", ["GM0002"])]
UNITS += [("regio", "samen", list(BUURTEN)), ("land", "NL00", list(BUURTEN))]
MATEN = ("d", "isolatie", "gini", "theil_h")


def in_sql(built: Build, niveau: str, code: str, einde: str) -> dict[str, float]:
    row = built.row(
        f"select {', '.join(MATEN)} from tussen.int_spreiding "
        "where niveau = ? and gebiedscode = ? and einde = ? and groep = 'corporatiewoningen'",
        *(niveau, code, einde),
    )
    return dict(zip(MATEN, row, strict=True))


def test_build_succeeds(built):
    assert built.result.exception is None
    assert built.failed == [] and built.warned == []


@pytest.mark.parametrize(("niveau", "code", "gemeenten"), UNITS)
@pytest.mark.parametrize(("einde", "jaar"), [("van", 2014), ("tot", 2023)])
def test_measures_are_those_of_their_formulas(built, niveau, code, gemeenten, einde, jaar):
    frame = counted([code for g in gemeenten for code in BUURTEN[g]], jaar)
    assert in_sql(built, niveau, code, einde) == pytest.approx(by_hand(frame), abs=1e-12)


@pytest.mark.lang  # numba compiles
@pytest.mark.parametrize(("niveau", "code", "gemeenten"), UNITS)
def test_measures_are_those_of_pysal(built, niveau, code, gemeenten):
    from segregation.singlegroup import Dissim, Entropy, Gini, Isolation

    frame = counted([code for g in gemeenten for code in BUURTEN[g]], 2023)
    theirs = [kind(frame, "x", "t").statistic for kind in (Dissim, Isolation, Gini, Entropy)]
    assert in_sql(built, niveau, code, "tot") == pytest.approx(dict(zip(MATEN, theirs, strict=True)), abs=1e-9)


def test_theil_splits_between_and_within_gemeenten(built):
    frame = counted(ALL, 2023)
    gemeenten = frame.groupby("g")[["x", "t"]].sum()
    total, tussen, inside = built.row(
        "select theil_h, theil_h_tussen, theil_h_binnen from tussen.int_spreiding "
        "where niveau = 'land' and einde = 'tot' and groep = 'corporatiewoningen'"
    )
    within = [
        by_hand(frame[frame["g"] == g])["theil_h"] * row.t * _entropy(row.x / row.t) for g, row in gemeenten.iterrows()
    ]
    assert tussen == pytest.approx(by_hand(gemeenten)["theil_h"], abs=1e-12)
    assert inside == pytest.approx(
        sum(within) / (frame["t"].sum() * _entropy(frame["x"].sum() / frame["t"].sum())), abs=1e-12
    )
    assert total == pytest.approx(tussen + inside)
    assert built.rows("select distinct theil_h_tussen from tussen.int_spreiding where niveau = 'gemeente'") == [(None,)]


def test_same_buurten_at_both_ends_and_the_share_covered(built):
    rows = built.rows(
        "select niveau, gebiedscode, meetjaar_van, meetjaar_tot, n, round(dekking, 4), reden "
        "from tussen.int_spreiding_dekking where groep = 'corporatiewoningen' order by all"
    )
    assert rows == [
        ("gemeente", "GM0001", 2014, 2023, 5, 0.8333, None),
        ("gemeente", "GM0002", 2014, 2023, 5, 1.0, None),
        ("land", "NL00", 2014, 2023, 10, 0.9091, None),
        ("regio", "half", 2014, 2023, 5, 0.8333, "1 van de 2 gemeenten van de regio hebben cijfers in beide jaren"),
        ("regio", "samen", 2014, 2023, 10, 0.9091, None),
    ]


def test_a_count_is_never_more_than_its_total(built):
    assert built.row("select max(aantal - totaal) from tussen.int_spreiding_telling") == (0.0,)


def answers(built: Build, code: str) -> dict[str, tuple]:
    rows = built.rows("select vraag, oordeel, zin, onderbouwing from mrt_uitspraak where gebiedscode = ?", code)
    return {vraag: rest for vraag, *rest in rows}


def test_every_question_has_one_answer_everywhere(built):
    assert built.rows("select gebiedscode, count(*) from mrt_uitspraak group by all order by all") == [
        (code, 4) for code in ("GM0001", "GM0002", "NL00", "half", "samen")
    ]
    assert built.row("select count(*) from mrt_uitspraak where zin like '%{%' or toets like '%{%'") == (0,)


def test_sentences_say_what_was_found_and_no_more(built):
    told = answers(built, "GM0001")
    assert told["spreiding_corporatie"] == [
        "gelijker verspreid",
        "Om de corporatiewoningen in Voorbeeldstad gelijk over de buurten te verdelen, zou een deel in een andere buurt"
        " moeten staan: 40% in 2014 en 30% in 2023. Zij zijn dus gelijker verspreid.",
        "D* van corporatiewoningen: 0,400 in 2014, 0,300 in 2023 (verschil −0,1000, tussen −0,150 en −0,050; 6 "
        "gebieden met 98% van de inwoners).",
    ]
    oordeel, zin, numbers = told["veiligheid"]
    assert oordeel == "waarschijnlijk ongunstiger" and "tussen 2014 en 2024 waarschijnlijk toegenomen." in zin
    assert zin.endswith("er is in deze buurten niet zelf gevraagd.")
    assert numbers.endswith("6 gebieden met 98% van de inwoners), in heel het land met 0,000.")
    assert "naar schatting met −0,100 (in 8 van de 10 gevallen tussen −0,150 en −0,050;" in numbers


def test_what_cannot_be_told_is_not_told_as_no_change(built):
    oordeel, zin, _ = answers(built, "NL00")["veiligheid"]
    assert (
        oordeel == "niet te zeggen"
        and "is niet te zeggen: daarvoor is de verandering te klein of zijn de cijfers te onrustig." in zin
    )
    texts = built.rows("select zin from seeds.uitspraken")
    assert not [z for (z,) in texts if re.search(r"stabiel|geen verandering|gelijk gebleven|aantoonbaar", z)]


def test_groups_that_disagree_give_no_verdict(built):
    oordeel, zin, numbers = answers(built, "GM0001")["spreiding_kwetsbaren"]
    assert oordeel == "niet te zeggen" and "geen eenduidig beeld" in zin and "D* van mensen met bijstand" in numbers
    assert "mensen met bijstand 40% in 2014 en 30% in 2023; huishoudens met een laag inkomen 40% in 2014" in zin


def test_what_is_not_known_says_why(built):
    elsewhere, country = answers(built, "GM0002"), answers(built, "NL00")
    assert elsewhere["spreiding_kwetsbaren"][:2] == [
        "onbekend",
        "Of kwetsbare mensen in Elders in 2024 gelijker of ongelijker over de buurten verspreid wonen dan in 2014, is"
        " niet bekend: te weinig geteld.",
    ]
    assert elsewhere["veiligheid"][0] == "onbekend" and elsewhere["veerkracht"][0] == "waarschijnlijk meer"
    assert country["veerkracht"][1].endswith("is niet bekend: te weinig gebieden.")


def test_when_an_answer_is_called_so_stands_in_the_test(built):
    test = dict(built.rows("select distinct vraag, toets from mrt_uitspraak"))
    assert "minstens 90% van de gevallen" in test["veerkracht"] and "groter is dan 10% van" in test["veerkracht"]
    assert "buiten 1,64 keer de onzekerheid" in test["spreiding_corporatie"]
    assert "minstens 0,01 is" in test["spreiding_kwetsbaren"]


def test_clusters_are_counted_and_two_faces_need_enough_of_both(built):
    asked = "select gebiedscode, zin from fct_spreiding where maat = 'moran_i' and groep = '{}'"
    assert built.rows(asked.format("onv")) == [  # every buurt at the limit: in none, as far as can be told
        (
            "GM0001",
            "Moran's I is 0,50; 0 buurten in een cluster van veel overlast,"
            " 0 buurten in een cluster van weinig overlast.",
        )
    ]
    sentences = dict(built.rows(asked.format("kwetsbaarheid")))
    assert sentences["GM0001"] == (
        "Moran's I is 0,50; 2 buurten in een cluster van hoge kwetsbaarheid,"
        " 1 buurt in een cluster van lage kwetsbaarheid."
    )
    assert sentences["GM0002"] == (
        "Moran's I is 0,50; 5 buurten in een cluster van hoge kwetsbaarheid,"
        " 5 buurten in een cluster van lage kwetsbaarheid: een stad met twee gezichten."
    )


def test_measures_of_both_origins_stand_in_one_mart(built):
    maten = built.rows(
        "select maat, count(*) from fct_spreiding "
        "where gebiedscode = 'GM0001' and groep = 'corporatiewoningen' group by all"
    )
    assert dict(maten) == {"D": 1, "isolatie": 1, "gini": 1, "theil_h": 1, "D_ster": 1}


def test_every_verdict_of_the_statistics_has_its_sentence(built):
    """A verdict without one would leave its question unanswered."""
    told = set(built.rows("select vraag, geval from seeds.uitspraken"))
    spread = {*map(str, Verspreiding), "onbekend"}
    words = {"veiligheid": KLASSEN["overlast"], "veerkracht": KLASSEN["veerkracht"]}
    words |= dict.fromkeys(("spreiding_kwetsbaren", "spreiding_corporatie"), spread)
    assert {(question, word) for question, given in words.items() for word in {*given, "onbekend"}} <= told


def test_a_loaded_part_of_the_country_is_named_so(tmp_path, monkeypatch):
    world = Spreiding(tmp_path)
    world.told("GM0001", "inwoners", "veerkracht_gemiddeld", "duidelijk meer veerkracht dan verwacht")
    told = answers(world.build(monkeypatch, referentie="geladen_gebieden"), "GM0001")
    assert told["veerkracht"][1].endswith("te verwachten was, vergeleken met de geladen gebieden.")
