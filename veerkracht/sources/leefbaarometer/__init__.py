"""Leefbaarometer 3.0."""
