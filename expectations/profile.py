"""Small frames about big Parquet files, made by DuckDB, so that checks of a national delivery fit in memory.

Nothing is judged here.
"""

import re
from pathlib import Path
from typing import TYPE_CHECKING

from veerkracht import levels
from veerkracht.sources.readers.missing import CODES_BELOW

if TYPE_CHECKING:
    import pandas as pd

_NUMBER = "try_cast(replace(trim(waarde), ',', '.') as double)"
_FIGURE = f"case when {_NUMBER} > {CODES_BELOW} then {_NUMBER} end"

# StatLine CSV has the unit behind the title: `Bevolking/Aantal inwoners (aantal)`.
_UNIT_IN_NAME = r"nullif(regexp_extract(any_value(kolom), '\(([^()]*)\)\s*$', 1), '')"


def areas(folder: Path) -> "pd.DataFrame":
    """Areas of a raw release: jaar, niveau, gebiedscode, indeling and how often each is named (`aantal`)."""
    return _query(
        f"""
        select jaar, niveau, gebiedscode, indeling, count(*)::integer as aantal
        from read_parquet($file) where niveau not in ({_kept_raw()})
        group by all order by all
        """,
        folder / "gebieden.parquet",
    )


def columns(folder: Path) -> "pd.DataFrame":
    """One row a column of a raw release: kolom, titel, eenheid, rijen, cijfers, leeg (share), minimum, maximum."""
    return _query(
        f"""
        with cijfers as (
            select kolom, any_value(titel) as titel,
                coalesce(any_value(eenheid), {_UNIT_IN_NAME}) as eenheid, count(*)::integer as rijen,
                count({_FIGURE})::integer as cijfers, min({_FIGURE}) as minimum, max({_FIGURE}) as maximum
            from read_parquet($file) where niveau not in ({_kept_raw()}) group by kolom
        )
        select kolom, titel, eenheid, rijen, cijfers, 1 - cijfers / rijen as leeg, minimum, maximum
        from cijfers order by kolom
        """,
        folder / "waarnemingen.parquet",
    )


def told(folder: Path) -> list[tuple[str, float, str]]:
    """Facts that a person should know of, with their count and words: unreadable cells (of columns that do hold
    figures), columns outside their years, years that the release does not list."""
    frame = _query(
        """
        select feit, waarde, toelichting from read_parquet($file)
        where regexp_matches(feit, '^(onleesbaar|buitenjaar|anderejaren)_') order by all
        """,
        folder / "feiten.parquet",
    )
    rows = [(str(feit), float(count), str(text)) for feit, count, text in frame.itertuples(index=False, name=None)]
    return [row for row in rows if not re.match(r"(\d+) van \1 cellen", row[2])]


def _kept_raw() -> str:
    """Levels whose figures are not looked at here: squares."""
    return levels.sql_list(levels.known().kept_raw)


def outlines(file: Path) -> "pd.DataFrame":
    """Attributes of outlines without their geometry: niveau, gebiedscode, water, oppervlakte_ha, aantal.

    An area may have a part on land and a part that is water.
    """
    return _query(
        """
        select niveau, gebiedscode, water, sum(oppervlakte_ha) as oppervlakte_ha,
            count(*)::integer as aantal
        from read_parquet($file) group by all order by all
        """,
        file,
    )


def addresses(file: Path) -> "pd.DataFrame":
    """One row about an address table: how many addresses, and how many are not as they should be."""
    return _query(
        """
        select count(*) as adressen, count(distinct buurtcode) as buurten,
            count(*) - count_if(regexp_full_match(postcode, '[1-9][0-9]{3}[A-Z]{2}')) as geen_postcode,
            count(*) - count_if(regexp_full_match(buurtcode, 'BU[0-9A-Z]{8}')) as geen_buurtcode,
            count(*) filter (coalesce(huisnummer, 0) <= 0) as geen_huisnummer,
            count(*) - count(distinct (postcode, huisnummer, buurtcode)) as dubbel
        from read_parquet($file)
        """,
        file,
    )


def squares(file: Path) -> "pd.DataFrame":
    """One row about a file of 100 m squares: how many, and how many are not as they should be."""
    return _query(
        """
        select count(*) as vierkanten, count(*) - count(distinct (vierkant, jaar)) as dubbel,
            count(*) filter (status = 'waarde') as met_inwoners,
            count(*) filter (status = 'waarde' and coalesce(inwoners, -1) < 0) as geen_getal,
            count(*) filter (x % 100 <> 0 or y % 100 <> 0) as niet_op_raster
        from read_parquet($file)
        """,
        file,
    )


def _query(sql: str, file: Path) -> "pd.DataFrame":
    import duckdb

    with duckdb.connect(config={"memory_limit": "1GB"}) as connection:
        return connection.execute(sql, {"file": str(file)}).df()
