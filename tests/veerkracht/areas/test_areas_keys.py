"""A gemeente's own key between codes: where it knows the span it decides; the outlines have to agree on the place."""

import csv

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.veerkracht.areas.wereld import SETTINGS, changes, klassen, outlines, vak, weights, world
from veerkracht.areas.gewichten import build_gewichten
from veerkracht.areas.keys import KeyPairs, same_by_key
from veerkracht.paths import DataPaths
from veerkracht.schemas import KEY_PAIRS

OLD, OTHER = "BU00010001", "BU00010002"
NEW, NEXT = "BU0001AA01", "BU0001AB01"


def key(paths: DataPaths, *pairs: tuple[str, str], jaren: tuple[int, int] = (2015, 2022)) -> None:
    rows = [dict(zip(KEY_PAIRS.names, (*jaren, *pair), strict=True)) for pair in pairs]
    folder = paths.raw("open", "cbs_grenzen", "2022@sleutel")
    folder.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(rows, schema=KEY_PAIRS), folder / "sleutel.parquet")


def recoded(paths, *pairs, shift: float = 300, jaren: tuple[int, int] = (2019, 2022)) -> None:
    """Two buurten with other codes and a border that another pen drew `shift` metres further."""
    key(paths, *pairs)
    van = {OLD: vak(0, 0, 1000, 1000), OTHER: vak(1000, 0, 2000, 1000)}
    naar = {NEW: vak(0, 0, 1000 + shift, 1000), NEXT: vak(1000 + shift, 0, 2000, 1000)}
    world(paths, outlines(jaren[0], van), outlines(jaren[1], naar))
    build_gewichten(paths, SETTINGS)


def test_the_key_decides_beside_other_outlines(paths):
    recoded(paths, (OLD, NEW), (OTHER, NEXT))
    assert klassen(paths, 2019, 2022) == {OLD: "hernummerd", OTHER: "hernummerd"}
    assert weights(paths, 2019, 2022).query("niveau == 'buurt'")["gewicht"].tolist() == [1.0, 1.0]
    assert "De gemeente noemt dit in haar sleutel" in changes(paths, 2019, 2022)["toelichting"][0]


def test_without_the_key_the_same_outlines_are_a_move(paths):
    recoded(paths)
    assert set(klassen(paths, 2019, 2022).values()) == {"verlegd"}


def test_a_key_of_other_years_says_nothing(paths):
    recoded(paths, (OLD, NEW), (OTHER, NEXT), jaren=(2019, 2021))
    assert set(klassen(paths, 2019, 2021).values()) == {"verlegd"}


def test_what_the_key_pairs_more_than_once_is_left_to_the_outlines(paths):
    recoded(paths, (OLD, NEW), (OTHER, NEW), (OTHER, NEXT))
    assert set(klassen(paths, 2019, 2022).values()) == {"verlegd"}


def test_a_key_cannot_put_an_area_where_it_does_not_lie(paths):
    recoded(paths, (OLD, NEXT), (OTHER, NEW))
    assert set(klassen(paths, 2019, 2022).values()) == {"verlegd"}


WIJKEN = (("BU00010100", "BU0001AA00"), ("BU00010101", "BU0001AA01"), ("BU00010200", "BU0001AB00"))


def recoded_wijken(paths, *pairs, jaren: tuple[int, int]) -> dict[str | None, str]:
    """Two wijken with other codes and a border between them that another pen drew; what became of the wijken."""
    key(paths, *pairs)
    van = {
        "BU00010100": vak(0, 0, 500, 900),
        "BU00010101": vak(500, 0, 1000, 900),
        "BU00010200": vak(1000, 0, 2000, 900),
    }
    naar = {
        "BU0001AA00": vak(0, 0, 500, 900),
        "BU0001AA01": vak(500, 0, 1200, 900),
        "BU0001AB00": vak(1200, 0, 2000, 900),
    }
    world(paths, outlines(jaren[0], van), outlines(jaren[1], naar))
    build_gewichten(paths, SETTINGS)
    return klassen(paths, *jaren, "wijk")


def test_wijken_are_one_area_where_all_their_buurten_went_to_each_other(paths):
    assert recoded_wijken(paths, *WIJKEN, jaren=(2018, 2022)) == {"WK000101": "hernummerd", "WK000102": "hernummerd"}


@pytest.mark.parametrize("missing", [0, 1])
def test_a_wijk_of_which_the_key_misses_a_buurt_is_left_to_the_outlines(paths, missing):
    pairs = [pair for n, pair in enumerate(WIJKEN) if n != missing]
    assert recoded_wijken(paths, *pairs, jaren=(2018, 2022)) == {"WK000101": "verlegd", "WK000102": "hernummerd"}


@pytest.mark.parametrize("jaren", [(2014, 2022), (2018, 2024)])
def test_a_key_that_does_not_know_the_whole_span_does_not_decide(paths, jaren):
    """Between 2014 and 2015, or after 2022, the border may have moved: the key cannot know."""
    assert set(recoded_wijken(paths, *WIJKEN, jaren=jaren).values()) == {"verlegd"}


def test_a_border_that_moved_after_the_key_was_made_is_seen(paths):
    van = {"BU00010000": vak(0, 0, 1000, 1000), "BU00010100": vak(1000, 0, 2000, 1000)}
    naar = {"BU00010000": vak(0, 0, 600, 1000), "BU00010100": vak(600, 0, 2000, 1000)}
    key(paths, *((code, code) for code in van), jaren=(2015, 2016))
    world(paths, outlines(2015, van), outlines(2022, naar))
    build_gewichten(paths, SETTINGS)
    for niveau in ("buurt", "wijk"):
        assert set(klassen(paths, 2015, 2022, niveau).values()) == {"verlegd"}
    assert weights(paths, 2015, 2022)["gewicht"].tolist() == pytest.approx([0.6, 0.4, 1.0])


@pytest.mark.parametrize("keyed", [True, False])
def test_a_key_of_a_part_of_the_span_is_a_witness_beside_a_code(paths, keyed):
    """Its pair is known again as an equal code is: of these two drawings the band of doubt is twice as wide."""
    if keyed:
        key(paths, (OLD, NEW), (OTHER, NEXT))
    van = {OLD: vak(0, 0, 1000, 1000), OTHER: vak(1000, 0, 2000, 1000)}
    naar = {
        NEW: vak(0, 0, 1000, 500) | vak(0, 500, 1025, 1000),
        NEXT: vak(1025, 0, 2000, 1000) | vak(1000, 0, 2000, 500),
    }
    world(paths, outlines(2019, van), outlines(2024, naar, product="gegeneraliseerd"))
    build_gewichten(paths, SETTINGS)
    assert set(klassen(paths, 2019, 2024).values()) == {"hernummerd" if keyed else "klein_verlegd"}


@pytest.mark.parametrize("span", [(2016, 2018), (2015, 2019)])
def test_a_gemeente_into_which_another_merged_is_not_the_same_by_her_own_key(paths, span):
    """The key knows her own buurten only, all of them as they were."""
    own = {"BU00010000": vak(0, 0, 1000, 1000), "BU00010001": vak(1000, 0, 2000, 1000)}
    key(paths, *((code, code) for code in own), jaren=(2015, span[1]))
    came = vak(2000, 0, 3000, 1000)
    world(paths, outlines(span[0], own | {"BU00020000": came}), outlines(span[1], own | {"BU00010002": came}))
    build_gewichten(paths, SETTINGS)
    assert klassen(paths, *span, "buurt") == {**dict.fromkeys(own, "ongewijzigd"), "BU00020000": "hernummerd"}
    for niveau, codes in (("wijk", ["WK000100", "WK000200"]), ("gemeente", ["GM0001", "GM0002"])):
        assert klassen(paths, *span, niveau) == dict.fromkeys(codes, "samengevoegd")
        assert weights(paths, *span, niveau)["deel_naar"].tolist() == pytest.approx([2 / 3, 1 / 3])


def test_a_buurt_into_which_another_merged_is_not_the_same_by_the_key(paths):
    """The key of her gemeente does not name the buurt that came from elsewhere."""
    key(paths, (OLD, NEW))
    van = {OLD: vak(0, 0, 1000, 1000), "BU00020000": vak(1000, 0, 1500, 1000)}
    world(paths, outlines(2019, van), outlines(2022, {NEW: vak(0, 0, 1500, 1000)}))
    build_gewichten(paths, SETTINGS)
    assert set(klassen(paths, 2019, 2022).values()) == {"samengevoegd"}
    assert weights(paths, 2019, 2022)["deel_naar"].tolist() == pytest.approx([2 / 3, 1 / 3])


@pytest.mark.real
def test_the_key_of_amsterdam_pairs_439_buurten_and_91_wijken(real_data):
    file = real_data / "cbs_wijkenbuurten/amsterdam_2015_2022/buurten.csv"
    with file.open(encoding="utf-8", newline="") as stream:
        rows = [(row["BUURTCODE_CBS_2015"], row["BUURTCODE_CBS_2022"]) for row in csv.DictReader(stream)]
    pairs = pa.table({"van_code": [a for a, _ in rows], "naar_code": [b for _, b in rows]}).to_pandas()
    buurten = tuple(pairs[name].drop_duplicates().to_numpy(dtype=object) for name in ("van_code", "naar_code"))
    found = {}
    for niveau, prefix, signs in (("buurt", "BU", 10), ("wijk", "WK", 8)):
        codes = tuple(np.array(sorted({prefix + code[2:signs] for code in side}), dtype=object) for side in buurten)
        same = same_by_key(KeyPairs(pairs, pairs.iloc[:0]), niveau, codes, buurten)
        assert same["beslist"].all()
        found[niveau] = len(same)
    assert found == {"buurt": 439, "wijk": 91}
