"""From the archive to raw Parquet: the reader of a release, its key and exceptions checked, one folder written whole.

What the bytes mean is in the readers; which releases are to be read is decided by the orchestration.
"""

import hashlib
import json
import os
import shutil
from contextlib import suppress
from importlib import import_module
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from veerkracht.errors import DeliveryError
from veerkracht.paths import DataPaths
from veerkracht.schemas import FEITEN, GEBIEDEN, NIVEAUS, RASTER, WAARNEMINGEN
from veerkracht.sources import archive
from veerkracht.sources.delivery import Delivery
from veerkracht.sources.lezerversie import lezer_versie
from veerkracht.sources.model import Release, Source

BEWIJS = "raw.json"
_CONTRACT = "veerkracht.sources.beperkt"
READERS = {
    "cbs_kerncijfers": "veerkracht.sources.cbs_kerncijfers",
    "leefbaarometer": "veerkracht.sources.leefbaarometer",
    "cbs_grenzen": "veerkracht.sources.cbs_grenzen",
    "cbs_adressen": "veerkracht.sources.cbs_adressen",
    "cbs_vierkanten": "veerkracht.sources.cbs_vierkanten",
    "rivm_gezondheid": "veerkracht.sources.rivm_gezondheid",
    "woonzorgwijzer": _CONTRACT,
    "cbs_microdata": _CONTRACT,
}
# What of a release, besides its bytes, decides what is written.
_BETEKENIS = {"bron", "release", "jaren", "indeling", "uitzonderingen", "layout", "niveaus", "product", "crs", "tabel"}


def ingest(paths: DataPaths, source: Source, release: Release) -> Path:
    """Read a received release into `raw/<bron>/<release>/` and return that folder; nothing is done when it is there.

    Raises ArchiveError when the release was not received or its bytes changed, DeliveryError when the file is not
    what the catalogue promises; then what was there before is untouched.
    """
    folder = paths.raw(source.toegang, source.bron, release.release)
    if is_ingested(paths, source, release):
        return folder
    archive.verify(paths, source, release)
    bestand = archive.received_file(paths, source, release)
    delivery = import_module(reader_module(source)).read(bestand, source, release)
    delivery = _met_uitzonderingen(_sorted(_checked(delivery, bestand.name, source, release)), release)
    return _write(folder, delivery, _bewijs(paths, source, release), source.toegang == "beperkt")


def is_ingested(paths: DataPaths, source: Source, release: Release) -> bool:
    """Whether raw holds these bytes, read by this reader under this meaning of the release."""
    try:
        known = json.loads((paths.raw(source.toegang, source.bron, release.release) / BEWIJS).read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return False
    return archive.receipt(paths, source, release) is not None and known == _bewijs(paths, source, release)


def reader_module(source: Source) -> str:
    """Module whose `read` reads the source; one of the user's own comes in the import contract."""
    return READERS.get(source.bron, _CONTRACT)


def _bewijs(paths: DataPaths, source: Source, release: Release) -> dict[str, str]:
    """What the folder was made from; equal proof means equal content."""
    received = archive.receipt(paths, source, release)
    betekenis = release.model_dump_json(include=_BETEKENIS) + source.bron
    return {
        "sha256": received.sha256 if received else "",
        "lezer": reader_module(source),
        "lezer_versie": lezer_versie(reader_module(source)),
        "betekenis": hashlib.sha256(betekenis.encode()).hexdigest(),
    }


def _checked(delivery: Delivery, bestand: str, source: Source, release: Release) -> Delivery:
    """Schemas and levels as promised between the rooms (a mistake of ours), years as promised by the catalogue."""
    for table, schema in (
        (delivery.waarnemingen, WAARNEMINGEN),
        (delivery.gebieden, GEBIEDEN),
        (delivery.feiten, FEITEN),
    ):
        if not table.schema.equals(schema):
            raise TypeError(f"reader of {source.bron} gave\n{table.schema}\ninstead of\n{schema}")
    rows = delivery.waarnemingen
    for name in ("jaar", "niveau", "gebiedscode", "kolom", "waarde", "indeling"):
        if rows[name].null_count:
            raise TypeError(f"reader of {source.bron} gave {rows[name].null_count} rows without {name}")
    vreemd = set(rows["niveau"].unique().to_pylist()) - {*NIVEAUS, RASTER}
    if vreemd:
        raise TypeError(f"reader of {source.bron} gave levels {sorted(vreemd)}")
    jaren = set(rows["jaar"].unique().to_pylist()) - set(release.jaren)
    if jaren:
        raise DeliveryError(f"{bestand}: bevat de jaren {sorted(jaren)}, die release {release.release} niet belooft.")
    return delivery


def _sorted(delivery: Delivery) -> Delivery:
    """Figures ordered by kolom, niveau, gebiedscode, jaar: one order for equal input, and small files.

    Raises DeliveryError when an area has two figures of one column and year.
    """
    rows = delivery.waarnemingen.unify_dictionaries().combine_chunks()
    keys = {name: _ranks(rows[name]) for name in ("indeling", "jaar", "gebiedscode", "niveau", "kolom")}
    order = np.lexsort(list(keys.values()))
    same = np.ones(max(len(order) - 1, 0), dtype=bool)
    for ranks in keys.values():
        same &= ranks[order][1:] == ranks[order][:-1]
    if same.any():
        first = rows.slice(int(order[int(np.flatnonzero(same)[0])]), 1).to_pylist()[0]
        raise DeliveryError(
            f"{first['bron']} {first['release']}: gebied {first['gebiedscode']} heeft in {first['jaar']} meer dan één "
            f"cijfer voor {first['kolom']!r}; in totaal {int(same.sum())} dubbele cijfers. "
            "Verwacht: één per gebied, jaar en kolom."
        )
    return Delivery(rows.take(pa.array(order)), delivery.gebieden, delivery.feiten, delivery.bijlagen)


def _ranks(column: pa.ChunkedArray) -> np.ndarray:
    """Whole numbers in the order of the texts (or numbers) of a column."""
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    array = array.chunk(0) if isinstance(array, pa.ChunkedArray) else array
    if not pa.types.is_dictionary(array.type):
        array = array.dictionary_encode()
    values = array.dictionary.to_numpy(zero_copy_only=False)
    rank = np.unique(values, return_inverse=True)[1] if len(values) else np.zeros(0, dtype=np.int64)
    return rank.astype(np.int32)[array.indices.to_numpy()]


def _met_uitzonderingen(delivery: Delivery, release: Release) -> Delivery:
    """Areas of the gemeenten in `uitzonderingen` get the vintage that their codes really mean."""
    if not release.uitzonderingen:
        return delivery
    vintages = {code.removeprefix("GM"): indeling for code, indeling in release.uitzonderingen.items()}

    def corrected(table: pa.Table) -> pa.Table:
        codes = table["gebiedscode"].combine_chunks().dictionary_encode()
        # characters 3–6 of a code are the gemeente; the land is in none
        known = [vintages.get(code[2:6]) if code[:2] != "NL" else None for code in codes.dictionary.to_pylist()]
        gevonden = np.array([vintage or 0 for vintage in known], dtype=np.int16)[codes.indices.to_numpy()]
        indeling = np.where(gevonden > 0, gevonden, table["indeling"].to_numpy())
        return table.set_column(table.schema.get_field_index("indeling"), "indeling", pa.array(indeling, pa.int16()))

    bijlagen = {
        naam: corrected(item)
        if isinstance(item, pa.Table) and {"gebiedscode", "indeling"} <= {*item.column_names}
        else item
        for naam, item in delivery.bijlagen.items()
    }
    return Delivery(corrected(delivery.waarnemingen), corrected(delivery.gebieden), delivery.feiten, bijlagen)


def _write(folder: Path, delivery: Delivery, bewijs: dict[str, str], beperkt: bool) -> Path:
    """The folder as a whole: made beside the others, then renamed; the old one goes last."""
    # Two levels up: globs over `raw/<bron>/*` must never see half a folder.
    werk = folder.parents[1] / ".bezig" / f"{folder.parent.name}-{folder.name}-{os.getpid()}"
    shutil.rmtree(werk, ignore_errors=True)
    nieuw, oud = werk / "nieuw", werk / "oud"
    mode = 0o700 if beperkt else 0o755
    nieuw.mkdir(parents=True, mode=mode)
    folder.parent.mkdir(parents=True, exist_ok=True, mode=mode)
    try:
        tabellen = {"waarnemingen": delivery.waarnemingen, "gebieden": delivery.gebieden, "feiten": delivery.feiten}
        for naam, item in {**tabellen, **delivery.bijlagen}.items():
            _write_parquet(item, nieuw / f"{naam}.parquet")
        (nieuw / BEWIJS).write_text(json.dumps(bewijs, indent=1) + "\n", "utf-8")
        if folder.exists():
            os.rename(folder, oud)
        os.rename(nieuw, folder)
    finally:
        shutil.rmtree(werk, ignore_errors=True)
        with suppress(OSError):
            werk.parent.rmdir()
    return folder


def _write_parquet(item: object, target: Path) -> None:
    """An Arrow table as zstd Parquet, outlines (a GeoDataFrame) as GeoParquet."""
    if isinstance(item, pa.Table):
        pq.write_table(item, target, compression="zstd", row_group_size=500_000)
    else:
        item.to_parquet(target, compression="zstd", index=False)
