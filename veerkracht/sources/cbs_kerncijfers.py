"""Reader of CBS Kerncijfers wijken en buurten in its five layouts; what makes a file that of its year is asked here.

How each layout is read is in `cbs_v4`; figures stay text as published.
"""

from pathlib import Path

import pyarrow.compute as pc

from veerkracht.errors import DeliveryError
from veerkracht.sources import cbs_v4
from veerkracht.sources.cbs_tabel import controleer_tabel
from veerkracht.sources.delivery import Delivery
from veerkracht.sources.model import Release, Source

INWONERS_V4 = "T001036"


def read(bestand: Path, bron: Source, release: Release) -> Delivery:
    """Figures as published of one release.

    Raises DeliveryError when the file is of another table or year, lacks a required column or has codes that are
    none.
    """
    lezers = {"v4_zip": _v4, "v4_odata": _v4}
    return lezers[release.layout](bestand, bron, release)


def _v4(bestand: Path, bron: Source, release: Release) -> Delivery:
    v4 = cbs_v4.read_zip(bestand) if release.layout == "v4_zip" else cbs_v4.read_pages(bestand)
    controleer_tabel(bestand.name, v4.properties, release, v4.observations.num_rows)
    delivery = cbs_v4.delivery(v4, bron, release, {})
    if not pc.any(pc.equal(delivery.waarnemingen["kolom"].cast("string"), INWONERS_V4)).as_py():
        raise DeliveryError(f"{v4.bestand}: geen enkele observatie van {INWONERS_V4} (a_inw, aantal inwoners).")
    return delivery
