"""Names that nobody takes for real ones, of gemeenten, wijken and buurten."""

import numpy as np

_GEMEENTE_VOOR = (
    "Verzonnen", "Denkbeeld", "Fantasie", "Schijn", "'s-Fabel", "Mijmer", "Bedacht", "Nergens", "Sprook", "Illusie",
    "Luchtkasteel", "Zogenaamd", "Fictie", "Voorbeeld", "Waan", "Gissing", "Raadsel", "Doolhof", "Hersenschim",
    "Veinze",
)  # fmt: skip
_GEMEENTE_NA = (
    "stad", "ingen", "woude", "hoven", "rade", "meer", "dam", "veen", "oord", "berg",
    "dorp", "zijl", "kerk", "horst", "broek", "haven", "burg", "gat", "lo", "wijk",
)  # fmt: skip
_WOORD = (
    "Denkbeeld", "Droom", "Kwasi", "Mijmer", "Spiegel", "Nevel", "Sprookjes", "Luchtbel", "Zeepsop", "Fata Morgana",
    "Coöperatie", "Zweef", "Wolken", "Façade", "Onzin", "Verzinsel", "Hersenspinsel", "Tover", "Eenhoorn", "Draken",
    "Kabouter", "Reuzen", "Zandkasteel", "Toneel", "Decor", "Poppenkast", "Goochel", "Raadsel", "Doolhof", "Schaduw",
)  # fmt: skip
_DEEL = ("Noord", "Oost", "Zuid", "West", "Midden", "Buiten", "Binnen", "Hoog", "Laag", "Rand")
LASTIG = "'s-Gravendroom é 't Coördinaat"  # apostrophes and diacritics


def name_gemeenten(aantal: int) -> list[str]:
    """Distinct names; the first is the city, Verzonnenstad."""
    voor, na = len(_GEMEENTE_VOOR), len(_GEMEENTE_NA)
    assert aantal <= voor * na
    return [_GEMEENTE_VOOR[i % voor] + _GEMEENTE_NA[(i + i // voor) % na] for i in range(aantal)]


def name_wijken(aantal: int, rng: np.random.Generator) -> list[str]:
    """Names of wijken without their number; they may repeat in the country."""
    return [f"{_WOORD[i]}wijk" for i in rng.integers(0, len(_WOORD), aantal)]


def name_buurten(aantal: int, bedrijven: np.ndarray, rng: np.random.Generator) -> list[str]:
    """Names of buurten; business parks are named so. The first one is tricky: apostrophe and diacritics."""
    woord, deel = rng.integers(0, len(_WOORD), aantal), rng.integers(0, len(_DEEL), aantal)
    namen = [
        f"Bedrijventerrein {_WOORD[w]}-{_DEEL[d]}" if park else f"Buurt {_WOORD[w]}-{_DEEL[d]}"
        for w, d, park in zip(woord, deel, bedrijven, strict=True)
    ]
    return [LASTIG, *namen[1:]]
