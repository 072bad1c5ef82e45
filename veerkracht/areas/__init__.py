"""Areas over time: clean outlines per vintage, weights between vintages, what became of each area.

Stands on `sources`' raw Parquet only through files; knows no readers, no indicators and no SQL.
"""

from veerkracht.areas.vintages import target_indeling, vintages

__all__ = ["target_indeling", "vintages"]
