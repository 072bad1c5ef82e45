"""What each publisher would send for each release of the packaged catalogue, if the Netherlands were the sample.

The world and the writers are those of `veerkracht.sample`; here stands only which of them makes which release, and the
two layouts that the sample itself has no file of: pages of an OGC API, and squares of many years.
"""

import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import shapely

from tests.publisher_server import Answer, Request, as_json, make_zip
from veerkracht.sample import adressen, grenzen, kwb, lbm, politie, rivm
from veerkracht.sample.cijfers import Jaarcijfers, Maat, make_jaarcijfers
from veerkracht.sample.files import csv_bytes, write_zip
from veerkracht.sample.grenzen import SampleOutlines
from veerkracht.sample.indelingen import Indeling
from veerkracht.sample.steps import SampleWorld, indeling_of, make_world
from veerkracht.sample.waarheid import Waarheid
from veerkracht.sources.catalogue.model import Release, Source

PUBLISHED = "2026-06-01"
ADRESJAREN = (*range(2000, 2026),)


class Country:
    """A fictitious country whose files are written when somebody asks for them, and once."""

    def __init__(self, folder: Path, gemeenten: int, seed: int = 1) -> None:
        self.folder = folder
        self.world: SampleWorld = make_world(gemeenten, seed, Waarheid.gepland)

    def file(self, source: Source, release: Release) -> Path:
        """What the publisher serves for a release; of an answer in pages the zip that the archive would make of it."""
        assert release.url is not None
        name = Path(release.url.partition("?")[0]).name
        file = self.folder / source.bron / release.release / name
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            WRITERS[source.bron, release.layout](self, release, file)
        return file

    def indeling(self, release: Release) -> Indeling:
        """The vintage of the sample that was in use in the year whose codes a release promises."""
        return self.world.indelingen[indeling_of(release.indeling)]

    def outlines(self, release: Release) -> dict[str, SampleOutlines]:
        """Outlines of the levels that a release serves."""
        w, jaar = self.world, indeling_of(release.indeling)
        made = grenzen.make_outlines(w.land, w.indelingen[jaar], w.shapes[jaar], w.bewoners.inwoners(release.jaren[0]))
        return {niveau: areas for niveau, areas in made.items() if not release.niveaus or niveau in release.niveaus}

    @cached_property
    def addresses(self) -> adressen.Adressen:
        return adressen.make_adressen(self.world.bewoners, adressen.PER_INWONER_GROOT, ADRESJAREN)


def _v4(c: Country, release: Release, file: Path) -> None:
    kwb.write_v4(file, _figures(c, release), PUBLISHED)


def _workbook(c: Country, release: Release, file: Path) -> None:
    (kwb.write_xls if file.suffix == ".xls" else kwb.write_xlsx)(file, _figures(c, release))


def _figures(c: Country, release: Release) -> Jaarcijfers:
    return make_jaarcijfers(c.world.bewoners, c.indeling(release), release.jaren[0], release.status)


def _shapes(c: Country, release: Release, file: Path) -> None:
    grenzen.write_2014(file, c.outlines(release), release.jaren[0])


def _geopackage(c: Country, release: Release, file: Path) -> None:
    with TemporaryDirectory() as folder:
        made = grenzen.write_2024(Path(folder, f"wijkenbuurten_{release.jaren[0]}.gpkg"), c.outlines(release))
        write_zip(file, {made.name: made})


def _features(c: Country, release: Release, file: Path) -> None:
    """GeoJSON as PDOK serves it: statistical codes of the gebiedsindelingen, or the columns of wijken en buurten."""
    areas = c.outlines(release)["buurt"]
    shapes = shapely.set_precision(areas.shape, 0.001)
    rows = zip(areas.codes, areas.names, areas.wijk, areas.gemeente, areas.gemeentenaam, areas.water, strict=True)
    features = [
        {
            "type": "Feature",
            "id": n,
            "properties": _statistical(release, *row[:2]) if release.product == "gegeneraliseerd" else _named(*row),
            "geometry": json.loads(shapely.to_geojson(shape)),
        }
        for n, (row, shape) in enumerate(zip(rows, shapes, strict=True))
        if release.product != "gegeneraliseerd" or row[5] == "NEE"  # the gebiedsindelingen hold no water
    ]
    file.write_bytes(make_zip({"pagina-00001.json": json.dumps({"features": features})}))


def _statistical(release: Release, code: str, name: str) -> dict[str, object]:
    jaar = release.indeling
    return {"statcode": code, "statnaam": name, "jrstatcode": f"{jaar}{code}", "rubriek": "buurt", "jaarcode": jaar}


def _named(code: str, name: str, wijk: str, gemeente: str, gemeentenaam: str, water: str) -> dict[str, object]:
    return {
        "buurtcode": code,
        "buurtnaam": name,
        "wijkcode": wijk,
        "gemeentecode": gemeente,
        "gemeentenaam": gemeentenaam,
        "water": water,
    }


def _leefbaarometer(c: Country, release: Release, file: Path) -> None:
    lbm.write(file, c.world.bewoners, c.indeling(release), release.jaren)


def _health(c: Country, release: Release, file: Path) -> None:
    assert release.tabel is not None
    rivm.write_pages(file, c.world.bewoners, c.indeling(release), release.tabel, release.jaren)


def _nuisance(c: Country, release: Release, file: Path) -> None:
    years = politie.whole_years(release.jaren)
    politie.write_pages(file, c.world.bewoners, c.indeling(release), years, [politie.TOTAL])


def _addresses(c: Country, release: Release, file: Path) -> None:
    separator = "," if release.jaren[0] < 2020 else ";"
    adressen.write_adressen(file, c.addresses, c.indeling(release), release.jaren[0], separator)


def _squares(c: Country, release: Release, file: Path) -> None:
    if len(release.jaren) == 1:
        adressen.write_vierkanten(file, c.world.bewoners, c.addresses, release.jaren[0], as_csv=release.jaren[0] > 2020)
        return
    counts: dict[tuple[int, int], dict[int, int]] = {}
    for jaar in release.jaren:
        corners, inwoners = adressen.make_vierkanten(c.world.bewoners, c.addresses, jaar)
        for corner, count in zip(corners.tolist(), np.rint(inwoners / 5) * 5, strict=True):
            counts.setdefault(tuple(corner), {})[jaar] = int(count)
    header = ("C28992R100", *(f"INW{jaar}" for jaar in release.jaren))
    rows = ([f"E{x:04d}N{y:04d}", *(of.get(jaar, 0) for jaar in release.jaren)] for (x, y), of in counts.items())
    write_zip(file, {"cbsvierkanten100m.csv": csv_bytes(header, rows, ";")})


WRITERS: dict[tuple[str, str], Callable[[Country, Release, Path], None]] = {
    ("cbs_kerncijfers", "v4_zip"): _v4,
    ("cbs_kerncijfers", "werkboek"): _workbook,
    ("cbs_grenzen", "shapefile_zip"): _shapes,
    ("cbs_grenzen", "gpkg"): _geopackage,
    ("cbs_grenzen", "ogc_api"): _features,
    ("leefbaarometer", "lbm3_zip"): _leefbaarometer,
    ("rivm_gezondheid", "v3_odata"): _health,
    ("politie_overlast", "v3_odata"): _nuisance,
    ("cbs_adressen", "adressen_zip"): _addresses,
    ("cbs_vierkanten", "vierkant_zip"): _squares,
}


def ogc_page(file: Path, request: Request, url: str) -> Answer:
    """One page of an OGC API, of as many features as the request asks for, with a link to the next."""
    with zipfile.ZipFile(file) as archive:
        features = json.loads(archive.read("pagina-00001.json"))["features"]
    size, start = int(request.query["limit"][0]), int(request.query.get("cursor", ["0"])[0])
    part = features[start : start + size]
    others = "&".join(f"{name}={values[0]}" for name, values in request.query.items() if name != "cursor")
    links = [{"rel": "next", "href": f"{url}?{others}&cursor={start + size}"}] if start + size < len(features) else []
    page = {"type": "FeatureCollection", "links": links, "features": part, "numberMatched": len(features)}
    return as_json(page, "application/geo+json")


def odata_pages(file: Path) -> Iterator[tuple[str, bytes]]:
    """Name and text of the pages and tables of a v3 service."""
    with zipfile.ZipFile(file) as archive:
        yield from ((name.removesuffix(".json"), archive.read(name)) for name in archive.namelist())


def odata_page(file: Path, request: Request, url: str) -> Answer:
    """The page of a v3 table that begins after so many rows, with a link to the next."""
    pages = [content for name, content in odata_pages(file) if name.startswith("pagina-")]
    number = int(request.query.get("$skip", ["0"])[0]) // rivm.PER_PAGE
    page = json.loads(pages[number])
    if number + 1 < len(pages):
        others = "&".join(f"{name}={values[0]}" for name, values in request.query.items() if name != "$skip")
        page["odata.nextLink"] = f"{url}?{others}&$skip={(number + 1) * rivm.PER_PAGINA}"
    return as_json(page)


def kwb_without(c: Country, release: Release, file: Path, is_gone: Callable[[Maat], bool]) -> Path:
    """The bulk zip of a year without some of its measures."""
    figures = _figures(c, release)
    kept = [k for k, maat in enumerate(figures.maten) if not is_gone(maat)]
    maten = tuple(figures.maten[k] for k in kept)
    file.parent.mkdir(parents=True, exist_ok=True)
    return kwb.write_v4(file, replace(figures, maten=maten, values=figures.values[:, kept]), PUBLISHED)
