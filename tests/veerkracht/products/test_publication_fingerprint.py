"""What makes a publication another one, and what does not."""

import subprocess
import sys
from types import SimpleNamespace

import pytest

from veerkracht.publication import already_published, collect_inputs, fingerprint
from veerkracht.settings import load_settings


def input_fingerprint(paths, publiek, catalogue) -> str:
    return collect_inputs(paths, publiek, catalogue)["vingerafdruk"]


@pytest.fixture
def catalogue():
    def source(toegang, *releases):
        return SimpleNamespace(toegang=toegang, releases=[SimpleNamespace(release=r) for r in releases])

    return SimpleNamespace(
        merk=None,
        settings=load_settings(),
        sources={"bron_open": source("open", "2020@a", "2021@b"), "bron_dicht": source("beperkt", "2020@c")},
        fingerprint=lambda publiek: f"catalogus {publiek}",
    )


def _raw(paths, toegang, bron, release, text):
    folder = paths.raw(toegang, bron, release)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "raw.json").write_text(text)


def test_follows_raw_facts_of_its_own_public(paths, catalogue):
    empty = input_fingerprint(paths, "openbaar", catalogue)
    _raw(paths, "open", "bron_open", "2020@a", "1")
    one = input_fingerprint(paths, "openbaar", catalogue)
    _raw(paths, "beperkt", "bron_dicht", "2020@c", "1")
    assert input_fingerprint(paths, "openbaar", catalogue) == one != empty
    leden = input_fingerprint(paths, "leden", catalogue)
    _raw(paths, "beperkt", "bron_dicht", "2020@c", "2")
    assert input_fingerprint(paths, "leden", catalogue) != leden
    _raw(paths, "open", "bron_open", "2020@a", "2")
    assert input_fingerprint(paths, "openbaar", catalogue) != one


def test_follows_catalogue_settings_and_mark(paths, catalogue):
    base = input_fingerprint(paths, "openbaar", catalogue)
    for change in (
        {"merk": "VOORBEELD"},
        {"fingerprint": lambda publiek: "anders"},
        {"settings": load_settings().model_copy(update={"rapport_van": 2016})},
    ):
        other = SimpleNamespace(**(vars(catalogue) | change))
        assert input_fingerprint(paths, "openbaar", other) != base
    assert input_fingerprint(paths, "openbaar", catalogue) == base


def test_follows_source_files_and_not_caches(tmp_path, monkeypatch):
    monkeypatch.setattr(fingerprint, "CODE", tmp_path)
    model = tmp_path / "dbt_project" / "models" / "a.sql"
    cache = tmp_path / "dbt_project" / "target" / "a.sql"
    for file in (model, cache, tmp_path / "veerkracht" / "a.py"):
        file.parent.mkdir(parents=True)
        file.write_text("1")
    base = fingerprint.code_fingerprint()
    cache.write_text("2")
    assert fingerprint.code_fingerprint() == base
    model.write_text("2")
    assert fingerprint.code_fingerprint() != base


def test_nothing_is_published_in_an_empty_folder(paths):
    assert already_published(paths, "openbaar", "x") is None


def test_imports_nothing_heavy():
    code = (
        "import sys, veerkracht.publication as p; "
        "print(*{'pandas','geopandas','matplotlib','pyarrow','jinja2'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr, done.returncode) == ("", "", 0)
