"""The legend of a map: its classes with limits, colours and counts, and each kind of no-value that occurs."""

import re
from collections import Counter
from dataclasses import dataclass

from veerkracht.dutch import number
from veerkracht.edition.records import Kaart, KaartGebied, LegendaRecord
from veerkracht.edition.verdicts import count_text, legend_line, rightly
from veerkracht.edition.words import limits_text, score_limits_text

NO_COLOUR = "#ffffff"  # what should not occur has no tint that means something
_COLOUR = re.compile(r"#[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?")


@dataclass(frozen=True)
class LegendEntry:
    """One line of a legend: `css` is the class of its colour or pattern.

    `land`, `terecht` and `verwacht` are about the whole edition, `hier` about what is shown.
    """

    css: str
    label: str
    grenzen: str
    grenzen_2: str
    hier: int
    land: int | None
    verwacht: str  # number, inhabitants, and how many are expected not to belong here
    terecht: float | None = None  # of a level: how many of `land` are expected to belong here

    @property
    def vak(self) -> str:
        """What the cell of a class in a field has room for of `verwacht`; empty where nothing is expected."""
        return "" if self.terecht is None or not self.land else f"{number(self.terecht)} terecht"


def colour(text: str | None) -> str:
    """A colour that may stand in a style sheet; white for anything else."""
    return text if text and _COLOUR.fullmatch(text) else NO_COLOUR


def status_css(status: str | None) -> str:
    """Class of the pattern of a status without a value."""
    return "z-" + re.sub(r"[^a-z]+", "_", status or "geen gegevens")


def everywhere_text(referentie: str | None) -> str:
    """Where the counts of the whole edition are: of the country, or where it is compared with less, of the edition."""
    return "in deze editie" if referentie else "in het land"


def legend_entries(
    kaart: Kaart, legend: list[LegendaRecord], shown: list[KaartGebied], referentie: str | None = None
) -> list[LegendEntry]:
    """Classes of the mart with their real limits, then the statuses that occur here; counts here and everywhere.

    `referentie`: what the map is compared with where that is not the whole country.
    """
    here = Counter(row.klasse if row.klasse is not None else row.status for row in shown)
    classes = [
        LegendEntry(
            css=f"k{row.klasse}",
            label=row.label,
            grenzen=limits_text(kaart, row),
            grenzen_2=score_limits_text(row),
            hier=here[row.klasse],
            land=row.aantal,
            verwacht=legend_line(kaart, row, everywhere_text(referentie)),
            terecht=rightly(kaart, row),
        )
        for row in legend
        if row.klasse is not None
    ]
    everywhere = {row.label: row.aantal for row in legend if row.klasse is None}
    without = sorted(key for key in here if isinstance(key, str))
    return classes + [LegendEntry(status_css(key), key, "", "", here[key], everywhere.get(key), "") for key in without]


def field_text(entries: list[LegendEntry], referentie: str | None) -> str:
    """Below a field of classes: what is expected of its last class, where most comes together, and of all of them."""
    counted = [(entry.land, entry.terecht) for entry in entries if entry.land and entry.terecht is not None]
    if not counted or len(counted) < sum(bool(entry.land) for entry in entries):
        return ""
    areas, right = sum(land for land, _ in counted), sum(terecht for _, terecht in counted)
    where = everywhere_text(referentie)
    told = f"Alle vakken samen: {where} {count_text(areas)}, naar verwachting {number(right)} terecht."
    last = entries[-1]
    return f"{last.label[:1].upper()}{last.label[1:]}: {last.verwacht}. {told}" if last.verwacht else told
