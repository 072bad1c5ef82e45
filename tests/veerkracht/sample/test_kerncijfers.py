"""Kerncijfers of the sample: gaps per year, rounding, suppression, missing codes, and sums before rounding."""

import io
import zipfile

import numpy as np
import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from veerkracht.sample.cijfers import make_jaarcijfers, maten
from veerkracht.sample.steps import indeling_of

MAP = "bestanden/cbs_kerncijfers"


@pytest.fixture(scope="module")
def jaren(wereld):
    """Published figures per year, as a frame of areas × mnemonics."""
    uit = {}
    for jaar in range(2014, 2025):
        figures = make_jaarcijfers(wereld.bewoners, wereld.indelingen[indeling_of(jaar)], jaar)
        columns = [m.mnemoniek for m in figures.maten]
        uit[jaar] = (figures, pd.DataFrame(figures.values, index=figures.gebieden.codes, columns=columns))
    return uit


def _v4(voorbeeld, file: str) -> dict[str, pd.DataFrame]:
    with zipfile.ZipFile(voorbeeld / MAP / file) as zip_:
        lezen = lambda name: pd.read_csv(  # noqa: E731
            io.BytesIO(zip_.read(name)), sep=";", dtype=str, keep_default_na=False
        )
        return {name: lezen(name) for name in zip_.namelist()}


def _rows(voorbeeld, file: str) -> list[list]:
    return CalamineWorkbook.from_path(voorbeeld / MAP / file).get_sheet_by_index(0).to_python()


def test_enough_indicators_with_real_gaps(jaren):
    assert len({m.mnemoniek for m in maten()}) >= 45
    heeft = lambda jaar, *names: [name in jaren[jaar][1].columns for name in names]  # noqa: E731
    assert not any(heeft(2017, "a_opl_lg", "a_wmo_t", "p_wmo_t", "a_jz_tn", "p_jz_tn"))
    assert all(heeft(2018, "a_opl_lg", "a_wmo_t", "p_wmo_t", "a_jz_tn", "p_jz_tn"))
    assert heeft(2022, "a_opl_lg", "a_opl_bvm") == [True, False]
    assert heeft(2023, "a_opl_lg", "a_opl_bvm", "a_opl_hvm", "a_opl_hw") == [False, True, True, True]
    armoede = ("p_hh_lkk", "p_hh_osm", "p_hh_110", "p_hh_120", "p_ink_ar", "p_ink_ba")
    assert heeft(2023, *armoede) == [True] * 4 + [False] * 2
    assert heeft(2024, *armoede) == [False] * 4 + [True] * 2
    assert heeft(2019, "g_woz", "g_wozbag") == [True, False]
    assert heeft(2020, "g_woz", "g_wozbag") == [False, True]
    assert heeft(2016, "p_15_24", "a_15_24") == [True, False]
    assert heeft(2017, "p_15_24", "a_15_24") == [False, True]
    assert heeft(2022, "a_nw_all", "a_neu_al") == [True, False]
    assert heeft(2023, "a_nw_all", "a_neu_al") == [False, True]
    assert all(all(heeft(jaar, "p_koopw", "p_huurw", "p_wcorpw", "p_hh_li", "a_soz_wb")) for jaar in jaren)


def test_before_rounding_parts_add_up_and_after_rounding_they_do_not(jaren):
    figures, frame = jaren[2024]
    i = figures.gebieden.indeling
    n_gm, n_wk = len(i.gemeenten), len(i.wijken)
    for name in ("inw", "hh", "bijstand", "corporatie", "wmo"):
        s = figures.sums[name]
        assert (s == np.round(s)).all()
        assert s[0] == s[1 : 1 + n_gm].sum() == s[1 + n_gm : 1 + n_gm + n_wk].sum() == s[1 + n_gm + n_wk :].sum()
    soort = pd.Series(figures.gebieden.soorten, index=frame.index)
    land, buurten = frame.loc["NL00", "a_inw"], frame.loc[soort == "Buurt", "a_inw"].sum()
    assert land != buurten
    assert abs(land - buurten) < 0.002 * land


def test_partitions_add_up_in_truth(jaren):
    s = jaren[2024][0].sums
    for whole, parts in {
        "inw": ("l00", "l15", "l25", "l45", "l65"),
        "hh": ("hh1", "hhz", "hhm"),
        "woning": ("koop", "corporatie", "overig_huur", "onbekend"),
        "l15_75": ("opl_laag", "opl_midden", "opl_hoog"),
    }.items():
        assert (s[whole] == sum(s[part] for part in parts)).all(), whole


@pytest.mark.parametrize(
    ("maat", "basis", "overal"),
    [("a_inw", 5, False), ("a_soz_wb", 10, True), ("a_inkont", 100, True), ("a_opl_hw", 10, True)],
)
def test_counts_are_rounded_at_random_without_bias(jaren, maat, basis, overal):
    figures, frame = jaren[2024]
    m = next(m for m in figures.maten if m.mnemoniek == maat)
    truth, gedrukt = figures.sums[m.teller][figures.gebieden.bron], frame[maat].to_numpy()
    fine = np.isin(figures.gebieden.soorten, ["Buurt", "Wijk"])
    with_it = np.isfinite(gedrukt) & (fine | overal)
    error = gedrukt[with_it] - truth[with_it]
    assert (gedrukt[with_it] % basis == 0).all()
    assert np.abs(error).max() < basis
    assert abs(error.mean()) < 4 * 0.41 * basis / np.sqrt(with_it.sum())
    assert error.std() == pytest.approx(0.41 * basis, rel=0.25)
    if not overal:
        assert frame.loc["NL00", maat] == figures.sums[m.teller][0]


def test_percentages_are_whole_numbers_of_the_true_counts(jaren):
    figures, frame = jaren[2019]
    s, bron = figures.sums, figures.gebieden.bron
    with np.errstate(invalid="ignore", divide="ignore"):
        truth = (100 * s["corporatie"] / s["woning"])[bron]
    with_it = np.isfinite(frame["p_wcorpw"].to_numpy())
    assert np.abs(frame["p_wcorpw"].to_numpy()[with_it] - truth[with_it]).max() <= 0.5
    assert (frame["p_wcorpw"].dropna() % 1 == 0).all()


@pytest.mark.parametrize(
    ("maat", "op", "jaar", "grens"),
    [
        ("p_koopw", "woning", 2020, 20),
        ("p_hh_li", "hh", 2016, 100),
        ("p_ink_li", "inkont", 2021, 100),
        ("p_ink_li", "inkont", 2022, 2500),
    ],
)
def test_suppressed_below_the_threshold_of_cbs_and_not_above(jaren, maat, op, jaar, grens):
    figures, frame = jaren[jaar]
    enough = figures.sums[op][figures.gebieden.bron] >= grens
    assert frame[maat].notna().to_numpy().tolist() == enough.tolist()
    assert 0 < (~enough).sum() < len(enough)


def test_business_parks_without_people_print_zero_not_nothing(jaren):
    for jaar in (2014, 2024):
        frame = jaren[jaar][1]
        blank = frame["a_inw"] == 0
        assert blank.sum() >= 3
        assert frame.loc[blank, "p_hh_li"].isna().all()


def test_v4_has_no_row_for_a_missing_figure_and_uses_the_codes_of_its_year(voorbeeld):
    parts = _v4(voorbeeld, "85984NED-20251115.zip")
    observaties, codes = parts["Observations.csv"], parts["MeasureCodes.csv"].set_index("Identifier")
    assert list(observaties.columns) == ["Id", "Measure", "WijkenEnBuurten", "Value", "StringValue", "ValueAttribute"]
    assert int(parts["Properties.csv"]["ObservationCount"].iloc[0]) == len(observaties)
    assert ((observaties["Value"] != "") ^ (observaties["StringValue"] != "")).all()
    assert set(observaties["Measure"]) <= set(codes.index)
    gebieden = observaties["WijkenEnBuurten"].nunique()
    assert (observaties["Measure"] == "D000186").sum() < gebieden == (observaties["Measure"] == "T001036").sum()
    assert tuple(codes.loc["1014800", ["Title", "Unit"]]) == ("Koopwoningen", "%")
    assert codes.loc["2018700", "Title"] == "Basisonderwijs, vmbo, mbo1"
    ouder = _v4(voorbeeld, "83765NED-20191115.zip")["MeasureCodes.csv"].set_index("Identifier")
    assert "1014800_1" in ouder.index
    assert ouder.loc["10680", "Unit"] == "aantal"
    oudst = _v4(voorbeeld, "83487NED-20181115.zip")["MeasureCodes.csv"].set_index("Identifier")
    assert oudst.loc["10680", "Unit"] == "%"


def test_workbooks_have_their_own_ways_with_missing_and_decimals(voorbeeld):
    rows = _rows(voorbeeld, "kwb-2014.xls")
    cells = [cell for row in rows[1:] for cell in row[7:]]
    assert "       ." in cells
    assert any(isinstance(cell, str) and cell.strip().replace(".", "").isdigit() for cell in cells)
    rows = _rows(voorbeeld, "kwb-2019.xlsx")
    column = rows[0].index("g_hhgro")
    assert {type(row[column]) for row in rows[1:]} == {str}
    assert any("," in row[column] for row in rows[1:])
    assert "." in {row[rows[0].index("p_hh_li")] for row in rows[1:]}
    rows = _rows(voorbeeld, "kwb-2022.xlsx")
    assert "p_hh_li " in rows[0]
    assert "" in {row[rows[0].index("p_hh_li ")] for row in rows[1:]}
    assert rows[1][:3] == ["NL00", "0000", "Nederland"]


def test_ind_wbi_speaks_of_the_first_year_of_a_vintage_only(voorbeeld):
    for jaar, expected in ((2019, {".", "1", "2", "3"}), (2022, {".", "1"})):
        assert {row[6] for row in _rows(voorbeeld, f"kwb-{jaar}.xlsx")[1:]} == expected


def test_statline_csv_is_padded_quoted_and_has_a_bom(voorbeeld):
    rauw = (voorbeeld / MAP / "Kerncijfers_wijken_en_buurten_2021.csv").read_bytes()
    assert rauw.startswith(b'\xef\xbb\xbf"Wijken en buurten";"Regioaanduiding/Gemeentenaam (naam)"')
    assert b'"Bevolking/Aantal inwoners (aantal)"' in rauw
    assert b'"NL00      "' in rauw
    assert b';".";' in rauw


def test_2023_came_twice_with_few_columns_and_other_rounding_first(voorbeeld):
    eerst, later = (_v4(voorbeeld, f"85618NED-{dag}.zip")["Observations.csv"] for dag in ("20240701", "20251115"))
    assert set(eerst["Measure"]) < set(later["Measure"])
    a, b = (d[d["Measure"] == "T001036"].set_index("WijkenEnBuurten")["Value"] for d in (eerst, later))
    assert 0 < (a != b).sum() < len(a)
