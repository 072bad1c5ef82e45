"""Analysts read while editions flip: never half an edition, never a lock error."""

import shutil
import subprocess
import sys
import time

import pytest

from tests.veerkracht.products import world
from tests.veerkracht.products.conftest import judge, publish
from veerkracht import publication

READER = """
import sys, time, duckdb, os
folder, stop, marts = sys.argv[1], sys.argv[2], int(sys.argv[3])
seen, reads = set(), 0
while not os.path.exists(stop):
    with duckdb.connect(folder + '/actueel/veerkracht.duckdb', read_only=True) as con:
        mark, = con.execute('select merk from dim_publicatie').fetchone()
        tables = con.execute("select count(*) from duckdb_tables() where schema_name = 'main'").fetchone()[0]
        rows = con.execute('select count(*), count(waarde) from fct_reeks').fetchone()
        checks = con.execute("select count(*) from fct_kwaliteit where eigenaar = 'kandidaat'").fetchone()[0]
    assert (tables, rows[0], checks) == (marts, 1536, 6), (tables, rows, checks)
    seen.add(mark)
    reads += 1
    time.sleep(0.02)
print(reads, len(seen))
"""


@pytest.mark.lang
def test_readers_in_other_processes_while_editions_flip(vol, tmp_path):
    import duckdb

    paths, candidate = vol
    copies = [candidate.with_name(f".kandidaat-{i}") for i in range(4)]
    for i, copy in enumerate(copies):
        shutil.copytree(candidate, copy)
        with duckdb.connect(str(copy / "veerkracht.duckdb")) as con:
            con.execute("update dim_publicatie set merk = ?", [f"editie {i}"])
        (copy / "marts" / "dim_publicatie.parquet").unlink()
        publication.parquet.export_parquet(copy, "dim_publicatie")
    marts = str(len(list((candidate / "marts").iterdir())))
    publish(candidate, paths, world.inputs("begin"))
    stop = tmp_path / "stop"
    command = [sys.executable, "-c", READER, str(paths.publicatie("openbaar")), str(stop), marts]
    readers = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    try:
        time.sleep(0.5)
        for i, copy in enumerate(copies):
            publish(copy, paths, world.inputs(str(i)), 1)
        publication.create_candidate(paths, "openbaar", world.settings())
    finally:
        stop.touch()
        results = [reader.communicate(timeout=60) for reader in readers]
    assert [r.returncode for r in readers] == [0, 0, 0], results
    counts = [tuple(map(int, out.split())) for out, _ in results]
    assert all(reads > 5 for reads, _ in counts) and max(seen for _, seen in counts) > 2, counts


def test_two_publications_at_once_get_two_editions(vol):
    from concurrent.futures import ThreadPoolExecutor

    paths, candidate = vol
    copies = [candidate.with_name(f".kandidaat-{i}") for i in range(3)]
    for copy in copies:
        shutil.copytree(candidate, copy)
        judge(copy)
    with ThreadPoolExecutor(3) as pool:
        made = list(pool.map(lambda c: publication.finish(c, paths, "openbaar", world.inputs(c.name)), copies))
    names = sorted(edition.name for edition in made)
    assert len(set(names)) == 3 and [r.editie for r in publication.publications(paths, "openbaar")] == names[::-1]
    assert not any(r.problemen for r in publication.publications(paths, "openbaar"))
