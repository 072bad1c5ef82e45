"""Areas over time: clean outlines per vintage, weights between vintages, what became of each area.

Stands on the raw Parquet of `sources` through files only; knows no readers, no indicators and no SQL.
`grenzen.build_grenzen` and `gewichten.build_gewichten` do the work; they import geometry when called.
"""

from veerkracht.areas.indelingen import indelingen, target_indeling

__all__ = ["indelingen", "target_indeling"]
