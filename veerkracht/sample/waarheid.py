"""What was planted in the sample, so that tests and readers can see whether a report finds it: waarheid.json."""

import json
from pathlib import Path

import numpy as np

from veerkracht.sample import lbm
from veerkracht.sample.bewoners import BETA, KOERS, ONV_KOERS, VERHAAL, Bewoners
from veerkracht.sample.cijfers import som
from veerkracht.sample.indelingen import Indeling
from veerkracht.sample.toestand import toestand

REEKSEN_TOT = 1000  # buurten; above it no series per buurt
REEKSEN = ("inw", "hh", "bijstand", "corporatie", "woning", "hh_laag")
GEZICHT = 0.6  # of the planted field, from which a buurt of the city belongs to the vulnerable face


def schrijf(pad: Path, b: Bewoners, indelingen: dict[int, Indeling], gebeurd: list[dict]) -> Path:
    """Write the truth as JSON."""
    doel = indelingen[2024]
    inhoud = {
        "uitleg": "Fictieve gebieden. Waarden zonder afronding, onderdrukking en meetruis.",
        "verhaal": _verhaal(b, doel),
        "meetruis": {
            "onv_sd": dict(zip([*(f"<{grens}" for grens in lbm.KLASSEN), "rest"], lbm.RUIS, strict=True)),
            "deel_per_dimensie": lbm.RUIS_DEEL,
            "lbm_min_afw": lbm.VERSCHIL,
        },
        "indelingen": {str(jaar): _aantallen(i) for jaar, i in indelingen.items()},
        "wijzigingen": gebeurd,
        "gewichten": {f"{van}_2024": _gewichten(b, indelingen[van], doel) for van in (2014, 2019)},
    }
    if len(doel.buurten) <= REEKSEN_TOT:
        inhoud["reeksen_2024"] = _reeksen(b, doel)
    pad.write_text(json.dumps(inhoud, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return pad


def _aantallen(i: Indeling) -> dict[str, int]:
    return {"buurten": len(i.buurten), "wijken": len(i.wijken), "gemeenten": len(i.gemeenten)}


def _verhaal(b: Bewoners, i: Indeling) -> dict[str, object]:
    """The two faces of the city, and per planted gemeente the true change 2014-2024."""
    inwoners = b.inwoners(2024)
    start = 1 + len(i.gemeenten) + len(i.wijken)
    with np.errstate(invalid="ignore", divide="ignore"):
        gezicht = (som(b.gezicht * inwoners, i) / som(inwoners, i))[start:]
    stad = i.gemeente_van_buurt == 0
    _, toen = lbm.ware_scores(b, i, 2014)
    _, nu = lbm.ware_scores(b, i, 2024)
    veld = [_gemiddelde(b, i, jaar) for jaar in (2014, 2024)]
    uit: dict[str, object] = {
        "stad": str(i.gemeenten[0]),
        "kwetsbaar_gezicht": [str(code) for code in i.buurten[stad & (gezicht > GEZICHT)]],
        "ander_gezicht": [str(code) for code in i.buurten[stad & (gezicht < -GEZICHT)]],
        "beta": BETA,
    }
    for soort, gemeente in VERHAAL.items():
        plek = 1 + gemeente
        uit[soort] = {
            "gemeente": str(i.gemeenten[gemeente]),
            "gepland": {"kwetsbaarheid": KOERS[soort], "onv_boven_beta": ONV_KOERS[soort]},
            "verschil_kwetsbaarheid": round(float(veld[1][plek] - veld[0][plek]), 4),
            "verschil_onv": round(float(nu["onv"][plek] - toen["onv"][plek]), 4),
        }
    uit["verschil_onv_land"] = round(float(nu["onv"][0] - toen["onv"][0]), 4)
    return uit


def _gemiddelde(b: Bewoners, i: Indeling, jaar: int) -> np.ndarray:
    """Hidden field per area, weighted by inhabitants; land and gemeenten only."""
    inwoners = b.inwoners(jaar)
    tot = 1 + len(i.gemeenten)
    return som(b.kwetsbaar(jaar) * inwoners, i)[:tot] / som(inwoners, i)[:tot]


def _gewichten(b: Bewoners, van: Indeling, naar: Indeling) -> dict[str, dict[str, float]]:
    """Where the people of each from-buurt live on the target, for every buurt that is not just itself."""
    inwoners = b.inwoners(van.jaar)
    land = van.buurt_van_vlek >= 0
    paar = van.buurt_van_vlek[land] * len(naar.buurten) + naar.buurt_van_vlek[land]
    uniek, plek = np.unique(paar, return_inverse=True)
    mensen = np.bincount(plek, inwoners[land])
    totaal = np.bincount(van.buurt_van_vlek[land], inwoners[land], minlength=len(van.buurten))
    uit: dict[str, dict[str, float]] = {}
    for p, m in zip(uniek, mensen, strict=True):
        v, n = divmod(int(p), len(naar.buurten))
        if totaal[v] > 0:
            uit.setdefault(str(van.buurten[v]), {})[str(naar.buurten[n])] = round(float(m / totaal[v]), 6)
    return {code: deel for code, deel in uit.items() if list(deel) != [code]}


def _reeksen(b: Bewoners, i: Indeling) -> dict[str, dict[str, list[float]]]:
    """True sums per buurt of 2024 for every year from 2014 on: what a perfect conversion would give."""
    start = 1 + len(i.gemeenten) + len(i.wijken)
    jaren = [toestand(b, jaar) for jaar in range(2014, 2025)]
    uit = {}
    for naam in REEKSEN:
        waarden = np.stack([som(stand[naam], i)[start:] for stand in jaren], axis=1)
        uit[naam] = {str(code): [int(x) for x in rij] for code, rij in zip(i.buurten, waarden, strict=True)}
    return uit
