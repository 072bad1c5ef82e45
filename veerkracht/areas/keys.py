"""A gemeente's own key between codes of two vintages: which areas it calls the same, and whether that decides.

Reads the raw keys; what the outlines say to it is asked in `wijzigingen`.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from veerkracht import levels
from veerkracht.areas.counts import codes_of_niveau
from veerkracht.areas.indelingen import grenzen_file
from veerkracht.paths import DataPaths
from veerkracht.schemas import KEY_PAIRS


def key_files(paths: DataPaths) -> list[Path]:
    """Keys of all releases of outlines, in a fixed order."""
    return sorted(paths.raw_source("open", "cbs_grenzen").glob("[!_]*/sleutel.parquet"))


@dataclass(frozen=True)
class KeyPairs:
    """Pairs (van_code, naar_code) of buurten that keys name between two vintages, by what they can tell of them."""

    deciding: pd.DataFrame  # the key knows the whole span
    witness: pd.DataFrame  # the key knows a part of it: what came before or after is not in it


def keys_between(paths: DataPaths, van: int, naar: int) -> KeyPairs:
    """What keys say of the span between two vintages, whichever is the older.

    A key decides that begins at or before the older and ends at the newer. One that ends within the span, or begins
    within it, is a witness; one that ends after it means other codes and says nothing.
    """
    frames = [pd.read_parquet(file) for file in key_files(paths)]
    pairs = pd.concat(frames, ignore_index=True) if frames else KEY_PAIRS.empty_table().to_pandas()
    old, new = min(van, naar), max(van, naar)
    whole = (pairs["van_indeling"] <= old) & (pairs["naar_indeling"] == new)
    part = ~whole & (old < pairs["naar_indeling"]) & (pairs["naar_indeling"] <= new)
    names = ["van_code", "naar_code"] if van < naar else ["naar_code", "van_code"]
    deciding, witness = (
        pairs.loc[rows, names].set_axis(["van_code", "naar_code"], axis=1).drop_duplicates(ignore_index=True)
        for rows in (whole, part)
    )
    return KeyPairs(deciding, witness)


def drawn_buurten(paths: DataPaths, indeling: int) -> np.ndarray:
    """Codes of the buurten on land that have an outline in a vintage; none where it has no outlines of buurten."""
    file = paths.gebiedenlijst / grenzen_file(paths, levels.known().ground, indeling).name
    if not file.is_file():
        return np.empty(0, dtype=object)
    buurten = pd.read_parquet(file, columns=["gebiedscode", "water"])
    return buurten.loc[buurten["water"] == "land", "gebiedscode"].to_numpy(dtype=object)


def same_by_key(
    key: KeyPairs, niveau: str, codes: tuple[np.ndarray, np.ndarray], buurten: tuple[np.ndarray, np.ndarray]
) -> pd.DataFrame:
    """Pairs of positions `van`, `naar` in the two arrays of codes that keys call one area, and whether that `beslist`.

    Of buurten those that a key pairs one to one; of wijken those of which it knows every one of `buurten`, the drawn
    ones of either vintage, and sends all to each other. Of a gemeente a key says nothing: it is hers, and does not know
    the buurten that came to her from elsewhere.
    """
    deciding = _one_to_one(key.deciding, niveau, codes, buurten).assign(beslist=True)
    witness = _one_to_one(key.witness, niveau, codes, buurten).assign(beslist=False)
    return pd.concat([deciding, witness], ignore_index=True).drop_duplicates(["van", "naar"], ignore_index=True)


def _one_to_one(
    pairs: pd.DataFrame, niveau: str, codes: tuple[np.ndarray, np.ndarray], buurten: tuple[np.ndarray, np.ndarray]
) -> pd.DataFrame:
    """Positions of the areas that these pairs of buurten call one area."""
    if niveau not in _told_levels():
        return pd.DataFrame({"van": np.empty(0, np.int64), "naar": np.empty(0, np.int64)})
    said = pd.DataFrame({side: codes_of_niveau(pairs[f"{side}_code"], niveau) for side in ("van", "naar")})
    said = said.drop_duplicates()
    stays = np.ones(len(said), dtype=bool)
    for side, drawn in zip(("van", "naar"), buurten, strict=True):
        stays &= ~said[side].duplicated(keep=False) & said[side].isin(
            _known_whole(pairs[f"{side}_code"], drawn, niveau)
        )
    i, j = (pd.Index(known).get_indexer(said[stays][side]) for side, known in zip(said, codes, strict=True))
    both = (i >= 0) & (j >= 0)
    return pd.DataFrame({"van": i[both], "naar": j[both]})


def _known_whole(named: pd.Series, drawn: np.ndarray, niveau: str) -> pd.Series:
    """Areas of a level of which every drawn buurt is named."""
    of = pd.DataFrame(
        {"gebied": codes_of_niveau(pd.Series(drawn, dtype=object), niveau), "named": np.isin(drawn, named)}
    )
    whole = of.groupby("gebied")["named"].all()
    return whole.index[whole].to_series()


def _told_levels() -> list[str]:
    """Buurten, and the levels between them and the gemeente that their codes tell."""
    table = levels.known()
    told = (table.ground, *table.coded(table.ground))
    return [niveau for niveau in told if table[niveau].volgorde < table[levels.GEMEENTE].volgorde]
