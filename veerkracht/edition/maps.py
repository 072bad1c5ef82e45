"""The maps of an edition as sheets per gemeente: what each shows, on what it stands, or why it is not there.

All comes from dim_kaart, fct_kaart, fct_legenda and dim_periode: nothing is classed or coloured here, nor drawn.
"""

from collections import Counter
from dataclasses import dataclass
from itertools import groupby

from veerkracht.edition.legend import Entry, colour, legend_entries, status_css
from veerkracht.edition.reading import Edition
from veerkracht.edition.sources import Sources
from veerkracht.edition.words import area_text

TABLES = {"dim_kaart", "dim_periode", "fct_kaart", "fct_legenda"}
PLURAL = {"buurt": "buurten", "wijk": "wijken"}
SHOWN_REASONS = 3

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
    kaart: dict
    titel: str
    jaar_van: int
    jaar_tot: int
    gemeten: str
    over: dict  # row of dim_periode; empty where there is none
    niveau: str
    indeling: int
    gebieden: list[dict]  # rows of fct_kaart with css and tekst
    legenda: list[Entry]
    bronnen: str
    reden: str | None

    @property
    def getoond(self) -> int:
        """Number of areas with a class."""
        return sum(row["klasse"] is not None for row in self.gebieden)

    @property
    def onzeker(self) -> int:
        """Number of areas whose class is uncertain."""
        return sum(bool(row["is_onzeker"]) for row in self.gebieden)

    @property
    def is_vooral_onzeker(self) -> bool:
        """More than half of the classes are uncertain."""
        return 2 * self.onzeker > self.getoond

    @property
    def is_veld(self) -> bool:
        """A legend of three by three classes."""
        return self.kaart["klassen"] == "tercielen" and sum(e.css.startswith("k") for e in self.legenda) == 9


class Maps:
    """What the sheets of all gemeenten share, read once. An edition of before the maps has none."""

    def __init__(self, edition: Edition):
        self.edition, self.doel, self.settings = edition, edition.about.doel_indeling, edition.settings
        has_maps = edition.tables >= TABLES
        self.kaarten = edition.rows("select * from dim_kaart order by volgorde, kaart_id") if has_maps else []
        rows = edition.rows("select * from dim_periode") if has_maps else []
        self.perioden = sorted({(r["jaar_van"], r["jaar_tot"]) for r in rows}, key=lambda p: (-p[1], p[0]))
        keys = ("kaart_id", "niveau", "indeling", "jaar_van", "jaar_tot")
        self._periode = {tuple(row[key] for key in keys): row for row in rows}
        self._legenda: dict[tuple, list[dict]] = {}
        for row in edition.rows("select * from fct_legenda order by klasse nulls last, label") if has_maps else []:
            self._legenda.setdefault(tuple(row[key] for key in keys), []).append(row)
        self.sources = Sources(edition) if has_maps else None

    def of(self, gemeente: str) -> list[tuple[tuple[int, int], list[Sheet]]]:
        """The sheets of a gemeente: per period (newest first) all maps in their order."""
        rows: dict[tuple, list[dict]] = {}
        for row in self.edition.rows(_AREAS, [gemeente]) if self.perioden else []:
            rows.setdefault((row["kaart_id"], row["jaar_van"], row["jaar_tot"]), []).append(row)
        return [
            (period, [self._sheet(k, n, period, rows.get((k["kaart_id"], *period), [])) for n, k in self._numbered])
            for period in self.perioden
        ]

    @property
    def _numbered(self) -> list[tuple[int, dict]]:
        return list(enumerate(self.kaarten, 1))

    def colours(self) -> list[tuple[str, str, str]]:
        """(css of the sheet, css of the class, colour) for every class of every map and period."""
        found = {}
        for (kaart_id, niveau, indeling, van, tot), rows in self._legenda.items():
            number = next((n for n, k in self._numbered if k["kaart_id"] == kaart_id), None)
            for row in rows:
                if row["klasse"] is not None and number:
                    css = self._css(number, (van, tot), niveau, indeling)
                    found[css, f"k{row['klasse']}"] = colour(row["kleur"])
        return [(sheet, entry, value) for (sheet, entry), value in sorted(found.items())]

    def _css(self, number: int, period: tuple[int, int], niveau: str, indeling: int) -> str:
        return f"m{number}-{self.perioden.index(period)}-{niveau[0]}{indeling % 100:02d}"

    def _sheet(self, kaart: dict, number: int, period: tuple[int, int], rows: list[dict]) -> Sheet:
        (niveau, indeling), shown = self._place(rows)
        about = self._periode.get((kaart["kaart_id"], niveau, indeling, *period), {})
        has_class = any(row["klasse"] is not None for row in shown)
        legend = self._legenda.get((kaart["kaart_id"], niveau, indeling, *period), [])
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
            gebieden=[row | self._look(kaart, row) for row in shown] if has_class else [],
            legenda=legend_entries(kaart, legend, shown),
            bronnen=self.sources.of(about),
            reden=None if has_class else _why_not(rows),
        )

    def _place(self, rows: list[dict]) -> tuple[tuple[str, int], list[dict]]:
        """The finest level with a class, on the target vintage before another; without any class: the buurten."""
        places = {key: list(part) for key, part in groupby(rows, key=lambda r: (r["niveau"], r["indeling"]))}
        order = sorted(places, key=lambda p: (p[0] != "buurt", p[1] != self.doel, -p[1]))
        with_class = [p for p in order if any(row["klasse"] is not None for row in places[p])]
        chosen = next(iter([*with_class, *order]), ("buurt", self.doel))
        return chosen, places.get(chosen, [])

    def _look(self, kaart: dict, row: dict) -> dict:
        css = f"k{row['klasse']}" if row["klasse"] is not None else status_css(row["status"])
        return {"css": css, "tekst": area_text(kaart, row, self.settings)}


def _title(kaart: dict) -> str:
    return (f"{kaart['kaart_id']}. " if kaart["kaart_id"].isdigit() else "") + kaart["titel"]


def _why_not(rows: list[dict]) -> str:
    """The reasons of the areas, the most frequent first, of each level on which the map could have stood."""
    levels = [(niveau, [row for row in rows if row["niveau"] == niveau]) for niveau in PLURAL]
    texts = [(niveau, _reasons(part, niveau)) for niveau, part in levels if part]
    if not texts:
        return "voor deze gemeente zijn er geen gebieden of cijfers in deze editie."
    if len({text for _, text in texts}) == 1:
        return f"{texts[0][1]}."
    return "; ".join(f"per {niveau}: {text}" for niveau, text in texts) + "."


def _reasons(rows: list[dict], niveau: str) -> str:
    reasons = Counter(row["reden"] or row["status"] for row in rows)
    if len(reasons) == 1:
        return next(iter(reasons))
    return ", ".join(f"{reason} ({count} {PLURAL[niveau]})" for reason, count in reasons.most_common(SHOWN_REASONS))
