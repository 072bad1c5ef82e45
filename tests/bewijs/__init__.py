"""Proofs that take longer than a test may: `make bewijs`. The tests beside them hold the same bounds, in short."""
