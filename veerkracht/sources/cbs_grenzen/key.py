"""A gemeente's own key of buurt codes between two vintages: it decides which buurten are the same (see `areas.keys`).

Such a key pairs codes one to one; what was split or merged is not in it: there addresses, squares or outlines tell.
"""

import re
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from veerkracht import levels, schemas
from veerkracht.errors import DeliveryError
from veerkracht.sources.catalogue.model import Release, Source
from veerkracht.sources.readers.csvtext import read_csv
from veerkracht.sources.readers.delivery import Delivery
from veerkracht.sources.readers.layout import Layout
from veerkracht.sources.readers.tables import Feit, feiten

KEY_CSV = Layout("sleutel_csv")
_CODE_COLUMN = re.compile(r"BUURTCODE_CBS_((?:19|20)\d\d)", re.IGNORECASE)


def read_key(file: Path, source: Source, release: Release) -> Delivery:
    """Attachment `sleutel` (KEY_PAIRS), each pair once, and facts aantal_rijen, aantal_paren, aantal_codes_<jaar> of a
    CSV with a column BUURTCODE_CBS_<jaar> per vintage.

    Raises DeliveryError when there are not two such columns, the newest is not the release's indeling, or a cell of
    them holds no code of a buurt.
    """
    with file.open("rb") as stream:
        table = read_csv(stream, file.name, ",", newlines_in_cells=True)
    columns = {int(match[1]): name for name in table.column_names if (match := _CODE_COLUMN.fullmatch(name))}
    if len(columns) != 2 or max(columns) != release.indeling:
        raise DeliveryError(
            f"{file.name}: verwacht twee kolommen BUURTCODE_CBS_<jaar>, de nieuwste van {release.indeling}; gezien: "
            f"{', '.join(sorted(columns.values())) or ', '.join(table.column_names[:12])}. "
            "Klopt `indeling` van de release?"
        )
    for name in columns.values():
        _check_codes(file.name, name, table[name].to_pylist())
    old, new = (table[columns[jaar]] for jaar in sorted(columns))
    pairs = sorted(set(zip(old.to_pylist(), new.to_pylist(), strict=True)))
    items = [
        Feit("aantal_rijen", table.num_rows),
        Feit("aantal_paren", len(pairs), levels.known().ground, "oude en nieuwe code"),
    ]
    items += [
        Feit(f"aantal_codes_{jaar}", pc.count_distinct(table[columns[jaar]]).as_py(), levels.known().ground)
        for jaar in columns
    ]
    empty = schemas.WAARNEMINGEN.empty_table(), schemas.GEBIEDEN.empty_table()
    van, naar = sorted(columns)
    rows = [dict(zip(schemas.KEY_PAIRS.names, (van, naar, *pair), strict=True)) for pair in pairs]
    key = pa.Table.from_pylist(rows, schema=schemas.KEY_PAIRS)
    return Delivery(*empty, feiten(source, release, items), {"sleutel": key})


def _check_codes(called: str, column: str, codes: list[str]) -> None:
    for row, code in enumerate(codes, start=2):
        if levels.known().of_code(code) != levels.known().ground:
            raise DeliveryError(
                f"{called}, rij {row}, kolom {column}: {code[:20]!r} is geen buurtcode. Verwacht: BU met 8 tekens erna."
            )
