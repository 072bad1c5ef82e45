"""Weights and change classes between vintages as files: which pairs, from what, written only when something changed.

The arithmetic is in `counts`, `links` and `wijzigingen`.
"""

from itertools import pairwise
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from veerkracht import levels
from veerkracht.areas import keys, people, store
from veerkracht.areas.counts import Counts, count_shared
from veerkracht.areas.drawing import HALF
from veerkracht.areas.gebieden import load_gebieden
from veerkracht.areas.indelingen import grenzen_file, indelingen, target_indeling
from veerkracht.areas.links import find_links
from veerkracht.areas.store import Tell
from veerkracht.areas.wijzigingen import SAME, find_wijzigingen, wijzigingen_table
from veerkracht.paths import RAW_PROOF, DataPaths
from veerkracht.schemas import GEWICHTEN
from veerkracht.settings import Settings

VERSION = 5
_THAT_COUNT = {
    "sliver_aandeel",
    "overlap_minimum",
    "adressen_minimum",
    "inwoners_minimum",
    "ongewijzigd_tot",
    "klein_verlegd_tot",
    "generalisatiestap_m",
    "dekking_minimum",
}


def build_gewichten(
    paths: DataPaths, settings: Settings, naar: int | None = None, tell: Tell | None = None
) -> list[Path]:
    """Write `gebieden/gewichten/<van>_<naar>.parquet` (areas of each vintage to the target, per level) and
    `gebieden/wijzigingen/<van>_<naar>.parquet` (each vintage to the target, and consecutive vintages).

    `naar` is the target vintage, by default that of `target_indeling`. Files whose input did not change stay; files of
    vintages that have no outlines any more go. Raises BoundaryError when the target has no outlines.
    """
    doel = naar if naar is not None else target_indeling(paths, settings)
    adressen = people.adressen_by_indeling(paths)
    written = []
    for van, tot in _pairs(paths, doel):
        written += _build_pair(paths, settings, van, tot, doel, adressen, tell or (lambda _: None))
    _tidy(paths, doel)
    return written


def _pairs(paths: DataPaths, doel: int) -> list[tuple[int, int]]:
    """Pairs of vintages that have a level in common."""
    found = set()
    for niveau in levels.known().drawn:
        known = indelingen(paths, niveau)
        found |= set(pairwise(known))
        found |= {(van, doel) for van in known if van != doel and doel in known}
    return sorted(found)


def _build_pair(
    paths: DataPaths,
    settings: Settings,
    van: int,
    naar: int,
    doel: int,
    adressen: dict[int, Path],
    tell: Tell,
) -> list[Path]:
    niveaus = [n for n in levels.known().drawn if all(grenzen_file(paths, n, jaar).is_file() for jaar in (van, naar))]
    tables = [adressen[jaar] for jaar in (van, naar) if van in adressen and naar in adressen]
    outlines = [grenzen_file(paths, n, jaar) for n in niveaus for jaar in (van, naar)]
    made_from = store.fingerprint(
        VERSION,
        settings.model_dump_json(include=_THAT_COUNT),
        *outlines,
        *map(_stamp, (*tables, *people.vierkant_files(paths), *keys.key_files(paths))),
    )
    wijzigingen = paths.wijzigingen / f"{van}_{naar}.parquet"
    gewichten = paths.gewichten / f"{van}_{naar}.parquet"
    files = [wijzigingen] + ([gewichten] if naar == doel else [])
    if all(store.is_current(file, made_from) for file in files):
        return files
    counted = people.common_adressen(tables[0], van, tables[1], naar) if tables else None
    vierkanten = people.nearest_vierkanten(paths, van)
    key = keys.keys_between(paths, van, naar)
    buurten = keys.drawn_buurten(paths, van), keys.drawn_buurten(paths, naar)
    rows, weights = [], []
    for niveau in niveaus:
        tell(f"{niveau} {van} → {naar}")
        sides = load_gebieden(paths, niveau, van), load_gebieden(paths, niveau, naar)
        counts = count_shared(*sides, settings, counted, vierkanten)
        links = find_links(counts, settings)
        same = keys.same_by_key(key, niveau, (sides[0].code, sides[1].code), buurten)
        changes = find_wijzigingen(counts, links, settings, same)
        rows.append(wijzigingen_table(changes))
        weights.append(gewichten_table(counts, links, changes, settings))
    store.write(wijzigingen, made_from, lambda file: pq.write_table(pa.concat_tables(rows), file))
    if gewichten in files:
        store.write(gewichten, made_from, lambda file: pq.write_table(pa.concat_tables(weights), file))
    return files


def gewichten_table(counts: Counts, links: pd.DataFrame, changes: pd.DataFrame, settings: Settings) -> pa.Table:
    """Weights of one level in schema GEWICHTEN, sorted by codes; those of a from-area sum to 1.

    An area that its gemeente calls the same keeps all its people. So does, between pens, an area that did not change,
    whose border was only simplified as far as its corners tell, or that went into another but for what drawing may
    leave behind: what differs is drawing, not a move.
    """
    simplified = changes["zelfde_hoeken"] & (changes["iou"] >= HALF)
    went_whole = changes["deel_van"] >= 1 - settings.ongewijzigd_tot
    same = changes["klasse"].isin(SAME) | simplified
    only_drawn = (changes["speling"] > 0) & (same | went_whole)
    drawn = changes[only_drawn | changes["sleutel"].astype(bool)]
    whole = drawn[["van", "naar"]].assign(deel_van=1.0, methode="identiek")
    whole["deel_naar"] = drawn["deel_naar"].where(~same[drawn.index], 1.0)
    every = pd.concat([links[~links["van"].isin(whole["van"])], whole], ignore_index=True)
    every = every.sort_values(["van", "naar"], ignore_index=True)
    van, naar = counts.van, counts.naar
    return pa.table(
        {
            "niveau": pa.repeat(pa.scalar(van.niveau), len(every)),
            "van_indeling": pa.repeat(pa.scalar(van.indeling, pa.int16()), len(every)),
            "naar_indeling": pa.repeat(pa.scalar(naar.indeling, pa.int16()), len(every)),
            "van_code": pa.array(van.code[every["van"]], pa.string()),
            "naar_code": pa.array(naar.code[every["naar"]], pa.string()),
            "gewicht": pa.array(every["deel_van"], pa.float64()),
            "deel_naar": pa.array(every["deel_naar"].clip(upper=1.0), pa.float64()),
            "methode": pa.array(every["methode"], pa.string()),
        },
        schema=GEWICHTEN,
    )


def _stamp(file: Path) -> Path:
    """What tells the content of a raw file: its proof of origin where ingest left one, else the file itself."""
    proof = file.with_name(RAW_PROOF)
    return proof if proof.is_file() else file


def _tidy(paths: DataPaths, doel: int) -> None:
    """Remove what was made for vintages without outlines, and weights to another target: an older program wrote those
    otherwise, and all files are read together."""
    alive = {jaar for niveau in levels.known().drawn for jaar in indelingen(paths, niveau)}
    for folder, targets in ((paths.gewichten, {doel}), (paths.wijzigingen, alive)):
        vintages = {file: [int(part) for part in file.stem.split("_")] for file in folder.glob("[0-9]*_[0-9]*.parquet")}
        store.keep_only(folder, [file for file, (van, naar) in vintages.items() if van in alive and naar in targets])
