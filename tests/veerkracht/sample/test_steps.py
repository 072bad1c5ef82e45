"""The sample as a whole: same bytes each time, of the promised size, with a catalogue that holds."""

import hashlib
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from veerkracht.errors import VeerkrachtError
from veerkracht.sample import write_sample


def _sums(subfolder: Path) -> dict[str, str]:
    return {
        p.relative_to(subfolder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(subfolder.rglob("*"))
        if p.is_file()
    }


def test_same_seed_gives_same_bytes_and_another_seed_does_not(voorbeeld, tmp_path):
    first = _sums(voorbeeld)
    assert _sums(write_sample(tmp_path / "weer", seed=1)) == first
    ander = _sums(write_sample(tmp_path / "ander", seed=2))
    same = {name for name in first if name.startswith("bestanden") and ander.get(name) == first[name]}
    assert not same


def test_size(voorbeeld, waarheid):
    assert sum(p.stat().st_size for p in voorbeeld.rglob("*") if p.is_file()) < 15_000_000
    for jaar, gemeenten in (("2014", 9), ("2019", 8), ("2024", 8)):
        assert waarheid["indelingen"][jaar]["gemeenten"] == gemeenten
        assert waarheid["indelingen"][jaar]["buurten"] >= 300


def test_city_has_at_least_eighty_buurten_in_every_vintage(wereld):
    for indeling in wereld.indelingen.values():
        assert sum(str(code).startswith("BU9001") for code in indeling.buurten) >= 80


def test_catalogue_is_marked_and_every_hash_is_of_its_file(voorbeeld, catalogus):
    assert catalogus.merk == "FICTIEVE VOORBEELDDATA"
    releases = [(bron, release) for bron in catalogus.sources.values() for release in bron.releases]
    assert len(releases) == 3 + 12 + 1 + 2 + 2 + 2 + 2 + 1
    for bron, release in releases:
        file = voorbeeld / "beperkt" / bron.bron / release.drop if release.drop else Path(release.url)
        assert hashlib.sha256(file.read_bytes()).hexdigest() == release.sha256, release.release
        assert release.aanvaard_door == "voorbeeld"
        assert release.gepubliceerd is not None


def test_a_second_run_replaces_the_first_and_names_its_steps(tmp_path):
    seen = []
    uit = write_sample(tmp_path / "uit", gemeenten=6)
    first = _sums(uit)
    write_sample(uit, gemeenten=6, tell=lambda step, part: seen.append((step, part)))
    assert _sums(uit) == first
    parts = [part for _, part in seen]
    assert parts == sorted(parts)
    assert (parts[0], seen[-1]) == (0.0, ("klaar", 1.0))


@pytest.mark.parametrize("gemeenten", [5, 361])
def test_refuses_a_country_it_cannot_make(tmp_path, gemeenten):
    with pytest.raises(VeerkrachtError, match=f"6 tot 360 gemeenten, niet {gemeenten}"):
        write_sample(tmp_path / "uit", gemeenten=gemeenten)


def test_refuses_a_folder_with_something_else(tmp_path):
    (tmp_path / "werk.docx").write_text("van mij")
    with pytest.raises(VeerkrachtError, match="niet leeg"):
        write_sample(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["werk.docx"]


def test_importing_the_package_loads_nothing_heavy():
    code = "import sys, veerkracht.sample; print([m for m in ('numpy', 'shapely', 'pyarrow') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "[]"


@pytest.mark.lang
@pytest.mark.timeout(900)
def test_benchmark_country_has_the_size_of_the_netherlands(tmp_path):
    uit = write_sample(tmp_path / "land", gemeenten=342)
    count_overlast = json.loads((uit / "waarheid.json").read_text(encoding="utf-8"))["indelingen"]
    for jaar, gemeenten in (("2014", 353), ("2019", 342), ("2024", 342)):
        assert 13_100 <= count_overlast[jaar]["buurten"] <= 16_000
        assert count_overlast[jaar]["gemeenten"] == gemeenten
    assert len(list((uit / "bestanden/cbs_kerncijfers").glob("*NED-*.zip"))) == 11
    with zipfile.ZipFile(uit / "bestanden/cbs_adressen/2024-cbs-pc6huisnr20240801_buurt.zip") as zip_:
        lines = zip_.read("pc6hnr20240801_gwb.csv").count(b"\n")
    assert 1_000_000 < lines < 2_500_000
