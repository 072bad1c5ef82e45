"""Sheets for a spreadsheet: what the views say, in Dutch numbers, without a formula."""

import csv

import duckdb
import numpy as np

from veerkracht.products.safecsv import write_csv
from veerkracht.products.table import tabellen


def _rows(file):
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";"))


def test_a_sheet_has_every_row_and_column_of_its_view(kandidaat):
    for view in tabellen.VIEWS:
        rows = _rows(kandidaat / "tabellen" / f"{view}.csv")
        with duckdb.connect(str(kandidaat / "veerkracht.duckdb"), read_only=True) as con:
            columns = [row[0] for row in con.execute(f'describe "analyse".{view}').fetchall()]
            (count,) = con.execute(f'select count(*) from "analyse".{view}').fetchone()
        assert list(rows[0]) == columns and len(rows) == count > 0


def test_numbers_are_dutch_and_text_is_no_formula(tmp_path):
    rows = [{"a": 0.5, "b": -1234567.25, "c": True, "d": "=1+1", "e": 7, "f": None, "g": -1e-9}]
    (row,) = _rows(write_csv(tmp_path / "x.csv", "abcdefg", rows))
    assert row == {"a": "0,5", "b": "-1234567,25", "c": "ja", "d": "'=1+1", "e": "7", "f": "", "g": "0"}


def test_what_is_no_number_is_missing_and_numpy_writes_as_python(tmp_path):
    numbers = (np.nan, np.inf, np.float64(-np.inf), np.float32(0.1), np.float64(2.5), np.bool_(False), np.int16(7))
    (row,) = _rows(write_csv(tmp_path / "x.csv", "abcdefg", [dict(zip("abcdefg", numbers, strict=True))]))
    assert list(row.values()) == ["", "", "", "0,1", "2,5", "nee", "7"]
