"""Levels, a region of two gemeenten and weights of the fictitious world; levels are those of the package."""

from dataclasses import asdict

import pandas as pd

from veerkracht import levels

REGIO = "verzonnen-streek"
MEMBERS = ("GM9001", "GM9002")


def tables(dim_gebied: pd.DataFrame, doel: int) -> dict[str, pd.DataFrame]:
    """Rows of dim_niveau, brug_regio and brug_omklap: every buurt of 2019 kept its boundary."""
    buurten = dim_gebied.loc[(dim_gebied["niveau"] == "buurt") & (dim_gebied["indeling"] == doel), "gebiedscode"]
    members = pd.DataFrame({"gebiedscode": MEMBERS}).assign(
        regio=REGIO, regionaam="Verzonnen streek", niveau="gemeente", indeling=doel, lijst="eigen catalogus"
    )
    weights = pd.DataFrame({"van_code": buurten, "naar_code": buurten}).assign(
        niveau="buurt", van_indeling=2019, naar_indeling=doel, gewicht=1.0, methode="identiek"
    )
    return {"dim_niveau": _levels(), "brug_regio": members, "brug_omklap": weights}


def _levels() -> pd.DataFrame:
    frame = pd.DataFrame([asdict(row) for row in levels.known()])
    return frame.assign(ouder=frame["ouder"].replace("", None))
