"""A leden edition holds no cell of fewer than ten people, given or computable. The SQL is in `cells.sql`.

Looks at every mart with figures of restricted indicators: the cells themselves, shares times their noemer, all
residents minus tenants of corporations, a larger area minus its published parts, and figures moved between vintages.
Outcomes hold counts and area codes, never a value.
"""

from pathlib import Path

import duckdb

from veerkracht.outcome import Outcome
from veerkracht.publication.database import mart_tables, quoted
from veerkracht.publication.outcomes import outcome

SQL = Path(__file__).with_suffix(".sql")
MINIMUM = 10
RESTRICTED = "indicator in (select indicator from dim_indicator where toegang = 'beperkt')"
NAMED = "'^(.+?)(_alle|_hc|_huurders_corporatie)?_(teller|noemer|aandeel)$'"  # without population: alle
AS_DELIVERED = "('geleverd', 'zelfde_indeling')"
KEYS = {"niveau", "gebiedscode", "indeling", "indicator"}


def run(con: duckdb.DuckDBPyConnection, minimum: int = MINIMUM) -> list[Outcome]:
    """Blocking outcomes over all restricted figures in the marts of a leden candidate."""
    con.execute(SQL.read_text(encoding="utf-8").replace("{figures}", _figures(con)).replace("{named}", NAMED))
    small = f"{{0}} > 0 and {{0}} < {minimum}"
    area = "niveau || ' ' || gebiedscode || ' ' || kenmerk || ' ' || populatie || ' ' || jaar"
    direct = f"populatie <> 'verschil' and ({small.format('t')} or n < {minimum} or n - t < {minimum})"
    derived = (
        f"populatie = 'verschil' and ({small.format('t')} or {small.format('n')} or (n > 0 and n - t < {minimum}))"
    )
    parts = " or ".join(small.format(f"rest_{part}") for part in ("t", "n", "over"))
    return [
        _unnamed(con),
        _ambiguous(con),
        _row(con, "cellen", "cel", direct, area, f"cellen met minder dan {minimum} mensen"),
        _row(con, "verschil van populaties", "cel", derived, area, "af te leiden door huurders van alle af te trekken"),
        _row(con, "geheel min delen", "rest", f"({parts}) and (onvolledig or not is_afgerond)",
             f"{area} || ' min ' || deel_niveau", "af te leiden door gepubliceerde delen af te trekken"),
        _row(con, "niet omgeklapt", "fct_reeks", f"{RESTRICTED} and waarde is not null and not ({_not_moved(con)})",
             "niveau || ' ' || gebiedscode || ' ' || indicator || ' ' || jaar", "verplaatst tussen indelingen"),
    ]  # fmt: skip


def _figures(con: duckdb.DuckDBPyConnection) -> str:
    """Union of all restricted figures in long form, from every mart that has area, indicator and a value."""
    parts = []
    for table in mart_tables(con):
        columns = {row[0] for row in con.execute(f"describe main.{quoted(table)}").fetchall()}
        release = "release" if "release" in columns else "null::varchar"
        pairs = (("waarde", "jaar"), ("som_bekend", "jaar"), ("waarde_van", "jaar_van"), ("waarde_tot", "jaar_tot"))
        if columns >= KEYS:
            parts += [
                f"select '{table}.{value}' as tabel, niveau, gebiedscode, indeling, {year} as jaar, "
                f"{release} as release, indicator, {value}::double as waarde "
                f"from main.{quoted(table)} where {RESTRICTED}"
                for value, year in pairs
                if {value, year} <= columns
            ]
    return " union all ".join(parts)


def _not_moved(con: duckdb.DuckDBPyConnection) -> str:
    """Delivered as it is, on the vintage of its own release."""
    return (
        f"methode in {AS_DELIVERED} and not exists (select 1 from dim_release d where d.bron = fct_reeks.bron "
        "and d.release = fct_reeks.release and d.indeling is distinct from fct_reeks.indeling)"
    )


def _unnamed(con: duckdb.DuckDBPyConnection) -> Outcome:
    """Restricted indicators that the other checks would not understand by their name."""
    return _row(
        con,
        "herkenbaar",
        "dim_indicator",
        f"toegang = 'beperkt' and not regexp_matches(indicator, {NAMED})",
        "indicator",
        "indicatoren die niet op _teller, _noemer of _aandeel van een populatie eindigen",
    )


def _ambiguous(con: duckdb.DuckDBPyConnection) -> Outcome:
    """Restricted indicators that the other checks take for one: a cell of one could hide that of the other."""
    parts = f"regexp_extract(indicator, {NAMED}, ['kenmerk', 'populatie', 'maat'])"
    named = f"(select *, {parts} as deel from dim_indicator where {RESTRICTED} and regexp_matches(indicator, {NAMED}))"
    people = "if(deel.populatie in ('', '_alle'), 'alle', 'huurders_corporatie')"
    return _row(
        con,
        "eenduidig",
        f"(select *, count(*) over (partition by deel.kenmerk, {people}, deel.maat) as gelijk from {named})",
        "gelijk > 1",
        "indicator",
        "indicatoren die na weglaten van de populatie (_alle, _hc, _huurders_corporatie) hetzelfde heten; geef er één "
        "een andere naam",
    )


def _row(con: duckdb.DuckDBPyConnection, onderwerp: str, table: str, where: str, shown: str, what: str) -> Outcome:
    ((count, examples),) = con.execute(
        "select count(distinct w), list(distinct w order by w)[1:5] "
        f"from (select {shown} as w from {table} where {where})"
    ).fetchall()
    text = f"{count} {what}: {', '.join(examples)}" if count else "in orde"
    return outcome("kleine aantallen", onderwerp, count, text)
