"""The CSV that StatLine's web page gives: BOM, semicolons, padded codes, Dutch title paths as header."""

from io import BytesIO
from pathlib import Path

import numpy as np

from veerkracht.errors import DeliveryError
from veerkracht.sources.readers import tables
from veerkracht.sources.readers.csvtext import is_voetregel, kop_van, lees_csv
from veerkracht.sources.readers.layout import Layout
from veerkracht.sources.readers.wide import Breed, Kop

STATLINE_CSV = Layout("statline_csv")
GEBIED = "Wijken en buurten"
_REGIO = "Regioaanduiding/"
_ATTRIBUTEN = {"gemeentenaam": "gemeentenaam", "soort regio": "soort", "indelingswijziging": "ind_wbi"}


def lees(bestand: Path) -> Breed:
    """The table as text, one record an area. Raises DeliveryError when the header is not on the first row."""
    content = _zonder_voet(bestand.read_bytes())
    kop = kop_van(content.partition(b"\n")[0], ";")
    if kop and GEBIED not in kop:
        raise DeliveryError(_geen_kop(bestand.name, content, kop))
    tabel = lees_csv(BytesIO(content), bestand.name, ";", regeleinden_in_cel=True)
    return Breed(bestand.name, tabel, np.arange(2, tabel.num_rows + 2), tabel.num_rows)


def kop_van_gebieden(breed: Breed, periode: str | None = None, geen_cijfer: frozenset[str] = frozenset()) -> Kop:
    """Which columns describe the area: `Regioaanduiding/…`. Raises DeliveryError without a column of codes."""
    regio = {naam: naam.removeprefix(_REGIO).lower() for naam in breed.kop if naam.startswith(_REGIO)}
    codes = [naam for naam, kort in regio.items() if kort.startswith("codering")]
    rollen = {
        rol: next((naam for naam, kort in regio.items() if kort.startswith(start)), None)
        for start, rol in _ATTRIBUTEN.items()
    }
    code = codes[0] if codes else tables.kies_kolom(breed.bestand, breed.kop, f"{_REGIO}Codering (code)")
    return Kop(code=code, naam=GEBIED, periode=periode, geen_cijfer=geen_cijfer | frozenset(regio), **rollen)


def _zonder_voet(content: bytes) -> bytes:
    """Without the lines below the table (`"Bron: CBS"`)."""
    while (regel := content.rstrip().rpartition(b"\n")[2]) and is_voetregel(regel.decode("utf-8", "replace")):
        content = content.rstrip()[: -len(regel)]
    return content


def _geen_kop(bestand: str, content: bytes, kop: list[str]) -> str:
    for nummer, regel in enumerate(content.splitlines()[:30], 1):
        if GEBIED in kop_van(regel, ";"):
            return (
                f"{bestand}: de kop lijkt in rij {nummer} te staan, verwacht in rij 1. Verwijder de {nummer - 1} "
                "rij(en) erboven, of haal de CSV opnieuw van StatLine."
            )
    return tables.ontbrekende_kolom(bestand, kop, (GEBIED,))
