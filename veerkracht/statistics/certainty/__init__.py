"""How often an area keeps its class had the kwetsbaarheidsindex been designed otherwise, and which choice moves most.

`tasks` of `gather` → blocks of draws → classes → the files `zekerheid` and `gevoeligheid`. Draw 0 gives the published
classes; the others change the weights, the normalisation and the parts of the index, and nothing that was measured
(method.md §6). A map without the index is not drawn. Independent of order, blocks and threads.
"""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pandas as pd

from veerkracht.mapkinds.kaart import MeasuredKaart
from veerkracht.settings import Settings
from veerkracht.statistics.certainty import maps
from veerkracht.statistics.certainty.block import Block, Scene
from veerkracht.statistics.certainty.draws import DOUBTS
from veerkracht.statistics.frames import Record
from veerkracht.statistics.world import StatWorld

CELLS = 400_000  # draws × areas of one block: what stays near the processor
THREADS = 4  # blocks at work at once: bounds memory
ALL = "alles"


@dataclass(frozen=True)
class KeptClasses:
    """Of one map in one scene: which areas have a class, that class, and the share of draws that keep it."""

    kaart: MeasuredKaart
    shown: np.ndarray
    published: np.ndarray
    kept: np.ndarray


def write(world: StatWorld) -> None:
    """Write `zekerheid` (a row per map and area with a class) and `gevoeligheid` (a row per map and doubt)."""
    from veerkracht.statistics.certainty import gather

    certain: list[pd.DataFrame] = []
    sensitive: list[Record] = []
    for task in gather.tasks(world):
        scene = task.scene
        classed = published(scene, task.maps, world.settings)
        if not classed:
            continue
        world.tell(f"zekerheid: {scene.niveau} {scene.jaar_van}-{scene.jaar_tot}, {len(scene.codes)} gebieden")
        outcomes = kept(scene, classed, frozenset(DOUBTS), world.settings.trekkingen, world.settings)
        certain.extend(_certain(scene, outcome) for outcome in outcomes)
        sensitive.extend(_switched(scene, outcome, ALL, world.settings.trekkingen) for outcome in outcomes)
        sensitive.extend(sensitivity(scene, classed, world.settings))
    world.save("zekerheid", pd.concat(certain, ignore_index=True) if certain else [])
    world.save("gevoeligheid", _pooled(sensitive))


def published(scene: Scene, kaarten: tuple[MeasuredKaart, ...], settings: Settings) -> dict[MeasuredKaart, np.ndarray]:
    """Classes of draw 0 per map; a map that fills too few classes, or whose values are all equal, has none."""
    block = Block(scene, range(1), frozenset(), settings)
    found = {}
    for kaart in kaarten:
        classes = maps.classify(kaart, block)[0]
        if len(np.unique(classes[classes > 0])) >= settings.klassen_minimum:
            found[kaart] = classes
    return found


def kept(
    scene: Scene, classed: dict[MeasuredKaart, np.ndarray], active: frozenset[str], count: int, settings: Settings
) -> list[KeptClasses]:
    """Share of draws 1 … count, with these doubts, in which each area keeps its class."""
    same = {kaart: np.zeros(len(scene.codes), np.int32) for kaart in classed}

    def same_in(which: range) -> list[np.ndarray]:
        block = Block(scene, which, active, settings)
        return [(maps.classify(kaart, block) == classes).sum(axis=0) for kaart, classes in classed.items()]

    # numpy lets go of the interpreter, and whole numbers add up in any order
    with ThreadPoolExecutor(min(os.cpu_count() or 1, THREADS)) as pool:
        for counts in pool.map(same_in, blocks(count, len(scene.codes))):
            for kaart, number in zip(classed, counts, strict=True):
                same[kaart] += number
    return [KeptClasses(kaart, classes > 0, classes, same[kaart] / count) for kaart, classes in classed.items()]


def blocks(count: int, areas: int) -> Iterator[range]:
    """Draws 1 … count in runs that fit; which runs makes no difference to any draw."""
    size = max(4, CELLS // max(areas, 1))
    for start in range(1, count + 1, size):
        yield range(start, min(start + size, count + 1))


def sensitivity(scene: Scene, classed: dict[MeasuredKaart, np.ndarray], settings: Settings) -> Iterator[Record]:
    """Rows of `gevoeligheid`: one doubt at a time."""
    count = settings.trekkingen_gevoeligheid
    for doubt in DOUBTS:
        for outcome in kept(scene, classed, frozenset({doubt}), count, settings):
            yield _switched(scene, outcome, doubt, count)


def _certain(scene: Scene, outcome: KeptClasses) -> pd.DataFrame:
    shown = outcome.shown
    return pd.DataFrame(
        {
            "kaart_id": outcome.kaart.kaart_id,
            "niveau": scene.niveau,
            "gebiedscode": scene.codes[shown],
            "indeling": scene.indeling,
            "jaar_van": scene.jaar_van,
            "jaar_tot": scene.jaar_tot,
            "klasse": outcome.published[shown],
            "zekerheid": np.round(outcome.kept[shown], 2),
        }
    )


def _switched(scene: Scene, outcome: KeptClasses, doubt: str, count: int) -> Record:
    return {
        "kaart_id": outcome.kaart.kaart_id,
        "niveau": scene.niveau,
        "jaar_van": scene.jaar_van,
        "jaar_tot": scene.jaar_tot,
        "twijfel": doubt,
        "gewisseld": float((1 - outcome.kept[outcome.shown]).sum()),
        "n": int(outcome.shown.sum()),
        "trekkingen": count,
    }


def _pooled(rows: list[Record]) -> pd.DataFrame | list[Record]:
    """One row per map, level, period and doubt: areas on other boundaries of the same level count together."""
    if not rows:
        return []
    keys = ["kaart_id", "niveau", "jaar_van", "jaar_tot", "twijfel", "trekkingen"]
    found = pd.DataFrame(rows).groupby(keys, as_index=False)[["gewisseld", "n"]].sum()
    return found.assign(gewisseld=found["gewisseld"] / found["n"])
