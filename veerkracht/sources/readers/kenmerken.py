"""The kenmerken that the package knows by name (seed `kenmerken`): what each is, where its delivery does not say so."""

import csv
from dataclasses import dataclass
from functools import cache

from veerkracht.paths import SEEDS


@dataclass(frozen=True)
class KenmerkText:
    """What the package says of a kenmerk of a source."""

    label: str
    thema: str
    richting: str


@cache
def known() -> dict[tuple[str, str], KenmerkText]:
    """By source and kenmerk."""
    with (SEEDS / "kenmerken.csv").open(encoding="utf-8", newline="") as stream:
        return {
            (row["bron"], row["kenmerk"]): KenmerkText(row["label"], row["thema"], row["richting"])
            for row in csv.DictReader(stream)
        }


@cache
def themas() -> tuple[str, ...]:
    """The themes that a kenmerk may have: those of our own indicators, and vulnerability."""
    with (SEEDS / "indicatoren.csv").open(encoding="utf-8", newline="") as stream:
        ours = {row["thema"] for row in csv.DictReader(stream)}
    return tuple(sorted(ours | {one.thema for one in known().values()}))
