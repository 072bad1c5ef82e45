"""A catalogue folder with two levels of the user: stadsdelen of one gemeente, and postcode areas across gemeenten."""

import hashlib
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
from shapely.geometry import box

from tests.orchestration import eigen
from veerkracht.levelrows import COLUMNS

GEMEENTE = "GM9001"
STADSDELEN = ("SD9001A", "SD9001B", "SD9001C")  # three: a map needs as many classes
NIVEAUS = ("stadsdeel,25,gemeente,stadsdelen,SD####*,ja,ja,ja,ja", "postcode4,15,,postcodegebieden,####,nee,ja,ja,nee")
ACCEPTED = "    sha256: {sha256}\n    aanvaard_door: proef\n    aanvaard_reden: fictief\n"
RELEASE = "  - release: {release}\n    jaren: [{jaar}]\n    layout: {layout}\n    indeling: {jaar}\n    url: {url}\n"
OLD = 2014  # the vintage that one delivery of figures stands on


def write(folder: Path, sample: Path) -> Path:
    """`niveaus.csv`, their outlines as a release of cbs_grenzen, figures on two vintages, a map."""
    folder.mkdir(parents=True)
    (folder / "niveaus.csv").write_text("\n".join([",".join(COLUMNS), *NIVEAUS, ""]), "utf-8")
    buurten, old = (_buurten(sample, indeling) for indeling in (2024, OLD))
    stadsdelen, postcodes = _stadsdelen(buurten), _postcodes(buurten)
    outlines = folder / "stadsdelen.gpkg"
    stadsdelen.to_file(outlines, layer="stadsdelen", driver="GPKG")
    postcodes.to_file(outlines, layer="postcode4_2024", driver="GPKG")
    release = _release(outlines, "2024@stadsdelen", 2024, "gpkg")
    (folder / "cbs_grenzen.yaml").write_text(f"bron: cbs_grenzen\nreleases:\n{release}", "utf-8")
    parts, codes = enumerate(STADSDELEN), enumerate(postcodes["postcode4code"])
    own = {code: 4.5 + n for n, code in parts} | {code: 6.5 + n for n, code in codes}
    files = [
        _figures(folder, OLD, dict.fromkeys(old["code"], 5.0) | dict.fromkeys(STADSDELEN, 1.0)),
        _figures(folder, 2024, dict.fromkeys(buurten["code"], 6.5) | own),
    ]
    head = eigen.YAML.split("releases:")[0].replace("een_release_voor_alle_jaren", "nieuwste_per_jaar")
    yaml = head.format(bron=eigen.INDICATOR["bron"], titel="Schoon", toegang="open") + "releases:\n"
    years = zip(files, (OLD, 2024), strict=True)
    yaml += "".join(_release(file, f"{jaar}@proef", jaar, "cijfers_csv") for file, jaar in years)
    (folder / f"{eigen.INDICATOR['bron']}.yaml").write_text(yaml, "utf-8")
    eigen._table(folder / "indicatoren.csv", eigen.INDICATOR)
    eigen._table(folder / "kaarten.csv", eigen.KAART)
    return folder


def in_stadsdeel(codes: list[str]) -> dict[str, str]:
    """The stadsdeel of each wijk of the gemeente: a third of the wijken each."""
    wijken = sorted(set(codes))
    return {code: STADSDELEN[n * len(STADSDELEN) // len(wijken)] for n, code in enumerate(wijken)}


def _buurten(sample: Path, indeling: int) -> gpd.GeoDataFrame:
    """Code, wijk and outline of the buurten with land."""
    file = next(f for f in sorted((sample / "bestanden/cbs_grenzen").glob(f"*{indeling}*")) if f.suffix != ".csv")
    layer = next(n for n in pyogrio.list_layers(file)[:, 0] if n.lower().startswith("buurt"))
    frame = pyogrio.read_dataframe(file, layer=layer)
    names = {name.lower(): name for name in frame.columns}
    code = next(names[name] for name in ("buurtcode", "bu_code", "statcode") if name in names)
    if "water" in names:
        frame = frame[frame[names["water"]] == "NEE"]
    frame = frame.assign(code=frame[code]).drop_duplicates("code")
    return frame.assign(wijk="WK" + frame["code"].str[2:8])[["code", "wijk", "geometry"]]


def _stadsdelen(buurten: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    own = buurten[buurten["code"].str[2:6] == GEMEENTE[2:]]
    own = own.assign(stadsdeelcode=own["wijk"].map(in_stadsdeel(list(own["wijk"]))))
    made = own.dissolve("stadsdeelcode", as_index=False)[["stadsdeelcode", "geometry"]]
    return made.assign(stadsdeelnaam=["Oost", "West", "Zuid"])


def _postcodes(buurten: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Four strips over the whole country, without regard to gemeenten."""
    west, south, east, north = buurten.total_bounds
    width = (east - west) / 4
    strips = [box(west + n * width, south, west + (n + 1) * width, north) for n in range(4)]
    names = pd.DataFrame({"postcode4code": [f"100{n}" for n in range(4)], "postcode4naam": None})
    return gpd.GeoDataFrame(names, geometry=strips, crs=buurten.crs)


def _figures(folder: Path, jaar: int, values: dict[str, float]) -> Path:
    file = folder / f"schoon_{jaar}.csv"
    lines = [f"{code},{jaar},{value}" for code, value in values.items()]
    file.write_text("\n".join(["gebiedscode,jaar,waarde", *lines, ""]), "utf-8")
    return file


def _release(file: Path, release: str, jaar: int, layout: str) -> str:
    sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
    about = {"release": release, "jaar": jaar, "layout": layout, "url": file.name}
    return RELEASE.format(**about) + ACCEPTED.format(sha256=sha256)
