"""Gemeenten side by side on paper: a page with answers and ranks, then one map a page in small multiples."""
