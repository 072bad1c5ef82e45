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
SLOTS = {"inkomen": ("p_hh_li", 0.5), "werk": ("p_soz_wbao", 0.3), "wmo": ("p_wmo_t", 0.2)}
MAPS = [
    ("6", ["onv"], "verandering", "kans", [], True),  # a map of change is not drawn
    ("1", ["p_wcorpw"], "niveau", "vast", [10, 25, 50, 66.6667], False),
    ("3", ["kwetsbaarheid"], "niveau", "kwintiel", [], True),
    ("5", ["onv"], "niveau", "kwintiel", [], True),
    ("10", ["kwetsbaarheid", "onv"], "niveau", "tercielen", [], True),
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
        } | self._index(indeling)

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
        predicted = components[missing].rename(columns={"z": "z_voorspeld"})
        themes = {"onderdeel": list(SLOTS), "themagroep": ["inkomen", "werk", "zorg"]}
        weights = [weight for _, weight in SLOTS.values()]
        return {
            "tussen.int_onderdeel": pd.DataFrame(themes | {"gewicht": weights}),
            "tussen.int_component": components[~missing],
            "tussen.int_voorspelling": predicted,
            "tussen.int_onderdeel_jaar": pd.DataFrame(
                {**key, "jaar": 2024, "onderdeel": list(SLOTS), "is_bruikbaar": True}
            ),
        }

    def run(self, settings=SETTINGS) -> dict[str, pd.DataFrame]:
        with self.world(settings) as world:
            certainty.write(world)
            return {name: world.load(name) for name in ("zekerheid", "gevoeligheid")}

    def world(self, settings=SETTINGS, step="certainty") -> StatWorld:
        database = self.paths.werk_database("openbaar")
        database.parent.mkdir(parents=True, exist_ok=True)
        database.unlink(missing_ok=True)
        with duckdb.connect(str(database)) as con:
            con.execute("create schema tussen")
            for name, frame in self.tables.items():
                con.register("frame", frame)
                con.execute(f"create table {name} as from frame")
                con.unregister("frame")
        world = StatWorld(self.paths, "openbaar", settings, lambda text: None, reads(step))
        world.start_empty()
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
    assert found.groupby("kaart_id").size().to_dict() == {"3": SIZE, "10": SIZE}  # the maps that the index is on
    assert found["zekerheid"].between(0, 1).all() and (found["zekerheid"] * 100 % 1).round(6).isin([0, 1]).all()
    assert found.groupby("kaart_id")["zekerheid"].mean().between(0.3, 0.999).all()
    level = work.tables["tussen.int_maat"].query("maat == 'kwetsbaarheid'").set_index("gebiedscode")["waarde"]
    three = found[found["kaart_id"] == "3"].set_index("gebiedscode")["klasse"]
    limits = [np.sort(level)[SIZE * k // 5 - 1] for k in range(1, 5)]
    assert three.to_dict() == {code: 1 + sum(limit < x for limit in limits) for code, x in level.items()}


def test_order_of_rows_makes_no_difference(work):
    first = work.run()
    work.tables = {name: frame.sample(frac=1, random_state=5) for name, frame in work.tables.items()}
    second = work.run()
    for name, frame in first.items():
        pd.testing.assert_frame_equal(frame, second[name])


def test_the_index_of_the_defaults_is_the_published_one(work):
    """Also where a component was predicted; so a draw moves away from what was published and from nothing else."""
    with work.world() as world:
        (task,) = gather.tasks(world)
    measure, slots = task.scene.measures["kwetsbaarheid"], task.scene.slots
    level = measure.index.values(draws.choices(range(1), slots, SETTINGS, frozenset()))[0]
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
    level = measure.index.values(default)[0]
    assert level == pytest.approx(0.75 * measure.level, abs=1e-5)


def test_a_map_without_the_index_or_refused_has_no_certainty(work):
    change(work, "tussen.int_landelijk", {"maat": "kwetsbaarheid", "soort": "niveau"}, is_toegestaan=False)
    found = work.run()
    assert found["zekerheid"].empty and found["gevoeligheid"].empty


def test_a_map_whose_classes_are_delivered_has_no_certainty(work):
    work.tables["tussen.int_kaart_geleverd"] = work.areas.assign(**PERIOD, kaart_id="3")
    found = work.run()
    assert set(found["zekerheid"]["kaart_id"]) == {"10"} == set(found["gevoeligheid"]["kaart_id"])


def test_a_delivered_share_has_no_design(work):
    change(work, "tussen.int_maat", {"maat": "kwetsbaarheid"}, indicator="md_kwetsbaar_hc_aandeel")
    found = work.run()
    assert found["zekerheid"].empty and found["gevoeligheid"].empty


def test_areas_without_value_have_no_row(work):
    codes = work.areas["gebiedscode"]
    change(work, "tussen.int_maat", {"maat": "onv", "gebiedscode": codes[0]}, waarde=np.nan, status="geen gegevens")
    change(work, "tussen.int_maat", {"maat": "onv", "gebiedscode": codes[1]}, waarde=np.inf)
    change(work, "tussen.int_maat", {"maat": "kwetsbaarheid", "gebiedscode": codes[2]}, status="te weinig inwoners")
    found = work.run()["zekerheid"].groupby("kaart_id")["gebiedscode"].apply(set)
    assert found["10"] == set(codes[3:])
    assert found["3"] == set(codes) - {codes[2]}


def test_other_boundaries_count_together_in_sensitivity(work, paths):
    other = Work(paths, indeling=2022)
    for name, frame in other.tables.items():
        if "indeling" in frame:
            work.tables[name] = pd.concat([work.tables[name], frame], ignore_index=True)
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
