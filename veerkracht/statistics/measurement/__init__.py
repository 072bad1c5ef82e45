"""What one measurement is worth: its noise, its rounding and what moving it to other boundaries costs (method.md §4.1
and §4.2). Arithmetic on arrays: no tables, no database, no random numbers.
"""
