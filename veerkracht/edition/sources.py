"""The sources of an edition, and what a map was measured with: years in words, and the sources with their releases."""

import re

from veerkracht.edition.reading import Edition

_RELEASES = """
select distinct r.indicator, i.onderdeel, r.jaar, d.brontitel, r.release
from fct_reeks r
join dim_indicator i on i.indicator = r.indicator
join dim_release d on d.bron = r.bron and d.release = r.release
where r.niveau in ('buurt', 'wijk') and r.waarde is not null
    and (i.onderdeel is not null or list_contains($gebruikt, r.indicator))
order by d.brontitel, r.jaar, r.release
"""


def credits(edition: Edition) -> list[dict]:
    """Sources of this edition, also of outlines only: brontitel, uitgever, licentie, releases (text), by title."""
    return edition.rows(
        "select brontitel, uitgever, licentie, string_agg(release, ', ' order by release) as releases "
        "from dim_release group by all order by brontitel"
    )


class Sources:
    """Sources of all maps of an edition; `of` and `measured` read a row of dim_periode."""

    def __init__(self, edition: Edition):
        used = edition.rows("select distinct unnest(string_split(indicatoren, '; ')) as naam from dim_periode")
        self._releases = edition.rows(_RELEASES, {"gebruikt": [row["naam"] for row in used]})
        self._labels = {r["indicator"]: r["label"] for r in edition.rows("select indicator, label from dim_indicator")}

    def of(self, about: dict) -> str:
        """Titles of sources with the releases that gave the figures of this map."""
        years, parts = _measured(about), dict(_parts(about))
        found: dict[str, list[str]] = {}
        for row in self._releases:
            if row["jaar"] in years.get(row["indicator"], []) or row["jaar"] in parts.get(row["onderdeel"], []):
                releases = found.setdefault(row["brontitel"], [])
                releases += [row["release"]] if row["release"] not in releases else []
        return "; ".join(f"{title} ({', '.join(releases)})" for title, releases in found.items())

    def measured(self, about: dict) -> str:
        """Years really measured; with the measure where they differ."""
        named = [text.partition(" ") for text in (about.get("meetjaren") or "").split("; ")]
        if len({years for _, _, years in named}) == 1:
            return named[0][2]
        return "; ".join(f"{self._labels.get(name, name).lower()} {years}" for name, _, years in named)


def _measured(about: dict) -> dict[str, list[int]]:
    """indicator -> years, of the measures of a map; `meetjaren` and `indicatoren` have the same order."""
    texts, names = ((about.get(key) or "").split("; ") for key in ("meetjaren", "indicatoren"))
    return {name: _years(text) for name, text in zip(names, texts, strict=False) if name}


def _parts(about: dict) -> list[tuple[str, list[int]]]:
    """(part of the index, years) from `inkomen (2014–2022), werk (voorspeld)`."""
    return [(name, _years(text)) for name, text in re.findall(r"(\w+) \(([^)]*)\)", about.get("onderdelen") or "")]


def _years(text: str) -> list[int]:
    return [int(year) for year in re.findall(r"\b\d{4}\b", text)]
