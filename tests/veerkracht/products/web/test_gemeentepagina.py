"""The page of a gemeente holds what the marts say, is one closed file, and lets nothing foreign out of its data."""

import json
import re
from base64 import b64encode
from hashlib import sha256

import duckdb
import geopandas as gpd
import pytest
from shapely.geometry import MultiPolygon, Polygon, box

from tests.veerkracht.products import mapworld, world
from veerkracht.edition.reading import Edition
from veerkracht.edition.verdicts import percent
from veerkracht.products.web import gemeentepagina
from veerkracht.products.web.gemeentepagina.inline import leaflet, leaflet_style, policy, safe_json
from veerkracht.products.web.gemeentepagina.series import plain
from veerkracht.products.web.gemeentepagina.shapes import rings, shapes

NAMES = {
    "BU90010001": "Dorp/Stad \"West\" & 'Oost'",
    "BU90010010": "😀 park",
    "BU90010103": "x" * 80,
    "BU90010102": '=cmd|"/c calc"!A1',
}


@pytest.fixture(scope="module")
def pages(kandidaat, tmp_path_factory):
    """Pages of all gemeenten by code."""
    folder = tmp_path_factory.mktemp("paginas")
    return {file.stem: file.read_text(encoding="utf-8") for file in gemeentepagina.write(kandidaat, out=folder)}


@pytest.fixture(scope="module")
def data(pages):
    return contents(pages["GM9001"])


def contents(html: str) -> dict:
    """The data of a page, as the browser reads it."""
    return json.loads(re.search(r'<script type="application/json" id="gegevens">(.*?)</script>', html, re.S).group(1))


def _changed(candidate, folder, *statements):
    with duckdb.connect(str(candidate / "veerkracht.duckdb")) as con:
        for statement in statements:
            con.execute(statement)
    return gemeentepagina.write(candidate, ["GM9001"], folder)[0].read_text(encoding="utf-8")


def _picture(data, kaart_id, moment):
    kaart = next(k for k in data["kaarten"] if k["id"] == kaart_id)
    return next(s for s in kaart["standen"] if s["moment"] == moment)


def test_a_page_for_every_gemeente_in_the_candidate_and_no_half_file(vol):
    written = gemeentepagina.write(vol[1])
    assert [file.name for file in written] == [f"{code}.html" for code in sorted(world.GEMEENTEN)]
    assert sorted((vol[1] / "paginas").iterdir()) == written
    before = [file.read_bytes() for file in written]
    assert [file.read_bytes() for file in gemeentepagina.write(vol[1])] == before


def test_file_is_closed(pages):
    for html in pages.values():
        csp = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html).group(1).replace("&#39;", "'")
        scripts = re.findall(r"<script>(.*?)</script>", html, re.S)
        assert len(scripts) == 2 and html.count("<script") == 3  # the third is data
        for script in scripts:
            assert f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" in csp
        assert csp.startswith("default-src 'none'; script-src 'sha256-") and "unsafe-eval" not in csp
        assert "connect-src 'none'" in csp and "script-src 'unsafe-inline'" not in csp and "http" not in csp
        assert not re.search(r"<(link|img|iframe|object|embed|base|form)\b", html.split("<script")[0])
        assert not re.search(r"@import|url\((?!#)", html.split("<script")[0])


def test_the_library_is_leaflet_as_published():
    """Hashes that leafletjs.com prints for 1.9.4."""
    published = {
        "leaflet.js": "20nQCchB9co0qIjJZRGuk2/Z9VM+kNiyxNV1lvTlZBo=",
        "leaflet.css": "p4NxAoJBhIIN+hmNHrzRCf9tD/miZyoHS5obTRR9BMY=",
    }
    for name, digest in published.items():
        file = next(f for f in gemeentepagina.inline.distribution("django-js-lib-leaflet").files if f.name == name)
        assert b64encode(sha256(file.read_binary()).digest()).decode() == digest
    assert "Leaflet 1.9" in leaflet("leaflet.js") and "sourceMappingURL" not in leaflet("leaflet.js")
    assert ".leaflet-container" in leaflet_style() and "url(" not in leaflet_style()


def test_nothing_in_the_data_ends_its_script(vol, tmp_path):
    rename = [
        f"update dim_gebied set gebiedsnaam = $${name}$$ where gebiedscode = '{code}'" for code, name in NAMES.items()
    ]
    html = _changed(vol[1], tmp_path, *rename, "update dim_gebied set gebiedsnaam = '<b>' || chr(8232) || gebiedsnaam "
                    "where niveau = 'gemeente'")  # fmt: skip
    names = dict(zip(*(contents(html)["plaatsen"][0][key] for key in ("code", "naam")), strict=True))
    assert names["BU90010000"] == world.EVIL and all(names[code] == name for code, name in NAMES.items())
    assert world.EVIL not in html and "<img" not in html.split("<script>")[0] and "<b>" not in html
    assert "<h1>&lt;b&gt;" in html and html.count("</script>") == 3


@pytest.mark.parametrize("text", ["</script>", "<!--<script>", "a&b", "\u2028", "\u2029", "é", '"\\'])
def test_json_in_a_script_is_the_same_json(text):
    written = safe_json({text: [text]})
    assert json.loads(written) == {text: [text]} and not re.search("[<>&\u2028\u2029]", written)


def test_a_number_that_json_has_not_is_refused():
    with pytest.raises(ValueError):
        safe_json(float("nan"))
    assert plain(float("nan"), 1) is None and plain(3.04, 1) == 3 and plain(None, 1) is None


def test_policy_changes_with_the_script():
    assert policy("a") != policy("b") and "'unsafe-inline'" not in policy("a").split("style-src")[0]


def test_signs_are_the_classes_and_statuses_of_the_mart(kandidaat, data):
    with Edition(kandidaat) as edition:
        rows = edition.rows("select * from fct_kaart where gemeentecode = 'GM9001'")
    facts = {(r["kaart_id"], r["niveau"], r["jaar_van"], r["jaar_tot"], r["gebiedscode"]): r for r in rows}
    seen = 0
    for kaart in data["kaarten"]:
        for stand in kaart["standen"]:
            place = data["plaatsen"][stand["plaats"]]
            years = [int(year) for year in stand["moment"].split("–")]
            if (len(years) == 1 and years[0] not in (2022, 2024)) or stand["reden"]:
                continue
            for i, code in enumerate(place["code"]):
                row = facts[kaart["id"], place["niveau"], 2014, years[-1], code]
                sign = stand["tekens"][i]
                if row["klasse"] is None:
                    assert stand["statussen"]["abcdefgh".index(sign)]["naam"] == row["status"]
                else:
                    entry = next(e for e in stand["legenda"] if e["css"] == f"k{sign}")
                    assert (sign, entry["label"], entry["kleur"]) == (str(row["klasse"]), row["label"], row["kleur"])
                texts = data["teksten"]
                told = [texts[part if isinstance(part, int) else part[i]] for part in (stand["zin"], stand["kans"])]
                assert told[1] == ("" if row["kans"] is None else percent(row["kans"]))
                assert row["kans"] is None or row["kans"] == 1 or not told[0] or told[1] in told[0]
                seen += 1
            counts = {e["css"]: e["hier"] for e in stand["legenda"] if e["css"].startswith("k")}
            assert all(stand["tekens"].count(css[1:]) == count for css, count in counts.items())
    assert seen > 200


def test_words_of_value_and_chance(data):
    stand, place = _picture(data, "3", "2024"), data["plaatsen"][0]
    i = next(n for n, sign in enumerate(stand["tekens"]) if sign.isdigit())
    assert data["teksten"][stand["waardetekst"][i]].endswith(" standaardafwijking")
    assert re.fullmatch(r"\d+%", data["teksten"][stand["kans"][i]])
    words = r"[−\d,]+ standaardafwijking\. (Zeker|Waarschijnlijk|Misschien|Kans op deze klasse) .*\d+%.*\."
    assert re.fullmatch(words, data["teksten"][stand["zin"][i]])
    hole = place["code"].index("BU90010011")
    assert stand["waardetekst"][hole] == 0 and stand["statussen"]["abcd".index(stand["tekens"][hole])] == {
        "naam": "afgeschermd", "css": "z-afgeschermd"
    }  # fmt: skip


def test_every_map_says_on_what_it_stands(data):
    for kaart in data["kaarten"]:
        for stand in kaart["standen"]:
            assert data["teksten"][stand["leeshulp"]]
            terms = dict(stand["onder"])
            assert terms["Periode"].startswith(stand["moment"]) and terms["Grenzen"] == "indeling van 2024"
            assert stand["reden"] or re.match(r"\d+ van \d+ (buurten|wijken) hier met een klasse", terms["Gebieden"])
            assert "@" in terms["Bronnen"]
    assert dict(_picture(data, "4", "2014–2024")["onder"])["Kwetsbaarheid"] == "inkomen (2014–2024)"
    assert "in het land 36 met en 12 zonder" in dict(_picture(data, "3", "2024")["onder"])["Gebieden"]


def test_map_that_cannot_be_made_says_why(data, pages):
    assert _picture(data, "8", "2014–2024")["reden"] == mapworld.NO_COVERAGE + "."
    assert "minder dan 5 buurten" in _picture(contents(pages["GM9002"]), "9", "2014–2024")["reden"]


def test_moments_of_a_map(data):
    moments = {k["id"]: [s["moment"] for s in k["standen"]] for k in data["kaarten"]}
    assert moments["1"] == ["2014", "2016", "2018", "2020", "2022", "2024"]  # two of the edition, four of the series
    assert moments["2"] == ["2014–2022", "2014–2024"]
    assert moments["3"] == ["2022", "2024"] == moments["10"]  # the index is drawn for no other year
    for kaart in data["kaarten"]:
        assert kaart["standen"][kaart["eerste"]]["moment"].endswith("2024")


def test_other_years_stand_in_the_classes_of_the_newest(kandidaat, data):
    with Edition(kandidaat) as edition:
        values = {
            r["gebiedscode"]: r["waarde"]
            for r in edition.rows(
                "select gebiedscode, waarde from fct_reeks where indicator = 'p_wcorpw' and jaar = 2016 "
                "and niveau = 'buurt'"
            )
        }
        limits = [
            r["bovengrens"]
            for r in edition.rows(
                "select bovengrens from fct_legenda where kaart_id = '1' and niveau = 'buurt' and jaar_tot = 2024 "
                "and klasse < 5 order by klasse"
            )
        ]
    stand, place = _picture(data, "1", "2016"), data["plaatsen"][0]
    for i, code in enumerate(place["code"]):
        if stand["tekens"][i].isdigit():
            assert int(stand["tekens"][i]) == 1 + sum(limit < values[code] for limit in limits)
    names = {s["naam"]: "abcdefgh"[n] for n, s in enumerate(stand["statussen"])}
    sign = dict(zip(place["code"], stand["tekens"], strict=True))
    assert sign["BU90010011"] == names["afgeschermd"] and sign["BU90010102"].isdigit()
    assert all(e["land"] is None for e in stand["legenda"]) and not any(e["verwacht"] for e in stand["legenda"])
    assert stand["kans"] == 0  # no chance was determined for this year
    terms = dict(stand["onder"])
    assert "grenzen van de kaart over 2024" in terms["Klassen"] and "in het land" not in terms["Gebieden"]


def test_few_inhabitants_in_that_year_have_no_class(vol, tmp_path):
    html = _changed(
        vol[1], tmp_path, "update fct_reeks set waarde = 49 where indicator = 'a_inw' and jaar = 2016 "
        "and gebiedscode = 'BU90010102'",
    )  # fmt: skip
    made = contents(html)
    at = made["plaatsen"][0]["code"].index("BU90010102")
    stand = _picture(made, "1", "2016")
    assert stand["statussen"]["abcdefgh".index(stand["tekens"][at])]["naam"] == "te weinig inwoners"
    assert _picture(made, "1", "2018")["tekens"][at].isdigit()


def test_delivered_classes_are_not_given_to_other_years(vol, tmp_path):
    html = _changed(vol[1], tmp_path, "update fct_legenda set bovengrens = null, ondergrens = null")
    kaart = contents(html)["kaarten"][0]
    assert [s["moment"] for s in kaart["standen"]] == ["2022", "2024"]


def test_a_map_opens_at_the_newest_moment_that_can_be_made(vol, tmp_path):
    gone = "update fct_kaart set klasse = null, status = 'geen gegevens', reden = 'te weinig gebieden' "
    html = _changed(vol[1], tmp_path, gone + "where jaar_tot = 2024 and kaart_id in ('1', '2')")
    level, change = contents(html)["kaarten"][:2]
    assert [s["moment"] for s in level["standen"]] == ["2014", "2016", "2018", "2020", "2022", "2024"]
    assert level["standen"][level["eerste"]]["moment"] == "2022"
    assert "grenzen van de kaart over 2022" in dict(level["standen"][0]["onder"])["Klassen"]
    # the series has figures of 2024, but the edition refuses that map: the page does not overrule it
    assert level["standen"][-1]["reden"].startswith("te weinig gebieden")
    assert [s["moment"] for s in change["standen"]] == ["2014–2022", "2014–2024"] and change["eerste"] == 0


def test_series_are_those_of_the_mart(kandidaat, data):
    series = {s["id"]: s for s in data["reeksen"]}
    assert list(series)[:4] == ["onv", "p_wcorpw", "p_hh_li", "a_inw"] and set(series) == set(world.INDICATORS)
    with Edition(kandidaat) as edition:
        rows = edition.rows("select * from fct_reeks where niveau in ('buurt', 'gemeente', 'land')")
    place = data["plaatsen"][0]
    compared = 0
    for row in rows:
        one = series[row["indicator"]]
        if row["niveau"] == "buurt" and row["gebiedscode"] in place["code"]:
            values = one["gebieden"][0][place["code"].index(row["gebiedscode"])]
            shown = values[one["jaren"].index(row["jaar"])] if values else None
            assert shown == plain(row["waarde"], one["decimalen"] + 1)
            compared += 1
        elif row["gebiedscode"] == "GM9001" and row["indicator"] != "a_inw":
            assert one["gemeente"][one["jaren"].index(row["jaar"])] == plain(row["waarde"], one["decimalen"] + 1)
    assert compared >= 16 * 4 * 6 - 1
    assert set(series["a_inw"]["gemeente"]) == {None}  # a buurt beside its gemeente says nothing in numbers of people


def test_reasons_stand_with_their_area(data):
    reasons, place = data["aandacht"][0], data["plaatsen"][0]
    first = place["code"].index("BU90010000")
    assert reasons["rang"][first] == 1 and data["teksten"][reasons["redenen"][first]] == "reden 1 a; reden 1 b"
    assert data["teksten"][reasons["gesprek"][first]] == "Hoe gaat het?" and reasons["periode"] == "2014–2024"
    assert sum(rank is not None for rank in reasons["rang"]) == 12


def test_wijken_have_a_place_of_their_own(data):
    assert [p["niveau"] for p in data["plaatsen"]] == ["buurt", "wijk"]
    assert data["plaatsen"][_picture(data, "6", "2014–2024")["plaats"]]["niveau"] == "wijk"
    place = data["plaatsen"][0]
    wijk = place["wijken"][place["wijk"][place["code"].index("BU90011122")]]
    assert wijk == ["WK900111", "Wijk WK900111"] and len(place["wijkranden"]) == 4


def test_edition_without_maps_and_gemeente_without_any_class(vol, tmp_path):
    html = _changed(vol[1], tmp_path, "delete from fct_kaart where gemeentecode = 'GM9001'", "delete from mrt_aandacht")
    made = contents(html)
    assert all("geen gebieden of cijfers" in s["reden"] for k in made["kaarten"] for s in k["standen"])
    assert made["aandacht"] == [None] and made["plaatsen"][0]["ringen"][0]
    html = _changed(vol[1], tmp_path, world.NO_MAPS)
    assert contents(html)["kaarten"] == [] and len(contents(html)["plaatsen"][0]["code"]) == 16


def test_a_gemeente_without_outlines_still_has_its_figures(vol, tmp_path):
    for file in (vol[1] / "grenzen").glob("buurt_*"):
        file.unlink()
    made = contents(gemeentepagina.write(vol[1], ["GM9001"], tmp_path)[0].read_text(encoding="utf-8"))
    assert made["plaatsen"][0]["ringen"] == [[]] * 16 and _picture(made, "1", "2024")["getoond"] == 12


def test_marks_of_the_edition(pages, vol, tmp_path):
    assert '<div class="rand">FICTIEVE VOORBEELDDATA</div>' in pages["GM9001"]
    assert "NIET VERSPREIDEN" not in pages["GM9001"]
    html = _changed(vol[1], tmp_path, "update dim_publicatie set niet_verspreiden = true, merk = null")
    assert "NIET VERSPREIDEN: bevat vertrouwelijke gegevens" in html and "FICTIEVE" not in html
    for words in ("CBS, Kadaster, RIVM (CC BY 4.0), Leefbaarometer (CC0)", "niet de kaart van Aedes", "2022@kwb-2022"):
        assert words in html


def _drawn(ring):
    points = [(ring[0], ring[1])]
    for dx, dy in zip(ring[2::2], ring[3::2], strict=True):
        points.append((points[-1][0] + dx, points[-1][1] + dy))
    return Polygon(points)


def _frame(**shapes_by_code):
    water = ["water" if c[0] == "w" else "buitenland" if c[0] == "x" else "land" for c in shapes_by_code]
    return gpd.GeoDataFrame(
        {"gebiedscode": list(shapes_by_code), "water": water, "wijkcode": ["W1", "W2", *["W1"] * (len(water) - 2)]},
        geometry=list(shapes_by_code.values()),
        crs=28992,
    )


def test_steps_give_the_outline_back():
    hole = Polygon([(0, 0), (900, 0), (900, 900), (0, 900)], [[(300, 300), (300, 600), (600, 600), (600, 300)]])
    islands = MultiPolygon([box(1000, 0, 1100, 900), box(1200, 0, 1300, 50)])
    land, water, wijken = shapes(_frame(a=hole, b=islands, c=box(300, 300, 600, 600), w=box(1100, 0, 1200, 900),
                                        x=box(-9000, 0, -8000, 100)))  # fmt: skip
    assert set(land) == {"a", "b", "c"} and [len(land[code]) for code in "abc"] == [2, 2, 1]
    outer, inner = map(_drawn, land["a"])
    assert outer.area - inner.area == hole.area and _drawn(land["c"][0]).equals(inner)
    assert sum(_drawn(ring).area for ring in land["b"]) == islands.area
    assert _drawn(water[0]).bounds == (1100, 0, 1200, 900)  # and the land abroad does not move the corner
    assert len(wijken) == 3  # the wijk around its own hole is one, the islands two


def test_shared_edges_leave_no_gap():
    import numpy as np

    rng = np.random.default_rng(1)
    edge = [(1000 + 200 * np.sin(y / 300) + rng.normal(0, 0.1), y) for y in range(0, 2001, 10)]
    left, right = Polygon([(0, 0), *edge, (0, 2000)]), Polygon([(2000, 0), *edge, (2000, 2000)])
    land, _, _ = shapes(_frame(a=left, b=right))
    a, b = (_drawn(land[code][0]) for code in "ab")
    assert a.union(b).geom_type == "Polygon" and a.intersection(b).area == 0
    assert a.union(b).area == pytest.approx(a.area + b.area)
    assert len(land["a"][0]) < 2 * len(edge)  # and it is simpler than it was


def test_outlines_that_do_not_quite_meet_still_make_a_wijk():
    """As the buurten of 2019 do: corners of one halfway the edge of the other, a sliver of overlap between them."""
    left = Polygon([(0, 0), (1000, 0), (1000.3, 400), (999.8, 700), (1000, 1000), (0, 1000)])
    right = Polygon([(1000, 0), (2000, 0), (2000, 1000), (1000, 1000), (999.9, 500)])
    under = box(0, -1000, 2000, 0)
    frame = _frame(a=left, b=under, c=right)  # a and c are one wijk
    land, _, wijken = shapes(frame)
    assert set(land) == {"a", "b", "c"}
    assert sum(_drawn(ring).area for ring in wijken) == pytest.approx(4e6, rel=0.001)


def test_no_areas_no_shapes():
    assert shapes(_frame(x1=box(0, 0, 1, 1), x2=box(1, 0, 2, 1))) == ({}, [], [])
    assert rings(box(0, 0, 0.2, 0.2)) == []  # smaller than the metre
