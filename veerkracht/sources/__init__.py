"""From publisher to raw Parquet: the catalogue, the archive, one reader a source. Does not know what figures mean."""
