"""What a page says in words and totals besides its maps: the article's questions, samenloop, attention, comparison.

Reads mrt_uitspraak, fct_gemeente, mrt_aandacht and fct_vergelijking of one period, once; judges nothing itself.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from veerkracht.edition.reading import Edition
from veerkracht.edition.records import Aandacht, GemeenteTotal, Uitspraak, Vergelijking
from veerkracht.levels import LANDCODE

SHOWN_ATTENTION = 10
BOTH_ROSE = ("beide_toegenomen", "verwacht")  # subject and category of the expected inhabitants
WITHOUT = "zonder waarde"
RESILIENCE = "veerkracht"  # a change by itself: of the score of overlast beside what was to be expected
MEASURES = ("kwetsbaarheid", "kwetsbaarheid|verschil", "onv", "onv|verschil")
RANKED = (  # columns of the table of gemeenten: subject, category, heading
    (*BOTH_ROSE, "Woont naar verwachting waar kwetsbaarheid én overlast toenamen"),
    ("gemiddelde", "kwetsbaarheid", "Kwetsbaarheid"),
    ("gemiddelde", "kwetsbaarheid|verschil", "Verandering kwetsbaarheid"),
    ("gemiddelde", "onv", "Overlast en onveiligheid"),
    ("gemiddelde", "onv|verschil", "Verandering overlast en onveiligheid"),
    ("gemiddelde", RESILIENCE, "Veerkracht"),
)

_PERIOD = """
select distinct jaar_van, jaar_tot from dim_periode
order by (jaar_van = ? and jaar_tot = ?) desc nulls last, jaar_tot desc, jaar_van limit 1
"""
_SENTENCES = "select * from mrt_uitspraak where jaar_van = ? and jaar_tot = ? order by volgorde, vraag"
_TOTALS = "select * from fct_gemeente where jaar_van = ? and jaar_tot = ? and onderwerp <> 'kaartklasse'"
_ATTENTION = """
select a.*, g.gebiedsnaam from mrt_aandacht a
left join dim_gebied g on g.niveau = a.niveau and g.gebiedscode = a.gebiedscode and g.indeling = a.indeling
where a.jaar_van = $van and a.jaar_tot = $tot and a.rang_gemeente <= $aantal
qualify dense_rank() over (
    partition by a.gemeentecode order by rang(a.niveau), a.indeling <> $doel, a.indeling desc) = 1
order by a.gemeentecode, a.rang_gemeente
"""
_PEERS = """
select v.*, g.gebiedsnaam from fct_vergelijking v
left join dim_gebied g on g.niveau = 'gemeente' and g.gebiedscode = v.peer and g.indeling = v.indeling
where v.indeling = ? order by v.gebiedscode, v.rang
"""

RowT = TypeVar("RowT")
Totals = dict[tuple[str, str], GemeenteTotal]  # (onderwerp, categorie) -> row


@dataclass(frozen=True, slots=True)
class GemeenteFigure:
    """A cell of the table of gemeenten: a share in per cent or a mean, with its rank; `land` is that of the land."""

    waarde: float | None
    eenheid: str
    decimalen: int
    is_verschil: bool
    rang: int | None
    van: int | None
    toelichting: str
    land: float | None


@dataclass(frozen=True, slots=True)
class BothRoseStory:
    """Inhabitants of a class of the map of both changes, or those expected where both rose; beside it the land."""

    eigen: GemeenteTotal
    land: GemeenteTotal | None


@dataclass(frozen=True, slots=True)
class Corporatie:
    """Corporation buurten or the rest: counts, and the means in the order of MEASURES."""

    totaal: GemeenteTotal
    maten: list[float | None]


@dataclass(frozen=True, slots=True)
class PeerGemeente:
    """A gemeente that is much alike, with the cells of the table of gemeenten."""

    vergelijking: Vergelijking
    cijfers: list[GemeenteFigure]


@dataclass(frozen=True, slots=True)
class GemeenteVerhaal:
    """Everything the page of a gemeente says."""

    periode: tuple[int, int] | None
    uitspraken: list[Uitspraak]
    verwacht: BothRoseStory | None
    samenloop: list[BothRoseStory]
    corporatie: list[Corporatie]
    gemiddelden: list[GemeenteFigure]
    aandacht: list[Aandacht]
    vergelijking: list[PeerGemeente]


@dataclass(frozen=True, slots=True)
class LandVerhaal:
    """The same of the land, the sentences of each region, and the study's figures with theirs beside ours."""

    periode: tuple[int, int] | None
    uitspraken: list[Uitspraak]
    regios: list[tuple[str, list[Uitspraak]]]
    verwacht: BothRoseStory | None
    samenloop: list[BothRoseStory]
    corporatie: list[Corporatie]
    studie: list[str | None]


class Story:
    """Texts and totals of all pages, over `years` where these are a period of the maps, else over the newest.

    Empty where no period has maps.
    """

    def __init__(self, edition: Edition, years: tuple[int, int] | None = None):
        self.edition, self.doel = edition, edition.about.doel_indeling
        periods = edition.rows(_PERIOD, years or (None, None))
        self.periode = next(((row["jaar_van"], row["jaar_tot"]) for row in periods), None)
        given = edition.rows("select indicator, decimalen from dim_indicator")
        self.decimals = {row["indicator"]: row["decimalen"] for row in given}

    def of(self, gemeente: str) -> GemeenteVerhaal:
        """What the page of a gemeente says."""
        return GemeenteVerhaal(
            periode=self.periode,
            uitspraken=self._sentences.get(gemeente, []),
            verwacht=self._expected(gemeente),
            samenloop=self._together(gemeente),
            corporatie=self._corporation(gemeente),
            gemiddelden=self._means(gemeente),
            aandacht=self._attention.get(gemeente, []),
            vergelijking=[PeerGemeente(peer, self.ranked(peer.peer)) for peer in self._peers.get(gemeente, [])],
        )

    def country(self) -> LandVerhaal:
        """What the page of the land says."""
        totals = self._totals.get(LANDCODE, {})
        return LandVerhaal(
            periode=self.periode,
            uitspraken=self._sentences.get(LANDCODE, []),
            regios=[(code, rows) for code, rows in self._sentences.items() if rows[0].niveau == "regio"],
            verwacht=self._expected(LANDCODE),
            samenloop=self._together(LANDCODE),
            corporatie=self._corporation(LANDCODE),
            studie=[
                totals[key].toelichting for key in sorted(totals) if key[0] == "studie" and "|studie" not in key[1]
            ],
        )

    def ranked(self, gemeente: str) -> list[GemeenteFigure]:
        """Cells of the table of gemeenten, in the order of RANKED."""
        return [self._cell(gemeente, subject, category) for subject, category, _ in RANKED]

    @property
    def has_totals(self) -> bool:
        """Whether this edition counts anything per gemeente."""
        return bool(self._totals)

    @cached_property
    def _sentences(self) -> dict[str, list[Uitspraak]]:
        rows = self.edition.records(Uitspraak, _SENTENCES, self.periode) if self.periode else []
        return _grouped(rows, lambda row: row.gebiedscode)

    @cached_property
    def _totals(self) -> dict[str, Totals]:
        rows = self.edition.records(GemeenteTotal, _TOTALS, self.periode) if self.periode else []
        areas = _grouped(rows, lambda row: row.gebiedscode)
        return {code: {(row.onderwerp, row.categorie): row for row in part} for code, part in areas.items()}

    @cached_property
    def _attention(self) -> dict[str, list[Aandacht]]:
        if self.periode is None:
            return {}
        van, tot = self.periode
        values = {"van": van, "tot": tot, "aantal": SHOWN_ATTENTION, "doel": self.doel}
        return _grouped(self.edition.records(Aandacht, _ATTENTION, values), lambda row: row.gemeentecode)

    @cached_property
    def _peers(self) -> dict[str, list[Vergelijking]]:
        return _grouped(self.edition.records(Vergelijking, _PEERS, [self.doel]), lambda row: row.gebiedscode)

    def _expected(self, code: str) -> BothRoseStory | None:
        """Inhabitants expected where both rose beyond the thresholds."""
        own, land = (self._totals.get(area, {}).get(BOTH_ROSE) for area in (code, LANDCODE))
        return BothRoseStory(own, land) if own and own.inwoners is not None else None

    def _together(self, code: str) -> list[BothRoseStory]:
        """Inhabitants per class of the map of both changes, in the order of its legend; empty when unknown."""
        own, land = self._totals.get(code, {}), self._totals.get(LANDCODE, {})
        keys = [("samenloop", name) for name in [*self._classes, WITHOUT]]
        rows = [BothRoseStory(own[key], land.get(key)) for key in keys if key in own]
        return rows if any(row.eigen.aandeel is not None for row in rows) else []

    @cached_property
    def _classes(self) -> list[str]:
        labels = self.edition.values("select labels from dim_kaart where soort = 'samenloop'")
        return [label for text in labels for label in text.split(";")]

    def _corporation(self, code: str) -> list[Corporatie]:
        """Corporation buurten against the rest: counts, and the means of vulnerability and nuisance."""
        totals = self._totals.get(code, {})
        rows = []
        for name in ("corporatiebuurt", "rest"):
            count = totals.get(("corporatiebuurt", name))
            if count and count.buurten:
                means = [totals.get(("corporatiebuurt", f"{name}|{measure}")) for measure in MEASURES]
                rows.append(Corporatie(count, [mean.waarde if mean else None for mean in means]))
        return rows

    def _means(self, code: str) -> list[GemeenteFigure]:
        """Weighted means of the gemeente with their rank and those of the land."""
        own = self._totals.get(code, {})
        keys = sorted(key for key in own if key[0] in ("gemiddelde", "politie_overlast"))
        return [self._cell(code, *key) for key in keys if own[key].waarde is not None]

    def _cell(self, code: str, subject: str, category: str) -> GemeenteFigure:
        row, land = (self._totals.get(area, {}).get((subject, category)) for area in (code, LANDCODE))
        is_share = row is None or row.waarde is None
        share = 100 * row.aandeel if row and row.aandeel is not None else None
        return GemeenteFigure(
            waarde=share if row is None or row.waarde is None else row.waarde,
            eenheid="%" if is_share else "",
            decimalen=0 if is_share else self._decimals(category),
            is_verschil=category.endswith("|verschil") or category == RESILIENCE,
            rang=row.rang if row else None,
            van=row.van if row else None,
            toelichting=(row.toelichting if row else None) or "",
            land=land.waarde if land else None,
        )

    def _decimals(self, category: str) -> int:
        """A mean has more decimals than what it is made of, but for scores that have them; resilience is one."""
        given = self.decimals.get("onv" if category == RESILIENCE else category.partition("|")[0])
        return 2 if given is None else given if given >= 2 else given + 1


def _grouped(rows: Iterable[RowT], key: Callable[[RowT], str]) -> dict[str, list[RowT]]:
    found: dict[str, list[RowT]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found
