"""The CSV that StatLine's web page gives: BOM, semicolons, padded codes, Dutch title paths as header."""

from io import BytesIO
from pathlib import Path

import numpy as np

from veerkracht.errors import DeliveryError
from veerkracht.sources.readers import tables
from veerkracht.sources.readers.csvtext import header_names, is_footnote, read_csv
from veerkracht.sources.readers.layout import Layout
from veerkracht.sources.readers.wide import Header, WideTable

STATLINE_CSV = Layout("statline_csv")
GEBIED = "Wijken en buurten"
_REGIO = "Regioaanduiding/"
_ATTRIBUTEN = {"gemeentenaam": "gemeentenaam", "soort regio": "soort", "indelingswijziging": "ind_wbi"}


def read_table(file: Path) -> WideTable:
    """The table as text, one record an area. Raises DeliveryError when the header is not on the first row."""
    content = _without_footer(file.read_bytes())
    header = header_names(content.partition(b"\n")[0], ";")
    if header and GEBIED not in header:
        raise DeliveryError(_no_header(file.name, content, header))
    table = read_csv(BytesIO(content), file.name, ";", newlines_in_cells=True)
    rows, commas_only = np.arange(2, table.num_rows + 2), frozenset(table.column_names)
    return WideTable(file.name, table, rows, table.num_rows, strict=commas_only)


def header_of_gebieden(table: WideTable, periode: str | None = None, no_figure: frozenset[str] = frozenset()) -> Header:
    """Which columns describe the area: `Regioaanduiding/…`. Raises DeliveryError without a column of codes."""
    regio = {name: name.removeprefix(_REGIO).lower() for name in table.header if name.startswith(_REGIO)}
    codes = [name for name, short in regio.items() if short.startswith("codering")]
    roles = {
        role: next((name for name, short in regio.items() if short.startswith(start)), None)
        for start, role in _ATTRIBUTEN.items()
    }
    code = codes[0] if codes else tables.choose_column(table.called, table.header, f"{_REGIO}Codering (code)")
    return Header(code=code, naam=GEBIED, periode=periode, no_figure=no_figure | frozenset(regio), **roles)


def _without_footer(content: bytes) -> bytes:
    """Without the lines below the table (`"Bron: CBS"`)."""
    while (line := content.rstrip().rpartition(b"\n")[2]) and is_footnote(line.decode("utf-8", "replace")):
        content = content.rstrip()[: -len(line)]
    return content


def _no_header(called: str, content: bytes, header: list[str]) -> str:
    for number, line in enumerate(content.splitlines()[:30], 1):
        if GEBIED in header_names(line, ";"):
            return (
                f"{called}: de kop lijkt in rij {number} te staan, verwacht in rij 1. Verwijder de {number - 1} "
                "rij(en) erboven, of haal de CSV opnieuw van StatLine."
            )
    return tables.missing_column(called, header, (GEBIED,))
