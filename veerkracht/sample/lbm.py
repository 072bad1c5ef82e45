"""Leefbaarometer 3.0 of the sample: true scores with measurement noise of a known size, in the real folder names."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from veerkracht.sample.bewoners import DIMENSIES, Bewoners
from veerkracht.sample.cijfers import sums_of
from veerkracht.sample.files import write_zip
from veerkracht.sample.indelingen import Indeling
from veerkracht.sample.plannen import PLANNEN, RUIS_PER_INWONER, RUIS_VAST, Plan, Waarheid
from veerkracht.sample.streams import stream

DimensionSeries = dict[int, dict[str, np.ndarray]]  # per year the scores, by dimension and `afw`, `lbm`; stacked areas

JAREN = (2002, 2008, 2012, 2014, 2016, 2018, 2020, 2022, 2024)
MET_DIMENSIES = (2014, 2018, 2020, 2022, 2024)
VERSCHIL = 4.087431  # lbm - afw
BEWOOND = 15  # inhabitants from which an area has a score
KLASSEN = (100, 500, 2500)  # upper limits of the size classes of the noise
RUIS = (0.060, 0.026, 0.016, 0.009)  # sd of one measurement of onv per size class
NOISE_SHARE = {"fys": 0.5, "onv": 1.0, "soc": 0.6, "vrz": 0.4, "won": 0.6}  # of the other dimensions, as a share


def noise_sd(inwoners: np.ndarray, plan: Plan = PLANNEN[Waarheid.gepland]) -> np.ndarray:
    """sd of the measurement noise of onv for areas of that size, where that is planted."""
    if plan.ruis_als_lbm:
        return np.sqrt(RUIS_VAST + RUIS_PER_INWONER / np.maximum(inwoners, 1))
    return np.array(RUIS)[np.digitize(inwoners, KLASSEN)]


def true_scores(b: Bewoners, i: Indeling, jaar: int) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Inhabitants and true dimension scores, stacked land, gemeenten, wijken, buurten; NaN where nobody lives."""
    inwoners = b.inwoners(jaar)
    counts = sums_of(inwoners, i)
    with np.errstate(invalid="ignore", divide="ignore"):
        return counts, {d: sums_of(score * inwoners, i) / counts for d, score in b.dimensies(jaar).items()}


def shocks(b: Bewoners, i: Indeling, jaar: int) -> np.ndarray:
    """What one measurement adds to onv of all areas of a gemeente alike; stacked as true scores."""
    schok = stream(b.seed, "lbm", "schok", jaar).normal(0, 1, len(i.gemeenten)) * b.plan.schok
    land = np.average(schok, weights=sums_of(b.inwoners(jaar), i)[1 : 1 + len(schok)])
    return np.concatenate([[land], schok, schok[i.gemeente_of_wijk], schok[i.gemeente_of_buurt]])


def published_scores(b: Bewoners, i: Indeling, jaren: Sequence[int] = JAREN) -> DimensionSeries:
    """Published scores per year: dimensions, `afw` and `lbm`, six decimals, NaN without score."""
    found: DimensionSeries = {}
    for jaar in jaren:
        counts, truth = true_scores(b, i, jaar)
        rng = stream(b.seed, "lbm", jaar)
        sd, schok = noise_sd(counts, b.plan), shocks(b, i, jaar)
        scores = {
            d: np.round(truth[d] + rng.normal(0, 1, len(sd)) * sd * NOISE_SHARE[d] + schok * NOISE_SHARE[d], 6)
            for d in DIMENSIES
        }
        scores = {d: np.where(counts < BEWOOND, np.nan, score) for d, score in scores.items()}
        scores["afw"] = np.round(sum(scores.values()), 6)
        scores["lbm"] = np.round(scores["afw"] + VERSCHIL, 6)
        found[jaar] = scores
    return found


def write(file: Path, b: Bewoners, i: Indeling, jaren: Sequence[int] = JAREN) -> Path:
    """The zip of the release with buurten, wijken, gemeenten and a few grid cells."""
    reeks = published_scores(b, i, jaren)
    folder, period = f"Leefbaarometer 3.0 - Meting {jaren[-1]} - open data", f"{jaren[0]}-{jaren[-1]}"
    n_gm, n_wk = len(i.gemeenten), len(i.wijken)
    parts = {
        "buurten": ("bu", i.buurten, i.buurtnamen, 1 + n_gm + n_wk),
        "wijken": ("wk", i.wijken, i.wijknamen, 1 + n_gm),
        "gemeenten": ("gm", i.gemeenten, i.gemeentenamen, 1),
    }
    members = {
        f"{folder}/Leefbaarometer-scores {soort} {period}.csv": _table(
            f"{short}_code,{short}_naam", [f"{c},{_quoted(n)}" for c, n in zip(codes, names, strict=True)], reeks, start
        )
        for soort, (short, codes, names, start) in parts.items()
    }
    members[f"{folder}/Leefbaarometer-scores grids {period}.csv"] = _raster_table(b, reeks, i)
    return write_zip(file, members)


def _quoted(name: str) -> str:
    return f'"{name}"' if "," in name else name


def _table(header: str, keys: list[str], reeks: DimensionSeries, start: int) -> bytes:
    """Rows of areas that ever have a score; NA where a year or a dimension has none."""
    part = slice(start, start + len(keys))
    ever = np.any([np.isfinite(scores["lbm"][part]) for scores in reeks.values()], axis=0)
    columns = {jaar: _lines(jaar, {d: s[part] for d, s in scores.items()}) for jaar, scores in reeks.items()}
    lines = [f"{header},jaar,lbm,afw,fys,onv,soc,vrz,won"]
    for n in np.flatnonzero(ever):
        lines += [f"{keys[n]},{jaar},{columns[jaar][n]}" for jaar in reeks]
    return ("\n".join(lines) + "\n").encode()


def _lines(jaar: int, scores: dict[str, np.ndarray]) -> list[str]:
    names = ["lbm", "afw", *DIMENSIES]
    blank = [np.isnan(scores[d]) | (d in DIMENSIES and jaar not in MET_DIMENSIES) for d in names]
    columns = [
        ["NA" if gone else repr(float(w)) for w, gone in zip(scores[d], missing, strict=True)]
        for d, missing in zip(names, blank, strict=True)
    ]
    return [",".join(row) for row in zip(*columns, strict=True)]


def _raster_table(b: Bewoners, reeks: DimensionSeries, i: Indeling) -> bytes:
    """Cells of 100 m around the middle of vlekken in the city, with the score of their buurt."""
    city = np.flatnonzero((b.land.gemeente == 0) & b.on_land & (b.inwoners(2024) >= BEWOOND))[:300]
    cells = [f"E{int(x // 100):04d}N{int(y // 100):04d}" for x, y in b.land.xy[city]]
    start = 1 + len(i.gemeenten) + len(i.wijken)
    row_of_cell = {cell: start + int(i.buurt_of_vlek[v]) for cell, v in zip(cells, city, strict=True)}
    row = np.array(list(row_of_cell.values()))
    own = {jaar: {d: s[row] for d, s in scores.items()} for jaar, scores in reeks.items()}
    return _table("grid_id", list(row_of_cell), own, 0)
