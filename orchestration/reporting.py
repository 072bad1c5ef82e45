"""The change report for any two years, made from the published edition."""

from pathlib import Path

from veerkracht.paths import DataPaths, Publiek
from veerkracht.products.web import rapport
from veerkracht.publication import current_folder


def change_report(paths: DataPaths, publiek: Publiek, van: int, tot: int, uit: Path) -> Path:
    """Write the report of the current edition into `uit` and return its index. Raises VeerkrachtError for bad years."""
    edition = current_folder(paths, publiek)
    uit.mkdir(parents=True, exist_ok=True)
    rapport.write(edition, van, tot, uit)
    return uit / "index.html"
