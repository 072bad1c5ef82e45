"""What a build reads beside raw Parquet: its list of releases, its facts, and empty files so that no glob is empty.

Written by `<publiek>/inname`; read by dbt.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from orchestration.intake import Held
from veerkracht import schemas
from veerkracht.files import replacing
from veerkracht.paths import DataPaths, Publiek
from veerkracht.sources.catalogue.loading import Catalogue
from veerkracht.sources.folders import CONTRACT, reader_module
from veerkracht.sources.own import kenmerken
from veerkracht.sources.own.figures import check_columns
from veerkracht.sources.own.kenmerken import Delivered, Taken, Unused
from veerkracht.sources.own.rows import OWN

BUILD = pa.schema([("doel_indeling", pa.int16()), ("merk", pa.string())])
EMPTY = "_leeg"


def write_releases(paths: DataPaths, publiek: Publiek, held: Iterable[Held]) -> Path:
    """Write `catalogus/releases.parquet`: the accepted releases of this build."""
    rows = [_release_row(one) for one in sorted(held, key=lambda one: one.name)]
    return _write(paths.werk(publiek) / "catalogus" / "releases.parquet", rows, schemas.RELEASES)


def write_build(paths: DataPaths, publiek: Publiek, doel_indeling: int, merk: str | None) -> Path:
    """Write `catalogus/bouw.parquet`: one row with the target vintage and the mark of this build."""
    row = {"doel_indeling": doel_indeling, "merk": merk}
    return _write(paths.werk(publiek) / "catalogus" / "bouw.parquet", [row], BUILD)


def write_own(paths: DataPaths, publiek: Publiek, catalogue: Catalogue, held: Iterable[Held]) -> list[Path]:
    """Write the rows of the user's own tables (`catalogus/indicatoren.parquet`, …), those that this public may see, and
    those of the kenmerken that were delivered. Where both go by one name the row of the user stands (`unused`).

    Raises DeliveryError when an own source has figures of an indicator that no row describes.
    """
    sources = {bron: source for bron, source in catalogue.sources.items() if bron.startswith(OWN)}
    visible = {bron: source for bron, source in sources.items() if publiek == "leden" or source.toegang == "open"}
    raw = {
        bron: [paths.raw(source.toegang, bron, release.release) for release in source.releases]
        for bron, source in visible.items()
    }
    check_columns(catalogue.eigen, {bron: [f for f in folders if f.is_dir()] for bron, folders in raw.items()})
    folder = paths.werk(publiek) / "catalogus"
    tables, made = catalogue.eigen.tables(publiek), kenmerken.tables(_delivered(paths, held), _taken(catalogue))
    return [
        _write(folder / f"{name}.parquet", [*tables[name], *made.get(name, [])], schema)
        for name, schema in schemas.OWN_TABLES.items()
    ]


def unused(paths: DataPaths, catalogue: Catalogue, held: Iterable[Held]) -> list[Unused]:
    """What of the releases that came by the import contract is not in the edition, or not as it would be."""
    return kenmerken.unused(_delivered(paths, held), _taken(catalogue))


def _taken(catalogue: Catalogue) -> Taken:
    own = catalogue.eigen
    return Taken(frozenset(row.indicator for row in own.indicatoren), frozenset(row.kaart_id for row in own.kaarten))


def _delivered(paths: DataPaths, held: Iterable[Held]) -> list[Delivered]:
    """What the releases that came by the import contract hold, kenmerk by kenmerk."""
    return [
        row
        for one in held
        if reader_module(one.source.bron) == CONTRACT
        for row in kenmerken.read_delivered(
            one.source,
            one.release,
            paths.raw(one.source.toegang, one.source.bron, one.release.release),
        )
    ]


def write_empty_files(paths: DataPaths, publiek: Publiek) -> None:
    """Write files without rows wherever dbt reads by a glob."""
    for toegang in ("open", "beperkt") if publiek == "leden" else ("open",):
        folder = paths.raw(toegang, EMPTY, EMPTY)
        _write(folder / "waarnemingen.parquet", [], schemas.WAARNEMINGEN)
        _write(folder / "gebieden.parquet", [], schemas.GEBIEDEN)
        _write(folder / "feiten.parquet", [], schemas.FEITEN)
    _write(paths.gewichten / f"{EMPTY}.parquet", [], schemas.GEWICHTEN)
    _write(paths.wijzigingen / f"{EMPTY}.parquet", [], schemas.WIJZIGINGEN)
    _write(paths.gebiedenlijst / f"{EMPTY}.parquet", [], schemas.gebiedenlijst())
    _write(paths.werk(publiek) / "kwaliteit" / f"{EMPTY}.parquet", [], schemas.KWALITEIT)


def _release_row(held: Held) -> dict[str, Any]:
    source, release, receipt = held.source, held.release, held.receipt
    return {
        "bron": source.bron,
        "release": release.release,
        "brontitel": source.titel,
        "uitgever": source.uitgever,
        "licentie": source.licentie,
        "toegang": source.toegang,
        "reeks": source.reeks,
        "voorrang": source.voorrang,
        "layout": release.layout,
        "jaar_van": release.jaren[0],
        "jaar_tot": release.jaren[-1],
        "indeling": release.indeling,
        "gepubliceerd": release.gepubliceerd,
        "status": release.status,
        "url": receipt.url,
        "sha256": receipt.sha256,
        "bestand": receipt.bestand,
        "ontvangen": receipt.ontvangen,
        "aanvaard_door": release.aanvaard_door,
        "aanvaard_reden": release.aanvaard_reden,
        "onleesbaar": source.onleesbaar,
    }


def _write(file: Path, rows: list[dict[str, Any]], schema: pa.Schema) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    with replacing(file) as part:
        pq.write_table(pa.Table.from_pylist(rows, schema=schema), part)
    return file
