"""Weights and change classes between vintages as files: which pairs, from what, written only when something changed.

The arithmetic is in `counts`, `links` and `wijzigingen`.
"""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from veerkracht import levels
from veerkracht.areas import people, store
from veerkracht.areas.counts import Counts, count_shared
from veerkracht.areas.gebieden import load_gebieden
from veerkracht.areas.indelingen import grenzen_file, indelingen, target_indeling
from veerkracht.areas.links import find_links
from veerkracht.areas.wijzigingen import HALF, SAME, find_wijzigingen, wijzigingen_table
from veerkracht.paths import RAW_PROOF, DataPaths
from veerkracht.schemas import GEWICHTEN
from veerkracht.settings import Settings

VERSION = 3
Tell = Callable[[str], None]  # told in words what is being made
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
    """Write `gebieden/gewichten/<van>_<naar>.parquet` (buurten of each vintage to the target) and
    `gebieden/wijzigingen/<van>_<naar>.parquet` (each vintage to the target, and consecutive vintages).

    `naar` is the target vintage, by default that of `target_indeling`. Files whose input did not change stay; files of
    vintages that have no outlines any more go. Raises BoundaryError when the target has no outlines.
    """
    doel = naar if naar is not None else target_indeling(paths, settings)
    adressen = people.adressen_by_indeling(paths)
    written = []
    for van, tot in _pairs(paths, doel):
        written += _build_pair(paths, settings, van, tot, doel, adressen, tell or (lambda _: None))
    _tidy(paths)
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
    tabellen = [adressen[jaar] for jaar in (van, naar) if van in adressen and naar in adressen]
    omtrekken = [grenzen_file(paths, n, jaar) for n in niveaus for jaar in (van, naar)]
    invoer = store.fingerprint(
        VERSION,
        settings.model_dump_json(include=_THAT_COUNT),
        *omtrekken,
        *map(_stamp, (*tabellen, *people.vierkant_files(paths))),
    )
    wijzigingen = paths.wijzigingen / f"{van}_{naar}.parquet"
    gewichten = paths.gewichten / f"{van}_{naar}.parquet"
    files = [wijzigingen] + ([gewichten] if naar == doel and levels.known().ground in niveaus else [])
    if all(store.is_current(file, invoer) for file in files):
        return files
    geteld = people.common_adressen(tabellen[0], van, tabellen[1], naar) if tabellen else None
    vierkanten = people.nearest_vierkanten(paths, van) if levels.known().ground in niveaus else None
    rows, weights = [], GEWICHTEN.empty_table()
    for niveau in niveaus:
        tell(f"{niveau} {van} → {naar}")
        lagen = load_gebieden(paths, niveau, van), load_gebieden(paths, niveau, naar)
        counts = count_shared(*lagen, settings, geteld, vierkanten)
        verband = find_links(counts, settings)
        gewijzigd = find_wijzigingen(counts, verband, settings)
        rows.append(wijzigingen_table(gewijzigd))
        if niveau == levels.known().ground:
            weights = gewichten_table(counts, verband, gewijzigd)
    store.write(wijzigingen, invoer, lambda file: pq.write_table(pa.concat_tables(rows), file))
    if gewichten in files:
        store.write(gewichten, invoer, lambda file: pq.write_table(weights, file))
    return files


def gewichten_table(counts: Counts, verband: pd.DataFrame, gewijzigd: pd.DataFrame) -> pa.Table:
    """Weights in schema GEWICHTEN, sorted by codes; those of a from-area sum to 1.

    Between products an area that did not change, or whose border was only simplified as far as its corners tell,
    keeps all its people: what differs is drawing, not a move.
    """
    vereenvoudigd = gewijzigd["zelfde_hoeken"] & (gewijzigd["iou"] >= HALF)
    getekend = gewijzigd[gewijzigd["band"] & (gewijzigd["klasse"].isin(SAME) | vereenvoudigd)]
    heel = pd.DataFrame({"van": getekend["van"], "naar": getekend["naar"], "deel_van": 1.0, "methode": "identiek"})
    alles = pd.concat([verband[~verband["van"].isin(heel["van"])], heel], ignore_index=True)
    alles = alles.sort_values(["van", "naar"], ignore_index=True)
    van, naar = counts.van, counts.naar
    return pa.table(
        {
            "van_indeling": pa.repeat(pa.scalar(van.indeling, pa.int16()), len(alles)),
            "naar_indeling": pa.repeat(pa.scalar(naar.indeling, pa.int16()), len(alles)),
            "van_code": pa.array(van.code[alles["van"]], pa.string()),
            "naar_code": pa.array(naar.code[alles["naar"]], pa.string()),
            "gewicht": pa.array(alles["deel_van"], pa.float64()),
            "methode": pa.array(alles["methode"], pa.string()),
        },
        schema=GEWICHTEN,
    )


def _stamp(file: Path) -> Path:
    """What tells the content of a raw file: its proof of origin where ingest left one, else the file itself."""
    bewijs = file.with_name(RAW_PROOF)
    return bewijs if bewijs.is_file() else file


def _tidy(paths: DataPaths) -> None:
    """Remove what was made for vintages without outlines."""
    levend = {jaar for niveau in levels.known().drawn for jaar in indelingen(paths, niveau)}
    for folder in (paths.gewichten, paths.wijzigingen):
        files = folder.glob("[0-9]*_[0-9]*.parquet")
        store.keep_only(folder, [file for file in files if {int(deel) for deel in file.stem.split("_")} <= levend])
