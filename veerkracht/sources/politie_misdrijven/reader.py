"""Reader of the police's registered crimes per buurt and year (47018NED), a StatLine table of dataderden.

Of the dimension of kinds only the total is read. Counts are of the place of occurrence; an empty cell is no zero.
"""

from dataclasses import replace
from pathlib import Path

from veerkracht.sources.catalogue.model import Release, Source
from veerkracht.sources.readers import odata_v3, statline, tables, wide
from veerkracht.sources.readers.delivery import Delivery, Reader
from veerkracht.sources.readers.headings import headings
from veerkracht.sources.readers.layout import Layout
from veerkracht.sources.readers.odata_v3 import V3_ODATA
from veerkracht.sources.readers.properties import check_table
from veerkracht.sources.readers.statline import STATLINE_CSV
from veerkracht.sources.readers.wide import WideTable

HEADINGS = Path(__file__).with_name("koppen.yaml")
TOTAL = ("0.0.0", "Totaal misdrijven")  # key and title


def _v3(file: Path, source: Source, release: Release) -> Delivery:
    v3 = odata_v3.read_pages(file)
    check_table(file.name, v3.info, release)
    soort = _soort(v3.table)
    odata_v3.check_dimensions(v3, (soort, "Perioden"))
    tables.choose_column(file.name, v3.table.header, "Perioden")
    return odata_v3.delivery(replace(v3, table=v3.table.only_with(soort, TOTAL)), source, release, frozenset({soort}))


def _statline(file: Path, source: Source, release: Release) -> Delivery:
    table = statline.read_table(file, release, odata_v3.V3_INSTEAD)
    soort = _soort(table)
    periode = tables.choose_column(table.called, table.header, "Perioden")
    header = statline.header_of_gebieden(table, periode, frozenset({soort}))
    return wide.delivery(table.only_with(soort, TOTAL), header, source, release)


def _soort(table: WideTable) -> str:
    """The column of kinds. Raises DeliveryError without one: then nobody knows which crimes are counted."""
    return headings(HEADINGS).first("soort", table.header) or tables.choose_column(
        table.called, table.header, "SoortMisdrijf", todo="Neem in de tabel ook de soort misdrijf op, met het totaal."
    )


READERS: dict[Layout, Reader] = {V3_ODATA: _v3, STATLINE_CSV: _statline}
