"""The Leefbaarometer zip: levels, years, what is missing; version 2.0 and damaged files refused."""

import io

import openpyxl
import pytest

from tests.veerkracht.sources import leveringen as lev
from tests.veerkracht.sources.lezen import read
from veerkracht import schemas
from veerkracht.errors import DeliveryError
from veerkracht.sources.leefbaarometer.reader import SCORES

BRON = lev.bron("leefbaarometer", reeks="een_release_voor_alle_jaren")
MAP = "Leefbaarometer 3.0 - Meting 2022 - open data/"
DIM = "0.02,-0.11,-0.03,0.2,0.01"
KOP = ",".join(SCORES)
WIJKEN = [f"WK001400,Centrum,2020,4.192,0.09,{DIM}", f"WK001401,Oud-Zuid,2020,4.192,0.09,{DIM}"]
WIJKEN += ["WK001400,Centrum,2012,4.2,0.098,NA,NA,NA,NA,NA"]


def csv(header, lines):
    return "\n".join([f"{header},{KOP}", *lines]) + "\n"


def leden(**anders):
    """Members of a zip with all levels, an `anders` one in place of its own."""
    texts = {
        "scores wijken": csv("wk_code,wk_naam,jaar", WIJKEN),
        "scores buurten": csv("bu_code,bu_naam,jaar", [f'BU00140000,"Binnenstad, noord",2020,4.192,0.09,{DIM}']),
        "scores gemeenten": csv("gm_code,gm_naam,jaar", [f"GM0014,Groningen,2020,4.192,0.09,{DIM}"]),
        "scores PC4": csv("PC4,jaar", [f"9711,2020,4.192,0.09,{DIM}"]),
        "scores grids": csv("grid_id,gm_naam,jaar", [f"E2330N5820,Groningen,2020,4.192,0.09,{DIM}"]),
        "ontwikkeling wijken": "wk_code,jaar_van,jaar_tot,lbm\nWK001400,2012,2020,0.1\n",
    } | {name.replace("_", " "): text for name, text in anders.items()}
    return {f"{MAP}Leefbaarometer-{name} 2002-2022.csv": text for name, text in texts.items() if text}


def gelezen(path, jaren=(2012, 2020), niveaus=(), **anders):
    file = lev.zip_met(path / "meting 2022.zip", leden(**anders))
    return read(file, BRON, lev.release("lbm3_zip", jaren=jaren, indeling=2022, niveaus=niveaus))


def weigering(path, **fields) -> str:
    with pytest.raises(DeliveryError) as error:
        gelezen(path, **fields)
    return str(error.value)


def test_every_level_and_year(tmp_path):
    delivery = gelezen(tmp_path)
    assert delivery.waarnemingen.schema == schemas.WAARNEMINGEN
    found = {(r["niveau"], r["gebiedscode"], r["jaar"]) for r in delivery.waarnemingen.to_pylist()}
    assert found == {
        ("wijk", "WK001400", 2012),
        ("wijk", "WK001400", 2020),
        ("wijk", "WK001401", 2020),
        ("buurt", "BU00140000", 2020),
        ("gemeente", "GM0014", 2020),
    }
    assert {r["indeling"] for r in delivery.waarnemingen.to_pylist()} == {2022}


def test_scores_keep_their_text_and_their_gaps(tmp_path):
    rows = gelezen(tmp_path).waarnemingen.to_pylist()
    centrum = {(r["jaar"], r["kolom"]): r["waarde"] for r in rows if r["gebiedscode"] == "WK001400"}
    assert centrum[2020, "onv"] == "-0.11"
    assert centrum[2012, "onv"] == "NA"
    assert centrum[2012, "lbm"] == "4.2"
    assert len(centrum) == 2 * len(SCORES)


def test_names_with_a_comma(tmp_path):
    names = {r["gebiedscode"]: r["gebiedsnaam"] for r in gelezen(tmp_path).gebieden.to_pylist()}
    assert names["BU00140000"] == "Binnenstad, noord"
    assert names["GM0014"] == "Groningen"


def test_grid_stays_apart(tmp_path):
    delivery = gelezen(tmp_path)
    assert "raster" not in delivery.waarnemingen["niveau"].unique().to_pylist()
    (cell,) = delivery.bijlagen["raster"].to_pylist()
    assert (cell["niveau"], cell["gebiedscode"], cell["jaar"], cell["indeling"]) == ("raster", "E2330N5820", 2020, 2022)
    assert cell["onv"] == "-0.11"
    assert lev.feit(delivery, "aantal_rijen", "raster") == 1


def test_facts_and_the_equations_of_a_sound_release(tmp_path):
    delivery = gelezen(tmp_path)
    assert lev.feit(delivery, "aantal_rijen", "wijk") == 3
    assert lev.feit(delivery, "aantal_rijen_2020", "wijk") == 2
    assert lev.feit(delivery, "aantal_gebieden", "wijk") == 2
    assert lev.feit(delivery, "gevuld_onv", "wijk") == 2
    assert lev.feit(delivery, "gevuld_lbm", "wijk") == 3
    assert lev.feit(delivery, "ontbreekt_NA") == 5
    assert lev.feit(delivery, "lbm_min_afw_kleinste", "wijk") == pytest.approx(4.102)
    assert lev.feit(delivery, "lbm_min_afw_grootste", "wijk") == pytest.approx(4.102)
    assert lev.feit(delivery, "afw_min_som_dimensies_grootste", "wijk") == pytest.approx(0)
    jaren = {r["feit"]: r["toelichting"] for r in delivery.feiten.to_pylist() if r["niveau"] == "wijk"}
    assert jaren["gevuld_onv"] == "jaren: 2020"


@pytest.mark.parametrize("cell", [".", "..", "1.2.3", "-99997", "onbekend", "-", ""])
def test_a_score_that_is_no_figure_costs_no_other(tmp_path, cell):
    rows = [f"WK001400,Centrum,2020,{cell},{cell},{DIM}", f"WK001401,Oud-Zuid,2020,4.192,0.09,{DIM}"]
    delivery = gelezen(tmp_path, jaren=(2020,), scores_wijken=csv("wk_code,wk_naam,jaar", rows))
    facts = {(r["feit"], r["niveau"]): r["waarde"] for r in delivery.feiten.to_pylist()}
    assert (facts["gevuld_lbm", "wijk"], facts["gevuld_fys", "wijk"]) == (1, 2)
    assert facts["lbm_min_afw_kleinste", "wijk"] == pytest.approx(4.102)


def test_scores_with_a_decimal_comma_are_counted(tmp_path):
    lines = csv("wk_code,wk_naam,jaar", WIJKEN).replace(",", ";").replace(".", ",")
    delivery = gelezen(tmp_path, jaren=(2012, 2020), scores_wijken=lines)
    facts = {(r["feit"], r["niveau"]): r["waarde"] for r in delivery.feiten.to_pylist()}
    assert facts["gevuld_lbm", "wijk"] == 3
    assert facts["afw_min_som_dimensies_grootste", "wijk"] == pytest.approx(0, abs=1e-9)


def test_a_sum_that_is_off_is_seen(tmp_path):
    delivery = gelezen(
        tmp_path, scores_wijken=csv("wk_code,wk_naam,jaar", [WIJKEN[0].replace(",0.09,", ",0.5,"), WIJKEN[2]])
    )
    assert lev.feit(delivery, "afw_min_som_dimensies_grootste", "wijk") == pytest.approx(0.41)
    assert lev.feit(delivery, "lbm_min_afw_kleinste", "wijk") == pytest.approx(3.692)


def test_pc4_and_development_are_passed_over_and_counted(tmp_path):
    delivery = gelezen(tmp_path)
    feit = next(r for r in delivery.feiten.to_pylist() if r["feit"] == "bestanden_overgeslagen")
    assert feit["waarde"] == 2
    assert "PC4" in feit["toelichting"]
    assert "ontwikkeling" in feit["toelichting"]


def test_a_zip_with_one_level_only(tmp_path):
    anders = dict.fromkeys(
        ("scores_buurten", "scores_gemeenten", "scores_PC4", "scores_grids", "ontwikkeling_wijken"), ""
    )
    delivery = gelezen(tmp_path, **anders)
    assert delivery.waarnemingen["niveau"].unique().to_pylist() == ["wijk"]
    assert delivery.bijlagen == {}
    assert "geen scores per buurt, die de catalogus bij" in weigering(tmp_path, niveaus=("wijk", "buurt"), **anders)


# ---- refused


def test_years_that_the_release_does_not_have(tmp_path):
    error = weigering(tmp_path, jaren=(2012, 2018))
    assert "gevonden jaren 2012, 2020, maar release 2012-2018@proef belooft 2012, 2018" in error


def test_missing_column_names_the_nearest(tmp_path):
    error = weigering(tmp_path, scores_wijken=csv("wk_code,wk_naam,jaar", WIJKEN).replace("onv", "onvh"))
    assert "Leefbaarometer-scores wijken 2002-2022.csv: de verplichte kolom 'onv' ontbreekt" in error
    assert "het meest lijken: onvh" in error


def test_area_twice_in_a_year(tmp_path):
    error = weigering(tmp_path, scores_wijken=csv("wk_code,wk_naam,jaar", [*WIJKEN, WIJKEN[0]]))
    assert "gebied WK001400, 2020 staat er 2 keer in (rijen 2, 5)" in error


def test_codes_of_another_level(tmp_path):
    gemeente = csv("wk_code,wk_naam,jaar", [f"GM0014,Groningen,2020,4.1,0.09,{DIM}"])
    error = weigering(tmp_path, jaren=(2020,), scores_wijken=gemeente)
    assert "kolom 'wk_code' bevat codes van niveau gemeente" in error


def test_year_that_is_none(tmp_path):
    error = weigering(tmp_path, scores_wijken=csv("wk_code,wk_naam,jaar", [f"WK001400,Centrum,totaal,4.1,0.09,{DIM}"]))
    assert "kolom 'jaar': 'totaal' is geen jaar" in error


def test_zip_without_scores(tmp_path):
    path = lev.zip_met(tmp_path / "geometrie.zip", {"buurt 2024.gpkg": b"x"})
    with pytest.raises(DeliveryError, match=r"geen CSV met scores per buurt, wijk of gemeente; gezien: geen CSV"):
        read(path, BRON, lev.release("lbm3_zip"))


VERSIE_2 = "dit is Leefbaarometer 2.0 .kolommen KL02, KL08.*niet vergelijkbaar met 3.0"


def versie_2() -> bytes:
    book, content = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["WK_CODE", "KL02", "KL08", "VKL0208"])
    book.active.append(["WK000300", 6, 6, 4])
    book.save(content)
    return content.getvalue()


def test_version_2_as_workbook(tmp_path):
    path = tmp_path / "wijk.xlsx"
    path.write_bytes(versie_2())
    with pytest.raises(DeliveryError, match=VERSIE_2):
        read(path, BRON, lev.release("lbm3_zip"))


def test_version_2_in_a_zip(tmp_path):
    path = lev.zip_met(tmp_path / "meting2016.zip", {"Wijk/wijk.xlsx": versie_2()})
    with pytest.raises(DeliveryError, match=VERSIE_2):
        read(path, BRON, lev.release("lbm3_zip"))


def test_version_2_as_csv(tmp_path):
    path = lev.zip_met(tmp_path / "meting2016.zip", {"scores.csv": "GBD,JAAR,RLBRMTR,RLBVEI\nGM0003,2012,-0.06,0.06\n"})
    with pytest.raises(DeliveryError, match=r"Leefbaarometer 2.0 .kolommen RLBRMTR, RLBVEI"):
        read(path, BRON, lev.release("lbm3_zip"))
