"""Years inside a delivery: CBS period keys (`2012JJ00`), and which of them the release lists."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from veerkracht.errors import DeliveryError
from veerkracht.sources.catalogue.model import Release
from veerkracht.sources.readers.tables import Feit

_JAAR = re.compile(r"((?:19|20)\d\d)(?:JJ00)?(?:\.0)?\*{0,2}")  # StatLine marks provisional years: 2022*, 2023**


@dataclass(frozen=True)
class ListedYears:
    """Which records are of years that the release lists, and how many are of each other year."""

    kept: np.ndarray
    others: Mapping[int, int]

    def feiten(self, release: Release) -> list[Feit]:
        """What is told of years that were not read."""
        return [
            Feit(
                f"anderejaren_{jaar}",
                count,
                toelichting=f"{jaar} staat ook in het bestand en is niet gelezen: release {release.release} noemt het "
                "niet. Zet het in uw catalogus bij `jaren` van een eigen release om het te gebruiken",
            )
            for jaar, count in sorted(self.others.items())
        ]


def listed_years(jaren: np.ndarray, release: Release, called: str) -> ListedYears:
    """The records of the years that the release lists. Raises DeliveryError when a listed year is not there."""
    found, counts = np.unique(jaren, return_counts=True)
    absent = sorted(set(release.jaren) - set(found.tolist()))
    if absent:
        raise DeliveryError(
            f"{called}: gevonden jaren {_listed(found.tolist())}, maar release {release.release} belooft "
            f"{_listed(release.jaren)}; {_listed(absent)} ontbreekt. Haal het bestand met alle jaren, of geef in uw "
            "catalogus een release met alleen de jaren die erin staan."
        )
    others = {int(jaar): int(n) for jaar, n in zip(found, counts, strict=True) if jaar not in release.jaren}
    return ListedYears(np.isin(jaren, release.jaren), others)


def years_of_column(perioden: pa.Array | pa.ChunkedArray, column: str, called: str) -> pa.Array:
    """Year of each record, from a year or a period key. Raises DeliveryError for the first text that is neither."""
    encoded = pc.utf8_trim_whitespace(perioden).dictionary_encode()
    encoded = encoded.combine_chunks() if isinstance(encoded, pa.ChunkedArray) else encoded
    jaren = []
    for text in encoded.dictionary.to_pylist():
        match = _JAAR.fullmatch(text or "")
        if not match:
            raise DeliveryError(
                f"{called}: kolom {column!r}: {text!r} is geen jaar; verwacht is 2016 of "
                "2016JJ00. Haal het bestand opnieuw op en kies alleen jaren."
            )
        jaren.append(int(match[1]))
    return pa.array(jaren, pa.int16()).take(encoded.indices)


def _listed(jaren: Iterable[int]) -> str:
    return ", ".join(map(str, sorted(set(jaren)))) or "geen"
