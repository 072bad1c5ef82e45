"""The null run: what the maps of change would claim if nothing had changed (file `ijking`).

Areas, gemeenten, inhabitants, errors and thresholds are those of the edition; a change is noise and shock alone, and
goes through the same model and classes. Every colour is a claim that is not true. Whether the noise itself is told
truly it cannot say: what is drawn is as large as the edition says.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import ceil

import numpy as np

from veerkracht.mapkinds.kans import Klasse, SamenloopKlasse, expected_both
from veerkracht.settings import Settings
from veerkracht.statistics.frames import Record
from veerkracht.statistics.verandering import together
from veerkracht.statistics.verandering.changes import Change
from veerkracht.statistics.verandering.gather import ONV, K
from veerkracht.statistics.verandering.judging import Judged, judge
from veerkracht.statistics.verandering.rows import CONCURRENCE, RESILIENCE

SEED = 20140102  # fixed: the same data give the same edition
SURE = (Klasse.DUIDELIJK_ONGUNSTIG, Klasse.DUIDELIJK_GUNSTIG)


@dataclass(frozen=True)
class Claimed:
    """What a map claims in one draw: shares (0-1) of its `areas`; `sure`, `both` None where the map has no such word.

    `both`: expected share of the inhabitants who live where vulnerability and nuisance both rose.
    """

    areas: int
    coloured: float
    sure: float | None = None
    both: float | None = None


def null_run(measures: Mapping[str, Change], settings: Settings) -> list[Record]:
    """Rows of `ijking` of the maps of one scope; none of a measure of which no model can be made."""
    if not measures:
        return []
    scope = next(iter(measures.values())).scope
    draws = [dict(claims(measures, draw, settings)) for draw in range(draws_of(measures, settings))]
    return [
        scope._asdict() | {"maat": maat, "trekkingen": len(draws)} | _mean([draw[maat] for draw in draws])
        for maat in (draws[0] if draws else {})
        if all(maat in draw for draw in draws)
    ]


def draws_of(measures: Mapping[str, Change], settings: Settings) -> int:
    """How often is drawn: a share of a large country needs fewer draws to be told."""
    areas = max(int(change.usable.sum()) for change in measures.values())
    return min(settings.ijking_trekkingen, ceil(settings.ijking_gebieden / areas)) if areas else 0


def claims(measures: Mapping[str, Change], draw: int, settings: Settings) -> Iterator[tuple[str, Claimed]]:
    """What each map claims in one draw, by its measure as in `verandering`."""
    judged = {maat: judge(drawn(change, draw), settings) for maat, change in measures.items()}
    for maat, one in judged.items():
        if (one.klasse > 0).any():
            yield maat, claimed(one.klasse)
    if ONV in judged and K in judged:
        yield from _of_both(judged[ONV], judged[K], settings)


def drawn(change: Change, draw: int) -> Change:
    """The change as it would be measured if nothing had changed; the same whatever else is drawn."""
    name = "|".join(map(str, (*change.scope, change.maat)))
    key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big")
    stream = np.random.Generator(np.random.PCG64(np.random.SeedSequence([SEED, draw, key])))
    gemeenten, place = np.unique(change.gemeente, return_inverse=True)
    noise = np.sqrt(change.parts.whole) * stream.standard_normal(len(change.codes))
    shock = np.sqrt(change.parts.shock) * stream.standard_normal(len(gemeenten))[place]
    return replace(change, verschil=np.where(change.usable, noise + shock, np.nan))


def claimed(klasse: np.ndarray) -> Claimed:
    """The shares of a map of one change, from the class of each area (0: none)."""
    told = klasse[klasse > 0]
    coloured = float((told != Klasse.NIET_TE_ZEGGEN).mean())
    return Claimed(len(told), coloured, sure=float(np.isin(told, SURE).mean()))


def _of_both(onv: Judged, k: Judged, settings: Settings) -> Iterator[tuple[str, Claimed]]:
    """Maps 7, 8 and 9."""
    pair = together.both(onv, k)
    if not pair.usable.any():
        return
    found, chosen = together.concurrence(pair, settings), pair.usable
    people = onv.change.inwoners[chosen]
    yield (
        CONCURRENCE,
        Claimed(
            areas=int(chosen.sum()),
            coloured=float((found.klasse[chosen] != SamenloopKlasse.NIET_TE_ZEGGEN).mean()),
            both=expected_both(people, found.p_both[chosen]) / float(people.sum()),
        ),
    )
    resilience, _ = together.resilient(pair, settings)
    if resilience is None:
        return
    for relative, maat in RESILIENCE.items():
        klasse = together.shown(pair, resilience, relative, settings).klasse
        if (klasse > 0).any():
            yield maat, claimed(klasse)


def _mean(draws: list[Claimed]) -> Record:
    """Mean over the draws of one map; the areas are the same in each."""

    def mean(name: str) -> float | None:
        values = [getattr(one, name) for one in draws]
        return None if None in values else float(np.mean(values))

    return {
        "gebieden": draws[0].areas,
        "aandeel_duidelijk": mean("sure"),
        "aandeel_gekleurd": mean("coloured"),
        "aandeel_beide": mean("both"),
    }
