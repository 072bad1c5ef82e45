"""Reader of the police's registered nuisance per buurt (47024NED), a StatLine table of dataderden: years and months.

Of the dimension Overlast only the total is read. A month becomes a column of its own (`…|MM01`): which months make a
year is decided in dbt. Counts are of the place of occurrence; an empty cell is no zero.
"""

import re
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from veerkracht.errors import DeliveryError
from veerkracht.sources.catalogue.model import Release, Source
from veerkracht.sources.readers import odata_v3, statline, tables
from veerkracht.sources.readers.codes import check_kind, check_once, chosen, codes_and_niveaus
from veerkracht.sources.readers.delivery import Delivery, Reader
from veerkracht.sources.readers.layout import Layout, zip_layout
from veerkracht.sources.readers.pages import json_rows
from veerkracht.sources.readers.periods import listed_years
from veerkracht.sources.readers.properties import check_table
from veerkracht.sources.readers.statline import STATLINE_CSV
from veerkracht.sources.readers.wide import Header, WideTable

SOORT, PERIODE = "Overlast", "Perioden"
_MAANDEN = [
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
]
_PERIODE = re.compile(rf"((?:19|20)\d\d)(?:JJ00|MM(0[1-9]|1[0-2])|\s+({'|'.join(_MAANDEN)}))?\*{{0,2}}", re.IGNORECASE)


# This table has no column of codes beside the areas: then the areas themselves must be exported as codes.
_ALS_CODE = (
    "Kies op dataderden.cbs.nl bij Wijken en buurten 'toon code' en download de CSV opnieuw, of haal de release op van "
    "het adres in de catalogus."
)


@dataclass(frozen=True)
class Periods:
    """Year and month of each record; month 0 is the whole year."""

    jaar: np.ndarray
    maand: np.ndarray

    def only(self, kept: np.ndarray) -> "Periods":
        """Those of some records."""
        return Periods(self.jaar[kept], self.maand[kept])


def _v3(file: Path, source: Source, release: Release) -> Delivery:
    v3 = odata_v3.read_pages(file)
    check_table(file.name, v3.info, release)
    odata_v3.check_dimensions(v3, (SOORT, PERIODE))
    titles = {
        (soort.get("Key") or "").strip(): (soort.get("Title") or "").strip()
        for soort in json_rows(file, f"{SOORT}.json", required=False)
    }
    header = odata_v3.header_of_gebieden(v3.table, PERIODE, frozenset({SOORT}))
    return _delivery(_total(v3.table, titles), header, source, release, odata_v3.labels(v3), v3.names)


def _statline(file: Path, source: Source, release: Release) -> Delivery:
    table = statline.read_table(file, release, odata_v3.V3_INSTEAD)
    return _delivery(
        _total(table, {}),
        statline.header_of_gebieden(table, PERIODE, frozenset({SOORT}), todo=_ALS_CODE),
        source,
        release,
        {},
    )


def _total(table: WideTable, titles: dict[str, str]) -> WideTable:
    """Only the records of all kinds of nuisance together, which the title says: the parts may overlap."""
    cells = pc.utf8_trim_whitespace(table.table[tables.choose_column(table.called, table.header, SOORT)])
    kinds = pc.unique(cells).to_pylist()
    total = [soort for soort in kinds if (titles.get(soort) or soort or "").lower().startswith("totaal")]
    if len(total) == 1:
        return table.only_with(SOORT, (total[0],))
    seen = ", ".join(sorted(filter(None, kinds))[:8])[:150]
    raise DeliveryError(
        f"{table.called}: welke soort overlast het totaal is, staat er niet eenduidig in (kolom {SOORT!r}: {seen}). "
        f"Verwacht: één soort met een titel die met `Totaal` begint; haal de tabel opnieuw op met {SOORT}.json erbij."
    )


def _delivery(
    table: WideTable,
    header: Header,
    source: Source,
    release: Release,
    labels: dict[str, tuple[str | None, str | None]],
    names: dict[str, str] | None = None,
) -> Delivery:
    perioden = _perioden(_texts(table), table.called)
    listed = listed_years(perioden.jaar, release, table.called)
    newest = _newest_month(perioden)
    table, perioden = table.only(listed.kept), perioden.only(listed.kept)
    codes, niveaus = codes_and_niveaus(table.table[header.code], header.code, table.called, table.row_of)
    if header.soort:
        check_kind(niveaus, table.table[header.soort], header.soort, table.called, table.row_of)
    check_once(codes, table.called, table.row_of, _texts(table))
    parts = [
        tables.waarnemingen(
            source,
            release,
            len(codes),
            jaar=pa.array(perioden.jaar, pa.int16()),
            niveau=niveaus,
            gebiedscode=codes.cast(pa.string()),
            kolom=chosen([name, *(f"{name}|MM{maand:02d}" for maand in range(1, 13))], perioden.maand),
            waarde=pc.fill_null(table.figures(name), ""),
            titel=labels.get(name, (None, None))[0],
            eenheid=labels.get(name, (None, None))[1],
        )
        for name in table.header
        if name not in header.names
    ]
    if not parts:
        raise DeliveryError(f"{table.called}: er is geen kolom met cijfers naast {', '.join(table.header)}.")
    rows = pa.concat_tables(parts).unify_dictionaries()
    areas = _gebieden(codes, niveaus, perioden, source, release, names or {})
    feiten = [
        tables.Feit("aantal_rijen", table.records),
        tables.Feit("aantal_rijen_gekozen", len(codes)),
        *_month_feiten(perioden, newest),
        *listed.feiten(release),
        *tables.usual_feiten(rows, areas, lambda at: table.row_of(at % len(codes))),
    ]
    return Delivery(rows, areas, tables.feiten(source, release, feiten))


def _texts(table: WideTable) -> pa.Array:
    """The periods of all records."""
    column = tables.choose_column(table.called, table.header, PERIODE)
    return pc.utf8_trim_whitespace(table.table[column]).combine_chunks()


def _perioden(raw: pa.Array, called: str) -> Periods:
    """Year and month of `2024JJ00`, `2024MM01`, or the titles `2024` and `2024 januari`."""
    encoded = raw.dictionary_encode()
    texts = encoded.dictionary.to_pylist()
    matches = [match for text in texts if (match := _PERIODE.fullmatch(text or ""))]
    if len(matches) < len(texts) or encoded.null_count:
        wrong = [text for text in texts if not _PERIODE.fullmatch(text or "")]
        raise DeliveryError(
            f"{called}: kolom {PERIODE!r}: {wrong[0] if wrong else ''!r} is geen jaar of maand; verwacht is 2024JJ00 "
            "of 2024MM01. Haal de tabel opnieuw op en kies jaren of maanden."
        )
    jaren = np.array([int(match[1]) for match in matches], dtype=np.int16)
    maanden = np.array([_month(match) for match in matches], dtype=np.int32)
    index = encoded.indices.to_numpy()
    return Periods(jaren[index], maanden[index])


def _month(match: re.Match[str]) -> int:
    return int(match[2]) if match[2] else _MAANDEN.index(match[3].lower()) + 1 if match[3] else 0


def _gebieden(
    codes: pa.DictionaryArray,
    niveaus: pa.DictionaryArray,
    perioden: Periods,
    source: Source,
    release: Release,
    names: dict[str, str],
) -> pa.Table:
    """Each area once a year, however many months it has."""
    key = codes.indices.to_numpy().astype(np.int64) * 10_000 + perioden.jaar
    first = pa.array(np.unique(key, return_index=True)[1])
    own = codes.take(first).cast(pa.string())
    named = pa.array([(names.get(code) or "").strip() or None for code in own.to_pylist()], pa.string())
    jaar = pa.array(perioden.jaar, pa.int16()).take(first)
    return tables.gebieden(source, release, own, niveaus.take(first), jaar=jaar, gebiedsnaam=named)


def _newest_month(perioden: Periods) -> int | None:
    """The newest month as a number (202405); of a delivery, also where its year is not listed."""
    months = perioden.jaar[perioden.maand > 0].astype(int) * 100 + perioden.maand[perioden.maand > 0]
    return int(months.max()) if len(months) else None


def _month_feiten(perioden: Periods, newest: int | None) -> list[tables.Feit]:
    """Which years came as months, how many of them, and the newest month: the police has not registered all of it."""
    months = np.unique(perioden.jaar[perioden.maand > 0].astype(int) * 100 + perioden.maand[perioden.maand > 0])
    feiten = [tables.Feit(f"maanden_{jaar}", int((months // 100 == jaar).sum())) for jaar in np.unique(months // 100)]
    if newest:
        last = f"{newest // 100}MM{newest % 100:02d}"
        feiten.append(tables.Feit("laatste_maand", newest, toelichting=f"{last} is nog niet volledig geregistreerd"))
    return feiten


# The titles of the dimension, without which its total cannot be told from its parts.
_PAGING = replace(odata_v3.PAGING, beside=odata_v3.BESIDE | {SOORT: False})
READERS: dict[Layout, Reader] = {zip_layout("v3_odata", _PAGING): _v3, STATLINE_CSV: _statline}
