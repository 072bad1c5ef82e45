"""A gemeente's own key between codes of two vintages: which areas it calls the same, at each level that codes tell.

Reads the raw keys; that the outlines lie at the same place is asked in `wijzigingen`.
"""

from pathlib import Path

import numpy as np
import pandas as pd

from veerkracht import levels
from veerkracht.areas.counts import codes_of_niveau
from veerkracht.paths import DataPaths
from veerkracht.schemas import KEY_PAIRS


def key_files(paths: DataPaths) -> list[Path]:
    """Keys of all releases of outlines, in a fixed order."""
    return sorted(paths.raw_source("open", "cbs_grenzen").glob("[!_]*/sleutel.parquet"))


def keys_between(paths: DataPaths, van: int, naar: int) -> pd.DataFrame:
    """Pairs (van_code, naar_code) of buurten of keys whose change lies between two vintages, whichever is the older."""
    frames = [pd.read_parquet(file) for file in key_files(paths)]
    if not frames:
        return KEY_PAIRS.empty_table().to_pandas()[["van_code", "naar_code"]]
    pairs = pd.concat(frames, ignore_index=True)
    old, new = min(van, naar), max(van, naar)
    within = pairs[(pairs["van_indeling"] <= new) & (old < pairs["naar_indeling"]) & (pairs["naar_indeling"] <= new)]
    names = ["van_code", "naar_code"] if van < naar else ["naar_code", "van_code"]
    return within[names].set_axis(["van_code", "naar_code"], axis=1).drop_duplicates(ignore_index=True)


def same_by_key(key: pd.DataFrame, niveau: str, van: np.ndarray, naar: np.ndarray) -> pd.DataFrame:
    """Pairs of positions `van`, `naar` in two arrays of codes that the key calls one area.

    Of buurten those that it pairs one to one; of a larger level those whose buurten in the key all went to each other.
    """
    table = levels.known()
    if not len(key) or niveau not in (table.ground, *table.coded(table.ground)):
        return pd.DataFrame({"van": np.empty(0, np.int64), "naar": np.empty(0, np.int64)})
    codes = pd.DataFrame({side: codes_of_niveau(key[f"{side}_code"], niveau) for side in ("van", "naar")})
    codes = codes.drop_duplicates()
    single = ~codes["van"].duplicated(keep=False) & ~codes["naar"].duplicated(keep=False)
    i = pd.Index(van).get_indexer(codes.loc[single, "van"].to_numpy(dtype=object))
    j = pd.Index(naar).get_indexer(codes.loc[single, "naar"].to_numpy(dtype=object))
    both = (i >= 0) & (j >= 0)
    return pd.DataFrame({"van": i[both], "naar": j[both]})
