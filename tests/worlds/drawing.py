"""What a partial world is, and how hypothesis draws one from the releases of the sample."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

BOUNDARIES = "cbs_grenzen"
LEVELS = ("buurt", "wijk", "gemeente", "land")


@dataclass(frozen=True)
class Known:
    """A release of the sample: its years, and the gemeenten (four digits) and levels that it names."""

    bron: str
    release: str
    jaren: tuple[int, ...]
    gemeenten: tuple[str, ...]
    niveaus: tuple[str, ...]
    indeling: int


@dataclass(frozen=True)
class Cut:
    """What a world has of a release: these years, gemeenten and levels. `buurten`: of outlines so many buurten, the
    first by code (None: all); `named`: with names of areas."""

    bron: str
    release: str
    jaren: tuple[int, ...]
    gemeenten: tuple[str, ...]
    niveaus: tuple[str, ...]
    buurten: int | None
    named: bool


@dataclass(frozen=True)
class Partial:
    """A world: cuts of releases, among them outlines of buurten, and the target vintage that is asked for."""

    cuts: tuple[Cut, ...]
    doel: int | Literal["nieuwste"]


def partial_worlds(known: Iterable[Known], most: int = 6) -> st.SearchStrategy[Partial]:
    """Worlds of outlines of buurten and at most so many other releases."""
    every = sorted(known, key=lambda one: (one.bron, one.release))
    outlines = [one for one in every if one.bron == BOUNDARIES]
    others = [one for one in every if one.bron != BOUNDARIES]
    return st.composite(_draw)(every, outlines, others, most)


def _draw(draw: st.DrawFn, every: list[Known], outlines: list[Known], others: list[Known], most: int) -> Partial:
    drawn_outlines = draw(st.lists(st.sampled_from(outlines), min_size=1, max_size=3, unique=True))
    base = drawn_outlines[0]
    chosen = [*drawn_outlines, *draw(st.lists(st.sampled_from(others), max_size=most, unique=True))]
    # often the whole world is about the same few gemeenten or levels, else each release has its own
    shared = draw(st.none() | _some(sorted({code for one in every for code in one.gemeenten})))
    levels = draw(st.none() | _some(LEVELS))
    cuts = tuple(draw(_cuts(one, shared, levels, must_have_buurten=one is base)) for one in chosen)
    return Partial(cuts, draw(st.just("nieuwste") | st.sampled_from(sorted({one.indeling for one in drawn_outlines}))))


def _cuts(
    one: Known, shared: tuple[str, ...] | None, levels: tuple[str, ...] | None, must_have_buurten: bool
) -> st.SearchStrategy[Cut]:
    """Cuts of a release; of outlines the levels are drawn apart, since figures of any level may meet them."""
    is_outline = one.bron == BOUNDARIES
    about = tuple(code for code in one.gemeenten if code in shared) if shared else one.gemeenten
    about = about or one.gemeenten[:1]
    within = tuple(level for level in one.niveaus if level in levels) if levels and not is_outline else one.niveaus
    within = within or one.niveaus
    found = st.just(within) | _some(within)
    if must_have_buurten:
        found = found.map(lambda niveaus: niveaus if "buurt" in niveaus else ("buurt", *niveaus))
    return st.builds(
        Cut,
        bron=st.just(one.bron),
        release=st.just(one.release),
        jaren=st.just(one.jaren) | _some(one.jaren),
        gemeenten=st.just(about) | _some(about),
        niveaus=found,
        buurten=st.none() | st.integers(1, 20) if is_outline else st.none(),
        named=st.sampled_from((True, True, True, False)),
    )


def _some(values: Iterable) -> st.SearchStrategy[tuple]:
    """One or more of the values, in order."""
    every = tuple(values)
    return st.sets(st.sampled_from(every), min_size=1).map(lambda some: tuple(one for one in every if one in some))


def drawn(known: Iterable[Known], count: int, number: int) -> list[Partial]:
    """So many different worlds, from simple to wild; the same for the same number."""
    found: dict[Partial, None] = {}

    @seed(number)
    @settings(
        max_examples=2 * count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(partial_worlds(known))
    def collect(world: Partial) -> None:
        found.setdefault(world)

    collect()
    return list(found)[-count:]
