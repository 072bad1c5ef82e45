"""Random numbers of the sample: one PCG64 stream a purpose, so that adding a purpose changes no other."""

import zlib

import numpy as np


def stream(seed: int, *purpose: object) -> np.random.Generator:
    """The stream of that seed for that purpose."""
    key = [seed, *(zlib.crc32(str(part).encode()) for part in purpose)]
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(key)))
