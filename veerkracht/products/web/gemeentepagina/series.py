"""Series of the indicators through the years, of areas, their gemeente and the land; read once for all gemeenten."""

from typing import TYPE_CHECKING

from veerkracht.edition.looks import looks
from veerkracht.edition.reading import Edition
from veerkracht.edition.records import IndicatorRecord, Json

if TYPE_CHECKING:
    import pandas as pd

SPARE_DECIMALS = 1  # one more than is shown

_FINE = """
select g.gemeentecode, r.niveau, r.indeling, r.gebiedscode, r.indicator, r.jaar, r.waarde, r.status
from fct_reeks r
join dim_gebied g on g.niveau = r.niveau and g.gebiedscode = r.gebiedscode and g.indeling = r.indeling
where op_kaart(r.niveau) and list_contains($indicatoren, r.indicator)
    and list_contains($plaatsen, r.niveau || r.indeling)
    and (r.waarde is not null or list_contains($kaartmaten, r.indicator))
"""
_COARSE = """
select niveau, gebiedscode, indicator, jaar, waarde from fct_reeks
where niveau in ('gemeente', 'land') and (indeling = $doel or niveau = 'land') and waarde is not null
    and list_contains($indicatoren, indicator)
qualify row_number() over (
    partition by niveau, gebiedscode, indicator, jaar order by indeling = $doel desc, indeling desc) = 1
"""


class PageSeries:
    """Series of map indicators and of what the maps measure.

    `maten` are the indicators of which a map can show other years: of these also the reason of a missing value.
    """

    def __init__(self, edition: Edition, places: list[tuple[str, int]], maten: list[str]):
        names = [*dict.fromkeys([row.indicator for row in edition.map_indicators] + maten)]
        self.indicators = {
            row.indicator: row
            for row in edition.records(
                IndicatorRecord, "select * from dim_indicator where list_contains(?, indicator)", [names]
            )
        }
        first = looks().rapport_grafieken
        rank = {name: n for n, name in enumerate([*first, *names][::-1])}
        self._order = sorted((name for name in names if name in self.indicators), key=rank.__getitem__, reverse=True)
        frame = edition.frame(
            _FINE,
            {"indicatoren": names, "kaartmaten": maten, "plaatsen": [f"{n}{i}" for n, i in places]},
        )
        self._fine = dict(list(frame.groupby("gemeentecode")))
        self._coarse: dict[tuple[str, str, str], dict[int, float]] = {}
        for row in edition.rows(_COARSE, {"doel": edition.about.doel_indeling, "indicatoren": names}):
            key = row["niveau"], row["gebiedscode"], row["indicator"]
            self._coarse.setdefault(key, {})[row["jaar"]] = row["waarde"]
        self._land = next((code for niveau, code, _ in self._coarse if niveau == "land"), "")

    def frame(self, gemeente: str, niveau: str, indeling: int) -> "pd.DataFrame | None":
        """Rows of the areas of one level and vintage of a gemeente."""
        part = self._fine.get(gemeente)
        return None if part is None else part[(part["niveau"] == niveau) & (part["indeling"] == indeling)]

    def of(self, gemeente: str, places: list[Json]) -> list[Json]:
        """Per indicator with a value here: names, years, values of gemeente and land, and a row an area a place."""
        frames = [self.frame(gemeente, p["niveau"], p["indeling"]) for p in places]
        found = [self._one(name, gemeente, places, frames) for name in self._order]
        return [series for series in found if series]

    def _one(self, name: str, gemeente: str, places: list[Json], frames: "list[pd.DataFrame | None]") -> Json | None:
        parts = [None if f is None else f[(f["indicator"] == name) & f["waarde"].notna()] for f in frames]
        years = sorted({int(year) for part in parts if part is not None for year in part["jaar"].unique()})
        if not years:
            return None
        about = self.indicators[name]
        decimals = (about.decimalen or 0) + SPARE_DECIMALS
        is_count = about.soort == "aantal"  # a buurt beside its gemeente says nothing there
        series = {
            "id": name,
            "naam": about.label,
            "eenheid": about.eenheid or "",
            "decimalen": about.decimalen or 0,
            "richting": about.richting or "neutraal",
            "uitleg": about.definitie or "",
            "jaren": years,
            "gebieden": [_table(part, p["code"], years, decimals) for part, p in zip(parts, places, strict=True)],
        }
        for level, code in (("gemeente", gemeente), ("land", self._land)):
            values = {} if is_count else self._coarse.get((level, code, name), {})
            series[level] = [plain(values.get(year), decimals) for year in years]
        return series


def _table(part: "pd.DataFrame | None", codes: list[str], years: list[int], decimals: int) -> list[list[float | None]]:
    """A row an area in the order of `codes`, a column a year; an area without any value has an empty row."""
    import numpy as np
    import pandas as pd

    if part is None or part.empty:
        return []
    values: np.ndarray = np.full((len(codes), len(years)), np.nan)
    at = pd.Index(codes).get_indexer(pd.Index(part["gebiedscode"]))
    year = pd.Index(years).get_indexer(pd.Index(part["jaar"]))
    values[at[at >= 0], year[at >= 0]] = part["waarde"].to_numpy()[at >= 0]
    return [[] if np.isnan(row).all() else [plain(v, decimals) for v in row.tolist()] for row in values]


def plain(value: float | None, decimals: int) -> float | int | None:
    """A number as short as it can be written in JSON; None for what is missing."""
    if value is None or value != value:
        return None
    rounded = round(value, decimals)
    return int(rounded) if rounded == int(rounded) else rounded
