"""Markdown made from the product itself: commands, settings, and what tables, columns and indicators mean.

Introductions stand in the pages; nothing here is written twice: words come from help texts, settings and dbt.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import typer
from pydantic import BaseModel
from ruamel.yaml import YAML

from orchestration.cli import app
from veerkracht.gone import gone_settings
from veerkracht.publication.settings_table import COLUMNS, EXPLAINED
from veerkracht.settings import PACKAGED, Settings, load_settings
from veerkracht.sources.catalogue.model import Drift, Patroon, Release, Source

DBT = Path(__file__).parents[1] / "dbt_project"
CATALOGUE: dict[str, tuple[type[BaseModel], str]] = {
    "bron": (Source, "Een bron"),
    "release": (Release, "Een release"),
    "drift": (Drift, "De drempels van een bron (`drift`)"),
    "patroon": (Patroon, "Een patroon (`patronen`)"),
}
LIMITS = {"ge": "minstens", "gt": "meer dan", "le": "hoogstens", "lt": "minder dan"}


@dataclass(frozen=True)
class Column:
    """A column of a mart as its contract describes it."""

    name: str
    type: str
    meaning: str
    required: bool


@dataclass(frozen=True)
class Mart:
    """A published table."""

    name: str
    meaning: str
    columns: tuple[Column, ...]


def commands() -> str:
    """Every command of `veerkracht` with its usage, arguments and options."""
    main = typer.main.get_command(app)
    lines = ["## Voor elke opdracht", "", *_parameters(main, "veerkracht")]
    for name, command in sorted(main.commands.items()):
        lines += [f"## veerkracht {name}", "", command.help or "", "", *_parameters(command, f"veerkracht {name}")]
    return "\n".join(lines)


def settings() -> str:
    """Every setting with its default, what it may be and what it means; then the packaged file with its comments, and
    the settings that are gone."""
    defaults = load_settings().model_dump()
    rows = [
        (f"`{name}`", _code(_typed(defaults[name])), f"{EXPLAINED.get(name, '')} {_allowed(field)}".strip())
        for name, field in Settings.model_fields.items()
    ]
    file = ["## Het meegeleverde bestand", "", "```yaml", PACKAGED.read_text(encoding="utf-8"), "```"]
    gone = _table(
        ("instelling", "sinds", "nu"), [(f"`{one.instelling}`", one.sinds, one.nu) for one in gone_settings()]
    )
    told = "Staat er nog een in uw bestand, dan heeft zij geen invloed; de opdracht zegt dat, en werkt verder gewoon."
    listed = _table(("instelling", "standaard", "betekenis"), rows)
    return "\n".join([*listed, *file, "", "## Vervallen instellingen", "", told, "", *gone])


def dictionary() -> str:
    """Every mart with its columns, then every indicator and map of the catalogue."""
    lines = ["## Tabellen", ""]
    for mart in sorted(marts(), key=lambda one: one.name):
        rows = [(f"`{c.name}`", c.type + ("" if c.required else ", mag leeg"), c.meaning) for c in mart.columns]
        lines += [f"### {mart.name}", "", mart.meaning, "", *_table(("kolom", "type", "betekenis"), rows)]
    lines += ["### dim_instelling", "", "Drempels en perioden van de editie; zie [Instellingen](instellingen.md).", ""]
    lines += _table(("kolom", "betekenis"), [(f"`{name}`", meaning) for name, (_, meaning) in COLUMNS.items()])
    lines += ["## Indicatoren", "", *_indicators(), "## Kaarten", "", *_maps()]
    return "\n".join(lines)


def catalogue() -> str:
    """Every key of a catalogue file with its default, what it may be and what it means."""
    lines = []
    for name, (model, heading) in CATALOGUE.items():
        rows = [
            (f"`{key}`", _default(field), f"{explained()[name].get(key, '')} {_allowed(field)}".strip())
            for key, field in model.model_fields.items()
        ]
        lines += [f"## {heading}", "", *_table(("sleutel", "standaard", "betekenis"), rows)]
    return "\n".join(lines)


@cache
def explained() -> dict[str, dict[str, str]]:
    """What each key of the catalogue means, by kind of entry."""
    return YAML(typ="safe").load(Path(__file__).with_name("catalogus.yaml"))


def _default(field: Any) -> str:
    if field.is_required():
        return "verplicht"
    value = field.get_default(call_default_factory=True)
    return _code(_typed(value)) if isinstance(value, (int, float, str)) else "leeg"


BODIES: dict[str, Callable[[], str]] = {
    "opdrachten": commands,
    "instellingen": settings,
    "catalogus": catalogue,
    "woordenboek": dictionary,
}


@cache
def marts() -> tuple[Mart, ...]:
    """The tables of an edition, as their contracts have them. Raises KeyError for a column without description."""
    return tuple(_marts())


@cache
def words() -> frozenset[str]:
    """Types of words, which only the work database stores as numbers: an edition has text (macro maak_typen)."""
    macro = (DBT / "macros" / "woorden.sql").read_text(encoding="utf-8")
    return frozenset(re.findall(r"\w+", macro.partition("for type in [")[2].partition("]")[0]))


def _marts() -> Iterator[Mart]:
    for file in sorted((DBT / "models").rglob("*.yml")):
        for model in YAML(typ="safe").load(file).get("models", ()):
            if model["name"].startswith(("stg_", "int_")):
                continue
            columns = tuple(
                Column(
                    name=column["name"],
                    type="varchar" if column["data_type"] in words() else column["data_type"],
                    meaning=column["description"].strip(),
                    required={"type": "not_null"} in column.get("constraints", ()),
                )
                for column in model["columns"]
            )
            yield Mart(model["name"], model["description"].strip(), columns)


def seed(name: str) -> list[dict[str, str]]:
    """Rows of a seed of the catalogue."""
    with (DBT / "seeds" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _parameters(command: Any, called: str) -> list[str]:
    names = [shown(one)[0] for one in command.params if one.param_type_name == "argument"]
    usage = " ".join([called, *(["[OPTIES]"] if command.params else []), *names])
    rows = [(", ".join(f"`{name}`" for name in shown(one)), _meaning(one)) for one in command.params]
    return ["```console", usage, "```", "", *_table(("optie", "betekenis"), rows)]


def shown(parameter: Any) -> list[str]:
    """What a user types for an option or argument."""
    if parameter.param_type_name == "argument":
        return [parameter.metavar or parameter.name.upper()]
    return [*parameter.opts, *parameter.secondary_opts]


def _meaning(parameter: Any) -> str:
    words = [(parameter.help or "").strip()]
    if parameter.min is not None:
        words.append(f"Van {parameter.min} tot en met {parameter.max}.")
    if parameter.required:
        words.append("Verplicht.")
    elif parameter.default not in (None, False, (), []):
        words.append(f"Standaard: {getattr(parameter.default, 'value', parameter.default)}.")
    return " ".join(words)


def _allowed(field: Any) -> str:
    """What the type and the limits of a setting let through, in words; empty where the meaning says it."""
    limits = [
        f"{word} {getattr(one, key)}"
        for key, word in LIMITS.items()
        for one in field.metadata
        if getattr(one, key, None) is not None
    ]
    choices = _choices(field.annotation)
    words = [f"{' en '.join(limits).capitalize()}."] if limits else []
    return " ".join([*words, *([f"Keuze: {', '.join(choices)}."] if choices else [])])


def _choices(annotation: Any) -> list[str]:
    """The words among which a setting, or each part of it, is chosen; none where it may be anything else besides."""
    if get_origin(annotation) is tuple:
        return _choices(get_args(annotation)[0])
    return list(get_args(annotation)) if get_origin(annotation) is Literal else []


def _typed(value: object) -> str:
    """A value as one types it in the file of settings."""
    if isinstance(value, tuple):
        return f"[{', '.join(map(_typed, value))}]"
    return str(value)


def _indicators() -> list[str]:
    rows = [
        (f"`{row['indicator']}`", row["eenheid"], f"**{row['label']}.** {row['definitie']}", f"`{row['bron']}`")
        for row in seed("indicatoren")
    ]
    return _table(("indicator", "eenheid", "betekenis", "bron"), rows)


def _maps() -> list[str]:
    lines = []
    for row in seed("kaarten"):
        labels = "; ".join(row["labels"].split(";"))
        lines += [f"### Kaart {row['kaart_id']}. {row['titel']}", "", row["leeshulp"], "", f"Klassen: {labels}.", ""]
    return lines


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    head = list(head)
    body = [_row(row) for row in rows]
    return [_row(head), _row(["---"] * len(head)), *body, ""] if body else []


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") or " " for cell in cells) + " |"


def _code(text: str) -> str:
    return f"`{text}`" if text else "leeg"
