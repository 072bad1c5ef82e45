"""Areas over time: clean outlines per vintage, weights between vintages, what became of each area.

Stands on the raw Parquet of `sources` through files only; knows no readers, no indicators and no SQL.
`boundaries.build_boundaries` and `weights.build_weights` do the work; they import geometry when called.
"""

from veerkracht.areas.vintages import target_indeling, vintages

__all__ = ["target_indeling", "vintages"]
