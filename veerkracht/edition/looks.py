"""Colours, marks and words of verdicts as `kleuren.yaml` holds them, and what the report shows of them."""

from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML


@cache
def looks() -> dict[str, Any]:
    """Contents of `kleuren.yaml`."""
    return YAML(typ="safe").load(Path(__file__).with_name("kleuren.yaml"))
