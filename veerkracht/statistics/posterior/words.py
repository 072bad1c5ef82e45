"""The Dutch words of a verdict on a change (method.md §5).

A score without direction has its own in `verandering.words`. The labels of the maps in kaarten.csv are the same words,
as a test holds; dbt writes those of registrations itself.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

KLASSEN: Mapping[str, tuple[str, str, str, str, str]] = MappingProxyType(
    {
        "overlast": (
            "duidelijk ongunstiger",
            "waarschijnlijk ongunstiger",
            "niet te zeggen",
            "waarschijnlijk gunstiger",
            "duidelijk gunstiger",
        ),
        "kwetsbaarheid": (
            "duidelijk kwetsbaarder",
            "waarschijnlijk kwetsbaarder",
            "niet te zeggen",
            "waarschijnlijk minder kwetsbaar",
            "duidelijk minder kwetsbaar",
        ),
        "samenloop": (
            "beide namen toe",
            "kwetsbaarheid nam toe, van overlast niet aangetoond",
            "overlast nam toe, van kwetsbaarheid niet aangetoond",
            "niet te zeggen",
            "gunstiger",
        ),
        "veerkracht": (
            "duidelijk minder veerkracht dan verwacht",
            "waarschijnlijk minder",
            "niet te zeggen",
            "waarschijnlijk meer",
            "duidelijk meer veerkracht dan verwacht",
        ),
        "veerkracht_relatief": (
            "duidelijk minder dan de rest van de gemeente",
            "waarschijnlijk minder",
            "niet te zeggen",
            "waarschijnlijk meer",
            "duidelijk meer dan de rest van de gemeente",
        ),
    }
)  # what a map of change is about → the words of classes 1 … 5


class Verspreiding(StrEnum):
    """What is said of a change of D*."""

    GELIJKER = "gelijker verspreid"
    ONGELIJKER = "ongelijker verspreid"
    NAUWELIJKS = "nauwelijks veranderd"
    NIET_TE_ZEGGEN = "niet te zeggen"


class GeenCorrectie(StrEnum):
    """Why the change of vulnerability is not corrected for (β = 0)."""

    TE_ONZEKER = "de verandering van kwetsbaarheid is te onzeker om voor te corrigeren"
    TE_WEINIG_WIJKEN = "er zijn te weinig gemeenten en wijken om voor de verandering van kwetsbaarheid te corrigeren"
