"""The proofs, in the order in which they run: the shortest first."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.measure import Measurement
from tests.bewijs import functions, whole
from tests.bewijs.code import fingerprint
from tests.bewijs.functions import SIZES, Tell
from tests.bewijs.outcome import Outcome
from veerkracht.sample.plannen import Waarheid

REDRAWS = 200
MODEL = ("veerkracht/statistics", "veerkracht/mapkinds", "tests/bewijs", "tests/veerkracht/statistics/posterior")
CHAIN = (  # what makes the figures of an edition; no outputs
    *(f"veerkracht/{room}" for room in ("areas", "claims", "mapkinds", "sample", "sources", "statistics")),
    *(f"veerkracht/{file}" for file in ("instellingen.yaml", "levelrows.py", "levels.py", "schemas.py", "settings.py")),
    *("orchestration", "expectations", "dbt_project", "tests/bewijs", "tests/orchestration/marts.py"),
)
WORLDS = (
    *CHAIN,
    "veerkracht/edition",
    "veerkracht/products",
    "veerkracht/publication",
    "tests/worlds",
    "tests/invariants.py",
)
COUNTRY = 342  # gemeenten


@dataclass(frozen=True)
class Found:
    """What a proof found; `cost`: what commands took that ran in a process of their own."""

    outcomes: list[Outcome]
    cost: tuple[Measurement, ...] = ()


@dataclass(frozen=True)
class Proof:
    """`run(folder, tell)` finds the outcomes; `folder` may hold what an earlier run left, and keeps what it makes.

    `code`: the folders and files that decide what comes out.
    """

    name: str
    what: str
    code: tuple[str, ...]
    run: Callable[[Path, Tell], Found]


def _on_functions(prove: Callable[[int, int, int, Tell], list[Outcome]]) -> Callable[[Path, Tell], Found]:
    """Countries of both sizes."""

    def run(folder: Path, tell: Tell) -> Found:
        return Found([one for size in SIZES for one in prove(REDRAWS, *size, tell)])

    return run


def _shocks(folder: Path, tell: Tell) -> Found:
    return Found(functions.shocks(REDRAWS, tell=tell))


def _promises(folder: Path, tell: Tell) -> Found:
    from tests.bewijs import redraws
    from veerkracht.paths import DataPaths

    tell("country of the planned story", 0.0)
    cost = whole.build(folder, Waarheid.gepland)
    truth = redraws.truth_of(DataPaths(folder))
    drawn = redraws.measured(truth, REDRAWS, tell)
    found = [
        one
        for klassen in redraws.POINTS
        for kaart in redraws.KAARTEN
        for one in redraws.promises(truth, drawn, kaart, klassen)
    ]
    return Found([*found, redraws.error_of_beta(drawn)], tuple(cost))


def _country(folder: Path, tell: Tell) -> Found:
    tell(f"country of {COUNTRY} gemeenten, in {folder}: sample.txt and marts.txt tell how far it is", 0.0)
    cost = whole.build(folder, Waarheid.alleen_kwetsbaarheid, COUNTRY)
    found = whole.claims(folder)
    return Found([*whole.grey(found), whole.both_rose(found)], tuple(cost))


def _worlds(folder: Path, tell: Tell) -> Found:
    from tests.bewijs import worlds

    room = folder / fingerprint(WORLDS)[:12]  # worlds that were tried with other code are tried again
    return Found([*worlds.small(room, tell), *worlds.chains(room, tell)])


PROOFS = (
    Proof("niets", "functions, nothing changes", MODEL, _on_functions(functions.nothing)),
    Proof(
        "alleen_kwetsbaarheid",
        "functions, only vulnerability changes",
        MODEL,
        _on_functions(functions.only_vulnerability),
    ),
    Proof("schokken", "functions, shocks of gemeenten, with S and without", MODEL, _shocks),
    Proof("geschud", "functions, changes in places at random", MODEL, _on_functions(functions.shuffled)),
    Proof("beloften", f"the demo measured {REDRAWS} times: claims are as true as promised", CHAIN, _promises),
    Proof("werelden", "partial worlds: nothing is lost without a reason, nothing crashes", WORLDS, _worlds),
    Proof("land", f"only vulnerability changes, {COUNTRY} gemeenten, built whole up to the marts", CHAIN, _country),
)
