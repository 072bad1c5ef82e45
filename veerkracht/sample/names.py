"""Names that nobody takes for real ones, of gemeenten, wijken and buurten."""

import numpy as np

_GEMEENTE_BEGINS = (
    "Verzonnen", "Denkbeeld", "Fantasie", "Schijn", "'s-Fabel", "Mijmer", "Bedacht", "Nergens", "Sprook", "Illusie",
    "Luchtkasteel", "Zogenaamd", "Fictie", "Voorbeeld", "Waan", "Gissing", "Raadsel", "Doolhof", "Hersenschim",
    "Veinze",
)  # fmt: skip
_GEMEENTE_NA = (
    "stad", "ingen", "woude", "hoven", "rade", "meer", "dam", "veen", "oord", "berg",
    "dorp", "zijl", "kerk", "horst", "broek", "haven", "burg", "gat", "lo", "wijk",
)  # fmt: skip
_WORD = (
    "Denkbeeld", "Droom", "Kwasi", "Mijmer", "Spiegel", "Nevel", "Sprookjes", "Luchtbel", "Zeepsop", "Fata Morgana",
    "Coöperatie", "Zweef", "Wolken", "Façade", "Onzin", "Verzinsel", "Hersenspinsel", "Tover", "Eenhoorn", "Draken",
    "Kabouter", "Reuzen", "Zandkasteel", "Toneel", "Decor", "Poppenkast", "Goochel", "Raadsel", "Doolhof", "Schaduw",
)  # fmt: skip
_PART = ("Noord", "Oost", "Zuid", "West", "Midden", "Buiten", "Binnen", "Hoog", "Laag", "Rand")
LASTIG = "'s-Gravendroom é 't Coördinaat"  # apostrophes and diacritics


def name_gemeenten(count: int) -> list[str]:
    """Distinct names; the first is the city, Verzonnenstad."""
    heads, tails = len(_GEMEENTE_BEGINS), len(_GEMEENTE_NA)
    assert count <= heads * tails
    return [_GEMEENTE_BEGINS[i % heads] + _GEMEENTE_NA[(i + i // heads) % tails] for i in range(count)]


def name_wijken(count: int, rng: np.random.Generator) -> list[str]:
    """Names of wijken without their number; they may repeat in the country."""
    return [f"{_WORD[i]}wijk" for i in rng.integers(0, len(_WORD), count)]


def name_buurten(count: int, parks: np.ndarray, rng: np.random.Generator) -> list[str]:
    """Names of buurten; business parks are named so. The first one is tricky: apostrophe and diacritics."""
    words, parts = rng.integers(0, len(_WORD), count), rng.integers(0, len(_PART), count)
    names = [
        f"Bedrijventerrein {_WORD[w]}-{_PART[d]}" if park else f"Buurt {_WORD[w]}-{_PART[d]}"
        for w, d, park in zip(words, parts, parks, strict=True)
    ]
    return [LASTIG, *names[1:]]
