"""Two sources that the package does not have, as somebody would add them: a folder each, and rows for the seeds.

`scholen` comes in a layout that is known; `bomen` brings a layout of its own.
"""

from pathlib import Path

CATALOGUS = """bron: {bron}
titel: {titel}
uitgever: Proefuitgever
licentie: CC0
toegang: open
landingspagina: https://voorbeeld.nl/{bron}
reeks: nieuwste_per_jaar
releases:
  - release: 2024@{bron}-1
    jaren: [2024]
    url: {file}
    sha256: {sha256}
    indeling: 2024
    layout: {layout}
"""
READERS = {
    "scholen": '''"""Reader of schools per gemeente, as StatLine gives them."""

from pathlib import Path

from veerkracht.sources.catalogue.model import Release, Source
from veerkracht.sources.readers import statline, wide
from veerkracht.sources.readers.delivery import Delivery
from veerkracht.sources.readers.statline import STATLINE_CSV


def read(file: Path, source: Source, release: Release) -> Delivery:
    table = statline.read_table(file)
    return wide.delivery(table, statline.header_of_gebieden(table), source, release)


READERS = {STATLINE_CSV: read}
''',
    "bomen": '''"""Reader of trees per gemeente, in a layout of their own: a first line BOMEN, then code and number."""

from pathlib import Path

import pyarrow as pa

from veerkracht.sources.catalogue.model import Release, Source
from veerkracht.sources.readers import tables
from veerkracht.sources.readers.codes import codes_and_niveaus
from veerkracht.sources.readers.delivery import Delivery
from veerkracht.sources.readers.layout import Layout


def read(file: Path, source: Source, release: Release) -> Delivery:
    cells = [line.split() for line in file.read_text("utf-8").splitlines()[1:]]
    codes, niveaus = codes_and_niveaus(pa.array([code for code, _ in cells]), "code", file.name, lambda i: i + 2)
    number = pa.array([number for _, number in cells])
    rows = tables.melt(source, release, codes, niveaus, release.jaren[0], {"bomen": number})
    areas = tables.gebieden(source, release, codes, niveaus, jaar=release.jaren[0])
    return Delivery(rows, areas, tables.feiten(source, release, tables.usual_feiten(rows, areas)))


READERS = {Layout("bomenlijst", "een bomenlijst", (b"BOMEN",)): read}
''',
}
LAYOUTS = {"scholen": "statline_csv", "bomen": "bomenlijst"}
COLUMN = {"scholen": "Scholen (aantal)", "bomen": "bomen"}
EXPECTED = "verplicht: {{cijfers: '{pattern}'}}\n"


def content(bron: str, codes: list[str]) -> str:
    """A delivery in which area number i (from 1) has the figure i."""
    if bron == "bomen":
        return "BOMEN\n" + "".join(f"{code} {i}\n" for i, code in enumerate(codes, 1))
    header = f'"Wijken en buurten";"Regioaanduiding/Codering (code)";"{COLUMN[bron]}"\n'
    return header + "".join(f'"Gebied";"{code}";"{i}"\n' for i, code in enumerate(codes, 1))


def write_source(sources: Path, bron: str, file: Path) -> Path:
    """The folder of a source below `sources`, for a delivery that lies in `file`."""
    from veerkracht.files import sha256_of

    folder = sources / bron
    folder.mkdir(parents=True)
    said = {"bron": bron, "titel": bron.title(), "file": file, "sha256": sha256_of(file), "layout": LAYOUTS[bron]}
    (folder / "catalogus.yaml").write_text(CATALOGUS.format(**said), "utf-8")
    (folder / "reader.py").write_text(READERS[bron], "utf-8")
    pattern = COLUMN[bron].replace("(", r"\(").replace(")", r"\)")
    (folder / "verwachtingen.yaml").write_text(EXPECTED.format(pattern=pattern), "utf-8")
    return folder
