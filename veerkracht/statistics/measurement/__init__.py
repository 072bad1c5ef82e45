"""What one measurement is worth: its noise (method.md §4.1). Arithmetic on arrays: no tables, no database, no random
numbers. Its rounding and what moving it to other boundaries costs (§4.2) are dbt's.
"""
