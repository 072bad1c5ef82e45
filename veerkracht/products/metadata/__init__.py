"""Outputs about the edition: its dictionary, its data package and its catalogue for data portals."""
