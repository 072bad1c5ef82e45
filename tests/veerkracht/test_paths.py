"""Where code and data lie."""

from pathlib import Path

from veerkracht import paths
from veerkracht.paths import DataPaths


def test_data_lie_in_the_current_folder_unless_the_environment_names_another(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert DataPaths.from_env().root == tmp_path / "data"
    monkeypatch.setenv("VEERKRACHT_DATA", "elders")
    assert DataPaths.from_env().root == tmp_path / "elders"
    monkeypatch.setenv("VEERKRACHT_DATA", "")  # as an unset variable of a compose file arrives
    assert DataPaths.from_env().root == tmp_path / "data"


def test_the_rooms_stand_beside_each_other():
    assert Path(paths.__file__).parent == paths.CODE / "veerkracht"
    assert (paths.DBT_PROJECT / "dbt_project.yml").is_file() and (paths.SEEDS / "kaarten.csv").is_file()
