"""The boundary files: shared edges, water, abroad, and every planted change between the vintages."""

import numpy as np
import pyogrio
import pytest
import shapely

GPKG = "bestanden/cbs_grenzen/WijkBuurtkaart_{}.gpkg"
SHAPE = "/vsizip/{}/bestanden/cbs_grenzen/shape-2014-versie-30.zip/buurt_2014.shp"


@pytest.fixture(scope="module")
def layers(voorbeeld):
    """Buurten of each vintage under one set of names."""
    uit = {
        2014: pyogrio.read_dataframe(SHAPE.format(voorbeeld)).rename(columns={"BU_CODE": "code", "WATER": "water"}),
        2019: pyogrio.read_dataframe(voorbeeld / GPKG.format("2019_v3"), layer="buurten"),
        2024: pyogrio.read_dataframe(voorbeeld / GPKG.format("2024_v2"), layer="buurten"),
    }
    return {jaar: layer.rename(columns={"buurtcode": "code"}) for jaar, layer in uit.items()}


@pytest.mark.parametrize("jaar", [2019, 2024])
def test_outlines_are_valid_and_neighbours_share_their_edges(layers, jaar):
    shapes = layers[jaar].geometry.values
    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes)
    assert shapely.get_num_coordinates(shapes).mean() > 80


def test_one_ring_of_2014_is_invalid_as_in_real_files(layers):
    assert (~shapely.is_valid(layers[2014].geometry.values)).sum() == 1


@pytest.mark.parametrize("jaar", [2014, 2019, 2024])
def test_lies_in_the_netherlands_with_water_and_belgium(layers, jaar):
    x0, y0, x1, y1 = layers[jaar].total_bounds
    assert (x0 > 0, y0 > 300_000, x1 < 280_000, y1 < 620_000) == (True,) * 4
    assert layers[jaar].crs.to_epsg() == 28992
    count_overlast = layers[jaar]["water"].value_counts()
    assert count_overlast["JA"] >= 5
    assert count_overlast["B"] == 1


def test_attributes_are_those_of_their_period(voorbeeld, layers):
    assert {"BU_NAAM", "WK_CODE", "GM_CODE", "GM_NAAM", "IND_WBI", "AANT_INW"} <= set(layers[2014].columns)
    assert {"buurtnaam", "wijkcode", "gemeentecode", "ind_wbi", "aantal_inwoners"} <= set(layers[2019].columns)
    assert "indelingswijziging_wijken_en_buurten" in layers[2024].columns
    assert (layers[2014].loc[layers[2014]["water"] != "NEE", "AANT_INW"] == -99999999).all()
    assert set(layers[2024].loc[layers[2024]["water"] != "NEE", "aantal_inwoners"]) == {-99997}
    assert set(layers[2024]["aantal_huishoudens"]) == {-99995}
    assert sorted(pyogrio.list_layers(voorbeeld / GPKG.format("2024_v2"))[:, 0]) == ["buurten", "gemeenten", "wijken"]


def test_a_name_has_an_apostrophe_and_diacritics_in_every_file(layers):
    for name in (layers[2014]["BU_NAAM"], layers[2019]["buurtnaam"], layers[2024]["buurtnaam"]):
        assert name.str.contains("'s-Gravendroom é 't Coördinaat", regex=False).sum() == 1


def test_one_gemeente_has_letters_in_its_codes_in_2024_only(layers):
    for jaar, expected in ((2019, 0), (2024, 1)):
        land = layers[jaar][layers[jaar]["water"] == "NEE"]
        assert land.loc[land["code"].str.contains("[A-Z]{2}[0-9]{2}$"), "gemeentecode"].nunique() == expected


@pytest.mark.parametrize(
    ("jaar", "vorige", "kolom"), [(2019, 2014, "ind_wbi"), (2024, 2019, "indelingswijziging_wijken_en_buurten")]
)
def test_ind_wbi_says_what_the_outlines_say(layers, jaar, vorige, kolom):
    """1 same code and outline, 2 same outline with another code, 3 another outline (or redrawn)."""
    shapes = shapely.normalize(shapely.make_valid(np.array(_plat(layers[vorige]), object)))
    old = dict(zip(shapely.to_wkb(shapes), layers[vorige]["code"], strict=True))
    land = layers[jaar][layers[jaar]["water"] == "NEE"]
    seen = set()
    for code, merk, shape in zip(land["code"], land[kolom], _plat(land), strict=True):
        then = old.get(shapely.normalize(shape).wkb)
        expected = 3 if then is None else 1 if then == code else 2
        assert merk == expected or _had_a_spike(layers[vorige], code), code
        seen.add(merk)
    assert seen == {1, 2, 3}


def _plat(layer):
    """Polygons of areas in one piece, so that both file formats compare."""
    return [v.geoms[0] if v.geom_type == "MultiPolygon" and len(v.geoms) == 1 else v for v in layer.geometry]


def _had_a_spike(layer, code: str) -> bool:
    shape = layer.loc[layer["code"] == code, "geometry"]
    return len(shape) == 1 and not shape.iloc[0].is_valid


def test_a_code_is_used_again_for_another_area(layers, waarheid):
    for jaar, vorige in ((2019, 2014), (2024, 2019)):
        gevallen = [w for w in waarheid["wijzigingen"] if w["soort"] == "code_hergebruikt" and w["naar"] == jaar]
        assert gevallen
        code = gevallen[0]["nieuw"][2]
        then, now = (layers[j].set_index("code").geometry for j in (vorige, jaar))
        if code in now.index:  # unless the gemeente was renumbered besides
            assert shapely.area(shapely.intersection(shapely.make_valid(then[code]), now[code])) < 1


def test_redrawn_outlines_move_by_metres_only(layers, waarheid):
    gevallen = [w for w in waarheid["wijzigingen"] if w["soort"] == "hertekend"]
    assert gevallen
    for code in {c for w in gevallen for c in w["oud"]} & set(layers[2019]["code"]):
        then, now = (layers[j].set_index("code").geometry[code] for j in (2014, 2019))
        then = shapely.make_valid(then)
        iou = shapely.area(shapely.intersection(then, now)) / shapely.area(shapely.union(then, now))
        assert 0.85 < iou < 1


def test_every_kind_of_change_is_there(waarheid):
    soorten = {(w["naar"], w["soort"]) for w in waarheid["wijzigingen"]}
    both = ("gesplitst", "samengevoegd", "verlegd", "hernummerd", "code_hergebruikt")
    assert {(jaar, soort) for jaar in (2019, 2024) for soort in both} <= soorten
    assert {(2019, "herindeling"), (2019, "hertekend"), (2024, "alfanumeriek")} <= soorten


def test_area_is_conserved(layers):
    total = [np.sum(shapely.area(shapely.make_valid(layer.geometry.values))) for layer in layers.values()]
    assert total == pytest.approx([total[0]] * 3, rel=1e-6)
