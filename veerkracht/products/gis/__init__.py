"""Outputs for a GIS: layers and their styles."""
