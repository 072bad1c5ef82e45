"""From the archive to raw Parquet: which reader reads a release, and the folder it is written to."""
