"""Clean outlines: one GeoParquet per level and vintage from all releases that deliver that vintage.

Chooses between releases and writes; what cleaning means is in `clean`.
"""

from collections import defaultdict
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from veerkracht import levels
from veerkracht.areas import store
from veerkracht.areas.clean import clean, dissolve
from veerkracht.areas.indelingen import grenzen_file
from veerkracht.areas.parents import add_parents
from veerkracht.areas.store import Tell
from veerkracht.paths import DataPaths
from veerkracht.schemas import GRENZEN_COLUMNS, gebiedenlijst

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

VERSION = 3
HALF = 0.5
RANK = {"gedetailleerd": 0, "gegeneraliseerd": 1, "vereenvoudigd": 2, "samengevoegd": 3}


def build_grenzen(paths: DataPaths, releases: Iterable[tuple[str, str]], tell: Tell | None = None) -> list[Path]:
    """Write `gebieden/grenzen/<niveau>_<indeling>.parquet` and the same areas without outlines in `gebieden/lijst/`.

    `releases` are (bron, release) pairs of ingested open releases; those without outlines are passed over. Per level,
    vintage and gemeente the release that has most areas of it is taken (on ties the one with most areas of all, then
    detailed before generalised), as far as a release with more areas leaves its ground free, and completed with areas
    of others on ground that is still free; wijken and gemeenten
    that nobody delivers are put together from buurten (product `samengevoegd`). Returns the files of all vintages; only
    those whose input changed are written.
    """
    raw = _raw_files(paths, releases)
    wanted: list[Path] = []
    for indeling in sorted(raw):
        wanted += _build_vintage(paths, indeling, raw[indeling], tell or (lambda _: None))
    for folder in (paths.grenzen, paths.gebiedenlijst):
        store.keep_only(folder, [file for file in wanted if file.parent == folder])
    return wanted


def _raw_files(paths: DataPaths, releases: Iterable[tuple[str, str]]) -> dict[int, list[Path]]:
    """Raw outlines by vintage."""
    files: dict[int, list[Path]] = defaultdict(list)
    for bron, release in sorted(set(releases)):
        for file in sorted(paths.raw("open", bron, release).glob("grenzen_*.parquet")):
            for indeling in set(pq.read_table(file, columns=["indeling"])["indeling"].to_pylist()):
                files[indeling].append(file)
    return files


def _build_vintage(paths: DataPaths, indeling: int, raw: list[Path], tell: Tell) -> list[Path]:
    table = levels.known()
    files = {niveau: [f for f in raw if f.stem == f"grenzen_{niveau}"] for niveau in table.drawn}
    from_ground = table.coded(table.ground) if files[table.ground] else ()
    niveaus = [niveau for niveau in table.drawn if files[niveau] or niveau in from_ground]
    made_from = store.fingerprint(VERSION, *raw, *table.placed)
    outlines = [grenzen_file(paths, niveau, indeling) for niveau in niveaus]
    lists = [paths.gebiedenlijst / file.name for file in outlines]
    if not all(store.is_current(file, made_from) for file in (*outlines, *lists)):
        frames = _frames(indeling, files, niveaus, tell)
        for frame, outline, listed in zip(frames.values(), outlines, lists, strict=True):
            store.write(outline, made_from, frame.to_parquet)
            store.write(listed, made_from, partial(pq.write_table, _without_outlines(frame)))
    return [*outlines, *lists]


def _frames(indeling: int, files: dict[str, list[Path]], niveaus: list[str], tell: Tell) -> dict[str, "GeoDataFrame"]:
    """Clean frame of each level (GRENZEN_COLUMNS and parents by place), finest first; names of gemeenten shared."""
    import pandas

    table = levels.known()
    frames: dict[str, GeoDataFrame] = {}
    for niveau in niveaus:
        tell(f"omtrekken {niveau} {indeling}")
        frame = _choose_gebieden(files[niveau], indeling)
        if niveau in table.coded(table.ground) and table.ground in frames:
            buurten = frames[table.ground]
            present = set() if frame is None else set(frame["gebiedscode"])
            unfilled = buurten[~buurten[table[niveau].column].isin(present)]
            if len(unfilled):
                parts = [dissolve(unfilled, niveau)] if frame is None else [frame, dissolve(unfilled, niveau)]
                frame = pandas.concat(parts, ignore_index=True).sort_values("gebiedscode", ignore_index=True)
        frames[niveau] = frame
    if levels.GEMEENTE in frames:
        names = frames[levels.GEMEENTE].set_index("gebiedscode")["gebiedsnaam"]
        for frame in frames.values():
            seen = frame["gemeentecode"].map(names).astype(frame["gemeentenaam"].dtype)
            frame["gemeentenaam"] = frame["gemeentenaam"].fillna(seen)
    add_parents(frames)
    return frames


def _choose_gebieden(files: list[Path], indeling: int) -> "GeoDataFrame | None":
    """Clean areas of one level and vintage from all its releases, or None without any."""
    import geopandas
    import pandas

    frames = []
    for file in files:
        frame = geopandas.read_parquet(file, columns=list(GRENZEN_COLUMNS))
        frames.append(clean(frame[frame["indeling"] == indeling]))
    frames = [frame for frame in frames if len(frame)]
    if not frames:
        return None
    frames.sort(key=lambda frame: (-len(frame), RANK[frame["product"].iloc[0]], frame["release"].iloc[0]))
    chosen = frames[0].iloc[:0]
    for frame in [*_fullest_per_gemeente(frames), *frames]:
        chosen = pandas.concat([chosen, _on_free_ground(frame, chosen)], ignore_index=True)
    return chosen.sort_values("gebiedscode", ignore_index=True)


def _fullest_per_gemeente(frames: "list[GeoDataFrame]") -> "list[GeoDataFrame]":
    """Of each frame the gemeenten (an area in none: the area) of which no other has more, the first of equals."""
    import pandas

    gemeenten = [frame["gemeentecode"].fillna(frame["gebiedscode"]) for frame in frames]
    counts = pandas.concat([codes.value_counts() for codes in gemeenten], axis=1).fillna(0)
    fullest = pandas.Series(counts.to_numpy().argmax(axis=1), index=counts.index)
    return [frame[codes.map(fullest) == n] for n, (frame, codes) in enumerate(zip(frames, gemeenten, strict=True))]


def _on_free_ground(frame: "GeoDataFrame", chosen: "GeoDataFrame") -> "GeoDataFrame":
    """Areas whose code is not chosen yet, and of which the chosen ones cover less than half."""
    import numpy as np
    import shapely

    other = frame[~frame["gebiedscode"].isin(chosen["gebiedscode"])]
    here, there = other.geometry.to_numpy(), chosen.geometry.to_numpy()
    i, j = shapely.STRtree(there).query(here, predicate="intersects")
    taken = np.bincount(i, shapely.area(shapely.intersection(here[i], there[j])), len(here))
    return other[taken < HALF * shapely.area(here)]


def _without_outlines(frame: "GeoDataFrame") -> pa.Table:
    """The areas in the schema `gebiedenlijst`."""
    table = pa.Table.from_pandas(frame.drop(columns="geometry"), preserve_index=False)
    return table.select(gebiedenlijst().names).cast(gebiedenlijst())
