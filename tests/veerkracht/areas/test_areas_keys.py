"""A gemeente's own key between codes: where it is loaded it decides; the outlines only have to agree on the place."""

import csv

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.veerkracht.areas.wereld import SETTINGS, changes, klassen, outlines, vak, weights, world
from veerkracht.areas.gewichten import build_gewichten
from veerkracht.areas.keys import same_by_key
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


def test_a_later_key_counts_after_it_is_made(paths):
    """Wijken are one area where all buurten that the key knows went to each other."""
    key(paths, ("BU00010100", "BU0001AA00"), ("BU00010101", "BU0001AA01"), ("BU00010200", "BU0001AB00"))
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
    world(paths, outlines(2018, van), outlines(2024, naar))
    build_gewichten(paths, SETTINGS)
    assert klassen(paths, 2018, 2024, "wijk") == {"WK000101": "hernummerd", "WK000102": "hernummerd"}


@pytest.mark.real
def test_the_key_of_amsterdam_pairs_439_buurten_and_91_wijken(real_data):
    file = real_data / "cbs_wijkenbuurten/amsterdam_2015_2022/buurten.csv"
    with file.open(encoding="utf-8", newline="") as stream:
        rows = [(row["BUURTCODE_CBS_2015"], row["BUURTCODE_CBS_2022"]) for row in csv.DictReader(stream)]
    pairs = pa.table({"van_code": [a for a, _ in rows], "naar_code": [b for _, b in rows]}).to_pandas()
    found = {}
    for niveau, prefix, signs in (("buurt", "BU", 10), ("wijk", "WK", 8)):
        codes = [sorted({prefix + code[2:signs] for code in pairs[name]}) for name in ("van_code", "naar_code")]
        found[niveau] = len(same_by_key(pairs, niveau, *(pa.array(c).to_numpy(zero_copy_only=False) for c in codes)))
    assert found == {"buurt": 439, "wijk": 91}
