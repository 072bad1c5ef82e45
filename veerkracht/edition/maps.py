"""The maps of an edition as sheets per gemeente: what each shows, on what it stands, or why it is not there.

All comes from dim_kaart, fct_kaart, fct_legenda and dim_periode: nothing is classed or coloured here, nor drawn.
"""

from collections import Counter
from dataclasses import dataclass, replace
from itertools import groupby

from veerkracht import levels
from veerkracht.edition.certainty import Certainty
from veerkracht.edition.legend import LegendEntry, colour, field_text, legend_entries, status_css
from veerkracht.edition.reading import Edition
from veerkracht.edition.records import Kaart, KaartGebied, LegendaRecord, Periode
from veerkracht.edition.sources import Sources
from veerkracht.edition.words import area_text

SHOWN_REASONS = 3

SheetKey = tuple[str, str, int, int, int]  # kaart_id, niveau, indeling, jaar_van, jaar_tot

_AREAS = """
select k.*, g.gebiedsnaam
from fct_kaart k
left join dim_gebied g on g.niveau = k.niveau and g.gebiedscode = k.gebiedscode and g.indeling = k.indeling
where k.gemeentecode = ?
order by k.kaart_id, k.jaar_tot desc, k.jaar_van, k.niveau, k.indeling, k.gebiedscode
"""


@dataclass(frozen=True)
class Sheet:
    """One map of one period in one gemeente; `reden` instead of areas when it cannot be made."""

    css: str
    kaart: Kaart
    titel: str
    jaar_van: int
    jaar_tot: int
    gemeten: str
    over: Periode
    niveau: str
    indeling: int
    gebieden: list[KaartGebied]
    legenda: list[LegendEntry]
    bronnen: str
    reden: str | None
    grijs: str  # what is said of a gemeente without a coloured area on a map of change; else empty
    zekerheid: str  # when an area is coloured, or how surely it is in the highest part

    @property
    def getoond(self) -> int:
        """Number of areas with a class."""
        return sum(row.klasse is not None for row in self.gebieden)

    @property
    def leeshulp(self) -> str:
        """How to read the map and its certainty."""
        return " ".join(text for text in (self.kaart.leeshulp, self.zekerheid) if text)

    @property
    def is_veld(self) -> bool:
        """A legend of three by three classes."""
        return self.kaart.klassen == "tercielen" and len(self.klassen) == 9

    @property
    def klassen(self) -> list[LegendEntry]:
        """The lines of the legend that are a class."""
        return [entry for entry in self.legenda if entry.css.startswith("k")]

    @property
    def veldtekst(self) -> str:
        """Below the field of a map that has one: how many areas are expected to be in the right cell."""
        return field_text(self.klassen, self.over.referentie) if self.is_veld else ""


PeriodSheets = tuple[tuple[int, int], list[Sheet]]  # a period and all its maps of a gemeente, in their order


class Maps:
    """What the sheets of all gemeenten share, read once; no periods where no map could be made."""

    def __init__(self, edition: Edition):
        self.edition, self.doel, self.certainty = edition, edition.about.doel_indeling, Certainty(edition)
        self.kaarten = edition.records(Kaart, "select * from dim_kaart order by volgorde, kaart_id")
        self._periode = {_key(row): row for row in edition.records(Periode, "select * from dim_periode")}
        self.sources = Sources(edition)
        self._legenda: dict[SheetKey, list[LegendaRecord]] = {}
        for row in edition.records(LegendaRecord, "select * from fct_legenda order by klasse nulls last, label"):
            self._legenda.setdefault(_key(row), []).append(row)
        self._opens = {(row.kaart_id, row.jaar_van, row.jaar_tot): row.niveau_open for row in self._periode.values()}
        self.perioden = sorted({(van, tot) for *_, van, tot in self._periode}, key=lambda p: (-p[1], p[0]))

    def of(self, gemeente: str) -> list[PeriodSheets]:
        """The sheets of a gemeente: per period (newest first) all maps in their order."""
        rows: dict[tuple[str, int, int], list[KaartGebied]] = {}
        for row in self.edition.records(KaartGebied, _AREAS, [gemeente]) if self.perioden else []:
            rows.setdefault((row.kaart_id, row.jaar_van, row.jaar_tot), []).append(row)
        return [
            (period, [self._sheet(k, n, period, rows.get((k.kaart_id, *period), [])) for n, k in self._numbered])
            for period in self.perioden
        ]

    @property
    def _numbered(self) -> list[tuple[int, Kaart]]:
        return list(enumerate(self.kaarten, 1))

    def colours(self) -> list[tuple[str, str, str]]:
        """(css of the sheet, css of the class, colour) for every class of every map and period."""
        found = {}
        for (kaart_id, niveau, indeling, van, tot), rows in self._legenda.items():
            number = next((n for n, k in self._numbered if k.kaart_id == kaart_id), None)
            for row in rows:
                if row.klasse is not None and number:
                    css = self._css(number, (van, tot), niveau, indeling)
                    found[css, f"k{row.klasse}"] = colour(row.kleur)
        return [(sheet, entry, value) for (sheet, entry), value in sorted(found.items())]

    def _css(self, number: int, period: tuple[int, int], niveau: str, indeling: int) -> str:
        return f"m{number}-{self.perioden.index(period)}-{niveau}{indeling % 100:02d}"

    def _sheet(self, kaart: Kaart, number: int, period: tuple[int, int], rows: list[KaartGebied]) -> Sheet:
        (niveau, indeling), shown = self._place(rows, self._opens.get((kaart.kaart_id, *period)))
        key = kaart.kaart_id, niveau, indeling, *period
        about = self._periode.get(key, Periode())
        has_class = any(row.klasse is not None for row in shown)
        legend = self._legenda.get(key, [])
        return Sheet(
            css=self._css(number, period, niveau, indeling),
            kaart=kaart,
            titel=_title(kaart),
            jaar_van=period[0],
            jaar_tot=period[1],
            gemeten=self.sources.measured(about),
            over=about,
            niveau=niveau,
            indeling=indeling,
            gebieden=[self._with_looks(kaart, row) for row in shown] if has_class else [],
            legenda=legend_entries(kaart, legend, shown, about.referentie),
            bronnen=self.sources.of(about),
            reden=None if has_class else _why_not(rows),
            grijs=self.certainty.grey(kaart, key[1:], shown),
            zekerheid=self.certainty.text(kaart, key[1:], shown) if has_class else "",
        )

    def _place(self, rows: list[KaartGebied], opens: str | None) -> tuple[tuple[str, int], list[KaartGebied]]:
        """The level at which the map opens, else the finest with a class; the target vintage before another.

        Without any class: the buurten.
        """
        places = {key: list(part) for key, part in groupby(rows, key=lambda r: (r.niveau, r.indeling))}
        order = sorted(places, key=lambda p: (p[0] != opens, levels.known().rank(p[0]), p[1] != self.doel, -p[1]))
        with_class = [p for p in order if any(row.klasse is not None for row in places[p])]
        chosen = next(iter([*with_class, *order]), (levels.known().ground, self.doel))
        return chosen, places.get(chosen, [])

    def _with_looks(self, kaart: Kaart, row: KaartGebied) -> KaartGebied:
        css = f"k{row.klasse}" if row.klasse is not None else status_css(row.status)
        return replace(row, css=css, tekst=area_text(kaart, row, self.certainty.limits))


def _key(row: Periode | LegendaRecord) -> SheetKey:
    return row.kaart_id, row.niveau, row.indeling, row.jaar_van, row.jaar_tot


def _title(kaart: Kaart) -> str:
    return (f"{kaart.kaart_id}. " if kaart.kaart_id.isdigit() else "") + kaart.titel


def _why_not(rows: list[KaartGebied]) -> str:
    """The reasons of the areas, the most frequent first, of each level on which the map could have stood."""
    parts = [(niveau, [row for row in rows if row.niveau == niveau]) for niveau in levels.known().on_maps]
    texts = [(niveau, _reasons(part, niveau)) for niveau, part in parts if part]
    if not texts:
        return "voor deze gemeente zijn er geen gebieden of cijfers in deze editie."
    if len({text for _, text in texts}) == 1:
        return f"{texts[0][1]}."
    return "; ".join(f"per {niveau}: {text}" for niveau, text in texts) + "."


def _reasons(rows: list[KaartGebied], niveau: str) -> str:
    reasons = Counter(row.reden or row.status or "" for row in rows)
    if len(reasons) == 1:
        return next(iter(reasons))
    plural = levels.known()[niveau].meervoud
    return ", ".join(f"{reason} ({count} {plural})" for reason, count in reasons.most_common(SHOWN_REASONS))
