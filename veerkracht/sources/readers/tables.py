"""From the tables of a delivery to the long shapes of `schemas`: figures, areas and facts, vectorised in Arrow.

What the columns of one publisher mean is in its reader; nothing here interprets a figure.
"""

import difflib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from veerkracht.errors import DeliveryError
from veerkracht.schemas import FEITEN, GEBIEDEN, WAARNEMINGEN
from veerkracht.sources.catalogue.model import Release, Source
from veerkracht.sources.readers import missing
from veerkracht.sources.readers.codes import chosen


@dataclass(frozen=True)
class Feit:
    """Something a reader counted; without `niveau` it is of the whole delivery."""

    feit: str
    waarde: float | None = None
    niveau: str | None = None
    toelichting: str | None = None


def constant(value: object, n: int, type_: pa.DataType) -> pa.Array:
    """`n` times one value; as a dictionary array it costs four bytes a row."""
    if pa.types.is_dictionary(type_):
        return chosen([None if value is None else str(value)], np.zeros(n, dtype=np.int32))
    return pa.repeat(pa.scalar(value, type_), n)


def waarnemingen(source: Source, release: Release, n: int, **fields: object) -> pa.Table:
    """Table of WAARNEMINGEN with `n` rows; a keyword gives a column or one value, what is absent stays null."""
    given = {"bron": source.bron, "release": release.release, "indeling": release.indeling} | fields
    columns = []
    for field in WAARNEMINGEN:
        columns.append(_column(given.get(field.name), n, field.type))
    return pa.table(columns, schema=WAARNEMINGEN)


def _column(value: object, n: int, type_: pa.DataType) -> pa.Array:
    """A column as it is given, or `n` times one value."""
    array = value if isinstance(value, pa.Array | pa.ChunkedArray) else constant(value, n, type_)
    return array.cast(type_)


def melt(
    source: Source,
    release: Release,
    codes: pa.Array,
    niveaus: pa.Array,
    jaar: int | pa.Array,
    wide: Mapping[str, pa.Array],
    labels: Mapping[str, tuple[str | None, str | None]] | None = None,
) -> pa.Table:
    """Wide columns of text to long: one row for every area and column, blank cells as empty text.

    `labels` gives title and unit of a column where the delivery has them.
    """
    n, names = len(codes), list(wide)
    if not names or not n:
        return waarnemingen(source, release, 0, gebiedscode=pa.array([], pa.string()), waarde=pa.array([], pa.string()))
    texts = [chunk for name in names for chunk in _chunks(pc.fill_null(wide[name], ""))]
    repeated = {"gebiedscode": codes.cast(pa.string()), "niveau": niveaus}
    if not isinstance(jaar, int):
        repeated["jaar"] = jaar
    columns = {name: pa.chunked_array([array] * len(names)) for name, array in repeated.items()}
    index = np.repeat(np.arange(len(names), dtype=np.int32), n)
    titles = [(labels or {}).get(name, (None, None)) for name in names]
    return waarnemingen(
        source,
        release,
        n * len(names),
        **({"jaar": jaar} | columns),
        kolom=chosen(names, index),
        titel=chosen([title for title, _ in titles], index),
        eenheid=chosen([eenheid for _, eenheid in titles], index),
        waarde=pa.chunked_array(texts, pa.string()),
    )


def _chunks(array: pa.Array | pa.ChunkedArray) -> list[pa.Array]:
    return array.chunks if isinstance(array, pa.ChunkedArray) else [array]


def gebieden(source: Source, release: Release, codes: pa.Array, niveaus: pa.Array, **fields: object) -> pa.Table:
    """Table of GEBIEDEN, one row an area and year; texts are trimmed and blanks become null."""
    n = len(codes)
    given = {
        "bron": source.bron,
        "release": release.release,
        "indeling": release.indeling,
        "gebiedscode": codes,
        "niveau": niveaus,
    } | fields
    columns = []
    for field in GEBIEDEN:
        array = _column(given.get(field.name), n, field.type)
        columns.append(_trimmed(array) if pa.types.is_string(field.type) else array)
    table = pa.table(columns, schema=GEBIEDEN)
    return table.sort_by([("jaar", "ascending"), ("niveau", "ascending"), ("gebiedscode", "ascending")])


def _trimmed(array: pa.Array) -> pa.Array:
    trimmed = pc.utf8_trim_whitespace(array)
    return pc.if_else(pc.is_in(trimmed, pa.array(["", "."])), pa.scalar(None, pa.string()), trimmed)


def feiten(source: Source, release: Release, items: Iterable[Feit]) -> pa.Table:
    """Table of FEITEN."""
    rows = [
        {
            "bron": source.bron,
            "release": release.release,
            "feit": item.feit,
            "niveau": item.niveau,
            "waarde": None if item.waarde is None else float(item.waarde),
            "toelichting": item.toelichting,
        }
        for item in items
    ]
    return pa.Table.from_pylist(rows, schema=FEITEN)


def usual_feiten(long: pa.Table, areas: pa.Table, row_of: Callable[[int], int] | None = None) -> list[Feit]:
    """What is counted in every delivery: areas per level, figures, missing texts, special codes, empty columns, and
    cells that nobody can read, a fact a column. `row_of` gives the row in the file of a row of `long`."""
    distinct = areas.group_by(["niveau", "gebiedscode"]).aggregate([])
    per_niveau = sorted(pc.value_counts(distinct["niveau"]).to_pylist(), key=lambda row: row["values"])
    items = [Feit("aantal_gebieden", row["counts"], row["values"]) for row in per_niveau]
    items.append(Feit("aantal_waarnemingen", long.num_rows))
    bare = pc.utf8_trim_whitespace(long["waarde"])
    absent = missing.absent(bare)
    special = Counter[str]()
    for row in sorted(pc.value_counts(bare.filter(absent)).to_pylist(), key=lambda row: row["values"]):
        text = row["values"]
        code = text.removesuffix(".0")  # one code, however a spreadsheet wrote it
        special[f"code_{code}" if code in missing.codes() else f"ontbreekt_{text or 'leeg'}"] += row["counts"]
    items += [Feit(name, count) for name, count in special.items()]
    empty = _empty_columns(long["kolom"], absent)
    items.append(Feit("lege_kolommen", len(empty), toelichting=", ".join(empty) or None))
    items += _unreadable(long, bare, absent, row_of)
    wbi = pc.value_counts(areas["ind_wbi"].drop_null()).to_pylist()
    items += [Feit(f"ind_wbi_{row['values']}", row["counts"]) for row in sorted(wbi, key=lambda row: row["values"])]
    return items


def _unreadable(
    long: pa.Table, bare: pa.ChunkedArray, absent: pa.ChunkedArray, row_of: Callable[[int], int] | None
) -> list[Feit]:
    """Per column: how many of its cells are neither a figure nor a reason for none, and the first of them."""
    strange = np.flatnonzero(missing.unreadable(bare).to_numpy())
    if not len(strange):
        return []
    column = long["kolom"].unify_dictionaries().combine_chunks()
    column = column if isinstance(column, pa.DictionaryArray) else column.chunk(0)
    index = column.indices.to_numpy()
    filled = np.bincount(index[~absent.to_numpy()], minlength=len(column.dictionary))
    counts = np.bincount(index[strange], minlength=len(column.dictionary))
    items = []
    for number, place in zip(*np.unique(index[strange], return_index=True), strict=True):
        at = int(strange[place])
        where = f" in rij {row_of(at)}" if row_of else ""
        items.append(
            Feit(
                f"onleesbaar_{column.dictionary[int(number)].as_py()}",
                int(counts[number]),
                toelichting=f"{counts[number]} van {filled[number]} cellen zijn geen getal, zoals "
                f"{bare[at].as_py()[:30]!r}{where} ({long['gebiedscode'][at].as_py()})",
            )
        )
    return items


def _empty_columns(column: pa.ChunkedArray, absent: pa.ChunkedArray) -> list[str]:
    encoded = column.combine_chunks()
    encoded = (
        encoded if isinstance(encoded, pa.DictionaryArray) else pa.concat_arrays(column.unify_dictionaries().chunks)
    )
    filled = np.zeros(len(encoded.dictionary), dtype=bool)
    filled[encoded.indices.to_numpy()[~absent.to_numpy()]] = True
    return [name for name, full in zip(encoded.dictionary.to_pylist(), filled, strict=True) if not full]


def choose_column(called: str, header: Iterable[str], *names: str, row: int = 1, todo: str | None = None) -> str:
    """The first of `names` that the delivery has. Raises DeliveryError with the nearest names that were seen."""
    seen = list(header)
    for name in names:
        if name in seen:
            return name
    raise DeliveryError(missing_column(called, seen, names, row, todo))


def missing_column(called: str, header: list[str], names: Iterable[str], row: int = 1, todo: str | None = None) -> str:
    """Text of the error for a required column that is gone: what was expected, what comes nearest, what to do."""
    lower = {name.lower(): name for name in reversed(header)}
    near = [hit for name in names for hit in difflib.get_close_matches(name.lower(), lower, n=4, cutoff=0.5)]
    near_names = list(dict.fromkeys(lower[hit] for hit in near))
    expected = " of ".join(repr(name) for name in names)
    alike = f"het meest lijken: {_some(near_names)}" if near_names else f"gezien: {_some(header)}"
    return f"{called}: de verplichte kolom {expected} ontbreekt in de kop (rij {row}); {alike}. " + (
        todo or "Is dit het bestand van de uitgever, ongewijzigd? Haal het opnieuw op."
    )


def _some(names: list[str]) -> str:
    """The first names, as many as a message can hold."""
    shown = [name[:60] for name in names[:12]]
    while len(", ".join(shown)) > 160 and len(shown) > 1:
        shown.pop()
    return ", ".join(shown) + (" …" if len(shown) < len(names) else "")
