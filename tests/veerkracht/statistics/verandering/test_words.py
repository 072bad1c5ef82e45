"""A verdict is called the same in the figures as in the legend of its map."""

import csv

import pytest

from veerkracht.paths import DBT_PROJECT
from veerkracht.statistics.verandering.words import words

MAPS = {"4": "kwetsbaarheid", "6": "onv", "7": "samenloop", "8": "veerkracht", "9": "veerkracht_relatief"}


@pytest.mark.parametrize(("kaart_id", "maat"), MAPS.items())
def test_words_are_the_labels_of_the_maps(kaart_id, maat):
    with (DBT_PROJECT / "seeds" / "kaarten.csv").open(encoding="utf-8", newline="") as file:
        labels = {row["kaart_id"]: row["labels"] for row in csv.DictReader(file)}
    assert ";".join(words(maat)) == labels[kaart_id]
