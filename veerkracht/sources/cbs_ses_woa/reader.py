"""Reader of CBS's scores of social-economic status per wijk and buurt (SES-WOA): the feed and StatLine's own CSV.

Topics of the feed have the same title four times; which is which is told by their keys, and proved by their figures:
the total is the sum of its parts.
"""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from veerkracht.errors import DeliveryError
from veerkracht.sources.catalogue.model import Release, Source
from veerkracht.sources.readers import missing, odata_v3, statline, tables, wide
from veerkracht.sources.readers.delivery import Delivery, Reader
from veerkracht.sources.readers.headings import headings
from veerkracht.sources.readers.layout import Layout
from veerkracht.sources.readers.odata_v3 import V3_ODATA
from veerkracht.sources.readers.properties import check_table
from veerkracht.sources.readers.statline import STATLINE_CSV
from veerkracht.sources.readers.wide import WideTable

HEADINGS = Path(__file__).with_name("koppen.yaml")
PARTS = ("welvaart", "opleiding", "arbeidsverleden")
TOLERANCE = 0.0025  # four figures in thousandths, each half a thousandth off, and a hair for the decimals
OTHERWISE = 0.5  # share of areas of which the sum is otherwise, when keys have moved


def _v3(file: Path, source: Source, release: Release) -> Delivery:
    v3 = odata_v3.read_pages(file)
    check_table(file.name, v3.info, release)
    odata_v3.check_dimensions(v3, ("Perioden",))
    tables.choose_column(file.name, v3.table.header, "Perioden")
    _check_sum(v3.table)
    return odata_v3.delivery(v3, source, release)


def _statline(file: Path, source: Source, release: Release) -> Delivery:
    table = statline.read_table(file, release, odata_v3.V3_INSTEAD)
    periode = tables.choose_column(table.called, table.header, "Perioden")
    _check_sum(table)
    return wide.delivery(table, statline.header_of_gebieden(table, periode), source, release)


def _check_sum(table: WideTable) -> None:
    """Raise DeliveryError when the total is not the sum of its parts: then keys mean something else by now.

    A table without one of the four proves nothing.
    """
    rules = headings(HEADINGS)
    columns = [rules.first(column, table.header) for column in ("totaal", *PARTS)]
    if None in columns:
        return
    total, *parts = (_numbers(table.table[column]) for column in columns)
    off = np.abs(total - sum(parts))
    known = np.isfinite(off)
    wrong = np.flatnonzero(known & (off > TOLERANCE))
    if len(wrong) > OTHERWISE * known.sum():
        at = int(wrong[0])
        raise DeliveryError(
            f"{table.called}: bij {len(wrong)} van {int(known.sum())} gebieden is de totaalscore niet de som van "
            f"welvaart, opleiding en arbeidsverleden (rij {table.row_of(at)}: {total[at]:.3f} en "
            f"{sum(part[at] for part in parts):.3f}). De kolommen betekenen iets anders dan verwacht "
            f"({', '.join(filter(None, columns))}); meld dit bij veerkracht."
        )


def _numbers(cells: pa.ChunkedArray) -> np.ndarray:
    """Figures of a column; NaN where there is none."""
    found = missing.numbers(pc.fill_null(cells, ""))
    return np.asarray(pc.fill_null(found, np.nan).to_numpy(), dtype=float)


READERS: dict[Layout, Reader] = {V3_ODATA: _v3, STATLINE_CSV: _statline}
