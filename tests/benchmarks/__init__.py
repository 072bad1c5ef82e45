"""Benchmarks: ours beside what a user would pick otherwise, in one run. Never part of the tests."""
