"""Reader of CBS Kerncijfers wijken en buurten in its five layouts; what makes a file that of its year is asked here.

How each layout becomes a table is in `odata_v4`, `odata_v3`, `workbook` and `statline`; figures stay text as published.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pyarrow as pa

from veerkracht.sources.catalogue.model import Release, Source
from veerkracht.sources.cbs_kerncijfers.witnesses import (
    check_inhabitants,
    check_name,
    columns_outside_years,
)
from veerkracht.sources.readers import odata_v3, odata_v4, odata_v4_long, statline, tables, wide, workbook
from veerkracht.sources.readers.delivery import Delivery, Reader
from veerkracht.sources.readers.headings import headings
from veerkracht.sources.readers.layout import Layout
from veerkracht.sources.readers.odata_v3 import V3_ODATA
from veerkracht.sources.readers.odata_v4 import V4, V4_ODATA, V4_ZIP
from veerkracht.sources.readers.properties import check_table
from veerkracht.sources.readers.statline import STATLINE_CSV
from veerkracht.sources.readers.workbook import WERKBOEK

HEADINGS = Path(__file__).with_name("koppen.yaml")
INWONERS_V4 = "T001036"
_INWONERS = re.compile(r"(.*/)?(Totaal )?Aantal inwoners( \(.*\))?", re.IGNORECASE)
INWONERS_STATLINE = "Bevolking/Aantal inwoners (aantal)"


def _v4(parts: Callable[[Path], V4], file: Path, source: Source, release: Release) -> Delivery:
    v4 = parts(file)
    check_table(file.name, v4.properties, release, v4.observations.num_rows)
    delivery = odata_v4_long.delivery(v4, source, release, {})
    odata_v4.check_measure(v4, INWONERS_V4, "Aantal inwoners")
    return _of_this_year(delivery, INWONERS_V4, release, file)


def _v3(file: Path, source: Source, release: Release) -> Delivery:
    v3 = odata_v3.read_pages(file)
    check_table(file.name, v3.info, release)
    odata_v3.check_dimensions(v3, ("Perioden",))
    inwoners = [name for name in v3.table.header if re.fullmatch(r"AantalInwoners_\d+", name)]
    inwoners = inwoners or [tables.choose_column(file.name, v3.table.header, "AantalInwoners_5")]
    return _of_this_year(odata_v3.delivery(v3, source, release), inwoners[0], release, file)


def _workbook(file: Path, source: Source, release: Release) -> Delivery:
    rules = headings(HEADINGS)
    sheet, table = workbook.read_sheet(file, rules.spellings["code"], todo_of(release))
    table = _with_mnemonics(table)
    for name in (file.stem, sheet):
        check_name(name, release, file.name)
    code = rules.first("code", table.header) or tables.choose_column(table.called, table.header, "gwb_code_10")
    inwoners = rules.first("inwoners", table.header) or tables.choose_column(
        table.called, table.header, "a_inw", todo=todo_of(release)
    )
    told = columns_outside_years(table, code, inwoners, release)
    header = wide.Header(
        code=code,
        **{role: rules.first(role, table.header) for role in ("naam", "gemeentenaam", "soort", "ind_wbi")},
        no_figure=frozenset(heading.name for heading in rules.find("geen_cijfer", table.header)),
    )
    made = wide.delivery(table, header, source, release)
    made = replace(made, feiten=pa.concat_tables([made.feiten, tables.feiten(source, release, told)]))
    return _of_this_year(made, inwoners, release, file)


def _with_mnemonics(table: wide.WideTable) -> wide.WideTable:
    """The table with columns called as CBS calls them, where a program wrote points, dashes or spaces (`p.koopw`)."""
    plain = [re.sub(r"[\s.-]+", "_", name) for name in table.header]
    called = {name: other if plain.count(other) == 1 else name for name, other in zip(table.header, plain, strict=True)}
    strict = frozenset(called[name] for name in table.strict)
    return replace(table, table=table.table.rename_columns(list(called.values())), strict=strict)


def todo_of(release: Release) -> str:
    """Which download of this table can be read, for whoever has another one."""
    zip_file = f"https://datasets.cbs.nl/csv/CBS/nl/{release.tabel}" if release.tabel else "datasets.cbs.nl"
    book = f"het werkboek kwb-{release.jaren[0]} zoals CBS het geeft"
    return f"Neem de bulkzip van CBS ({zip_file}, layout v4_zip) of {book}."


def _statline(file: Path, source: Source, release: Release) -> Delivery:
    check_name(file.stem, release, file.name)
    table = statline.read_table(file, release)
    header = statline.header_of_gebieden(table, periode="Perioden" if "Perioden" in table.header else None)
    inwoners = next((name for name in table.header if _INWONERS.fullmatch(name)), None) or tables.choose_column(
        file.name,
        table.header,
        INWONERS_STATLINE,
        todo="Vink in StatLine bij Onderwerp > Bevolking het Aantal inwoners aan en download de CSV opnieuw.",
    )
    return _of_this_year(wide.delivery(table, header, source, release), inwoners, release, file)


def _of_this_year(delivery: Delivery, inwoners: str, release: Release, file: Path) -> Delivery:
    if len(release.jaren) == 1:
        check_inhabitants(delivery.waarnemingen, inwoners, release, file.name)
    return delivery


READERS: dict[Layout, Reader] = {
    V4_ZIP: partial(_v4, odata_v4.read_zip),
    V4_ODATA: partial(_v4, odata_v4.read_pages),
    V3_ODATA: _v3,
    WERKBOEK: _workbook,
    STATLINE_CSV: _statline,
}
