"""Vector tiles and viewer of the fictitious country of `bench_build`, beside GDAL's own tiles of the same buurten.

Each works in a process of its own. What counts beside seconds is how many areas are left at each zoom, decoded by GDAL.
"""

import resource
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.country import EDITION
from tests.benchmarks.measure import measure, report

STEPS = {
    "tiles": ("tiles of all levels, maps and names", "< 15 s, every area at every zoom"),
    "viewer": ("whole viewer, tiles included", ""),
    "gdal": ("GDAL, the buurten only, its own limits", ""),
}


def main(edition: str | Path = EDITION) -> None:
    """Measure each step and print the table, with the areas at each zoom as notes."""
    edition = Path(edition).resolve()
    if not (edition / "veerkracht.duckdb").is_file():
        sys.exit(f"{edition}: no edition; run tests.benchmarks.bench_build first")
    with tempfile.TemporaryDirectory() as folder:
        for name in ("veerkracht.duckdb", "grenzen"):
            (Path(folder) / name).symlink_to(edition / name)
        rows, processor = [], []
        for step, (what, target) in STEPS.items():
            before = _processor_seconds()
            rows.append(measure(what, [sys.executable, "-m", "tests.benchmarks.bench_tiles", step, folder], target))
            processor.append(f"{step} {_processor_seconds() - before:.1f}")
        report("tiles of a country", rows, [f"processor seconds: {', '.join(processor)}", *_notes(Path(folder))])


def _processor_seconds() -> float:
    """Of all processes that have ended; on a busy machine they say more than the clock."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _notes(folder: Path) -> list[str]:
    from veerkracht.products.web.viewer.tiles import AREAS

    files = {"veerkracht": folder / "tegels" / AREAS, "GDAL": folder / "gdal.pmtiles"}
    sizes = ", ".join(f"{name} {file.stat().st_size / 1e6:.0f} MB" for name, file in files.items())
    whole = len(_outlines(folder))
    counts = {name: _counts(file, "buurt") for name, file in files.items()}
    lines = [f"zoom {zoom}: " + ", ".join(f"{n} {counts[n][zoom]}" for n in counts) for zoom in counts["veerkracht"]]
    if set(counts["veerkracht"].values()) != {whole}:
        sys.exit(f"areas are missing: {counts['veerkracht']} of {whole}")
    return [f"buurten in the outlines: {whole}; {sizes}", *lines]


def _counts(file: Path, layer: str) -> dict[int, int]:
    """zoom -> number of distinct areas."""
    import pyogrio

    from veerkracht.products.web.viewer.tiles import MAX_ZOOM, MIN_ZOOM

    found = {}
    for zoom in range(MIN_ZOOM, MAX_ZOOM + 1):
        frame = pyogrio.read_dataframe(
            file, layer=layer, columns=["gebiedscode"], ZOOM_LEVEL=str(zoom), read_geometry=False
        )
        found[zoom] = frame["gebiedscode"].nunique()
    return found


def _outlines(folder: Path):
    from veerkracht.edition.reading import Edition
    from veerkracht.products.web.viewer import tiles

    with Edition(folder) as edition:
        return tiles._areas(edition, "buurt", edition.about.doel_indeling)


def run(step: str, folder: Path) -> None:
    """One step, in the process that is measured."""
    from veerkracht.edition.reading import Edition
    from veerkracht.products.web import viewer
    from veerkracht.products.web.viewer import tiles

    if step == "viewer":
        viewer.write(folder)
        return
    with Edition(folder) as edition:
        if step == "tiles":
            (folder / "tegels").mkdir()
            tiles.write(edition, folder / "tegels", {("buurt", edition.about.doel_indeling)})
            return
        attributes = tiles._attributes(edition, "buurt", edition.about.doel_indeling)
        areas = _outlines(folder).merge(attributes, on="gebiedscode", how="left")
    zooms = {"MINZOOM": tiles.MIN_ZOOM, "MAXZOOM": tiles.MAX_ZOOM}
    areas.to_crs(3857).to_file(folder / "gdal.pmtiles", layer="buurt", driver="PMTiles", engine="pyogrio", **zooms)


if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[1] in STEPS:
        run(sys.argv[1], Path(sys.argv[2]))
    else:
        main(*sys.argv[1:])
