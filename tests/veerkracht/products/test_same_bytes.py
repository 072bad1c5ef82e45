"""Two builds of the same deliveries: the files that others read are the same to the byte, however their rows came.

May differ: the name of the edition and when it was made (`tests.compare_editions.difference.MAKING`).
"""

from pathlib import Path

import duckdb
import pytest

from tests.compare_editions import compare
from tests.contracts import marts
from tests.veerkracht.products import world
from veerkracht import publication
from veerkracht.paths import DataPaths
from veerkracht.products.gis import kaartlagen
from veerkracht.products.metadata import woordenboek
from veerkracht.products.table import tabellen, werkboek

PRODUCTS = (kaartlagen, tabellen, werkboek, woordenboek)
SAME_BYTES = {".parquet", ".csv", ".gpkg", ".geojson"}
SAME_CONTENT = {".duckdb", ".xlsx", ".json"}


def _shuffled(database: Path) -> None:
    """Put the rows of every mart in another order, as threads do."""
    with duckdb.connect(str(database)) as con:
        for mart in marts():
            con.execute(f"create temp table rijen as from {mart} order by hash(rowid, 'anders')")
            con.execute(f"delete from {mart}; insert into {mart} from rijen; drop table rijen")


def _built(folder: Path, shuffle: bool) -> Path:
    """A candidate of the fictitious world with its files."""
    paths = world.make_world(DataPaths(folder).ensure())
    if shuffle:
        _shuffled(paths.werk_database("openbaar"))
    candidate = publication.create_candidate(paths, "openbaar", world.settings())
    for product in PRODUCTS:
        product.write(candidate)
    return candidate


@pytest.fixture(scope="module")
def twins(tmp_path_factory):
    """The same world published twice, the second time from rows in another order."""
    folder = tmp_path_factory.mktemp("twee")
    return _built(folder / "een", shuffle=False), _built(folder / "twee", shuffle=True)


def _files(candidate: Path, kinds: set[str]) -> dict[str, Path]:
    files = (file for file in candidate.rglob("*") if file.suffix in kinds)
    return {str(file.relative_to(candidate)): file for file in files}


def test_files_of_figures_are_the_same_to_the_byte(twins):
    one, other = (_files(candidate, SAME_BYTES) for candidate in twins)
    assert {Path(name).suffix for name in one} == SAME_BYTES and one.keys() == other.keys()
    assert [name for name in sorted(one) if one[name].read_bytes() != other[name].read_bytes()] == []


def test_database_and_workbooks_are_the_same_by_content(twins):
    assert {file.suffix for file in _files(twins[0], SAME_CONTENT).values()} == SAME_CONTENT
    assert [str(difference) for difference in compare(*twins)] == []


def test_rows_of_a_mart_stand_in_the_order_of_their_key_with_areas_last(twins):
    with duckdb.connect(str(twins[1] / "veerkracht.duckdb"), read_only=True) as con:
        found = con.execute("select niveau, indeling, indicator, jaar, gebiedscode from fct_reeks").fetchall()
    assert found == sorted(found) and len(found) > 100
