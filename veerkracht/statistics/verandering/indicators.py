"""The catalogue of indicators, as far as it decides how a change is judged; what has noise `stg_indicatoren` says."""

from dataclasses import dataclass

from veerkracht.statistics.verandering.changes import NEUTRAL
from veerkracht.statistics.world import StatWorld

MODEL = "model"  # `ruissoort`: noise out of the own series
INDICATORS = """
    select indicator, soort, coalesce(richting, '{neutral}') as richting, noemer, ruissoort
    from staging.stg_indicatoren order by indicator
"""


@dataclass(frozen=True)
class Indicator:
    """A row of the catalogue."""

    indicator: str
    soort: str
    richting: str
    noemer: str | None
    ruissoort: str | None

    @property
    def is_score(self) -> bool:
        """Areas of one size may differ in noise: each also believes its own line."""
        return self.soort == "score"

    @property
    def is_estimate(self) -> bool:
        """Estimated by a model: without enough measurements its noise is not known at all, only its rounding."""
        return self.ruissoort == MODEL

    @property
    def is_told(self) -> bool:
        """Whether its changes get a verdict here; those of a registration do not."""
        return self.ruissoort is not None


def indicators(world: StatWorld) -> dict[str, Indicator]:
    """The catalogue by id."""
    rows = world.query(INDICATORS.format(neutral=NEUTRAL))
    rows = rows.astype(object).where(rows.notna(), None)
    return {row[0]: Indicator(*row) for row in rows.itertuples(index=False, name=None)}
