"""`python -m orchestration.claims`: tables on the screen, CSV where asked, one sentence where there is no edition."""

import csv
from pathlib import Path

import pytest

from orchestration.claims.__main__ import main
from tests.veerkracht.claims import world


@pytest.fixture
def data(tmp_path) -> Path:
    return world.write_data(tmp_path / "data")


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def test_claims_stand_beside_the_truth(data, capsys):
    assert main([str(data)]) == 0
    out = capsys.readouterr().out
    assert "duidelijk ongunstiger" in out
    assert "verkeerd teken" in out
    assert "1 van 1" in out
    assert "167 verwacht, 100 waar, van 1000" in out


def test_without_the_sample_only_claims_are_told(data, capsys):
    (data / "voorbeeld" / "ware_reeksen.parquet").unlink()
    assert main([str(data)]) == 0
    out = capsys.readouterr().out
    assert "duidelijk ongunstiger" in out
    assert "correlatie" not in out


def test_sheets_hold_every_map_and_class(data, tmp_path, capsys):
    assert main([str(data), "--uit", str(tmp_path / "uit")]) == 0
    assert "klassen.csv" in capsys.readouterr().out
    maps, classes = _rows(tmp_path / "uit" / "kaarten.csv"), _rows(tmp_path / "uit" / "klassen.csv")
    assert [row["kaart_id"] for row in maps] == ["4", "6", "7", "8", "9"]
    assert len(classes) == 25
    six = maps[1]
    assert six["indeling"] == "2024"
    assert (six["gekleurd"], six["verslechterd_waar"], six["verslechterd_gevonden"]) == ("3", "1", "1")
    assert float(maps[2]["beide_verwacht"]) == pytest.approx(167.4)
    grey = next(row for row in classes if row["label"] == "niet te zeggen")
    assert grey["verwacht_onjuist"] == ""


@pytest.mark.parametrize("more", [[], ["--voorbeeld", "nergens"]])
def test_what_is_not_there_is_said(data, tmp_path, capsys, more):
    assert main([str(data if more else tmp_path), *more]) == 1
    err = capsys.readouterr().err
    assert ("ware_reeksen.parquet" if more else "veerkracht.duckdb") in err
    assert "Traceback" not in err
