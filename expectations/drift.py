"""A release beside its predecessor: areas, columns, rows, and figures of the same year that changed.

Plain SQL on Parquet. What is compared depends on what can be: a new vintage has other codes, another layout other
columns and rows, and a source that re-estimates its whole history changes every figure by design.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from veerkracht import levels
from veerkracht.outcome import Ernst, Outcome
from veerkracht.paths import DataPaths
from veerkracht.settings import Settings
from veerkracht.sources.catalogue.model import Drift, Release, Source

if TYPE_CHECKING:
    import duckdb


OWNER = "drift"
NAMED = 5  # vanished columns that are named


def check_drift(
    paths: DataPaths, source: Source, release: Release, folder: Path, settings: Settings, others: Sequence[Release]
) -> list[Outcome]:
    """Shares that changed since the predecessor among `others` in raw; none when there is no predecessor.

    `folder`: where the release itself was read.

    Every value is a share between 0 and 1; thresholds are the source's own, else those of the settings.
    """
    before = predecessor(release, others)
    if before is None:
        return []
    import duckdb

    old = paths.raw(source.toegang, source.bron, before.release)
    with duckdb.connect(config={"memory_limit": "1GB"}) as connection:
        shares = list(_shares(connection, source, before, release, old, folder))
    limits = _limits(source.drift, settings)
    return [_outcome(source, release, before, limits, share) for share in shares]


def way_out(blocked: Iterable[Outcome]) -> str:
    """What can be done about a release that drift refuses; nothing where other checks refuse it."""
    if not any(outcome.eigenaar == OWNER for outcome in blocked):
        return ""
    return (
        " Is dit een deel dat een andere release aanvult? Zet dan `volgt_op: geen` bij deze release. Klopt de "
        "wijziging, geef de bron dan ruimere grenzen (`drift`)."
    )


def predecessor(release: Release, others: Iterable[Release]) -> Release | None:
    """The newest release before this one: of the same years if there is one, else of the years before.

    Only one of the same levels and, for outlines, the same product can stand beside it. The catalogue may name another
    (`volgt_op`), or `geen` for a delivery that completes others and follows none.
    """
    if release.volgt_op:
        return next((one for one in others if one.release == release.volgt_op), None)
    alike = [one for one in others if (one.niveaus, one.product) == (release.niveaus, release.product)]
    earlier = [one for one in alike if order(one) < order(release)]
    return max(earlier, key=order, default=None)


def order(release: Release) -> tuple[int, int, str, str]:
    """Where a release stands in the series of its source: by years, then by when it was published."""
    published = release.gepubliceerd.isoformat() if release.gepubliceerd else ""
    return release.jaren[-1], release.jaren[0], published, release.release


def _limits(drift: Drift, settings: Settings) -> tuple[float, float]:
    if drift == Drift():
        return settings.drift_waarschuwt, settings.drift_blokkeert
    return drift.waarschuwt, drift.blokkeert


@dataclass(frozen=True)
class Share:
    """What part of something changed, whether that may stop an edition, and what was seen, in Dutch."""

    controle: str
    onderwerp: str | None
    part: float
    may_block: bool
    seen: str


def _shares(
    connection: "duckdb.DuckDBPyConnection", source: Source, before: Release, release: Release, old: Path, new: Path
) -> Iterator[Share]:
    """Of everything that can be compared what changed."""
    years = min(before.jaren[-1], release.jaren[-1]), release.jaren[-1]
    values: dict[str, str | int] = {"old": str(old / "gebieden.parquet"), "new": str(new / "gebieden.parquet")}
    values |= {"old_year": years[0], "new_year": years[1]}
    both = 0
    for gone, was, both in connection.execute(_sql(_GEMEENTEN), values).fetchall():
        if both:
            yield Share("verdwenen gemeenten", None, gone / was, True, f"{gone} van {was} gemeenten zijn weg")
        elif was:
            yield Share(
                "verdwenen gemeenten", None, 1.0, False, "geen enkele gemeente gemeen: er is niets te vergelijken"
            )
    if not both:
        return
    for niveau, gone, was, now in connection.execute(_sql(_AREAS), values).fetchall():
        firm = niveau != levels.LAND  # a table of one gemeente may come without the row of the country
        if before.indeling == release.indeling:
            yield Share("verdwenen gebieden", niveau, gone / was, firm, f"{gone} van {was} gebieden zijn weg")
        yield Share("aantal gebieden", niveau, abs(now - was) / was, firm, f"{was} werd {now}")
    if before.layout != release.layout:
        return
    files = {"old": str(old / "waarnemingen.parquet"), "new": str(new / "waarnemingen.parquet")}
    firm = release.status == "definitief"  # a first release of a year is thin, and says so
    for gone, was, names in connection.execute(_sql(_COLUMNS), files).fetchall():
        told = f": {', '.join(names[:NAMED])}{' …' if gone > NAMED else ''}" if gone else ""
        seen = f"{gone} van {was} kolommen hebben geen cijfers meer{told}"
        yield Share("verdwenen kolommen", None, gone / was, firm, seen)
    if before.jaren == release.jaren:
        same = source.reeks == "nieuwste_per_jaar"
        for changed, compared in connection.execute(_sql(_FIGURES), files).fetchall():
            seen = f"{changed} van {compared} cijfers van dezelfde jaren zijn anders"
            yield Share("gewijzigde cijfers", None, changed / compared, same, seen)


def _sql(text: str) -> str:
    """The levels filled in: `[ruw]` those that stay raw, `[gemeente]` what areas of one gemeente have in common."""
    table = levels.known()
    text = text.replace("[ruw]", levels.sql_list(table.kept_raw))
    return text.replace("[gemeente]", table.gemeente_sql("gebiedscode"))


# A delivery may be about a part of the country: areas are counted in the gemeenten that both name, so that one
# gemeente beside all is no drift, and gemeenten that are gone are counted on their own.
_CODES = """
oud as (select distinct niveau, gebiedscode, [gemeente] as gemeente from read_parquet($old)
    where jaar = $old_year and niveau not in ([ruw])),
nieuw as (select distinct niveau, gebiedscode, [gemeente] as gemeente from read_parquet($new)
    where jaar = $new_year and niveau not in ([ruw]))
"""
_GEMEENTEN = f"""
with {_CODES},
was as (select distinct gemeente from oud where niveau <> 'land'),
werd as (select distinct gemeente from nieuw where niveau <> 'land')
select count(*) filter (werd.gemeente is null), count(*), count(werd.gemeente) from was left join werd using (gemeente)
"""
_AREAS = f"""
with {_CODES},
beide as (select gemeente from oud intersect select gemeente from nieuw union select '00')
select niveau, count(*) filter (nieuw.gebiedscode is null), count(oud.gebiedscode), count(nieuw.gebiedscode)
from oud full join nieuw using (niveau, gebiedscode, gemeente)
where gemeente in (from beide)
group by niveau having count(oud.gebiedscode) > 0 order by niveau
"""
# A delivery of another version of its model has other columns (`kenmerk|populatie|aandeel|versie`): none has vanished.
_UNVERSIONED = r"regexp_replace(kolom, '^([^|]+[|][^|]+[|](teller|noemer|aandeel))[|].*$', '\1')"
_FILLED = f"""
select distinct {_UNVERSIONED} as kolom from read_parquet({{file}})
where try_cast(replace(trim(waarde), ',', '.') as double) > -90000 and niveau not in ([ruw])
"""
_COLUMNS = f"""
with oud as ({_FILLED.format(file="$old")}), nieuw as ({_FILLED.format(file="$new")})
select count(*) filter (nieuw.kolom is null), count(*), list(kolom order by kolom) filter (nieuw.kolom is null)
from oud left join nieuw using (kolom) having count(*) > 0
"""
# As numbers: `5,0` and `5` are one figure, and one sign for missing is as good as another.
_NUMBER = "try_cast(replace(trim({waarde}), ',', '.') as double)"
_FIGURES = f"""
with beide as (
    select {_NUMBER.format(waarde="oud.waarde")} as was, {_NUMBER.format(waarde="nieuw.waarde")} as werd
    from read_parquet($old) as oud inner join read_parquet($new) as nieuw using (jaar, niveau, gebiedscode, kolom)
    where niveau not in ([ruw])
)
select count(*) filter ((was is null) <> (werd is null) or abs(was - werd) > 1e-9 * greatest(abs(was), 1)), count(*)
from beide having count(*) > 0
"""


def _outcome(source: Source, release: Release, before: Release, limits: tuple[float, float], share: Share) -> Outcome:
    warn, block = limits
    ernst: Ernst = "blokkeert" if share.may_block and share.part >= block else "waarschuwt"
    return Outcome(
        eigenaar=OWNER,
        controle=share.controle,
        ernst=ernst,
        geslaagd=share.part < warn,
        bron=source.bron,
        release=release.release,
        onderwerp=share.onderwerp,
        waarde=share.part,
        verwacht=f"onder {warn:.0%} (waarschuwt), onder {block:.0%} (blokkeert), naast {before.release}",
        toelichting=share.seen,
    )
