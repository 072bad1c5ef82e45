"""Whether the areas with a change hold enough of the country for a model of the country (method.md §1)."""

import numpy as np

from veerkracht.dutch import bare, percents_short
from veerkracht.statistics.frames import Scope
from veerkracht.statistics.verandering.areas import land
from veerkracht.statistics.world import StatWorld

ALLOWED = """
    select niveau, indeling, jaar_van, jaar_tot, maat, is_toegestaan, coalesce(reden, 'geen landelijk cijfer') as reden
    from tussen.int_landelijk where soort = 'verandering'
"""
LOADED = "geladen_gebieden"


class National:
    """For the measures of the maps what `int_landelijk` says, for others the same rule."""

    def __init__(self, world: StatWorld):
        self._land, self._settings = land(world), world.settings
        rows = world.query(ALLOWED).itertuples(index=False, name=None)
        self._refused = {(Scope(*key), maat): None if allowed else str(reason) for *key, maat, allowed, reason in rows}

    def refusal(self, scope: Scope, maat: str) -> str | None:
        """Why the country cannot be told from a measure of the maps, in Dutch; None when it can."""
        return self._refused.get((scope, maat))

    def refusal_of(self, inwoners: float, year: int) -> str | None:
        """The same of areas that together hold this many inhabitants."""
        if self._settings.referentie == LOADED:
            return None
        whole, least = self._land.people(year), self._settings.landelijke_dekking_minimum
        if not np.isfinite(whole) or whole <= 0:
            return "niet bekend is welk deel van de inwoners van Nederland hier woont"
        share = min(inwoners / whole, 1.0)
        if share >= least - 1e-9:
            return None
        return (
            f"gebieden met een cijfer tellen {percents_short(share)} van de inwoners van Nederland; "
            f"nodig is {bare(100 * least)}%"
        )
