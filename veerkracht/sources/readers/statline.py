"""The CSV that StatLine's web page gives: BOM, semicolons, padded codes, Dutch title paths as header.

People choose what stands in it, and save it again in other programs. What still says which area and which figure is
meant is read; of all else the error says which box to tick or which download to take.
"""

import re
from io import BytesIO
from pathlib import Path

import numpy as np

from veerkracht.errors import DeliveryError
from veerkracht.sources.catalogue.model import Release
from veerkracht.sources.readers import tables
from veerkracht.sources.readers.codes import are_codes
from veerkracht.sources.readers.csvtext import check_text, header_names, is_footnote, read_csv, separator_of
from veerkracht.sources.readers.headings import plain
from veerkracht.sources.readers.layout import Layout
from veerkracht.sources.readers.wide import Header, WideTable

STATLINE_CSV = Layout("statline_csv")
GEBIED = "Wijken en buurten"
_REGIO = "Regioaanduiding/"
_REGIOCODE = re.compile(r"regiocode\b.*\(code\)", re.IGNORECASE)  # how other tables than the Kerncijfers call it
_ATTRIBUTEN = {"gemeentenaam": "gemeentenaam", "soort regio": "soort", "indelingswijziging": "ind_wbi"}
_KEY = plain("WijkenEnBuurten")  # spelled as GEBIED, and so is what R makes of it: Wijken.en.buurten
CODERING = "Vink in StatLine bij Onderwerp > Regioaanduiding het vakje Codering aan en download de CSV opnieuw."
_LOOK = 30  # lines in which a header that is not on the first one is looked for


def read_table(file: Path, release: Release | None = None, instead: str | None = None) -> WideTable:
    """The table as text, one record an area. Raises DeliveryError when the header is not on the first row, or is of
    another download or program; with the release it names the download to take, or `instead`."""
    content = _without_footer(file.read_bytes())
    check_text(content, file.name, "Gebruik de CSV zoals StatLine haar geeft.")
    line = content.partition(b"\n")[0]
    separator = separator_of(line.decode("utf-8-sig", "replace"))
    header = header_names(line, separator)
    if header and GEBIED.lower() not in [name.lower() for name in header]:
        raise DeliveryError(_no_header(file.name, content, header, release, instead))
    table = read_csv(BytesIO(content), file.name, separator, newlines_in_cells=True)
    table = table.rename_columns([GEBIED if name.lower() == GEBIED.lower() else name for name in table.column_names])
    # it writes decimals with a comma
    rows, commas_only = np.arange(2, table.num_rows + 2), frozenset(table.column_names)
    return WideTable(file.name, table, rows, table.num_rows, strict=commas_only)


def is_untyped(file: Path) -> bool:
    """Whether a file is the untyped dataset: keys for headers, as the feed of CBS has them."""
    with file.open("rb") as stream:
        line = stream.readline(100_000)
    return "WijkenEnBuurten" in header_names(line, separator_of(line.decode("utf-8-sig", "replace")))


def read_untyped(file: Path) -> WideTable:
    """The untyped dataset as text, for a reader that knows the keys of its topics."""
    content = _without_footer(file.read_bytes())
    check_text(content, file.name, "Gebruik de CSV zoals StatLine haar geeft.")
    separator = separator_of(content.partition(b"\n")[0].decode("utf-8-sig", "replace"))
    table = read_csv(BytesIO(content), file.name, separator, newlines_in_cells=True)
    return WideTable(file.name, table, np.arange(2, table.num_rows + 2), table.num_rows)


def header_of_gebieden(
    table: WideTable, periode: str | None = None, no_figure: frozenset[str] = frozenset(), todo: str = CODERING
) -> Header:
    """Which columns describe the area: `Regioaanduiding/…` or `Regiocode (…)`; where the areas stand as codes, those.

    Raises DeliveryError, with the box to tick, without codes."""
    start = _REGIO.lower()
    regio = {name: name.lower().removeprefix(start) for name in table.header if name.lower().startswith(start)}
    codes = [name for name, short in regio.items() if short.startswith("codering")]
    codes += [name for name in table.header if _REGIOCODE.fullmatch(name)]
    roles = {
        role: next((name for name, short in regio.items() if short.startswith(start)), None)
        for start, role in _ATTRIBUTEN.items()
    }
    if codes:
        return Header(code=codes[0], naam=GEBIED, periode=periode, no_figure=no_figure | frozenset(regio), **roles)
    if not are_codes(table.table[GEBIED]):
        seen = [name for name in table.header if name.startswith(_REGIO)] or [GEBIED]
        raise DeliveryError(
            tables.missing_column(
                table.called,
                seen,
                (f"{_REGIO}Codering (code)",),
                todo=f"Zonder codes is niet te zeggen welk gebied bedoeld is. {todo}",
            )
        )
    return Header(code=GEBIED, periode=periode, no_figure=no_figure | frozenset(regio), **roles)


def _without_footer(content: bytes) -> bytes:
    """Without the lines below the table (`"Bron: CBS"`)."""
    while (line := content.rstrip().rpartition(b"\n")[2]) and is_footnote(line.decode("utf-8", "replace")):
        content = content.rstrip()[: -len(line)]
    return content


def _no_header(
    called: str, content: bytes, header: list[str], release: Release | None, instead: str | None = None
) -> str:
    """What file it is instead, and which one to take."""
    where = f"https://datasets.cbs.nl/csv/CBS/nl/{release.tabel}" if release and release.tabel else "datasets.cbs.nl"
    other = instead or f"de bulkzip van CBS ({where}, layout v4_zip)"
    book = f" of het werkboek van {release.jaren[0]}" if release and not instead else ""
    todo = f"Download in StatLine de CSV opnieuw, of neem {other}."
    if "WijkenEnBuurten" in header:
        return (
            f"{called}: dit is de onbewerkte dataset van StatLine: kolommen met sleutels ({_shown(header)}), zonder "
            "titel en eenheid. Neem in StatLine bij Downloaden 'CSV volgens tabelindeling', met Codering aangevinkt, "
            f"of {other}."
        )
    if any(plain(name) == _KEY for name in header) or sum(_is_dotted(name) for name in header) > len(header) / 2:
        return (
            f"{called}: dit bestand is opnieuw opgeslagen door R of een ander programma: {_parted(content)} tussen de "
            "kolommen en andere namen (punten in plaats van spaties). Zo is niet zeker welk cijfer wat is. Gebruik het "
            f"bestand zoals StatLine het geeft. {todo}"
        )
    lines = content.decode("utf-8-sig", "replace").splitlines()[:_LOOK]
    for number, line in enumerate(lines, 1):
        names = header_names(line.encode(), separator_of(line))
        if names and GEBIED in names and not any(name.startswith(_REGIO) for name in names):
            return (
                f"{called}: dit is een export van het oude StatWeb (titel boven de tabel, gebieden in rij {number} bij "
                "naam). Er staan geen gebiedscodes in, en namen komen vaker voor: dit bestand is niet te gebruiken. "
                f"Neem {other}{book}."
            )
        if names and GEBIED in names:
            return (
                f"{called}: de kop lijkt in rij {number} te staan, verwacht in rij 1. Iemand zette er {number - 1} "
                f"rij(en) boven. {todo}"
            )
    return tables.missing_column(called, header, (GEBIED,), todo=todo)


def _shown(header: list[str]) -> str:
    return ", ".join(name for name in header[:4] if name) + " …"


def _is_dotted(name: str) -> bool:
    return bool(re.search(r"[A-Za-z]\.{1,2}[A-Za-z0-9]", name)) and " " not in name


def _parted(content: bytes) -> str:
    names = {",": "komma's", ";": "puntkomma's", "\t": "tabs"}
    return names[separator_of(content.partition(b"\n")[0].decode("utf-8-sig", "replace"))]
