"""RIVM's health figures."""
