"""What may be claimed of a change: the two-level model, its posterior, resilience and the classes (method.md §4.3–§5).

Arrays in, arrays out: no database, no optimiser, no random numbers. Rows are sorted by code before any sum, so the
order in which they are given changes no bit of what comes out.
"""
