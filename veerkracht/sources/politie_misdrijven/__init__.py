"""Crimes that the police registered per wijk and buurt."""
