"""CBS open data v4: observations with measure codes, as bulk zip of CSV files or as archived OData pages.

Any StatLine table by wijk and buurt can be read. Here the parts come out of their file and are checked against each
other; how they become a delivery is in `odata_v4_long`.
"""

import csv
import difflib
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from veerkracht.errors import DeliveryError
from veerkracht.sources.readers import tables
from veerkracht.sources.readers.csvtext import read_csv
from veerkracht.sources.readers.layout import Paging, zip_layout
from veerkracht.sources.readers.members import choose_member
from veerkracht.sources.readers.pages import PageRow, json_rows, page_names, text_table
from veerkracht.sources.readers.zipsafe import open_member, read_member

GEBIED = "WijkenEnBuurten"
_GEBIEDEN = (GEBIED, "RegioS")  # how tables call the dimension of areas: that of the Kerncijfers of 2013 has RegioS
V4_ZIP = zip_layout("v4_zip")  # bulk zip of Observations, MeasureCodes, …
V4_ODATA = zip_layout(
    "v4_odata", Paging(beside={"MeasureCodes": True, "WijkenEnBuurtenCodes": True, "Properties": True})
)
ROW = "rij in het bestand"
_GEWOON = ("Id", "Measure", GEBIED, "Value", "StringValue", "ValueAttribute", "Perioden")


@dataclass(frozen=True)
class V4:
    """A v4 delivery as text: observations as a table, measures and areas by their code."""

    called: str
    first_row: int  # number of the first observation in its file
    observations: pa.Table
    measures: Mapping[str, PageRow]
    areas: Mapping[str, PageRow]
    properties: PageRow


def dimension_of_gebieden(names: Iterable[str]) -> str:
    """Which of the names of a table's columns is the dimension of areas; `GEBIED` when none is."""
    seen = list(names)
    return next((name for name in _GEBIEDEN if name in seen), GEBIED)


def called_alike(table: pa.Table) -> pa.Table:
    """The table with the dimension of areas called `GEBIED`."""
    own = dimension_of_gebieden(table.column_names)
    return table.rename_columns([GEBIED if name == own else name for name in table.column_names])


def read_zip(file: Path) -> V4:
    """Bulk zip with `Observations.csv, MeasureCodes.csv, WijkenEnBuurtenCodes.csv, Properties.csv`.

    Where the areas are called otherwise in the observations, their code list is as well.
    """
    properties = _csv_rows(file, "Properties.csv")
    with open_member(file, choose_member(file, "Observations.csv")) as stream:
        observations = read_csv(stream, f"{file.name}/Observations.csv", ";", newlines_in_cells=True)
    areas = f"{dimension_of_gebieden(observations.column_names)}Codes.csv"
    return V4(
        called=f"{file.name}/Observations.csv",
        first_row=2,
        observations=called_alike(observations),
        measures=_by_code(f"{file.name}/MeasureCodes.csv", _csv_rows(file, "MeasureCodes.csv")),
        areas=_by_code(f"{file.name}/{areas}", _csv_rows(file, areas)),
        properties=properties[0] if properties else {},
    )


def read_pages(file: Path) -> V4:
    """Archived OData pages: `pagina-00001.json` … with the code lists as JSON beside them."""
    parts = [text_table(json_rows(file, page)) for page in page_names(file)]
    properties = json_rows(file, "Properties.json", required=False)
    gebieden = json_rows(file, f"{GEBIED}Codes.json", required=False)
    return V4(
        called=file.name,
        first_row=1,
        observations=pa.concat_tables([part for part in parts if part.num_columns] or parts[:1]),
        measures=_by_code(f"{file.name}/MeasureCodes.json", json_rows(file, "MeasureCodes.json")),
        areas=_by_code(f"{file.name}/{GEBIED}Codes.json", gebieden),
        properties=properties[0] if properties else {},
    )


def chosen_observations(v4: V4, choice: Mapping[str, str]) -> pa.Table:
    """Observations with one key of each dimension in `choice`, and the column RIJ with their number in the file.

    Raises DeliveryError for a missing column, a dimension that nobody chose a key of, a measure without a code list
    entry, or nothing left.
    """
    obs = v4.observations
    for name in ("Measure", GEBIED, "Value", *choice):
        tables.choose_column(v4.called, obs.column_names, name)
    strange = [name for name in obs.column_names if name not in _GEWOON and name not in choice]
    if strange:
        raise DeliveryError(
            f"{v4.called}: de tabel heeft de onbekende dimensie {', '.join(strange)}; verwacht zijn "
            f"{', '.join((*_GEWOON, *choice))}. Met een extra dimensie staat een gebied er vaker in: haal de "
            "tabel op met van die dimensie één waarde."
        )
    obs = obs.append_column(ROW, pa.array(np.arange(v4.first_row, obs.num_rows + v4.first_row)))
    for name, value in choice.items():
        obs = obs.filter(pc.equal(pc.utf8_trim_whitespace(obs[name]), value))
    if not obs.num_rows:
        asked = ", ".join(f"{name} = {value}" for name, value in choice.items())
        with_choice = f" met {asked}: dit bestand gaat over iets anders" if choice else ""
        raise DeliveryError(
            f"{v4.called}: geen enkele observatie{with_choice}. Haal de tabel opnieuw op bij de uitgever."
        )
    unknown = set(pc.unique(pc.utf8_trim_whitespace(obs["Measure"])).to_pylist()) - set(v4.measures)
    if unknown:
        raise DeliveryError(
            f"{v4.called}: {len(unknown)} meetcodes staan niet in MeasureCodes, zoals {min(unknown)!r}; zonder "
            "titel en eenheid zijn ze niet te duiden. De onderdelen zijn van verschillende tabellen of momenten: "
            "haal de tabel in haar geheel opnieuw op."
        )
    return obs


def check_measure(v4: V4, code: str, title: str) -> None:
    """Raise DeliveryError, naming the measures of the nearest titles, when a measure has no observation at all."""
    if pc.any(pc.equal(pc.utf8_trim_whitespace(v4.observations["Measure"]), code)).as_py():
        return
    titles = {(row.get("Title") or "").strip(): measure for measure, row in v4.measures.items()}
    alike = [f"{titles[hit]} ({hit})" for hit in difflib.get_close_matches(title, titles, n=4, cutoff=0.5)]
    raise DeliveryError(
        f"{v4.called}: geen enkele observatie van meetcode {code} ({title}); het meest lijken: "
        f"{', '.join(alike) or 'geen'}. Is dit de tabel van de uitgever, volledig?"
    )


def _by_code(called: str, rows: list[PageRow]) -> dict[str, PageRow]:
    if rows:
        tables.choose_column(called, rows[0], "Identifier")
    return {(row["Identifier"] or "").strip(): row for row in rows}


def _csv_rows(file: Path, name: str) -> list[PageRow]:
    """Rows of a code list; descriptions may hold line ends."""
    text = read_member(file, choose_member(file, name)).decode("utf-8-sig", "replace")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))
