"""Kinds of map, one module a kind: what a map of it needs, its limits and classes, how sure they are, and its words.

`register` holds them: there Python looks up what a row of kaarten.csv names in `klassen`, and from there dbt gets the
facts of each as var `kaartsoorten`. Knows arrays of figures; where these come from is not known here.
"""
