"""What each publisher would send for each release of the packaged catalogue, if the Netherlands were the sample.

The world and the writers are those of `veerkracht.sample`; here stands only which of them makes which release, and what
the sample itself has no file of: pages of an OGC API, squares of many years, and tables of the older service of CBS.
"""

import json
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import shapely

from tests.publisher_server import Answer, Request, as_json, make_zip
from veerkracht.sample import adressen, grenzen, kwb, lbm, politie, rivm
from veerkracht.sample.cijfers import Jaarcijfers, Maat, PublicationRows, make_jaarcijfers, order_gebieden, sums_of
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
    if release.jaren[0] == 2013:  # as this table is
        with zipfile.ZipFile(file) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        own, there = "WijkenEnBuurten", "RegioS"
        renamed = {n.replace(own, there): text.replace(own.encode(), there.encode()) for n, text in members.items()}
        file.write_bytes(make_zip(dict(renamed)))


def _workbook(c: Country, release: Release, file: Path) -> None:
    (kwb.write_xls if file.suffix == ".xls" else kwb.write_xlsx)(file, _figures(c, release))


def _figures(c: Country, release: Release) -> Jaarcijfers:
    return make_jaarcijfers(c.world.bewoners, c.indeling(release), release.jaren[0], release.status)


def _kwb_pages(c: Country, release: Release, file: Path) -> None:
    """A year before the first of the sample: the figures of that first year, under another number."""
    j = make_jaarcijfers(c.world.bewoners, c.indeling(release), 2013)
    topics = [_topic(f"{_key(maat.titel)}_{n}", maat.titel, maat.eenheid) for n, maat in enumerate(j.maten, 5)]
    texts = {
        topic["Key"]: [None if np.isnan(value) else f"{value:8.{max(maat.decimalen, 0)}f}" for value in values]
        for topic, maat, values in zip(topics, j.maten, j.values.T, strict=True)
    }
    attributes = {"Gemeentenaam_1": j.gebieden.gemeentenamen, "SoortRegio_2": j.gebieden.soorten.tolist()}
    attributes |= {"Codering_3": j.gebieden.codes.tolist()}
    rows = _rows(j.gebieden, release.jaren[0], attributes | texts)
    _write_v3(file, release, j.gebieden, rows, topics, "Kerncijfers wijken en buurten 2009-2012")


def _key(title: str) -> str:
    """The key that the service makes of a title."""
    words = "".join(sign if sign.isalnum() else " " for sign in title).split()
    key = "".join(word[0].upper() + word[1:] for word in words)
    return f"k_{key}" if key[0].isdigit() else key


def _crimes(c: Country, release: Release, file: Path) -> None:
    """Counts where people live and shop, all kinds together: none is told of the kinds."""
    places, rows = order_gebieden(c.indeling(release), release.indeling), list[dict[str, object]]()
    for jaar in release.jaren:
        found = np.rint(sums_of(politie.expected_counts(c.world.bewoners, jaar), c.indeling(release))[places.bron])
        figures = {"GeregistreerdeMisdrijven_1": [f"{int(count):8d}" for count in found]}
        rows += [{"SoortMisdrijf": "0.0.0 "} | row for row in _rows(places, jaar, figures)]
    topics = [_topic("GeregistreerdeMisdrijven_1", "Geregistreerde misdrijven", "aantal")]
    title = "Geregistreerde misdrijven; soort misdrijf, wijk, buurt, jaarcijfers"
    _write_v3(file, release, places, rows, topics, title, ("SoortMisdrijf",))


def _status(c: Country, release: Release, file: Path) -> None:
    """Scores from the hidden field of the sample: three parts and their sum; none where nobody lives."""
    places, rows = order_gebieden(c.indeling(release), release.indeling), list[dict[str, object]]()
    for jaar in release.jaren:
        people = c.world.bewoners.inwoners(jaar)
        live = sums_of(people, c.indeling(release))[places.bron]
        field = sums_of(-c.world.bewoners.field_of(jaar) * people, c.indeling(release))[places.bron]
        mean = np.divide(field, live, out=np.full(len(live), np.nan), where=live > 0)
        parts = [np.round(share * mean, 3) for share in (0.12, 0.05, 0.03)]
        texts = ([None if np.isnan(score) else round(float(score), 3) for score in one] for one in (sum(parts), *parts))
        rows += _rows(places, jaar, dict(zip(SCORES, texts, strict=True)))
    topics = [_topic(key, "Gemiddelde score", "Getal") for key in SCORES]
    _write_v3(file, release, places, rows, topics, "SES-WOA scores per wijk en buurt")


SCORES = ("GemiddeldeScore_29", "GemiddeldeScore_31", "GemiddeldeScore_33", "GemiddeldeScore_35")


def _topic(key: str, title: str, unit: str) -> dict[str, str]:
    return {"Key": key, "Type": "Topic", "Title": title, "Unit": unit}


def _rows(places: PublicationRows, jaar: int, columns: dict[str, Sequence[object]]) -> list[dict[str, object]]:
    """Records of one year, one an area, codes padded as the service has them."""
    return [
        {"WijkenEnBuurten": f"{code:<10}", "Perioden": f"{jaar}JJ00"}
        | {name: cells[n] for name, cells in columns.items()}
        for n, code in enumerate(places.codes)
    ]


def _write_v3(
    file: Path,
    release: Release,
    places: PublicationRows,
    rows: list[dict[str, object]],
    topics: list[dict[str, str]],
    title: str,
    dimensions: tuple[str, ...] = (),
) -> None:
    """Pages of a v3 service with the tables beside them."""
    pages = [rows[k : k + rivm.PER_PAGE] for k in range(0, len(rows), rivm.PER_PAGE)]
    kinds = dict.fromkeys(dimensions, "Dimension") | {"WijkenEnBuurten": "GeoDimension", "Perioden": "TimeDimension"}
    properties = [{"Key": name, "Type": kind, "Title": name, "Unit": ""} for name, kind in kinds.items()] + topics
    areas = [{"Key": f"{c:<10}", "Title": name} for c, name in zip(places.codes, places.names, strict=True)]
    members = {f"pagina-{n:05d}": page for n, page in enumerate(pages, 1)}
    members |= {"DataProperties": properties, "WijkenEnBuurten": areas}
    members |= {"TableInfos": [{"Identifier": release.tabel, "Title": title}]}
    file.write_bytes(make_zip({f"{name}.json": json.dumps({"value": value}) for name, value in members.items()}))


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
    ("cbs_kerncijfers", "v3_odata"): _kwb_pages,
    ("cbs_grenzen", "shapefile_zip"): _shapes,
    ("cbs_grenzen", "gpkg"): _geopackage,
    ("cbs_grenzen", "ogc_api"): _features,
    ("leefbaarometer", "lbm3_zip"): _leefbaarometer,
    ("rivm_gezondheid", "v3_odata"): _health,
    ("politie_overlast", "v3_odata"): _nuisance,
    ("politie_misdrijven", "v3_odata"): _crimes,
    ("cbs_ses_woa", "v3_odata"): _status,
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
        page["odata.nextLink"] = f"{url}?{others}&$skip={(number + 1) * rivm.PER_PAGE}"
    return as_json(page)


def kwb_without(c: Country, release: Release, file: Path, is_gone: Callable[[Maat], bool]) -> Path:
    """The bulk zip of a year without some of its measures."""
    figures = _figures(c, release)
    kept = [k for k, maat in enumerate(figures.maten) if not is_gone(maat)]
    maten = tuple(figures.maten[k] for k in kept)
    file.parent.mkdir(parents=True, exist_ok=True)
    return kwb.write_v4(file, replace(figures, maten=maten, values=figures.values[:, kept]), PUBLISHED)
