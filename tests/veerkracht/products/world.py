"""A small fictitious work database with the marts of the contract, and outlines, for tests of products and publication.

Three gemeenten of 4 × 4 buurten (four wijken each) on target vintage 2024, years 2014–2024, made with a fixed seed.
"""

from pathlib import Path
from statistics import NormalDist

import duckdb
import geopandas as gpd
import numpy as np
import pandas as pd
from shapely.geometry import box

from tests.contracts import ddl, marts
from tests.veerkracht.products import bridges, mapworld
from veerkracht.paths import DataPaths
from veerkracht.schemas import KWALITEIT

DOEL = 2024
JAREN = (2014, 2016, 2018, 2020, 2022, 2024)
GEMEENTEN = {"GM9001": "Voorbeeldstad", "GM9002": "Verzonnendam", "GM9003": "Nergenshuizen"}
EVIL = "</script><img onerror=alert(1) src=x>"
INDICATORS = {
    "a_inw": ("Inwoners", "personen", "aantal", None, "neutraal", 0),
    "p_wcorpw": ("Woningen in corporatiebezit", "%", "percentage", "a_woning", "neutraal", 0),
    "p_hh_li": ("Huishoudens met laag inkomen", "%", "percentage", "a_hh", "lager_is_gunstiger", 1),
    "onv": ("Overlast en onveiligheid", "score", "score", None, "hoger_is_gunstiger", 3),
}
BASE = {"a_inw": 900.0, "p_wcorpw": 30.0, "p_hh_li": 40.0, "onv": 0.0}
TREND = {"a_inw": 10.0, "p_wcorpw": -0.5, "p_hh_li": 0.4, "onv": 0.01}
for row in mapworld.measured():  # whatever else a map of the catalogue shows
    if row["indicator"] not in INDICATORS:
        name, noemer = row["indicator"], row["noemer"] or None
        about = (row["label"], row["eenheid"], row["soort"], noemer, row["richting"], int(row["decimalen"]))
        INDICATORS[name], BASE[name], TREND[name] = about, 5.0, 0.05
SCORES = {name for name, about in INDICATORS.items() if about[2] == "score"}
DELTA, SD = 0.01, 0.03  # of the change of onv


def make_world(paths: DataPaths, publiek: str = "openbaar", merk: str | None = "FICTIEVE VOORBEELDDATA") -> DataPaths:
    """Write work database, build facts and outlines of the fictitious country."""
    areas = _areas()
    _outlines(paths, areas)
    work = paths.werk(publiek)
    (work / "catalogus").mkdir(parents=True, exist_ok=True)
    pd.DataFrame({"doel_indeling": np.array([DOEL], "int16"), "merk": pd.array([merk], "str")}).to_parquet(
        work / "catalogus" / "bouw.parquet"
    )
    tables = _tables(areas)
    tables |= mapworld.tables(tables["dim_gebied"], DOEL) | bridges.tables(tables["dim_gebied"], DOEL)
    database = paths.werk_database(publiek)
    database.unlink(missing_ok=True)
    with duckdb.connect(str(database)) as con:
        for name in marts():
            con.execute(f"create table {name} ({ddl(name)})")
            document(con, name)
        for name, frame in tables.items():
            con.register("bron_tabel", frame)
            con.execute(f"insert into {name} by name select * from bron_tabel")
            con.unregister("bron_tabel")
        con.execute("create table stg_geheim as select 1 as niet_publiceren")
        con.execute("create schema seeds; create table seeds.dim_seed as select 1 as x")
    return paths


NO_MAPS = "delete from fct_kaart; delete from dim_periode; delete from fct_legenda"  # as where no map could be made


def document(con: duckdb.DuckDBPyConnection, table: str) -> None:
    """Give a table and all its columns a comment."""
    con.execute(f"comment on table {table} is 'Tabel {table}.'")
    columns = con.execute("select column_name from duckdb_columns() where table_name = ?", [table]).fetchall()
    for (column,) in columns:
        con.execute(f"comment on column {table}.{column} is 'Kolom {column}, it''s beschreven.'")


def add_restricted(con: duckdb.DuckDBPyConnection, cells: list[tuple], table: str = "fct_reeks") -> None:
    """Add indicators `wzw_zorg_<populatie>_<deel>` and cells (niveau, code, indicator, waarde[, methode])."""
    for name in sorted({cell[2] for cell in cells}):
        con.execute(
            "insert into dim_indicator by name select * replace (? as indicator, 'beperkt' as toegang, "
            "'woonzorgwijzer' as bron, false as kaart) from dim_indicator where indicator = 'a_inw'",
            [name],
        )
    for niveau, code, indicator, value, *methode in cells:
        con.execute(
            f"insert into {table} (niveau, gebiedscode, indeling, jaar, indicator, waarde, methode, release, "
            "bron, status, is_vergelijkbaar) values (?, ?, ?, 2022, ?, ?, ?, "
            "'2022@wzw-1', 'woonzorgwijzer', 'waarde', true)",
            [niveau, code, DOEL, indicator, value, methode[0] if methode else "geleverd"],
        )


def _areas() -> pd.DataFrame:
    rows = []
    for g, (gm, name) in enumerate(GEMEENTEN.items()):
        for x in range(4):
            for y in range(4):
                wijk = f"WK{gm[2:]}{x // 2:01d}{y // 2:01d}"
                rows.append((f"BU{wijk[2:]}{x}{y}", f"Buurt {x}-{y} van {name}", wijk, gm, name, g * 5 + x, y))
    areas = pd.DataFrame(
        rows, columns=["gebiedscode", "gebiedsnaam", "wijkcode", "gemeentecode", "gemeentenaam", "x", "y"]
    )
    areas.loc[0, "gebiedsnaam"] = EVIL
    areas["geometry"] = [
        box(100e3 + x * 500, 400e3 + y * 500, 100.5e3 + x * 500, 400.5e3 + y * 500) for x, y in areas[["x", "y"]].values
    ]
    return areas


def _levels(areas: pd.DataFrame) -> pd.DataFrame:
    buurt = areas.assign(niveau="buurt")
    frame = gpd.GeoDataFrame(areas, geometry="geometry", crs=28992)
    wijk = frame.dissolve("wijkcode", as_index=False).assign(niveau="wijk", gebiedsnaam=lambda f: "Wijk " + f.wijkcode)
    wijk["gebiedscode"] = wijk["wijkcode"]
    gemeente = frame.dissolve("gemeentecode", as_index=False).assign(niveau="gemeente", wijkcode=None)
    gemeente["gebiedscode"], gemeente["gebiedsnaam"] = gemeente["gemeentecode"], gemeente["gemeentenaam"]
    return pd.concat([buurt, wijk, gemeente], ignore_index=True).drop(columns=["x", "y"])


def _outlines(paths: DataPaths, areas: pd.DataFrame) -> None:
    paths.grenzen.mkdir(parents=True, exist_ok=True)
    levels = gpd.GeoDataFrame(_levels(areas), geometry="geometry", crs=28992)
    for niveau, part in levels.groupby("niveau"):
        for year in (2019, DOEL, 1999):
            part.assign(indeling=year, water="land", oppervlakte_ha=part.area / 1e4).to_parquet(
                paths.grenzen / f"{niveau}_{year}.parquet"
            )


def _tables(areas: pd.DataFrame) -> dict[str, pd.DataFrame]:
    dim_gebied = _dim_gebied(_levels(areas))
    reeks = _reeks(dim_gebied[dim_gebied["indeling"] == DOEL])
    only_series = ["methode", "dekking", "is_vergelijkbaar", "som_bekend", "reden", "vlag"]
    return {
        "dim_gebied": dim_gebied,
        "dim_ouder": _dim_ouder(dim_gebied),
        "dim_indicator": _dim_indicator(),
        "dim_release": _dim_release(),
        "fct_waarneming": reeks.drop(columns=only_series).assign(kolom="K"),
        "fct_reeks": reeks,
        "fct_verandering": _verandering(reeks),
        "fct_wijziging": _wijziging(areas),
        "fct_kwaliteit": _kwaliteit(),
    }


def _dim_gebied(levels: pd.DataFrame) -> pd.DataFrame:
    parts = []
    for year in (2019, DOEL):
        frame = levels.drop(columns="geometry").assign(indeling=year, is_doel=year == DOEL, heeft_geometrie=True)
        parts.append(frame)
    frame = pd.concat(parts, ignore_index=True)
    frame["inwoners"] = frame["niveau"].map({"buurt": 900.0, "wijk": 3600.0, "gemeente": 14400.0})
    frame.loc[frame["gebiedscode"].str.endswith("33"), "inwoners"] = 10.0
    land = {
        "niveau": "land",
        "gebiedscode": "NL00",
        "gebiedsnaam": "Voorbeeldland",
        "inwoners": 43200.0,
        "heeft_geometrie": False,
    }
    extra = pd.DataFrame([land | {"indeling": year, "is_doel": year == DOEL} for year in (2019, DOEL)])
    return pd.concat([frame, extra], ignore_index=True).assign(water="land", oppervlakte_ha=25.0)


def _dim_ouder(dim_gebied: pd.DataFrame) -> pd.DataFrame:
    keys, parts = ["niveau", "gebiedscode", "indeling"], []
    for parent, column in (("wijk", "wijkcode"), ("gemeente", "gemeentecode")):
        below = dim_gebied[(dim_gebied["niveau"] != parent) & dim_gebied[column].notna()]
        parts.append(below[keys].assign(ouderniveau=parent, oudercode=below[column]))
    parts.append(dim_gebied.loc[dim_gebied["niveau"] != "land", keys].assign(ouderniveau="land", oudercode="NL00"))
    return pd.concat(parts, ignore_index=True)


def _dim_indicator() -> pd.DataFrame:
    rows = [
        {
            "indicator": name, "label": label, "definitie": f"{label}, fictief.", "eenheid": eenheid, "soort": soort,
            "noemer": noemer, "richting": richting, "decimalen": decimalen, "min": None, "max": None, "thema": "wonen",
            "rol": "context", "gewicht": None,
            "onderdeel": "inkomen" if name == "p_hh_li" else None, "themagroep": None, "kaart": True, "toegang": "open",
            "bron": "leefbaarometer" if name in SCORES else "cbs_kerncijfers", "is_modelschatting": name in SCORES,
            "versie": None, "opgevolgd_door": None,
        }
        for name, (label, eenheid, soort, noemer, richting, decimalen) in INDICATORS.items()
    ]  # fmt: skip
    return pd.DataFrame(rows).astype(
        {
            "min": "float64",
            "max": "float64",
            "gewicht": "float64",
            "rol": "str",
            "themagroep": "str",
            "versie": "str",
            "opgevolgd_door": "str",
        }
    )


def _dim_release() -> pd.DataFrame:
    cbs = {
        "bron": "cbs_kerncijfers",
        "brontitel": "Kerncijfers wijken en buurten",
        "uitgever": "CBS",
        "licentie": "CC BY 4.0",
        "reeks": "nieuwste_per_jaar",
        "layout": "v4_zip",
    }
    lbm = {
        "bron": "leefbaarometer",
        "brontitel": "Leefbaarometer 3.0",
        "uitgever": "BZK",
        "licentie": "CC0",
        "reeks": "een_release_voor_alle_jaren",
        "layout": "lbm3_zip",
    }
    rows = [cbs | {"release": f"{jaar}@kwb-{jaar}", "jaar_van": jaar, "jaar_tot": jaar} for jaar in JAREN]
    rows.append(lbm | {"release": "2014-2024@lbm3-2024", "jaar_van": 2014, "jaar_tot": 2024})
    return pd.DataFrame(rows).assign(
        toegang="open", voorrang=100, indeling=DOEL, status="definitief", url="https://example.org/bestand.zip",
        sha256="0" * 64, bestand="bestand.zip", ontvangen="2026-01-01T00:00:00Z", gekozen=True,
        gepubliceerd=pd.Timestamp("2025-01-01"),
    )  # fmt: skip


def _reeks(areas: pd.DataFrame) -> pd.DataFrame:
    rng = np.random.default_rng(1)
    parts = []
    for name in INDICATORS:
        spread = rng.normal(0, abs(BASE[name]) * 0.2 + 0.1, len(areas))
        for jaar in JAREN:
            noise = rng.normal(0, abs(TREND[name]), len(areas))
            value = BASE[name] + spread + TREND[name] * (jaar - 2014) + noise
            frame = areas[["niveau", "gebiedscode", "indeling"]].assign(
                jaar=jaar, indicator=name, waarde=value.round(3)
            )
            parts.append(frame.assign(bron="leefbaarometer" if name in SCORES else "cbs_kerncijfers"))
    frame = pd.concat(parts, ignore_index=True).assign(
        methode="geleverd", dekking=1.0, release="2022@kwb-2022", is_vergelijkbaar=True, som_bekend=np.nan,
        status="waarde", reden=None, vlag=None,
    )  # fmt: skip
    for suffix, status in {"00": "ontbreekt", "11": "geheim", "22": "onvergelijkbaar"}.items():
        hole = (
            frame["gebiedscode"].str.endswith(suffix) & (frame["niveau"] == "buurt") & (frame["indicator"] != "a_inw")
        )
        frame.loc[hole, "waarde"], frame.loc[hole, "status"] = np.nan, status
    frame.loc[frame["waarde"].isna(), "is_vergelijkbaar"] = False
    frame.loc[frame["indicator"].isin(SCORES), "release"] = "2014-2024@lbm3-2024"
    return frame


def _verandering(reeks: pd.DataFrame) -> pd.DataFrame:
    """Every pair of years: a score by its chance, registrations by their size."""
    keys = ["niveau", "gebiedscode", "indeling", "indicator"]
    base = reeks[[*keys, "jaar", "waarde", "status"]]
    both = base.merge(base, on=keys, suffixes=("_van", "_tot"))
    both = both[both["jaar_van"] < both["jaar_tot"]].copy()
    both["verschil"] = both["waarde_tot"] - both["waarde_van"]
    both["verschil_relatief"] = both["verschil"] / both["waarde_van"]
    score = both["indicator"].isin(SCORES)
    both["gekrompen"] = (both["verschil"] * 0.8).where(score)
    both["sd"], both["delta"] = np.where(score, SD, np.nan), np.where(score, DELTA, 0.0)
    both["laag"], both["hoog"] = both["gekrompen"] - 1.2816 * both["sd"], both["gekrompen"] + 1.2816 * both["sd"]
    for name, side in (("p_ongunstiger", -1), ("p_gunstiger", 1)):
        chance = [NormalDist().cdf((side * x - DELTA) / SD) for x in both["gekrompen"].fillna(0)]
        both[name] = np.where(score, np.round(chance, 3), (side * both["verschil"] > 0).astype(float))
    both["oordeel"] = np.where(score, _by_chance(both), _by_size(both))
    both.loc[both["verschil"].isna(), ["oordeel", "gekrompen", "laag", "hoog", "p_ongunstiger", "p_gunstiger"]] = [
        "onbekend", *[None] * 5
    ]  # fmt: skip
    both.loc[both["status_tot"] == "onvergelijkbaar", "oordeel"] = "onvergelijkbaar"
    return both.drop(columns=["status_van", "status_tot"]).assign(
        reden=None, methode="geleverd", dekking=1.0, klein=False
    )


def _by_chance(both: pd.DataFrame) -> np.ndarray:
    low, high = both["p_ongunstiger"], both["p_gunstiger"]
    words = ["duidelijk ongunstiger", "waarschijnlijk ongunstiger", "duidelijk gunstiger", "waarschijnlijk gunstiger"]
    return np.select([low >= 0.9, low >= 0.75, high >= 0.9, high >= 0.75], words, "niet te zeggen")


def _by_size(both: pd.DataFrame) -> np.ndarray:
    gunstig = both["indicator"].map({name: values[4] for name, values in INDICATORS.items()})
    up, neutral = both["verschil"] > 0, gunstig == "neutraal"
    better = up == (gunstig == "hoger_is_gunstiger")
    small = both["verschil"].abs() < both["indicator"].map(TREND).abs()
    words = ["geen meetbaar verschil", "gestegen", "gedaald", "gunstiger"]
    return np.select([small, neutral & up, neutral, better], words, "ongunstiger")


def _wijziging(areas: pd.DataFrame) -> pd.DataFrame:
    codes = areas["gebiedscode"]
    frame = pd.DataFrame(
        {"van_code": codes, "naar_code": codes, "klasse": "ongewijzigd", "verplaatst": 0.0, "iou": 1.0}
    )
    frame.loc[3, ["klasse", "verplaatst", "iou"]] = ["verlegd", 0.2, 0.8]
    frame.loc[5, ["klasse", "van_code", "iou"]] = ["nieuw", None, np.nan]
    return frame.assign(
        niveau="buurt", van_indeling=2019, naar_indeling=DOEL, methode="inwoners", iou_zelfde_code=frame["iou"],
        ind_wbi=None, toelichting=None,
    )  # fmt: skip


def _kwaliteit() -> pd.DataFrame:
    rows = [
        (
            "cbs_kerncijfers",
            "2024@kwb-2024",
            "gx_raw",
            "kolommen aanwezig",
            "a_inw",
            "blokkeert",
            "geslaagd",
            1.0,
            "1",
            None,
        ),
        (
            "cbs_kerncijfers",
            "2024@kwb-2024",
            "drift",
            "aandeel gewijzigd",
            "p_wcorpw",
            "waarschuwt",
            "gefaald",
            0.08,
            "< 0.05",
            "8% <b>anders</b>",
        ),
        ("cbs_kerncijfers", "2024@kwb-2024", "lezer", "aantal_rijen", None, "info", "feit", 120.0, None, None),
        (None, None, "dbt", "unique", "fct_reeks", "blokkeert", "geslaagd", 0.0, "0", None),
    ]
    return pd.DataFrame(rows, columns=KWALITEIT.names)


def settings():
    """The packaged settings."""
    from veerkracht.settings import load_settings

    return load_settings()


def inputs(fingerprint: str = "a") -> dict:
    """Inputs of a build, as `collect_inputs` gives them."""
    return {"vingerafdruk": fingerprint, "instellingen": {"edities_bewaren": 10, "cel_minimum": 10}}


def listing(folder: Path) -> dict[str, bytes]:
    """Every file of a folder with its bytes, to see that nothing changed."""
    return {f.relative_to(folder).as_posix(): f.read_bytes() for f in sorted(folder.rglob("*")) if f.is_file()}
