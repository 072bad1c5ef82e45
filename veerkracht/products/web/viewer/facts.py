"""What the maps of the viewer say, as JSON: legends, periods, sources and reasons of the country and per gemeente.

All of it comes from the sheets of `edition.maps`, so that viewer and report say the same in the same words.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property

from veerkracht import levels
from veerkracht.dutch import number
from veerkracht.edition.legend import LegendEntry
from veerkracht.edition.mapcolumns import maps_of
from veerkracht.edition.maps import Maps, Sheet
from veerkracht.edition.reading import Edition
from veerkracht.edition.records import Json, Kaart
from veerkracht.products.web.viewer.tiles import MAX_ZOOM, MIN_ZOOM, Tiles, layer_name, prefix, status_code

CODE = re.compile(r"GM\w{4,}")
SIGNAL = "Deze kaart signaleert en is het begin van een gesprek; zij meet niet hoe bewoners hun buurt ervaren."
OURS = "Reconstructie op open data, niet de kaart van Aedes."


@dataclass
class MapPlace:
    """Where a map of a period stands on one level and vintage: an example, the gemeenten, one legend for all."""

    example: Sheet | None = None
    legend: dict[str, LegendEntry] = field(default_factory=dict)
    gemeenten: list[str] = field(default_factory=list)

    @property
    def drawn(self) -> Sheet:
        """The example; only for a place that has one."""
        assert self.example is not None
        return self.example


@dataclass
class Facts:
    """`gemeenten`: what each says; `standing`: map and period -> (level, vintage) -> where it can be drawn."""

    edition: Edition
    maps: Maps
    gemeenten: dict[str, Json] = field(default_factory=dict)
    standing: dict[str, dict[tuple[str, int], MapPlace]] = field(default_factory=dict)

    @property
    def places(self) -> set[tuple[str, int]]:
        """All (level, vintage) pairs that some map stands on."""
        return {where for places in self.standing.values() for where, place in places.items() if place.example}

    def country(self, tiles: Tiles) -> Json:
        """What the site reads first: maps, periods, legends of the country, statuses, gemeenten and bounds."""
        columns = {one.kaart.kaart_id: one.kolom for one in maps_of(self.edition)}
        sheets = {
            _key(kaart, period): self._sheet(kaart, period, columns[kaart.kaart_id], tiles)
            for period in self.maps.perioden
            for kaart in self.maps.kaarten
        }
        return {
            "tegels": {"lagen": tiles.layers, "kader": tiles.bounds, "van": MIN_ZOOM, "tot": MAX_ZOOM},
            "perioden": [f"{van}-{tot}" for van, tot in self.maps.perioden],
            "gemeenten": [row for row in tiles.gemeenten if row["code"] in self.gemeenten],
            "kaarten": [{"id": k.kaart_id, "titel": k.titel} for k in self.maps.kaarten],
            "vellen": sheets,
            "begin": _first_drawn(sheets),
        }

    def _sheet(self, kaart: Kaart, period: tuple[int, int], column: str, tiles: Tiles) -> Json:
        """One map of one period: its attributes in the tiles, and each place it stands on with legend and notes."""
        places = {w: p for w, p in self.standing.get(_key(kaart, period), {}).items() if p.example}
        order = sorted(places.items(), key=lambda item: -len(item[1].gemeenten))
        return {
            "begin": prefix(column, *period),
            "periode": _period(kaart, period),
            "leeshulp": kaart.leeshulp or "",
            "plaatsen": [self._place(where, place, tiles, len(places) == 1) for where, place in order],
        }

    def _place(self, where: tuple[str, int], place: MapPlace, tiles: Tiles, is_only: bool) -> Json:
        layer, sheet = layer_name(self.edition, *where), place.drawn
        classes = [entry for css, entry in place.legend.items() if css in self._colours.get(sheet.css, {})]
        without = [entry for css, entry in sorted(place.legend.items()) if not css.startswith("k")]
        return {
            "laag": layer if layer in tiles.layers else None,
            "niveau": where[0],
            "indeling": where[1],
            "gemeenten": None if is_only else place.gemeenten,
            "gemeten": sheet.gemeten,
            "zekerheid": sheet.zekerheid,
            "klassen": [
                _entry(e) | {"klasse": int(e.css[1:]), "kleur": self._colours[sheet.css][e.css]} for e in classes
            ],
            "zonder": [_entry(e) | {"status": status_code(e.label)} for e in without],
            "onder": _below(sheet),
        }

    @cached_property
    def _colours(self) -> dict[str, dict[str, str]]:
        """css of a sheet -> css of a class -> colour."""
        found: dict[str, dict[str, str]] = {}
        for sheet, css, value in self.maps.colours():
            found.setdefault(sheet, {})[css] = value
        return found


def collect(edition: Edition, maps: Maps) -> Facts:
    """Read the sheets of every gemeente of the target vintage."""
    found = Facts(edition, maps)
    codes = edition.rows(
        "select gebiedscode, gebiedsnaam from dim_gebied where niveau = 'gemeente' and indeling = ? "
        "and water is distinct from 'buitenland' order by 1",
        [edition.about.doel_indeling],
    )
    for row in codes:
        code = row["gebiedscode"]
        if not CODE.fullmatch(code):
            continue
        own = found.gemeenten[code] = {"naam": row["gebiedsnaam"] or code, "namen": {}, "vellen": {}}
        for period, sheets in maps.of(code):
            for sheet in sheets:
                key = _key(sheet.kaart, period)
                own["vellen"][key] = _gemeente(sheet, own["namen"])
                _stand(found.standing.setdefault(key, {}), sheet, code)
    return found


def _first_drawn(sheets: dict[str, Json]) -> Json:
    """The map and period to begin with: the first that can be drawn anywhere, else the very first."""
    drawn = (key for key, sheet in sheets.items() if any(place["laag"] for place in sheet["plaatsen"]))
    kaart, _, periode = next(drawn, next(iter(sheets))).rpartition("|")
    return {"kaart": kaart, "periode": periode}


def _stand(places: dict[tuple[str, int], MapPlace], sheet: Sheet, gemeente: str) -> None:
    """Count a sheet with its place. A gemeente without this map only adds its statuses to the legend."""
    place = places.setdefault((sheet.niveau, sheet.indeling), MapPlace())
    for entry in sheet.legenda:
        place.legend.setdefault(entry.css, entry)
    if not sheet.reden:
        place.example = place.example or replace(sheet, gebieden=[])
        place.gemeenten.append(gemeente)


def _entry(entry: LegendEntry) -> Json:
    """A line of the legend of the country."""
    return {
        "css": entry.css,
        "label": entry.label,
        "grenzen": entry.grenzen,
        "grenzen_2": entry.grenzen_2,
        "land": entry.land,
        "verwacht": entry.verwacht,
    }


def _gemeente(sheet: Sheet, names: dict[str, str]) -> Json:
    """Counts and inhabitants per entry of the legend, and the text of every area without its name."""
    if sheet.reden:
        return {"reden": sheet.reden}
    people: dict[str, float] = defaultdict(float)
    for row in sheet.gebieden:
        people[row.css] += row.inwoners or 0
        names[row.gebiedscode] = row.naam
    return {
        "hier": {entry.css: entry.hier for entry in sheet.legenda},
        "inwoners": {css: round(count) for css, count in people.items()},
        "grijs": sheet.grijs,
        "getoond": sheet.getoond,
        "gebieden": {row.gebiedscode: row.tekst[len(row.naam) + 2 :] for row in sheet.gebieden},
    }


def _key(kaart: Kaart, period: tuple[int, int]) -> str:
    return f"{kaart.kaart_id}|{period[0]}-{period[1]}"


def _period(kaart: Kaart, period: tuple[int, int]) -> str:
    return str(period[1]) if kaart.is_niveau else f"{period[0]}–{period[1]}"


def _below(sheet: Sheet) -> str:
    """What stands under every map: counts, classes, boundaries, components, sources and what it is not."""
    about, parts = sheet.over, []
    if about.n_getoond is not None:
        shown, not_shown = number(about.n_getoond), number(about.n_niet_getoond)
        parts.append(f"In het land {shown} {levels.known()[sheet.niveau].meervoud} met en {not_shown} zonder klasse.")
        parts += [f"Klassen: {about.klassengrond}."] if about.klassengrond else []
        parts += [f"Let op: {about.referentie}."] if about.referentie else []
    parts.append(f"Grenzen: indeling van {sheet.indeling}.")
    parts += [f"Kwetsbaarheid staat hier op: {about.onderdelen}."] if about.onderdelen else []
    parts += [f"Bronnen: {sheet.bronnen}."] if sheet.bronnen else []
    return " ".join([*parts, SIGNAL, OURS])
