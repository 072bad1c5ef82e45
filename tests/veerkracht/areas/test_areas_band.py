"""What of two drawings lies outside the band of doubt: nothing of a strip within it, all of a strip that is wider."""

import numpy as np
import pytest

from tests.veerkracht.areas.wereld import SETTINGS, X, Y, vak
from veerkracht.areas.band import moved_outside_band
from veerkracht.areas.people import Vierkanten


@pytest.mark.parametrize(
    ("strip", "half", "share"), [(350, 7.5, 0.35), (240, 100, 0.24), (212, 100, 0.212), (190, 100, 0.0), (10, 7.5, 0.0)]
)
def test_a_strip_wider_than_the_band_counts_as_wide_as_it_is(strip, half, share):
    a, b = np.array([vak(0, 0, 1000, 1000)]), np.array([vak(0, 0, 1000 - strip, 1000)])
    outside = moved_outside_band(a, b, np.array([half]), None, SETTINGS)
    assert outside.oppervlakte.tolist() == pytest.approx([share], abs=0.01)  # corners are rounded off
    certain = max(strip - 2 * half, 0) / 1000 * (1 - 2 * half / 1000)
    assert outside.zeker_oppervlakte.tolist() == pytest.approx([certain], abs=1e-6)
    assert np.isnan(outside.inwoners).all() and np.isnan(outside.zeker_inwoners).all()


def test_people_in_such_a_strip_are_all_counted():
    x, y = (grid.ravel() for grid in np.meshgrid(np.arange(X, X + 1000, 100), np.arange(Y, Y + 1000, 100)))
    a, b = np.array([vak(0, 0, 1000, 1000)]), np.array([vak(0, 0, 700, 1000)])
    outside = moved_outside_band(a, b, np.array([100.0]), Vierkanten(2019, x, y, np.full(len(x), 10.0)), SETTINGS)
    assert outside.inwoners.tolist() == pytest.approx([0.3], abs=0.01)
    assert outside.zeker_inwoners.tolist() == pytest.approx([0.08])
