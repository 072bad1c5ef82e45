"""Dagster definitions and the `veerkracht` command: thin layers over the domain."""
