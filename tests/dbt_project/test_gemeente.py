"""Totals per gemeente, region and country, and gemeenten to compare with, on a small country written by hand."""

import pytest

from tests.dbt_project.losse import Losse
from tests.dbt_project.world import NIVEAUS

PERIODE = {"jaar_van": 2014, "jaar_tot": 2022}
BEIDE, ALLEEN, GRIJS, GUNSTIG = (
    *("beide namen toe", "kwetsbaarheid nam toe, van overlast niet aangetoond", "niet te zeggen", "gunstiger"),
)
SAMENLOOP = [BEIDE, ALLEEN, "overlast nam toe, van kwetsbaarheid niet aangetoond", GRIJS, GUNSTIG]
# buurt: inhabitants, corporation %, K, onv, change of K and onv, class of map 7 and chance that both rose, of map 3
LAND = {
    "BU00010000": (1000, 80, 2.0, -0.2, 0.5, -0.10, 1, 0.8, 5),
    "BU00010001": (3000, 10, 0.0, 0.1, 0.1, 0.02, 4, 0.1, 2),
    "BU00010002": (20, None, None, None, None, None, None, None, None),
    "BU00020000": (500, 66.6667, 1.0, 0.0, -0.1, -0.01, 5, 0.0, 3),
    "BU00020001": (1500, 70, 1.5, -0.1, 0.2, -0.05, 2, 0.4, 5),
    "BU00030000": (4000, 20, -0.5, 0.2, 0.0, 0.0, None, 0.9, 1),  # the map says nothing here: the chance does not count
}
# gemeente: inhabitants, density, corporation %, density of addresses (not everywhere)
PEERS = {
    "GM0001": (2000, 1000, 30, 900),
    "GM0002": (2100, 1100, 32, None),
    "GM0003": (90000, 5000, 60, 3000),
    "GM0004": (2000, 1000, None, 900),
    "GM0998": (2000, 1000, 30, 900),
}
ZIN = "andere bron, andere periode, niet vergelijkbaar: de studie telde elke toename, hoe klein ook"


def country(root) -> Losse:
    w = Losse(root)
    w.add("int_kaart_periode", **PERIODE)
    level = {"maat": "kwetsbaarheid", "soort": "niveau", "is_niveau": True, "labels": "a;b;c;d;e"}
    w.add("dim_kaart", kaart_id="3", volgorde=3, titel="Kwetsbare bewoners", **level)
    change = {"maat": "kwetsbaarheid+onv", "is_niveau": False}
    both = {"soort": "samenloop", "labels": ";".join(SAMENLOOP), "klasse_niet_te_zeggen": 4}
    w.add("dim_kaart", kaart_id="7", volgorde=7, titel="Samenloop", **change, **both)
    one = {"soort": "veerkracht", "labels": "a;b;c;d;e", "klasse_niet_te_zeggen": 3}
    w.add("dim_kaart", kaart_id="8", volgorde=8, titel="Veerkracht", **change, **one)
    w.add("stg_kaarten", kaart_id="3", labels="a;b;c;d;e")
    for kaart in ("4", "5", "6", "7", "8", "9", "10"):
        w.add("stg_kaarten", kaart_id=kaart, labels="a;b;c;d;e;f;g;h;i")
    for kaart, labels in (("3", [f"deel {n}" for n in range(1, 6)]), ("7", SAMENLOOP)):
        for klasse, label in enumerate(labels, 1):
            about = {"niveau": "buurt", "indeling": 2022, "klasse": klasse, "label": label}
            w.add("fct_legenda", kaart_id=kaart, **about, **PERIODE)
    verdicts = {
        "GM0001": ("duidelijk ongunstiger", -0.03),
        "GM0002": ("niet te zeggen", -0.01),
        "GM0003": ("onbekend", None),
    }
    for gemeente, (verdict, estimate) in verdicts.items():
        row = {"niveau": "gemeente", "gebiedscode": gemeente, "indeling": 2022, "groep": "inwoners"} | PERIODE
        w.add("spreiding", maat="onv_gemiddeld", oordeel=verdict, verschil=estimate, **row)
    for indicator in ("p_wcorpw", "onv", "p_overlast"):
        richting = "hoger_is_gunstiger" if indicator == "onv" else "lager_is_gunstiger"
        w.add("dim_indicator", indicator=indicator, label=f"Label {indicator}", richting=richting)
    for code, values in LAND.items():
        _buurt(w, code, *values)
    _area(w, "wijk", "WK000100", 4020)
    _area(w, "buurt", "BU00010099", 77, indeling=2014, is_doel=False)
    w.add("fct_reeks", niveau="land", gebiedscode="NL00", indeling=2022, jaar=2021, indicator="a_inw", waarde=20040)
    for code, figures in PEERS.items():
        water = "buitenland" if code == "GM0998" else "land"
        w.add("dim_gebied", niveau="gemeente", gebiedscode=code, indeling=2022, is_doel=True, water=water)
        for indicator, value in zip(("a_inw", "bev_dich", "p_wcorpw", "ste_oad"), figures, strict=True):
            _figure(w, code, indicator, value)
    _figure(w, "BU00010000", "p_overlast", 15, jaar=2014)
    _figure(w, "BU00010000", "p_overlast", 20)
    _figure(w, "BU00010001", "p_overlast", 999, jaar=2021)
    _figure(w, "BU00010001", "p_overlast", 80 / 3)
    for regio, code in (("a", "GM0001"), ("a", "GM0002"), ("b", "GM0003"), ("b", "GM0999")):
        w.add("regios", regio=regio, regionaam=regio.upper(), gemeentecode=code)
    return w


def _figure(w: Losse, code: str, indicator: str, value: float | None, jaar: int = 2022) -> None:
    area = {"niveau": NIVEAUS[code[:2]], "gebiedscode": code, "indeling": 2022}
    w.add("fct_reeks", jaar=jaar, indicator=indicator, waarde=value, **area)


def _area(w: Losse, niveau: str, code: str, inwoners: float, indeling: int = 2022, is_doel: bool = True) -> dict:
    area = {"niveau": niveau, "gebiedscode": code, "indeling": indeling} | PERIODE
    gemeente = "GM" + code[2:6]
    w.add("int_kaart_gebied", gemeentecode=gemeente, inwoners=inwoners, inwoners_van=inwoners, is_doel=is_doel, **area)
    return area


def _buurt(w: Losse, code, inwoners, corp, k, onv, dk, donv, both, chance, klasse) -> None:
    area = _area(w, "buurt", code, inwoners)
    for maat, value, verschil in (("p_wcorpw", corp, None), ("kwetsbaarheid", k, dk), ("onv", onv, donv)):
        w.add("int_maat", maat=maat, indicator=maat, waarde=value, verschil=verschil, **area)
    w.add("verandering", maat="samenloop", p_beide=chance, klasse=both, **area)
    status = "waarde" if klasse else "te weinig inwoners"
    w.add("fct_kaart", kaart_id="3", waarde=k, klasse=klasse, label=f"deel {klasse}", status=status, **area)
    told = {"label": SAMENLOOP[both - 1], "status": "waarde", "kans": 0.8} if both else {"status": "geen gegevens"}
    w.add("fct_kaart", kaart_id="7", waarde=dk, klasse=both, **told, **area)
    w.add("fct_kaart", kaart_id="8", waarde=None, klasse=None, status="geen gegevens", **area)


@pytest.fixture(scope="module")
def build(tmp_path_factory, monkeymodule):
    return country(tmp_path_factory.mktemp("gemeente")).build(monkeymodule)


def _get(build, code: str, onderwerp: str, categorie: str, columns: str = "inwoners, aandeel, buurten") -> tuple:
    sql = f"select {columns} from fct_gemeente where gebiedscode = ? and onderwerp = ? and categorie = ?"
    return build.row(sql, code, onderwerp, categorie)


def test_build_succeeds_and_sums_hold(build):
    assert build.result.exception is None
    assert build.failed == [] and build.warned == []


@pytest.mark.parametrize(
    ("code", "onderwerp", "categorie", "expected"),
    [
        ("GM0001", "samenloop", BEIDE, (1000, 0.25, 1)),
        ("GM0001", "samenloop", GRIJS, (3000, 0.75, 1)),
        ("GM0001", "samenloop", GUNSTIG, (0, 0, 0)),  # a class of the legend without buurten
        ("GM0001", "samenloop", "zonder waarde", (20, None, 1)),
        ("GM0002", "samenloop", ALLEEN, (1500, 0.75, 1)),
        ("GM0003", "samenloop", "zonder waarde", (4000, None, 1)),
        ("a", "samenloop", BEIDE, (1000, 1000 / 6000, 1)),
        ("GM0001", "beide_toegenomen", "verwacht", (800 + 300, 1100 / 4000, 2)),
        ("GM0003", "beide_toegenomen", "verwacht", (None, None, 0)),
        ("NL00", "beide_toegenomen", "verwacht", (1100 + 600, 1700 / 6000, 4)),
        ("NL00", "kaartklasse", "3:5", (2500, 0.25, 2)),
        ("NL00", "kaartklasse", "3:4", (0, 0, 0)),  # a class of the legend without buurten
        ("NL00", "kaartklasse", "3:te weinig inwoners", (20, None, 1)),
        ("NL00", "kaartklasse", "8:geen gegevens", (10020, None, 6)),
        ("GM0002", "corporatiebuurt", "corporatiebuurt", (1500, 0.75, 1)),  # two thirds is not more than two thirds
        ("GM0002", "corporatiebuurt", "rest", (500, 0.25, 1)),
    ],
)
def test_inhabitants_per_category(build, code, onderwerp, categorie, expected):
    assert _get(build, code, onderwerp, categorie) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("code", "onderwerp", "categorie", "expected"),
    [
        ("GM0001", "gemiddelde", "kwetsbaarheid", (1000 * 2.0 / 4000, 2)),
        ("a", "gemiddelde", "kwetsbaarheid|verschil", ((500 + 300 - 50 + 300) / 6000, 4)),
        ("NL00", "corporatiebuurt", "corporatiebuurt|kwetsbaarheid", ((2000 + 2250) / 2500, 2)),
        ("NL00", "corporatiebuurt", "rest|onv", ((300 + 0 + 800) / 7500, 3)),
        ("NL00", "gemiddelde", "veerkracht", (None, 0)),  # no value: empty, not 0
    ],
)
def test_means_are_weighted_by_inhabitants(build, code, onderwerp, categorie, expected):
    assert _get(build, code, onderwerp, categorie, "waarde, buurten") == pytest.approx(expected)


def test_an_estimated_change_has_one_figure_and_what_was_measured_a_column_of_its_own(build):
    figures = "waarde, waarde_gemeten"
    assert _get(build, "GM0001", "gemiddelde", "onv|verschil", figures) == pytest.approx((-0.03, (-100 + 60) / 4000))
    assert _get(build, "GM0003", "gemiddelde", "onv|verschil", figures) == (None, 0)  # nothing is thought of it
    assert _get(build, "a", "gemiddelde", "onv|verschil", figures) == (None, pytest.approx(-120 / 6000))
    assert _get(build, "a", "gemiddelde", "kwetsbaarheid|verschil", "waarde_gemeten") == (None,)
    (words,) = _get(build, "GM0001", "gemiddelde", "onv|verschil", "toelichting")
    assert words == "Label onv (hoger is gunstiger), verandering 2014–2022, geschat voor het geheel"
    (words,) = _get(build, "GM0001", "gemiddelde", "veerkracht", "toelichting")
    assert words == "Veerkracht (landelijk) 2014–2022, geschat voor het geheel"


def test_a_score_that_is_better_when_higher_says_so(build):
    (onv,) = _get(build, "GM0001", "gemiddelde", "onv", "toelichting")
    (corporatie,) = _get(build, "GM0001", "gemiddelde", "p_wcorpw|verschil", "toelichting")
    assert onv == "Label onv (hoger is gunstiger), gemiddelde, gewogen naar inwoners"
    assert corporatie == "Label p_wcorpw, gemiddelde verandering 2014–2022, gewogen naar inwoners"


def test_share_with_a_value_counts_what_is_not_loaded(build):
    assert _get(build, "GM0001", "samenloop", BEIDE, "dekking") == (pytest.approx(4000 / 4020),)
    assert _get(build, "GM0001", "beide_toegenomen", "verwacht", "dekking") == (pytest.approx(4000 / 4020),)
    assert _get(build, "NL00", "samenloop", BEIDE, "dekking") == (pytest.approx(6000 / 20040),)


def test_rank_between_gemeenten_of_which_enough_is_known(build):
    sql = (
        "select gebiedscode, rang, van from fct_gemeente "
        "where onderwerp = ? and categorie = ? and niveau = 'gemeente' order by 1"
    )
    assert build.rows(sql, "samenloop", BEIDE) == [("GM0001", 1, 2), ("GM0002", 2, 2), ("GM0003", None, None)]
    assert build.rows(sql, "gemiddelde", "onv") == [("GM0001", 2, 3), ("GM0002", 3, 3), ("GM0003", 1, 3)]
    assert build.rows("select 1 from fct_gemeente where niveau != 'gemeente' and rang is not null") == []


def test_no_place_between_gemeenten_where_the_side_of_a_change_cannot_be_told(build):
    ranked = "select gebiedscode from fct_gemeente where onderwerp = ? and categorie = ? and rang is not null"
    assert build.rows(ranked, "gemiddelde", "onv|verschil") == [("GM0001",)]
    for unknown in (("gemiddelde", "kwetsbaarheid|verschil"), ("samenloop", GRIJS), ("kaartklasse", "7:4")):
        assert build.rows(ranked, *unknown) == []
    assert build.rows(ranked, "beide_toegenomen", "verwacht") == []


def test_a_change_has_its_place_by_the_estimate_on_which_its_verdict_stands(tmp_path, monkeypatch):
    """Measured GM0001 fell most; told apart from noise GM0002 did."""
    w = country(tmp_path)
    measured = "select gebiedscode from fct_gemeente where categorie = 'onv|verschil' and niveau = 'gemeente' "
    told = {"GM0001": ("waarschijnlijk ongunstiger", -0.01), "GM0002": ("duidelijk ongunstiger", -0.03)}
    for row in w.rows["spreiding"]:
        row["oordeel"], row["verschil"] = told.get(row["gebiedscode"], ("niet te zeggen", 0.05))
    w.add("spreiding", **w.rows["spreiding"][0] | {"maat": "veerkracht_gemiddeld"})
    for row in w.rows["int_maat"]:
        if row["maat"] == "onv" and row["verschil"] is not None:
            row["verschil"] = -0.5 if row["gebiedscode"].startswith("BU0001") else -0.1
    build = w.build(monkeypatch, "--select", "+fct_gemeente", "--indirect-selection", "cautious")
    assert build.rows(measured + "and rang is not null order by waarde_gemeten desc") == [("GM0002",), ("GM0001",)]
    assert build.rows(measured + "and rang is not null order by rang") == [("GM0001",), ("GM0002",)]


def test_a_second_map_of_both_changes_or_of_resilience_counts_nobody_twice(tmp_path, monkeypatch):
    """The totals stand on the first map of a kind; another one has its own classes and no more."""
    w = country(tmp_path)
    for kaart_id, own in (("7", "mijn-samenloop"), ("8", "mijn-veerkracht")):
        (kaart,) = (row for row in w.rows["dim_kaart"] if row["kaart_id"] == kaart_id)
        others = {"labels": "a;b;c;d;e"} if kaart_id == "7" else {}
        w.add("dim_kaart", **kaart | others | {"kaart_id": own, "volgorde": 99})
        for table in ("fct_kaart", "fct_legenda"):
            for row in [row for row in w.rows[table] if row["kaart_id"] == kaart_id]:
                w.add(table, **row | {"kaart_id": own} | ({"label": "eigen"} if row.get("label") else {}))
    for row in w.rows["fct_kaart"]:
        if row["kaart_id"] in ("8", "mijn-veerkracht"):
            row |= {"waarde": 0.1, "klasse": 4, "label": "waarschijnlijk meer", "status": "waarde"}
    build = w.build(monkeypatch, "--select", "+fct_gemeente", "--indirect-selection", "cautious")
    assert build.result.exception is None and build.failed == []
    assert _get(build, "NL00", "beide_toegenomen", "verwacht") == pytest.approx((1700, 1700 / 6000, 4))
    assert _get(build, "NL00", "gemiddelde", "veerkracht", "inwoners, buurten") == (10020, 6)
    asked = "select categorie, inwoners from fct_gemeente where gebiedscode = ? and onderwerp = 'samenloop'"
    both = build.rows(asked, "NL00")
    assert dict(both).keys() == {*SAMENLOOP, "zonder waarde"} and sum(n for _, n in both) == 10020
    study = "select categorie, waarde, van from fct_gemeente where onderwerp = 'studie' and categorie = 'gemeenten'"
    assert build.rows(study) == [("gemeenten", 1, 2)]


def test_the_study_stands_beside_our_figure_with_its_sentence(build):
    rows = build.rows("select categorie, waarde, van, toelichting from fct_gemeente where onderwerp = 'studie'")
    figures = {categorie: (value, van) for categorie, value, van, _ in rows}
    assert figures == {
        "inwoners": (1700, None),  # expected
        "inwoners|studie": (1_700_000, None),
        "gemeenten": (1, 2),  # with a buurt of which it is fairly sure
        "gemeenten|studie": (330, 350),
    }
    assert all("2012–2018 gaf 1.700.000: " + ZIN in zin or "330 van 350: " + ZIN in zin for *_, zin in rows)
    (onze,) = [zin for categorie, *_, zin in rows if categorie == "inwoners"]
    assert onze.startswith(
        "2014–2022: 1.700 inwoners van buurten waar naar verwachting zowel kwetsbaarheid als overlast meer toenam dan "
        "de drempel; alleen "
    )
    assert "29,9% van de inwoners van het land" in onze and "een kwart van de mensen" in onze


def test_a_region_says_which_gemeenten_are_not_loaded(build):
    (vol,) = _get(build, "a", "samenloop", BEIDE, "toelichting")
    (half,) = _get(build, "b", "samenloop", BEIDE, "toelichting")
    assert "niet geladen" not in vol and half.endswith("; 1 gemeente van deze regio niet geladen")
    assert build.rows("select 1 from fct_gemeente where gebiedscode = 'parkstad-limburg'") == []


def test_police_figures_are_a_second_witness(build):
    assert _get(build, "GM0001", "politie_overlast", "p_overlast", "waarde, inwoners") == (25, 4000)
    assert _get(build, "GM0001", "politie_overlast", "p_overlast|verschil", "waarde, buurten") == (5, 1)


def test_peers_are_the_gemeenten_most_alike(build):
    rows = build.rows(
        "select peer, rang, inwoners_peer, stedelijkheid_maat from fct_vergelijking where gebiedscode = ?", "GM0001"
    )
    assert rows == [("GM0002", 1, 2100, "bev_dich"), ("GM0003", 2, 90000, "bev_dich")]
    distance = build.rows("select gebiedscode, peer, afstand from fct_vergelijking")
    assert {(a, b): d for a, b, d in distance} == pytest.approx({(b, a): d for a, b, d in distance})
    assert build.rows("select 1 from fct_vergelijking where peer in ('GM0004', 'GM0998')") == []


def test_one_gemeente_has_no_peer_and_equal_gemeenten_no_distance(tmp_path, monkeypatch):
    w = country(tmp_path)
    w.rows["fct_reeks"] = [r for r in w.rows["fct_reeks"] if r["niveau"] != "gemeente"]
    for code in ("GM0001", "GM0002"):
        for indicator in ("a_inw", "bev_dich", "p_wcorpw"):
            _figure(w, code, indicator, 50)
    build = w.build(monkeypatch, "--select", "+fct_vergelijking")
    assert build.rows("select gebiedscode, peer, afstand from fct_vergelijking order by 1") == [
        ("GM0001", "GM0002", 0),
        ("GM0002", "GM0001", 0),
    ]


def test_without_changes_the_study_stands_alone_and_nothing_is_zero(tmp_path, monkeypatch):
    w = country(tmp_path)
    w.rows["int_maat"] = [row | {"verschil": None} for row in w.rows["int_maat"]]
    w.rows["verandering"] = []
    none = {"klasse": None, "label": None, "status": "geen gegevens"}
    w.rows["fct_kaart"] = [row | (none if row["kaart_id"] == "7" else {}) for row in w.rows["fct_kaart"]]
    build = w.build(monkeypatch, "--select", "+fct_gemeente", "--indirect-selection", "cautious")
    assert build.result.exception is None and build.failed == []
    rows = build.rows("select categorie, waarde, toelichting from fct_gemeente where onderwerp = 'studie'")
    figures = {categorie: value for categorie, value, _ in rows}
    assert figures["inwoners"] is None and figures["gemeenten"] is None and figures["inwoners|studie"] == 1_700_000
    (onze,) = [zin for categorie, _, zin in rows if categorie == "inwoners"]
    assert "over geen enkele buurt is van beide veranderingen iets te zeggen" in onze and ZIN in onze
    both = "select distinct aandeel, rang from fct_gemeente where onderwerp = 'samenloop'"
    assert build.rows(both) == [(None, None)]
