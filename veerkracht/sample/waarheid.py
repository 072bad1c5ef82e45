"""What was planted in the sample, so that tests and readers can see whether a report finds it: waarheid.json."""

import json
from dataclasses import asdict
from pathlib import Path

import numpy as np

from veerkracht.sample import lbm
from veerkracht.sample.bewoners import COURSE, ONV_COURSE, VERHAAL, Bewoners
from veerkracht.sample.cijfers import sums_of
from veerkracht.sample.indelingen import Indeling
from veerkracht.sample.plannen import RUIS_PER_INWONER, RUIS_VAST, Waarheid
from veerkracht.sample.toestand import make_sums
from veerkracht.sample.wijzigingen import PlantedWijziging

REEKSEN_TOT = 1000  # buurten; above it no series per buurt
REEKSEN = ("inw", "hh", "bijstand", "corporatie", "woning", "hh_laag")
GEZICHT = 0.6  # of the planted field, from which a buurt of the city belongs to the vulnerable face


def write(file: Path, b: Bewoners, indelingen: dict[int, Indeling], planted: list[PlantedWijziging]) -> Path:
    """Write the truth as JSON."""
    doel = indelingen[2024]
    content: dict[str, object] = {
        "uitleg": "Fictieve gebieden. Waarden zonder afronding, onderdrukking en meetruis.",
        **_truth(b),
        "verhaal": _story(b, doel),
        "meetruis": {
            **_noise(b),
            "deel_per_dimensie": lbm.NOISE_SHARE,
            "lbm_min_afw": lbm.VERSCHIL,
        },
        "indelingen": {str(jaar): _counts(i) for jaar, i in indelingen.items()},
        "wijzigingen": [asdict(one) for one in planted],
        "gewichten": {f"{van}_2024": _shares(b, indelingen[van], doel) for van in (2014, 2019)},
    }
    if len(doel.buurten) <= REEKSEN_TOT:
        content["reeksen_2024"] = _series(b, doel)
    file.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return file


def _truth(b: Bewoners) -> dict[str, str]:
    """Name and meaning of another truth than the planned one."""
    return {} if b.waarheid == Waarheid.gepland else {"waarheid": b.waarheid.value, "betekenis": b.plan.uitleg}


def _noise(b: Bewoners) -> dict[str, object]:
    """Size of the noise of one measurement of onv."""
    if b.plan.ruis_als_lbm:
        return {"onv_variantie": {"vast": RUIS_VAST, "gedeeld_door_inwoners": RUIS_PER_INWONER}}
    return {"onv_sd": dict(zip([*(f"<{limit}" for limit in lbm.KLASSEN), "rest"], lbm.RUIS, strict=True))}


def _counts(i: Indeling) -> dict[str, int]:
    return {"buurten": len(i.buurten), "wijken": len(i.wijken), "gemeenten": len(i.gemeenten)}


def _story(b: Bewoners, i: Indeling) -> dict[str, object]:
    """The two faces of the city, and per planted gemeente the true change 2014-2024."""
    inwoners = b.inwoners(2024)
    start = 1 + len(i.gemeenten) + len(i.wijken)
    with np.errstate(invalid="ignore", divide="ignore"):
        face = (sums_of(b.face * inwoners, i) / sums_of(inwoners, i))[start:]
    city = i.gemeente_of_buurt == 0
    _, then = lbm.true_scores(b, i, 2014)
    _, now = lbm.true_scores(b, i, 2024)
    fields = [_mean_field(b, i, jaar) for jaar in (2014, 2024)]
    found: dict[str, object] = {
        "stad": str(i.gemeenten[0]),
        "kwetsbaar_gezicht": [str(code) for code in i.buurten[city & (face > GEZICHT)]],
        "ander_gezicht": [str(code) for code in i.buurten[city & (face < -GEZICHT)]],
        "beta": b.beta,
    }
    for soort, gemeente in VERHAAL.items():
        place = 1 + gemeente
        planned = {"kwetsbaarheid": COURSE[soort], "onv_boven_beta": ONV_COURSE[soort]}
        found[soort] = {
            "gemeente": str(i.gemeenten[gemeente]),
            **({"gepland": planned} if b.waarheid == Waarheid.gepland else {}),
            "verschil_kwetsbaarheid": round(float(fields[1][place] - fields[0][place]), 4),
            "verschil_onv": round(float(now["onv"][place] - then["onv"][place]), 4),
        }
    found["verschil_onv_land"] = round(float(now["onv"][0] - then["onv"][0]), 4)
    return found


def _mean_field(b: Bewoners, i: Indeling, jaar: int) -> np.ndarray:
    """Hidden field per area, weighted by inhabitants; land and gemeenten only."""
    inwoners = b.inwoners(jaar)
    end = 1 + len(i.gemeenten)
    return sums_of(b.field_of(jaar) * inwoners, i)[:end] / sums_of(inwoners, i)[:end]


def _shares(b: Bewoners, van: Indeling, naar: Indeling) -> dict[str, dict[str, float]]:
    """Where the people of each from-buurt live on the target, for every buurt that is not just itself."""
    inwoners = b.inwoners(van.jaar)
    land = van.buurt_of_vlek >= 0
    pair = van.buurt_of_vlek[land] * len(naar.buurten) + naar.buurt_of_vlek[land]
    unique, place = np.unique(pair, return_inverse=True)
    people = np.bincount(place, inwoners[land])
    total = np.bincount(van.buurt_of_vlek[land], inwoners[land], minlength=len(van.buurten))
    found: dict[str, dict[str, float]] = {}
    for p, m in zip(unique, people, strict=True):
        v, n = divmod(int(p), len(naar.buurten))
        if total[v] > 0:
            found.setdefault(str(van.buurten[v]), {})[str(naar.buurten[n])] = round(float(m / total[v]), 6)
    return {code: shares for code, shares in found.items() if list(shares) != [code]}


def _series(b: Bewoners, i: Indeling) -> dict[str, dict[str, list[int]]]:
    """True sums per buurt of 2024 for every year from 2014 on: what a perfect conversion would give."""
    start = 1 + len(i.gemeenten) + len(i.wijken)
    jaren = [make_sums(b, jaar) for jaar in range(2014, 2025)]
    found = {}
    for name in REEKSEN:
        values = np.stack([sums_of(sums[name], i)[start:] for sums in jaren], axis=1)
        found[name] = {str(code): [int(x) for x in row] for code, row in zip(i.buurten, values, strict=True)}
    return found
