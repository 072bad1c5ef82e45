"""Says in a sentence why an area got its class, where the class alone does not tell. Decides nothing."""

import numpy as np
import pandas as pd

from veerkracht.areas.measures import Measures
from veerkracht.settings import Settings

WAARVAN = {"adressen": "van de adressen", "inwoners": "van de inwoners", "oppervlakte": "van de oppervlakte"}


def explain(rows: pd.DataFrame, measures: Measures, settings: Settings) -> list[str | None]:
    """A Dutch sentence per row, or None where there is nothing to add."""
    deel = _deel_van_het_land(measures, settings)
    velden = rows[
        ["klasse", "verplaatst", "methode", "iou", "ind_wbi", "band", "zelfde_hoeken", "van_code", "naar_code"]
    ]
    return [_zin(row, measures, settings, deel) for row in velden.itertuples(index=False)]


def _zin(row, measures: Measures, settings: Settings, deel: dict[str, str]) -> str | None:
    van, naar = measures.van, measures.naar
    if row.klasse == "vervallen":
        return f"Geen gebied van {naar.indeling} op deze plek.{deel['naar']}"
    if row.klasse == "nieuw":
        return f"Geen gebied van {van.indeling} op deze plek.{deel['van']}"
    if row.naar_code is None:
        return f"De omtrekken van {naar.indeling} reiken niet tot deze gemeente; wat ervan werd is onbekend."
    zinnen = []
    if row.klasse not in ("ongewijzigd", "hernummerd"):
        zinnen.append(
            f"{row.verplaatst * 100:.1f}% {WAARVAN[row.methode]} ligt niet in beide gebieden.".replace(".", ",", 1)
        )
    if row.klasse != "hernummerd" and row.van_code != row.naar_code:
        zinnen.append("De meesten wonen nu onder een andere code.")
    if row.band:
        zinnen.append(
            "De omtrekken komen uit verschillende producten; verschillen tot "
            f"{2 * settings.generalisatiestap_m:g} m tellen daarom niet mee."
        )
    if row.klasse == "onzeker":
        zinnen.append(_twijfel(row, settings))
    return " ".join(zinnen) or None


def _twijfel(row, settings: Settings) -> str:
    if row.ind_wbi == "3" and row.verplaatst <= settings.klein_verlegd_tot:
        return "Het CBS meldt een verlegde grens (ind_wbi 3), de omtrekken laten die niet zien."
    if row.ind_wbi in ("1", "2"):
        return f"Het CBS meldt geen verlegde grens (ind_wbi {row.ind_wbi}), de omtrekken wel."
    if row.zelfde_hoeken and row.verplaatst > settings.klein_verlegd_tot:
        return "Alle hoeken van de grovere omtrek liggen op de fijnere, dus de grens kan ook alleen vereenvoudigd zijn."
    return "Het gebied is te smal om een verlegging van een verschil in tekening te onderscheiden."


def _deel_van_het_land(measures: Measures, settings: Settings) -> dict[str, str]:
    """A warning where the outlines of one vintage are much less of the country than those of the other."""
    totaal = {"van": measures.van.oppervlakte.sum(), "naar": measures.naar.oppervlakte.sum()}
    jaar = {"van": measures.van.indeling, "naar": measures.naar.indeling}
    klein = min(totaal, key=totaal.get)
    zinnen = {"van": "", "naar": ""}
    if totaal[klein] < settings.dekking_minimum * np.max(list(totaal.values())):
        zinnen[klein] = f" Van {jaar[klein]} zijn alleen van een deel van het land omtrekken geladen."
    return zinnen
