"""The atlas says what the marts say: pages, colours, legends, names that do not overlap; it can be stopped."""

import os
import re
import shutil
import subprocess
from dataclasses import replace

import duckdb
import geopandas as gpd
import numpy as np
import pytest
import shapely
from matplotlib.colors import to_hex
from shapely import box

from tests.veerkracht.products import mapworld, world
from veerkracht.edition.reading import Edition
from veerkracht.edition.words import SIGNAL
from veerkracht.errors import VeerkrachtError
from veerkracht.products.paper import atlas
from veerkracht.products.paper.atlas import workers
from veerkracht.products.paper.atlas.ground import Ground
from veerkracht.products.paper.atlas.layout import A3, SLIDE
from veerkracht.products.paper.atlas.mapframe import CANNOT, base, names, notice
from veerkracht.products.paper.atlas.pages import write_atlas
from veerkracht.products.paper.atlas.sheetpage import sheet_page
from veerkracht.products.paper.cartography.paper import Paper
from veerkracht.products.paper.printing import Printing
from veerkracht.products.paper.single import file_name, find_gemeente, format_of, write_maps

LONG = "Het Buitengewoon Langgerekte Bedrijventerrein Achter de Oude Spoordijk bij de Kolk"
needs_poppler = pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler-utils is not installed")


@pytest.fixture
def own(kandidaat, tmp_path):
    """A candidate of your own."""
    return shutil.copytree(kandidaat, tmp_path / "kandidaat")


@pytest.fixture(scope="module")
def book(printing, tmp_path_factory):
    """(file, what is on each map page) of the first gemeente."""
    file = tmp_path_factory.mktemp("boek") / "GM9001.pdf"
    return file, write_atlas(printing, "GM9001", file)


def _pages(file):
    text = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True).stdout
    return [" ".join(page.split()) for page in text.split("\f")[:-1]]


def _change(candidate, *statements):
    with duckdb.connect(str(candidate / "veerkracht.duckdb")) as con:
        for statement in statements:
            con.execute(statement)


def _book(candidate, code="GM9001"):
    with Edition(candidate) as edition:
        return write_atlas(Printing.open(edition), code, candidate / f"{code}.pdf")


@needs_poppler
def test_pages_in_order_with_selectable_text(book, printing):
    pages = _pages(book[0])
    titles = [sheet.titel for sheet in printing.sheets("GM9001")]
    expected = ["Veerkrachtatlas", *titles, "Wat veranderde", "Hoe lees je dit", "Verantwoording"]
    for page, title in zip(pages, expected, strict=True):
        assert page.startswith(title)
    for number, page in enumerate(pages, 1):
        assert "FICTIEVE VOORBEELDDATA" in page and f"bladzijde {number}" in page and "Editie van" in page
        assert "CBS (CC BY 4.0); BZK (CC0)" in page
    for sheet, page in zip(printing.sheets("GM9001"), pages[1:-3], strict=True):
        assert SIGNAL in page
        assert "Grenzen: indeling van 2024" in page
        if not sheet.reden:
            assert f"{sheet.getoond} van {len(sheet.gebieden)}" in page and f"Bronnen: {sheet.bronnen}"[:40] in page
            assert all(entry.label.split()[0] in page for entry in sheet.legenda)
    assert "NIET VERSPREIDEN" not in "".join(pages)


@needs_poppler
def test_fonts_are_embedded_with_their_characters(book):
    lines = subprocess.run(["pdffonts", book[0]], capture_output=True, text=True, check=True).stdout.splitlines()[2:]
    assert lines and all(re.search(r"CID TrueType\s+Identity-H\s+yes yes yes", line) for line in lines)


def test_coloured_areas_are_the_rows_with_a_class(kandidaat, printing, book):
    with Edition(kandidaat) as edition:
        rows = edition.rows(
            "select kaart_id, count(klasse) as met, count(*) - count(klasse) as zonder "
            "from fct_kaart where gemeentecode = 'GM9001' and jaar_van = 2014 and jaar_tot = 2024 "
            "and niveau = if(kaart_id in ('4', '6'), 'wijk', 'buurt') group by 1"
        )
    expected = {row["kaart_id"]: (row["met"], row["zonder"]) for row in rows}
    for sheet, drawn in zip(printing.sheets("GM9001"), book[1], strict=True):
        counted = expected[sheet.kaart.kaart_id] if not sheet.reden else (0, 0)
        assert (drawn.coloured, drawn.patterned) == counted
    assert sum(drawn.coloured for drawn in book[1]) > 80


def test_colours_on_paper_are_those_of_the_mart(printing):
    ground, sheet = Ground(printing.land, "GM9001", A3.frame), printing.sheets("GM9001")[2]
    paper = Paper(A3.width, A3.height)
    drawn = sheet_page(paper, A3, ground, sheet, printing.colours[sheet.css], printing.context)
    (collection,) = [one for one in paper.figure.artists if one.get_gid() == "klassen"]
    shown = [to_hex(colour) for colour in collection.get_facecolors()]
    assert shown == [row.kleur.lower() for row in sheet.gebieden if row.klasse is not None]
    assert len(collection.get_paths()) == drawn.coloured == sheet.getoond
    hatches = {one.get_hatch() for one in paper.figure.artists if hasattr(one, "get_hatch")} - {None}
    assert len(hatches) == 4  # one of each kind of no-value that occurs, none of a class


def test_legend_has_every_entry(printing, book):
    for sheet, drawn in zip(printing.sheets("GM9001"), book[1], strict=True):
        labels = [entry.label for entry in sheet.legenda]
        assert sorted(drawn.legend) == ([] if sheet.reden else sorted(labels))


def _overlaps(labels):
    boxes = [shapely.box(*label.box) for label in labels]
    tree = shapely.STRtree(boxes)
    return [(a, b) for a, b in tree.query(boxes, "overlaps").T if a < b]


def test_names_do_not_overlap_and_lie_in_the_frame(printing):
    ground = Ground(printing.land, "GM9002", A3.frame)
    names = ground.names
    assert _overlaps(names.labels) == []
    frame, corner = shapely.box(*ground.view.frame), shapely.box(*ground.corner)
    assert all(frame.covers(shapely.box(*label.box)) for label in names.labels)
    assert not any(corner.intersects(shapely.box(*label.box)) for label in names.labels)
    kinds = [label.kind for label in names.labels]
    assert kinds.count("wijk") == 4 and kinds.count("buurt") + kinds.count("nummer") == 16
    assert {"Voorbeeldstad", "Nergenshuizen"} >= {label.key for label in names.labels if label.kind == "buurgemeente"}
    assert {label.kind for label in names.of("wijk")} <= {"wijk", "buurgemeente"}


def test_a_map_that_cannot_be_made_has_its_page_with_the_reason(book, printing):
    sheets = printing.sheets("GM9001")
    assert sheets[7].reden and book[1][7].coloured == 0 and book[1][7].legend == []
    if shutil.which("pdftotext"):
        page = _pages(book[0])[8]
        assert CANNOT in page and sheets[7].reden.split()[-1] in page


def test_no_name_is_written_where_the_reason_stands(printing):
    ground, paper = Ground(printing.land, "GM9001", A3.frame), Paper(A3.width, A3.height)
    all_of_it = notice(paper, ground, "een reden. " * 20)
    view = ground.view
    assert box(*view.frame).covers(box(*all_of_it)) and box(*all_of_it).area > 1000
    shown = [label for label in ground.names.of("buurt") if label.kind != "buurgemeente"]
    words = _written(ground, shown[0].box)
    assert len(shown) > 2 and " ".join(shown[0].lines) not in words and " ".join(shown[-1].lines) in words


def _written(ground, taken):
    """The names on paper when a box is taken, as one text."""
    paper = Paper(A3.width, A3.height)
    names(paper, ground, "buurt", taken)
    (writing,) = [one for one in paper.figure.artists if hasattr(one, "lines")]
    return " ".join(text for _, _, text, *_ in writing.lines)


def test_all_gemeenten_and_a_run_that_goes_on(own, monkeypatch):
    heard = []
    files = atlas.write(own, lambda done, total: heard.append((done, total)))
    assert [file.name for file in files] == [f"{code}.pdf" for code in world.GEMEENTEN]
    assert heard == [(1, 3), (2, 3), (3, 3)]
    before = {file: file.read_bytes() for file in files}
    files[1].unlink()
    (own / "atlas" / ".GM9002.pdf.part").write_bytes(b"half")
    made = []
    monkeypatch.setattr(
        workers, "write_atlas", lambda lib, code, file: made.append(code) or write_atlas(lib, code, file)
    )
    assert atlas.write(own) == files and made == ["GM9002"]
    assert {file: file.read_bytes() for file in files} == before  # same input, same bytes
    assert not list(own.rglob("*.part"))
    os.utime(own / "veerkracht.duckdb")
    os.utime(files[0], (0, 0))
    made.clear()
    monkeypatch.setattr(workers, "write_atlas", lambda lib, code, file: made.append(code))
    os.utime(files[1]), os.utime(files[2])
    atlas.write(own)
    assert made == ["GM9001"]  # older than the marts


@pytest.mark.lang
def test_two_processes_make_the_same_files(own):
    one = {file.name: file.read_bytes() for file in atlas.write(own)}
    shutil.rmtree(own / "atlas")
    two = workers.write_all(own, processes=2)
    assert {file.name: file.read_bytes() for file in two} == one


@needs_poppler
def test_names_that_are_hard_to_print(own):
    names = {
        "01": "Noord/Zuid",
        "02": 'De "Hof" $x_1$',
        "03": "Feest 🎉 buurt",
        "10": LONG,
        "12": "",
        "13": "\x07\u202eBel",
    }
    _change(own, *(
        f"update dim_gebied set gebiedsnaam = $${name}$$ where niveau = 'buurt' and gemeentecode = 'GM9001' "
        f"and gebiedscode like '%{end}'" if "$" not in name else
        f"update dim_gebied set gebiedsnaam = 'De \"Hof\" $x_1$' where niveau = 'buurt' and gemeentecode = 'GM9001' "
        f"and gebiedscode like '%{end}'" for end, name in names.items()
    ), f"update dim_gebied set gebiedsnaam = '{LONG}' where gebiedscode = 'GM9001'")  # fmt: skip
    drawn = _book(own)
    assert len(drawn) == len(mapworld.kaarten())
    pages = _pages(own / "GM9001.pdf")
    text = pages[1]
    assert "Noord/Zuid" in text and 'De "Hof" $x_1$' in text and world.EVIL.split()[0][:9] in text
    assert "Feest □" in text and "🎉" not in text and "Bel" in text
    assert all(word in pages[0] for word in LONG.split())


@needs_poppler
def test_a_gemeente_without_any_value(own):
    _change(
        own, "update fct_kaart set klasse = null, waarde = null, status = 'geen gegevens' where gemeentecode = 'GM9002'"
    )
    drawn = _book(own, "GM9002")
    assert all(one.coloured == 0 for one in drawn)
    pages = _pages(own / "GM9002.pdf")
    assert len(pages) == 1 + len(mapworld.kaarten()) + 3 and all(CANNOT in page for page in pages[1:-3])


def test_one_giant_buurt_and_two_hundred_tiny_ones_on_islands(own):
    _write_islands(own)
    with Edition(own) as edition:
        printing = Printing.open(edition)
        ground = Ground(printing.land, "GM9001", A3.frame)
        assert _overlaps(ground.names.labels) == []
        placed = {label.key for label in ground.names.labels if label.kind in ("buurt", "nummer")}
        unplaced = {name.key for name in ground.names.nowhere}
        assert "BU90010000" in placed and len(placed | unplaced) == 201 and not placed & unplaced
        drawn = write_atlas(printing, "GM9001", own / "GM9001.pdf")
    assert drawn[2].coloured == 200 and drawn[2].patterned == 1


def _write_islands(candidate):
    """GM9001 as one buurt of 10 by 10 km and 200 of 60 m, half of them an island with a second piece."""
    file = candidate / "grenzen" / f"buurt_{world.DOEL}.parquet"
    areas = gpd.read_parquet(file)
    first = areas[areas["gemeentecode"] == "GM9001"].iloc[0]
    shapes = [shapely.box(100e3, 400e3, 110e3, 410e3)]
    for n in range(200):
        x, y = 111e3 + n % 20 * 100, 400e3 + n // 20 * 100
        tiny = shapely.box(x, y, x + 60, y + 60)
        shapes.append(shapely.union_all([tiny, shapely.box(x, y + 4000, x + 30, y + 4030)]) if n % 2 else tiny)
    codes = [f"BU9001{n:04d}" for n in range(201)]
    rows = gpd.GeoDataFrame(
        [first.drop("geometry").to_dict() | {"gebiedscode": c, "gebiedsnaam": f"Buurt {c}"} for c in codes],
        geometry=shapes, crs=28992,
    )  # fmt: skip
    other = areas[areas["gemeentecode"] != "GM9001"]
    gpd.GeoDataFrame(np.concatenate([other.values, rows[other.columns].values]), columns=other.columns,
                     geometry="geometry", crs=28992).to_parquet(file)  # fmt: skip
    (candidate / "grenzen" / f"wijk_{world.DOEL}.parquet").unlink()
    (candidate / "grenzen" / f"gemeente_{world.DOEL}.parquet").unlink()
    listed = ", ".join(f"('{code}', {n})" for n, code in enumerate(codes))
    _change(
        candidate,
        "create temp table een as select * from fct_kaart where gemeentecode = 'GM9001' and niveau = 'buurt' "
        "and gebiedscode = (select min(gebiedscode) from fct_kaart where gemeentecode = 'GM9001' "
        "and klasse is not null and kaart_id = '3' and niveau = 'buurt')",
        "delete from fct_kaart where gemeentecode = 'GM9001'",
        f"insert into fct_kaart select e.* replace (c.code as gebiedscode, if(c.n = 0, null, e.klasse) as klasse, "
        f"if(c.n = 0, 'geen gegevens', e.status) as status) from een e, (values {listed}) c(code, n)",
    )


def test_marks_of_an_edition_that_may_not_be_spread(own):
    _change(own, "update dim_publicatie set niet_verspreiden = true")
    _book(own)
    if shutil.which("pdftotext"):
        assert all("NIET VERSPREIDEN" in page for page in _pages(own / "GM9001.pdf"))


def test_gemeente_by_code_or_name_else_the_nearest(printing):
    assert (
        find_gemeente(printing, "gm9001") == find_gemeente(printing, "9001") == find_gemeente(printing, "voorbeeldstad")
    )
    with pytest.raises(VeerkrachtError, match=r"Bedoelt u: Verzonnendam \(GM9002\)"):
        find_gemeente(printing, "Verzonendam")
    with pytest.raises(VeerkrachtError, match=r"Bedoelt u: .*GM9003"):
        find_gemeente(printing, "GM9004")
    with pytest.raises(VeerkrachtError, match="Deze editie heeft 3 gemeenten"):
        find_gemeente(printing, "xyzxyz")


def test_maps_apart_have_the_size_they_promise(printing, tmp_path):
    from PIL import Image

    (slide,) = write_maps(printing, "GM9001", ["3"], "dia", tmp_path)
    assert slide.name == "GM9001_kaart3_dia.png" and Image.open(slide).size == (1920, 1080)
    (poster,) = write_maps(printing, "GM9001", ["9"], "a0", tmp_path)
    width, height = map(float, re.search(rb"/MediaBox \[\s*0 0 ([\d.]+) ([\d.]+)\s*\]", poster.read_bytes()).groups())
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (1189, 841)
    assert format_of("png").dpi == 300
    with pytest.raises(VeerkrachtError, match="Kaart `99` staat niet"):
        list(write_maps(printing, "GM9001", ["99"], "dia", tmp_path))
    with pytest.raises(VeerkrachtError, match="Kies uit: png, dia, a0"):
        format_of("jpg")


@pytest.mark.parametrize("layout", [A3, SLIDE])
def test_reading_aid_and_signal_stand_whole_beside_every_map(printing, layout):
    ground = Ground(printing.land, "GM9001", layout.frame, numbers=layout.numbers)
    for sheet in printing.sheets("GM9001"):
        paper = Paper(layout.width, layout.height)
        sheet_page(paper, layout, ground, sheet, printing.colours.get(sheet.css, {}), printing.context)
        lines = [line for one in paper.figure.artists if hasattr(one, "lines") for line in one.lines]
        told = " ".join(text for _, _, text, *_ in lines)
        assert sheet.leeshulp in told and sheet.grijs in told and SIGNAL in told


def test_file_name_of_an_own_map_cannot_leave_the_folder(printing):
    sheet = printing.sheets("GM9001")[0]
    foreign = replace(sheet, kaart=replace(sheet.kaart, kaart_id="../../x y"))
    assert file_name("GM9001", foreign, "png", format_of("png")) == "GM9001_kaartx-y_png.png"


def test_setting_makes_maps_apart_for_all(own, monkeypatch):
    _change(own, "update dim_instelling set waarde = 'dia, a0' where instelling = 'atlas_formaten'")
    asked = []

    def made(printing, code, chosen, name, folder):
        asked.append((code, chosen, name, folder.relative_to(own).as_posix()))
        folder.mkdir(exist_ok=True)
        (folder / f"{code}_kaart1_{name}").touch()
        yield folder

    monkeypatch.setattr(workers, "write_maps", made)
    monkeypatch.setattr(workers, "write_atlas", lambda lib, code, file: file.touch())
    assert len(atlas.write(own)) == 9
    assert asked == [(code, None, name, f"atlas/{name}") for code in world.GEMEENTEN for name in ("dia", "a0")]
    (own / "atlas" / "a0" / "GM9003_kaart1_a0").unlink()
    asked.clear()
    atlas.write(own)
    assert {code for code, *_ in asked} == {"GM9003"}


@needs_poppler
def test_text_is_the_same_the_way_of_every_backend(printing, tmp_path, book, monkeypatch):
    monkeypatch.setattr("veerkracht.products.paper.cartography.pdftext.can_write", lambda renderer: False)
    write_atlas(printing, "GM9001", tmp_path / "anders.pdf")
    assert _pages(tmp_path / "anders.pdf") == _pages(book[0])


def test_base_needs_no_neighbours(printing):
    ground = Ground(printing.land, "GM9001", A3.frame)
    ground.__dict__["neighbours"] = []
    paper = Paper(A3.width, A3.height)
    base(paper, ground)
    assert paper.figure.artists


def test_command_kaart(kandidaat, tmp_path):
    from typer.testing import CliRunner

    from orchestration.cli import app

    public = tmp_path / "data" / "publicatie" / "openbaar"
    shutil.copytree(kandidaat, public / "2026-01-01.1")
    (public / "actueel").symlink_to("2026-01-01.1")
    run = CliRunner().invoke
    arguments = ["--data", str(tmp_path / "data"), "kaart", "--uit", str(tmp_path / "uit")]
    done = run(app, [*arguments, "verzonnendam", "--kaart", "8", "--formaat", "dia"], catch_exceptions=False)
    assert done.exit_code == 0 and done.stdout.strip().endswith("GM9002_kaart8_dia.png")
    with pytest.raises(VeerkrachtError, match="Bedoelt u"):
        run(app, [*arguments, "GM9001", "Nergenshuisen"], catch_exceptions=False)
    assert [file.name for file in (tmp_path / "uit").iterdir()] == ["GM9002_kaart8_dia.png"]
    (public / "actueel").unlink()
    with pytest.raises(VeerkrachtError, match="nog geen editie"):
        run(app, [*arguments, "GM9001"], catch_exceptions=False)
