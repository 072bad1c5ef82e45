"""Says in a sentence why an area got its class, where the class alone does not tell. Decides nothing."""

from dataclasses import dataclass, fields

import numpy as np
import pandas as pd

from veerkracht.areas.counts import Counts
from veerkracht.settings import Settings

OF_WHAT = {"adressen": "van de adressen", "inwoners": "van de inwoners", "oppervlakte": "van de oppervlakte"}


@dataclass(frozen=True)
class Wijziging:
    """What `wijzigingen` found of one area, as far as a sentence tells of it."""

    klasse: str
    verplaatst: float  # share; None without a counterpart
    methode: str | None
    ind_wbi: str | None
    speling: float  # half the width in metres of the band of doubt; 0: one pen drew both outlines
    zelfde_hoeken: bool
    sleutel: bool  # the gemeente itself calls both one area
    van_code: str | None
    naar_code: str | None


def explain(rows: pd.DataFrame, counts: Counts, settings: Settings) -> list[str | None]:
    """A Dutch sentence per row, or None where there is nothing to add."""
    partial = _part_of_country(counts, settings)
    told = rows[[field.name for field in fields(Wijziging)]].astype(object)
    told = told.where(told.notna(), None)  # a column of text beside a missing one says NaN
    return [_sentence(Wijziging(*row), counts, settings, partial) for row in told.itertuples(index=False, name=None)]


def _sentence(row: Wijziging, counts: Counts, settings: Settings, partial: dict[str, str]) -> str | None:
    van, naar = counts.van, counts.naar
    if row.klasse == "vervallen":
        return f"Geen gebied van {naar.indeling} op deze plek.{partial['naar']}"
    if row.klasse == "nieuw":
        return f"Geen gebied van {van.indeling} op deze plek.{partial['van']}"
    if row.naar_code is None:
        return f"De omtrekken van {naar.indeling} reiken niet tot deze gemeente; wat ervan werd is onbekend."
    sentences = ["De gemeente noemt dit in haar sleutel hetzelfde gebied."] if row.sleutel else []
    if row.klasse not in ("ongewijzigd", "hernummerd"):
        sentences.append(
            f"{row.verplaatst * 100:.1f}% {OF_WHAT[str(row.methode)]} ligt niet in beide gebieden.".replace(".", ",", 1)
        )
    if row.klasse != "hernummerd" and row.van_code != row.naar_code:
        sentences.append("De meesten wonen nu onder een andere code.")
    if row.speling:
        sentences.append(
            f"De omtrekken zijn niet even nauwkeurig getekend; verschillen tot {2 * row.speling:.0f} m tellen daarom "
            "niet mee."
        )
    if row.klasse == "onzeker":
        sentences.append(_doubt(row, settings))
    return " ".join(sentences) or None


def _doubt(row: Wijziging, settings: Settings) -> str:
    if row.ind_wbi == "3" and row.verplaatst <= settings.klein_verlegd_tot:
        return "Het CBS meldt een verlegde grens (ind_wbi 3), de omtrekken laten die niet zien."
    if row.ind_wbi in ("1", "2"):
        return f"Het CBS meldt geen verlegde grens (ind_wbi {row.ind_wbi}), de omtrekken wel."
    if row.zelfde_hoeken and row.verplaatst > settings.klein_verlegd_tot:
        return "Alle hoeken van de grovere omtrek liggen op de fijnere, dus de grens kan ook alleen vereenvoudigd zijn."
    if row.verplaatst > settings.klein_verlegd_tot:
        return "Wat verschilt is weinig breder dan een verschil in tekening kan zijn."
    return "Het gebied is te smal om een verlegging van een verschil in tekening te onderscheiden."


def _part_of_country(counts: Counts, settings: Settings) -> dict[str, str]:
    """A warning where the outlines of one vintage are much less of the country than those of the other."""
    totals = {"van": counts.van.oppervlakte.sum(), "naar": counts.naar.oppervlakte.sum()}
    jaar = {"van": counts.van.indeling, "naar": counts.naar.indeling}
    smaller = min(totals, key=totals.__getitem__)
    sentences = {"van": "", "naar": ""}
    if totals[smaller] < settings.dekking_minimum * np.max(list(totals.values())):
        sentences[smaller] = f" Van {jaar[smaller]} zijn alleen van een deel van het land omtrekken geladen."
    return sentences
