"""The map marts on figures written by hand: classes by an own count, statuses told apart, one place to change a map."""

import math
from collections import Counter

import duckdb
import numpy as np
import pytest

from orchestration import dbt_sentences
from tests.dbt_project.map_world import (
    EMPTY,
    EQUAL,
    FEW,
    KAARTEN,
    LABELS,
    MOVED,
    NEVER,
    NOW,
    REFUSED,
    WILD,
    MapWorld,
    seed_rows,
)
from tests.dbt_project.world import Build
from tests.veerkracht.mapkinds.halves import HELFTEN
from veerkracht.mapkinds import register

SHOWN = range(4, 80)  # numbers of the buurten with a value
CHANGES = {"4": "kwetsbaarheid", "6": "onv", "8": "veerkracht", "9": "veerkracht_relatief"}


@pytest.fixture(scope="module")
def world(tmp_path_factory) -> MapWorld:
    world = MapWorld(tmp_path_factory.mktemp("kaarten"))
    world.certainty("3", fifths(world, "kwetsbaarheid"))
    world.write()
    return world


@pytest.fixture(scope="module")
def built(world) -> Build:
    build = world.build()
    assert not build.failed, build.failed
    return build


def kaart(build: Build, kaart_id: str, period: tuple[int, int] = NOW, niveau: str = "buurt") -> list[dict]:
    """Areas of a map in the order of their numbers."""
    where = f"kaart_id = '{kaart_id}' and niveau = '{niveau}' and jaar_van = {period[0]} and jaar_tot = {period[1]}"
    return dicts(build, f"select * from fct_kaart where {where} order by right(gebiedscode, 4)")


def dicts(build: Build, sql: str) -> list[dict]:
    """Rows of a query as dictionaries."""
    with duckdb.connect(str(build.database), read_only=True) as con:
        found = con.execute(sql)
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def classed(x: np.ndarray, limits: list[float]) -> list[int]:
    return [1 + sum(limit < value for limit in limits) for value in x]


def parts(x: np.ndarray, n: int) -> list[float]:
    """Smallest values with a cumulative share of at least k/n."""
    ordered = sorted(x)
    return [ordered[math.ceil(k * len(x) / n) - 1] for k in range(1, n)]


def fifths(world: MapWorld, maat: str) -> list[int]:
    values = world.measured(maat)["waarde"]
    return classed(values, parts(values, 5))


def found(build: Build, kaart_id: str) -> list[int]:
    return [row["klasse"] for row in kaart(build, kaart_id) if row["klasse"] is not None]


def test_every_area_stands_on_every_map_with_one_status(built):
    areas = built.row("select count(*) from tussen.int_kaart_gebied")[0]
    count = len(KAARTEN)
    assert built.row("select count(*), count(distinct kaart_id) from fct_kaart") == (count * areas, count)
    for i, (status, reason) in EMPTY.items():
        rows = [kaart(built, kaart_id)[i] for kaart_id in KAARTEN]
        assert {row["status"] for row in rows} == {status}
        assert all(
            row["reden"].endswith(reason) and row["waarde"] is row["klasse"] is row["kleur"] is None for row in rows
        )


def test_levels_are_classed_by_fixed_limits_and_by_fifths(world, built):
    share, index, nuisance = (world.measured(maat) for maat in ("p_wcorpw", "kwetsbaarheid", "onv"))
    assert found(built, "1") == classed(share["waarde"], [10, 25, 50, 66.6667])
    assert found(built, "3") == classed(index["waarde"], parts(index["waarde"], 5))
    assert found(built, "5") == classed(nuisance["waarde"], parts(nuisance["waarde"], 5))
    assert sorted(Counter(found(built, "3")).values()) == [15, 15, 15, 15, 16]


def test_a_registration_has_the_class_of_its_verdict(world, built):
    """Sides only where the share rose or fell, steps by the size; another border is grey, rounding is the middle."""
    changes = dict(zip(SHOWN, world.measured("p_wcorpw")["verschil"], strict=True))
    rows = {i: row for i, row in enumerate(kaart(built, "2")) if i in SHOWN}
    expected = {-8: 1, -6: 1, -5: 2, -2: 2, -1: 3, 0: 3, 1: 3, 2: 4, 5: 4, 6: 5, 8: 5}
    by_change = {change: rows[i]["klasse"] for i, change in changes.items() if i not in MOVED}
    assert {change: by_change[change] for change in expected} == expected
    moved = {rows[i]["klasse"] for i in MOVED if abs(changes[i]) > 1}
    assert moved == {6} and {rows[i]["label"] for i in MOVED if abs(changes[i]) > 1} == {LABELS["2"][5]}
    assert {rows[i]["kans"] for i in MOVED if abs(changes[i]) > 1} == {0.6}
    assert {row["kans"] for row in rows.values() if row["klasse"] in (1, 2, 4, 5)} == {0.99}
    assert {row["kans"] for row in rows.values() if row["klasse"] == 3} == {None}
    assert all((rows[i]["laag"], rows[i]["hoog"]) == (changes[i] - 1, changes[i] + 1) for i in SHOWN)


@pytest.mark.parametrize("kaart_id", CHANGES)
def test_a_change_has_the_verdict_of_the_statistics(world, built, kaart_id):
    told = {i: row for i, row in world.told(CHANGES[kaart_id]).items() if "klasse" in row}
    rows = kaart(built, kaart_id)
    assert {told[i]["klasse"] for i in told} == {1, 2, 3, 4, 5}
    for i, row in told.items():
        klasse, sides = row["klasse"], (row["p_ongunstiger"], row["p_gunstiger"])
        assert (rows[i]["klasse"], rows[i]["label"]) == (klasse, row["oordeel"])
        assert rows[i]["kans"] == (max(sides) if klasse == 3 else sides[klasse > 3])
        assert [rows[i][name] for name in ("waarde", "laag", "hoog")] == [row[n] for n in ("gekrompen", "laag", "hoog")]
        assert rows[i]["waarde_gemeten"] == row["verschil"] and rows[i]["zekerheid"] is rows[i]["p_hoogste"] is None


def test_concurrence_has_both_estimates_and_the_chance_of_its_claim(world, built):
    told, index, nuisance = (world.told(maat) for maat in ("samenloop", "kwetsbaarheid", "onv"))
    rows = kaart(built, "7")
    assert {told[i]["klasse"] for i in SHOWN} == {1, 2, 3, 4, 5}
    for i in SHOWN:
        v, n = index[i], nuisance[i]
        claims = {1: told[i]["p_beide"], 2: v["p_ongunstiger"], 3: n["p_ongunstiger"]}
        claims |= {4: max(x[side] for x in (v, n) for side in ("p_ongunstiger", "p_gunstiger"))}
        claims |= {5: max(v["p_gunstiger"], n["p_gunstiger"])}
        assert (rows[i]["waarde"], rows[i]["waarde_2"]) == (v["gekrompen"], n["gekrompen"])
        assert (rows[i]["klasse"], rows[i]["kans"]) == (told[i]["klasse"], claims[told[i]["klasse"]])


def test_focus_combines_thirds_of_two_measures(world, built):
    index, nuisance = world.measured("kwetsbaarheid"), world.measured("onv")
    first = np.array(classed(index["waarde"], parts(index["waarde"], 3)))
    second = np.array(classed(-nuisance["waarde"], parts(-nuisance["waarde"], 3)))
    assert found(built, "10") == list(3 * (first - 1) + second)
    worst = max((row for row in kaart(built, "10") if row["klasse"] == 9), key=lambda row: row["waarde"])
    assert worst["label"] == "sterk kwetsbaar, veel overlast" and worst["waarde_2"] < 0


def test_how_sure_a_level_is_stands_beside_its_class(world, built):
    rows = kaart(built, "3")[4:]
    classes = fifths(world, "kwetsbaarheid")
    assert [row["kans"] for row in rows] == [0.75 if klasse == 5 else 0.5 for klasse in classes]
    assert [row["p_hoogste"] for row in rows] == [klasse / 5 - 0.125 for klasse in classes]
    assert [row["zekerheid"] for row in rows[:3]] == [0.9, 0.6, 0.9]
    assert kaart(built, "10")[10]["kans"] is None and kaart(built, "10")[10]["zekerheid"] == 1  # no chance was told
    assert all(row["zekerheid"] is None for kaart_id in ("1", "5") for row in kaart(built, kaart_id))  # no index


def test_without_a_verdict_the_statistics_say_why(built):
    assert {(row["status"], row["reden"]) for row in kaart(built, "9")[78:]} == {("geen gegevens", FEW)}
    refused = kaart(built, "8", WILD)[10]
    assert (refused["status"], refused["reden"], refused["kans"]) == ("geen gegevens", REFUSED, None)


def test_a_map_of_a_level_without_difference_says_so_and_one_of_change_is_grey(built):
    for kaart_id in ("1", "3", "5", "10"):
        rows = kaart(built, kaart_id, EQUAL)[4:]
        assert {row["status"] for row in rows} == {"te weinig verschil"}
        assert {row["klasse"] for row in rows} == {None}
    assert kaart(built, "3", EQUAL)[10]["reden"] == "gevulde klassen: 1; nodig zijn er 3"
    for kaart_id, label in (("2", "geen meetbaar verschil"), *((k, "niet te zeggen") for k in ("4", "6", "7"))):
        assert {(row["status"], row["label"]) for row in kaart(built, kaart_id, EQUAL)[4:]} == {("waarde", label)}


def test_an_outlier_and_what_is_no_number_spoil_no_map(built):
    """One value of 1e9 (80th buurt), one NaN and one infinity (79th)."""
    level = kaart(built, "5", WILD)
    assert level[79]["klasse"] == 5 and level[78]["reden"] == "geen eindig getal"
    assert sorted(Counter(row["klasse"] for row in level if row["klasse"]).values()) == [15] * 5
    change = kaart(built, "6", WILD)
    assert (change[78]["status"], change[78]["reden"]) == ("geen gegevens", "geen eindig getal")
    assert change[79]["klasse"] == 5 and {row["klasse"] for row in change[4:78]} == {1, 2, 3, 4, 5}
    for column in ("waarde", "waarde_2", "waarde_gemeten", "laag", "hoog", "kans"):
        assert built.row(f"select count(*) from fct_kaart where not isfinite({column})") == (0,)


def test_a_period_that_nothing_serves_is_empty_with_the_reason(built):
    for kaart_id in KAARTEN:
        rows = kaart(built, kaart_id, NEVER)
        assert {row["status"] for row in rows} == {"geen gegevens"}
        assert all(row["reden"].endswith("geen bron levert 1999") for row in rows)
    assert built.rows("select distinct n_getoond, n_niet_getoond from dim_periode where jaar_van = 1999") == [(0, 80)]


def test_without_the_country_only_fixed_classes_are_drawn(built):
    """Of wijken 3% of the country is loaded: shares are what they are, all that needs the country is not known."""
    for kaart_id in ("1", "2"):
        assert {row["status"] for row in kaart(built, kaart_id, niveau="wijk")[4:]} == {"waarde"}
    for kaart_id in map(str, range(3, 11)):
        rows = kaart(built, kaart_id, niveau="wijk")[4:]
        assert {(row["status"], row["reden"]) for row in rows} == {("onvoldoende landelijke dekking", "3% van NL")}
        assert {row["waarde"] for row in rows} == {None}
    assert kaart(built, "5", niveau="wijk")[5]["waarde_gemeten"] is not None  # what was measured stays known


def test_legend_has_real_limits_and_counts(world, built):
    legend = dicts(
        built,
        "select * from fct_legenda where kaart_id = '3' and niveau = 'buurt' and jaar_van = 2014 and jaar_tot = 2024 "
        "order by klasse nulls last, label",
    )
    limits = parts(world.measured("kwetsbaarheid")["waarde"], 5)
    assert [row["ondergrens"] for row in legend[:5]] == [None, *limits]
    assert [row["bovengrens"] for row in legend[:5]] == [*limits, None]
    assert sum(row["aantal"] for row in legend) == 80
    assert {row["label"]: row["aantal"] for row in legend[5:]} == {status: 1 for status, _ in EMPTY.values()}
    (corner,) = dicts(
        built,
        "select * from fct_legenda where kaart_id = '10' and klasse = 9 and niveau = 'buurt' and jaar_tot = 2024 "
        "and jaar_van = 2014",
    )
    score = -parts(-world.measured("onv")["waarde"], 3)[1]
    assert (corner["bovengrens"], corner["ondergrens_2"], corner["bovengrens_2"]) == (None, None, score)


def test_a_class_is_counted_with_its_people_and_what_is_expected_to_be_wrong(built):
    sql = "select * from fct_legenda where kaart_id = '{}' and niveau = 'buurt' and jaar_van = 2014 and jaar_tot = 2024"
    for kaart_id, claimed in (("2", {1, 2, 4, 5}), ("3", {1, 2, 3, 4, 5}), ("5", set()), ("7", {1, 2, 3, 5})):
        areas = kaart(built, kaart_id)
        for row in dicts(built, sql.format(kaart_id)):
            here = [area for area in areas if (area["klasse"] or area["status"]) == (row["klasse"] or row["label"])]
            assert (row["aantal"], row["inwoners"]) == (len(here), sum(area["inwoners"] for area in here))
            if row["klasse"] in claimed:
                assert row["verwacht_onjuist"] == pytest.approx(sum(1 - area["kans"] for area in here), abs=0.01)
            else:
                assert row["verwacht_onjuist"] is None


def test_legend_of_a_registration_has_limits_between_small_and_large(built):
    rows = built.rows(
        "select klasse, ondergrens, bovengrens from fct_legenda where kaart_id = '2' and niveau = 'buurt' "
        "and jaar_van = 2014 and jaar_tot = 2024 and klasse is not null order by klasse"
    )
    limits = [(1, None, -5), (2, -5, 0), (3, None, None), (4, 0, 5), (5, 5, None), (6, None, None)]
    assert rows == limits


def test_a_map_of_change_opens_where_it_colours_a_tenth_of_the_country(built):
    opens = dict(
        built.rows("select distinct kaart_id, niveau_open from dim_periode where jaar_van = 2014 and jaar_tot = 2024")
    )
    assert opens == dict.fromkeys(KAARTEN, "buurt")
    assert built.rows("select distinct niveau_open from dim_periode where jaar_van = 1999") == [("buurt",)]


def test_catalogue_tells_level_from_change_and_which_class_claims_nothing(built):
    rows = built.rows("select kaart_id, is_niveau, klasse_niet_te_zeggen from dim_kaart order by volgorde")
    kinds = {row["kaart_id"]: register.KINDS[row["klassen"]] for row in seed_rows()}
    said = {k: [n for n, label in enumerate(LABELS[k], 1) if label.startswith("niet te zeggen")] for k in KAARTEN}
    assert rows == [(k, kinds[k].is_level, said[k][0] if said[k] else None) for k in KAARTEN]
    assert all(len(said[k]) == (not kinds[k].is_level) for k in KAARTEN)
    assert {k for k in map(str, range(1, 11)) if kinds[k].is_level} == {"1", "3", "5", "10"}


def test_period_says_what_must_be_printed(built):
    def about(kaart_id: str) -> dict:
        where = f"kaart_id = '{kaart_id}' and niveau = 'buurt' and jaar_van = 2014 and jaar_tot = 2024"
        return dicts(built, f"select * from dim_periode where {where}")[0]

    level, change, both, share = about("3"), about("4"), about("7"), about("1")
    assert (level["meetjaren"], level["onderdelen"]) == ("kwetsbaarheid 2023", "inkomen (2023), opleiding (voorspeld)")
    assert change["onderdelen"] == "inkomen (2014–2023), werk (2015–2023)"
    assert (change["meetjaar_van"], change["meetjaar_tot"]) == (2014, 2023)
    assert both["meetjaren"] == "kwetsbaarheid 2014–2023; onv 2014–2024"
    assert (share["onderdelen"], share["klassengrond"], share["referentie"]) == (None, "vaste grenzen", None)
    assert (level["n_getoond"], level["n_niet_getoond"]) == (76, 4)
    assert level["klassengrond"] == "vijf gelijke delen van 76 gebieden in heel Nederland"
    ordinary = "10% van het gewone verschil tussen gebieden"
    assert change["klassengrond"] == f"kans dat de verandering groter is dan 0,1000: {ordinary}"
    assert both["klassengrond"] == (
        f"kans dat de verandering groter is dan 0,1000 (kwetsbaarheid) en 0,1000 (overlast): {ordinary}"
    )
    counted = "gestegen of gedaald: meer dan afronding en een verlegde grens verklaren"
    assert about("2")["klassengrond"] == counted
    assert kaart(built, "4")[9]["onderdelen"] == "inkomen" and kaart(built, "3")[9]["onderdelen"] == "inkomen, zorg"


def test_catalogue_is_the_one_place_of_limits_colours_titles(world, built):
    """A limit, a colour and a title; the publisher's own classes; and what was loaded as reference."""
    before, classes = {row["kaart_id"]: row for row in world.catalogue()}, found(built, "1")
    assert before["3"]["titel"] == built.row("select titel from dim_kaart where kaart_id = '3'")[0]
    delivered = {
        "geleverde_klasse": "stress",
        "geleverde_labels": "a;b;c",
        "geleverde_kleuren": "#000001;#000002;#000003",
    }
    world.change_catalogue(
        {
            "1": {"grenzen": "10;25;50;75"},
            "2": {"titel": "Een andere titel", "kleuren": "#abcdef" + before["2"]["kleuren"][7:]},
            "5": delivered,
        }
    )
    build = world.build(referentie="geladen_gebieden")
    assert not build.failed
    assert found(build, "1") == classed(world.measured("p_wcorpw")["waarde"], [10, 25, 50, 75])
    assert found(build, "1") != classes
    titles = dict(build.rows("select kaart_id, titel from dim_kaart"))
    assert titles["2"] == "Een andere titel"
    assert titles["3"] == "Kwetsbare bewoners (vergeleken met de geladen gebieden)"
    colours = dict(
        build.rows("select distinct klasse, kleur from fct_kaart where kaart_id = '2' and klasse is not null")
    )
    assert colours[1] == "#abcdef" and colours[2] == before["2"]["kleuren"].split(";")[1]
    assert {(row["klasse"], row["label"], row["kleur"]) for row in kaart(build, "5")[4:]} == {
        (1, "a", "#000001"), (2, "b", "#000002"), (3, "c", "#000003")
    }  # fmt: skip
    assert build.rows(
        "select klasse, label, aantal from fct_legenda where kaart_id = '5' and niveau = 'buurt' and jaar_van = 2014 "
        "and jaar_tot = 2024 and klasse is not null order by klasse"
    ) == [(1, "a", 25), (2, "b", 26), (3, "c", 25)]
    assert build.row(
        "select distinct klassengrond, referentie from dim_periode where kaart_id = '5' and niveau = 'buurt' "
        "and jaar_van = 2014 and jaar_tot = 2024"
    ) == ("klassen van de uitgever (stress)", "vergeleken met de geladen gebieden, niet met heel Nederland")


def test_a_new_kind_is_one_module_and_a_row(tmp_path, monkeypatch):
    """A kind that is made up, registered: its map has limits, classes, a legend and a sentence; no other changes."""
    monkeypatch.setitem(register.KINDS, HELFTEN.naam, HELFTEN)
    world = MapWorld(tmp_path)
    world.write()
    halves = {"labels": "laag;hoog", "kleuren": "#000001;#000002", "titel": "Overlast in helften", "volgorde": "11"}
    world.add_map("5", kaart_id="helft", klassen="helften", geleverde_labels="", geleverde_kleuren="", **halves)
    build = world.build(klassen_minimum=2)
    assert not build.failed, build.failed
    score = world.measured("onv")["waarde"]
    assert found(build, "helft") == classed(score, parts(score, 2))
    assert found(build, "5") == classed(score, parts(score, 5))
    ordinary = "kaart_id = 'helft' and niveau = 'buurt' and jaar_van = 2014 and jaar_tot = 2024"
    legend = f"select label, kleur, ondergrens, bovengrens, aantal from fct_legenda where {ordinary} and klasse > 0"
    (middle,) = parts(score, 2)
    assert build.rows(f"{legend} order by klasse") == [
        ("laag", "#000001", None, middle, 38), ("hoog", "#000002", middle, None, 38)
    ]  # fmt: skip
    grond = build.row(f"select klassengrond from dim_periode where {ordinary}")[0]
    assert grond == "twee gelijke helften van 76 gebieden in heel Nederland"
    assert build.row("select is_niveau, klassen from dim_kaart where kaart_id = 'helft'") == (True, "helften")


def test_certainty_of_other_classes_than_the_map_is_an_error(world, built):
    """The dbt test as compiled, which passed in the build, on certainty of which one class differs."""
    (compiled,) = world.paths.werk("openbaar").glob("dbt/compiled/**/tests/zekerheid_klasse.sql")
    classes = fifths(world, "kwetsbaarheid")
    other = classes[46] % 5 + 1
    world.certainty("3", [*classes[:46], other, *classes[47:]])
    world.world.write("openbaar")
    rows = dicts(built, compiled.read_text(encoding="utf-8"))
    drawn = [row for row in rows if row["klasse_getrokken"]]
    assert [(row["gebiedscode"][-2:], row["klasse_kaart"], row["klasse_getrokken"]) for row in drawn] == [
        ("50", classes[46], other)
    ]
    # what was not drawn at all is seen as well
    assert {row["kaart_id"] for row in rows if not row["klasse_getrokken"]} == {"3", "10"}


def test_a_class_that_its_chance_does_not_allow_is_an_error(world, built):
    """The dbt test as compiled, on a chance, an interval and a word that do not fit."""
    (compiled,) = world.paths.werk("openbaar").glob("dbt/compiled/**/tests/kans_past_bij_klasse.sql")
    test = compiled.read_text(encoding="utf-8")
    first, second, third, *_ = (f"{i:04d}" for i, row in world.told("onv").items() if row["klasse"] == 1)
    wrong = (
        *((first, "kans = 0.89"), (second, "hoog = 0.01"), (third, "label = 'erger'")),
        *((first, "label = null"), (third, "laag = null")),
    )
    where = "kaart_id = '6' and niveau = 'buurt' and jaar_van = 2014 and jaar_tot = 2024"
    with duckdb.connect() as con:
        con.execute(f"attach '{built.database}' as bron (read_only); attach ':memory:' as veerkracht; use veerkracht")
        con.execute("create schema tussen; create schema seeds")
        for name in ("tussen.int_kaart", "seeds.kaarten", "main.fct_kaart"):
            con.execute(f"create table {name} as from bron.{name}")
        assert con.execute(test).fetchall() == []
        for number, change in wrong:
            con.execute(f"update fct_kaart set {change} where {where} and right(gebiedscode, 4) = '{number}'")
        told = {(row[2][-4:], row[-1]) for row in con.execute(test).fetchall()}
    assert told == {
        *((first, "kans te klein"), (second, "nul in het interval"), (third, "ander woord")),
        *((first, "ander woord"), (third, "nul in het interval")),
    }


BAD = [
    ({"maat": "p_wcrpw"}, "kaart 1: maat `p_wcrpw` staat niet in indicatoren.csv"),
    ({"maat": "p_wcorpw+onv"}, "soort `niveau` heeft één maat"),
    ({"soort": "samenloop"}, "soort `samenloop` heeft als maat `kwetsbaarheid+onv`"),
    ({"klassen": "rond_nul"}, "soort `niveau` gaat niet samen met klassen `rond_nul`"),
    ({"klassen": "kwintiel"}, "`grenzen` hoort bij `kwintiel` niet"),
    ({"soort": "verandering", "klassen": "kans", "grenzen": ""}, "zijn geen kansen bekend; neem klassen `meetbaar`"),
    ({"soort": "verandering", "klassen": "meetbaar", "maat": "onv"}, "zijn kansen bekend; neem klassen `kans`"),
    ({"soort": "verandering", "klassen": "meetbaar", "grenzen": "0;5"}, "0 is bij `meetbaar` geen grens"),
    ({"grenzen": "10;25;vijftig;75"}, "`grenzen` zijn geen getallen"),
    ({"grenzen": "25;10;50;75"}, "`grenzen` lopen niet op"),
    ({"grenzen": ""}, "`grenzen` is leeg"),
    ({"grenzen": "10;25"}, "3 klassen, maar 5 labels en 5 kleuren"),
    ({"kleuren": "#fff;red;#00f;#0f0;#000"}, "een kleur is geen #rrggbb"),
    ({"geleverde_klasse": "konv"}, "maat `konv` staat niet in indicatoren.csv"),
    ({"geleverde_klasse": "lbm"}, "heeft geleverde labels en kleuren"),
]


@pytest.mark.parametrize(("change", "error"), BAD)
def test_a_map_that_cannot_be_made_stops_the_build_with_the_reason(world, built, change, error):
    """The compiled model on a catalogue with one mistake."""
    (compiled,) = world.paths.werk("openbaar").glob("dbt/compiled/**/kaart/int_kaart.sql")
    with duckdb.connect() as con:
        dbt_sentences.register(con)
        con.execute(f"attach '{built.database}' as bron (read_only)")
        con.execute("attach ':memory:' as veerkracht; create schema veerkracht.staging; create schema veerkracht.seeds")
        con.execute("create table veerkracht.seeds.zinnen as from bron.seeds.zinnen")
        con.execute("create table veerkracht.staging.stg_kaarten as from bron.seeds.kaarten")
        con.execute(
            "create table veerkracht.staging.stg_indicatoren as "
            "select *, if(soort = 'score', 'model', null) as ruissoort from bron.seeds.indicatoren"
        )
        con.execute(f"select * from ({compiled.read_text(encoding='utf-8')})").fetchall()  # as it stands it is right
        for column, value in change.items():
            con.execute(f"update veerkracht.staging.stg_kaarten set {column} = ? where kaart_id = '1'", [value])
        with pytest.raises(duckdb.InvalidInputException, match=r"kaarten\.csv, kaart 1: ") as raised:
            con.execute(f"select * from ({compiled.read_text(encoding='utf-8')})").fetchall()
    assert error in str(raised.value)
