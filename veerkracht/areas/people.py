"""Where people live: addresses that two vintages have in common, and inhabitants of 100 m squares.

Gives counts per pair of areas or per polygon; what they mean for weights and classes is in `counts`.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from veerkracht.areas.overlap import in_threads
from veerkracht.paths import DataPaths

if TYPE_CHECKING:
    import pandas as pd

SIDE = 100.0  # metres


@dataclass(frozen=True)
class Vierkanten:
    """Inhabited squares of one year: lower left corners in EPSG:28992 and people."""

    jaar: int
    x: np.ndarray
    y: np.ndarray
    inwoners: np.ndarray


@dataclass(frozen=True)
class Inwoners:
    """People of two vintages and of what they have in common, one number a polygon."""

    van: np.ndarray
    naar: np.ndarray
    pieces: np.ndarray


class Reach:
    """The region that a file of squares spans: their convex hull and half a kilometre. Of an area that lies mostly
    outside it (the file is of one region) the squares know only those people who happen to live near."""

    def __init__(self, vierkanten: Vierkanten, minimum: float):
        import shapely

        middle = shapely.multipoints(np.column_stack([vierkanten.x, vierkanten.y]) + SIDE / 2)
        self.region = shapely.buffer(shapely.convex_hull(middle), 500)
        self.minimum = minimum

    def holds(self, polygons: np.ndarray) -> np.ndarray:
        """Which polygons lie in the region for at least the share `minimum`."""
        import shapely

        return shapely.area(shapely.intersection(polygons, self.region)) >= self.minimum * shapely.area(polygons)


def adressen_files(paths: DataPaths) -> list[Path]:
    """Address tables of all releases, in a fixed order."""
    return sorted(paths.raw_source("open", "cbs_adressen").glob("[!_]*/adressen.parquet"))


def vierkant_files(paths: DataPaths) -> list[Path]:
    """100 m squares of all releases, in a fixed order."""
    return sorted(paths.raw_source("open", "cbs_vierkanten").glob("[!_]*/vierkanten.parquet"))


def adressen_by_indeling(paths: DataPaths) -> dict[int, Path]:
    """The newest address table of each vintage."""
    import duckdb

    found: dict[int, tuple[int, str, Path]] = {}
    for file in adressen_files(paths):
        with duckdb.connect() as db:
            rows = db.execute("select distinct indeling, jaar from read_parquet(?)", [str(file)]).fetchall()
        for indeling, jaar in rows:
            found[indeling] = max(found.get(indeling, (0, "", file)), (jaar, str(file), file))
    return {indeling: file for indeling, (_, _, file) in found.items()}


# Postcode and house number as one number, so that eight million of them join in little memory. An address that stands
# in two buurten (one house number, additions on both sides of a border) says nothing about a move and is left out.
_KEY_SQL = """
    select {sleutel} as sleutel, min(buurtcode) as buurtcode
    from read_parquet($bestand_{kant})
    where indeling = ${kant} and buurtcode is not null and length(postcode) = 6
    group by sleutel
    having min(buurtcode) = max(buurtcode)
"""
_NUMBER_SQL = (
    "((substr(postcode, 1, 4)::bigint * 26 + ascii(substr(postcode, 5, 1)) - 65) * 26 "
    "+ ascii(substr(postcode, 6, 1)) - 65) * 1000000 + huisnummer"
)


def common_adressen(van_file: Path, van: int, naar_file: Path, naar: int) -> "pd.DataFrame":
    """How many addresses of both tables went from here to there: van_code, naar_code (buurten), adressen (float)."""
    import duckdb

    van_sql = _KEY_SQL.format(sleutel=_NUMBER_SQL, kant="van")
    naar_sql = _KEY_SQL.format(sleutel=_NUMBER_SQL, kant="naar")
    with duckdb.connect(config={"threads": 2, "memory_limit": "1500MB"}) as db:
        return db.execute(
            f"""
            select van.buurtcode as van_code, naar.buurtcode as naar_code, count(*)::double as adressen
            from ({van_sql}) as van inner join ({naar_sql}) as naar using (sleutel)
            group by all order by all
            """,
            {"bestand_van": str(van_file), "van": van, "bestand_naar": str(naar_file), "naar": naar},
        ).df()


def nearest_vierkanten(paths: DataPaths, jaar: int) -> Vierkanten | None:
    """Vierkanten of the year nearest to `jaar` (the earlier of two); of more files with that year the fullest."""
    import duckdb

    files = vierkant_files(paths)
    if not files:
        return None
    with duckdb.connect() as db:
        choice = db.execute(
            """
            select jaar, filename, count(*) as gevuld from read_parquet($files, filename = true)
            where inwoners > 0
            group by jaar, filename order by abs(jaar - $jaar), jaar, gevuld desc, filename limit 1
            """,
            {"files": [str(file) for file in files], "jaar": jaar},
        ).fetchall()
        if not choice:
            return None
        table = db.execute(
            "select x, y, inwoners from read_parquet($file) where jaar = $jaar and inwoners > 0 order by x, y",
            {"file": choice[0][1], "jaar": choice[0][0]},
        ).fetchnumpy()
    return Vierkanten(int(choice[0][0]), *(np.asarray(table[name], dtype=float) for name in ("x", "y", "inwoners")))


def near(vierkanten: Vierkanten, polygons: np.ndarray) -> Vierkanten:
    """The squares that touch one of the polygons."""
    import shapely

    hit = np.unique(shapely.STRtree(_boxes(vierkanten)).query(polygons, predicate="intersects")[1])
    return Vierkanten(vierkanten.jaar, vierkanten.x[hit], vierkanten.y[hit], vierkanten.inwoners[hit])


def inwoners_within(vierkanten: Vierkanten, polygons: np.ndarray) -> np.ndarray:
    """People in each polygon, by the share of the area of their squares."""
    import shapely

    boxes = _boxes(vierkanten)
    square, polygon = shapely.STRtree(polygons).query(boxes, predicate="intersects")
    share = shapely.area(in_threads("intersection", boxes[square], polygons[polygon])) / SIDE**2
    return np.bincount(polygon, share * vierkanten.inwoners[square], len(polygons))


def _boxes(vierkanten: Vierkanten) -> np.ndarray:
    import shapely

    return shapely.box(vierkanten.x, vierkanten.y, vierkanten.x + SIDE, vierkanten.y + SIDE)


def inwoners_of(vierkanten: Vierkanten, van: np.ndarray, naar: np.ndarray, pieces: np.ndarray) -> Inwoners:
    """People in each from-polygon, to-polygon and piece (intersection), counted with one measure.

    The people of a square are spread evenly over its land: over what it has in either vintage. A square in one
    polygon of each belongs there whole, water or not; the area is only calculated on borders. By area and not by
    centre, because a border moved by 30 m then moves a third of the squares' people and not all or none of them.
    """
    import shapely

    boxes = _boxes(vierkanten)
    hits = [shapely.STRtree(polygons).query(boxes, predicate="intersects") for polygons in (van, naar, pieces)]
    counts = [np.bincount(square, minlength=len(boxes)) for square, _ in hits]
    whole = (counts[0] == 1) & (counts[1] == 1) & (counts[2] == 1)
    areas = [
        _areas(boxes, polygons, square, polygon, whole)
        for polygons, (square, polygon) in zip((van, naar, pieces), hits, strict=True)
    ]
    sums = [np.bincount(square, area, len(boxes)) for (square, _), area in zip(hits, areas, strict=True)]
    land = np.minimum(sums[0] + sums[1] - sums[2], SIDE * SIDE)  # pieces lack the slivers, a square has no more
    density = np.divide(vierkanten.inwoners, land, out=np.zeros(len(land)), where=land > 1e-6)
    return Inwoners(
        *(
            np.bincount(polygon, area * density[square], len(polygons))
            for polygons, (square, polygon), area in zip((van, naar, pieces), hits, areas, strict=True)
        )
    )


def _areas(
    boxes: np.ndarray, polygons: np.ndarray, square: np.ndarray, polygon: np.ndarray, whole: np.ndarray
) -> np.ndarray:
    """Square metres of each hit; the whole square where nothing has to be divided."""
    import shapely

    areas = np.full(len(square), SIDE * SIDE)
    divided = np.flatnonzero(~whole[square])
    areas[divided] = shapely.area(in_threads("intersection", boxes[square[divided]], polygons[polygon[divided]]))
    return areas
