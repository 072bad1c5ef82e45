"""What SQL cannot: noise, the resilience model, spread, local clusters and how sure a class is.

Reads the work database that dbt's basis left, writes Parquet in the schemas of STATISTIEK for dbt's tag:kaart. Order
matters: the model needs the shrinkage of the noise, the certainty needs both.
"""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from veerkracht.paths import DataPaths, Publiek
from veerkracht.schemas import STATISTIEK
from veerkracht.settings import Settings
from veerkracht.statistics.world import StatWorld

STEPS = {
    "noise": "ruis van elke maat",
    "model": "veerkrachtmodel",
    "spread": "spreiding over de buurten",
    "clusters": "lokale clusters",
    "certainty": "zekerheid van elke klasse",
}


def write(paths: DataPaths, publiek: Publiek, settings: Settings, tell: Callable[[str], None]) -> list[Path]:
    """Write every file of STATISTIEK for a build; each exists afterwards, without rows where nothing can be told."""
    with StatWorld(paths, publiek, settings, tell) as world:
        world.start_empty()
        for module, what in STEPS.items():
            tell(what)
            import_module(f"veerkracht.statistics.{module}").write(world)
    return [paths.statistiek(publiek) / f"{name}.parquet" for name in STATISTIEK]
