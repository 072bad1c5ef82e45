"""The claims as CSV: a row a map, and a row a class."""

import csv
from collections.abc import Iterable
from dataclasses import asdict, fields
from pathlib import Path

from veerkracht.claims.records import Against, BothRose, Estimate, MapClaims

SheetRow = dict[str, object]  # a row by column; None is an empty cell


def write(claims: Iterable[MapClaims], folder: Path) -> list[Path]:
    """`kaarten.csv`, a row a map, level, indeling and period, and `klassen.csv`, a row a class of those.

    Figures are unrounded.
    """
    maps, classes = [], []
    for one in claims:
        maps.append(_key(one) | _counts(one) | _truth(one.waarheid) | _both(one.beide))
        classes += [_key(one) | asdict(klasse) for klasse in one.klassen]
    folder.mkdir(parents=True, exist_ok=True)
    return [_csv(folder / "kaarten.csv", maps), _csv(folder / "klassen.csv", classes)]


def _key(one: MapClaims) -> SheetRow:
    return {
        name: getattr(one, name) for name in ("kaart_id", "onderwerp", "niveau", "indeling", "jaar_van", "jaar_tot")
    }


def _counts(one: MapClaims) -> SheetRow:
    names = ("delta", "gebieden", "inwoners", "duidelijk", "gekleurd", "verwacht_onjuist")
    return {name: getattr(one, name) for name in names}


def _truth(found: Against | None) -> SheetRow:
    """Columns of the truth, all of them empty where it is not known."""
    sides: SheetRow = {}
    for side in ("verslechterd", "verbeterd"):
        sides[f"{side}_waar"] = None if found is None else getattr(found, side).gebieden
        sides[f"{side}_gevonden"] = None if found is None else getattr(found, side).gevonden
    untrue = ("duidelijk_onjuist", "duidelijk_verkeerd", "gekleurd_onjuist", "gekleurd_verkeerd")
    figures = [field.name for field in fields(Estimate)]
    estimate = None if found is None else found.schatting
    return (
        sides
        | {name: None if found is None else getattr(found, name) for name in untrue}
        | {name: None if estimate is None else getattr(estimate, name) for name in figures}
    )


def _both(both: BothRose | None) -> SheetRow:
    return {f"beide_{name}": None if both is None else getattr(both, name) for name in ("verwacht", "waar", "van")}


def _csv(file: Path, rows: list[SheetRow]) -> Path:
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, list(rows[0]) if rows else [], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return file
