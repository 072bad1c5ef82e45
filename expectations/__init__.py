"""Great Expectations suites as Python and one runner. Knows the Parquet and the marts, not Dagster."""
