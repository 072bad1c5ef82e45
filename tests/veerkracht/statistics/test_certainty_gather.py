"""Certainty from a work database written by hand: the right tables give the right scenes, whatever their order."""

import duckdb
import numpy as np
import pandas as pd
import pytest

from veerkracht.settings import load_settings
from veerkracht.statistics import certainty, reads
from veerkracht.statistics.certainty import draws, gather
from veerkracht.statistics.world import StatWorld

SIZE = 240
PERIOD = {"jaar_van": 2014, "jaar_tot": 2024}
SETTINGS = load_settings().model_copy(update={"trekkingen": 40, "trekkingen_gevoeligheid": 8})
STEP, BASE = 1 / np.sqrt(12), 2 / np.sqrt(6)  # standard errors of rounding in steps of 1, and at random to base 2
SLOTS = {"inkomen": ("p_hh_li", 0.5), "werk": ("p_soz_wbao", 0.3), "wmo": ("p_wmo_t", 0.2)}
MAPS = [
    ("6", ["onv"], "verandering", "kans", [], True),  # a map of change is not drawn
    ("1", ["p_wcorpw"], "niveau", "vast", [10, 25, 50, 66.6667], False),
    ("3", ["kwetsbaarheid"], "niveau", "kwintiel", [], True),
    ("5", ["onv"], "niveau", "kwintiel", [], True),
]


class Work:
    """Tables of a work database as frames; `run` writes them and calls the certainty."""

    def __init__(self, paths, indeling=2024, prefix="BU"):
        self.paths = paths
        rng = np.random.default_rng(3)
        codes = [f"{prefix}{n:08}" for n in range(SIZE)]
        self.areas = pd.DataFrame({"niveau": "buurt", "indeling": indeling, "gebiedscode": codes})
        people = rng.integers(100, 4000, SIZE).astype(float)
        self.z = rng.normal(size=(3, SIZE)), rng.normal(size=(2, SIZE))  # at the end; of two parts at the begin
        self.people = people
        self.tables = {
            "tussen.int_kaart": _maps(),
            "tussen.int_maat": self._measures(rng, people),
            "tussen.int_kaart_reeks": self._roundings(),
            "tussen.int_landelijk": pd.DataFrame(
                [
                    {
                        "niveau": "buurt",
                        "indeling": indeling,
                        **PERIOD,
                        "maat": maat,
                        "soort": soort,
                        "is_toegestaan": True,
                    }
                    for maat in ("p_wcorpw", "kwetsbaarheid", "onv")
                    for soort in ("niveau", "verandering")
                ]
            ),
            "tussen.int_kaart_geleverd": self.areas.assign(**PERIOD, kaart_id="5").iloc[:0],
            "staging.stg_kolommen": pd.DataFrame(
                {
                    "indicator": ["p_wcorpw", "p_hh_li", "a_soz_wb", "p_wmo_t"],
                    "afrondingswijze": ["rekenkundig", "rekenkundig", "aselect", "aselect_alle"],
                }
            ),
        } | self._index(indeling)
        self.statistics = self._statistics(people)

    def _measures(self, rng, people) -> pd.DataFrame:
        end, begin = self.z
        weights = np.array([weight for _, weight in SLOTS.values()])
        share = np.round(rng.uniform(0, 100, SIZE))
        score = rng.normal(4, 0.1, SIZE)
        figures = {
            "p_wcorpw": (share, np.round(rng.normal(0, 3, SIZE)), "p_wcorpw"),
            "kwetsbaarheid": (weights @ end, weights[:2] @ (end[:2] - begin) / 0.8, "index"),
            "onv": (score, rng.normal(0, 0.05, SIZE), "onv"),
        }
        parts = [
            self.areas.assign(
                **PERIOD, maat=maat, gemeentecode="GM0001", indicator=name, indicator_verschil=name, meetjaar_van=2014,
                meetjaar_tot=2024, waarde_van=level - change, waarde=level, verschil=change, inwoners=people,
                status="waarde", status_verschil="waarde",
            )
            for maat, (level, change, name) in figures.items()
        ]  # fmt: skip
        return pd.concat(parts, ignore_index=True)

    def _roundings(self) -> pd.DataFrame:
        """Percentages in whole points, and counts rounded at random to base 2."""
        errors = {"p_wcorpw": STEP, "p_hh_li": STEP, "p_soz_wbao": BASE, "p_wmo_t": BASE}
        parts = [
            self.areas.assign(indicator=name, jaar=year, se_afronding=error)
            for name, error in errors.items()
            for year in (2014, 2024)
        ]
        return pd.concat(parts, ignore_index=True)

    def _index(self, indeling) -> dict[str, pd.DataFrame]:
        end, begin = self.z
        key = {"niveau": "buurt", "indeling": indeling}
        rows = [(slot, name, 2024, end[place]) for place, (slot, (name, _)) in enumerate(SLOTS.items())]
        rows += [(slot, SLOTS[slot][0], 2014, begin[place]) for place, slot in enumerate(("inkomen", "werk"))]
        parts = [
            self.areas.assign(jaar=year, onderdeel=slot, indicator=name, z=z, inwoners=self.people, is_bewoond=True)
            for slot, name, year, z in rows
        ]
        components = pd.concat(parts, ignore_index=True)
        # the first ten areas have no figure of wmo: it was predicted
        missing = (components["onderdeel"] == "wmo") & components["gebiedscode"].isin(self.areas["gebiedscode"][:10])
        predicted = components[missing].rename(columns={"z": "z_voorspeld"}).assign(sd_residu=0.5)
        themes = {"onderdeel": list(SLOTS), "themagroep": ["inkomen", "werk", "zorg"]}
        names, weights = zip(*SLOTS.values(), strict=True)
        return {
            "tussen.int_onderdeel": pd.DataFrame(themes | {"gewicht": weights}),
            "tussen.int_component": components[~missing],
            "tussen.int_voorspelling": predicted,
            "tussen.int_onderdeel_jaar": pd.DataFrame(
                {**key, "jaar": 2024, "onderdeel": list(SLOTS), "is_bruikbaar": True}
            ),
            "main.mrt_referentie": pd.DataFrame({**key, "indicator": names, "sd": 4.0, "jaar": 2018}),
        }

    def _statistics(self, people) -> dict[str, pd.DataFrame]:
        told = {"a": 1e-4, "b": 0.3, "d0": 4.0, "c": 0.9, "sigma_g": 0.0, "nugget": 0.0, "status": "bepaald"}
        about = {"niveau": "buurt", "indeling": 2024, "maat": "onv", "indicator": "onv", "jaren": "2014, 2018, 2024"}
        return {"ruis": pd.DataFrame([about | told | {"n": SIZE, "metingen": 3, "reden": None}])}

    def run(self, settings=SETTINGS) -> dict[str, pd.DataFrame]:
        with self.world(settings) as world:
            certainty.write(world)
            return {name: world.load(name) for name in ("zekerheid", "gevoeligheid")}

    def world(self, settings=SETTINGS, step="certainty") -> StatWorld:
        database = self.paths.werk_database("openbaar")
        database.parent.mkdir(parents=True, exist_ok=True)
        database.unlink(missing_ok=True)
        with duckdb.connect(str(database)) as con:
            con.execute("create schema tussen; create schema staging")
            for name, frame in self.tables.items():
                con.register("frame", frame)
                con.execute(f"create table {name} as from frame")
                con.unregister("frame")
        world = StatWorld(self.paths, "openbaar", settings, lambda text: None, reads(step))
        world.start_empty()
        for name, frame in self.statistics.items():
            world.save(name, frame)
        return world


def _maps() -> pd.DataFrame:
    names = ["kaart_id", "maten", "soort", "klassen", "grenzen", "is_landelijk"]
    frame = pd.DataFrame(MAPS, columns=names).assign(volgorde=range(len(MAPS)))
    return frame.assign(grenzen=[np.array(limits, float) for limits in frame["grenzen"]])


@pytest.fixture
def work(paths) -> Work:
    return Work(paths)


def change(work, table, where, **values):
    frame = work.tables[table]
    rows = np.logical_and.reduce([frame[column] == value for column, value in where.items()])
    for column, value in values.items():
        frame.loc[rows, column] = value


def test_a_row_for_every_class(work):
    found = work.run()["zekerheid"]
    assert found.groupby("kaart_id").size().to_dict() == dict.fromkeys("135", SIZE)
    assert found["zekerheid"].between(0, 1).all() and (found["zekerheid"] * 100 % 1).round(6).isin([0, 1]).all()
    assert found.groupby("kaart_id")["zekerheid"].mean().between(0.3, 0.999).all()
    score = work.tables["tussen.int_maat"].query("maat == 'onv'").set_index("gebiedscode")["waarde"]
    five = found[found["kaart_id"] == "5"].set_index("gebiedscode")["klasse"]
    limits = np.quantile(score.to_numpy(), [0.2, 0.4, 0.6, 0.8], method="inverted_cdf")
    assert five.to_dict() == {code: 1 + sum(limit < x for limit in limits) for code, x in score.items()}


def test_order_of_rows_makes_no_difference(work):
    first = work.run()
    for tables in (work.tables, work.statistics):
        for name, frame in tables.items():
            tables[name] = frame.sample(frac=1, random_state=5)
    second = work.run()
    for name, frame in first.items():
        pd.testing.assert_frame_equal(frame, second[name])


def test_the_index_of_the_defaults_is_the_published_one(work):
    """Also where a component was predicted; so a draw moves away from what was published and from nothing else."""
    with work.world() as world:
        (task,) = gather.tasks(world)
    measure, slots = task.scene.measures["kwetsbaarheid"], task.scene.slots
    default = draws.choices(range(1), slots, SETTINGS, frozenset())
    level = measure.index.values(default, task.scene.keys, range(1), frozenset())[0]
    assert level == pytest.approx(measure.level, abs=1e-5)


def test_a_part_that_no_year_can_tell_leaves_the_scale_of_the_index(work):
    """The published level is Σ w·z over the parts there are, not divided by their weight."""
    parts = work.tables["tussen.int_onderdeel"]
    rest = pd.DataFrame({"onderdeel": ["opleiding"], "themagroep": ["opleiding"], "gewicht": [0.25]})
    work.tables["tussen.int_onderdeel"] = pd.concat([parts.assign(gewicht=parts["gewicht"] * 0.75), rest])
    with work.world() as world:
        (task,) = gather.tasks(world)
    default = draws.choices(range(1), task.scene.slots, SETTINGS, frozenset())
    measure = task.scene.measures["kwetsbaarheid"]
    level = measure.index.values(default, task.scene.keys, range(1), frozenset())[0]
    assert level == pytest.approx(0.75 * measure.level, abs=1e-5)


def test_what_is_rounded_how(work):
    """A share as delivered errs evenly within half a step, what is made of counts triangularly on (−b, b), of every
    level or of the smaller ones alone; in deviations of the reference."""
    with work.world() as world:
        (task,) = gather.tasks(world)
    scene = task.scene
    income, work_, care = scene.measures["kwetsbaarheid"].index.rounding
    assert not income.is_count and work_.is_count and care.is_count
    assert income.half == pytest.approx(0.5 / 4) and work_.half == pytest.approx(2 / 4)
    assert care.half[10:] == pytest.approx(2 / 4) and not care.half[:10].any()  # of which the first were predicted
    (share,) = scene.measures["p_wcorpw"].margin.rounding
    assert not share.is_count and share.half == pytest.approx(0.5)
    onv = scene.measures["onv"]
    assert onv.margin.rounding == ()
    variance = 0.9 * (1e-4 + 0.3 / work.people)
    assert onv.margin.noise == pytest.approx(np.sqrt((1 - variance / onv.level.var()).clip(0) * variance))


def test_noise_that_cannot_be_told_is_no_doubt(work):
    work.statistics["ruis"] = work.statistics["ruis"].assign(a=None, b=None, c=None, status="niet te bepalen")
    found = work.run()
    assert "ruis" not in set(found["gevoeligheid"]["twijfel"])
    five = found["zekerheid"].query("kaart_id == '5'")["zekerheid"]
    assert (five == 1).all()  # neither noise nor rounding: nothing is known against it


def test_noise_of_a_part_of_the_index_is_not_that_of_a_map(work):
    """Parts stand in `ruis` too, in deviations of the reference, under the measure that they are part of."""
    part = work.statistics["ruis"].assign(maat="kwetsbaarheid", a=100.0)
    work.statistics["ruis"] = pd.concat([part, work.statistics["ruis"]])
    with work.world() as world:
        (task,) = gather.tasks(world)
    assert task.scene.measures["onv"].margin.noise.max() < 0.1


def test_refused_and_delivered_maps_have_no_certainty(work):
    change(work, "tussen.int_landelijk", {"maat": "kwetsbaarheid", "soort": "niveau"}, is_toegestaan=False)
    change(work, "tussen.int_landelijk", {"maat": "p_wcorpw"}, is_toegestaan=False)  # fixed limits need no country
    work.tables["tussen.int_kaart_geleverd"] = work.areas.assign(**PERIOD, kaart_id="5")
    found = work.run()
    assert set(found["zekerheid"]["kaart_id"]) == {"1"} == set(found["gevoeligheid"]["kaart_id"])


def test_a_delivered_share_has_no_doubts_of_an_index(work):
    name = {"indicator": "md_kwetsbaar_hc_aandeel", "indicator_verschil": "md_kwetsbaar_hc_aandeel"}
    change(work, "tussen.int_maat", {"maat": "kwetsbaarheid"}, **name)
    found = work.run()["gevoeligheid"]
    assert set(found.loc[found["kaart_id"] == "3", "twijfel"]) == {"alles"}


def test_areas_without_value_have_no_row(work):
    codes = work.areas["gebiedscode"]
    change(work, "tussen.int_maat", {"maat": "onv", "gebiedscode": codes[0]}, waarde=np.nan, status="geen gegevens")
    change(work, "tussen.int_maat", {"maat": "onv", "gebiedscode": codes[1]}, waarde=np.inf)
    change(work, "tussen.int_maat", {"maat": "p_wcorpw", "gebiedscode": codes[2]}, status="te weinig inwoners")
    found = work.run()["zekerheid"].groupby("kaart_id")["gebiedscode"].apply(set)
    assert found["5"] == set(codes[2:])
    assert found["1"] == set(codes) - {codes[2]}


def test_other_boundaries_count_together_in_sensitivity(work, paths):
    other = Work(paths, indeling=2022)
    for name, frame in other.tables.items():
        if "indeling" in frame:
            work.tables[name] = pd.concat([work.tables[name], frame], ignore_index=True)
    for name, frame in other.statistics.items():
        work.statistics[name] = pd.concat([work.statistics[name], frame], ignore_index=True)
    found = work.run()
    table = found["gevoeligheid"]
    assert not table.duplicated(["kaart_id", "niveau", "jaar_van", "jaar_tot", "twijfel"]).any()
    assert set(table["n"]) == {2 * SIZE} and table["gewisseld"].between(0, 1).all()
    one, two = (found["zekerheid"].query(f"indeling == {year}").drop(columns="indeling") for year in (2022, 2024))
    pd.testing.assert_frame_equal(one.reset_index(drop=True), two.reset_index(drop=True))


def test_nothing_to_be_sure_of(work):
    work.tables["tussen.int_maat"] = work.tables["tussen.int_maat"].iloc[:0]
    found = work.run()
    assert found["zekerheid"].empty and found["gevoeligheid"].empty
