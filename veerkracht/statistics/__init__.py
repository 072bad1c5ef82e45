"""What SQL cannot: noise, the model of a change, spread, local clusters, classes of a level and how sure these are.

Reads the work database that dbt's basis left, writes Parquet in the schemas of STATISTIEK for dbt's tag:kaart. Order
matters: `spreiding` is begun by the first step and added to by the next two.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from veerkracht.paths import DataPaths, Publiek
from veerkracht.schemas import STATISTIEK
from veerkracht.settings import Settings
from veerkracht.statistics.world import StatWorld


@dataclass(frozen=True)
class Step:
    """A module of this package with `write(world)`, what it makes in Dutch, and the dbt models that it can read."""

    module: str
    what: str
    reads: tuple[str, ...]

    def write(self, world: StatWorld) -> None:
        """Write its files of STATISTIEK."""
        import_module(f"veerkracht.statistics.{self.module}").write(world)


SERIES = (  # what changes and levels are gathered from
    *("dim_gebied", "int_inwoners_jaar", "fct_reeks", "int_maat", "stg_indicatoren", "int_onderdeel"),
    *("int_onderdeel_periode", "mrt_referentie"),
)
LEVELS = ("int_kaart", "int_landelijk", "int_kaart_geleverd")  # which maps of level may be classed
STEPS = (
    Step(
        "verandering",
        "ruis, verandering en nulproef",
        (*SERIES, "int_k_niveau", "int_periode", "int_landelijk", "stg_regios", "stg_bouw"),
    ),
    Step(
        "spread",
        "spreiding over de buurten",
        ("int_spreiding_lid", "int_spreiding_gebied", "int_spreiding_dekking"),
    ),
    Step("clusters", "lokale clusters", ("int_maat", "int_kaart_gebied")),
    Step("klassen", "grenzen en klassen van de stand", ("int_maat", *LEVELS)),
    Step(
        "stand",
        "zekerheid van de stand",
        (*SERIES, *LEVELS, "int_component", "int_onderdeel_jaar", "int_voorspelling"),
    ),
    Step(
        "certainty",
        "zekerheid bij een andere index",
        (*LEVELS, "int_maat", "int_onderdeel", "int_component", "int_onderdeel_jaar", "int_voorspelling"),
    ),
)


def reads(*modules: str) -> tuple[str, ...]:
    """The dbt models that these steps read; without a name those of all."""
    return tuple(sorted({name for step in STEPS if not modules or step.module in modules for name in step.reads}))


def write(paths: DataPaths, publiek: Publiek, settings: Settings, tell: Callable[[str], None]) -> list[Path]:
    """Write every file of STATISTIEK for a build; each exists afterwards, without rows where nothing can be told.

    Raises BuildError when a model that a step reads was not built.
    """
    for number, step in enumerate(STEPS):
        with StatWorld(paths, publiek, settings, tell, step.reads) as world:
            if number == 0:
                world.start_empty()
            tell(step.what)
            step.write(world)
    return [paths.statistiek(publiek) / f"{name}.parquet" for name in STATISTIEK]
