"""The readers on published files: the figures and delivery facts of expectations.csv, and what is refused."""

import csv

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from tests.veerkracht.sources import leveringen as lev
from tests.veerkracht.sources.lezen import read
from veerkracht.errors import DeliveryError

pytestmark = pytest.mark.real
LBM_JAREN = (2002, 2008, 2012, 2014, 2016, 2018, 2020, 2022)
KWB = lev.bron()


@pytest.fixture(scope="session")
def verwacht(real_data):
    """(dataset, area, year, indicator) -> figure as it stands in expectations.csv."""
    with (real_data / "expectations.csv").open(newline="", encoding="utf-8") as handle:
        return {(r["dataset"], r["area_code"], r["year"], r["indicator"]): r["value"] for r in csv.DictReader(handle)}


def same(text: str, verwacht: str) -> bool:
    """Equal as figures; a dot is only equal to a dot."""
    return text == verwacht if "." in (text, verwacht) else float(text) == float(verwacht)


@pytest.mark.parametrize(
    ("jaar", "bestand", "layout"),
    [
        (2017, "kwb-2017.xlsx", "werkboek"),
        (2019, "kwb-2019.xlsx", "werkboek"),
        (2020, "kwb-2020.xlsx", "werkboek"),
        (2017, "83765NED.zip", "v4_zip"),
        (2019, "84583NED.zip", "v4_zip"),
        (2024, "Kerncijfers_wijken_en_buurten_2024_geslachten.csv", "statline_csv"),
    ],
)
def test_kerncijfers(real_data, verwacht, jaar, bestand, layout):
    delivery = read(real_data / "cbs_kerncijfers" / bestand, KWB, lev.release(layout, jaar))
    found = lev.figures(delivery)
    seen = 0
    for (dataset, gebied, in_jaar, indicator), value in verwacht.items():
        is_v4 = dataset.endswith("v4")
        if f"KWB {jaar} (" in dataset and in_jaar == str(jaar) and is_v4 == (layout == "v4_zip"):
            if (gebied, indicator) in found:
                assert same(found[gebied, indicator], value), (gebied, indicator)
                seen += 1
            elif indicator == "count(observation)":
                assert lev.feit(delivery, "aantal_observaties") == float(value)
            elif indicator == "count(Indelingswijziging = 3)":
                assert lev.feit(delivery, "ind_wbi_3") == float(value)
            elif gebied == "*" and indicator.startswith("count(") and indicator[6:-1] in ("gemeente", "wijk", "buurt"):
                assert lev.feit(delivery, "aantal_gebieden", indicator[6:-1]) == float(value)
            elif indicator == "count(row)":
                assert lev.feit(delivery, "aantal_rijen") == float(value)
    assert seen >= 2


def test_kerncijfers_without_a_figure(real_data, verwacht):
    """In the workbook a dot, in the v4 zip no row: counted the same."""
    for jaar, table in ((2017, "83765NED"), (2019, "84583NED")):
        map_ = real_data / "cbs_kerncijfers"
        book = lev.figures(read(map_ / f"kwb-{jaar}.xlsx", KWB, lev.release("werkboek", jaar)))
        without = sum(
            1 for (code, column), text in book.items() if column == "p_wcorpw" and code[:2] == "BU" and text == "."
        )
        assert (
            str(without) == verwacht[f"CBS KWB {jaar} ({table})", "GM0363", str(jaar), "count(buurt without p_wcorpw)"]
        )
        v4 = lev.figures(read(map_ / f"{table}.zip", KWB, lev.release("v4_zip", jaar)))
        met = sum(1 for code, meting in v4 if meting == "A047047" and code[:2] == "BU")
        assert met == 479 - without


def test_workbook_and_v4_zip_agree(real_data):
    """Every area's inhabitants and corporation dwellings are the same in both carriers of a year."""
    map_ = real_data / "cbs_kerncijfers"
    book = lev.figures(read(map_ / "kwb-2017.xlsx", KWB, lev.release("werkboek", 2017)))
    v4 = lev.figures(read(map_ / "83765NED.zip", KWB, lev.release("v4_zip", 2017)))
    for column, meting in (("a_inw", "T001036"), ("p_wcorpw", "A047047")):
        from_book = {code: text for (code, name), text in book.items() if name == column and text != "."}
        assert from_book == {code: text for (code, name), text in v4.items() if name == meting}


def test_ses_woa(real_data):
    """StatLine's own CSV of Amsterdam in 2019: every area of the outlines of that year, and the sum of its buurten."""
    file = real_data / "ses" / "SES_WOA_scores_per_wijk_en_buurt_25042023_160857.csv"
    release = lev.release("statline_csv", 2019, tabel="85163NED")
    delivery = read(file, lev.bron("cbs_ses_woa", reeks="een_release_voor_alle_jaren"), release)
    per_niveau = {niveau: lev.feit(delivery, "aantal_gebieden", niveau) for niveau in ("gemeente", "wijk", "buurt")}
    assert per_niveau == {"gemeente": 1, "wijk": 99, "buurt": 479}
    total, households = "SES-WOA/Totaalscore/Gemiddelde score (Getal)", "Particuliere huishoudens (Aantal)"
    figures = lev.figures(delivery)
    assert figures["GM0363", total] == "-0.100" and figures["BU03630000", total] == "0.045"
    assert figures["BU03630100", total] == "."  # 0 households: no score
    known = [code for code, column in figures if column == total and code[:2] == "BU" and figures[code, total] != "."]
    weights = [float(figures[code, households]) for code in known]
    mean = sum(float(figures[code, total]) * w for code, w in zip(known, weights, strict=True)) / sum(weights)
    assert mean == pytest.approx(-0.100, abs=0.002)  # a mean over households, as the catalogue of indicators says


@pytest.mark.parametrize(("bestand", "jaar"), [("kwb-2019.xlsx", 2020), ("kwb-2020.xlsx", 2019)])
def test_file_of_another_year(real_data, tmp_path, bestand, jaar):
    """Also when its name does not say so: the sheet does."""
    path = tmp_path / "x.xlsx"
    path.write_bytes((real_data / "cbs_kerncijfers" / bestand).read_bytes())
    with pytest.raises(DeliveryError, match=f"de naam 'KWB{bestand[4:8]}' zegt"):
        read(path, KWB, lev.release("werkboek", jaar))


def test_statline_of_another_year(real_data, tmp_path):
    bron = real_data / "cbs_kerncijfers" / "Kerncijfers_wijken_en_buurten_2024_geslachten.csv"
    path = tmp_path / "tabel.csv"
    path.write_bytes(bron.read_bytes())
    with pytest.raises(DeliveryError, match="17942942 inwoners had Nederland in 2024, maar release 2023"):
        read(path, KWB, lev.release("statline_csv", 2023))


def test_leefbaarometer(real_data, verwacht):
    bron = lev.bron("leefbaarometer")
    path = real_data / "leefbaarometer" / "open-data-leefbaarometer-meting-2022.zip"
    delivery = read(path, bron, lev.release("lbm3_zip", jaren=LBM_JAREN))
    lbm = "Leefbaarometer 3.0 wijken"
    assert lev.feit(delivery, "aantal_rijen", "wijk") == float(verwacht[lbm, "*", "2002-2022", "count(row)"])
    assert lev.feit(delivery, "aantal_rijen_2022", "wijk") == float(verwacht[lbm, "*", "2022", "count(row)"])
    assert lev.feit(delivery, "aantal_gebieden", "wijk") == float(verwacht[lbm, "*", "2002-2022", "count(wijk)"])
    assert lev.feit(delivery, "gevuld_onv", "wijk") == float(verwacht[lbm, "*", "2002-2022", "count(row with onv)"])
    constante = pytest.approx(float(verwacht[lbm, "*", "2002-2022", "lbm - afw"]), abs=1e-6)
    assert lev.feit(delivery, "lbm_min_afw_kleinste", "wijk") == constante
    assert lev.feit(delivery, "lbm_min_afw_grootste", "wijk") == constante
    assert lev.feit(delivery, "afw_min_som_dimensies_grootste", "wijk") < 1e-12
    wijken = pc.is_in(delivery.waarnemingen["gebiedscode"], pa.array(["WK001400", "WK036300"]))
    rows = delivery.waarnemingen.filter(wijken).to_pylist()
    scores = {(r["gebiedscode"], str(r["jaar"]), r["kolom"]): r["waarde"] for r in rows}
    for (dataset, gebied, jaar, score), value in verwacht.items():
        if dataset == lbm and gebied.startswith("WK"):
            assert float(scores[gebied, jaar, score]) == pytest.approx(float(value), abs=1e-6)


@pytest.mark.parametrize("bestand", ["wijk.xlsx", "score_gemeente.xlsx", "dimensiescore_gemeente (stand).xlsx"])
def test_leefbaarometer_2(real_data, bestand):
    path = real_data / "leefbaarometer" / "lbm2_meting2016" / bestand
    with pytest.raises(DeliveryError, match=r"dit is Leefbaarometer 2\.0"):
        read(path, lev.bron("leefbaarometer"), lev.release("lbm3_zip", jaren=LBM_JAREN))


@pytest.mark.parametrize("jaar", [2012, 2016])
def test_rivm(real_data, verwacht, jaar):
    release = lev.release("werkboek", jaar, indeling=2020, tabel="50090NED")
    delivery = read(real_data / "rivm" / f"{jaar}_18+.xlsx", lev.bron("rivm_gezondheid"), release)
    rivm, topic = "RIVM Gezondheid (50090NED)", "HoogRisicoOpAngstOfDepressie_25"
    assert lev.feit(delivery, "aantal_rijen") == float(verwacht[rivm, "*", str(jaar), "count(row)"])
    figures = lev.figures(delivery, alleen=topic)
    assert figures["NL00", topic] == verwacht[rivm, "NL01", str(jaar), topic]
    assert figures["BU03630000", topic] == verwacht[rivm, "BU03630000", str(jaar), topic]
    assert lev.feit(delivery, "lege_kolommen") == {2012: 15, 2016: 8}[jaar]
