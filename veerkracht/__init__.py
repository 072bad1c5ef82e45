"""Veerkracht: the domain in plain Python, from published files to map layers and reports.

Nothing in this package knows Dagster, dbt or Great Expectations; see tests/test_walls.py.
"""

from importlib.metadata import version

__version__ = version(__name__)
