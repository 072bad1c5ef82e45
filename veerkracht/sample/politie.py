"""Registered nuisance of the police in the layout of table 47024NED: pages of UntypedDataSet, years and months.

Poisson counts around the planted nuisance (the true score `onv`) and, since the police counts where it happened, around
the shops in the middle of a gemeente. The keys of Overlast are made up, its titles and the shape are the publisher's.
"""

import json
from pathlib import Path

import numpy as np

from veerkracht.sample.bestand import schrijf_zip
from veerkracht.sample.bewoners import Bewoners
from veerkracht.sample.cijfers import gebieden, som
from veerkracht.sample.indelingen import Indeling
from veerkracht.sample.stroom import stroom

TABEL, ONDERWERP = "47024NED", "GeregistreerdeOverlast_1"
JAREN, MAANDJAAR = tuple(range(2014, 2023)), 2023  # published as years; as twelve months
LAATSTE = (2024, 3)  # the newest month, of which only a part is registered
DEEL_LAATSTE = 0.4
SOORTEN = {"A000001": ("Totaal registraties overlast", 1.0), "A000002": ("Melding overlast jeugd", 0.3)}
PER_INWONER, PER_WINKELGEBIED = 0.025, 6.0  # a year, where onv is average
HELLING = -12.0  # change of the logarithm of the count per unit of onv
ONBEWOOND = 10  # inhabitants below which a buurt or wijk has no figure
PER_PAGINA = 10_000


def verwacht(b: Bewoners, jaar: int) -> np.ndarray:
    """Expected registrations of a year per vlek."""
    basis = PER_INWONER * b.inwoners(jaar) + PER_WINKELGEBIED * (b.stads > 0.9) * b.op_land
    return basis * np.exp(HELLING * (b.dimensies(jaar)["onv"] - 0.04))


def telling(b: Bewoners, i: Indeling, jaar: int, maand: int = 0, soort: str = "A000001") -> np.ndarray:
    """Counts stacked land, gemeenten, wijken, buurten; month 0 is the year. The total holds its parts."""
    deel = SOORTEN[soort][1] if soort != "A000001" else 1 - sum(share for _, share in list(SOORTEN.values())[1:])
    schaal = (1 / 12 if maand else 1) * (DEEL_LAATSTE if (jaar, maand) == LAATSTE else 1)
    eigen = stroom(b.zaad, "politie", jaar, maand, soort).poisson(verwacht(b, jaar) * deel * schaal).astype(float)
    rest = [telling(b, i, jaar, maand, other) for other in SOORTEN if other != soort] if soort == "A000001" else []
    return som(eigen, i) + sum(rest)


def schrijf_paginas(pad: Path, b: Bewoners, i: Indeling, groot: bool = False) -> Path:
    """Archived pages; with `groot` a few years and only the total, since a whole country makes many rows."""
    rijen = list(_records(b, i, groot))
    paginas = [rijen[k : k + PER_PAGINA] for k in range(0, len(rijen), PER_PAGINA)]
    leden = {f"pagina-{n:05d}.json": _json({"value": pagina}) for n, pagina in enumerate(paginas, start=1)}
    dimensies = (("Overlast", "Dimension"), ("WijkenEnBuurten", "GeoDimension"), ("Perioden", "TimeDimension"))
    eigenschappen = [{"Key": naam, "Type": soort, "Title": naam, "Unit": ""} for naam, soort in dimensies]
    eigenschappen.append({"Key": ONDERWERP, "Type": "Topic", "Title": "Geregistreerde overlast", "Unit": "aantal"})
    eigenschappen += [
        {"Key": naam, "Type": "Topic", "Title": naam, "Unit": ""} for naam in ("Gemeentenaam_2", "SoortRegio_3")
    ]
    leden["DataProperties.json"] = _json({"value": eigenschappen})
    leden["TableInfos.json"] = _json(
        {"value": [{"Identifier": TABEL, "Title": "Geregistreerde overlast; wijk, buurt"}]}
    )
    namen = gebieden(i, i.jaar)
    titels = [{"Key": f"{code:<10}", "Title": naam} for code, naam in zip(namen.codes, namen.namen, strict=True)]
    leden["WijkenEnBuurten.json"] = _json({"value": titels})
    leden["Overlast.json"] = _json({"value": [{"Key": f"{k:<8}", "Title": t} for k, (t, _) in SOORTEN.items()]})
    return schrijf_zip(pad, leden)


def jaren(groot: bool) -> list[int]:
    """Years that a delivery promises."""
    return [2014, 2018, 2022, 2024] if groot else [*JAREN, MAANDJAAR, LAATSTE[0]]


def _perioden(groot: bool) -> list[tuple[int, int]]:
    if groot:
        return [(jaar, 0) for jaar in jaren(groot)]
    return [
        *((jaar, 0) for jaar in JAREN),
        *((MAANDJAAR, maand) for maand in range(1, 13)),
        *((LAATSTE[0], maand) for maand in range(1, LAATSTE[1] + 1)),
    ]


def _records(b: Bewoners, i: Indeling, groot: bool):
    rijen, nummer = gebieden(i, i.jaar), 0
    fijn = np.isin(rijen.soorten, ["Wijk", "Buurt"])
    for soort in list(SOORTEN)[: 1 if groot else None]:
        for jaar, maand in _perioden(groot):
            leeg = fijn & (som(b.inwoners(jaar), i)[rijen.bron] < ONBEWOOND)
            aantal = telling(b, i, jaar, maand, soort)[rijen.bron]
            for n, code in enumerate(rijen.codes):
                yield {
                    "ID": nummer,
                    "Overlast": f"{soort:<8}",
                    "WijkenEnBuurten": f"{code:<10}",
                    "Perioden": f"{jaar}MM{maand:02d}" if maand else f"{jaar}JJ00",
                    ONDERWERP: None if leeg[n] else f"{int(aantal[n]):8d}",
                    "Gemeentenaam_2": f"{rijen.gemeentenamen[n]:<40}",
                    "SoortRegio_3": f"{rijen.soorten[n]:<10}",
                }
                nummer += 1


def _json(inhoud: object) -> bytes:
    return json.dumps(inhoud, ensure_ascii=False, separators=(",", ":")).encode()
