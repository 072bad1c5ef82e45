"""The words of an edition and of its maps: name, fixed sentences, what the pointer says, limits of classes."""

from datetime import datetime
from pathlib import Path

from veerkracht.dutch import day, number
from veerkracht.edition.records import Kaart, KaartGebied, LegendaRecord
from veerkracht.edition.verdicts import SCORE_DECIMALS, VerdictLimits, sentence
from veerkracht.paths import EDITION

DIGITS = 6
SIGNAL = (
    "Deze kaart signaleert en is het begin van een gesprek; zij meet niet hoe bewoners hun buurt ervaren. "
    "Reconstructie op open data, niet de kaart van Aedes."
)
SIGNAL_ALL = (
    "Deze kaarten signaleren en zijn het begin van een gesprek; zij meten niet hoe bewoners hun buurt ervaren. "
    "Reconstructie op open data, niet de kaart van Aedes."
)
NOT_ABROAD = "NIET VERSPREIDEN"


def edition_words(folder: Path) -> str:
    """`Editie 2026-11-22.1`; of a candidate, that has no name yet, the day on which its marts were copied."""
    name = folder.resolve().name
    if EDITION.match(name):
        return f"Editie {name}"
    made = datetime.fromtimestamp((folder / "veerkracht.duckdb").stat().st_mtime)
    return f"Editie van {day(made)}"


def area_text(kaart: Kaart, row: KaartGebied, limits: VerdictLimits) -> str:
    """What the pointer says over an area: name, class, figures with their chance, and the reason where there is one."""
    if row.klasse is None:
        reason = row.reden if row.reden and row.reden != row.status else ""
        return f"{row.naam}: {row.status}" + (f" ({reason})" if reason else "")
    return " ".join([f"{row.naam}: {row.label}.", sentence(kaart, row, limits), row.reden or ""]).strip()


def limits_text(kaart: Kaart, row: LegendaRecord) -> str:
    """Limits of a class in numbers; nothing where the label says them or the class has none."""
    low, high = row.ondergrens, row.bovengrens
    if (low is None and high is None) or any(c.isdigit() for c in row.label):
        return ""
    decimals = _enough(kaart.decimalen or 0, low, high)
    if low is None:
        return f"t/m {number(high, decimals)}"
    if high is None:
        return f"meer dan {number(low, decimals)}"
    return f"{number(low, decimals)} tot {number(high, decimals)}"


def score_limits_text(row: LegendaRecord) -> str:
    """Limits of the second measure of the focus map, a score: from the lower one on, below the upper one."""
    low, high = row.ondergrens_2, row.bovengrens_2
    if low is None and high is None:
        return ""
    decimals = _enough(SCORE_DECIMALS, low, high)
    if low is None:
        return f"score onder {number(high, decimals)}"
    if high is None:
        return f"score vanaf {number(low, decimals)}"
    return f"score {number(low, decimals)} tot {number(high, decimals)}"


def _enough(decimals: int, low: float | None, high: float | None) -> int:
    """As few decimals as tell the limits apart."""
    if low is None or high is None or low == high:
        return decimals
    return next((d for d in range(decimals, DIGITS) if round(low, d) != round(high, d)), DIGITS)
