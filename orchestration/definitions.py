"""The Dagster code location: what `workspace.yaml` beside it loads. Nothing is defined here."""

from orchestration.code_location import build_definitions
from orchestration.world import World

defs = build_definitions(World.from_env())
