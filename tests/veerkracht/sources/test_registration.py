"""States of releases on their way into an edition, and acceptance written to the user's folder."""

import hashlib
import json
import os
from pathlib import Path

import pytest

from veerkracht.errors import ArchiveError, CatalogueError
from veerkracht.sources import archive
from veerkracht.sources.catalogue import judgements
from veerkracht.sources.catalogue.judgements import Judgement
from veerkracht.sources.catalogue.loading import load_catalogue
from veerkracht.sources.catalogue.registration import (
    accept,
    chosen,
    is_accepted,
    reject,
    releases_overview,
    split_name,
    withdraw,
)
from veerkracht.sources.intake.ingest import made_from

KWB = """# van Jo, 2026
bron: cbs_kerncijfers
releases:
  # de eerste levering
  - release: 2017@eigen   # met de hand opgehaald
    jaren: [2017]
    layout: statline_csv
    indeling: 2017
    url: kwb.csv
"""


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """A catalogue folder of the user with one release that lies beside it, and nothing of the package's."""
    made = tmp_path / "cat"
    made.mkdir()
    (made / "kwb.yaml").write_text(KWB)
    (made / "catalogus.yaml").write_text("zelfstandig: true\n")
    (made / "kwb.csv").write_text("Regio;Inwoners\nBU00340101;5\n")
    monkeypatch.setenv("VEERKRACHT_CATALOGUS", str(made))
    return made


def digest(folder: Path) -> str:
    return hashlib.sha256((folder / "kwb.csv").read_bytes()).hexdigest()


def fetched(paths) -> None:
    source = load_catalogue().sources["cbs_kerncijfers"]
    archive.fetch(paths, source, source.releases[0])


def accepted(paths, name: str = "cbs_kerncijfers@2017@eigen", by: str = "Jo", reden: str = "met de site vergeleken"):
    return accept(paths, load_catalogue(), *split_name(name), by, reden)


def only_row(paths):
    rows = releases_overview(paths, load_catalogue())
    assert len(rows) == 1
    return rows[0]


def test_a_release_goes_through_its_states(paths, folder):
    row = only_row(paths)
    assert (row.staat, row.sha256, row.opdracht) == ("bekend", None, None)
    assert (row.bron, row.release, row.jaren, row.indeling) == ("cbs_kerncijfers", "2017@eigen", "2017", 2017)
    fetched(paths)
    row = only_row(paths)
    assert (row.staat, row.sha256) == ("opgehaald", digest(folder))
    asked = row.opdracht.split(" ")
    assert asked[0] == "veerkracht" and asked[-3:] == ["releases", "--accepteer", "cbs_kerncijfers@2017@eigen"]
    assert asked[asked.index("--catalogus") + 1] == str(folder)
    accepted(paths)
    row = only_row(paths)
    assert (row.staat, row.opdracht) == ("aanvaard", None)
    raw = paths.raw("open", "cbs_kerncijfers", "2017@eigen")
    raw.mkdir(parents=True)
    source = load_catalogue().sources["cbs_kerncijfers"]
    (raw / "raw.json").write_text(json.dumps(made_from(paths, source, source.release("2017@eigen"))))
    assert only_row(paths).staat == "gelezen"
    for state in (judgements.REFUSED, judgements.PASSED):
        judgements.keep(raw, Judgement(state, "proef"))
        assert only_row(paths).staat == state
    edition = paths.publicatie("openbaar") / "2026-11-22.1"
    edition.mkdir()
    (edition / "MANIFEST.json").write_text(
        json.dumps({"releases": [{"bron": "cbs_kerncijfers", "release": "2017@eigen", "sha256": "x"}]})
    )
    (edition.parent / "actueel").symlink_to(edition.name)
    row = only_row(paths)
    assert (row.staat, row.edities) == ("in editie", ("openbaar",))


def test_all_packaged_releases_are_shown_as_known(paths):
    rows = releases_overview(paths, load_catalogue([]))
    assert len(rows) > 70 and {row.staat for row in rows} == {"bekend"}


def test_acceptance_completes_the_users_file_and_keeps_the_comments(paths, folder):
    fetched(paths)
    file = accepted(paths, reden="met de site\nvergeleken: goed # ja")
    assert file == folder / "kwb.yaml"
    text = file.read_text()
    assert text.startswith(KWB.rstrip("\n"))
    release = load_catalogue().sources["cbs_kerncijfers"].release("2017@eigen")
    assert (release.sha256, release.aanvaard_door) == (digest(folder), "Jo")
    assert release.aanvaard_reden == "met de site vergeleken: goed # ja"
    receipt = archive.receipt(paths, load_catalogue().sources["cbs_kerncijfers"], release)
    assert is_accepted(receipt, release)
    assert sorted(file.name for file in folder.iterdir()) == ["catalogus.yaml", "kwb.csv", "kwb.yaml"]


def test_acceptance_of_a_packaged_release_makes_a_file(paths, tmp_path):
    mine = tmp_path / "mijn"
    mine.mkdir()
    source = load_catalogue([]).sources["cbs_kerncijfers"]
    local = tmp_path / "83765NED.zip"
    local.write_bytes(b"PK\x05\x06" + bytes(18))
    release = source.release("2017@83765NED").model_copy(update={"url": str(local), "layout": "statline_csv"})
    archive.fetch(paths, source, release)
    file = accept(paths, load_catalogue([mine]), source.bron, release.release, "Jo", "gezien", mine)
    assert file.name == "cbs_kerncijfers.yaml"
    completed = load_catalogue([mine]).sources["cbs_kerncijfers"].release("2017@83765NED")
    assert completed.sha256 == hashlib.sha256(local.read_bytes()).hexdigest() and completed.layout == "v4_zip"
    other = source.release("2018@84286NED").model_copy(update={"url": str(local), "layout": "statline_csv"})
    archive.fetch(paths, source, other)
    accept(paths, load_catalogue([mine]), source.bron, other.release, "Jo", "gezien", mine)
    assert file.read_text().count("release:") == 2


@pytest.mark.parametrize("name", ["cbs_kerncijfers@2017@eigen", "cbs_kerncijfers/2017@eigen"])
def test_two_ways_to_name_a_release(name):
    assert split_name(name) == ("cbs_kerncijfers", "2017@eigen")


@pytest.mark.parametrize("name", ["cbs_kerncijfers", "cbs_kerncijfers@2017", "@2017@eigen", ""])
def test_what_is_no_name_of_a_release(name):
    with pytest.raises(
        CatalogueError, match="is geen release; schrijf bron@release, zoals cbs_kerncijfers@2017@83765NED"
    ):
        split_name(name)


def test_what_cannot_be_accepted(paths, folder):
    with pytest.raises(CatalogueError, match=r"Bron `cbs_kerncijfer` staat niet .* Bedoelde u cbs_kerncijfers"):
        accepted(paths, "cbs_kerncijfer@2017@eigen")
    with pytest.raises(CatalogueError, match=r"Release `2017@eige` staat niet bij .* Bedoelde u 2017@eigen\?"):
        accepted(paths, "cbs_kerncijfers@2017@eige")
    with pytest.raises(ArchiveError, match="is nog niet opgehaald"):
        accepted(paths)
    fetched(paths)
    with pytest.raises(CatalogueError, match=r"een naam \(--door\) en een reden \(--reden\)"):
        accepted(paths, by=" ")
    archived = paths.archive("open", "cbs_kerncijfers", "2017@eigen") / "kwb.csv"
    archived.write_text("Regio;Inwoners\nBU00340101;6\n")
    with pytest.raises(ArchiveError, match="is veranderd sinds de ontvangst"):
        accepted(paths)
    archived.write_text("Regio;Inwoners\nBU00340101;5\n")
    accepted(paths)
    with pytest.raises(CatalogueError, match="is al aanvaard: sha256"):
        accepted(paths)
    assert (folder / "kwb.yaml").read_text().count("sha256") == 1


def test_other_bytes_than_registered_are_a_state_and_not_to_be_accepted(paths, folder):
    fetched(paths)
    (folder / "kwb.yaml").write_text(KWB + f"    sha256: {'1' * 64}\n")
    row = only_row(paths)
    assert (row.staat, row.sha256, row.opdracht) == ("andere bytes", digest(folder), None)
    with pytest.raises(CatalogueError, match=f"noemt sha256 {'1' * 64}, ontvangen is {digest(folder)}"):
        accepted(paths)


def test_without_a_named_folder_the_one_inside_the_data_folder_is_made_and_read(paths, folder, monkeypatch):
    fetched(paths)
    catalogue = load_catalogue()
    monkeypatch.delenv("VEERKRACHT_CATALOGUS")
    monkeypatch.setenv("VEERKRACHT_DATA", str(paths.root))
    file = accept(paths, catalogue, "cbs_kerncijfers", "2017@eigen", "Jo", "gezien")
    assert file == paths.catalogus / "cbs_kerncijfers.yaml"
    assert digest(folder) in file.read_text()
    (paths.catalogus / "cbs_kerncijfers.yaml").write_text(KWB)
    assert "2017@eigen" in [one.release for one in load_catalogue().sources["cbs_kerncijfers"].releases]


def test_what_is_said_of_a_release_stands_in_the_folder_that_lists_it(paths, folder, monkeypatch, tmp_path):
    first = tmp_path / "eerste"
    first.mkdir()
    monkeypatch.setenv("VEERKRACHT_CATALOGUS", os.pathsep.join(map(str, (first, folder))))
    fetched(paths)
    assert accepted(paths).parent == folder
    assert reject(paths, load_catalogue(), "cbs_kerncijfers", "2017@eigen", "kan niet").parent == folder
    monkeypatch.setenv("VEERKRACHT_CATALOGUS", str(first))
    assert "2017@eigen" not in [one.release for one in load_catalogue().sources["cbs_kerncijfers"].releases]


def test_a_named_folder_must_exist(paths, folder, monkeypatch, tmp_path):
    fetched(paths)
    catalogue = load_catalogue()
    monkeypatch.setenv("VEERKRACHT_CATALOGUS", str(tmp_path / "weg"))
    with pytest.raises(CatalogueError, match=r"weg: deze catalogusmap bestaat niet; maak haar aan"):
        accept(paths, catalogue, "cbs_kerncijfers", "2017@eigen", "Jo", "gezien")


def test_accepted_and_rejected_can_be_taken_back(paths, folder):
    fetched(paths)
    accepted(paths)
    assert withdraw(paths, load_catalogue(), "cbs_kerncijfers", "2017@eigen") == [folder / "kwb.yaml"]
    assert only_row(paths).staat == "opgehaald"
    reject(paths, load_catalogue(), "cbs_kerncijfers", "2017@eigen", "kolommen\nverschoven")
    assert only_row(paths).staat == "verworpen"
    assert load_catalogue().sources["cbs_kerncijfers"].releases[0].uit == "kolommen verschoven"
    withdraw(paths, load_catalogue(), "cbs_kerncijfers", "2017@eigen")
    assert (folder / "kwb.yaml").read_text() == KWB
    with pytest.raises(CatalogueError, match="er is niets in te trekken"):
        withdraw(paths, load_catalogue(), "cbs_kerncijfers", "2017@eigen")
    with pytest.raises(CatalogueError, match=r"een reden \(--reden\)"):
        reject(paths, load_catalogue(), "cbs_kerncijfers", "2017@eigen", " ")


def test_what_is_said_under_an_older_name_is_taken_back_too(paths, tmp_path, monkeypatch):
    folder = tmp_path / "cat"
    folder.mkdir()
    file = folder / "rivm.yaml"
    accepted = f"sha256: {'ab' * 32}, aanvaard_door: Jo, aanvaard_reden: gezien"
    file.write_text(f"bron: rivm_gezondheid\nreleases:\n  - {{release: 2012-2016@50090NED, {accepted}}}\n")
    monkeypatch.setenv("VEERKRACHT_CATALOGUS", str(folder))
    now = ("rivm_gezondheid", "2012-2020@50090NED")
    assert load_catalogue().sources[now[0]].release(now[1]).sha256 == "ab" * 32
    reject(paths, load_catalogue(), *now, "fout")
    assert file.read_text().count("release:") == 1, "one entry a release, under the name that the user gave"
    assert load_catalogue().sources[now[0]].release(now[1]).uit == "fout"
    assert withdraw(paths, load_catalogue(), *now) == [file]
    assert (load_catalogue().sources[now[0]].release(now[1]).sha256, "uit" in file.read_text()) == (None, False)


@pytest.mark.parametrize("which", ["alle", "cbs_kerncijfers", "cbs_kern*", "*@2017@*", "cbs_kerncijfers@2017@eigen"])
def test_which_releases_are_meant(paths, folder, which):
    fetched(paths)
    assert chosen(paths, load_catalogue(), which, only="nieuwe, opgehaalde") == [("cbs_kerncijfers", "2017@eigen")]
    accepted(paths)
    if which != "cbs_kerncijfers@2017@eigen":
        with pytest.raises(CatalogueError, match="geen nieuwe, opgehaalde release die past op"):
            chosen(paths, load_catalogue(), which, only="nieuwe, opgehaalde")


def test_a_damaged_manifest_is_named(paths, folder):
    edition = paths.publicatie("openbaar") / "actueel"
    edition.mkdir()
    (edition / "MANIFEST.json").write_text("[]")
    with pytest.raises(CatalogueError, match=r"MANIFEST\.json is geen leesbaar manifest"):
        releases_overview(paths, load_catalogue())
