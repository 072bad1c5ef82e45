"""What truly changed between two years, from the true series of the sample and what the edition makes an index of."""

import numpy as np
import pandas as pd

from veerkracht.claims.parts import Part, Period

AREA = ["niveau", "gebiedscode", "indeling"]


def true_changes(series: pd.DataFrame, parts: list[Part], period: Period, winsor: float) -> pd.DataFrame:
    """True change of each area: niveau, gebiedscode, indeling, onv, kwetsbaarheid, veerkracht (in units of onv).

    `series` as `ware_reeksen.parquet` of the sample. The change of kwetsbaarheid is that of the index on true figures,
    Σ w·(z₁ − z₀)/Σ w over the parts of the level and indeling, with the mean and deviation that the edition uses
    (method.md §2); NaN where there are no parts or an area has no value. Parts are all of one period.
    """
    start, end = _of_year(series, period.jaar_van), _of_year(series, period.jaar_tot)
    found = pd.DataFrame({name: end[name] - start[name] for name in ("onv", "veerkracht")})
    niveaus, indelingen = (found.index.get_level_values(name) for name in ("niveau", "indeling"))
    found["kwetsbaarheid"] = np.nan
    for niveau, indeling in sorted({(part.niveau, part.indeling) for part in parts}):
        own = [part for part in parts if (part.niveau, part.indeling) == (niveau, indeling)]
        moved = np.sum([_moved(series, part, winsor) for part in own], axis=0) / sum(part.gewicht for part in own)
        here = (niveaus == niveau) & (indelingen == indeling)
        found.loc[here, "kwetsbaarheid"] = moved[here]
    return found.reset_index()


def _moved(series: pd.DataFrame, part: Part, winsor: float) -> np.ndarray:
    """Weighted change of one standardised part, per area in the order of the series."""
    x = [_of_year(series, jaar)[part.indicator].to_numpy(float) for jaar in (part.jaar_van, part.jaar_tot)]
    start, end = (np.clip((values - part.gemiddelde) / part.sd, -winsor, winsor) for values in x)
    return part.gewicht * part.teken * (end - start)


def _of_year(series: pd.DataFrame, jaar: int) -> pd.DataFrame:
    """Rows of that year by area; NaN for a year that the series do not hold."""
    areas = series[AREA].drop_duplicates()
    return areas.merge(series[series["jaar"] == jaar], on=AREA, how="left").set_index(AREA)
