"""CBS Kerncijfers wijken en buurten: one year of figures as v4 bulk zip, kwb-YYYY workbook or StatLine CSV."""

import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from veerkracht import levels
from veerkracht.sample.cijfers import Jaarcijfers, Maat
from veerkracht.sample.files import csv_bytes, write_zip

TABLES = {
    2013: "82339NED", 2014: "82931NED", 2015: "83220NED", 2016: "83487NED", 2017: "83765NED", 2018: "84286NED",
    2019: "84583NED", 2020: "84799NED", 2021: "85039NED", 2022: "85318NED", 2023: "85618NED", 2024: "85984NED",
    2025: "86165NED",
}  # fmt: skip
VAST = ("gwb_code_10", "gwb_code_8", "regio", "gm_naam", "recs", "gwb_code", "ind_wbi")
_PROPERTIES = [
    "Identifier", "Title", "Description", "Modified", "ReleaseDate", "ModificationDate", "Language",
    "TemporalCoverage", "Authority", "Catalog", "Publisher", "ContactPoint", "Version", "VersionNotes",
    "VersionReason", "Frequency", "Status", "ObservationCount", "ObservationsModified", "DatasetType", "GraphTypes",
    "License", "Source", "Summary", "LongDescription",
]  # fmt: skip
_MAATKOP = [
    "Identifier", "MeasureGroupId", "Index", "Title", "Description", "DataType", "Unit", "Decimals", "PresentationType",
]  # fmt: skip
_GEBIEDSKOP = ["Identifier", "DimensionGroupId", "DimensionId", "Index", "Title", "Description"]


def print_numbers(values: np.ndarray, decimals: int, mark: str = ",") -> pa.Array:
    """Numbers as CBS prints them: no trailing zeros, null for NaN."""
    blank = np.isnan(values)
    if decimals <= 0:
        return pc.cast(pa.array(np.where(blank, 0, values).astype(np.int64), mask=blank), pa.string())
    tenths = np.rint(np.where(blank, 0, values) * 10).astype(np.int64)
    whole = pc.cast(pa.array(tenths // 10, mask=blank), pa.string())
    rest = pc.cast(pa.array(tenths % 10, mask=blank), pa.string())
    return pc.if_else(pa.array(tenths % 10 == 0), whole, pc.binary_join_element_wise(whole, rest, mark))


def write_v4(file: Path, j: Jaarcijfers, modified: str) -> Path:
    """Bulk zip: a row a figure, no row at all for a missing one."""
    with_code = [k for k, m in enumerate(j.maten) if m.code]
    observations = _observations(j, with_code)
    maten = [j.maten[k] for k in with_code]
    return write_zip(
        file,
        {
            "Observations.csv": _csv(observations),
            "MeasureCodes.csv": csv_bytes(
                _MAATKOP,
                [["GM000C", "", 1, "Gemeentenaam", "", "String", "naam", 0, ""], *_maat_rows(maten)],
                ";",
            ),
            "WijkenEnBuurtenCodes.csv": csv_bytes(_GEBIEDSKOP, _gebied_rows(j), ";"),
            "Properties.csv": csv_bytes(_PROPERTIES, [_properties(j, len(observations), modified)], ";"),
        },
        level=6 if len(observations) < 200_000 else 2,
    )


def _observations(j: Jaarcijfers, columns: list[int]) -> pa.Table:
    gebieden, maten = len(j.gebieden.codes), len(columns)
    values = pa.concat_arrays(
        [pa.nulls(gebieden, pa.string()), *(print_numbers(j.values[:, k], j.maten[k].decimalen) for k in columns)]
    )
    names = pa.array([f"{name:<40}" for name in j.gebieden.gemeentenamen])
    texts = pa.concat_arrays([names, pa.nulls(gebieden * maten, pa.string())])
    order = np.arange(gebieden * (maten + 1)).reshape(maten + 1, gebieden).T.ravel()  # area by area
    present = pc.or_(pc.is_valid(values), pc.is_valid(texts)).to_numpy(zero_copy_only=False)
    order = order[present[order]]
    codes = pa.array(["GM000C", *(j.maten[k].code for k in columns)])
    return pa.table(
        {
            "Id": pa.array(np.arange(len(order))),
            "Measure": codes.take(pa.array(order // gebieden)),
            "WijkenEnBuurten": pa.array(j.gebieden.codes.astype(str)).take(pa.array(order % gebieden)),
            "Value": values.take(pa.array(order)),
            "StringValue": texts.take(pa.array(order)),
            "ValueAttribute": pa.array(np.full(len(order), "None")),
        }
    )


def _csv(table: pa.Table) -> bytes:
    found = io.BytesIO()
    found.write((";".join(table.column_names) + "\n").encode())
    pacsv.write_csv(
        table, found, pacsv.WriteOptions(include_header=False, delimiter=";", quoting_style="none", batch_size=65536)
    )
    return found.getvalue()


def _maat_rows(maten: list[Maat]) -> list[list[object]]:
    soort = {1: "Double"}
    return [
        [m.code, "", n + 2, m.titel, "", soort.get(m.decimalen, "Long"), m.eenheid, max(m.decimalen, 0), "Absolute"]
        for n, m in enumerate(maten)
    ]


def _gebied_rows(j: Jaarcijfers) -> list[list[object]]:
    gemeenten = [levels.known().parent_code(str(code), levels.GEMEENTE) for code in j.gebieden.codes]
    above = zip(j.gebieden.codes, gemeenten, strict=True)
    groups = ["" if gemeente == code else gemeente or "" for code, gemeente in above]
    return [
        [code, group, "WijkenEnBuurten", n + 1, name, ""]
        for n, (code, group, name) in enumerate(zip(j.gebieden.codes, groups, j.gebieden.names, strict=True))
    ]


def _properties(j: Jaarcijfers, count: int, modified: str) -> list[object]:
    values = dict.fromkeys(_PROPERTIES, "") | {
        "Identifier": TABLES[j.jaar],
        "Title": f"Kerncijfers wijken en buurten {j.jaar}",
        "Description": "Fictieve voorbeelddata in de bestandsindeling van CBS open data v4",
        "Modified": modified,
        "Language": "nl",
        "TemporalCoverage": j.jaar,
        "Publisher": "voorbeeld van veerkracht",
        "ObservationCount": count,
        "DatasetType": "Numeric",
        "License": "fictief, CC0",
    }
    return list(values.values())


def write_xlsx(file: Path, j: Jaarcijfers, blank: tuple[str, ...] = ()) -> Path:
    """Workbook of 2019 and later: whole numbers as numbers, decimals as text with a comma, missing `.`.

    Measures named in `blank` have a blank cell for a missing figure, and a header with a trailing blank.
    """
    from datetime import datetime

    import xlsxwriter

    file.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_numbers": False}) as book:
        book.set_properties({"created": datetime(2026, 1, 2), "author": "voorbeeld van veerkracht, fictief, CC0"})
        sheet = book.add_worksheet(f"KWB{j.jaar}")
        sheet.write_row(0, 0, [*VAST, *(m.mnemoniek + " " * (m.mnemoniek in blank) for m in j.maten)])
        for n, row in enumerate(_workbook_rows(j, ",", ".", blank), start=1):
            sheet.write_row(n, 0, row)
    return file


def write_xls(file: Path, j: Jaarcijfers) -> Path:
    """Workbook of the first years: figures as padded text with a point, missing `.` padded; counts as numbers."""
    import xlwt

    file.parent.mkdir(parents=True, exist_ok=True)
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet(f"KWB{j.jaar}")
    for k, name in enumerate([*VAST, *(m.mnemoniek for m in j.maten)]):
        sheet.write(0, k, name)
    for n, row in enumerate(_workbook_rows(j, ".", f"{'.':>8}"), start=1):
        for k, cell in enumerate(row):
            sheet.write(n, k, f"{cell:>8}" if k >= len(VAST) and isinstance(cell, str) else cell)
    book.save(str(file))
    return file


def _workbook_rows(j: Jaarcijfers, mark: str, missing: str, blank: tuple[str, ...] = ()) -> Iterator[list[object]]:
    g = j.gebieden
    columns = [_cells(m, j.values[:, k], mark, "" if m.mnemoniek in blank else missing) for k, m in enumerate(j.maten)]
    for n, code in enumerate(g.codes):
        short = "0000" if code == "NL00" else str(code)[2:]
        fixed = [str(code), short, g.names[n], g.gemeentenamen[n], str(g.soorten[n]), str(code), str(g.ind_wbi[n])]
        yield [*fixed, *(column[n] for column in columns)]


def _cells(m: Maat, values: np.ndarray, mark: str, missing: str) -> list[object]:
    if m.decimalen > 0:
        return [missing if text is None else text for text in print_numbers(values, m.decimalen, mark).to_pylist()]
    return [missing if np.isnan(w) else int(w) for w in values]


def write_statline(file: Path, j: Jaarcijfers) -> Path:
    """The CSV of the StatLine site: BOM, quoted and padded text, titles with their groups as headers, missing `.`."""
    file.parent.mkdir(parents=True, exist_ok=True)
    header = [
        "Wijken en buurten",
        "Regioaanduiding/Gemeentenaam (naam)",
        "Regioaanduiding/Soort regio (omschrijving)",
        "Regioaanduiding/Codering (code)",
        "Regioaanduiding/Indelingswijziging gemeente, wijk, buurt (code)",
        *(f"{m.groups}/{m.titel} ({m.eenheid})" for m in j.maten),
    ]
    columns = [print_numbers(j.values[:, k], m.decimalen).to_pylist() for k, m in enumerate(j.maten)]
    g = j.gebieden
    lines = [";".join(f'"{name}"' for name in header)]
    for n, code in enumerate(g.codes):
        fixed = (g.names[n], f"{g.gemeentenamen[n]:<40}", f"{g.soorten[n]:<10}", f"{code:<10}", g.ind_wbi[n])
        figures = ('"."' if column[n] is None else column[n] for column in columns)
        lines.append(";".join([*(f'"{text}"' for text in fixed), *figures]))
    file.write_text("\n".join(lines) + "\n", encoding="utf-8-sig", newline="\r\n")
    return file
