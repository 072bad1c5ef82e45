"""dim_instelling: every setting with its value and its meaning; nothing of restricted sources in openbaar."""

import duckdb

from tests.veerkracht.products import world
from veerkracht.publication import settings_table
from veerkracht.settings import Settings


def _rows(folder, publiek):
    database = folder / f"{publiek}.duckdb"
    settings_table.write_settings(database, publiek, world.settings())
    with duckdb.connect(str(database), read_only=True) as con:
        return {name: tuple(rest) for name, *rest in con.execute("from dim_instelling").fetchall()}


def test_every_setting_has_an_explanation():
    assert set(settings_table.EXPLAINED) == set(Settings.model_fields)


def test_settings_of_an_edition(tmp_path):
    rows = _rows(tmp_path, "openbaar")
    assert set(rows) == set(Settings.model_fields) - (settings_table.LEDEN_ONLY | settings_table.OF_INTAKE)
    assert rows["kaart_perioden"][0] == "2014–nieuwste" and rows["grootteklassen"][0] == "500, 1500, 5000"
    assert all(text for *_, text in rows.values())
    assert rows["duidelijk_vanaf"][:3] == ("0,9", "getal", 0.9)
    assert rows["rapport_van"][:3] == ("2014", "geheel getal", 2014.0)
    assert rows["kaart_perioden"][1:3] == ("perioden", None) and rows["atlas_formaten"][1:3] == ("lijst", None)
    assert rows["referentie"][:3] == ("landelijk", "tekst", None)
    assert "kwetsbaarheid_beperkt" in _rows(tmp_path, "leden")
