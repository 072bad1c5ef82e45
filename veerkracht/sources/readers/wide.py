"""A wide table, one row an area and one column a figure, to a delivery: workbook, StatLine CSV and v3 pages alike.

How the table comes out of its file is in `workbook`, `statline` and `odata_v3`; here are the checks that hold for all.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from veerkracht.errors import DeliveryError
from veerkracht.sources.catalogue.model import Release, Source
from veerkracht.sources.readers import tables
from veerkracht.sources.readers.codes import check_kind, check_once, codes_and_niveaus
from veerkracht.sources.readers.delivery import Delivery
from veerkracht.sources.readers.periods import listed_years, years_of_column
from veerkracht.sources.readers.thousands import ColumnCells, without_points

_OWN_NAME = ("land", "gemeente")  # levels at which the name of the gemeente is the name of the area


@dataclass(frozen=True)
class WideTable:
    """All cells as text; `row_numbers` are the numbers of the records in the file, for messages."""

    called: str
    table: pa.Table
    row_numbers: np.ndarray
    records: int  # records in the file, also those that were not chosen
    strict: frozenset[str] = frozenset()  # columns with points that can be no decimal points of the publisher

    @property
    def header(self) -> list[str]:
        return self.table.column_names

    def row_of(self, record: int) -> int:
        """Row in the file of a record."""
        return int(self.row_numbers[record])

    def figures(self, column: str) -> pa.Array:
        """The cells of a column of figures, without points of thousands. Raises DeliveryError as `thousands`."""
        return without_points(self.table[column], ColumnCells(self.called, column, self.row_of), column in self.strict)

    def only_with(self, column: str, values: tuple[str, ...]) -> "WideTable":
        """Only the records with one of these texts in a column. Raises DeliveryError when none is left."""
        cells = pc.utf8_trim_whitespace(self.table[tables.choose_column(self.called, self.header, column)])
        hit = pc.fill_null(pc.is_in(cells, pa.array(values)), False).combine_chunks()
        if not pc.any(hit).as_py():
            seen = ", ".join(sorted(filter(None, pc.unique(cells).to_pylist()))[:6])
            expected = " of ".join(values)
            raise DeliveryError(f"{self.called}: geen rij met {expected} in kolom {column!r}; gezien: {seen}.")
        return self.only(hit.to_numpy(zero_copy_only=False))

    def only(self, kept: np.ndarray) -> "WideTable":
        """Only some of the records."""
        return self if kept.all() else replace(self, table=self.table.filter(kept), row_numbers=self.row_numbers[kept])


@dataclass(frozen=True)
class Header:
    """Which columns say what an area is; every column that is not named here is a figure."""

    code: str
    naam: str | None = None
    gemeentenaam: str | None = None
    soort: str | None = None
    ind_wbi: str | None = None
    periode: str | None = None
    no_figure: frozenset[str] = field(default_factory=frozenset)

    @property
    def names(self) -> set[str | None]:
        return {self.code, self.naam, self.gemeentenaam, self.soort, self.ind_wbi, self.periode, *self.no_figure}


def delivery(
    wide: WideTable,
    header: Header,
    source: Source,
    release: Release,
    labels: Mapping[str, tuple[str | None, str | None]] | None = None,
) -> Delivery:
    """Figures, areas and facts of a wide table; `labels` are title and unit of its columns.

    Raises DeliveryError for a code that is none, a level that contradicts the publisher's word for it, an area that
    stands twice, or a year of the release that is not there; other years are left out and told.
    """
    told: list[tables.Feit] = []
    jaar: int | pa.Array = release.jaren[0]
    if header.periode:
        years = years_of_column(wide.table[header.periode], header.periode, wide.called)
        listed = listed_years(years.to_numpy(), release, wide.called)
        wide, jaar, told = wide.only(listed.kept), years.filter(listed.kept), listed.feiten(release)
    table = wide.table
    codes, niveaus = codes_and_niveaus(table[header.code], header.code, wide.called, wide.row_of)
    if header.soort:
        check_kind(niveaus, table[header.soort], header.soort, wide.called, wide.row_of)
    check_once(codes, wide.called, wide.row_of, *([] if isinstance(jaar, int) else [jaar]))
    figures = {name: wide.figures(name) for name in wide.header if name not in header.names}
    rows = tables.melt(source, release, codes, niveaus, jaar, figures, labels)
    attributes = {name: table[column] for name, column in _attributes(header).items()}
    if not header.naam and header.gemeentenaam:
        own = pc.is_in(niveaus.cast(pa.string()), pa.array(_OWN_NAME))
        attributes["gebiedsnaam"] = pc.if_else(own, table[header.gemeentenaam], pa.scalar(None, pa.string()))
    areas = tables.gebieden(source, release, codes, niveaus, jaar=jaar, **attributes)
    items = [
        tables.Feit("aantal_rijen", wide.records),
        tables.Feit("aantal_rijen_gekozen", table.num_rows),
        tables.Feit("aantal_kolommen", table.num_columns),
        *tables.usual_feiten(rows, areas, lambda at: wide.row_of(at % table.num_rows)),
    ]
    return Delivery(rows, areas, tables.feiten(source, release, [*items, *told]))


def _attributes(header: Header) -> dict[str, str]:
    given = {"gebiedsnaam": header.naam, "gemeentenaam": header.gemeentenaam, "ind_wbi": header.ind_wbi}
    return {name: column for name, column in given.items() if column}
