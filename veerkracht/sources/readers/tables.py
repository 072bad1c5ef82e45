"""From the tables of a delivery to the long shapes of `schemas`: figures, areas and facts, vectorised in Arrow.

What the columns of one publisher mean is in its reader; nothing here interprets a figure.
"""

import difflib
from collections.abc import Iterable, Mapping
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


def waarnemingen(source: Source, release: Release, n: int, **kolommen: object) -> pa.Table:
    """Table of WAARNEMINGEN with `n` rows; a keyword gives a column or one value, what is absent stays null."""
    gegeven = {"bron": source.bron, "release": release.release, "indeling": release.indeling} | kolommen
    columns = []
    for field in WAARNEMINGEN:
        columns.append(_column(gegeven.get(field.name), n, field.type))
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
    breed: Mapping[str, pa.Array],
    labels: Mapping[str, tuple[str | None, str | None]] | None = None,
) -> pa.Table:
    """Wide columns of text to long: one row for every area and column, blank cells as empty text.

    `labels` gives title and unit of a column where the delivery has them.
    """
    n, namen = len(codes), list(breed)
    if not namen or not n:
        return waarnemingen(source, release, 0, gebiedscode=pa.array([], pa.string()), waarde=pa.array([], pa.string()))
    tekst = [chunk for naam in namen for chunk in _chunks(pc.fill_null(breed[naam], ""))]
    herhaald = {"gebiedscode": codes.cast(pa.string()), "niveau": niveaus}
    if not isinstance(jaar, int):
        herhaald["jaar"] = jaar
    columns = {naam: pa.chunked_array([array] * len(namen)) for naam, array in herhaald.items()}
    index = np.repeat(np.arange(len(namen), dtype=np.int32), n)
    titels = [(labels or {}).get(naam, (None, None)) for naam in namen]
    return waarnemingen(
        source,
        release,
        n * len(namen),
        **({"jaar": jaar} | columns),
        kolom=chosen(namen, index),
        titel=chosen([titel for titel, _ in titels], index),
        eenheid=chosen([eenheid for _, eenheid in titels], index),
        waarde=pa.chunked_array(tekst, pa.string()),
    )


def _chunks(array: pa.Array | pa.ChunkedArray) -> list[pa.Array]:
    return array.chunks if isinstance(array, pa.ChunkedArray) else [array]


def gebieden(source: Source, release: Release, codes: pa.Array, niveaus: pa.Array, **kolommen: object) -> pa.Table:
    """Table of GEBIEDEN, one row an area and year; texts are trimmed and blanks become null."""
    n = len(codes)
    gegeven = {
        "bron": source.bron,
        "release": release.release,
        "indeling": release.indeling,
        "gebiedscode": codes,
        "niveau": niveaus,
    } | kolommen
    columns = []
    for field in GEBIEDEN:
        array = _column(gegeven.get(field.name), n, field.type)
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


def usual_feiten(long: pa.Table, areas: pa.Table) -> list[Feit]:
    """What is counted in every delivery: areas per level, figures, missing texts, special codes, empty columns."""
    uniek = areas.group_by(["niveau", "gebiedscode"]).aggregate([])
    per_niveau = sorted(pc.value_counts(uniek["niveau"]).to_pylist(), key=lambda row: row["values"])
    items = [Feit("aantal_gebieden", row["counts"], row["values"]) for row in per_niveau]
    items.append(Feit("aantal_waarnemingen", long.num_rows))
    kaal = pc.utf8_trim_whitespace(long["waarde"])
    ontbreekt = pc.is_in(pc.utf8_lower(kaal), pa.array(missing.texts()))
    for row in sorted(pc.value_counts(kaal.filter(ontbreekt)).to_pylist(), key=lambda row: row["values"]):
        text = row["values"]
        code = text.removesuffix(".0")
        naam = f"code_{code}" if code in missing.codes() else f"ontbreekt_{text or 'leeg'}"
        items.append(Feit(naam, row["counts"]))
    leeg = _empty_columns(long["kolom"], ontbreekt)
    items.append(Feit("lege_kolommen", len(leeg), toelichting=", ".join(leeg) or None))
    wbi = pc.value_counts(areas["ind_wbi"].drop_null()).to_pylist()
    items += [Feit(f"ind_wbi_{row['values']}", row["counts"]) for row in sorted(wbi, key=lambda row: row["values"])]
    return items


def _empty_columns(kolom: pa.ChunkedArray, ontbreekt: pa.ChunkedArray) -> list[str]:
    encoded = kolom.combine_chunks()
    encoded = (
        encoded if isinstance(encoded, pa.DictionaryArray) else pa.concat_arrays(kolom.unify_dictionaries().chunks)
    )
    gevuld = np.zeros(len(encoded.dictionary), dtype=bool)
    gevuld[encoded.indices.to_numpy()[~ontbreekt.to_numpy()]] = True
    return [name for name, full in zip(encoded.dictionary.to_pylist(), gevuld, strict=True) if not full]


def choose_column(called: str, gezien: Iterable[str], *namen: str, row: int = 1) -> str:
    """The first of `namen` that the delivery has. Raises DeliveryError with the nearest names that were seen."""
    seen = list(gezien)
    for naam in namen:
        if naam in seen:
            return naam
    raise DeliveryError(missing_column(called, seen, namen, row))


def missing_column(called: str, gezien: list[str], namen: Iterable[str], row: int = 1) -> str:
    """Text of the error for a required column that is gone: what was expected, what comes nearest."""
    lower = {name.lower(): name for name in reversed(gezien)}
    near = [hit for naam in namen for hit in difflib.get_close_matches(naam.lower(), lower, n=4, cutoff=0.5)]
    near_names = list(dict.fromkeys(lower[hit] for hit in near))
    verwacht = " of ".join(repr(naam) for naam in namen)
    lijkt = f"het meest lijken: {', '.join(near_names)}" if near_names else f"gezien: {', '.join(gezien[:12])}"
    return (
        f"{called}: de verplichte kolom {verwacht} ontbreekt in de kop (rij {row}); {lijkt}. "
        "Is dit het bestand van de uitgever, ongewijzigd?"
    )
