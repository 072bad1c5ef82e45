"""Outputs as pages: what is opened in a browser, offline, and the templates and style they share."""
