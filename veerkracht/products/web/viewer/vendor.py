"""MapLibre GL from its PyPI package `maplibre`: copied at build time, never part of this repository."""

import shutil
from importlib import metadata
from pathlib import Path

from veerkracht.errors import VeerkrachtError

PACKAGE = "maplibre"
FILES = ("maplibre/srcjs/maplibre-gl.js", "maplibre/srcjs/maplibre-gl.css")


def copy(folder: Path) -> list[Path]:
    """Copy the library, its style and its licence; found by the file list of the package, which is not imported."""
    folder.mkdir(parents=True, exist_ok=True)
    listed = {str(file): file for file in metadata.files(PACKAGE) or ()}
    missing = [name for name in FILES if name not in listed or not Path(listed[name].locate()).is_file()]
    if missing:
        raise VeerkrachtError(f"Het pakket {PACKAGE} heeft geen {', '.join(missing)}; installeer het opnieuw.")
    licences = [name for name in listed if ".dist-info/" in name and "LICENSE" in name.upper()]
    written = []
    for name in (*FILES, *licences):
        source = Path(listed[name].locate())
        target = folder / (source.name if name in FILES else f"{PACKAGE}-{source.name}")
        written.append(Path(shutil.copyfile(source, target)))
    return written
