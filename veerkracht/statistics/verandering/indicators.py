"""Of which indicators a model tells what may be said: scores, and percentages estimated by a model (method.md §5)."""

from dataclasses import dataclass

from veerkracht.statistics.verandering.changes import NEUTRAL
from veerkracht.statistics.world import StatWorld

ESTIMATES = ("rivm_gezondheid", "woonzorgwijzer")  # sources whose percentages are estimated by a model
INDICATORS = """
    select indicator, soort, coalesce(richting, '{neutral}') as richting, bron, toegang, noemer
    from staging.stg_indicatoren order by indicator
"""


@dataclass(frozen=True)
class Indicator:
    """A row of the catalogue of indicators, as far as it decides how a change is judged."""

    indicator: str
    soort: str
    richting: str
    bron: str
    toegang: str
    noemer: str | None

    @property
    def is_score(self) -> bool:
        """Areas of one size may differ in noise: each also believes its own line."""
        return self.soort == "score"

    @property
    def is_estimate(self) -> bool:
        """Estimated by a model: without enough measurements its noise is not known at all, only its rounding."""
        return self.is_score or self.bron in ESTIMATES

    @property
    def is_told(self) -> bool:
        """Whether its changes get a verdict here, apart from the measures of the maps."""
        return self.is_score or self.bron == ESTIMATES[0]


def indicators(world: StatWorld) -> dict[str, Indicator]:
    """The catalogue by id."""
    rows = world.query(INDICATORS.format(neutral=NEUTRAL))
    rows = rows.astype(object).where(rows.notna(), None)
    return {row[0]: Indicator(*row) for row in rows.itertuples(index=False, name=None)}
