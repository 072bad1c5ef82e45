"""Spread of corporation dwellings and of countable vulnerable people: D*, its interval and verdict (method.md §5, §7).

D, isolation, Gini and Theil's H themselves are SQL (`int_spreiding`); arithmetic is in `dissimilarity`. What is said of
a gemeente as a whole stands in the same file already.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from veerkracht import levels
from veerkracht.dutch import percents_short
from veerkracht.settings import Settings
from veerkracht.statistics import frames
from veerkracht.statistics.dissimilarity import Groep, corrected, dealt_changes, dissimilarity, expected, noisy
from veerkracht.statistics.frames import Record, parts
from veerkracht.statistics.posterior.spreading import spread_change
from veerkracht.statistics.world import StatWorld

if TYPE_CHECKING:
    import pandas as pd

LEDEN = """
    select l.niveau, l.gebiedscode, l.indeling, l.jaar_van, l.jaar_tot, l.inwoners,
        g.* exclude (indeling, jaar_van, jaar_tot)
    from tussen.int_spreiding_lid as l
    inner join tussen.int_spreiding_gebied as g using (buurtcode, indeling, jaar_van, jaar_tot)
    order by all
"""
DEKKING = "select * from tussen.int_spreiding_dekking"
UNKNOWN = "onbekend"
TOLD_MINIMUM = 0.9  # share of the drawn worlds that must have a D: about what the interval itself holds


class Lived(NamedTuple):
    """A group in a gemeente, region or country over a period."""

    niveau: str
    gebiedscode: str
    indeling: int
    groep: str
    jaar_van: int
    jaar_tot: int


def write(world: StatWorld) -> None:
    """Add D_ster and D_verwacht per group to the file `spreiding`."""
    world.save("spreiding", [*frames.earlier(world.load("spreiding")), *spread_rows(world)])


def spread_rows(world: StatWorld) -> Iterator[Record]:
    """Two rows per gemeente, region and country, group and period."""
    coverage = world.query(DEKKING).set_index(list(Lived._fields)).to_dict("index")
    for key, buurten in parts(world.query(LEDEN), Lived):
        about = key._asdict() | {k: coverage[key][k] for k in ("dekking", "n")}
        reason = coverage[key]["reden"] or _too_little(about["dekking"], about["niveau"], world.settings)
        van, tot = (_counts(buurten, end) for end in ("van", "tot"))
        strata = np.searchsorted(world.settings.grootteklassen, buurten["inwoners"].fillna(0).to_numpy(), side="right")
        yield from (about | row for row in measured(van, tot, strata, world.settings, stream(*key), reason))


def measured(
    van: Groep, tot: Groep, strata: np.ndarray, settings: Settings, rng: np.random.Generator, reason: str | None
) -> Iterator[Record]:
    """D_verwacht and D_ster at both ends with interval and verdict; with a reason the verdict is `onbekend`.

    The interval is the change ± z times the root mean square of how far drawn changes lie from it. A drawn world in
    which nobody belongs, or everybody, has no D and does not count; where these are too many there is no interval.
    `p_waarde` is the chance of as large a change when the same changes fall on other buurten: described, in no verdict.
    """
    draws, ends = settings.herverdelingen, (van, tot)
    even = [expected(one, draws, rng) for one in ends]
    yield _row("D_verwacht", *even)
    if not all(np.isfinite(even)) or max(even) >= 1:
        yield _row("D_ster", oordeel=UNKNOWN, reden=reason or "de groep is leeg of beslaat iedereen")
        return
    star = [float(corrected(dissimilarity(one.x, one.t), e)) for one, e in zip(ends, even, strict=True)]
    change = star[1] - star[0]
    drawn = corrected(noisy(tot, draws, rng), even[1]) - corrected(noisy(van, draws, rng), even[0])
    margin = _margin(np.asarray(drawn - change), settings.spreiding_z)
    dealt = dealt_changes(van, tot, strata, draws, rng)
    row = _row("D_ster", *star) | {"p_waarde": min(1.0, 2 * min(dealt.low, dealt.high))}
    yield row | _told(change, margin, settings.spreiding_minimum, reason)


def _margin(off: np.ndarray, z: float) -> float | None:
    """Half width of the interval by how far drawn changes lie off; None where too few of them are told."""
    told = off[np.isfinite(off)]
    return z * float(np.sqrt(np.mean(told**2))) if len(told) >= TOLD_MINIMUM * len(off) else None


def _told(change: float, margin: float | None, minimum: float, reason: str | None) -> Record:
    """Interval and verdict of a change of D*."""
    if margin is None:
        return {"oordeel": UNKNOWN, "reden": reason or "de groep is zo klein dat zij ook leeg had kunnen zijn"}
    low, high = change - margin, change + margin
    word = UNKNOWN if reason else spread_change(change, low, high, minimum).value
    return {"laag": low, "hoog": high, "oordeel": word, "reden": reason}


def _too_little(coverage: float, niveau: str, settings: Settings) -> str | None:
    least = settings.landelijke_dekking_minimum if niveau == levels.LAND else settings.gemeente_dekking_minimum
    if coverage >= least:
        return None
    return f"de buurten met cijfers in beide jaren tellen {percents_short(coverage)} van de inwoners"


def _counts(buurten: "pd.DataFrame", end: str) -> Groep:
    columns = (f"aantal_{end}", f"totaal_{end}", f"marge_cijfer_{end}", f"marge_totaal_{end}")
    x, t, margin_x, margin_t = (buurten[name].fillna(0).to_numpy(float) for name in columns)
    return Groep(x, t, margin_x, margin_t, bool(buurten["uit_aandeel"].iloc[0]), bool(buurten["is_bewoners"].iloc[0]))


def _row(maat: str, van: float | None = None, tot: float | None = None, **more: Any) -> Record:
    van, tot = (None if value is None or not np.isfinite(value) else value for value in (van, tot))
    change = None if van is None or tot is None else tot - van
    return {"maat": maat, "waarde_van": van, "waarde_tot": tot, "verschil": change} | more


def stream(*what: object) -> np.random.Generator:
    """The random stream of one thing: the same whatever else is loaded or computed before."""
    return np.random.Generator(np.random.PCG64(list("|".join(map(str, what)).encode())))
