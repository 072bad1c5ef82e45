"""The national viewer: a static site over all gemeenten, from country to buurt, on vector tiles of the edition.

Everything it needs lies in `viewer/`: nothing is asked of another host. The site itself is in `site/`, tiles are made
in `tiles`, what the maps say in `facts`, and MapLibre comes from its PyPI package in `vendor`.
"""

import json
import shutil
from pathlib import Path

from veerkracht.edition.maps import Maps
from veerkracht.edition.reading import Edition
from veerkracht.edition.sources import credits
from veerkracht.products.web.page import environment
from veerkracht.products.web.viewer import facts, tiles, vendor

SITE = Path(__file__).parent / "site"
TEMPLATE = "index.html"


def write(kandidaat: Path) -> list[Path]:
    """Write `viewer/` anew; nothing for an edition without maps or without an outline of a gemeente to draw."""
    folder = kandidaat / "viewer"
    shutil.rmtree(folder, ignore_errors=True)
    with Edition(kandidaat) as edition:
        maps = Maps(edition)
        if not maps.perioden or not tiles.has_gemeenten(edition):
            return []
        (folder / "gegevens").mkdir(parents=True)
        told = facts.collect(edition, maps)
        made = tiles.write(edition, folder, told.places)
        country = told.country(made)
        written = [*made.files, _json(folder / "gegevens" / "kaarten.json", country)]
        written += [_json(folder / "gegevens" / f"{code}.json", own) for code, own in told.gemeenten.items()]
        written.append(_json(folder / "gegevens" / "zoek.json", made.places_to_search))
        return [*written, _page(edition, folder), *_site(folder), *vendor.copy(folder / "vendor")]


def _json(file: Path, content: object) -> Path:
    file.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False), encoding="utf-8")
    return file


def _page(edition: Edition, folder: Path) -> Path:
    template = environment().from_string((SITE / TEMPLATE).read_text(encoding="utf-8"))
    file = folder / TEMPLATE
    file.write_text(template.render(about=edition.about, bronnen=credits(edition)), encoding="utf-8")
    return file


def _site(folder: Path) -> list[Path]:
    files = sorted(file for file in SITE.iterdir() if file.suffix in (".js", ".css"))
    return [Path(shutil.copyfile(file, folder / file.name)) for file in files]
