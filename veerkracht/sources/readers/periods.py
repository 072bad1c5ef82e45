"""Years inside a delivery: CBS period keys (`2012JJ00`), and whether they are the years of the release."""

import re
from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from veerkracht.errors import DeliveryError
from veerkracht.sources.catalogue.model import Release

_JAAR = re.compile(r"((?:19|20)\d\d)(?:JJ00)?(?:\.0)?")


def years_of(perioden: pa.Array | pa.ChunkedArray, release: Release, called: str) -> pa.Array:
    """Year of each record. Raises DeliveryError when a period is no year or the years are not those of the release."""
    jaren = years_of_column(perioden, "Perioden", called)
    check_years(pc.unique(jaren).to_pylist(), release, called)
    return jaren


def years_of_column(perioden: pa.Array | pa.ChunkedArray, column: str, called: str) -> pa.Array:
    """Year of each record, from a year or a period key. Raises DeliveryError for the first text that is neither."""
    encoded = pc.utf8_trim_whitespace(perioden).dictionary_encode()
    encoded = encoded.combine_chunks() if isinstance(encoded, pa.ChunkedArray) else encoded
    jaren = []
    for text in encoded.dictionary.to_pylist():
        match = _JAAR.fullmatch(text)
        if not match:
            raise DeliveryError(f"{called}: kolom {column!r}: {text!r} is geen jaar; verwacht is 2016 of 2016JJ00.")
        jaren.append(int(match[1]))
    return pa.array(jaren, pa.int16()).take(encoded.indices)


def check_years(found: list[int], release: Release, called: str) -> None:
    """Raise DeliveryError unless the years found are exactly those the catalogue promises."""
    if sorted(set(found)) != sorted(release.jaren):
        raise DeliveryError(
            f"{called}: gevonden jaren {_listed(found)}, maar release {release.release} belooft "
            f"{_listed(release.jaren)}. Is dit het bestand van een ander jaar, of moet de catalogus worden aangepast?"
        )


def _listed(jaren: Iterable[int]) -> str:
    return ", ".join(map(str, sorted(set(jaren)))) or "geen"
