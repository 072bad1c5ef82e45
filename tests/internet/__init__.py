"""The internet in a box: one local proxy plays every publisher at its own host and path."""
