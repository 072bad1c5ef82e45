"""One level of one vintage in memory: the land areas that take part in weights and change classes."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from veerkracht import levels
from veerkracht.areas.indelingen import grenzen_file
from veerkracht.paths import DataPaths

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from pandas import Series


@dataclass(frozen=True)
class Gebieden:
    """Land areas sorted by code; water and abroad stay out, so that they neither give nor take people."""

    niveau: str
    indeling: int
    code: np.ndarray
    gemeentecode: np.ndarray
    naam: np.ndarray  # None where unknown
    product: np.ndarray  # of the outlines; for areas put together that of their buurten
    release: np.ndarray  # delivery that drew them
    ind_wbi: np.ndarray  # None where unknown
    polygons: np.ndarray
    oppervlakte: np.ndarray  # m²

    def __len__(self) -> int:
        return len(self.code)


def load_gebieden(paths: DataPaths, niveau: str, indeling: int) -> Gebieden:
    """The land of `gebieden/grenzen/<niveau>_<indeling>.parquet`."""
    import geopandas
    import shapely

    columns = ["gebiedscode", "gebiedsnaam", "gemeentecode", "water", "product", "release", "ind_wbi", "geometry"]
    frame = geopandas.read_parquet(grenzen_file(paths, niveau, indeling), columns=columns)
    frame = frame[frame["water"] == "land"].sort_values("gebiedscode", ignore_index=True)
    polygons = frame.geometry.to_numpy()
    return Gebieden(
        niveau,
        indeling,
        frame["gebiedscode"].to_numpy(dtype=object),
        frame["gemeentecode"].fillna(frame["gebiedscode"]).to_numpy(dtype=object),  # across gemeenten: each for itself
        _texts(frame["gebiedsnaam"]),
        _drawn_product(paths, niveau, indeling, frame),
        frame["release"].to_numpy(dtype=object),
        _texts(frame["ind_wbi"]),
        polygons,
        shapely.area(polygons),
    )


def _texts(column: "Series") -> np.ndarray:
    return np.array([text if isinstance(text, str) else None for text in column], dtype=object)


def _drawn_product(paths: DataPaths, niveau: str, indeling: int, frame: "GeoDataFrame") -> np.ndarray:
    """Product of the outlines as drawn: `samengevoegd` says nothing about the pen, its buurten do."""
    import pandas

    put_together = frame["product"] == "samengevoegd"
    if not put_together.any():
        return frame["product"].to_numpy(dtype=object)
    table = levels.known()
    key = table[niveau].column
    buurten = pandas.read_parquet(
        paths.gebiedenlijst / f"{table.ground}_{indeling}.parquet", columns=[key, "product", "water"]
    )
    of_buurten = buurten[buurten["water"] == "land"].groupby(key)["product"].min()
    return frame["product"].mask(put_together, frame["gebiedscode"].map(of_buurten)).to_numpy(dtype=object)
