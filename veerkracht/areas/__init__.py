"""Outlines made clean, and the weights that carry figures from one vintage of boundaries to another."""
