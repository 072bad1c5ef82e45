"""Small worlds for the tests of areas: outlines, addresses and squares as `raw/` holds them, and the method's sums."""

from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from shapely.geometry import box

from veerkracht.areas.grenzen import build_grenzen
from veerkracht.paths import DataPaths
from veerkracht.schemas import ADRESSEN, GRENZEN_COLUMNS, VIERKANTEN
from veerkracht.settings import Settings, load_settings

X, Y = 160_000, 470_000
SETTINGS: Settings = load_settings()


def vak(x0: float, y0: float, x1: float, y1: float):
    """A rectangle in metres from the corner of the world."""
    return box(X + x0, Y + y0, X + x1, Y + y1)


def outlines(indeling: int, areas: Mapping[str, object], niveau: str = "buurt", **columns) -> gpd.GeoDataFrame:
    """Outlines as a reader gives them; `columns` may give one value or one per area."""
    codes = list(areas)
    text = pd.StringDtype(na_value=np.nan)
    values = {
        "niveau": niveau,
        "gebiedscode": codes,
        "gebiedsnaam": [f"naam {code}" for code in codes],
        "wijkcode": [None if niveau == "gemeente" else "WK" + code[2:8] for code in codes],
        "gemeentecode": ["GM" + code[2:6] for code in codes],
        "gemeentenaam": None,
        "indeling": np.int16(indeling),
        "water": "land",
        "ind_wbi": None,
        "product": "gedetailleerd",
        "bron": "cbs_grenzen",
        "release": f"{indeling}@proef",
    } | columns
    frame = gpd.GeoDataFrame(pd.DataFrame(values, index=range(len(codes))), geometry=list(areas.values()), crs=28992)
    frame["oppervlakte_ha"] = frame.area / 10_000
    for name in set(GRENZEN_COLUMNS) - {"indeling", "oppervlakte_ha", "geometry"}:
        frame[name] = frame[name].astype(text)
    return frame[list(GRENZEN_COLUMNS)]


def raw(paths: DataPaths, *frames: gpd.GeoDataFrame) -> list[tuple[str, str]]:
    """Write the frames as raw releases; gives the (bron, release) pairs."""
    pairs = []
    for frame in frames:
        first = frame.iloc[0]
        folder = paths.raw("open", first["bron"], first["release"])
        folder.mkdir(parents=True, exist_ok=True)
        frame.to_parquet(folder / f"grenzen_{first['niveau']}.parquet")
        pairs.append((first["bron"], first["release"]))
    return sorted(set(pairs))


def world(paths: DataPaths, *frames: gpd.GeoDataFrame) -> None:
    """Raw and clean outlines of these frames."""
    build_grenzen(paths, raw(paths, *frames))


def addresses(paths: DataPaths, indeling: int, buurten: Mapping[str, range | list[int]]) -> Path:
    """An address table: house numbers of one postcode per buurt."""
    rows = [
        {"jaar": indeling, "indeling": indeling, "postcode": "1234AB", "huisnummer": number, "buurtcode": code}
        for code, numbers in buurten.items()
        for number in numbers
    ]
    return _write(paths, "cbs_adressen", indeling, "adressen", pa.Table.from_pylist(rows, schema=ADRESSEN))


def squares(paths: DataPaths, jaar: int, people: Mapping[tuple[int, int], float | None]) -> Path:
    """100 m squares: people by the position of the lower left corner, in metres from the corner of the world."""
    rows = [
        {
            "jaar": jaar,
            "vierkant": f"E{(X + x) // 100}N{(Y + y) // 100}",
            "x": X + x,
            "y": Y + y,
            "inwoners": inwoners,
            "status": "geheim" if inwoners is None else "waarde",
        }
        for (x, y), inwoners in people.items()
    ]
    return _write(paths, "cbs_vierkanten", jaar, "vierkanten", pa.Table.from_pylist(rows, schema=VIERKANTEN))


def _write(paths: DataPaths, bron: str, jaar: int, name: str, table: pa.Table) -> Path:
    folder = paths.raw("open", bron, f"{jaar}@proef")
    folder.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, folder / f"{name}.parquet")
    return folder / f"{name}.parquet"


def weights(paths: DataPaths, van: int, naar: int, niveau: str = "buurt") -> pd.DataFrame:
    rows = pd.read_parquet(paths.gewichten / f"{van}_{naar}.parquet")
    return rows[rows["niveau"] == niveau].reset_index(drop=True)


def changes(paths: DataPaths, van: int, naar: int, niveau: str = "buurt") -> pd.DataFrame:
    rows = pd.read_parquet(paths.wijzigingen / f"{van}_{naar}.parquet")
    return rows[rows["niveau"] == niveau].astype(object).where(rows.notna(), None).reset_index(drop=True)


def klassen(paths: DataPaths, van: int, naar: int, niveau: str = "buurt") -> dict[str | None, str]:
    """Class by from-code, and by `+code` for new areas."""
    rows = changes(paths, van, naar, niveau)
    return {row.van_code or f"+{row.naar_code}": row.klasse for row in rows.itertuples()}


def random_mesh(rng: np.random.Generator, n: int, size: float = 3_000) -> np.ndarray:
    """Voronoi cells of `n` random points, cut off at a square: a partition without gaps."""
    points = shapely.multipoints(np.column_stack([X + rng.uniform(0, size, n), Y + rng.uniform(0, size, n)]))
    frame = vak(0, 0, size, size)
    cells = shapely.get_parts(shapely.voronoi_polygons(points, extend_to=frame))
    return shapely.intersection(cells, frame)
