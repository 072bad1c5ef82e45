"""The folders of somebody who used 0.1.0 go on: what was received, accepted, chosen and published stays."""

import shutil

import pytest
from ruamel.yaml import YAML

from orchestration.intake import fetch_all, missing, wanted
from tests.orchestration import version_0_1_0
from tests.orchestration.conftest import veerkracht
from tests.orchestration.test_serve import ask, start
from tests.orchestration.version_0_1_0 import EDITION, KEPT, RELEASES, Left
from veerkracht import publication
from veerkracht.gone import gone_settings
from veerkracht.paths import DataPaths
from veerkracht.publication.contents import read_manifest
from veerkracht.settings import PACKAGED, Settings, keep_settings, load_settings
from veerkracht.sources import archive
from veerkracht.sources.archive.receipt import Receipt, write_receipt
from veerkracht.sources.catalogue.loading import load_catalogue
from veerkracht.sources.catalogue.mirror import mirrored
from veerkracht.sources.catalogue.registration import releases_overview, withdraw

GONE = ("zeker_vanaf", "aantoonbaar_z")


@pytest.fixture(scope="module")
def left(sample, once) -> Left:
    """What 0.1.0 left; readers only, do not change it."""
    base = once("versie_0_1_0", lambda folder: version_0_1_0.write(folder, sample))
    return Left(DataPaths(base / "data"), base / "voorbeeld" / "catalogus", base / "eigen")


def run(left: Left, *arguments: str):
    return veerkracht(left.paths.root, left.catalogue, *left.named, *arguments)


def copied(left: Left, to) -> Left:
    """A copy to change; the editions keep their links."""
    shutil.copytree(left.paths.root.parent, to, symlinks=True)
    return Left(DataPaths(to / "data"), to / "voorbeeld" / "catalogus", to / "eigen")


def test_the_settings_of_0_1_0_are_taken_whole(tmp_path):
    shutil.copy(KEPT / "instellingen.yaml", tmp_path)
    then, now = YAML(typ="safe").load(KEPT / "instellingen.yaml"), YAML(typ="safe").load(PACKAGED)
    gone = {one.instelling for one in gone_settings()}
    assert then.keys() - now.keys() == gone
    kept = load_settings(tmp_path).model_dump(mode="json")
    for name in then.keys() - gone:  # what was one name may be a list of names by now
        assert kept[name] in (then[name], [then[name]]), name


def test_what_replaces_a_setting_is_a_setting_and_itself_not_gone():
    names = {one.instelling for one in gone_settings()}
    assert not names & Settings.model_fields.keys()
    for one in gone_settings():
        named = one.nu.split("`")[1::2]
        assert set(named) <= Settings.model_fields.keys(), one.instelling


def test_what_is_gone_is_told_once_by_a_command_and_what_was_chosen_counts(left):
    catalogue = load_catalogue([left.catalogue, left.own])
    assert (catalogue.settings.edities_bewaren, catalogue.settings.component_minimum) == (3, 50)
    assert [row.kaart_id for row in catalogue.eigen.kaarten] == ["rapportcijfer"]
    told = run(left, "releases").stderr
    for name in GONE:
        assert told.count(f"`{name}` doet niets meer sinds versie 0.3.0") == 1
    assert told.count("kaarten.csv:3: kaart `rapportcijfer-verandering` wordt niet gemaakt") == 1
    assert "veerkracht template eigen" in told and str(left.own / "instellingen.yaml") in told


def test_begin_keeps_its_choices_beside_a_setting_that_is_gone(tmp_path):
    (tmp_path / "instellingen.yaml").write_text("zeker_vanaf: 0.95  # van Jo\n", encoding="utf-8")
    keep_settings(tmp_path, {"ophalen": "reeks"})
    assert load_settings(tmp_path).ophalen == "reeks"
    assert "zeker_vanaf: 0.95  # van Jo" in (tmp_path / "instellingen.yaml").read_text(encoding="utf-8")


def test_what_was_received_and_accepted_is_not_fetched_or_asked_again(left):
    catalogue = load_catalogue([left.catalogue, left.own])
    rows = [row for row in releases_overview(left.paths, catalogue) if row.toegang == "open"]
    assert rows and {row.opdracht for row in rows} == {None}
    assert {row.staat for row in rows} <= {"gelezen", "in editie", "aanvaard"}
    chosen = wanted(left.paths, catalogue, "openbaar")
    assert len(chosen) == len(rows) and missing(left.paths, chosen) == []
    intake = fetch_all(left.paths, chosen)
    assert (intake.unregistered, intake.left_out, intake.remarks) == ([], [], [])
    assert len(intake.accepted) == len(rows)


def test_every_release_that_0_1_0_listed_may_still_be_accepted(tmp_path):
    per_source: dict[str, list[dict[str, str]]] = {}
    for name in RELEASES:
        bron, _, release = name.partition("@")
        lines = {"release": release, "sha256": "a" * 64, "aanvaard_door": "Jo", "aanvaard_reden": "nagekeken"}
        per_source.setdefault(bron, []).append(lines)
    for bron, entries in per_source.items():
        with (tmp_path / f"{bron}.yaml").open("w", encoding="utf-8") as stream:
            YAML().dump({"bron": bron, "releases": entries}, stream)
    accepted = [release for _, release in load_catalogue([tmp_path]).releases("leden") if release.aanvaard_door]
    assert len(accepted) == len(RELEASES)


def test_a_release_with_another_id_keeps_its_bytes_and_who_accepted_them(paths, tmp_path, monkeypatch):
    before, now = "2012-2016@50090NED", "2012-2020@50090NED"
    folder = paths.archive("open", "rivm_gezondheid", before)
    folder.mkdir(parents=True)
    (folder / "paginas.zip").write_bytes(b"zip")
    receipt = Receipt(
        "rivm_gezondheid", before, "https://dataderden.cbs.nl/x", "paginas.zip", 3,
        "ad9eee5d5d2a0da3cc0bdf4e2e7b3ab7d8a4e9e5f7c1b1f7a0f0f2f8d1f1c0aa", "2026-05-11T03:00:00+00:00", False,
    )  # fmt: skip
    write_receipt(folder, receipt)
    own = tmp_path / "eigen"
    own.mkdir()
    file = own / "rivm_gezondheid.yaml"
    file.write_text(
        f"bron: rivm_gezondheid\nreleases:\n  - release: {before}\n    sha256: {receipt.sha256}\n"
        "    aanvaard_door: Jo\n",
        encoding="utf-8",
    )
    catalogue = load_catalogue([own])
    source = catalogue.sources["rivm_gezondheid"]
    release = source.release(now)
    assert (release.sha256, release.aanvaard_door) == (receipt.sha256, "Jo")
    assert archive.fetch(paths, source, release) == receipt
    assert (source, release) in wanted(paths, catalogue, "openbaar")
    there = mirrored({"rivm_gezondheid": source}, str(paths.root / "archief"))["rivm_gezondheid"].release(now)
    assert there.url == str(folder / "paginas.zip")
    monkeypatch.setenv("VEERKRACHT_CATALOGUS", str(own))
    assert withdraw(paths, catalogue, "rivm_gezondheid", now) == [file]
    assert load_catalogue([own]).sources["rivm_gezondheid"].release(now).aanvaard_door is None


def test_an_edition_of_0_1_0_is_listed_whole_and_served(left):
    (listed,) = publication.publications(left.paths, "openbaar")
    assert (listed.editie, listed.actueel, listed.releases, listed.problemen) == (EDITION, True, 1, ())
    assert EDITION in run(left, "publications").stdout
    process = start(left.paths.root, "--poort", "0")
    try:
        port = int(process.stdout.readline().rpartition(":")[2].partition("/")[0])
        assert ask(port, "/")[2] == b"<h1>Editie van 0.1.0</h1>"
        assert ask(port, "/viewer/")[2] == b"<h1>Viewer van 0.1.0</h1>"
    finally:
        process.terminate()
        process.wait(30)


@pytest.mark.parametrize(
    "arguments", [("verandering", "--van", "2014", "--tot", "2024"), ("rapport", "--gemeenten", "GM9001,GM9002")]
)
def test_what_the_edition_misses_is_told_without_words_of_a_library(left, tmp_path, arguments):
    done = run(left, *arguments, "--uit", str(tmp_path))
    told = done.stderr
    assert done.returncode == 1 and "door een andere versie van veerkracht gemaakt en mist" in told
    assert "(kolom " in told or "(tabel " in told or "(instelling " in told
    assert "Traceback" not in told and "Error" not in told


@pytest.mark.lang
def test_a_refresh_goes_on_where_0_1_0_ended_and_rollback_puts_its_edition_back(left, tmp_path):
    mine = copied(left, tmp_path / "kopie")
    done = run(mine, "refresh")
    told = done.stdout + done.stderr
    assert done.returncode == 0, told
    for name in GONE:
        assert told.count(f"`{name}` doet niets meer") == 1
    assert "niet aanvaard" not in told and "niet in de editie" not in told
    assert "Kaarten 2014–2024: " in told and " van 11 tonen iets" in told  # not of the empty Parquet of 0.1.0
    new = publication.current(mine.paths, "openbaar")
    listed = {one.editie: one for one in publication.publications(mine.paths, "openbaar")}
    assert listed.keys() == {new, EDITION} and not any(one.problemen for one in listed.values())
    used = {(one["bron"], one["release"]) for one in read_manifest(mine.paths.publicatie("openbaar") / new).releases}
    known = load_catalogue([mine.catalogue, mine.own]).releases("openbaar")
    assert used == {(source.bron, release.release) for source, release in known}

    back = run(mine, "rollback")
    assert back.returncode == 0 and f"wijst nu naar {EDITION}" in back.stdout
    assert publication.current(mine.paths, "openbaar") == EDITION
    again = run(mine, "refresh")
    assert again.returncode == 0 and f"Niets nieuws: editie {new}" in again.stdout
    assert again.stdout.count("`zeker_vanaf` doet niets meer") == 1
    assert publication.current(mine.paths, "openbaar") == EDITION
