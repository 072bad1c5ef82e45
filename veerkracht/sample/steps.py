"""Puts the sample together: grows the world, then writes each publisher's files and the catalogue."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from veerkracht.errors import VeerkrachtError
from veerkracht.sample import adressen, grenzen, kwb, lbm, leveringen, politie, rivm, ware_reeksen
from veerkracht.sample.bewoners import Bewoners, find_business_parks
from veerkracht.sample.catalogus import Catalogus
from veerkracht.sample.cijfers import make_jaarcijfers
from veerkracht.sample.indelingen import Indeling, make_indelingen
from veerkracht.sample.landschap import Landschap, make_landschap
from veerkracht.sample.plannen import PLANNEN, WARE_REEKSEN, Waarheid
from veerkracht.sample.streams import stream
from veerkracht.sample.waarheid import write as write_waarheid
from veerkracht.sample.wijzigingen import PlantedWijziging

GROOT = 40  # gemeenten from which files are made for benchmarks: fewer layouts, fewer addresses
JAREN = range(2014, 2025)
MINIMUM_GEMEENTEN = 6


@dataclass(frozen=True)
class SampleWorld:
    """Everything that the writers share."""

    land: Landschap
    indelingen: dict[int, Indeling]
    bewoners: Bewoners
    planted: list[PlantedWijziging]
    shapes: dict[int, np.ndarray]  # vlekken as drawn for each vintage
    large: bool


def indeling_of(jaar: int) -> int:
    """Vintage of the codes of a KWB year in the sample."""
    return 2014 if jaar < 2019 else 2019 if jaar < 2024 else 2024


def make_world(gemeenten: int, seed: int, waarheid: Waarheid = Waarheid.gepland) -> SampleWorld:
    """Grow the country with that many gemeenten from 2019 on; some more in 2014 merge away."""
    merged = max(1, gemeenten // 30)
    buurten = _count_buurten(gemeenten + merged)
    land = make_landschap(buurten, 4 if gemeenten >= GROOT else 5, stream(seed, "landschap"))
    parks = find_business_parks(int(buurten.sum()), seed)
    shapes = {2014: land.vlekken}
    indelingen, planted = make_indelingen(land, parks, gemeenten, stream(seed, "indelingen"))
    shapes[2019] = shapes[2024] = land.edges.polygons()
    return SampleWorld(land, indelingen, Bewoners(land, parks, seed, waarheid), planted, shapes, gemeenten >= GROOT)


def _count_buurten(gemeenten: int) -> np.ndarray:
    """Buurten per gemeente: the city, then from large to small around 27 (sample) or 41 (benchmark)."""
    middle, city = (41, 420) if gemeenten >= GROOT else (27, 108)
    rest = np.round(middle * np.exp(np.linspace(0.35, -0.45, gemeenten - 1))).astype(int)
    return np.concatenate([[city], rest])


def write(folder: Path, gemeenten: int, seed: int, waarheid: Waarheid, tell: Callable[[str, float], None]) -> Path:
    """See `veerkracht.sample.write_sample`."""
    if gemeenten < MINIMUM_GEMEENTEN or gemeenten > 360:
        raise VeerkrachtError(f"Het voorbeeld heeft {MINIMUM_GEMEENTEN} tot 360 gemeenten, niet {gemeenten}.")
    if folder.exists() and any(p.name not in CONTENTS for p in folder.iterdir()):
        raise VeerkrachtError(f"{folder} is niet leeg en geen eerder voorbeeld; kies een lege map voor het voorbeeld.")
    folder.mkdir(parents=True, exist_ok=True)
    tell("landschap en bewoners", 0.0)
    world, catalogus = make_world(gemeenten, seed, waarheid), Catalogus(folder)
    for n, (name, step) in enumerate(STEPS):
        tell(name, (n + 1) / (len(STEPS) + 1))
        step(world, folder, catalogus)
    catalogus.add_regio("streek-rond-de-stad", "Streek rond de stad", world.indelingen[2024].gemeenten[:3])
    catalogus.write()
    write_waarheid(folder / "waarheid.json", world.bewoners, world.indelingen, world.planted)
    ware_reeksen.write(folder / WARE_REEKSEN, world.bewoners, world.indelingen[2024], JAREN)
    about = "" if waarheid == Waarheid.gepland else f"\nDit land is een proef: {PLANNEN[waarheid].uitleg}.\n"
    (folder / "LEESMIJ.txt").write_text(README + about, encoding="utf-8")
    tell("klaar", 1.0)
    return folder


README = """FICTIEVE VOORBEELDDATA (fictief, CC0)
Gemeenten, wijken, buurten, adressen en cijfers zijn verzonnen; alleen de bestandsindelingen en de namen van metingen
zijn die van CBS, Kadaster, RIVM, politie en de Leefbaarometer. Er is niets uit af te leiden over echte plaatsen of
mensen.

catalogus/   zet VEERKRACHT_CATALOGUS op deze map
bestanden/   de open leveringen, waar de catalogus naar verwijst
beperkt/     leveringen om neer te leggen in beperkt/drop/<bron>/ van de datamap
waarheid.json  wat erin is gestopt: verhaal, verhuisde grenzen, ware reeksen, meetruis
ware_reeksen.parquet  per gebied en jaar de ware overlast, kwetsbaarheid en veerkracht
"""
CONTENTS = ("catalogus", "bestanden", "beperkt", "waarheid.json", WARE_REEKSEN, "LEESMIJ.txt")


def _write_grenzen(w: SampleWorld, folder: Path, catalogus: Catalogus) -> None:
    writers: dict[int, tuple[str, str, Callable[[Path, dict[str, grenzen.SampleOutlines]], Path]]] = {
        2014: ("shape-2014-versie-30.zip", "shapefile_zip", grenzen.write_2014),
        2019: ("WijkBuurtkaart_2019_v3.gpkg", "gpkg", grenzen.write_2019),
        2024: ("WijkBuurtkaart_2024_v2.gpkg", "gpkg", grenzen.write_2024),
    }
    for jaar, (name, layout, writer) in writers.items():
        outlines = grenzen.make_outlines(w.land, w.indelingen[jaar], w.shapes[jaar], w.bewoners.inwoners(jaar))
        file = writer(folder / "bestanden/cbs_grenzen" / name, outlines)
        catalogus.add_open(
            "cbs_grenzen", f"{jaar}@voorbeeld", file, jaren=[jaar], layout=layout, indeling=jaar,
            product="gedetailleerd", gepubliceerd=f"{jaar + 1}-06-01",
        )  # fmt: skip


def _write_kerncijfers(w: SampleWorld, folder: Path, catalogus: Catalogus) -> None:
    for jaar in JAREN:
        if jaar == 2023 and not w.large:
            _write_kwb(w, folder, catalogus, jaar, "voorlopig")
        _write_kwb(w, folder, catalogus, jaar, "definitief")


def _write_kwb(w: SampleWorld, folder: Path, catalogus: Catalogus, jaar: int, status: str) -> None:
    figures = make_jaarcijfers(w.bewoners, w.indelingen[indeling_of(jaar)], jaar, status)
    layout = "v4_zip" if w.large else WORKBOOKS.get(jaar, "v4_zip")
    subfolder, table = folder / "bestanden/cbs_kerncijfers", kwb.TABLES[jaar]
    date = f"{jaar + 1}-07-01" if status == "voorlopig" else f"{jaar + 1 + (jaar < 2024)}-11-15"
    if layout == "v4_zip":
        file = kwb.write_v4(subfolder / f"{table}-{date.replace('-', '')}.zip", figures, date)
    elif layout == "statline_csv":
        file = kwb.write_statline(subfolder / f"Kerncijfers_wijken_en_buurten_{jaar}.csv", figures)
    elif jaar < 2019:
        file = kwb.write_xls(subfolder / f"kwb-{jaar}.xls", figures)
    else:
        file = kwb.write_xlsx(subfolder / f"kwb-{jaar}.xlsx", figures, ("p_hh_li", "g_wozbag") if jaar > 2019 else ())
    catalogus.add_open(
        "cbs_kerncijfers", f"{jaar}@{table}-{date.replace('-', '')}", file, jaren=[jaar], layout=layout,
        indeling=indeling_of(jaar), tabel=table, gepubliceerd=date, status=status,
    )  # fmt: skip


WORKBOOKS = {2014: "werkboek", 2019: "werkboek", 2021: "statline_csv", 2022: "werkboek"}


def _write_leefbaarometer(w: SampleWorld, folder: Path, catalogus: Catalogus) -> None:
    name = "open-data-leefbaarometer-meting-2024.zip"
    file = lbm.write(folder / "bestanden/leefbaarometer" / name, w.bewoners, w.indelingen[2024])
    catalogus.add_open(
        "leefbaarometer", "2002-2024@lbm3-2024", file, jaren=list(lbm.JAREN), layout="lbm3_zip", indeling=2024,
        gepubliceerd="2025-11-20",
    )  # fmt: skip


def _write_adressen(w: SampleWorld, folder: Path, catalogus: Catalogus) -> None:
    per_inwoner = adressen.PER_INWONER_GROOT if w.large else adressen.PER_INWONER
    points = adressen.make_adressen(w.bewoners, per_inwoner)
    for jaar, separator in ((2019, ","), (2024, ";")):
        file = folder / f"bestanden/cbs_adressen/{jaar}-cbs-pc6huisnr{jaar}0801_buurt.zip"
        adressen.write_adressen(file, points, w.indelingen[jaar], jaar, separator)
        catalogus.add_open(
            "cbs_adressen", f"{jaar}@pc6huisnr-{jaar}0801", file, jaren=[jaar], layout="adressen_zip", indeling=jaar,
            gepubliceerd=f"{jaar}-10-01",
        )  # fmt: skip
    for jaar in (2014, 2019):
        file = folder / f"bestanden/cbs_vierkanten/{jaar + 1}-cbs_vk100_{jaar}_v1.zip"
        adressen.write_vierkanten(file, w.bewoners, points, jaar, as_csv=w.large or jaar == 2014)
        catalogus.add_open(
            "cbs_vierkanten", f"{jaar}@vk100-v1", file, jaren=[jaar], layout="vierkant_zip", indeling=jaar,
            gepubliceerd=f"{jaar + 1}-10-01",
        )  # fmt: skip


def _write_gezondheid(w: SampleWorld, folder: Path, catalogus: Catalogus) -> None:
    i, subfolder = w.indelingen[2024], folder / "bestanden/rivm_gezondheid"
    file = rivm.write_workbook(subfolder / "2016_18+.xlsx", w.bewoners, i, 2016)
    catalogus.add_open(
        "rivm_gezondheid", f"2016@{rivm.TABLE}-export", file, jaren=[2016], layout="werkboek", indeling=2024,
        tabel=rivm.TABLE, gepubliceerd="2025-06-01",
    )  # fmt: skip
    file = rivm.write_pages(subfolder / f"{rivm.TABLE}-paginas.zip", w.bewoners, i)
    catalogus.add_open(
        "rivm_gezondheid", f"2012-2024@{rivm.TABLE}", file, jaren=list(rivm.JAREN), layout="v3_odata", indeling=2024,
        tabel=rivm.TABLE, gepubliceerd="2025-12-01",
    )  # fmt: skip


def _write_politie(w: SampleWorld, folder: Path, catalogus: Catalogus) -> None:
    periods = politie.published_periods(w.large)
    jaren = sorted({jaar for jaar, _ in periods})
    file = folder / f"bestanden/politie_overlast/{politie.TABLE}-paginas.zip"
    soorten = (politie.TOTAL,) if w.large else tuple(politie.SOORTEN)
    politie.write_pages(file, w.bewoners, w.indelingen[2024], periods, soorten)
    catalogus.add_open(
        "politie_overlast", f"{jaren[0]}-{jaren[-1]}@{politie.TABLE}", file, jaren=jaren, layout="v3_odata",
        indeling=2024, tabel=politie.TABLE, gepubliceerd="2024-04-15",
    )  # fmt: skip


def _write_beperkt(w: SampleWorld, folder: Path, catalogus: Catalogus) -> None:
    i, subfolder = w.indelingen[2024], folder / "beperkt"
    file = leveringen.write_woonzorgwijzer(subfolder / "woonzorgwijzer/woonzorgwijzer-2024.csv", w.bewoners, i)
    catalogus.add_beperkt(
        "woonzorgwijzer", "2024@voorbeeld", file, jaren=[2024], layout="contract_csv", indeling=2024,
        gepubliceerd="2025-09-01",
    )  # fmt: skip
    file = leveringen.write_microdata(subfolder / "cbs_microdata/microdata-2022.xlsx", w.bewoners, i)
    catalogus.add_beperkt(
        "cbs_microdata", "2022@voorbeeld", file, jaren=[2022], layout="contract_xlsx", indeling=2024,
        gepubliceerd="2025-09-15",
    )  # fmt: skip


STEPS = (
    ("wijk- en buurtkaarten", _write_grenzen),
    ("kerncijfers wijken en buurten", _write_kerncijfers),
    ("Leefbaarometer", _write_leefbaarometer),
    ("adressen en vierkanten", _write_adressen),
    ("gezondheid", _write_gezondheid),
    ("geregistreerde overlast", _write_politie),
    ("afgeschermde leveringen", _write_beperkt),
)
