"""Map pages of the atlas beside the plain way: geopandas `.plot` of every layer, `annotate` and `savefig` a page.

The edition is the fictitious country of `bench_build` where it has maps (else name a folder: `bench_atlas FOLDER`).
Both ways draw the same gemeenten with the same areas, boundaries, names and legend; the plain one has no other pages.
"""

import sys
import time
from pathlib import Path

from tests.benchmarks.country import EDITION
from tests.benchmarks.measure import OUT, measure, report

PEERS = 2  # gemeenten that both ways draw, of average size; time is of the processor, so that neighbours do not count
PAGES = 10


def main(folder: Path | None = None) -> None:
    """Measure both ways for the same gemeenten, a process each."""
    edition = folder or _edition()
    if edition is None:
        sys.exit(f"{EDITION}: no edition with maps; run tests.benchmarks.bench_build first")
    (OUT / "atlas").mkdir(parents=True, exist_ok=True)
    for old in (OUT / "atlas").glob("*.pdf"):
        old.unlink()
    command = [sys.executable, "-m", "tests.benchmarks.bench_atlas"]
    rows = [
        measure("whole atlases, some gemeenten", [*command, "book", edition]),
        measure("map pages, the same ones", [*command, "ours", edition]),
        measure("plain geopandas map pages", [*command, "plain", edition]),
    ]
    steps = ("book", "ours", "plain")
    book, ours, plain = (float((OUT / "atlas" / f"{step}.txt").read_text()) for step in steps)
    report("map pages of an atlas", rows, [
        f"processor seconds a map page: {ours:.3f}, plain {plain:.3f}, ours with all other pages {book:.3f}",
        f"plain / ours: {plain / ours:.1f} (target 10)",
    ])  # fmt: skip


def _edition() -> Path | None:
    import duckdb

    if not (EDITION / "veerkracht.duckdb").is_file():
        return None
    with duckdb.connect(str(EDITION / "veerkracht.duckdb"), read_only=True) as con:
        names = {row[0] for row in con.execute("select table_name from duckdb_tables()").fetchall()}
    return EDITION if "fct_kaart" in names else None


def run(step: str, folder: Path) -> None:
    """One step, in the process that is measured."""
    from veerkracht.edition.reading import Edition
    from veerkracht.products.paper.atlas.pages import write_atlas
    from veerkracht.products.paper.printing import Printing

    with Edition(folder) as edition:
        printing = Printing.open(edition)
        for niveau in ("gemeente", "wijk", "buurt"):
            printing.land.level(niveau, printing.land.doel)
        draw = {"ours": _ours, "plain": _plain, "book": write_atlas}[step]
        first, *codes = _average(printing)
        draw(printing, first, OUT / "atlas" / f"{first}-{step}.pdf")  # imports and caches
        began = time.process_time()
        for code in codes:
            draw(printing, code, OUT / "atlas" / f"{code}-{step}.pdf")
        spent = (time.process_time() - began) / len(codes) / PAGES
    (OUT / "atlas" / f"{step}.txt").write_text(f"{spent}\n")


def _average(printing) -> list[str]:
    """The gemeenten whose number of buurten is nearest the mean; the first is drawn to warm up."""
    count = {code: len(printing.land.of("buurt", printing.land.doel, code)) for code in printing.gemeenten()}
    mean = sum(count.values()) / len(count)
    return sorted(count, key=lambda code: (abs(count[code] - mean), code))[: PEERS + 1]


def _ours(printing, code: str, file: Path) -> None:
    """Only the map pages of an atlas: what the plain way makes too, besides neighbours, water, scale bar and notes."""
    from matplotlib.backends.backend_pdf import PdfPages

    from veerkracht.products.paper.atlas.ground import Ground
    from veerkracht.products.paper.atlas.layout import A3
    from veerkracht.products.paper.atlas.pages import add_maps

    with PdfPages(file) as pages:
        add_maps(printing, A3, Ground(printing.land, code, A3.frame), printing.sheets(code), pages)


def _plain(printing, code: str, file: Path) -> None:
    """What one would write first: a frame a layer, pyplot, `.plot` for each, `annotate` for each name."""
    import matplotlib.pyplot as plt
    from matplotlib.backends.backend_pdf import PdfPages
    from matplotlib.patches import Patch
    from shapely import box

    land, doel = printing.land, printing.land.doel
    wijken = land.of("wijk", doel, code)
    around = land.level("gemeente", doel)
    bounds = land.of("gemeente", doel, code).total_bounds
    plt.rcParams["pdf.fonttype"] = 42
    with PdfPages(file) as pages:
        for sheet in printing.sheets(code):
            figure, axes = plt.subplots(figsize=(420 / 25.4, 297 / 25.4))
            near = around[around.intersects(box(*bounds))]
            near.plot(ax=axes, color="#ebedef", edgecolor="white")
            areas = land.of(sheet.niveau, sheet.indeling, code)
            rows = {row.gebiedscode: row for row in sheet.gebieden}
            colour = areas["gebiedscode"].map({key: row.kleur for key, row in rows.items()}).fillna("#d9d9d9")
            for klasse in colour.unique():
                areas[colour == klasse].plot(ax=axes, color=klasse, edgecolor="#4d5963", linewidth=0.3)
            wijken.boundary.plot(ax=axes, color="#1b2733", linewidth=0.9)
            around[around["gebiedscode"] == code].boundary.plot(ax=axes, color="black", linewidth=1.5)
            for frame, size in ((areas, 6.6), (wijken, 8.5), (near, 10)):
                for name, point in zip(frame["gebiedsnaam"], frame.representative_point(), strict=True):
                    axes.annotate(name, (point.x, point.y), ha="center", fontsize=size)
            colours = printing.colours.get(sheet.css, {})
            axes.legend(handles=[Patch(color=colours.get(e.css, "#d9d9d9"), label=e.label) for e in sheet.legenda])
            axes.set_xlim(bounds[0], bounds[2])
            axes.set_ylim(bounds[1], bounds[3])
            axes.set_title(sheet.titel)
            axes.set_axis_off()
            pages.savefig(figure)
            plt.close(figure)


if __name__ == "__main__":
    if len(sys.argv) == 3:
        run(sys.argv[1], Path(sys.argv[2]))
    else:
        main(Path(sys.argv[1]) if len(sys.argv) == 2 else None)
