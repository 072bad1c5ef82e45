"""Pages of atlas and comparison as a person sees them: drawn by poppler, looked at pixel by pixel and word by word."""

import io
import subprocess
import xml.etree.ElementTree as ET

import numpy as np
import pytest
import shapely
from matplotlib.colors import to_rgb
from PIL import Image

from veerkracht.products.paper.atlas.ground import Ground
from veerkracht.products.paper.atlas.layout import A3, MARGIN
from veerkracht.products.paper.atlas.pages import write_atlas
from veerkracht.products.web import vergelijking

GEMEENTE, DPI = "GM9001", 110
CLOSE = 6  # of 255; the picture is not exactly what the page asks
WORD = "{http://www.w3.org/1999/xhtml}word"


@pytest.fixture(scope="module")
def atlas(printing, tmp_path_factory):
    file = tmp_path_factory.mktemp("atlas") / "atlas.pdf"
    write_atlas(printing, GEMEENTE, file)
    return file


@pytest.fixture(scope="module")
def comparison(_made, tmp_path_factory):
    return vergelijking.write(_made[1], ["GM9001", "GM9002"], tmp_path_factory.mktemp("naast"))[1]


def _picture(program: str, file, page: int) -> np.ndarray:
    """Rows by columns by red, green, blue of one page."""
    where = ["-f", str(page), "-l", str(page), "-r", str(DPI), "-png", "-singlefile"]
    made = subprocess.run([program, *where, file], capture_output=True, check=True)
    return np.asarray(Image.open(io.BytesIO(made.stdout)).convert("RGB"), dtype=int)


def _pixels(picture: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Colours at points in mm from the lower left of the page."""
    across, down = points.T * DPI / 25.4
    return picture[picture.shape[0] - 1 - down.astype(int), across.astype(int)]


def _share(colours: np.ndarray, wanted: str) -> float:
    """Share of pixels that have a colour."""
    return float((abs(colours - np.array(to_rgb(wanted)) * 255).max(axis=-1) <= CLOSE).mean())


def _inside(shape, step: float = 0.6) -> np.ndarray:
    """Points of a raster that lie well within a shape on paper."""
    left, bottom, right, top = shape.bounds
    raster = np.stack(np.meshgrid(np.arange(left, right, step), np.arange(bottom, top, step)), axis=-1).reshape(-1, 2)
    return raster[shapely.contains_xy(shape.buffer(-0.3), raster)]


@pytest.mark.parametrize("at", [0, 2, 4])
def test_every_area_on_the_picture_has_the_colour_of_the_mart(atlas, printing, debian, at):
    picture = _picture(debian("pdftoppm", "poppler-utils"), atlas, at + 2)
    sheet, ground = printing.sheets(GEMEENTE)[at], Ground(printing.land, GEMEENTE, A3.frame)
    layer = ground.layer(sheet.niveau, sheet.indeling)
    seen = []
    for row in sheet.gebieden:
        points = _inside(layer.shapes[layer.place[row.gebiedscode]])
        if row.klasse is not None and len(points) > 20:
            share = _share(_pixels(picture, points), row.kleur)
            seen.append(share > 0.3)  # names and hatches cover the rest
    assert len(seen) > 0.8 * sheet.getoond and all(seen)


@pytest.mark.parametrize("at", [0, 2, 4])
def test_every_class_has_its_colour_in_the_legend_on_the_picture(atlas, printing, debian, at):
    picture, sheet = _picture(debian("pdftoppm", "poppler-utils"), atlas, at + 2), printing.sheets(GEMEENTE)[at]
    panel = picture[:, round((A3.width - MARGIN - A3.panel) * DPI / 25.4) :]
    swatch = 8.0 * 4.6 * (DPI / 25.4) ** 2
    classes = [entry for entry in sheet.legenda if entry.css.startswith("k")]
    assert classes
    for entry in classes:
        wanted = printing.colours[sheet.css][entry.css]
        assert _share(panel, wanted) * panel.shape[0] * panel.shape[1] > 0.7 * swatch, entry.label


@pytest.mark.parametrize("product", ["atlas", "comparison"])
def test_no_words_lie_over_each_other(product, request, debian):
    program = debian("pdftotext", "poppler-utils")
    done = subprocess.run([program, "-bbox", request.getfixturevalue(product), "-"], capture_output=True, check=True)
    pages = [node for node in ET.fromstring(done.stdout).iter() if node.tag.endswith("}page")]
    assert len(pages) > 10
    for number, page in enumerate(pages, 1):
        words = [(_ink(node), node.text) for node in page.iter(WORD)]
        assert words
        tree = shapely.STRtree([box for box, _ in words])
        for one, two in zip(*tree.query([box for box, _ in words]), strict=True):
            if one < two:
                common = words[one][0].intersection(words[two][0]).area
                assert common < 0.1 * min(words[one][0].area, words[two][0].area), (number, words[one], words[two])


def _ink(node):
    """The box of a word without the room that a line keeps above and below its letters."""
    left, right = float(node.get("xMin")), float(node.get("xMax"))
    top, bottom = float(node.get("yMin")), float(node.get("yMax"))
    return shapely.box(left, top + 0.25 * (bottom - top), right, bottom - 0.25 * (bottom - top))
