"""Holds the claims of a map against the truth, in thresholds: how far a change lies on the side that a class claims."""

import numpy as np

from veerkracht.claims.records import (
    CLASSES,
    SAMENLOOP,
    Against,
    BothRose,
    ClassClaim,
    Estimate,
    FoundChanges,
    MapClaims,
    MapOfChange,
)

SURE = (1, 5)  # classes "duidelijk" of a map of one change; one of two changes has no such word
CAP = 25.0  # a squared error counts no more than this: one absurd area says nothing of the rest


def judge(one: MapOfChange) -> MapClaims:
    """What the map claims per class, and how true that is where the truth is known (method.md §5)."""
    degrees = _degrees(one)
    silent = _silent(one)
    coloured = one.klasse != silent
    sure = np.isin(one.klasse, SURE) & (one.onderwerp != SAMENLOOP)
    known = np.isfinite(degrees[1])
    return MapClaims(
        kaart_id=one.kaart_id,
        onderwerp=one.onderwerp,
        niveau=one.niveau,
        indeling=one.indeling,
        jaar_van=one.jaar_van,
        jaar_tot=one.jaar_tot,
        delta=one.delta,
        gebieden=len(one.klasse),
        inwoners=float(one.inwoners.sum()),
        duidelijk=int(sure.sum()),
        gekleurd=int(coloured.sum()),
        klassen=tuple(_class_claim(one, klasse, degrees.get(klasse), known) for klasse in CLASSES),
        waarheid=_against(one, degrees, known, coloured, sure) if known.any() else None,
        beide=_both(one, degrees[1], known) if one.onderwerp == SAMENLOOP else None,
    )


def _silent(one: MapOfChange) -> int:
    """The class that claims nothing."""
    return 4 if one.onderwerp == SAMENLOOP else 3


def _degrees(one: MapOfChange) -> dict[int, np.ndarray]:
    """Per class that claims something: the true change to that side in thresholds; above 1 the claim is true."""
    if one.onderwerp == SAMENLOOP:
        k, onv = one.waar / one.delta, -one.waar_2 / one.delta_2
        return {1: np.minimum(k, onv), 2: k, 3: onv, 5: np.maximum(-k, -onv)}
    worse = (one.waar if one.onderwerp == "kwetsbaarheid" else -one.waar) / one.delta
    return {1: worse, 2: worse, 4: -worse, 5: -worse}


def _class_claim(one: MapOfChange, klasse: int, degree: np.ndarray | None, known: np.ndarray) -> ClassClaim:
    members = one.klasse == klasse
    claims = degree is not None
    held = degree[members & known] if degree is not None and known.any() else None
    return ClassClaim(
        klasse=klasse,
        label=one.labels.get(klasse, ""),
        gebieden=int(members.sum()),
        inwoners=float(one.inwoners[members].sum()),
        verwacht_onjuist=float((1 - one.kans[members]).sum()) if claims else None,
        onjuist=None if held is None else int((held <= 1).sum()),
        verkeerd=None if held is None else int((held < 0).sum()),
    )


def _against(
    one: MapOfChange, degrees: dict[int, np.ndarray], known: np.ndarray, coloured: np.ndarray, sure: np.ndarray
) -> Against:
    claimed = np.full(len(one.klasse), np.nan)  # the degree of the claim that each area got
    for klasse, degree in degrees.items():
        claimed[one.klasse == klasse] = degree[one.klasse == klasse]
    surely, any_colour = claimed[sure & known], claimed[coloured & known]
    return Against(
        gebieden=int(known.sum()),
        verslechterd=_found(one, degrees[1], (1,) if one.onderwerp == SAMENLOOP else (1, 2)),
        verbeterd=_found(one, degrees[5], (5,) if one.onderwerp == SAMENLOOP else (4, 5)),
        duidelijk_onjuist=_share(surely <= 1),
        duidelijk_verkeerd=_share(surely < 0),
        gekleurd_onjuist=_share(any_colour <= 1),
        gekleurd_verkeerd=_share(any_colour < 0),
        schatting=None if one.onderwerp == SAMENLOOP else _estimate(one, known),
    )


def _estimate(one: MapOfChange, known: np.ndarray) -> Estimate:
    held = (one.laag <= one.waar) & (one.waar <= one.hoog)
    return Estimate(
        rmse=_root(_mean((one.gekrompen - one.waar) ** 2)),
        rmse_gemeten=_root(_mean((one.gemeten - one.waar) ** 2)),
        correlatie=_correlation(one),
        binnen=_share(held[known & np.isfinite(one.laag)]),
        fout_kwadraat=_mean(np.minimum(((one.gemeten - one.waar) / one.se) ** 2, CAP)),
    )


def _found(one: MapOfChange, degree: np.ndarray, klassen: tuple[int, ...]) -> FoundChanges:
    changed = degree > 1
    return FoundChanges(int(changed.sum()), int((changed & np.isin(one.klasse, klassen)).sum()))


def _both(one: MapOfChange, degree: np.ndarray, known: np.ndarray) -> BothRose:
    """Of the areas of which the truth is known, where it is of any; else of all."""
    areas = known if known.any() else np.ones(len(known), bool)
    true = float(one.inwoners[degree > 1].sum()) if known.any() else None
    return BothRose(float((one.inwoners * one.p_beide)[areas].sum()), true, float(one.inwoners[areas].sum()))


def _share(holds: np.ndarray) -> float | None:
    return float(holds.mean()) if len(holds) else None


def _mean(values: np.ndarray) -> float | None:
    finite = values[np.isfinite(values)]
    return float(finite.mean()) if len(finite) else None


def _root(mean: float | None) -> float | None:
    return None if mean is None else float(np.sqrt(mean))


def _correlation(one: MapOfChange) -> float | None:
    """None where there is nothing that varies."""
    both = np.isfinite(one.gekrompen) & np.isfinite(one.waar)
    if both.sum() < 3:
        return None
    with np.errstate(divide="ignore", invalid="ignore"):
        found = float(np.corrcoef(one.gekrompen[both], one.waar[both])[0, 1])
    return found if np.isfinite(found) else None
