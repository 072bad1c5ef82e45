"""In which buurt each complex lies: by its address, else its coordinates, else its buurtcode.

Addresses are those of the target vintage in the raw address table; coordinates are looked up in the outlines.
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from veerkracht import levels
from veerkracht.commandline import command
from veerkracht.edition.reading import Edition
from veerkracht.edition.records import Gebied
from veerkracht.errors import VeerkrachtError
from veerkracht.products.web.bezit.checking import Complex

Points = dict[int, tuple[float, float]]  # row of the file -> x, y in EPSG:28992
ADDRESS, COORDINATES, CODE = "adres", "coördinaten", "buurtcode"


@dataclass(frozen=True)
class Placed:
    """A complex with its buurt; without one `opmerking` says why. `xy` in EPSG:28992 if known."""

    complex: Complex
    buurt: Gebied | None
    via: str
    opmerking: str
    xy: tuple[float, float] | None

    @property
    def gemeente(self) -> str:
        """Code of the gemeente; empty where the complex is in no buurt."""
        return (self.buurt.gemeentecode if self.buurt else None) or ""


def place(edition: Edition, stock: list[Complex], adressen: list[Path]) -> list[Placed]:
    """Place every complex, in the order of the file. `adressen`: Parquet files of addresses, of any vintage.

    Raises VeerkrachtError when complexes have nothing but an address and there are no addresses of the vintage.
    """
    doel = edition.about.doel_indeling
    areas = {
        row.gebiedscode: row
        for row in edition.records(
            Gebied, "select * from dim_gebied where niveau = grondniveau() and indeling = ?", [doel]
        )
    }
    points = _points(stock)
    by_point, by_address = _by_point(edition, points), _by_address(stock, adressen, doel)
    found = []
    for one in stock:
        ways = _ways(one, points, by_point, by_address)
        known = [(via, code) for via, code, _ in ways if code and code in areas]
        via, code = known[0] if known else ("", "")
        notes = [text for way, code_, text in ways if code_ not in areas and (not known or way != CODE)]
        if len({c for _, c in known}) > 1:
            notes.append(f"de andere plaatsaanduiding ligt in {', '.join(sorted({c for _, c in known} - {code}))}")
        notes = notes or ([] if known else ["geen adres, coördinaten of buurtcode (paar niet compleet)"])
        found.append(Placed(one, areas.get(code), via, "; ".join(notes), points.get(one.rij)))
    return found


def _ways(
    one: Complex, points: Points, by_point: dict[int, str], by_address: dict[int, str] | None
) -> list[tuple[str, str | None, str]]:
    """(way, code or None, what to say when it leads nowhere) for each way in which a row tells its place."""
    ways: list[tuple[str, str | None, str]] = []
    if one.plaats.adres:
        why = "is niet bekend" if by_address is not None else "niet opgezocht: geen adressen van deze indeling"
        text = f"adres {one.plaats.postcode} {one.plaats.huisnummer} {why}"
        ways.append((ADDRESS, (by_address or {}).get(one.rij), text))
    if one.rij in points:
        ways.append((COORDINATES, by_point.get(one.rij), "coördinaten liggen in geen enkele buurt"))
    if code := one.plaats.buurtcode:
        ways.append((CODE, code, f"buurtcode {code} bestaat niet in deze editie"))
    return ways


def _points(stock: list[Complex]) -> Points:
    points = {one.rij: one.plaats.xy for one in stock if one.plaats.xy}
    degrees = {one.rij: one.plaats.graden for one in stock if one.rij not in points and one.plaats.graden}
    if degrees:
        from pyproj import Transformer

        to_rd = Transformer.from_crs(4326, 28992, always_xy=True)
        xs, ys = to_rd.transform([lon for lon, _ in degrees.values()], [lat for _, lat in degrees.values()])
        points |= {row: (float(x), float(y)) for row, x, y in zip(degrees, xs, ys, strict=True)}
    return points


def _by_point(edition: Edition, points: Points) -> dict[int, str]:
    if not points:
        return {}
    import shapely

    outlines = edition.outlines(levels.known().ground)
    if outlines is None:
        raise VeerkrachtError("Deze editie heeft geen grenzen van buurten; coördinaten kunnen niet worden opgezocht.")
    outlines = outlines[outlines["water"] != "buitenland"].sort_values("gebiedscode")
    tree = shapely.STRtree(outlines.geometry.to_numpy())
    which, area = tree.query(shapely.points(list(points.values())), predicate="intersects")
    rows, codes = list(points), outlines["gebiedscode"].to_numpy()
    found: dict[int, str] = {}
    for n, position in sorted(zip(which, area, strict=True)):
        found.setdefault(rows[n], codes[position])  # on a shared border: the first code
    return found


def _by_address(stock: list[Complex], adressen: list[Path], doel: int) -> dict[int, str] | None:
    """Row -> buurtcode; None when there are no addresses of the vintage but complexes can be placed otherwise."""
    asked = [(one.rij, *one.plaats.adres) for one in stock if one.plaats.adres]
    if not asked:
        return {}
    with duckdb.connect() as con:
        files = [str(file) for file in adressen]
        years = con.execute("select distinct indeling from read_parquet(?)", [files]).fetchall() if files else []
        if (doel,) not in years:
            if all(one.plaats.alleen_adres for one in stock):
                raise VeerkrachtError(_no_addresses(doel, sorted(year for (year,) in years)))
            return None
        columns = dict(zip(("rij", "postcode", "huisnummer"), map(list, zip(*asked, strict=True)), strict=True))
        con.register("gevraagd", pa.table(columns))
        return dict(
            con.execute(
                "select g.rij, min(a.buurtcode) from gevraagd g join read_parquet(?) a on a.postcode = g.postcode "
                "and a.huisnummer = g.huisnummer where a.indeling = ? and a.buurtcode is not null group by g.rij",
                [files, doel],
            ).fetchall()
        )


def _no_addresses(doel: int, years: list[int]) -> str:
    known = f" Wel aanwezig: {', '.join(map(str, years))}." if years else ""
    fetched = command("fetch", "cbs_adressen")
    return (
        f"Er zijn geen adressen op de indeling van {doel} in de datamap.{known} Haal ze op ({fetched}, "
        f"daarna {command('refresh')}), of geef coördinaten of een buurtcode per complex."
    )
