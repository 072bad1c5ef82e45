"""The seeds that hold sentences, and the models that ask for one."""

import csv
import re

import pytest

from tests.dbt_project.world import PROJECT
from veerkracht.mapkinds import register
from veerkracht.sentences import SentenceError, fields, fill

ASKED = re.compile(r"sjabloon\('(\w+)'\)")
MACRO = re.compile(r"{% macro (\w+)\(.*?{%-? endmacro", re.DOTALL)
MODELS = {file.stem: file.read_text(encoding="utf-8") for file in (PROJECT / "models").rglob("*.sql")}
MACROS = {
    match[1]: match[0]
    for file in (PROJECT / "macros").glob("*.sql")
    for match in MACRO.finditer(file.read_text(encoding="utf-8"))
}


def _column(seed: str, *columns: str) -> list[str]:
    with (PROJECT / "seeds" / f"{seed}.csv").open(encoding="utf-8", newline="") as file:
        return [row[column] for row in csv.DictReader(file) for column in columns if row[column]]


TEMPLATES = [
    *_column("zinnen", "zin", "zin_geladen"),
    *_column("uitspraken", "zin"),
    *_column("vragen", "toets"),
    *_column("aandacht", "tekst", "gesprek"),
    *(kind.zin for kind in register.KINDS.values()),
]


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template_can_be_read(template):
    assert "{" not in fill(template, dict.fromkeys(fields(template) | {"decimalen"}, 1))


def test_a_template_that_cannot_be_read_is_seen():
    with pytest.raises(SentenceError):
        fields("{waarde:1.2}")


def test_every_sentence_that_a_model_asks_for_is_there_and_no_other():
    asked = {zin_id for sql in (MODELS | MACROS).values() for zin_id in ASKED.findall(sql)}
    assert asked == set(_column("zinnen", "zin_id"))


def test_a_model_that_makes_sentences_is_a_table():
    makers = ["zin", *(name for name, sql in MACROS.items() if "zin(" in sql)]
    makes = re.compile(rf"\b({'|'.join(makers)})\(")
    found = {name for name, sql in MODELS.items() if makes.search(sql)}
    views = {name for name, sql in MODELS.items() if re.search("materialized ?= ?'view'", sql)}
    assert {"int_maat", "fct_spreiding"} <= found
    assert {name for name in found if name in views or name.startswith("stg_")} == set()
