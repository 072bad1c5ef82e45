"""A fictitious country in the publishers' own file layouts, for the demo, the tests and the benchmarks."""
