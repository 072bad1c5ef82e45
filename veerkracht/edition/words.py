"""The words of an edition and of its maps: name, fixed sentences, value with unit, and how sure a class is."""

from datetime import datetime
from pathlib import Path

from veerkracht.dutch import day, number, signed
from veerkracht.edition.records import Kaart, KaartGebied, LegendaRegel
from veerkracht.paths import EDITION

SCORE_DECIMALS = 3
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


def area_text(kaart: Kaart, row: KaartGebied, settings: dict[str, str]) -> str:
    """What the pointer says over an area: name, value, label, certainty, and the reason where there is one."""
    if row.klasse is None:
        reason = row.reden if row.reden and row.reden != row.status else ""
        return f"{row.naam}: {row.status}" + (f" ({reason})" if reason else "")
    parts = [value_text(kaart, row), row.label, certainty_text(row, settings), row.reden]
    return f"{row.naam}: " + "; ".join(part for part in parts if part)


def value_text(kaart: Kaart, row: KaartGebied) -> str:
    """The value as the map means it, with its unit."""
    unit, decimals = kaart.eenheid or "", kaart.decimalen or 0
    if kaart.soort == "niveau":
        return f"{number(row.waarde, decimals)} {unit}"
    if kaart.soort == "samenloop":
        return f"kwetsbaarheid {signed(row.waarde, decimals)}, overlast {signed(row.waarde_2, decimals)} (in {unit})"
    if kaart.soort == "focus":
        return f"kwetsbaarheid {number(row.waarde, decimals)} {unit}, score {number(row.waarde_2, SCORE_DECIMALS)}"
    text = f"{signed(row.waarde, decimals)} {unit}"
    measured = signed(row.waarde_gemeten, decimals)
    same = row.waarde_gemeten is None or measured == signed(row.waarde, decimals)
    return text if same or kaart.soort != "verandering" else f"{text} (gemeten {measured})"


def certainty_text(row: KaartGebied, settings: dict[str, str]) -> str:
    """zeker, waarschijnlijk or wisselend, with the share of the draws that keep the class."""
    if row.zekerheid is None:
        return "zekerheid niet bepaald"
    sure = float(settings.get("zeker_vanaf", "0,9").replace(",", "."))
    word = "wisselend" if row.is_onzeker else "zeker" if row.zekerheid >= sure else "waarschijnlijk"
    return f"zekerheid: {word} ({number(100 * row.zekerheid)}%)"


def limits_text(kaart: Kaart, row: LegendaRegel) -> str:
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


def score_limits_text(row: LegendaRegel) -> str:
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
