"""The words of a verdict per measure (method.md §5): those of the maps, and of indicators without a direction."""

from veerkracht.statistics.posterior.words import KLASSEN
from veerkracht.statistics.verandering.changes import NEUTRAL, Change

WITHOUT_DIRECTION = (
    "duidelijk gedaald",
    "waarschijnlijk gedaald",
    "niet te zeggen",
    "waarschijnlijk gestegen",
    "duidelijk gestegen",
)


def words(maat: str) -> tuple[str, ...]:
    """Words of classes 1 … 5 of a measure of the maps, or of an indicator with a direction."""
    return KLASSEN.get(maat, KLASSEN["overlast"])


def words_of(change: Change) -> tuple[str, ...]:
    """Words of classes 1 … 5 of a change."""
    return WITHOUT_DIRECTION if change.richting == NEUTRAL else words(change.maat)
