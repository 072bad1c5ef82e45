"""All that the page of one gemeente knows, as plain data: places, maps with their moments, series, reasons."""

from dataclasses import asdict
from typing import TYPE_CHECKING

from veerkracht import levels
from veerkracht.edition.looks import looks
from veerkracht.edition.maps import Maps, Sheet
from veerkracht.edition.reading import Edition
from veerkracht.edition.records import Gebied, Json, Kaart
from veerkracht.edition.sources import credits
from veerkracht.products.web.gemeentepagina.pictures import picture
from veerkracht.products.web.gemeentepagina.reasons import Reasons
from veerkracht.products.web.gemeentepagina.series import PageSeries
from veerkracht.products.web.gemeentepagina.shapes import shapes
from veerkracht.products.web.gemeentepagina.texts import Texts
from veerkracht.products.web.gemeentepagina.years import YearSheets

if TYPE_CHECKING:
    import geopandas as gpd

_GEMEENTEN = """
select gebiedscode, gebiedsnaam from dim_gebied
where niveau = 'gemeente' and indeling = ? and water = 'land' order by gebiedscode
"""
_AREAS = """
select * from dim_gebied
where op_kaart(niveau) and water = 'land' order by gebiedsnaam, gebiedscode
"""

NiveauIndeling = tuple[str, int]


class Payloads:
    """What the pages share, read once."""

    def __init__(self, edition: Edition):
        self.edition, self.doel = edition, edition.about.doel_indeling
        self.maps = Maps(edition)
        self.names = {r["gebiedscode"]: r["gebiedsnaam"] for r in edition.rows(_GEMEENTEN, [self.doel])}
        self._areas: dict[tuple[str, str, int], list[Gebied]] = {}
        for area in edition.records(Gebied, _AREAS):
            self._areas.setdefault((area.gemeentecode or "", area.niveau, area.indeling), []).append(area)
        places = edition.rows("select distinct niveau, indeling from dim_periode")
        used = {(row["niveau"], row["indeling"]) for row in places}
        used |= {(niveau, self.doel) for niveau in levels.known().on_maps}
        self.series = PageSeries(edition, sorted(used), _measures(edition))
        self.years = YearSheets(edition, self.maps, self.series)
        self.reasons = Reasons(edition)
        self._outlines: dict[NiveauIndeling, dict[str, gpd.GeoDataFrame]] = {}
        self._colours: dict[str, dict[str, str]] = {}
        for sheet, css, colour in self.maps.colours():
            self._colours.setdefault(sheet, {})[css] = colour

    @property
    def codes(self) -> list[str]:
        """Gemeenten with buurten or wijken, in order of code."""
        return [code for code in self.names if (code, levels.known().ground, self.doel) in self._areas]

    def of(self, gemeente: str) -> Json:
        """The data of one page."""
        texts, places = Texts(), _PagePlaces(self, gemeente)
        kaarten = [self._map(kaart, gemeente, sheets, places, texts) for kaart, sheets in self._sheets(gemeente)]
        placed = places.all
        return {
            "gemeente": {"code": gemeente, "naam": self.names[gemeente] or gemeente},
            "over": asdict(self.edition.about),
            "perioden": [list(period) for period in self.maps.perioden],
            "kaarten": kaarten,
            "plaatsen": placed,
            "reeksen": self.series.of(gemeente, placed),
            "aandacht": [self.reasons.of(p["niveau"], p["indeling"], p["code"], texts) for p in placed],
            "teksten": texts.all,
            "kleuren": asdict(looks().lijn),
            "bronnen": [asdict(bron) for bron in credits(self.edition)],
        }

    def _sheets(self, gemeente: str) -> list[tuple[Kaart, list[Sheet]]]:
        """Each map with its sheets of all periods, the oldest end first; a map of one moment once a year."""
        periods = [sheets for _, sheets in self.maps.of(gemeente)]
        found = []
        for number, kaart in enumerate(self.maps.kaarten):
            sheets = sorted((made[number] for made in periods), key=lambda s: (s.jaar_tot, -s.jaar_van))
            if kaart.is_niveau:
                sheets = list({sheet.jaar_tot: sheet for sheet in sheets}.values())
            found.append((kaart, sheets))
        return [(kaart, sheets) for kaart, sheets in found if sheets]  # none of them where no period has maps

    def _map(self, kaart: Kaart, gemeente: str, sheets: list[Sheet], places: "_PagePlaces", texts: Texts) -> Json:
        best = next((sheet for sheet in reversed(sheets) if not sheet.reden), sheets[-1])  # the newest that is a map
        taken = {sheet.jaar_tot for sheet in sheets}  # also where the edition refuses: the page does not overrule it
        older = self.years.of(gemeente, best, taken)
        all_sheets = sorted([*sheets, *(sheet for _, sheet in older)], key=lambda sheet: sheet.jaar_tot)
        pictures = []
        for sheet in all_sheets:
            place = places.number((sheet.niveau, sheet.indeling))
            colours = self._colours.get(sheet.css, {})
            codes = places.all[place]["code"]
            drawn = picture(sheet, codes, colours, self.maps.certainty.limits, texts)
            pictures.append({"plaats": place} | drawn)
        return {
            "id": kaart.kaart_id,
            "titel": best.titel,
            "kort": kaart.titel,
            "eenheid": kaart.eenheid or "",
            "maat": best.over.measures,
            "is_jaar": kaart.is_niveau,
            "standen": pictures,
            "eerste": next(n for n, sheet in enumerate(all_sheets) if sheet is best),
        }

    def areas(self, gemeente: str, place: NiveauIndeling) -> list[Gebied]:
        return self._areas.get((gemeente, *place), [])

    def outlines(self, gemeente: str, place: NiveauIndeling) -> "gpd.GeoDataFrame | None":
        if place not in self._outlines:
            frame = self.edition.outlines(*place)
            self._outlines[place] = {} if frame is None else dict(list(frame.groupby("gemeentecode")))
        return self._outlines[place].get(gemeente)


class _PagePlaces:
    """The levels and vintages that the maps of one gemeente use, each once, with its areas and outlines."""

    def __init__(self, payloads: Payloads, gemeente: str):
        self._payloads, self._gemeente = payloads, gemeente
        self._known: dict[NiveauIndeling, Json] = {}
        self.number((levels.known().ground, payloads.doel))

    def number(self, place: NiveauIndeling) -> int:
        if place not in self._known:
            self._known[place] = self._make(place)
        return list(self._known).index(place)

    @property
    def all(self) -> list[Json]:
        return list(self._known.values())

    def _make(self, place: NiveauIndeling) -> Json:
        areas = self._payloads.areas(self._gemeente, place)
        frame = self._payloads.outlines(self._gemeente, place)
        land, water, wijken = ({}, [], []) if frame is None else shapes(frame)
        wijknamen = {a.gebiedscode: a.gebiedsnaam for a in self._payloads.areas(self._gemeente, ("wijk", place[1]))}
        used = sorted({a.wijkcode for a in areas if a.wijkcode}) if place[0] == levels.known().ground else []
        return {
            "niveau": place[0],
            "indeling": place[1],
            "code": [a.gebiedscode for a in areas],
            "naam": [a.naam for a in areas],
            "inwoners": [None if a.inwoners is None else round(a.inwoners) for a in areas],
            "wijken": [[code, wijknamen.get(code) or code] for code in used],
            "wijk": [used.index(a.wijkcode) if a.wijkcode in used else None for a in areas],
            "ringen": [land.get(a.gebiedscode, []) for a in areas],
            "water": water,
            "wijkranden": wijken if place[0] == levels.known().ground else [],
        }


def _measures(edition: Edition) -> list[str]:
    """Indicators that a map of one level measure shows on its own."""
    rows = edition.rows(
        "select distinct p.indicatoren from dim_periode p join dim_kaart k on k.kaart_id = p.kaart_id "
        "where k.soort = 'niveau' and p.indicatoren in (select indicator from dim_indicator) order by 1"
    )
    return [row["indicatoren"] for row in rows]
