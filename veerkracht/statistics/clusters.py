"""Local clusters of vulnerability and of nuisance in each gemeente: where buurten that are alike lie together (§7).

Nuisance is −onv, so that hoog-hoog is where it is concentrated. Arithmetic is in `moran`, outlines in `neighbours`.
Moran's I of the gemeente joins the file `spreiding`.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from veerkracht import levels
from veerkracht.statistics import frames
from veerkracht.statistics.frames import Record, parts
from veerkracht.statistics.moran import local_moran, moran, significant, z_scores
from veerkracht.statistics.neighbours import Neighbours, queen, read_land
from veerkracht.statistics.spread import stream
from veerkracht.statistics.world import StatWorld

if TYPE_CHECKING:
    import pandas as pd

SIGN = {"kwetsbaarheid": 1, "onv": -1}  # higher must be what asks for attention
NONE, FEW, EMPTY, FLAT, TOLD = "geen", "te weinig buurten", "geen gegevens", "te weinig verschil", "bepaald"
AT_LIMIT = "op de grens"
AT_LIMIT_REASON = f"{AT_LIMIT}: de kans ligt er zo dichtbij dat de trekkingen zouden beslissen of hier een cluster is"
MATEN = """
    select m.niveau, m.gebiedscode, m.indeling, m.gemeentecode, m.maat, m.jaar_van, m.jaar_tot,
        m.meetjaar_tot as jaar, m.waarde, m.reden, m.status
    from tussen.int_maat as m
    inner join tussen.int_kaart_gebied as g using (niveau, gebiedscode, indeling, jaar_van, jaar_tot)
    where m.niveau = ? and g.is_doel and m.maat in ('kwetsbaarheid', 'onv')
    order by all
"""
AREA = ["niveau", "gebiedscode", "indeling", "gemeentecode", "maat", "jaar"]


class Buurten(NamedTuple):
    """Buurten of a gemeente with a measure at the end of a period: the same for each period with that end."""

    indeling: int
    gemeentecode: str
    maat: str
    jaar_tot: int


def write(world: StatWorld) -> None:
    """Save `clusters`, and add Moran's I per gemeente (`moran_i`) to `spreiding`."""
    ground = levels.known().ground
    clusters: list[Record] = []
    globals_: list[Record] = []
    for indeling, maten in world.query(MATEN, [ground]).groupby("indeling"):
        outlines = read_land(world.paths.grenzen / f"{ground}_{indeling}.parquet")["geometry"].to_dict()
        for key, buurten in parts(maten, Buurten):
            once = buurten.drop_duplicates("gebiedscode")
            told, overall = _gemeente(once, outlines, key, world)
            for period in sorted(set(zip(buurten["jaar_van"], buurten["jaar_tot"], strict=True))):
                years = {"jaar_van": int(period[0]), "jaar_tot": int(period[1])}
                clusters += [row | years for row in told]
                globals_ += [overall | years]
    world.save("clusters", clusters)
    world.save("spreiding", [*_earlier(world), *globals_])


def _gemeente(
    buurten: "pd.DataFrame", outlines: dict[str, Any], key: Buurten, world: StatWorld
) -> tuple[list[Record], Record]:
    """Rows of the buurten of one gemeente and measure, and the row of the gemeente itself."""
    settings = world.settings
    drawn = np.array([code in outlines for code in buurten["gebiedscode"]], bool)
    known = buurten[buurten["waarde"].notna() & drawn]
    values = known["waarde"].to_numpy(float) * SIGN[key.maat]
    overall: Record = {"niveau": levels.GEMEENTE, "gebiedscode": key.gemeentecode, "indeling": int(key.indeling)}
    overall |= {"groep": key.maat, "maat": "moran_i", "n": len(known), "dekking": len(known) / len(buurten)}
    status, reason = TOLD, ""
    if len(known) < settings.cluster_buurten_minimum:
        status, reason = FEW, f"{len(known)} buurten met een waarde, {settings.cluster_buurten_minimum} nodig"
    elif not z_scores(values).any():
        status, reason = FLAT, "alle buurten hebben dezelfde waarde"
    if status != TOLD:
        return list(_untold(buurten, status, reason)), overall | {"reden": reason}
    near = queen(np.array([outlines[code] for code in known["gebiedscode"]]))
    whole = moran(values, near, settings.permutaties, stream("moran", *key))
    rows = [
        *_told(known, values, near, key, world),
        *_untold(buurten.drop(known.index), EMPTY, "geen grenzen van deze buurt"),
    ]
    return rows, overall | {"waarde_tot": whole.i, "p_waarde": whole.p, "reden": _joined_reason(near)}


def _told(
    known: "pd.DataFrame", values: np.ndarray, near: Neighbours, key: Buurten, world: StatWorld
) -> Iterator[Record]:
    settings = world.settings
    local = local_moran(
        values, near, settings.permutaties, stream("lokaal", *key), settings.fdr, settings.permutaties_grens
    )
    stands = significant(local.p, settings.fdr)
    high = z_scores(values) > 0
    codes = known["gebiedscode"].to_list()
    for at, area in enumerate(frames.rows(known[AREA])):
        quadrant = f"{'hoog' if high[at] else 'laag'}-{'hoog' if local.lag[at] > 0 else 'laag'}"
        joined = f"grenst aan geen buurt; verbonden met {codes[near.joined[at]]}" if at in near.joined else None
        yield area | {
            "moran_lokaal": float(local.i[at]),
            "kwadrant": quadrant,
            "p_waarde": float(local.p[at]),
            "permutaties": int(local.permutations[at]),
            "cluster": None if local.undecided[at] else quadrant if stands[at] else NONE,
            "status": AT_LIMIT if local.undecided[at] else TOLD,
            "reden": "; ".join(filter(None, (AT_LIMIT_REASON if local.undecided[at] else None, joined))) or None,
        }


def _untold(buurten: "pd.DataFrame", status: str, reason: str | None) -> Iterator[Record]:
    """Areas without a cluster; one without a value says why it has none."""
    for area in frames.rows(buurten.astype(object).where(buurten.notna(), None)):
        empty = area["waarde"] is None
        own = {"status": EMPTY, "reden": area["reden"] or area["status"]}
        yield {name: area[name] for name in AREA} | (own if empty else {"status": status, "reden": reason})


def _joined_reason(near: Neighbours) -> str | None:
    if not near.joined:
        return None
    count = len(near.joined)
    who = "1 buurt die aan geen buurt grenst is" if count == 1 else f"{count} buurten die aan geen buurt grenzen zijn"
    return f"{who} verbonden met de dichtstbijzijnde"


def _earlier(world: StatWorld) -> list[Record]:
    return frames.earlier(world.load("spreiding").query("maat != 'moran_i'"))
