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
        cijfers = make_jaarcijfers(wereld.bewoners, wereld.indelingen[indeling_of(jaar)], jaar)
        kolommen = [m.mnemoniek for m in cijfers.maten]
        uit[jaar] = (cijfers, pd.DataFrame(cijfers.waarden, index=cijfers.gebieden.codes, columns=kolommen))
    return uit


def _v4(voorbeeld, file: str) -> dict[str, pd.DataFrame]:
    with zipfile.ZipFile(voorbeeld / MAP / file) as zip_:
        lezen = lambda naam: pd.read_csv(  # noqa: E731
            io.BytesIO(zip_.read(naam)), sep=";", dtype=str, keep_default_na=False
        )
        return {naam: lezen(naam) for naam in zip_.namelist()}


def _rows(voorbeeld, file: str) -> list[list]:
    return CalamineWorkbook.from_path(voorbeeld / MAP / file).get_sheet_by_index(0).to_python()


def test_enough_indicators_with_real_gaps(jaren):
    assert len({m.mnemoniek for m in maten()}) >= 45
    heeft = lambda jaar, *namen: [naam in jaren[jaar][1].columns for naam in namen]  # noqa: E731
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
    cijfers, frame = jaren[2024]
    i = cijfers.gebieden.indeling
    n_gm, n_wk = len(i.gemeenten), len(i.wijken)
    for naam in ("inw", "hh", "bijstand", "corporatie", "wmo"):
        s = cijfers.waar[naam]
        assert (s == np.round(s)).all()
        assert s[0] == s[1 : 1 + n_gm].sum() == s[1 + n_gm : 1 + n_gm + n_wk].sum() == s[1 + n_gm + n_wk :].sum()
    soort = pd.Series(cijfers.gebieden.soorten, index=frame.index)
    land, buurten = frame.loc["NL00", "a_inw"], frame.loc[soort == "Buurt", "a_inw"].sum()
    assert land != buurten
    assert abs(land - buurten) < 0.002 * land


def test_partitions_add_up_in_truth(jaren):
    s = jaren[2024][0].waar
    for geheel, delen in {
        "inw": ("l00", "l15", "l25", "l45", "l65"),
        "hh": ("hh1", "hhz", "hhm"),
        "woning": ("koop", "corporatie", "overig_huur", "onbekend"),
        "l15_75": ("opl_laag", "opl_midden", "opl_hoog"),
    }.items():
        assert (s[geheel] == sum(s[deel] for deel in delen)).all(), geheel


@pytest.mark.parametrize(
    ("maat", "basis", "overal"),
    [("a_inw", 5, False), ("a_soz_wb", 10, True), ("a_inkont", 100, True), ("a_opl_hw", 10, True)],
)
def test_counts_are_rounded_at_random_without_bias(jaren, maat, basis, overal):
    cijfers, frame = jaren[2024]
    m = next(m for m in cijfers.maten if m.mnemoniek == maat)
    waar, gedrukt = cijfers.waar[m.teller][cijfers.gebieden.bron], frame[maat].to_numpy()
    fijn = np.isin(cijfers.gebieden.soorten, ["Buurt", "Wijk"])
    mee = np.isfinite(gedrukt) & (fijn | overal)
    fout = gedrukt[mee] - waar[mee]
    assert (gedrukt[mee] % basis == 0).all()
    assert np.abs(fout).max() < basis
    assert abs(fout.mean()) < 4 * 0.41 * basis / np.sqrt(mee.sum())
    assert fout.std() == pytest.approx(0.41 * basis, rel=0.25)
    if not overal:
        assert frame.loc["NL00", maat] == cijfers.waar[m.teller][0]


def test_percentages_are_whole_numbers_of_the_true_counts(jaren):
    cijfers, frame = jaren[2019]
    s, bron = cijfers.waar, cijfers.gebieden.bron
    with np.errstate(invalid="ignore", divide="ignore"):
        waar = (100 * s["corporatie"] / s["woning"])[bron]
    mee = np.isfinite(frame["p_wcorpw"].to_numpy())
    assert np.abs(frame["p_wcorpw"].to_numpy()[mee] - waar[mee]).max() <= 0.5
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
    cijfers, frame = jaren[jaar]
    genoeg = cijfers.waar[op][cijfers.gebieden.bron] >= grens
    assert frame[maat].notna().to_numpy().tolist() == genoeg.tolist()
    assert 0 < (~genoeg).sum() < len(genoeg)


def test_business_parks_without_people_print_zero_not_nothing(jaren):
    for jaar in (2014, 2024):
        frame = jaren[jaar][1]
        blank = frame["a_inw"] == 0
        assert blank.sum() >= 3
        assert frame.loc[blank, "p_hh_li"].isna().all()


def test_v4_has_no_row_for_a_missing_figure_and_uses_the_codes_of_its_year(voorbeeld):
    delen = _v4(voorbeeld, "85984NED-20251115.zip")
    observaties, codes = delen["Observations.csv"], delen["MeasureCodes.csv"].set_index("Identifier")
    assert list(observaties.columns) == ["Id", "Measure", "WijkenEnBuurten", "Value", "StringValue", "ValueAttribute"]
    assert int(delen["Properties.csv"]["ObservationCount"].iloc[0]) == len(observaties)
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
    cellen = [cel for row in rows[1:] for cel in row[7:]]
    assert "       ." in cellen
    assert any(isinstance(cel, str) and cel.strip().replace(".", "").isdigit() for cel in cellen)
    rows = _rows(voorbeeld, "kwb-2019.xlsx")
    kolom = rows[0].index("g_hhgro")
    assert {type(row[kolom]) for row in rows[1:]} == {str}
    assert any("," in row[kolom] for row in rows[1:])
    assert "." in {row[rows[0].index("p_hh_li")] for row in rows[1:]}
    rows = _rows(voorbeeld, "kwb-2022.xlsx")
    assert "p_hh_li " in rows[0]
    assert "" in {row[rows[0].index("p_hh_li ")] for row in rows[1:]}
    assert rows[1][:3] == ["NL00", "0000", "Nederland"]


def test_ind_wbi_speaks_of_the_first_year_of_a_vintage_only(voorbeeld):
    for jaar, expected_telling in ((2019, {".", "1", "2", "3"}), (2022, {".", "1"})):
        assert {row[6] for row in _rows(voorbeeld, f"kwb-{jaar}.xlsx")[1:]} == expected_telling


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
