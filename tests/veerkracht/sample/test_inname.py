"""Every release of the sample comes through archive, reader and schema: the layouts are those the readers know."""

import shutil

import pyarrow.parquet as pq
import pytest

from veerkracht.paths import DataPaths
from veerkracht.sample.cijfers import maten
from veerkracht.sources import archive
from veerkracht.sources.intake import ingest


@pytest.fixture(scope="module")
def ingenomen(voorbeeld, catalogus, tmp_path_factory):
    """Raw folder of each release, by source and release id."""
    paths = DataPaths(tmp_path_factory.mktemp("inname") / "data").ensure()
    for subfolder in (voorbeeld / "beperkt").iterdir():
        shutil.copytree(subfolder, paths.drop / subfolder.name)
    uit = {}
    for bron in catalogus.sources.values():
        for release in bron.releases:
            archive.fetch(paths, bron, release)
            uit[bron.bron, release.release] = ingest.ingest(paths, bron, release)
    return uit


def _table(subfolder, name: str = "waarnemingen"):
    return pq.read_table(subfolder / f"{name}.parquet").to_pandas()


def test_all_releases_are_taken_in(ingenomen):
    assert len(ingenomen) == 25
    figures = {key for key, subfolder in ingenomen.items() if len(_table(subfolder))}
    assert {bron for bron, _ in ingenomen} - {bron for bron, _ in figures} == {"cbs_adressen", "cbs_vierkanten"}


def test_land_gemeente_wijk_and_buurt_in_every_kerncijfers_year(ingenomen):
    jaren = {}
    for (bron, _), subfolder in ingenomen.items():
        if bron == "cbs_kerncijfers":
            rows = _table(subfolder, "gebieden")
            jaren.setdefault(int(rows["jaar"].iloc[0]), []).append(rows["niveau"].value_counts())
    assert sorted(jaren) == list(range(2014, 2025))
    assert {jaar for jaar, keren in jaren.items() if len(keren) == 2} == {2023}
    for keren in jaren.values():
        for count_overlast in keren:
            assert count_overlast["land"] == 1
            assert count_overlast["buurt"] > 300 > count_overlast["wijk"] > count_overlast["gemeente"]


def test_the_invalid_ring_is_counted_and_repaired(ingenomen):
    feiten = _table(ingenomen["cbs_grenzen", "2014@voorbeeld"], "feiten").set_index(["feit", "niveau"])["waarde"]
    assert feiten["ongeldige_geometrie", "buurt"] == 1
    assert feiten["rijen_buitenland", "buurt"] == 1


def test_addresses_and_squares_are_kept_as_tables(ingenomen):
    for bron, name in (("cbs_adressen", "adressen"), ("cbs_vierkanten", "vierkanten")):
        for (own, _), subfolder in ingenomen.items():
            if own == bron:
                assert pq.read_metadata(subfolder / f"{name}.parquet").num_rows > 10_000


def test_the_same_measures_in_every_layout(ingenomen):
    """A figure is known by mnemonic in workbooks, by code in v4 and by title in StatLine's CSV."""
    v4 = _columns(ingenomen["cbs_kerncijfers", "2020@84799NED-20221115"])
    book = _columns(ingenomen["cbs_kerncijfers", "2019@84583NED-20211115"])
    statline = _columns(ingenomen["cbs_kerncijfers", "2021@85039NED-20231115"])
    alle_drie = [m for m in maten() if m.code and m.van <= 2019 and m.tot >= 2021]
    assert len(alle_drie) > 60
    for maat in alle_drie:
        assert (maat.code in v4, maat.mnemoniek in book) == (True, True)
        assert f"{maat.groups}/{maat.titel} ({maat.eenheid})" in statline


def _columns(subfolder) -> set[str]:
    return set(pq.read_table(subfolder / "waarnemingen.parquet", columns=["kolom"])["kolom"].unique().to_pylist())
