"""From the archive to raw Parquet: which reader reads a release, what it must give back, and the exceptions.

What the bytes mean is in the readers, how the folder is written in `raw`; which releases are to be read is decided by
the orchestration.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pyarrow as pa

from veerkracht import levels
from veerkracht.errors import BoundaryError, DeliveryError, in_short, of_a_library
from veerkracht.paths import DataPaths
from veerkracht.schemas import FEITEN, GEBIEDEN, WAARNEMINGEN
from veerkracht.sources import archive
from veerkracht.sources.catalogue.model import Release, Source
from veerkracht.sources.folders import reader_module, reader_of
from veerkracht.sources.intake import raw
from veerkracht.sources.intake.reader_version import reader_version
from veerkracht.sources.readers.delivery import Bijlage, Delivery

MOST_SIGNS = 430  # of an error about a delivery; whoever shows it puts the release before it
# What of a release, besides its bytes, decides what is written.
_BETEKENIS = {"release", "jaren", "indeling", "uitzonderingen", "layout", "niveaus", "product", "crs", "tabel"}


def ingest(paths: DataPaths, source: Source, release: Release, folder: Path | None = None) -> Path:
    """Read a received release into a folder (None: `raw/<bron>/<release>/`) and return it; nothing is done when it is
    there.

    Raises ArchiveError when the release was not received or its bytes changed, DeliveryError when the file is not
    what the catalogue promises; then what was there before is untouched.
    """
    folder = folder or paths.raw(source.toegang, source.bron, release.release)
    beperkt = source.toegang == "beperkt"
    if is_ingested(paths, source, release, folder):
        return folder
    if beperkt:
        paths.ensure()
    with raw.only_one(folder, beperkt):
        if is_ingested(paths, source, release, folder):
            return folder
        archive.verify(paths, source, release)
        file = archive.received_file(paths, source, release)
        with _in_words(file, source, release):
            delivery = reader_of(source.bron, release)(file, source, release)
            delivery = with_exceptions(checked(delivery, file.name, source, release), release)
            delivery = raw.ordered(delivery, file.name)
        return raw.write(folder, delivery, made_from(paths, source, release), beperkt)


@contextmanager
def _in_words(file: Path, source: Source, release: Release) -> Iterator[None]:
    """A file that cannot be read, as a message that fits a screen: also where a library says so."""
    try:
        yield
    except (DeliveryError, BoundaryError) as error:
        if len(str(error)) <= MOST_SIGNS:
            raise
        raise type(error)(_fitting(str(error))) from (error.__cause__ or error)
    except Exception as error:
        if not of_a_library(error):
            raise
        said = f" ({in_short(error)})" if source.toegang == "open" else ""
        raise DeliveryError(
            f"{file.name} kan niet worden gelezen{said}. Is het bestand beschadigd, of staat de layout "
            f"({release.layout}) verkeerd in de catalogus? Haal het opnieuw op: {source.landingspagina}"
        ) from (error if source.toegang == "open" else None)


def _fitting(message: str) -> str:
    """The beginning and the end of a long message: where it is about, and what to do."""
    end = MOST_SIGNS // 2
    return f"{message[: MOST_SIGNS - end - 3].rstrip()} … {message[-end:].lstrip()}"


def is_ingested(paths: DataPaths, source: Source, release: Release, folder: Path | None = None) -> bool:
    """Whether a folder (None: that of raw) holds these bytes, read by this reader under this meaning of the release."""
    known = raw.proof(folder or paths.raw(source.toegang, source.bron, release.release))
    return known is not None and known == made_from(paths, source, release)


def made_from(paths: DataPaths, source: Source, release: Release) -> dict[str, str]:
    """What the folder was made from; equal proof means equal content."""
    received = archive.receipt(paths, source, release)
    module = reader_module(source.bron)
    return {
        "sha256": received.sha256 if received else "",
        "lezer": module,
        "lezer_versie": reader_version(module),
        "betekenis": hashlib.sha256(release.model_dump_json(include=_BETEKENIS).encode()).hexdigest(),
    }


def checked(delivery: Delivery, called: str, source: Source, release: Release) -> Delivery:
    """Schemas and levels as promised between the rooms (else TypeError: a mistake of ours), years as catalogued."""
    tables = ((delivery.waarnemingen, WAARNEMINGEN), (delivery.gebieden, GEBIEDEN), (delivery.feiten, FEITEN))
    for table, schema in tables:
        if not table.schema.equals(schema):
            raise TypeError(f"reader of {source.bron} gave\n{table.schema}\ninstead of\n{schema}")
    rows = delivery.waarnemingen
    for name in ("jaar", "niveau", "gebiedscode", "kolom", "waarde", "indeling"):
        if rows[name].null_count:
            raise TypeError(f"reader of {source.bron} gave {rows[name].null_count} rows without {name}")
    strange = set(rows["niveau"].unique().to_pylist()) - set(levels.known().names)
    if strange:
        raise TypeError(f"reader of {source.bron} gave levels {sorted(strange)}")
    jaren = set(rows["jaar"].unique().to_pylist()) - set(release.jaren)
    if jaren:
        raise DeliveryError(f"{called}: bevat de jaren {sorted(jaren)}, die release {release.release} niet belooft.")
    return delivery


def with_exceptions(delivery: Delivery, release: Release) -> Delivery:
    """Areas of the gemeenten in `uitzonderingen` get the vintage that their codes really mean."""
    if not release.uitzonderingen:
        return delivery
    bijlagen = {name: _corrected(item, release.uitzonderingen) for name, item in delivery.bijlagen.items()}
    waarnemingen, gebieden = (
        _corrected(table, release.uitzonderingen) for table in (delivery.waarnemingen, delivery.gebieden)
    )
    return Delivery(waarnemingen, gebieden, delivery.feiten, bijlagen)


def _corrected(item: Bijlage, uitzonderingen: dict[str, int]) -> Bijlage:
    """A table of areas with the exceptional vintages; what is no such table as it was (outlines have their own)."""
    if not isinstance(item, pa.Table) or not {"gebiedscode", "indeling"} <= set(item.column_names):
        return item
    codes = item["gebiedscode"].combine_chunks().dictionary_encode()
    gemeenten = [levels.known().parent_code(code, levels.GEMEENTE) for code in codes.dictionary.to_pylist()]
    vintages = np.array([uitzonderingen.get(gemeente or "", 0) for gemeente in gemeenten], dtype=np.int16)
    found = vintages[codes.indices.to_numpy()]
    indeling = np.where(found > 0, found, item["indeling"].to_numpy())
    place = item.schema.get_field_index("indeling")
    return item.set_column(place, item.schema.field(place), pa.array(indeling, pa.int16()))
