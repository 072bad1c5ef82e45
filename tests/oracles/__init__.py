"""Arithmetic of SQL told once more in numpy, for tests that compare the two. No product code is used in it."""
