"""Gemeenten side by side: every map of each, counts as in the edition, and what cannot be compared is told."""

import re
import subprocess
from dataclasses import replace

import pytest
import shapely

from veerkracht.edition.reading import Edition
from veerkracht.errors import VeerkrachtError
from veerkracht.products.paper.atlas.layout import MARGIN
from veerkracht.products.paper.cartography.paper import Paper
from veerkracht.products.paper.vergelijking import overview, pages
from veerkracht.products.web import vergelijking

CODES = ["GM9001", "GM9002"]


@pytest.fixture(scope="module")
def page(_made, tmp_path_factory):
    file = vergelijking.write(_made[1], CODES, tmp_path_factory.mktemp("uit"))[0]
    return file.read_text()


def test_each_map_has_its_areas_of_each_gemeente(page, kandidaat):
    with Edition(kandidaat) as edition:
        sql = (
            "select count(*) as n from fct_kaart where kaart_id = '3' and niveau = 'buurt' "
            "and jaar_tot = 2024 and gemeentecode = ?"
        )
        wanted = [edition.rows(sql, [code])[0]["n"] for code in CODES]
    part = page[page.index("<h3>3. ") : page.index("<h3>4. ")]
    drawn = [svg.count("<title>") for svg in re.findall(r'<svg class="kaart".*?</svg>', part, re.S)]
    assert drawn == wanted and all(wanted)


def test_counts_of_classes_are_those_of_the_edition(page, kandidaat):
    with Edition(kandidaat) as edition:
        rows = edition.rows(
            "select label, gemeentecode, count(*) as n from fct_kaart where kaart_id = '3' and niveau = 'buurt' "
            "and jaar_tot = 2024 and klasse is not null group by all"
        )
    part = page[page.index("<h3>3. ") : page.index("<h3>4. ")]
    table = {
        label: [int(n) for n in re.findall(r'<td class="n">(\d+)</td>', cells)]
        for label, cells in re.findall(
            r"</svg>([^<]+?)(?: ?<span[^>]*>[^<]*</span>)*</td>((?:<td class=\"n\">\d+</td>)+)</tr>", part
        )
    }
    for row in rows:
        if row["gemeentecode"] in CODES:
            assert table[row["label"]][CODES.index(row["gemeentecode"])] == row["n"]


def test_ids_are_unique_and_every_use_has_its_path(page):
    ids = re.findall(r'<path id="([^"]+)"', page)
    assert len(ids) == len(set(ids)) and set(re.findall(r'<use href="#([^"]+)"', page)) <= set(ids)


def test_a_map_that_is_not_there_gives_its_reason_and_the_page_carries_what_each_carries(page):
    assert "Geen kaart:" in page and "minder dan 5 buurten met een waarde" in page  # map 9 of the second gemeente
    assert (
        "default-src 'none'" in page and "niet de kaart van Aedes" in page and "Voorbeeldstad en Verzonnendam" in page
    )
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page)


def test_a_map_that_no_gemeente_has_shows_no_legend_without_colours(page):
    part = page[page.index("<h3>8. ") : page.index("<h3>9. ")]
    assert part.count("Geen kaart:") == len(CODES) and "<table" not in part


@pytest.mark.parametrize(
    ("codes", "why"),
    [(["GM9001"], "2 tot 40"), (["GM9001", "GM9001"], "2 tot 40"), (["GM9001", "GM0000"], "geen gemeente GM0000")],
)
def test_what_cannot_be_compared_is_told(kandidaat, tmp_path, codes, why):
    with pytest.raises(VeerkrachtError, match=why):
        vergelijking.write(kandidaat, codes, tmp_path)


def test_regions_are_found_by_name_and_the_nearest_are_offered():
    from orchestration.commands.rapport import _region

    title, codes = _region("Parkstad Limburg")
    assert title == "Parkstad Limburg" and "GM0917" in codes and codes == _region("parkstad-limburg")[1]
    with pytest.raises(VeerkrachtError, match="parkstad-limburg"):
        _region("parkstat")


def test_a_region_of_which_the_edition_has_too_little_is_told(capsys):
    from orchestration.commands.rapport import _present

    known = ["GM9001", "GM9002"]
    assert _present(known, "Streek", ["GM9001", "GM0001", "GM9002"]) == ("Streek", known)
    assert "GM0001" in capsys.readouterr().out
    with pytest.raises(VeerkrachtError, match=r"Van regio Streek \(GM9001, GM0001\) heeft deze editie 1 gemeenten"):
        _present(known, "Streek", ["GM9001", "GM0001"])


def test_small_maps_share_one_scale_and_lie_in_their_places_without_touching(printing, kandidaat):
    with Edition(kandidaat) as edition:
        areas = vergelijking._gemeenten(edition, CODES)
    cells = pages._cells(printing, areas)
    assert len({round(cell.ground.view.mm_per_m, 12) for cell in cells}) == 1
    boxes = [shapely.box(c.x, c.y - pages.CAPTION, c.x + c.width, c.y + c.height) for c in cells]
    assert not any(one.intersects(two) for n, one in enumerate(boxes) for two in boxes[n + 1 :])
    for cell in cells:
        drawn = shapely.union_all(cell.ground.view.place(cell.ground.own_outline))
        assert shapely.box(cell.x, cell.y, cell.x + cell.width, cell.y + cell.height).covers(drawn)


@pytest.mark.parametrize("count", range(1, vergelijking.MOST + 1))
def test_every_grid_has_a_place_for_each_gemeente_within_the_frame(count):
    x, y, width, height = pages.LAYOUT.frame
    room = shapely.box(x, y + pages.STRIP, x + width, y + height).buffer(1e-6)
    grids = pages.possible_grids(count, pages.LAYOUT)
    assert grids and all(len(places) == count for places in grids)
    for places in grids:
        boxes = [shapely.box(a, b - pages.CAPTION, a + w, b + h) for a, b, w, h in places]
        assert all(room.covers(box) for box in boxes)
        assert shapely.area(shapely.union_all(boxes)) == pytest.approx(sum(map(shapely.area, boxes)))


def test_legend_on_paper_counts_the_gemeenten_together(printing):
    for sheets in zip(*(printing.sheets(code) for code in CODES), strict=True):
        together, others = pages.merged(sheets)
        if not together.reden:
            assert not others
            assert sum(entry.hier for entry in together.legenda) == len(together.gebieden)
            assert together.getoond == sum(sheet.getoond for sheet in sheets)


def _elsewhere(sheet):
    """The same map on wijken, with limits of its own."""
    legend = [replace(entry, grenzen=f"anders {entry.grenzen}", land=7) for entry in sheet.legenda]
    return replace(sheet, css=f"{sheet.css}-w", niveau="wijk", legenda=legend)


def test_limits_and_counts_of_one_level_are_not_said_of_another(printing):
    buurt, wijk = printing.sheets("GM9001")[2], _elsewhere(printing.sheets("GM9002")[2])
    together, others = pages.merged((buurt, buurt, wijk))
    assert others == [2] and together.niveau == "buurt"
    assert [entry.grenzen for entry in together.legenda] == [entry.grenzen for entry in buurt.legenda]
    assert [entry.hier for entry in together.legenda] == [2 * entry.hier for entry in buurt.legenda]
    area = vergelijking._gemeenten(printing.edition, CODES[:1])[0]
    small = [vergelijking.Small(area, sheet, None) for sheet in (buurt, wijk)]
    for line, entry in zip(vergelijking._counts(small), buurt.legenda, strict=False):
        assert entry.label == line.label and (not entry.grenzen or line.grenzen == vergelijking.DIFFERS)


def test_on_paper_every_map_has_its_page(_made, debian, printing, tmp_path):
    program = debian("pdftotext", "poppler-utils")
    file = vergelijking.write(_made[1], CODES, tmp_path)[1]
    text = subprocess.run([program, "-layout", file, "-"], capture_output=True, text=True, check=True).stdout
    pages = text.split("\f")[:-1]
    assert len(pages) == 1 + len(printing.sheets(CODES[0]))
    assert "Wat is er van te zeggen?" in pages[0] and "Rangorde" in pages[0]
    for page, sheet in zip(pages[1:], printing.sheets(CODES[0]), strict=True):
        assert sheet.titel[:20] in page and "niet de kaart van Aedes" in page and "FICTIEVE VOORBEELDDATA" in page
    assert "Deze kaart kan hier niet" in pages[9]  # map 9 of the second gemeente


@pytest.mark.parametrize("count", [2, overview.TOGETHER, overview.TOGETHER + 1, vergelijking.MOST])
def test_tables_of_any_number_of_gemeenten_stay_on_their_pages(printing, count):
    with Edition(printing.edition.folder) as edition:
        area = vergelijking._gemeenten(edition, CODES[:1])[0]
    parts = overview.parts(printing, [area] * count)
    assert len(parts) == (1 if count <= overview.TOGETHER else 2)
    for tables in parts:
        paper = Paper(pages.LAYOUT.width, pages.LAYOUT.height)
        overview.page(paper, pages.LAYOUT, printing, [area] * count, "Streek", 1, tables)
        lines = [line for one in paper.figure.artists if hasattr(one, "lines") for line in one.lines]
        rows = [y for _, y, text, *_ in lines if text == area.gebiedsnaam]
        signal = next(y for _, y, text, *_ in lines if text.startswith("Deze kaarten signaleren"))
        assert len(rows) == count * len(tables) and min(rows) > signal > MARGIN
        assert len(set(rows)) == len(rows)
