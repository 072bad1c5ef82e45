"""A data folder and catalogue folder as version 0.1.0 left them, told from what that version wrote on the sample.

`versie_0_1_0/` holds what was kept as it was: its settings, the ids of its releases, the example of an own map, and the
manifest of an edition with most entries taken out.
"""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from tests.orchestration import eigen
from veerkracht.files import sha256_of
from veerkracht.paths import DataPaths
from veerkracht.schemas import FEITEN, GEBIEDEN, WAARNEMINGEN
from veerkracht.sources.catalogue.loading import load_catalogue
from veerkracht.sources.catalogue.model import Release, Source

KEPT = Path(__file__).with_name("versie_0_1_0")
RELEASES = (KEPT / "releases.txt").read_text(encoding="utf-8").split()
EDITION = "2026-05-11.1"
CHOSEN = """edities_bewaren: 3
uitgever_naam: Woonstichting Voorbeeld
referentie: geladen_gebieden
component_minimum: 50
zeker_vanaf: 0.95
aantoonbaar_z: 1.96
"""
# Marts of the edition, with the columns that a report of now asks for in vain.
MARTS = """
create table dim_publicatie as select 'openbaar' as publiek, 'FICTIEVE VOORBEELDDATA' as merk,
    false as niet_verspreiden, 2024 as doel_indeling, 2014 as rapport_van, null::integer as rapport_tot,
    50 as inwoners_minimum;
create table dim_instelling as select 'zeker_vanaf' as instelling, '0.95' as waarde, 'Vanaf hier zeker.' as uitleg;
create table dim_gebied as select 'buurt' as niveau, 'BU90010101' as gebiedscode, 2024 as indeling;
create table fct_verandering as select 'buurt' as niveau, 'BU90010101' as gebiedscode, 2024 as indeling,
    'p_hh_li' as indicator, 2014 as jaar_van, 2024 as jaar_tot, 8.0 as waarde_van, 9.0 as waarde_tot, 1.0 as verschil,
    'verslechterd' as oordeel;
"""


@dataclass(frozen=True)
class Left:
    """What somebody has who used 0.1.0: the data folder, and the catalogue folders as they are named to the command."""

    paths: DataPaths
    catalogue: Path  # the sample; what it points at is gone
    own: Path  # settings, an own source with indicator and maps, and a region

    @property
    def named(self) -> tuple[str, str]:
        """Options for the second catalogue folder, for `conftest.veerkracht`."""
        return "--catalogus", str(self.own)


def write(base: Path, sample: Path) -> Left:
    """The folders below `base`, in a country of the sample whose files are nowhere but in the archive."""
    country, paths = base / "voorbeeld", DataPaths(base / "data")
    shutil.copytree(sample, country)
    left = Left(paths, country / "catalogus", eigen.write_open(base / "eigen", eigen.buurten(sample)))
    (left.own / "instellingen.yaml").write_text(CHOSEN, encoding="utf-8")
    shutil.copy(KEPT / "kaarten.csv", left.own)
    for source, release in load_catalogue([left.catalogue, _without_settings(left.own, base)]).releases("openbaar"):
        _receive(paths, source, release)
        _read(paths, source, release)
    shutil.rmtree(country / "bestanden")
    (left.own / "eigen_schoon.csv").unlink()
    _publish(paths)
    return left


def _without_settings(own: Path, base: Path) -> Path:
    """The folder with only what names releases: what else it says is for the product to judge."""
    folder = base / "bronnen"
    folder.mkdir()
    for name in ("indicatoren.csv", "eigen_schoon.yaml", "eigen_schoon.csv"):
        shutil.copy(own / name, folder)
    return folder


def _receive(paths: DataPaths, source: Source, release: Release) -> None:
    """The file with a receipt of eight fields: no version of the server, nothing confirmed."""
    folder, origin = paths.archive("open", source.bron, release.release), Path(release.url or "")
    folder.mkdir(parents=True)
    shutil.copy2(origin, folder)
    receipt = {
        "bron": source.bron, "release": release.release, "url": origin.name, "bestand": origin.name,
        "bytes": origin.stat().st_size, "sha256": sha256_of(origin), "ontvangen": "2026-05-11T03:00:00+00:00",
        "geregistreerd": True,
    }  # fmt: skip
    (folder / "ontvangst.json").write_text(json.dumps(receipt, indent=2, ensure_ascii=False), encoding="utf-8")


def _read(paths: DataPaths, source: Source, release: Release) -> None:
    """Raw Parquet of a reader that is no more, and a judgement of one word. The rows may not come back."""
    folder = paths.raw("open", source.bron, release.release)
    folder.mkdir(parents=True)
    for name, schema in (("waarnemingen", WAARNEMINGEN), ("gebieden", GEBIEDEN), ("feiten", FEITEN)):
        pq.write_table(pa.table({one.name: [] for one in schema}, schema=schema), folder / f"{name}.parquet")
    proof = {"sha256": release.sha256, "lezer": f"veerkracht.sources.{source.bron}", "lezer_versie": "3c411136a2941ff5"}
    (folder / "raw.json").write_text(json.dumps(proof | {"betekenis": "ee3dc6a6"}), encoding="utf-8")
    (folder / "keuring.json").write_text('{"staat": "gecontroleerd"}', encoding="utf-8")


def _publish(paths: DataPaths) -> None:
    """An edition of a few files, and the links to it."""
    home = paths.publicatie("openbaar")
    folder = home / EDITION
    (folder / "viewer").mkdir(parents=True)
    (folder / "index.html").write_text("<h1>Editie van 0.1.0</h1>", encoding="utf-8")
    (folder / "viewer" / "index.html").write_text("<h1>Viewer van 0.1.0</h1>", encoding="utf-8")
    with duckdb.connect(str(folder / "veerkracht.duckdb")) as database:
        database.execute(MARTS)
    manifest = json.loads((KEPT / "MANIFEST.json").read_text(encoding="utf-8"))
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    manifest["bestanden"] = {
        file.relative_to(folder).as_posix(): {"bytes": file.stat().st_size, "sha256": sha256_of(file)} for file in files
    }
    (folder / "MANIFEST.json").write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")
    (home / "actueel").symlink_to(EDITION)
    (home / "latest").symlink_to("actueel")
