"""CBS squares of 100 m."""
