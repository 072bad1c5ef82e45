"""Reader of RIVM's health figures per buurt, StatLine tables in CBS's layouts: adults of 18 and over.

Of the dimensions Leeftijd and Marges one value each is read; the bounds of the estimates stay in the archive.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pyarrow.compute as pc

from veerkracht.errors import DeliveryError
from veerkracht.sources.catalogue.model import Release, Source
from veerkracht.sources.readers import odata_v3, odata_v4, odata_v4_long, statline, tables, wide, workbook
from veerkracht.sources.readers.delivery import Delivery, Reader
from veerkracht.sources.readers.layout import Layout
from veerkracht.sources.readers.odata_v3 import V3_ODATA
from veerkracht.sources.readers.odata_v4 import V4, V4_ODATA, V4_ZIP
from veerkracht.sources.readers.properties import check_table
from veerkracht.sources.readers.statline import STATLINE_CSV
from veerkracht.sources.readers.wide import WideTable
from veerkracht.sources.readers.workbook import WERKBOEK

LEEFTIJD, MARGES = "20300", "MW00000"  # 18 jaar of ouder; de waarde, niet een grens van het interval
# StatLine's own CSV has titles where the other layouts have keys.
CHOICE = {
    "Leeftijd": (LEEFTIJD, "18 jaar of ouder", "18 jaar en ouder", "Totaal 18 jaar of ouder"),
    "Marges": (MARGES, "Waarde"),
}
_CHOICE_IN_STATLINE = "bij Leeftijd '18 jaar of ouder' en bij Marges 'Waarde'"
# What other keys of these dimensions mean, for errors.
_ANDERE = {
    "80200": "65 jaar of ouder",
    "53115": "18 tot 65 jaar",
    "MOG0095": "ondergrens",
    "MBG0095": "bovengrens",
}
_NO_FIGURE = frozenset(CHOICE)
_TABLE = re.compile(r"\d{5}[A-Z]{3}")


def _v4(parts: Callable[[Path], V4], file: Path, source: Source, release: Release) -> Delivery:
    v4 = parts(file)
    check_table(file.name, v4.properties, release, v4.observations.num_rows)
    return odata_v4_long.delivery(v4, source, release, {"Leeftijd": LEEFTIJD, "Marges": MARGES})


def _v3(file: Path, source: Source, release: Release) -> Delivery:
    v3 = odata_v3.read_pages(file)
    check_table(file.name, v3.info, release)
    odata_v3.check_dimensions(v3, (*CHOICE, "Perioden"))
    tables.choose_column(file.name, v3.table.header, "Perioden")
    return odata_v3.delivery(replace(v3, table=_adults(v3.table)), source, release, _NO_FIGURE)


def _workbook(file: Path, source: Source, release: Release) -> Delivery:
    """An export of UntypedDataSet: the columns of v3 on one sheet, named after the table."""
    sheet, table = workbook.read_sheet(file, (odata_v4.GEBIED,))
    match = _TABLE.search(sheet)
    if match and release.tabel and match[0] != release.tabel:
        raise DeliveryError(
            f"{table.called}: het blad is van tabel {match[0]}, maar release {release.release} is tabel "
            f"{release.tabel}. Leg het bestand onder de release van zijn eigen tabel."
        )
    periode = tables.choose_column(table.called, table.header, "Perioden")
    header = odata_v3.header_of_gebieden(table, periode, _NO_FIGURE)
    return wide.delivery(_adults(table), header, source, release)


def _statline(file: Path, source: Source, release: Release) -> Delivery:
    """StatLine's CSV, or its untyped dataset: topics of RIVM are known by their keys."""
    if statline.is_untyped(file):
        table = statline.read_untyped(file)
        header = odata_v3.header_of_gebieden(table, _periode(table), _NO_FIGURE)
    else:
        table = statline.read_table(file, release, odata_v3.V3_INSTEAD)
        header = statline.header_of_gebieden(table, _periode(table), _NO_FIGURE)
    return wide.delivery(_adults(table), header, source, release)


def _periode(table: WideTable) -> str:
    return tables.choose_column(table.called, table.header, "Perioden")


def _adults(table: WideTable) -> WideTable:
    for column, values in CHOICE.items():
        seen = set(pc.unique(pc.utf8_trim_whitespace(table.table[_dimension(table, column)])).to_pylist())
        if not seen & set(values):
            raise DeliveryError(_other_choice(table.called, column, sorted(filter(None, seen))))
        table = table.only_with(column, values)
    return table


def _dimension(table: WideTable, column: str) -> str:
    return tables.choose_column(table.called, table.header, column, todo=f"Kies in StatLine {_CHOICE_IN_STATLINE}.")


def _other_choice(called: str, column: str, seen: list[str]) -> str:
    """That the figures are of other people, or bounds of an estimate."""
    told = ", ".join(f"{key} ({_ANDERE[key]})" if key in _ANDERE else key for key in seen[:4])
    what = "een andere leeftijdsgroep" if column == "Leeftijd" else "een grens van de schatting en niet de waarde"
    right = {"Leeftijd": "20300 (18 jaar of ouder)", "Marges": "MW00000 (Waarde)"}[column]
    return (
        f"{called}: geen rij met {right} in kolom {column!r}; gezien: {told or 'niets'}. Dit bestand gaat over {what}. "
        f"Kies in StatLine van RIVM {_CHOICE_IN_STATLINE}, en download opnieuw."
    )


READERS: dict[Layout, Reader] = {
    V4_ZIP: partial(_v4, odata_v4.read_zip),
    V4_ODATA: partial(_v4, odata_v4.read_pages),
    V3_ODATA: _v3,
    WERKBOEK: _workbook,
    STATLINE_CSV: _statline,
}
