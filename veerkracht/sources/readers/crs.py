"""In which coordinates outlines stand: the declaration is believed only where the numbers do not contradict it.

The ranges of the Netherlands in EPSG 28992, 4326 and 3857 do not overlap, so coordinates can prove a CRS.
"""

from dataclasses import dataclass

import numpy as np

from veerkracht.errors import BoundaryError

RD = 28992
_LONE = 0.01  # share of the areas of a layer up to which a fault costs these areas alone
# x from, x to, y from, y to: the European Netherlands with its waters, with room to spare
REACH = {
    28992: (0, 300_000, 300_000, 650_000),
    4326: (3, 7.5, 50.5, 53.8),
    3857: (350_000, 810_000, 6_500_000, 7_100_000),
}


@dataclass(frozen=True)
class Decision:
    """The CRS that was used for one layer, and why."""

    crs: object  # what pyproj takes: an EPSG code or the declared WKT
    proof: str


def decide(called: str, declared: str | None, bounds: np.ndarray, catalogus: int | None) -> Decision:
    """CRS of a layer from its declaration (WKT, `EPSG:n` or None), its bounds and the catalogue's `crs`.

    Raises BoundaryError, with the evidence, when no CRS explains the coordinates.
    """
    proven = proven_crs(bounds)
    name = _name(declared)
    where = f"coördinaten x {bounds[0]:.6g}–{bounds[2]:.6g}, y {bounds[1]:.6g}–{bounds[3]:.6g}"
    if declared and _is_rd(declared) and proven == RD:
        return Decision(RD, f"verklaard als {name}; {where} passen daarbij")
    if declared and not _is_rd(declared) and lies_in_nl(bounds, declared):
        return Decision(declared, f"verklaard als {name}; {where} passen daarbij; omgerekend naar EPSG:{RD}")
    problem = f"verklaard als {name}" if declared else "geen CRS verklaard"
    if catalogus and lies_in_nl(bounds, catalogus):
        return Decision(catalogus, f"{problem}; {where}; de catalogus zegt EPSG:{catalogus}")
    if catalogus is None and proven:
        return Decision(proven, f"hersteld: {problem}, maar {where} liggen alleen in EPSG:{proven} in Nederland")
    says = f", de catalogus zegt EPSG:{catalogus}" if catalogus else ""
    raise BoundaryError(
        f"{called}: het coördinatenstelsel is niet vast te stellen: {problem}{says}, {where}. Verwacht in Nederland: "
        + "; ".join(f"EPSG:{code} x {a:g}–{b:g}, y {c:g}–{d:g}" for code, (a, b, c, d) in REACH.items())
        + f".{_swapped(bounds)} Controleer het bestand, of geef de release in uw catalogusmap de juiste `crs`."
    )


def lone_strays(each: np.ndarray, declared: str | None, catalogus: int | None) -> np.ndarray:
    """Which outlines (bounds, n × 4) lie outside the Netherlands while nearly all others lie in it, in one CRS; none
    when they are many: then the CRS is wrong, and not an outline."""
    for crs in (declared, catalogus, *REACH):
        away = ~_each_in_nl(each, crs) if crs else np.ones(len(each), dtype=bool)
        if few(int(away.sum()), len(each)):
            return away
    return np.zeros(len(each), dtype=bool)


def few(count: int, total: int) -> bool:
    """Whether so many areas of a layer are faults of their own, and not of the whole layer."""
    return count <= max(1, total * _LONE) and count * 2 < total


def _each_in_nl(each: np.ndarray, crs: object) -> np.ndarray:
    x0, x1, y0, y1 = REACH[RD]
    west, south, east, north = to_rd(each.reshape(-1, 2), crs).reshape(-1, 4).T
    return (x0 <= west) & (east <= x1) & (y0 <= south) & (north <= y1)


def proven_crs(bounds: np.ndarray) -> int | None:
    """The one CRS of `REACH` in which all coordinates lie in the Netherlands, or None."""
    return next((code for code, limits in REACH.items() if _within(bounds, limits)), None)


def lies_in_nl(bounds: np.ndarray, crs: object) -> bool:
    """Whether the bounds, read in that CRS, lie in the Netherlands."""
    return bool(_within(to_rd(bounds.reshape(2, 2), crs).ravel(), REACH[RD]))


def to_rd(points: np.ndarray, crs: object) -> np.ndarray:
    """Coordinates (n × 2, x before y) in EPSG:28992; what cannot be transformed becomes infinite."""
    from pyproj import CRS, Transformer
    from pyproj.exceptions import ProjError

    if crs == RD:
        return points
    try:
        system = CRS.from_user_input(crs)
        x, y = Transformer.from_crs(system, RD, always_xy=True).transform(points[:, 0], points[:, 1])
    except ProjError:
        return np.full_like(points, np.inf)
    return np.column_stack([x, y])


def _within(bounds: np.ndarray, limits: tuple[float, float, float, float]) -> bool:
    x0, x1, y0, y1 = limits
    return bool(x0 <= bounds[0] and bounds[2] <= x1 and y0 <= bounds[1] and bounds[3] <= y1)


def _is_rd(declared: str) -> bool:
    """Also the RD of ESRI files, that has no EPSG code and no datum shift: its name tells."""
    from pyproj import CRS

    crs = CRS.from_user_input(declared)
    name = crs.name.lower()
    return crs.to_epsg() == RD or (crs.is_projected and ("rd_new" in name or "rd new" in name))


def _name(declared: str | None) -> str:
    if declared is None:
        return ""
    from pyproj import CRS

    crs = CRS.from_user_input(declared)
    return f"EPSG:{crs.to_epsg()}" if crs.to_epsg() else crs.name


def _swapped(bounds: np.ndarray) -> str:
    swapped = bounds[[1, 0, 3, 2]]
    code = proven_crs(swapped)
    return f" Met x en y omgewisseld zou EPSG:{code} passen." if code else ""
