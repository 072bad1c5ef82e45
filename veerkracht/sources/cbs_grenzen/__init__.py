"""Outlines of buurten, wijken and gemeenten, by CBS and Kadaster."""
