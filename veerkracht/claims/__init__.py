"""What the maps of change claim, beside what is true where that is known: the check of an edition, no part of it.

Reads an edition by its marts and the true series of the sample; prints nothing and judges nothing as good or bad.
"""
