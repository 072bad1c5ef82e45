"""Area codes as publishers write them: which level a code is of, and what is wrong with one that is none.

No list of existing codes lives here; whether a code exists in a vintage is asked in `areas`.
"""

import re
from collections.abc import Callable, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from veerkracht import levels
from veerkracht.errors import DeliveryError

_UIT_EXCEL = re.compile(r"\d{1,8}(\.0)?")


def normalised(code: str) -> str:
    """A code trimmed, the land as `NL00` whatever the publisher calls it."""
    bare = code.strip()
    return levels.LANDCODE if levels.known().of_code(bare) == levels.LAND else bare


def are_codes(cells: pa.Array | pa.ChunkedArray) -> bool:
    """Whether a column of texts holds codes of areas and nothing else."""
    found = pc.unique(pc.utf8_trim_whitespace(cells)).to_pylist()
    return bool(found) and all(levels.known().of_code(text or "") for text in found)


def codes_and_niveaus(
    raw: pa.Array | pa.ChunkedArray, column: str, called: str, row_of: Callable[[int], int]
) -> tuple[pa.DictionaryArray, pa.DictionaryArray]:
    """Trimmed codes (the land as `NL00`) and their levels, one per record of the text column `raw`.

    `row_of` gives the row in the file of a record. Raises DeliveryError at the first text that is no area code.
    """
    encoded = pc.utf8_trim_whitespace(raw).dictionary_encode()
    encoded = encoded.combine_chunks() if isinstance(encoded, pa.ChunkedArray) else encoded
    values = encoded.dictionary.to_pylist()
    niveaus = [levels.known().of_code(value) for value in values]
    if None in niveaus or encoded.null_count:
        known = {value for value, niveau in zip(values, niveaus, strict=True) if niveau}
        wrong = next(i for i, value in enumerate(encoded.to_pylist()) if value is None or value not in known)
        raise DeliveryError(_no_code(called, row_of(wrong), column, encoded[wrong].as_py() or ""))
    codes = [normalised(value) for value in values]
    indices = encoded.indices.to_numpy(zero_copy_only=False)
    return chosen(codes, indices), chosen(niveaus, indices)


def chosen(values: Sequence[str | None], indices: np.ndarray) -> pa.DictionaryArray:
    """Dictionary array of `values[indices]`, each value that occurs once in the dictionary, None as null."""
    is_used = np.bincount(indices, minlength=len(values)) > 0
    distinct = sorted({value for value, used in zip(values, is_used, strict=True) if used and value is not None})
    place = {value: i for i, value in enumerate(distinct)}
    mapping = np.array([-1 if value is None else place.get(value, -1) for value in values] or [-1], dtype=np.int32)
    chosen = mapping[indices]
    return pa.DictionaryArray.from_arrays(pa.array(chosen, mask=chosen < 0), pa.array(distinct, pa.string()))


def check_kind(
    niveaus: pa.DictionaryArray,
    soort: pa.Array | pa.ChunkedArray,
    column: str,
    called: str,
    row_of: Callable[[int], int],
) -> None:
    """Cross-check the level of the code with the publisher's word for it (Land, Gemeente, Wijk, Buurt)."""
    words = pc.utf8_lower(pc.utf8_trim_whitespace(soort))
    same = pc.or_(
        pc.equal(words, niveaus.cast(pa.string())),
        pc.invert(pc.is_in(words, pa.array(levels.known().with_figures))),
    )
    same = pc.fill_null(same, True).to_numpy(zero_copy_only=False)
    if not same.all():
        i = int(np.flatnonzero(~same)[0])
        raise DeliveryError(
            f"{called}: rij {row_of(i)}: de code hoort bij een {niveaus[i].as_py()}, maar kolom {column!r} zegt "
            f"{soort[i].as_py().strip()!r}. Het bestand is verschoven of bewerkt; gebruik het bestand van de uitgever."
        )


def check_once(codes: pa.Array, called: str, row_of: Callable[[int], int], *within: pa.Array) -> None:
    """Raise DeliveryError when an area stands in two records; `within` e.g. one year, or one year and measure."""
    keys = np.zeros(len(codes), dtype=np.int64)
    for part in (codes, *within):
        encoded = part if isinstance(part, pa.DictionaryArray) else part.dictionary_encode()
        keys = keys * len(encoded.dictionary) + encoded.indices.to_numpy()
    order = np.argsort(keys, kind="stable")
    same = np.flatnonzero(keys[order][1:] == keys[order][:-1])
    if len(same):
        first = int(order[same[0]])
        rows = [row_of(int(i)) for i in np.flatnonzero(keys == keys[first])]
        inside = "".join(f", {part[first].as_py()}" for part in within)
        count = len(np.unique(keys[order[same]]))
        raise DeliveryError(
            f"{called}: gebied {codes[first].as_py()}{inside} staat er {len(rows)} keer in (rijen "
            f"{', '.join(map(str, rows[:5]))}{', …' if len(rows) > 5 else ''}); in totaal is dat bij {count} zo. "
            "Verwacht: één keer. Verwijder niets zelf; haal het bestand opnieuw op of vraag de uitgever."
        )


def _no_code(called: str, row: int, column: str, code: str) -> str:
    message = f"{called}: rij {row}, kolom {column!r}: {code!r} is geen gebiedscode"
    expected = f"verwacht {levels.known().examples()} (letters mogen na de gemeente)"
    if _UIT_EXCEL.fullmatch(code):
        whole = code.removesuffix(".0").zfill(8)
        return (
            f"{message}: een getal zonder voorvoegsel, {expected}. Excel haalt BU en voorloopnullen weg "
            f"({code.removesuffix('.0')} was wellicht BU{whole}). Gebruik het bestand zoals de uitgever het levert."
        )
    return f"{message}; {expected}. Staat de kolom op de goede plaats?"
