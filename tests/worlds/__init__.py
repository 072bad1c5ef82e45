"""Worlds of which a part is missing, drawn at random from the sample: no delivered figure is lost without a reason."""
