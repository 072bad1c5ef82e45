"""Nothing a user can type is undocumented: commands, options and settings have words, in the site and in README."""

import csv
import re
from pathlib import Path

import pytest
import typer
from ruamel.yaml import YAML

from docs import reference
from orchestration.cli import app
from veerkracht.edition.keys import keys
from veerkracht.publication.settings_table import EXPLAINED
from veerkracht.settings import PACKAGED, Settings

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DICTIONARY = {"indicatoren": "dim_indicator", "kaarten": "dim_kaart", "niveaus": "dim_niveau"}  # the mart of a seed
MAIN = typer.main.get_command(app)
PARAMETERS = [
    (name, parameter) for name, command in [("", MAIN), *MAIN.commands.items()] for parameter in command.params
]


def in_table(text: str, word: str) -> bool:
    """Whether a row of a table in Markdown has the word as code, on its own or before what goes with it."""
    return re.search(rf"^\|.*`{re.escape(word)}[` ]", text, re.MULTILINE) is not None


@pytest.mark.parametrize("name", sorted(MAIN.commands))
def test_every_command_is_documented(name):
    assert (MAIN.commands[name].help or "").strip(), f"{name} says nothing in --help"
    assert f"## veerkracht {name}\n" in reference.commands()
    assert in_table(README, f"veerkracht {name}"), f"README's table of daily commands lacks `veerkracht {name}`"


@pytest.mark.parametrize(("name", "parameter"), PARAMETERS, ids=lambda one: getattr(one, "name", one) or "veerkracht")
def test_every_option_is_documented(name, parameter):
    assert (parameter.help or "").strip(), f"veerkracht {name}: {parameter.name} has no help text"
    part = reference.commands().split(f"## veerkracht {name}\n" if name else "## Voor elke opdracht\n")[1]
    for typed in reference.shown(parameter):
        assert in_table(part.split("\n## ")[0], typed)


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_documented(name):
    assert EXPLAINED.get(name, "").strip(), f"settings_table.EXPLAINED does not say what {name} means"
    assert in_table(reference.settings(), name)
    assert re.search(rf"^{name}:.*# \S", PACKAGED.read_text("utf-8"), re.MULTILINE), f"{name} stands uncommented"


@pytest.mark.parametrize("kind", reference.CATALOGUE)
def test_every_key_of_the_catalogue_is_documented(kind):
    keys = reference.CATALOGUE[kind][0].model_fields
    assert set(reference.explained()[kind]) == set(keys), "docs/catalogus.yaml has other keys than the catalogue"
    assert all(in_table(reference.catalogue(), key) for key in keys)


def test_every_column_of_a_mart_is_documented():
    marts, dictionary = reference.marts(), reference.dictionary()
    assert {"dim_gebied", "fct_kaart"} <= {mart.name for mart in marts}
    for mart in marts:
        assert mart.meaning and f"### {mart.name}\n" in dictionary
        assert all(column.meaning for column in mart.columns), mart.name


def test_every_mart_is_in_readme():
    assert [mart.name for mart in reference.marts() if f"`{mart.name}`" not in README] == []


def test_the_page_on_programs_tells_above_how_many_rows_keys_are_told_only():
    assert f"{keys().row_limit:,} rijen".replace(",", ".") in (ROOT / "docs" / "programmas.md").read_text("utf-8")


@pytest.mark.parametrize("seed", ["indicatoren", "kaarten", "niveaus", "kolommen"])
def test_every_column_of_a_seed_that_people_extend_is_described(seed):
    with (ROOT / "dbt_project" / "seeds" / f"{seed}.csv").open(encoding="utf-8") as file:
        columns = next(csv.reader(file))
    described = set()
    for file in (ROOT / "dbt_project").glob("*/**/_*.yml"):
        content = YAML(typ="safe").load(file)
        for one in [*content.get("models", []), *content.get("seeds", [])]:
            if one["name"] in (seed, DICTIONARY.get(seed)):
                described |= {column["name"] for column in one.get("columns", []) if column.get("description")}
    assert [name for name in columns if name not in described] == []


def test_every_target_of_make_is_in_readme():
    targets = re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert targets and [name for name in targets if f"make {name}" not in README] == []


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_every_file_that_is_named_is_there(page):
    rooms = "veerkracht|dbt_project|expectations|orchestration|tests|docs|data"
    named = re.findall(rf"[`(]((?:{rooms})/[\w./-]*)[`)]", (ROOT / page).read_text("utf-8"))
    kept = [name for name in named if not name.startswith("data/demo/")]  # what `make demo` makes
    assert kept and [name for name in kept if not (ROOT / name).exists()] == []


def test_a_word_that_is_absent_is_found_to_be_absent():
    assert in_table("| `veerkracht fetch [bron]` | x |", "veerkracht fetch")
    assert not in_table("| `veerkracht fetch-all` | x |", "veerkracht fetch")
    assert not in_table("run `veerkracht fetch`", "veerkracht fetch")
