"""A delivery as a folder of raw Parquet: its keys checked, put in one order, written whole or not at all.

Where the folder lies and when it is made again is decided in `ingest`.
"""

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from veerkracht.errors import DeliveryError
from veerkracht.files import locked
from veerkracht.paths import RAW_PROOF
from veerkracht.sources.readers.delivery import Bijlage, Delivery

_KEY = ("kolom", "niveau", "gebiedscode", "jaar", "indeling")
_GEBIED = ("niveau", "gebiedscode", "jaar", "indeling")


def ordered(delivery: Delivery, called: str) -> Delivery:
    """Figures by kolom, niveau, gebiedscode, jaar: one order for equal input, and small files.

    Raises DeliveryError when an area has two figures of one column and year, or is described twice in a year. It names
    area and column, never the figure.
    """
    rows = delivery.waarnemingen.unify_dictionaries().combine_chunks()
    order, double = _order(rows, _KEY)
    if len(double):
        first = rows.select(_KEY).slice(int(double[0]), 1).to_pylist()[0]
        raise DeliveryError(
            f"{called}: gebied {first['gebiedscode']} heeft in {first['jaar']} meer dan één cijfer in kolom "
            f"{first['kolom']!r}; in totaal {len(double)} dubbele cijfers. Verwacht: één per gebied, jaar en kolom. "
            "Haal het bestand opnieuw op of vraag de uitgever."
        )
    gebieden, double = delivery.gebieden, _order(delivery.gebieden, _GEBIED)[1]
    if len(double):
        first = gebieden.slice(int(double[0]), 1).to_pylist()[0]
        raise DeliveryError(f"{called}: gebied {first['gebiedscode']} staat er in {first['jaar']} twee keer in.")
    return replace(delivery, waarnemingen=rows.take(pa.array(order)))


def _order(table: pa.Table, keys: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Row numbers in the order of the keys, and of the rows whose keys occurred before."""
    ranks = [_ranks(table[key]) for key in keys]
    order = np.lexsort(ranks[::-1])
    same = np.ones(max(len(order) - 1, 0), dtype=bool)
    for rank in ranks:
        same &= rank[order][1:] == rank[order][:-1]
    return order, order[1:][same]


def _ranks(column: pa.ChunkedArray) -> np.ndarray:
    """Whole numbers in the order of the texts (or numbers) of a column."""
    encoded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    array = encoded.unify_dictionaries().combine_chunks()
    array = array.chunk(0) if isinstance(array, pa.ChunkedArray) else array
    values = array.dictionary.to_numpy(zero_copy_only=False)
    rank = np.unique(values, return_inverse=True)[1] if len(values) else np.zeros(0, dtype=np.int64)
    return rank.astype(np.int32)[array.indices.to_numpy()]


def write(folder: Path, delivery: Delivery, made_from: Mapping[str, str], beperkt: bool) -> Path:
    """The folder as a whole: made elsewhere, then renamed; what was there before goes last.

    Raises DeliveryError when it cannot be written; then what was there before is untouched.
    """
    # Not beside the releases: globs over `raw/<bron>/*` must never see half a folder.
    work = folder.parents[1] / ".bezig" / f"{folder.parent.name}-{folder.name}"
    new, old = work / "nieuw", work / "oud"
    shutil.rmtree(work, ignore_errors=True)
    try:
        new.mkdir(parents=True, mode=_mode(beperkt))
        tables = {"waarnemingen": delivery.waarnemingen, "gebieden": delivery.gebieden, "feiten": delivery.feiten}
        for name, item in {**tables, **delivery.bijlagen}.items():
            _write_parquet(item, new / f"{name}.parquet")
        (new / RAW_PROOF).write_text(json.dumps(dict(made_from), indent=1) + "\n", "utf-8")
        if folder.exists():
            os.rename(folder, old)
        os.rename(new, folder)
    except OSError as error:
        raise DeliveryError(f"{folder}: kan niet worden geschreven: {error.strerror or error}.") from error
    finally:
        shutil.rmtree(work, ignore_errors=True)
        with suppress(OSError):
            work.parent.rmdir()
    return folder


def admit(waiting: Path, folder: Path, beperkt: bool) -> Path:
    """Rename a folder of the waiting room to its place in raw; what was there before goes."""
    with only_one(folder, beperkt):
        withdraw(folder)
        os.rename(waiting, folder)
    return folder


def withdraw(folder: Path) -> None:
    """Take a release out of raw; nothing is done when it is not there. Never leaves half a folder under its name."""
    old = folder.parents[1] / ".bezig" / f"{folder.parent.name}-{folder.name}-weg"
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        old.parent.mkdir(parents=True, exist_ok=True)
        os.rename(folder, old)
        shutil.rmtree(old, ignore_errors=True)


def proof(folder: Path) -> dict[str, str] | None:
    """What a folder was made from; None when there is no finished folder."""
    try:
        return json.loads((folder / RAW_PROOF).read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return None


@contextmanager
def only_one(folder: Path, beperkt: bool) -> Iterator[None]:
    """One process at a time makes a folder; the second waits and then finds it."""
    folder.parent.mkdir(parents=True, exist_ok=True, mode=_mode(beperkt))
    with locked(folder.with_name(f".{folder.name}.slot")):
        yield


def _mode(beperkt: bool) -> int:
    return 0o700 if beperkt else 0o755


def _write_parquet(item: Bijlage, target: Path) -> None:
    """An Arrow table as zstd Parquet, outlines (a GeoDataFrame) as GeoParquet."""
    if isinstance(item, pa.Table):
        pq.write_table(item, target, compression="zstd", row_group_size=500_000)
    else:
        item.to_parquet(target, compression="zstd", index=False)
