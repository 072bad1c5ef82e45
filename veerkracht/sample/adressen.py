"""Points where people live: the address tables of two years and the 100 m squares made from them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv
import shapely

from veerkracht.sample.bewoners import Bewoners
from veerkracht.sample.files import csv_bytes, write_zip
from veerkracht.sample.indelingen import Indeling
from veerkracht.sample.landschap import Landschap
from veerkracht.sample.streams import stream

PER_INWONER, PER_INWONER_GROOT = 1 / 3, 1 / 10  # addresses; the benchmark has fewer, to keep its table in hand
GESLOOPT = 0.01  # share of the addresses of 2019 that is gone in 2024
PER_POSTCODE = 22
GEHEIM = 5  # inhabitants; squares below it are secret
_LETTERS = np.array(list("ABCDEGHJKLMNPRSTVWXZ"))


@dataclass(frozen=True)
class Adressen:
    """All addresses that ever were, sorted by vlek; `vlek` and place of each, and its rank within the vlek."""

    vlek: np.ndarray
    xy: np.ndarray
    rank: np.ndarray
    postcode: np.ndarray
    huisnummer: np.ndarray
    counts: dict[int, np.ndarray]  # per year and vlek
    demolished: np.ndarray  # of each vlek, the first ones, gone after 2019

    def rows_in(self, jaar: int) -> np.ndarray:
        """Rows that exist in that year."""
        gone = self.demolished[self.vlek] if jaar > 2019 else 0
        return np.flatnonzero((self.rank >= gone) & (self.rank < gone + self.counts[jaar][self.vlek]))


def make_adressen(b: Bewoners, per_inwoner: float, jaren: Sequence[int] = (2014, 2019, 2024)) -> Adressen:
    """Scatter addresses of these years over vlekken in proportion to inhabitants, so that tables weigh people."""
    rng = stream(b.seed, "adressen")
    u = rng.random(b.n)
    counts = {}
    for jaar in jaren:
        inwoners = b.inwoners(jaar)
        counts[jaar] = np.where(inwoners > 0, np.maximum(np.floor(inwoners * per_inwoner + u), 1), 0).astype(int)
    demolished = np.floor(counts[2019] * GESLOOPT + rng.random(b.n)).astype(int) * (counts[2019] > 5)
    ever = np.maximum.reduce([count + (demolished if jaar > 2019 else 0) for jaar, count in counts.items()])
    vlek = np.repeat(np.arange(b.n), ever)
    rank = np.arange(len(vlek)) - np.repeat(np.cumsum(ever) - ever, ever)
    number = np.arange(len(vlek))
    pc = number // PER_POSTCODE
    letters = np.char.add(_LETTERS[pc // 20 % 20], _LETTERS[pc % 20])
    postcode = np.char.add((1000 + pc // 400).astype(str), letters)
    return Adressen(
        vlek, _scatter(b.land, vlek, rng), rank, postcode, number % PER_POSTCODE * 2 + 1, counts, demolished
    )


def _scatter(land: Landschap, vlek: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A place in each vlek between its middle and a point of its outline; stars, so nearly always inside."""
    corners, owner = shapely.get_coordinates(land.vlekken, return_index=True)
    begin = np.searchsorted(owner, np.arange(len(land.vlekken)))
    lengths = np.diff(np.r_[begin, len(owner)])
    edge = corners[begin[vlek] + (rng.random(len(vlek)) * lengths[vlek]).astype(int)]
    share = np.sqrt(rng.random(len(vlek)))[:, None] * 0.95
    return land.xy[vlek] + (edge - land.xy[vlek]) * share


def write_adressen(file: Path, a: Adressen, i: Indeling, jaar: int, separator: str) -> Path:
    """CBS's table of 1 August: codes without their letters; a few addresses that straddle a border stand twice."""
    rows = a.rows_in(jaar)
    buurt = i.buurt_of_vlek[a.vlek[rows]]
    double = np.flatnonzero((buurt[1:] != buurt[:-1]) & (a.postcode[rows][1:] == a.postcode[rows][:-1]))[::20]
    rows = np.concatenate([rows, rows[double]])
    buurt = np.concatenate([buurt, buurt[double + 1]])
    order = np.lexsort((a.huisnummer[rows], a.postcode[rows]))
    rows, buurt = rows[order], buurt[order]
    short = np.array([code[2:] for code in i.buurten])
    table = pa.table(
        {
            "PC6": pa.array(a.postcode[rows]),
            "Huisnummer": pa.array(a.huisnummer[rows]),
            f"Buurt{jaar}": pa.array(short).take(pa.array(buurt)),
            f"Wijk{jaar}": pa.array([code[:6] for code in short]).take(pa.array(buurt)),
            f"Gemeente{jaar}": pa.array([code[:4] for code in short]).take(pa.array(buurt)),
        }
    )
    found = pa.BufferOutputStream()
    found.write((separator.join(table.column_names) + "\n").encode())
    pacsv.write_csv(table, found, pacsv.WriteOptions(include_header=False, delimiter=separator, quoting_style="none"))
    names = csv_bytes((f"buurtcode{jaar}", f"buurtnaam{jaar}"), zip(short, i.buurtnamen, strict=True), ";", "cp1252")
    members = {f"pc6hnr{jaar}0801_gwb.csv": found.getvalue().to_pybytes(), f"brt{jaar}.csv": names}
    return write_zip(file, members, level=6 if len(rows) < 500_000 else 2)


def make_vierkanten(b: Bewoners, a: Adressen, jaar: int) -> tuple[np.ndarray, np.ndarray]:
    """Corners (hundreds of metres) of the inhabited squares and their inhabitants, unrounded."""
    rows = a.rows_in(jaar)
    per_adres = b.inwoners(jaar) / np.maximum(a.counts[jaar], 1)
    corner = np.floor(a.xy[rows] / 100).astype(np.int64)
    unique, place = np.unique(corner[:, 0] * 10**5 + corner[:, 1], return_inverse=True)
    return np.stack([unique // 10**5, unique % 10**5], axis=1), np.bincount(place, per_adres[a.vlek[rows]])


def write_vierkanten(file: Path, b: Bewoners, a: Adressen, jaar: int, as_csv: bool) -> Path:
    """Squares with inhabitants rounded to 5, -99997 where secret; columns of dwellings are secret throughout."""
    corner, inwoners = make_vierkanten(b, a, jaar)
    rng = stream(b.seed, "vierkanten", jaar)
    rounded = (5 * np.floor(inwoners / 5 + rng.random(len(inwoners)))).astype(int)
    rounded = np.where(inwoners < GEHEIM, -99997, rounded)
    code = [f"E{x:04d}N{y:04d}" for x, y in corner]
    if as_csv:
        rows = ((c, n, -99997) for c, n in zip(code, rounded, strict=True))
        header = ("crs28992res100m", "aantal_inwoners", "aantal_huurwoningen_in_bezit_woningcorporaties")
        return write_zip(file, {f"cbs_vk100_{jaar}_v1.csv": csv_bytes(header, rows, ";")})
    return _as_gpkg(file, corner, code, rounded, jaar)


def _as_gpkg(file: Path, corner: np.ndarray, code: list[str], inwoners: np.ndarray, jaar: int) -> Path:
    from tempfile import TemporaryDirectory

    import geopandas as gpd

    from veerkracht.sample.files import write_gpkg

    x, y = (corner * 100.0).T
    layer = gpd.GeoDataFrame(
        {"crs28992res100m": code, "aantal_inwoners": inwoners, "aantal_woningen": np.full(len(code), -99997)},
        geometry=shapely.box(x, y, x + 100, y + 100),
        crs=28992,
    )
    with TemporaryDirectory(prefix="sample-") as temporary:
        gpkg = write_gpkg(Path(temporary, f"cbs_vk100_{jaar}_v2.gpkg"), {f"cbs_vk100_{jaar}": layer})
        return write_zip(file, {gpkg.name: gpkg})
