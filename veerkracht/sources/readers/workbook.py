"""A sheet of an .xls or .xlsx workbook as a wide table of text; which sheet is told by its header."""

import io
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa

from veerkracht.errors import DeliveryError
from veerkracht.sources.readers import tables
from veerkracht.sources.readers.csvtext import is_voetregel
from veerkracht.sources.readers.layout import XLS, ZIP, Layout
from veerkracht.sources.readers.wide import Breed

WERKBOEK = Layout("werkboek", "een Excel-werkboek", (ZIP, XLS))
_ZOEK_KOP = 30  # rows in which a header that is not on the first row is looked for


def lees_blad(bestand: Path, codekolommen: tuple[str, ...]) -> tuple[str, Breed]:
    """Name and content of the one sheet whose first row has one of `codekolommen`.

    Raises DeliveryError for an empty or unreadable file, a header that is not on the first row, a double column, or
    a cell that Excel made a date of.
    """
    bladen = {naam: rijen for naam, rijen in _bladen(bestand) if rijen}
    if not bladen:
        raise DeliveryError(f"{bestand.name}: het werkboek is leeg; haal het opnieuw op of vraag de uitgever.")
    met_kop = [naam for naam, rijen in bladen.items() if _heeft(rijen[0], codekolommen)]
    if not met_kop:
        raise DeliveryError(_geen_kop(bestand.name, bladen, codekolommen))
    if len(met_kop) > 1:
        bladen_ = ", ".join(met_kop)
        raise DeliveryError(f"{bestand.name}: de bladen {bladen_} lijken allemaal op de tabel; verwacht is één blad.")
    naam = met_kop[0]
    return naam, _breed(f"{bestand.name} [{naam}]", bladen[naam])


def _bladen(bestand: Path) -> Iterable[tuple[str, list[list]]]:
    from python_calamine import CalamineError, CalamineWorkbook

    if bestand.stat().st_size == 0:
        raise DeliveryError(f"{bestand.name}: het bestand is leeg (0 bytes); haal het opnieuw op.")
    try:
        # by content, not by extension: CBS has called the same file .xls and .xlsx
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(bestand.read_bytes()))
        for naam in workbook.sheet_names:
            yield naam, workbook.get_sheet_by_name(naam).to_python(skip_empty_area=False)
    except (CalamineError, OSError) as error:
        raise DeliveryError(f"{bestand.name}: is geen leesbaar werkboek ({error}); haal het opnieuw op.") from error


def _heeft(rij: list, codekolommen: tuple[str, ...]) -> bool:
    return any(str(cel).strip() in codekolommen for cel in rij)


def _geen_kop(bestand: str, bladen: dict[str, list[list]], codekolommen: tuple[str, ...]) -> str:
    for naam, rijen in bladen.items():
        for nummer, rij in enumerate(rijen[:_ZOEK_KOP], 1):
            if _heeft(rij, codekolommen):
                return (
                    f"{bestand} [{naam}]: de kop lijkt in rij {nummer} te staan, verwacht in rij 1. Verwijder de "
                    f"{nummer - 1} rij(en) erboven, of gebruik het bestand zoals de uitgever het levert."
                )
    naam, rijen = next(iter(bladen.items()))
    gezien = [str(cel).strip() for cel in rijen[0] if str(cel).strip()]
    return tables.ontbrekende_kolom(f"{bestand} [{naam}]", gezien, codekolommen)


def _breed(bestand: str, rijen: list[list]) -> Breed:
    kop = [str(cel).strip() for cel in rijen[0]]
    genummerd = [(nummer, rij) for nummer, rij in enumerate(rijen[1:], 2) if not _overslaan(rij)]
    if not genummerd:
        raise DeliveryError(f"{bestand}: onder de kop staat geen enkele rij; haal het bestand opnieuw op.")
    dubbel = sorted({naam for naam in kop if naam and kop.count(naam) > 1})
    if dubbel:
        raise DeliveryError(f"{bestand}: kolom {dubbel[0]!r} staat meer dan één keer in de kop (rij 1).")
    nummers = np.array([nummer for nummer, _ in genummerd])
    kolommen = zip(*(rij for _, rij in genummerd), strict=True)
    gevuld = {naam: _tekst(bestand, naam, cellen, nummers) for naam, cellen in zip(kop, kolommen, strict=True) if naam}
    return Breed(bestand, pa.table(gevuld), nummers, len(nummers))


def _overslaan(rij: list) -> bool:
    cellen = [cel for cel in rij if str(cel).strip()]
    return not cellen or (len(cellen) == 1 and is_voetregel(str(cellen[0])))


def _tekst(bestand: str, kolom: str, cellen: tuple, nummers: np.ndarray) -> pa.Array:
    teksten = [cel if type(cel) is str else _cel(cel) for cel in cellen]
    if None in teksten:
        rij = nummers[teksten.index(None)]
        raise DeliveryError(
            f"{bestand}: rij {rij}, kolom {kolom!r}: Excel heeft van deze cel een datum of tijd gemaakt, verwacht een "
            "getal of tekst. Gebruik het bestand zoals de uitgever het levert."
        )
    return pa.array(teksten, pa.string())


def _cel(cel: object) -> str | None:
    """A cell as text: whole numbers without `.0`, a blank as empty text, None for what is no figure at all."""
    if cel is None:
        return ""
    if isinstance(cel, float):
        return str(int(cel)) if cel.is_integer() else repr(cel)
    return None if isinstance(cel, date | datetime | time | timedelta) else str(cel)
