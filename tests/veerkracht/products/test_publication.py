"""A candidate becomes an edition whole or not at all."""

import errno
import os
import resource
import shutil
from pathlib import Path

import duckdb
import pytest

from tests.veerkracht.products import world
from tests.veerkracht.products.conftest import PRODUCTS, judge, publish
from veerkracht import publication
from veerkracht.errors import PublicationError
from veerkracht.files import sha256_of
from veerkracht.publication import candidate as candidate_module
from veerkracht.publication import contents, editions, manifest


@pytest.fixture
def schijf_vol(monkeypatch):
    """Make a function of a module fail with ENOSPC from its nth call on."""

    def fail(module, name, call=1):
        real, calls = getattr(module, name), []

        def full(*args, **kwargs):
            calls.append(name)
            if len(calls) >= call:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return real(*args, **kwargs)

        monkeypatch.setattr(module, name, full)

    return fail


def _folder(paths):
    return paths.publicatie("openbaar")


def _again(paths, candidate: Path) -> Path:
    """Another candidate like this one."""
    return Path(
        shutil.copytree(candidate, candidate.with_name(f"{candidate.name}-{len(os.listdir(candidate.parent))}"))
    )


def test_candidate_holds_marts_only_with_comments_and_not_null(wereld):
    candidate = publication.create_candidate(wereld, "openbaar", world.settings())
    with duckdb.connect(str(candidate / "veerkracht.duckdb"), read_only=True) as con:
        tables = {row[0] for row in con.execute("select table_name from duckdb_tables()").fetchall()}
        comment, null = con.execute(
            "select comment, is_nullable from duckdb_columns() where table_name = 'fct_reeks' and column_name = 'jaar'"
        ).fetchone()
        version = con.execute("select tags['storage_version'] from duckdb_databases() where not internal").fetchone()[0]
        about = con.execute("select publiek, merk, doel_indeling, niet_verspreiden from dim_publicatie").fetchone()
    assert {"dim_gebied", "fct_reeks", "dim_publicatie"} <= tables and not {"stg_geheim", "dim_seed"} & tables
    assert comment == "Kolom jaar, it's beschreven." and null is False
    assert version.startswith("v1.0")
    assert about == ("openbaar", "FICTIEVE VOORBEELDDATA", world.DOEL, False)
    assert {f.stem for f in (candidate / "marts").iterdir()} == tables
    outlines = {f.name for f in (candidate / "grenzen").iterdir()}
    assert {"buurt_2024.parquet", "buurt_2019.parquet"} <= outlines and "buurt_1999.parquet" not in outlines


def test_words_stored_as_numbers_are_text_in_an_edition(wereld):
    levels = "select distinct niveau from main.fct_reeks order by niveau"
    with duckdb.connect(str(wereld.werk_database("openbaar"))) as con:
        con.execute("alter table main.fct_reeks alter niveau type enum ('buurt', 'gemeente', 'land', 'wijk')")
        known = con.execute(levels).fetchall()
    candidate = publication.create_candidate(wereld, "openbaar", world.settings())
    with duckdb.connect(str(candidate / "veerkracht.duckdb"), read_only=True) as con:
        assert con.execute("select distinct typeof(niveau) from main.fct_reeks").fetchall() == [("VARCHAR",)]
        assert con.execute(levels).fetchall() == known and known


def test_without_a_build_there_is_no_candidate(paths):
    with pytest.raises(PublicationError, match="nog geen werkdatabase"):
        publication.create_candidate(paths, "openbaar", world.settings())


def test_a_work_database_without_marts_leaves_nothing(wereld):
    wereld.werk_database("openbaar").unlink()
    with duckdb.connect(str(wereld.werk_database("openbaar"))) as con:
        con.execute("create table stg_x as select 1 as a")
    with pytest.raises(PublicationError, match="geen marts"):
        publication.create_candidate(wereld, "openbaar", world.settings())
    assert not list(_folder(wereld).glob(".kandidaat-*"))


def test_too_little_room_is_said_beforehand(wereld, monkeypatch):
    free = shutil.disk_usage(wereld.root)._replace(free=1_000_000)
    monkeypatch.setattr(candidate_module.shutil, "disk_usage", lambda _: free)
    with pytest.raises(PublicationError, match=r"te weinig schijfruimte.*1 MB vrij"):
        publication.create_candidate(wereld, "openbaar", world.settings())


def test_publish_flip_and_same_inputs(vol):
    paths, candidate = vol
    second = _again(paths, candidate)
    edition = publish(candidate, paths, world.inputs("a"))
    assert os.readlink(_folder(paths) / "actueel") == edition.name
    assert (_folder(paths) / "latest").resolve() == edition.resolve()
    assert publication.verify(edition) == [] and not candidate.exists()
    content = contents.read_manifest(edition)
    assert content.rijen["fct_kwaliteit"] > 4 and content.publiek == "openbaar" and not content.niet_verspreiden
    assert content.pakketten["duckdb"] == duckdb.__version__ and content.code["versie"]
    assert (edition / "veerkracht.duckdb").stat().st_mode & 0o222 == 0
    assert {r["release"] for r in content.releases} >= {"2014@kwb-2014"}
    assert content.bestanden["veerkracht.duckdb"].sha256 == sha256_of(edition / "veerkracht.duckdb")
    assert publication.finish(second, paths, "openbaar", world.inputs("a")) is None
    assert not second.exists() and editions.edition_names(paths, "openbaar") == [edition.name]


def test_outcomes_of_the_candidate_checks_are_in_the_edition(vol):
    paths, candidate = vol
    edition = publish(candidate, paths, world.inputs())
    with duckdb.connect(str(edition / "veerkracht.duckdb"), read_only=True) as con:
        sql = "select controle, uitkomst from {} where eigenaar = 'kandidaat' order by all"
        rows = con.execute(sql.format("fct_kwaliteit")).fetchall()
        parquet = con.execute(sql.format(f"'{edition}/marts/fct_kwaliteit.parquet'")).fetchall()
    assert rows == parquet and {name for name, _ in rows} == {"volledig", "leesbaar", "gedocumenteerd", "openbaar"}
    assert {outcome for _, outcome in rows} == {"geslaagd"}
    assert "vrij van wat niet naar buiten mag" in (edition / "kwaliteit" / "index.html").read_text()


def test_a_failing_check_leaves_the_last_edition(vol):
    paths, candidate = vol
    second = _again(paths, candidate)
    publish(candidate, paths, world.inputs("a"))
    before = world.listing(_folder(paths) / "actueel")
    (second / "marts" / "fct_reeks.parquet").unlink()
    with pytest.raises(PublicationError, match=r"volledig.*fct_reeks\.parquet"):
        publish(second, paths, world.inputs("b"))
    assert world.listing(_folder(paths) / "actueel") == before and not second.exists()


def test_what_closes_an_edition_is_judged_too(vol):
    paths, candidate = vol
    second, third = judge(_again(paths, candidate)), judge(_again(paths, candidate))
    with pytest.raises(PublicationError, match="niet gekeurd"):
        publication.finish(candidate, paths, "openbaar", world.inputs())
    (second / "index.html").unlink()
    with pytest.raises(PublicationError, match=r"volledig.*index\.html"):
        publication.finish(second, paths, "openbaar", world.inputs())
    with (third / "kwaliteit" / "index.html").open("a") as page:
        page.write("woonzorgwijzer")
    with pytest.raises(PublicationError, match=r"openbaar.*kwaliteit/index\.html"):
        publication.finish(third, paths, "openbaar", world.inputs())
    assert not editions.edition_names(paths, "openbaar") and not list(_folder(paths).glob(".kandidaat-*"))


@pytest.mark.parametrize(
    "module, name, call",
    [
        (manifest, "fsync", 1),
        (manifest, "fsync", 20),
        (manifest, "sha256_of", 3),
        (editions.os, "symlink", 1),
        (editions.os, "replace", 1),
    ],
)
def test_disk_full_while_publishing(gekeurd, schijf_vol, module, name, call):
    paths, candidate = gekeurd
    second = _again(paths, candidate)
    first = publish(candidate, paths, world.inputs("a"))
    before = world.listing(_folder(paths) / first.name)
    schijf_vol(module, name, call)
    with pytest.raises(PublicationError, match=r"No space left.*ongewijzigd"):
        publication.finish(second, paths, "openbaar", world.inputs("b"))
    left = {entry.name for entry in _folder(paths).iterdir()} - {".slot"}
    assert left == {first.name, "actueel", "latest"} and os.readlink(_folder(paths) / "actueel") == first.name
    assert world.listing(_folder(paths) / first.name) == before


def test_a_file_size_limit_while_copying_leaves_nothing(wereld):
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        with pytest.raises(PublicationError, match="kon niet worden geschreven"):
            publication.create_candidate(wereld, "openbaar", world.settings())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    assert not list(_folder(wereld).glob(".kandidaat-*"))


def test_rollback_forward_and_damage(gekeurd):
    paths, candidate = gekeurd
    second, third = _again(paths, candidate), _again(paths, candidate)
    one = publish(candidate, paths, world.inputs("a"))
    two = publish(second, paths, world.inputs("b"))
    assert two.name.endswith(".2")
    assert publication.rollback(paths, "openbaar") == one.name
    assert os.readlink(_folder(paths) / "actueel") == one.name
    assert (_folder(paths) / "latest").resolve() == one.resolve()
    # what was withdrawn is not published again by the next refresh
    assert publication.already_published(paths, "openbaar", "b") == two.name
    assert publish(third, paths, world.inputs("b")) is None
    assert publication.rollback(paths, "openbaar", two.name) == two.name
    assert publication.already_published(paths, "openbaar", "a") is None
    (one / "woordenboek.csv").write_text("iets anders")
    (one / "erbij.txt").write_text("x")
    rows = publication.publications(paths, "openbaar")
    assert [(r.editie, r.actueel, not r.problemen) for r in rows] == [
        (two.name, True, True),
        (one.name, False, False),
    ]
    assert rows[1].problemen == ("woordenboek.csv is gewijzigd", "erbij.txt hoort er niet bij")
    with pytest.raises(PublicationError, match="beschadigd"):
        publication.rollback(paths, "openbaar", one.name)
    with pytest.raises(PublicationError, match="geen eerdere"):
        publication.rollback(paths, "openbaar")
    with pytest.raises(PublicationError, match="bestaat niet"):
        publication.rollback(paths, "openbaar", "2020-01-01.1")
    assert os.readlink(_folder(paths) / "actueel") == two.name


def test_prune_leaves_what_a_reader_may_be_opening(gekeurd):
    paths, candidate = gekeurd
    second = _again(paths, candidate)
    names = [publish(c, paths, world.inputs(c.name), 1).name for c in (candidate, second)]
    assert editions.edition_names(paths, "openbaar") == names


def test_prune_keeps_the_newest_and_the_current(gekeurd, monkeypatch):
    monkeypatch.setattr(editions, "GRACE", 0)
    paths, candidate = gekeurd
    folder = _folder(paths)
    copies = [_again(paths, candidate) for _ in range(4)]
    names = [publish(candidate, paths, world.inputs("0")).name]
    for i, copy in enumerate(copies):
        names.append(publish(copy, paths, world.inputs(f"{i + 1}"), 2).name)
    assert editions.edition_names(paths, "openbaar") == names[3:]
    publication.rollback(paths, "openbaar", names[3])
    assert editions.prune(paths, "openbaar", 1) == []
    assert os.readlink(folder / "actueel") == names[3]


def test_editions_are_ordered_by_number_not_by_text(paths):
    for name in ("2026-01-02.10", "2026-01-02.9", "2026-01-01.11", "iets", ".kandidaat-x"):
        (_folder(paths) / name).mkdir()
    assert editions.edition_names(paths, "openbaar") == ["2026-01-01.11", "2026-01-02.9", "2026-01-02.10"]
    from datetime import date

    assert editions.next_name(paths, "openbaar", date(2026, 1, 2)) == "2026-01-02.11"
    assert editions.next_name(paths, "openbaar", date(2026, 1, 3)) == "2026-01-03.1"


def test_candidates_of_dead_runs_go_and_those_of_living_ones_stay(wereld):
    import json
    import subprocess

    dead, alive, broken = (_folder(wereld) / f".kandidaat-{n}" for n in ("dood", "leeft", "kapot"))
    sleeper = subprocess.Popen(["sleep", "60"])
    gone = subprocess.Popen(["true"])
    gone.wait()
    try:
        for folder, pid in ((dead, gone.pid), (alive, sleeper.pid)):
            folder.mkdir()
            (folder / ".eigenaar.json").write_text(json.dumps(candidate_module._process(pid)))
        broken.mkdir()
        reused = _folder(wereld) / ".kandidaat-hergebruikt"
        reused.mkdir()
        (reused / ".eigenaar.json").write_text(json.dumps({"pid": sleeper.pid, "start": "1"}))
        publication.prune_stale(wereld, "openbaar")
        assert alive.exists() and not dead.exists() and not broken.exists() and not reused.exists()
    finally:
        sleeper.kill()
        sleeper.wait()


def test_leden_edition_is_marked_and_closed_to_others(vol):
    paths, _ = vol
    world.make_world(paths, "leden", merk=None)
    candidate = publication.create_candidate(paths, "leden", world.settings())
    assert (paths.publicatie("leden").stat().st_mode & 0o777) == 0o700
    for product in PRODUCTS:
        product.write(candidate)
    edition = publish(candidate, paths, world.inputs(), publiek="leden")
    assert contents.read_manifest(edition).niet_verspreiden is True
    assert "NIET VERSPREIDEN" in (edition / "rapporten" / "GM9001.html").read_text()
