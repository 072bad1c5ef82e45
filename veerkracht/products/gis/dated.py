"""The day that GeoPackages bear: that of the newest figures in them, not the hour at which they were written.

With it two builds of the same deliveries make the same file.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from veerkracht.edition.reading import Edition

OPTION = "OGR_CURRENT_DATE"  # what GDAL writes as the time of a layer's last change


def newest_day(edition: Edition) -> date:
    """The day on which the newest delivery of this edition was published; of none known the target vintage's first."""
    (day,) = edition.values("select max(gepubliceerd) from dim_release where gekozen")
    return day if isinstance(day, date) else date(edition.about.doel_indeling, 1, 1)


@contextmanager
def dated(day: date) -> Iterator[None]:
    """What GDAL writes inside was last changed on this day."""
    import pyogrio

    before = os.environ.get(OPTION)
    pyogrio.set_gdal_config_options({OPTION: f"{day:%Y-%m-%d}T00:00:00.000Z"})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({OPTION: before})
