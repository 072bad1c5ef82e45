"""Reader of CBS Kerncijfers wijken en buurten in its five layouts; what makes a file that of its year is asked here.

How each layout becomes a table is in `odata_v4`, `odata_v3`, `workbook` and `statline`; figures stay text as published.
"""

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

from veerkracht.sources.catalogue.model import Release, Source
from veerkracht.sources.cbs_kerncijfers.witnesses import (
    controleer_inwoners,
    controleer_kolommen,
    controleer_naam,
)
from veerkracht.sources.readers import odata_v3, odata_v4, odata_v4_long, statline, tables, wide, workbook
from veerkracht.sources.readers.delivery import Delivery, Reader
from veerkracht.sources.readers.layout import Layout
from veerkracht.sources.readers.odata_v3 import V3_ODATA
from veerkracht.sources.readers.odata_v4 import V4, V4_ODATA, V4_ZIP
from veerkracht.sources.readers.properties import controleer_tabel
from veerkracht.sources.readers.statline import STATLINE_CSV
from veerkracht.sources.readers.workbook import WERKBOEK

CODEKOLOMMEN = ("gwb_code_10", "gwb_code")
INWONERS_V4 = "T001036"
INWONERS_STATLINE = "Bevolking/Aantal inwoners (aantal)"


def _v4(parts: Callable[[Path], V4], bestand: Path, bron: Source, release: Release) -> Delivery:
    v4 = parts(bestand)
    controleer_tabel(bestand.name, v4.properties, release, v4.observations.num_rows)
    delivery = odata_v4_long.delivery(v4, bron, release, {})
    odata_v4.controleer_meting(v4, INWONERS_V4, "Aantal inwoners")
    return _van_dit_jaar(delivery, INWONERS_V4, release, bestand)


def _v3(bestand: Path, bron: Source, release: Release) -> Delivery:
    v3 = odata_v3.read_pages(bestand)
    controleer_tabel(bestand.name, v3.info, release)
    odata_v3.controleer_dimensies(v3, ("Perioden",))
    inwoners = [naam for naam in v3.breed.kop if re.fullmatch(r"AantalInwoners_\d+", naam)]
    inwoners = inwoners or [tables.kies_kolom(bestand.name, v3.breed.kop, "AantalInwoners_5")]
    return _van_dit_jaar(odata_v3.delivery(v3, bron, release), inwoners[0], release, bestand)


def _werkboek(bestand: Path, bron: Source, release: Release) -> Delivery:
    blad, tabel = workbook.lees_blad(bestand, CODEKOLOMMEN)
    for naam in (bestand.stem, blad):
        controleer_naam(naam, release, bestand.name)
    controleer_kolommen(tabel.kop, release, tabel.bestand)
    tables.kies_kolom(tabel.bestand, tabel.kop, "a_inw")
    kop = wide.Kop(
        code=tables.kies_kolom(tabel.bestand, tabel.kop, *CODEKOLOMMEN),
        naam="regio" if "regio" in tabel.kop else None,
        gemeentenaam="gm_naam" if "gm_naam" in tabel.kop else None,
        soort="recs" if "recs" in tabel.kop else None,
        ind_wbi="ind_wbi" if "ind_wbi" in tabel.kop else None,
        geen_cijfer=frozenset({*CODEKOLOMMEN, "gwb_code_8"}),
    )
    return _van_dit_jaar(wide.delivery(tabel, kop, bron, release), "a_inw", release, bestand)


def _statline(bestand: Path, bron: Source, release: Release) -> Delivery:
    controleer_naam(bestand.stem, release, bestand.name)
    tabel = statline.lees(bestand)
    tables.kies_kolom(bestand.name, tabel.kop, INWONERS_STATLINE)
    kop = statline.kop_van_gebieden(tabel, periode="Perioden" if "Perioden" in tabel.kop else None)
    return _van_dit_jaar(wide.delivery(tabel, kop, bron, release), INWONERS_STATLINE, release, bestand)


def _van_dit_jaar(delivery: Delivery, inwoners: str, release: Release, bestand: Path) -> Delivery:
    if len(release.jaren) == 1:
        controleer_inwoners(delivery.waarnemingen, inwoners, release, bestand.name)
    return delivery


READERS: dict[Layout, Reader] = {
    V4_ZIP: partial(_v4, odata_v4.read_zip),
    V4_ODATA: partial(_v4, odata_v4.read_pages),
    V3_ODATA: _v3,
    WERKBOEK: _werkboek,
    STATLINE_CSV: _statline,
}
