"""The other years of a map of one level measure, in the classes of its newest period: same limits, so years compare.

Only where the legend gives limits: classes that a publisher delivered cannot be given to another year. In which class a
value lies is told by the kind of map.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from veerkracht.edition.legend import legend_entries, status_css
from veerkracht.edition.maps import Maps, Sheet, SheetKey
from veerkracht.edition.reading import Edition
from veerkracht.edition.records import SHOWN, KaartGebied, LegendaRecord, Periode
from veerkracht.mapkinds import register
from veerkracht.mapkinds.level import LevelKind
from veerkracht.products.web.gemeentepagina.series import PageSeries

if TYPE_CHECKING:
    import pandas as pd

YearValues = dict[str, tuple[float | None, str | None]]  # gebiedscode -> value and status in one year
FEW = "te weinig inwoners"
STATUS = {"geheim": "afgeschermd", "onvergelijkbaar": "onvergelijkbaar"}  # as the maps call it
UNKNOWN = "geen gegevens"


class YearSheets:
    """Makes sheets of other years from the series, for every gemeente."""

    def __init__(self, edition: Edition, maps: Maps, series: PageSeries):
        self.maps, self.series, self.minimum = maps, series, edition.about.inwoners_minimum
        self._legend: dict[SheetKey, list[LegendaRecord]] = {}
        sql = "select * from fct_legenda where klasse is not null order by klasse"
        for row in edition.records(LegendaRecord, sql):
            key = row.kaart_id, row.niveau, row.indeling, row.jaar_van, row.jaar_tot
            self._legend.setdefault(key, []).append(row)

    def of(self, gemeente: str, sheet: Sheet, taken: set[int]) -> list[tuple[int, Sheet]]:
        """(year, sheet) of the years that no map of the edition shows; none for a map that cannot be dated back."""
        measure = sheet.over.measures
        legend = self._legend.get(
            (sheet.kaart.kaart_id, sheet.niveau, sheet.indeling, sheet.jaar_van, sheet.jaar_tot), []
        )
        limits = _limits(legend)
        frame = self.series.frame(gemeente, sheet.niveau, sheet.indeling)
        kind = register.KINDS.get(sheet.kaart.klassen)  # an edition may be older than the kinds
        if sheet.reden or not isinstance(kind, LevelKind) or len(measure) != 1 or not limits or frame is None:
            return []
        values, people = (_by_year(frame, name) for name in (measure[0], "a_inw"))
        years = sorted(year for year, areas in values.items() if any(v is not None for v, _ in areas.values()))
        return [
            (
                year,
                self._sheet(
                    sheet, measure[0], legend, _YearClasses(kind, limits), year, values[year], people.get(year, {})
                ),
            )
            for year in years
            if year not in taken
        ]

    def _sheet(
        self,
        sheet: Sheet,
        measure: str,
        legend: list[LegendaRecord],
        classes: "_YearClasses",
        year: int,
        values: YearValues,
        people: YearValues,
    ) -> Sheet:
        found = classes.of({code: value for code, (value, _) in values.items() if value is not None})
        rows = [self._area(area, legend, found.get(area.gebiedscode), values, people) for area in sheet.gebieden]
        told = legend_entries(sheet.kaart, legend, rows)
        entries = [replace(entry, land=None, verwacht="", terecht=None) for entry in told]
        over = Periode(meetjaren=f"{measure} {year}", indicatoren=measure)
        return replace(
            sheet,
            jaar_tot=year,
            gemeten=str(year),
            over=Periode(klassengrond=f"grenzen van de kaart over {sheet.jaar_tot}, zodat jaren te vergelijken zijn"),
            gebieden=rows,
            legenda=entries,
            bronnen=self.maps.sources.of(over),
            zekerheid="",
        )

    def _area(
        self, area: KaartGebied, legend: list[LegendaRecord], klasse: int | None, values: YearValues, people: YearValues
    ) -> KaartGebied:
        value, status = values.get(area.gebiedscode, (None, None))
        inhabitants = people.get(area.gebiedscode, (None, None))[0]
        few = inhabitants < self.minimum if inhabitants is not None else area.status == FEW
        blank = replace(
            area, waarde=None, klasse=None, label=None, kans=None, p_hoogste=None, laag=None, hoog=None, reden=None,
            waarde_gemeten=None, kleur=None,
        )  # fmt: skip
        if few or klasse is None:
            status = FEW if few else STATUS.get(status or "", UNKNOWN)
            return replace(blank, status=status, css=status_css(status))
        found = legend[klasse - 1]
        return replace(
            blank, css=f"k{found.klasse}", klasse=found.klasse, label=found.label, status=SHOWN, waarde=value
        )


@dataclass(frozen=True)
class _YearClasses:
    """The classes of a map between the limits of its legend."""

    kind: LevelKind
    limits: list[float]

    def of(self, values: dict[str, float]) -> dict[str, int]:
        """The class of each value, by the key of the value."""
        figures, limits = np.array([list(values.values())], float), np.array([self.limits])
        return dict(zip(values, self.kind.classes([figures], [limits])[0].tolist(), strict=True))


def _limits(legend: list[LegendaRecord]) -> list[float]:
    """Upper limits of all classes but the last; empty where any is missing."""
    known = [row.bovengrens for row in legend[:-1] if row.bovengrens is not None]
    return [] if len(known) < len(legend) - 1 or any(row.ondergrens_2 for row in legend) else known


def _by_year(frame: "pd.DataFrame", indicator: str) -> dict[int, YearValues]:
    found: dict[int, YearValues] = {}
    part = frame[frame["indicator"] == indicator]
    for code, year, value, status in zip(
        part["gebiedscode"], part["jaar"], part["waarde"], part["status"], strict=True
    ):
        found.setdefault(int(year), {})[code] = (None if value != value else float(value), status)
    return found
