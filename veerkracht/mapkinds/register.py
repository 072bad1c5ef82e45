"""The kinds of map by name: one line a kind, and everything that asks for kinds finds it."""

from veerkracht.mapkinds.geleverde_vijfden import GELEVERDE_VIJFDEN
from veerkracht.mapkinds.kans import ACHT_VAN_TIEN, KANS
from veerkracht.mapkinds.kind import Grond, Kind
from veerkracht.mapkinds.kwintiel import KWINTIEL
from veerkracht.mapkinds.meetbaar import MEETBAAR
from veerkracht.mapkinds.tercielen import TERCIELEN
from veerkracht.mapkinds.vast import VAST

KINDS: dict[str, Kind] = {kind.naam: kind for kind in (VAST, KWINTIEL, GELEVERDE_VIJFDEN, TERCIELEN, KANS, MEETBAAR)}


def fitting(soort: str) -> list[Kind]:
    """The kinds that suit a soort of map."""
    return [kind for kind in KINDS.values() if kind.suits(soort)]


def variables() -> dict[str, object]:
    """Var `kaartsoorten` of dbt: the facts of every kind, the measures of each soort that has its own, the classes that
    claim nothing, by `grond` the kinds that a map of one change can be of, and how wide an interval is."""
    soorten = {one for kind in KINDS.values() for one in kind.soorten if one.maten}
    return {
        "alle": [kind.facts() for kind in KINDS.values()],
        "maten": [{"soort": one.naam, "maten": one.maten} for one in sorted(soorten, key=lambda one: one.naam)],
        "niet_te_zeggen": [
            {"naam": kind.naam, "soort": soort, "klasse": klasse}
            for kind in KINDS.values()
            for soort, klasse in kind.niet_te_zeggen.items()
        ],
        "acht_van_tien": ACHT_VAN_TIEN,
        "verandering": {
            grond.value: [kind.naam for kind in fitting("verandering") if kind.grond is grond] for grond in Grond
        },
    }
