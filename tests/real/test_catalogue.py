"""The catalogue of the real run: resolvable on any machine, its hashes those of the manifest beside the files."""

import csv
from pathlib import Path

import pytest

from veerkracht.errors import CatalogueError
from veerkracht.sources.catalogue.loading import load_catalogue

CATALOGUE = Path(__file__).with_name("catalogus")


def test_unset_folder_is_an_error_that_names_it(monkeypatch):
    monkeypatch.delenv("VEERKRACHT_REAL_DATA", raising=False)
    with pytest.raises(CatalogueError, match=r"cbs_grenzen.yaml:\d+: het pad noemt \$VEERKRACHT_REAL_DATA"):
        load_catalogue([CATALOGUE])


def test_where_the_files_lie_does_not_change_the_meaning(monkeypatch, tmp_path):
    prints = []
    for folder in (tmp_path / "a", tmp_path / "b"):
        monkeypatch.setenv("VEERKRACHT_REAL_DATA", str(folder))
        catalogue = load_catalogue([CATALOGUE])
        urls = [Path(release.url) for _, release in catalogue.releases("openbaar")]
        assert all(url.is_relative_to(folder) for url in urls)
        prints.append(catalogue.fingerprint())
    assert prints[0] == prints[1]
    assert catalogue.merk == "Echte open data, een deel van het land"


def test_other_variables_are_not_filled_in(monkeypatch, tmp_path):
    monkeypatch.setenv("VEERKRACHT_ELDERS", "/elders")
    release = "- {release: 2019@a, jaren: [2019], layout: adressen_zip, indeling: 2019, url: '%s'}"
    for text, expected in [
        ("$HOME/a.zip", tmp_path / "$HOME" / "a.zip"),
        ("$VEERKRACHT_ELDERS/a.zip", Path("/elders/a.zip")),
        ("file://${VEERKRACHT_ELDERS}/a.zip", Path("/elders/a.zip")),
    ]:
        (tmp_path / "a.yaml").write_text(f"bron: cbs_adressen\nreleases:\n  {release % text}\n")
        found = load_catalogue([tmp_path]).sources["cbs_adressen"].release("2019@a").url
        assert Path(found) == expected


@pytest.mark.real
def test_hashes_are_those_of_the_manifest(monkeypatch, real_data):
    monkeypatch.setenv("VEERKRACHT_REAL_DATA", str(real_data))
    with (real_data / "MANIFEST.csv").open(encoding="utf-8", newline="") as file:
        manifest = {row["path"]: row["sha256"] for row in csv.DictReader(file)}
    releases = load_catalogue([CATALOGUE]).releases("openbaar")
    assert len(releases) == 19
    for _, release in releases:
        assert manifest[Path(release.url).relative_to(real_data).as_posix()] == release.sha256
