"""The truth file against the files: true moves, true series, and how well addresses and squares carry people."""

import io
import zipfile

import numpy as np
import pandas as pd
import pytest

from veerkracht.sample.cijfers import sums_of

ADRES = "bestanden/cbs_adressen/{0}-cbs-pc6huisnr{0}0801_buurt.zip"


def _adressen(voorbeeld, jaar: int, separator: str) -> pd.DataFrame:
    with zipfile.ZipFile(voorbeeld / ADRES.format(jaar)) as zip_:
        table = pd.read_csv(io.BytesIO(zip_.read(f"pc6hnr{jaar}0801_gwb.csv")), sep=separator, dtype=str)
    assert list(table.columns) == ["PC6", "Huisnummer", f"Buurt{jaar}", f"Wijk{jaar}", f"Gemeente{jaar}"]
    assert table["PC6"].str.fullmatch("[1-9][0-9]{3}[A-Z]{2}").all()
    return table


def test_true_weights_sum_to_one(waarheid):
    for pair in waarheid["gewichten"].values():
        assert len(pair) >= 40
        for parts in pair.values():
            assert sum(parts.values()) == pytest.approx(1, abs=1e-5)


def test_counting_addresses_finds_the_true_weights(voorbeeld, waarheid):
    """What a conversion by addresses finds is where people really live, but for chance."""
    van, naar = _adressen(voorbeeld, 2019, ","), _adressen(voorbeeld, 2024, ";")
    both = van.merge(naar, on=["PC6", "Huisnummer"])
    assert 0.9 < len(both) / len(van) < 1
    count_overlast = both.groupby(["Buurt2019", "Buurt2024"]).size()
    truth, getoetst = waarheid["gewichten"]["2019_2024"], 0
    for code, groep in count_overlast.groupby(level=0):
        if groep.sum() >= 100:
            found = {f"BU{naar_code}": n / groep.sum() for (_, naar_code), n in groep.items()}
            expected = truth.get(f"BU{code}", {f"BU{code}": 1.0})
            for doel in set(found) | set(expected):
                assert found.get(doel, 0) == pytest.approx(expected.get(doel, 0), abs=0.06), (code, doel)
            getoetst += len(expected) > 1
    assert getoetst >= 5


def test_some_addresses_straddle_a_border(voorbeeld):
    table = _adressen(voorbeeld, 2024, ";")
    assert 0 < table.duplicated(["PC6", "Huisnummer"]).sum() < 0.001 * len(table)


def test_names_beside_the_addresses_are_cp1252(voorbeeld):
    with zipfile.ZipFile(voorbeeld / ADRES.format(2019)) as zip_:
        assert "é 't Coördinaat" in zip_.read("brt2019.csv").decode("cp1252")


def test_squares_lie_where_people_live_and_hide_the_small_ones(voorbeeld, wereld):
    with zipfile.ZipFile(voorbeeld / "bestanden/cbs_vierkanten/2015-cbs_vk100_2014_v1.zip") as zip_:
        table = pd.read_csv(io.BytesIO(zip_.read("cbs_vk100_2014_v1.csv")), sep=";")
    assert table["crs28992res100m"].str.fullmatch("E[0-9]{4}N[0-9]{4}").all()
    assert table["crs28992res100m"].is_unique
    geheim = table["aantal_inwoners"] == -99997
    assert geheim.any()
    assert (table.loc[~geheim, "aantal_inwoners"] % 5 == 0).all()
    total = wereld.bewoners.inwoners(2014).sum()
    assert 0.75 * total < table.loc[~geheim, "aantal_inwoners"].sum() < total


def test_series_of_the_truth_are_the_people_of_each_year(wereld, waarheid):
    reeksen, i = waarheid["reeksen_2024"], wereld.indelingen[2024]
    for jaar in (2014, 2019, 2024):
        count = sum(reeks[jaar - 2014] for reeks in reeksen["inw"].values())
        assert count == wereld.bewoners.inwoners(jaar).sum()
    buurten = sums_of(wereld.bewoners.inwoners(2024), i)[1 + len(i.gemeenten) + len(i.wijken) :]
    assert [reeksen["inw"][str(code)][-1] for code in i.buurten] == buurten.tolist()


def test_the_same_people_on_every_vintage(wereld):
    """Each vintage is another grouping of the same vlekken: totals agree, and no land falls out."""
    inwoners = wereld.bewoners.inwoners(2019)
    totalen = {float(sums_of(inwoners, i)[0]) for i in wereld.indelingen.values()}
    assert totalen == {float(inwoners.sum())}
    for i in wereld.indelingen.values():
        assert ((i.buurt_of_vlek >= 0) == wereld.bewoners.on_land).all()


def test_inhabitants_change_over_the_years_but_not_by_chance(wereld):
    reeks = np.array([wereld.bewoners.inwoners(jaar) for jaar in range(2014, 2025)])
    assert reeks[-1].sum() > 1.02 * reeks[0].sum()
    step = np.diff(reeks, axis=0)
    omkeer = (np.sign(step[1:]) * np.sign(step[:-1]) < 0).mean()
    assert omkeer < 0.01
