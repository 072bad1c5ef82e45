"""The legend of a map: its classes with limits, colours and counts, and each kind of no-value that occurs."""

import re
from collections import Counter
from dataclasses import dataclass

from veerkracht.edition.records import Kaart, KaartGebied, LegendaRegel
from veerkracht.edition.verdicts import legend_line
from veerkracht.edition.words import limits_text, score_limits_text

NO_COLOUR = "#ffffff"  # what should not occur has no tint that means something
_COLOUR = re.compile(r"#[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?")


@dataclass(frozen=True)
class LegendEntry:
    """One line of a legend: `css` is the class of its colour or pattern; `land` and `verwacht` of the whole edition."""

    css: str
    label: str
    grenzen: str
    grenzen_2: str
    hier: int
    land: int | None
    verwacht: str  # number, inhabitants, and how many are expected not to belong here


def colour(text: str | None) -> str:
    """A colour that may stand in a style sheet; white for anything else."""
    return text if text and _COLOUR.fullmatch(text) else NO_COLOUR


def status_css(status: str | None) -> str:
    """Class of the pattern of a status without a value."""
    return "z-" + re.sub(r"[^a-z]+", "_", status or "geen gegevens")


def legend_entries(kaart: Kaart, legend: list[LegendaRegel], shown: list[KaartGebied]) -> list[LegendEntry]:
    """Classes of the mart with their real limits, then the statuses that occur here; counts here and everywhere."""
    here = Counter(row.klasse if row.klasse is not None else row.status for row in shown)
    classes = [
        LegendEntry(
            css=f"k{row.klasse}",
            label=row.label,
            grenzen=limits_text(kaart, row),
            grenzen_2=score_limits_text(row),
            hier=here[row.klasse],
            land=row.aantal,
            verwacht=legend_line(kaart, row),
        )
        for row in legend
        if row.klasse is not None
    ]
    everywhere = {row.label: row.aantal for row in legend if row.klasse is None}
    without = sorted(key for key in here if isinstance(key, str))
    return classes + [LegendEntry(status_css(key), key, "", "", here[key], everywhere.get(key), "") for key in without]
