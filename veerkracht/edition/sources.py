"""The sources of an edition, and what a map was measured with: years in words, and the sources with their releases."""

import re
from dataclasses import dataclass

from veerkracht.edition.reading import Edition
from veerkracht.edition.records import BronRecord, Periode

_RELEASES = """
select distinct r.indicator, i.onderdeel, r.jaar, d.brontitel, r.release
from fct_reeks r
join dim_indicator i on i.indicator = r.indicator
join dim_release d on d.bron = r.bron and d.release = r.release
where op_kaart(r.niveau) and r.waarde is not null
    and (i.onderdeel is not null or list_contains($gebruikt, r.indicator))
order by d.brontitel, r.jaar, r.release
"""


@dataclass(frozen=True, slots=True)
class _Served:
    """A release that gives figures of an indicator (or of a part of the index) in a year."""

    indicator: str
    onderdeel: str | None
    jaar: int
    brontitel: str
    release: str


def credits(edition: Edition) -> list[BronRecord]:
    """Sources of this edition, also of outlines only, by title."""
    return edition.records(
        BronRecord,
        "select brontitel, uitgever, licentie, string_agg(release, ', ' order by release) as releases "
        "from dim_release group by all order by brontitel",
    )


class Sources:
    """Sources of all maps of an edition; `of` and `measured` read a row of dim_periode."""

    def __init__(self, edition: Edition):
        used = edition.values("select distinct unnest(string_split(indicatoren, '; ')) from dim_periode")
        self._releases = edition.records(_Served, _RELEASES, {"gebruikt": used})
        labels = edition.rows("select indicator, label from dim_indicator")
        self._labels: dict[str, str] = {row["indicator"]: row["label"] for row in labels}

    def of(self, about: Periode) -> str:
        """Titles of sources with the releases that gave the figures of this map."""
        years, parts = _measured(about), dict(_parts(about))
        found: dict[str, list[str]] = {}
        for row in self._releases:
            if row.jaar in years.get(row.indicator, []) or row.jaar in parts.get(row.onderdeel or "", []):
                releases = found.setdefault(row.brontitel, [])
                releases += [row.release] if row.release not in releases else []
        return "; ".join(f"{title} ({', '.join(releases)})" for title, releases in found.items())

    def measured(self, about: Periode) -> str:
        """Years really measured; with the measure where they differ."""
        named = [text.partition(" ") for text in (about.meetjaren or "").split("; ")]
        if len({years for _, _, years in named}) == 1:
            return named[0][2]
        return "; ".join(f"{self._labels.get(name, name).lower()} {years}" for name, _, years in named)


def _measured(about: Periode) -> dict[str, list[int]]:
    """indicator -> years, of the measures of a map; `meetjaren` and `indicatoren` have the same order."""
    texts, names = ((about.meetjaren or "").split("; "), about.measures)
    return {name: _years(text) for name, text in zip(names, texts, strict=False) if name}


def _parts(about: Periode) -> list[tuple[str, list[int]]]:
    """(part of the index, years) from `inkomen (2014–2022), werk (voorspeld)`."""
    return [(name, _years(text)) for name, text in re.findall(r"(\w+) \(([^)]*)\)", about.onderdelen or "")]


def _years(text: str) -> list[int]:
    return [int(year) for year in re.findall(r"\b\d{4}\b", text)]
