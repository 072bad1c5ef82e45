"""A release beside its predecessor: areas, columns, rows, and figures of the same year that changed.

Plain SQL on Parquet. What is compared depends on what can be: a new vintage has other codes, another layout other
columns and rows, and a source that re-estimates its whole history changes every figure by design.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from expectations.outcome import Ernst, Outcome
from veerkracht.paths import DataPaths
from veerkracht.settings import Settings
from veerkracht.sources.model import Drift, Release, Source

if TYPE_CHECKING:
    import duckdb


def check_drift(
    paths: DataPaths, source: Source, release: Release, settings: Settings, others: Sequence[Release]
) -> list[Outcome]:
    """Shares that changed since the predecessor among `others`; none when there is no predecessor.

    Every value is a share between 0 and 1; thresholds are the source's own, else those of the settings.
    """
    before = predecessor(release, others)
    if before is None:
        return []
    import duckdb

    old, new = (paths.raw(source.toegang, source.bron, one.release) for one in (before, release))
    with duckdb.connect(config={"memory_limit": "1GB"}) as connection:
        shares = list(_shares(connection, source, before, release, old, new))
    limits = _limits(source.drift, settings)
    return [_outcome(source, release, before, limits, *share) for share in shares]


def predecessor(release: Release, others: Iterable[Release]) -> Release | None:
    """The newest release before this one: of the same years if there is one, else of the years before."""
    earlier = [one for one in others if one.release != release.release and _order(one) < _order(release)]
    return max(earlier, key=_order, default=None)


def _order(release: Release) -> tuple:
    published = release.gepubliceerd.isoformat() if release.gepubliceerd else ""
    return release.jaren[-1], release.jaren[0], published, release.release


def _limits(drift: Drift, settings: Settings) -> tuple[float, float]:
    if drift == Drift():
        return settings.drift_waarschuwt, settings.drift_blokkeert
    return drift.waarschuwt, drift.blokkeert


def _shares(
    connection: "duckdb.DuckDBPyConnection", source: Source, before: Release, release: Release, old: Path, new: Path
):
    """(controle, onderwerp, share, may block, what was seen) of everything that can be compared."""
    years = min(before.jaren[-1], release.jaren[-1]), release.jaren[-1]
    values = {"old": str(old / "gebieden.parquet"), "new": str(new / "gebieden.parquet")}
    values |= {"old_year": years[0], "new_year": years[1]}
    for niveau, gone, was, now in connection.execute(_AREAS, values).fetchall():
        if before.indeling == release.indeling:
            yield "verdwenen gebieden", niveau, gone / was, True, f"{gone} van {was} gebieden zijn weg"
        yield "aantal gebieden", niveau, abs(now - was) / was, True, f"{was} werd {now}"
    if before.layout != release.layout:
        return
    files = {"old": str(old / "waarnemingen.parquet"), "new": str(new / "waarnemingen.parquet")}
    firm = release.status == "definitief"  # a first release of a year is thin, and says so
    for gone, was in connection.execute(_COLUMNS, files).fetchall():
        yield "verdwenen kolommen", None, gone / was, firm, f"{gone} van {was} kolommen hebben geen cijfers meer"
    if before.jaren == release.jaren:
        same = source.reeks == "nieuwste_per_jaar"
        for changed, compared in connection.execute(_FIGURES, files).fetchall():
            seen = f"{changed} van {compared} cijfers van dezelfde jaren zijn anders"
            yield "gewijzigde cijfers", None, changed / compared, same, seen


_AREAS = """
with oud as (select distinct niveau, gebiedscode from read_parquet($old) where jaar = $old_year and niveau <> 'raster'),
nieuw as (select distinct niveau, gebiedscode from read_parquet($new) where jaar = $new_year and niveau <> 'raster')
select niveau, count(*) filter (nieuw.gebiedscode is null), count(oud.gebiedscode), count(nieuw.gebiedscode)
from oud full join nieuw using (niveau, gebiedscode)
group by niveau having count(oud.gebiedscode) > 0 order by niveau
"""
_FILLED = """
select distinct kolom from read_parquet({file})
where try_cast(replace(trim(waarde), ',', '.') as double) > -90000 and niveau <> 'raster'
"""
_COLUMNS = f"""
with oud as ({_FILLED.format(file="$old")}), nieuw as ({_FILLED.format(file="$new")})
select count(*) filter (nieuw.kolom is null), count(*) from oud left join nieuw using (kolom) having count(*) > 0
"""
_FIGURES = """
select count(*) filter (oud.waarde is distinct from nieuw.waarde), count(*)
from read_parquet($old) as oud inner join read_parquet($new) as nieuw using (jaar, niveau, gebiedscode, kolom)
where oud.niveau <> 'raster' having count(*) > 0
"""


def _outcome(
    source: Source,
    release: Release,
    before: Release,
    limits: tuple[float, float],
    controle: str,
    onderwerp: str | None,
    share: float,
    may_block: bool,
    seen: str,
) -> Outcome:
    warn, block = limits
    ernst: Ernst = "blokkeert" if may_block and share >= block else "waarschuwt"
    return Outcome(
        eigenaar="drift",
        controle=controle,
        ernst=ernst,
        geslaagd=share < warn,
        bron=source.bron,
        release=release.release,
        onderwerp=onderwerp,
        waarde=share,
        verwacht=f"onder {warn:.0%} (waarschuwt), onder {block:.0%} (blokkeert), naast {before.release}",
        toelichting=seen,
    )
