"""Puts the sample together: grows the world, then writes each publisher's files and the catalogue."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from veerkracht.errors import VeerkrachtError
from veerkracht.sample import MINIMUM_GEMEENTEN, adressen, grenzen, kwb, lbm, leveringen, politie, rivm, waarheid
from veerkracht.sample.bewoners import Bewoners, bedrijventerreinen
from veerkracht.sample.catalogus import Catalogus
from veerkracht.sample.cijfers import jaarcijfers
from veerkracht.sample.indelingen import Indeling, maak_indelingen
from veerkracht.sample.landschap import Landschap, maak_landschap
from veerkracht.sample.stroom import stroom

GROOT = 40  # gemeenten from which files are made for benchmarks: fewer layouts, fewer addresses
JAREN = range(2014, 2025)


@dataclass(frozen=True)
class Wereld:
    """Everything that the writers share."""

    land: Landschap
    indelingen: dict[int, Indeling]
    bewoners: Bewoners
    gebeurd: list[dict]
    vormen: dict[int, np.ndarray]  # vlekken as drawn for each vintage
    groot: bool


def indeling_van(jaar: int) -> int:
    """Vintage of the codes of a KWB year in the sample."""
    return 2014 if jaar < 2019 else 2019 if jaar < 2024 else 2024


def maak_wereld(gemeenten: int, zaad: int) -> Wereld:
    """Grow the country with that many gemeenten from 2019 on; some more in 2014 merge away."""
    opgeheven = max(1, gemeenten // 30)
    buurten = _aantallen(gemeenten + opgeheven)
    land = maak_landschap(buurten, 4 if gemeenten >= GROOT else 5, stroom(zaad, "landschap"))
    bedrijven = bedrijventerreinen(int(buurten.sum()), zaad)
    vormen = {2014: land.vlekken}
    indelingen, gebeurd = maak_indelingen(land, bedrijven, gemeenten, stroom(zaad, "indelingen"))
    vormen[2019] = vormen[2024] = land.randen.polygonen()
    return Wereld(land, indelingen, Bewoners(land, bedrijven, zaad), gebeurd, vormen, gemeenten >= GROOT)


def _aantallen(gemeenten: int) -> np.ndarray:
    """Buurten per gemeente: the city, then from large to small around 27 (sample) or 41 (benchmark)."""
    midden, stad = (41, 420) if gemeenten >= GROOT else (27, 108)
    rest = np.round(midden * np.exp(np.linspace(0.35, -0.45, gemeenten - 1))).astype(int)
    return np.concatenate([[stad], rest])


def schrijf(uit: Path, gemeenten: int, zaad: int, progress: Callable[[str, float], None]) -> Path:
    """See `veerkracht.sample.write_sample`."""
    if gemeenten < MINIMUM_GEMEENTEN or gemeenten > 360:
        raise VeerkrachtError(f"Het voorbeeld heeft {MINIMUM_GEMEENTEN} tot 360 gemeenten, niet {gemeenten}.")
    if uit.exists() and any(p.name not in INHOUD for p in uit.iterdir()):
        raise VeerkrachtError(f"{uit} is niet leeg en geen eerder voorbeeld; kies een lege map voor het voorbeeld.")
    uit.mkdir(parents=True, exist_ok=True)
    progress("landschap en bewoners", 0.0)
    wereld, catalogus = maak_wereld(gemeenten, zaad), Catalogus(uit)
    for n, (naam, stap) in enumerate(STAPPEN):
        progress(naam, (n + 1) / (len(STAPPEN) + 1))
        stap(wereld, uit, catalogus)
    catalogus.regio("streek-rond-de-stad", "Streek rond de stad", wereld.indelingen[2024].gemeenten[:3])
    catalogus.schrijf()
    waarheid.schrijf(uit / "waarheid.json", wereld.bewoners, wereld.indelingen, wereld.gebeurd)
    (uit / "LEESMIJ.txt").write_text(LEESMIJ, encoding="utf-8")
    progress("klaar", 1.0)
    return uit


LEESMIJ = """FICTIEVE VOORBEELDDATA (fictief, CC0)
Gemeenten, wijken, buurten, adressen en cijfers zijn verzonnen; alleen de bestandsindelingen en de namen van metingen
zijn die van CBS, Kadaster, RIVM, politie en de Leefbaarometer. Er is niets uit af te leiden over echte plaatsen of
mensen.

catalogus/   zet VEERKRACHT_CATALOGUS op deze map
bestanden/   de open leveringen, waar de catalogus naar verwijst
beperkt/     leveringen om neer te leggen in beperkt/drop/<bron>/ van de datamap
waarheid.json  wat erin is gestopt: verhaal, verhuisde grenzen, ware reeksen, meetruis
"""
INHOUD = ("catalogus", "bestanden", "beperkt", "waarheid.json", "LEESMIJ.txt")


def _grenzen(w: Wereld, uit: Path, catalogus: Catalogus) -> None:
    for jaar, (naam, layout, schrijver) in {
        2014: ("shape-2014-versie-30.zip", "shapefile_zip", grenzen.schrijf_2014),
        2019: ("WijkBuurtkaart_2019_v3.gpkg", "gpkg", grenzen.schrijf_2019),
        2024: ("WijkBuurtkaart_2024_v2.gpkg", "gpkg", grenzen.schrijf_2024),
    }.items():
        vlakken = grenzen.vlakken(w.land, w.indelingen[jaar], w.vormen[jaar], w.bewoners.inwoners(jaar))
        pad = schrijver(uit / "bestanden/cbs_grenzen" / naam, vlakken)
        catalogus.open_(
            "cbs_grenzen", f"{jaar}@voorbeeld", pad, jaren=[jaar], layout=layout, indeling=jaar,
            product="gedetailleerd", gepubliceerd=f"{jaar + 1}-06-01",
        )  # fmt: skip


def _kerncijfers(w: Wereld, uit: Path, catalogus: Catalogus) -> None:
    for jaar in JAREN:
        if jaar == 2023 and not w.groot:
            _kwb(w, uit, catalogus, jaar, "voorlopig")
        _kwb(w, uit, catalogus, jaar, "definitief")


def _kwb(w: Wereld, uit: Path, catalogus: Catalogus, jaar: int, uitgave: str) -> None:
    cijfers = jaarcijfers(w.bewoners, w.indelingen[indeling_van(jaar)], jaar, uitgave)
    layout = "v4_zip" if w.groot else WERKBOEKEN.get(jaar, "v4_zip")
    map_, tabel = uit / "bestanden/cbs_kerncijfers", kwb.TABELLEN[jaar]
    datum = f"{jaar + 1}-07-01" if uitgave == "voorlopig" else f"{jaar + 1 + (jaar < 2024)}-11-15"
    if layout == "v4_zip":
        pad = kwb.schrijf_v4(map_ / f"{tabel}-{datum.replace('-', '')}.zip", cijfers, datum)
    elif layout == "statline_csv":
        pad = kwb.schrijf_statline(map_ / f"Kerncijfers_wijken_en_buurten_{jaar}.csv", cijfers)
    elif jaar < 2019:
        pad = kwb.schrijf_xls(map_ / f"kwb-{jaar}.xls", cijfers)
    else:
        pad = kwb.schrijf_xlsx(map_ / f"kwb-{jaar}.xlsx", cijfers, ("p_hh_li", "g_wozbag") if jaar > 2019 else ())
    catalogus.open_(
        "cbs_kerncijfers", f"{jaar}@{tabel}-{datum.replace('-', '')}", pad, jaren=[jaar], layout=layout,
        indeling=indeling_van(jaar), tabel=tabel, gepubliceerd=datum, status=uitgave,
    )  # fmt: skip


WERKBOEKEN = {2014: "werkboek", 2019: "werkboek", 2021: "statline_csv", 2022: "werkboek"}


def _leefbaarometer(w: Wereld, uit: Path, catalogus: Catalogus) -> None:
    naam = "open-data-leefbaarometer-meting-2024.zip"
    pad = lbm.schrijf(uit / "bestanden/leefbaarometer" / naam, w.bewoners, w.indelingen[2024])
    catalogus.open_(
        "leefbaarometer", "2002-2024@lbm3-2024", pad, jaren=list(lbm.JAREN), layout="lbm3_zip", indeling=2024,
        gepubliceerd="2025-11-20",
    )  # fmt: skip


def _adressen(w: Wereld, uit: Path, catalogus: Catalogus) -> None:
    per_inwoner = adressen.PER_INWONER_GROOT if w.groot else adressen.PER_INWONER
    punten = adressen.maak_adressen(w.bewoners, per_inwoner)
    for jaar, scheiding in ((2019, ","), (2024, ";")):
        pad = uit / f"bestanden/cbs_adressen/{jaar}-cbs-pc6huisnr{jaar}0801_buurt.zip"
        adressen.schrijf_adressen(pad, punten, w.indelingen[jaar], jaar, scheiding)
        catalogus.open_(
            "cbs_adressen", f"{jaar}@pc6huisnr-{jaar}0801", pad, jaren=[jaar], layout="adressen_zip", indeling=jaar,
            gepubliceerd=f"{jaar}-10-01",
        )  # fmt: skip
    for jaar in (2014, 2019):
        pad = uit / f"bestanden/cbs_vierkanten/{jaar + 1}-cbs_vk100_{jaar}_v1.zip"
        adressen.schrijf_vierkanten(pad, w.bewoners, punten, jaar, als_csv=w.groot or jaar == 2014)
        catalogus.open_(
            "cbs_vierkanten", f"{jaar}@vk100-v1", pad, jaren=[jaar], layout="vierkant_zip", indeling=jaar,
            gepubliceerd=f"{jaar + 1}-10-01",
        )  # fmt: skip


def _gezondheid(w: Wereld, uit: Path, catalogus: Catalogus) -> None:
    i, map_ = w.indelingen[2024], uit / "bestanden/rivm_gezondheid"
    pad = rivm.schrijf_werkboek(map_ / "2016_18+.xlsx", w.bewoners, i, 2016)
    catalogus.open_(
        "rivm_gezondheid", f"2016@{rivm.TABEL}-export", pad, jaren=[2016], layout="werkboek", indeling=2024,
        tabel=rivm.TABEL, gepubliceerd="2025-06-01",
    )  # fmt: skip
    pad = rivm.schrijf_paginas(map_ / f"{rivm.TABEL}-paginas.zip", w.bewoners, i)
    catalogus.open_(
        "rivm_gezondheid", f"2012-2024@{rivm.TABEL}", pad, jaren=list(rivm.JAREN), layout="v3_odata", indeling=2024,
        tabel=rivm.TABEL, gepubliceerd="2025-12-01",
    )  # fmt: skip


def _politie(w: Wereld, uit: Path, catalogus: Catalogus) -> None:
    jaren = politie.jaren(w.groot)
    pad = uit / f"bestanden/politie_overlast/{politie.TABEL}-paginas.zip"
    politie.schrijf_paginas(pad, w.bewoners, w.indelingen[2024], w.groot)
    catalogus.open_(
        "politie_overlast", f"{jaren[0]}-{jaren[-1]}@{politie.TABEL}", pad, jaren=jaren, layout="v3_odata",
        indeling=2024, tabel=politie.TABEL, gepubliceerd="2024-04-15",
    )  # fmt: skip


def _beperkt(w: Wereld, uit: Path, catalogus: Catalogus) -> None:
    i, map_ = w.indelingen[2024], uit / "beperkt"
    pad = leveringen.schrijf_woonzorgwijzer(map_ / "woonzorgwijzer/woonzorgwijzer-2024.csv", w.bewoners, i)
    catalogus.beperkt(
        "woonzorgwijzer", "2024@voorbeeld", pad, jaren=[2024], layout="contract_csv", indeling=2024,
        gepubliceerd="2025-09-01",
    )  # fmt: skip
    pad = leveringen.schrijf_microdata(map_ / "cbs_microdata/microdata-2022.xlsx", w.bewoners, i)
    catalogus.beperkt(
        "cbs_microdata", "2022@voorbeeld", pad, jaren=[2022], layout="contract_xlsx", indeling=2024,
        gepubliceerd="2025-09-15",
    )  # fmt: skip


STAPPEN = (
    ("wijk- en buurtkaarten", _grenzen),
    ("kerncijfers wijken en buurten", _kerncijfers),
    ("Leefbaarometer", _leefbaarometer),
    ("adressen en vierkanten", _adressen),
    ("gezondheid", _gezondheid),
    ("geregistreerde overlast", _politie),
    ("afgeschermde leveringen", _beperkt),
)
