"""A source is found by its folder being there: catalogue entry, layouts, reader and expectations."""

import pyarrow.parquet as pq
import pytest

from expectations.sources import RawSuite, suite_of
from tests.veerkracht.sources import nieuwe_bron
from veerkracht import sources
from veerkracht.errors import ArchiveError, CatalogueError
from veerkracht.sources import archive, folders
from veerkracht.sources.catalogue.loading import load_catalogue
from veerkracht.sources.intake import ingest
from veerkracht.sources.intake.reader_version import reader_version
from veerkracht.sources.readers.layout import Layout

CODES = ["GM0363", "GM0599", "BU03630000"]


@pytest.fixture
def added(tmp_path, monkeypatch):
    """Both new sources on the path of the package."""
    room = tmp_path / "bronnen"
    for bron in nieuwe_bron.READERS:
        file = tmp_path / f"{bron}.txt"
        file.write_text(nieuwe_bron.content(bron, CODES), "utf-8")
        nieuwe_bron.write_source(room, bron, file)
    monkeypatch.setattr(sources, "__path__", [*sources.__path__, str(room)])
    return load_catalogue([])


@pytest.mark.parametrize("bron", nieuwe_bron.READERS)
def test_a_folder_more_is_a_source_more(added, paths, bron):
    source = added.sources[bron]
    (release,) = source.releases
    archive.fetch(paths, source, release)
    folder = ingest.ingest(paths, source, release)
    rows = pq.read_table(folder / "waarnemingen.parquet").to_pylist()
    assert {(row["gebiedscode"], row["waarde"]) for row in rows} == {
        ("GM0363", "1"),
        ("GM0599", "2"),
        ("BU03630000", "3"),
    }
    assert {row["kolom"] for row in rows} == {nieuwe_bron.COLUMN[bron]}
    assert suite_of(bron).verplicht and suite_of("cbs_grenzen") == RawSuite()
    assert reader_version(f"veerkracht.sources.{bron}.reader") != reader_version("veerkracht.sources.readers.tables")


def test_a_new_layout_knows_its_first_bytes(added, paths, tmp_path):
    source = added.sources["bomen"]
    (tmp_path / "anders.txt").write_text("STRUIKEN\n", "utf-8")
    release = source.releases[0].model_copy(update={"url": str(tmp_path / "anders.txt"), "sha256": None})
    with pytest.raises(ArchiveError, match=r"is niet een bomenlijst \(layout bomenlijst\): het begint met b'STRUIKEN"):
        archive.fetch(paths, source, release)


def test_a_layout_that_the_source_does_not_read_is_named(added):
    release = added.sources["scholen"].releases[0].model_copy(update={"layout": "gpkg"})
    with pytest.raises(CatalogueError, match="layout `gpkg` past niet bij bron `scholen`: statline_csv"):
        folders.layout_of("scholen", release)


def test_every_folder_has_a_reader_with_layouts_and_one_without_comes_by_contract():
    for bron in folders.folders():
        assert all(isinstance(layout, Layout) for layout in folders.layouts(bron).values())
        assert folders.layouts(bron)
    assert folders.reader_module("woonzorgwijzer") == folders.CONTRACT
    assert list(folders.layouts("eigen_iets")) == ["cijfers_csv"]
