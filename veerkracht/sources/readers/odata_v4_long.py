"""A v4 delivery to figures, areas and facts: measures that describe an area become attributes, the others figures."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from veerkracht.sources.catalogue.model import Release, Source
from veerkracht.sources.readers import tables
from veerkracht.sources.readers.codes import (
    check_kind,
    check_once,
    chosen,
    codes_and_niveaus,
    normalised,
)
from veerkracht.sources.readers.delivery import Delivery
from veerkracht.sources.readers.odata_v4 import GEBIED, ROW, V4, chosen_observations
from veerkracht.sources.readers.pages import PageRow
from veerkracht.sources.readers.periods import listed_years, years_of_column
from veerkracht.sources.readers.thousands import ColumnCells, without_points_each

SOORT = "soort regio"
# Attribute measures by the start of their title, with their column in GEBIEDEN where they have one.
_ATTRIBUTEN = {"gemeentenaam": "gemeentenaam", "indelingswijziging": "ind_wbi", SOORT: None, "codering": None}


@dataclass(frozen=True)
class _Long:
    """Observations taken apart, one entry each; `entries` are those of the code list of `measure`."""

    value: pa.Array
    codes: pa.DictionaryArray
    niveaus: pa.DictionaryArray
    jaren: pa.Array
    measure: pa.DictionaryArray
    entries: list[PageRow]
    attributes: list[str | None]  # of each measure: which attribute of an area it is

    def of(self, attribute: str | None) -> pa.Array:
        """Which observations are of measures of that attribute; None gives the figures."""
        sought = np.array([name == attribute for name in self.attributes])
        return pa.array(sought[self.measure.indices.to_numpy()])


def delivery(v4: V4, source: Source, release: Release, choice: Mapping[str, str]) -> Delivery:
    """Figures, areas and facts; of the dimensions in `choice` only that one key is taken.

    Raises DeliveryError for a code that is none, a level that contradicts the publisher's word for it, years that the
    release does not have, or two figures of one area, measure and year.
    """
    obs, told = _of_listed_years(chosen_observations(v4, choice), release, v4.called)
    long = _taken_apart(v4, obs, release)
    row_numbers = obs[ROW].to_numpy()
    check_once(long.codes, v4.called, _row_number(row_numbers), long.measure, long.jaren)
    soort = long.of(SOORT)
    number = _row_number(row_numbers[soort.to_numpy(zero_copy_only=False)])
    check_kind(long.niveaus.filter(soort), long.value.filter(soort), "Soort regio", v4.called, number)
    rows, areas = _waarnemingen(source, release, long), _gebieden(source, release, long, v4)
    figure_rows = row_numbers[long.of(None).to_numpy(zero_copy_only=False)]
    without = sorted(set(v4.measures) - set(long.measure.dictionary.to_pylist()))
    items = [
        tables.Feit("aantal_rijen", v4.observations.num_rows),
        tables.Feit("aantal_observaties", v4.observations.num_rows),
        tables.Feit("aantal_kolommen", v4.observations.num_columns),
        tables.Feit("aantal_metingen", len(long.entries)),
        tables.Feit("metingen_zonder_observatie", len(without), toelichting=", ".join(without) or None),
        *tables.usual_feiten(rows, areas, _row_number(figure_rows)),
    ]
    return Delivery(rows, areas, tables.feiten(source, release, [*items, *told]))


def _of_listed_years(obs: pa.Table, release: Release, called: str) -> tuple[pa.Table, list[tables.Feit]]:
    """The observations of the years of the release, and what is told of the others."""
    if "Perioden" not in obs.column_names:
        return obs, []
    listed = listed_years(years_of_column(obs["Perioden"], "Perioden", called).to_numpy(), release, called)
    return obs.filter(listed.kept), listed.feiten(release)


def _row_number(row_numbers: np.ndarray) -> Callable[[int], int]:
    return lambda record: int(row_numbers[record])


def _taken_apart(v4: V4, obs: pa.Table, release: Release) -> _Long:
    codes, niveaus = codes_and_niveaus(obs[GEBIED], GEBIED, v4.called, _row_number(obs[ROW].to_numpy()))
    has_perioden = "Perioden" in obs.column_names
    measure = pc.utf8_trim_whitespace(obs["Measure"]).combine_chunks().dictionary_encode()
    entries = [v4.measures[code] for code in measure.dictionary.to_pylist()]
    return _Long(
        value=_without_points(_value(obs).combine_chunks(), measure, entries, v4.called, obs[ROW].to_numpy()),
        codes=codes,
        niveaus=niveaus,
        jaren=years_of_column(obs["Perioden"], "Perioden", v4.called)
        if has_perioden
        else tables.constant(release.jaren[0], obs.num_rows, pa.int16()),
        measure=measure,
        entries=entries,
        attributes=[_attribute(row.get("Title")) for row in entries],
    )


def _attribute(title: str | None) -> str | None:
    lower = (title or "").strip().lower()
    return next((start for start in _ATTRIBUTEN if lower.startswith(start)), None)


def _value(obs: pa.Table) -> pa.ChunkedArray:
    """Value, else StringValue, else why there is none (ValueAttribute)."""
    value = pc.fill_null(obs["Value"], "")
    for name in ("StringValue", "ValueAttribute"):
        if name in obs.column_names:
            value = pc.if_else(pc.equal(value, ""), pc.fill_null(obs[name], ""), value)
    return pc.if_else(pc.equal(value, "None"), "", value)


def _without_points(
    value: pa.Array, measure: pa.DictionaryArray, entries: list[PageRow], called: str, row_numbers: np.ndarray
) -> pa.Array:
    """The values without points of thousands, which the publisher never writes; each measure is a column of its own."""
    codes = measure.dictionary.to_pylist()
    return without_points_each(
        value,
        measure.indices.to_numpy(),
        lambda one, rows: ColumnCells(called, f"Value (meetcode {codes[one]})", lambda at: int(row_numbers[rows[at]])),
        lambda one: not _has_thousandths(entries[one]),
    )


def _has_thousandths(entry: PageRow) -> bool:
    decimals = (entry.get("Decimals") or "").strip()
    return decimals.isdigit() and int(decimals) >= 3


def _waarnemingen(source: Source, release: Release, long: _Long) -> pa.Table:
    is_figure = long.of(None)
    index = long.measure.indices.filter(is_figure).to_numpy()
    return tables.waarnemingen(
        source,
        release,
        len(index),
        jaar=long.jaren.filter(is_figure),
        niveau=long.niveaus.filter(is_figure),
        gebiedscode=long.codes.filter(is_figure),
        kolom=chosen(long.measure.dictionary.to_pylist(), index),
        waarde=long.value.filter(is_figure),
        titel=chosen([(row.get("Title") or "").strip() or None for row in long.entries], index),
        eenheid=chosen([(row.get("Unit") or "").strip() or None for row in long.entries], index),
    )


def _gebieden(source: Source, release: Release, long: _Long, v4: V4) -> pa.Table:
    """Every area and year of an observation, with its name of the code list and its attribute measures."""
    basis = pa.table(
        {"code": long.codes.cast(pa.string()), "niveau": long.niveaus.cast(pa.string()), "jaar": long.jaren}
    )
    distinct = basis.group_by(["code", "niveau", "jaar"]).aggregate([])
    names = {normalised(code): row.get("Title") for code, row in v4.areas.items()}
    columns = {"gebiedsnaam": pa.array([names.get(code) for code in distinct["code"].to_pylist()], pa.string())}
    for attribute, column in _ATTRIBUTEN.items():
        hit = long.of(attribute)
        if column and pc.any(hit).as_py():
            keys = zip(basis["code"].filter(hit).to_pylist(), basis["jaar"].filter(hit).to_pylist(), strict=True)
            values = dict(zip(keys, long.value.filter(hit).to_pylist(), strict=True))
            sought = zip(distinct["code"].to_pylist(), distinct["jaar"].to_pylist(), strict=True)
            columns[column] = pa.array([values.get(key) for key in sought], pa.string())
    return tables.gebieden(source, release, distinct["code"], distinct["niveau"], jaar=distinct["jaar"], **columns)
