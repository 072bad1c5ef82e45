"""What comes in: a release that cannot be had is left out, other bytes stop, and one refresh runs at a time."""

import hashlib
import subprocess
import sys
from dataclasses import replace

import pytest

from orchestration import lock
from orchestration.intake import Intake, fetch_all, missing, replacements, report_lines, require_some, wanted
from veerkracht.errors import VeerkrachtError
from veerkracht.sources.catalogue.loading import load_catalogue
from veerkracht.sources.catalogue.model import Release, Source


def source(tmp_path, *releases: Release) -> Source:
    return Source(
        bron="cbs_kerncijfers",
        titel="Proef",
        uitgever="Proef",
        licentie="CC0",
        toegang="open",
        landingspagina="https://example.org",
        reeks="nieuwste_per_jaar",
        releases=releases,
    )


def release(jaar: int, url: str, sha256: str | None = None) -> Release:
    return Release(release=f"{jaar}@proef", jaren=(jaar,), url=url, sha256=sha256, indeling=jaar, layout="statline_csv")


@pytest.fixture
def file(tmp_path):
    made = tmp_path / "levering.csv"
    made.write_text("code;waarde\nBU00010001;1\n")
    return made


def sha(file) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def test_what_cannot_be_had_is_left_out_and_the_rest_goes_on(paths, tmp_path, file):
    good, gone = release(2020, str(file), sha(file)), release(2021, str(tmp_path / "weg.csv"), "0" * 64)
    bron = source(tmp_path, good, gone)
    intake = fetch_all(paths, [(bron, gone), (bron, good)])
    assert [held.release for held in intake.accepted] == [good]
    assert [(one.release, one.step) for one in intake.left_out] == [(gone, "ophalen")]
    assert any("cbs_kerncijfers@2021@proef" in line and "weg.csv" in line for line in report_lines(intake))
    with pytest.raises(VeerkrachtError, match=r"(?s)geen grenzen van buurten \(cbs_grenzen\).*2021@proef \(ophalen\)"):
        require_some(intake)
    outlines = replace(intake.accepted[0], source=bron.model_copy(update={"bron": "cbs_grenzen"}))
    require_some(intake.plus(Intake(accepted=[outlines])))
    assert missing(paths, [(bron, good), (bron, gone)]) == [(bron, gone)]


def test_without_any_answer_it_is_the_network_and_told_once(paths, tmp_path, file):
    releases = [release(jaar, f"http://127.0.0.1:9/{jaar}.csv") for jaar in (2020, 2021, 2022)]
    bron = source(tmp_path, *releases)
    intake = fetch_all(paths, [(bron, one) for one in releases])
    assert [one.unanswered for one in intake.left_out] == [True] * 3
    with pytest.raises(VeerkrachtError, match="Is deze computer met internet verbonden") as caught:
        require_some(intake)
    assert str(caught.value).count("127.0.0.1") == 1 and "De eerste van 3 release(s)" in str(caught.value)
    gone = fetch_all(paths, [(bron, release(2019, str(tmp_path / "weg.csv")))])
    with pytest.raises(VeerkrachtError, match="geen enkele aanvaarde release") as caught:
        require_some(intake.plus(gone))
    assert "internet" not in str(caught.value)


def test_unregistered_bytes_are_kept_and_listed_with_the_command(paths, tmp_path, file):
    new = release(2020, str(file))
    bron = source(tmp_path, new)
    intake = fetch_all(paths, [(bron, new)])
    assert intake.accepted == []
    told = "\n".join(report_lines(intake))
    assert sha(file) in told
    assert "releases --accepteer alle" in told and "releases --accepteer cbs_kerncijfers@2020@proef" in told
    with pytest.raises(VeerkrachtError, match="geen enkele aanvaarde release"):
        require_some(intake)
    assert missing(paths, [(bron, new)]) == []


def test_other_bytes_are_left_out_and_the_rest_goes_on(paths, tmp_path, file):
    wrong, good = release(2020, str(file), "0" * 64), release(2021, str(file), sha(file))
    bron = source(tmp_path, wrong, good)
    intake = fetch_all(paths, [(bron, wrong), (bron, good)])
    assert [one.release for one in intake.accepted] == [good]
    assert [one.release for one in intake.left_out] == [wrong]
    assert sha(file) in intake.left_out[0].reason


def test_what_is_rejected_is_not_fetched(paths, tmp_path):
    off = release(2020, str(tmp_path / "weg.csv")).model_copy(update={"uit": "kolommen verschoven"})
    bron = source(tmp_path, off)
    intake = fetch_all(paths, [(bron, off)])
    assert [(one.step, one.reason) for one in intake.left_out] == [("verworpen", "kolommen verschoven")]
    assert missing(paths, [(bron, off)]) == []


def test_a_role_that_is_not_asked_for_is_fetched_when_it_was_received(paths, tmp_path, file):
    core, more = release(2020, str(file)), release(2021, str(file)).model_copy(update={"rol": "reeks"})
    bron = source(tmp_path, core, more)
    catalogue = replace(load_catalogue([]), sources={bron.bron: bron})
    names = [one.release for _, one in wanted(paths, catalogue, "openbaar")]
    assert names == ["2020@proef"]
    fetch_all(paths, [(bron, more)])
    assert [one.release for _, one in wanted(paths, catalogue, "openbaar")] == ["2020@proef", "2021@proef"]


@pytest.mark.parametrize(("vanaf", "asked"), [(2021, ["2014@proef", "2021@proef"]), (2022, ["2014@proef"])])
def test_from_which_year_on_is_no_matter_for_what_the_maps_need(paths, tmp_path, file, vanaf, asked):
    core, more = release(2014, str(file)), release(2021, str(file)).model_copy(update={"rol": "reeks"})
    bron, known = source(tmp_path, core, more), load_catalogue([])
    settings = known.settings.model_copy(update={"ophalen": "reeks", "vanaf": vanaf})
    catalogue = replace(known, sources={bron.bron: bron}, settings=settings)
    assert [one.release for _, one in wanted(paths, catalogue, "openbaar")] == asked


def test_another_carrier_stands_in_for_what_fell_out(paths, tmp_path, file):
    gone = release(2020, str(tmp_path / "weg.csv"))
    other = gone.model_copy(update={"release": "2020@ander", "url": str(file), "rol": "vervanging"})
    later = release(2021, str(file)).model_copy(update={"rol": "vervanging"})
    bron = source(tmp_path, gone, other, later)
    catalogue = replace(load_catalogue([]), sources={bron.bron: bron})
    intake = fetch_all(paths, wanted(paths, catalogue, "openbaar"))
    assert replacements(catalogue, "openbaar", intake) == [(bron, other)]
    assert replacements(catalogue, "openbaar", intake.plus(fetch_all(paths, [(bron, other)]))) == []


def test_one_refresh_at_a_time(paths):
    lock.claim(paths)
    lock.claim(paths)  # the same process may ask again
    code = (
        "from pathlib import Path\nfrom orchestration import lock\nfrom veerkracht.paths import DataPaths\n"
        f"lock.claim(DataPaths(Path({str(paths.root)!r})))"
    )
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert other.returncode == 1
    assert "al een verversing bezig" in other.stderr
    lock.release(paths)
    assert subprocess.run([sys.executable, "-c", code], capture_output=True).returncode == 0
