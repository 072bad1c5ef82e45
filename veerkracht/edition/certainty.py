"""What stands beside a map on its certainty: when an area is coloured, from which size on, and the gemeente as a whole.

Thresholds are those of `mrt_model`, verdicts on gemeenten those of `fct_spreiding`; both are read once.
"""

from dataclasses import dataclass

from veerkracht import levels
from veerkracht.dutch import significant
from veerkracht.edition import verdicts
from veerkracht.edition.reading import Edition
from veerkracht.edition.records import SHOWN, Kaart, KaartGebied

INDEX = "kwetsbaarheid"
CHANGE, RESILIENCE = "verandering", "veerkracht"  # kinds of map that also a gemeente as a whole has
DIGITS = 2  # figures of a threshold that are told
UNITS = {"onv": "in de score", "veerkracht": "in de score"}

_DELTAS = "select niveau, indeling, jaar_van, jaar_tot, maat, delta from mrt_model"
_GEMEENTEN = """
select gebiedscode, jaar_van, jaar_tot, replace(maat, '_gemiddeld', '') as maat, oordeel from fct_spreiding
where niveau = 'gemeente' and ends_with(maat, '_gemiddeld') and oordeel <> 'onbekend'
"""

Moment = tuple[str, int, int, int]  # niveau, indeling, jaar_van, jaar_tot


@dataclass(frozen=True, slots=True)
class _Delta:
    """The threshold of a measure on one level, vintage and period."""

    niveau: str
    indeling: int
    jaar_van: int
    jaar_tot: int
    maat: str
    delta: float | None


class Certainty:
    """Texts on certainty of all maps of an edition."""

    def __init__(self, edition: Edition):
        self.limits = verdicts.VerdictLimits.of(edition)
        self._deltas: dict[Moment, dict[str, float | None]] = {}
        for row in edition.records(_Delta, _DELTAS):
            moment = row.niveau, row.indeling, row.jaar_van, row.jaar_tot
            self._deltas.setdefault(moment, {})[row.maat] = row.delta
        self._verdicts = {
            (row["gebiedscode"], row["jaar_van"], row["jaar_tot"], row["maat"]): row["oordeel"]
            for row in edition.rows(_GEMEENTEN)
        }
        names = edition.rows("select gebiedscode, gebiedsnaam from dim_gebied where niveau = 'gemeente' and is_doel")
        self._names = {row["gebiedscode"]: row["gebiedsnaam"] for row in names}

    def verdict(self, gemeente: str, jaar_van: int, jaar_tot: int, maat: str) -> str | None:
        """The verdict on the mean of a gemeente (onv or veerkracht); None where the edition has none."""
        return self._verdicts.get((gemeente, jaar_van, jaar_tot, maat))

    def text(self, kaart: Kaart, moment: Moment, rows: list[KaartGebied]) -> str:
        """How to read the certainty of a map; no sentence that its reading aid has already."""
        own = self._deltas.get(moment, {})
        if kaart.is_niveau:
            known = any(row.p_hoogste is not None for row in rows)
            told = verdicts.level_text(kaart, self.limits) if known else []
        elif kaart.klassen != verdicts.CHANCE:
            told = verdicts.counted_text(self.limits)
        else:
            limits = [text for maat in _measures(kaart) if (text := _threshold(kaart, maat, own.get(maat)))]
            told = verdicts.coloured_text(kaart, self.limits)
            told += [f"De drempel is hier {' en '.join(limits)}."] if limits else []
        return " ".join(one for one in told if one not in (kaart.leeshulp or ""))

    def grey(self, kaart: Kaart, moment: Moment, rows: list[KaartGebied]) -> str:
        """The sentence of a gemeente (the areas of one) of which no area has a colour; else empty."""
        shown = [row for row in rows if row.status == SHOWN and row.klasse is not None]
        if kaart.klassen != verdicts.CHANCE or not shown:
            return ""
        if any(verdicts.is_claim(kaart, row) for row in shown):
            return ""
        niveau, _, van, tot = moment
        gemeente = shown[0].gemeentecode or ""
        is_told = kaart.soort in (CHANGE, RESILIENCE)
        verdict = self.verdict(gemeente, van, tot, _measures(kaart)[0]) if is_told else None
        return verdicts.grey_text(self._names.get(gemeente) or gemeente, levels.known()[niveau].meervoud, verdict)


def _measures(kaart: Kaart) -> list[str]:
    """Whose thresholds a map of change stands on."""
    if kaart.soort.startswith("veerkracht"):
        return ["veerkracht"]
    return (kaart.maat or "").split("+")


def _threshold(kaart: Kaart, maat: str, delta: float | None) -> str:
    """`0,0075 in de score`; empty where there is none. Vulnerability has the unit of the map: a share has another."""
    unit = f"{kaart.eenheid} in kwetsbaarheid" if maat == INDEX else UNITS.get(maat, "")
    return f"{significant(delta, DIGITS)} {unit}".strip() if delta else ""
