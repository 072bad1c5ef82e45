"""The change report for any two years, made from the published edition."""

from pathlib import Path

from veerkracht.paths import DataPaths, Publiek
from veerkracht.products.web import rapport
from veerkracht.publication import current_folder


def change_report(paths: DataPaths, publiek: Publiek, van: int, tot: int, out: Path) -> Path:
    """Write the report of the current edition into `out` and return its index. Raises VeerkrachtError for bad years."""
    edition = current_folder(paths, publiek)
    out.mkdir(parents=True, exist_ok=True)
    rapport.write(edition, van, tot, out)
    return out / "index.html"
