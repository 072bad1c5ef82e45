"""A wide table, one row an area and one column a figure, to a delivery: workbook, StatLine CSV and v3 pages alike.

How the table comes out of its file is in `workbook`, `statline` and `odata_v3`; here are the checks that hold for all.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from veerkracht.errors import DeliveryError
from veerkracht.sources.catalogue.model import Release, Source
from veerkracht.sources.readers import tables
from veerkracht.sources.readers.codes import codes_en_niveaus, controleer_dubbel, controleer_soort
from veerkracht.sources.readers.delivery import Delivery
from veerkracht.sources.readers.periods import jaren_van

_EIGEN_NAAM = ("land", "gemeente")  # levels at which the name of the gemeente is the name of the area


@dataclass(frozen=True)
class Breed:
    """All cells as text; `rijen` are the numbers of the records in the file, for messages."""

    bestand: str
    tabel: pa.Table
    rijen: np.ndarray
    gelezen: int  # records in the file, also those that were not chosen

    @property
    def kop(self) -> list[str]:
        return self.tabel.column_names

    def rij(self, record: int) -> int:
        """Row in the file of a record."""
        return int(self.rijen[record])

    def met(self, kolom: str, waarden: tuple[str, ...]) -> "Breed":
        """Only the records with one of these texts in a column. Raises DeliveryError when none is left."""
        cellen = pc.utf8_trim_whitespace(self.tabel[tables.kies_kolom(self.bestand, self.kop, kolom)])
        raak = pc.fill_null(pc.is_in(cellen, pa.array(waarden)), False).combine_chunks()
        if not pc.any(raak).as_py():
            gezien = ", ".join(sorted(filter(None, pc.unique(cellen).to_pylist()))[:6])
            verwacht = " of ".join(waarden)
            raise DeliveryError(f"{self.bestand}: geen rij met {verwacht} in kolom {kolom!r}; gezien: {gezien}.")
        return replace(self, tabel=self.tabel.filter(raak), rijen=self.rijen[raak.to_numpy(zero_copy_only=False)])


@dataclass(frozen=True)
class Kop:
    """Which columns say what an area is; every column that is not named here is a figure."""

    code: str
    naam: str | None = None
    gemeentenaam: str | None = None
    soort: str | None = None
    ind_wbi: str | None = None
    periode: str | None = None
    geen_cijfer: frozenset[str] = field(default_factory=frozenset)

    @property
    def namen(self) -> set[str | None]:
        return {self.code, self.naam, self.gemeentenaam, self.soort, self.ind_wbi, self.periode, *self.geen_cijfer}


def delivery(
    breed: Breed,
    kop: Kop,
    bron: Source,
    release: Release,
    labels: Mapping[str, tuple[str | None, str | None]] | None = None,
) -> Delivery:
    """Figures, areas and facts of a wide table; `labels` are title and unit of its columns.

    Raises DeliveryError for a code that is none, a level that contradicts the publisher's word for it, an area that
    stands twice, or years that the release does not have.
    """
    tabel = breed.tabel
    codes, niveaus = codes_en_niveaus(tabel[kop.code], kop.code, breed.bestand, breed.rij)
    if kop.soort:
        controleer_soort(niveaus, tabel[kop.soort], kop.soort, breed.bestand, breed.rij)
    jaar = jaren_van(tabel[kop.periode], release, breed.bestand) if kop.periode else release.jaren[0]
    controleer_dubbel(codes, breed.bestand, breed.rij, *([] if isinstance(jaar, int) else [jaar]))
    cijfers = {naam: tabel[naam] for naam in breed.kop if naam not in kop.namen}
    rows = tables.smelt(bron, release, codes, niveaus, jaar, cijfers, labels)
    attributen = {naam: tabel[kolom] for naam, kolom in _attributen(kop).items()}
    if not kop.naam and kop.gemeentenaam:
        eigen = pc.is_in(niveaus.cast(pa.string()), pa.array(_EIGEN_NAAM))
        attributen["gebiedsnaam"] = pc.if_else(eigen, tabel[kop.gemeentenaam], pa.scalar(None, pa.string()))
    areas = tables.gebieden(bron, release, codes, niveaus, jaar=jaar, **attributen)
    items = [
        tables.Feit("aantal_rijen", breed.gelezen),
        tables.Feit("aantal_rijen_gekozen", tabel.num_rows),
        tables.Feit("aantal_kolommen", tabel.num_columns),
        *tables.gewone_feiten(rows, areas),
    ]
    return Delivery(rows, areas, tables.feiten(bron, release, items))


def _attributen(kop: Kop) -> dict[str, str]:
    gegeven = {"gebiedsnaam": kop.naam, "gemeentenaam": kop.gemeentenaam, "ind_wbi": kop.ind_wbi}
    return {naam: kolom for naam, kolom in gegeven.items() if kolom}
