"""Nuisance registered by the police."""
