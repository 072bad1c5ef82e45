"""What a page says in words and totals besides its maps: the article's questions, quadrants, attention, comparison.

Reads mrt_uitspraak, fct_gemeente, mrt_aandacht and fct_vergelijking of the newest period, once; judges nothing itself.
"""

from functools import cached_property
from typing import Any

from veerkracht.edition.figures import LAND
from veerkracht.edition.reading import Edition

SHOWN_ATTENTION = 10
QUADRANTS = ("beide gestegen", "alleen kwetsbaarheid", "alleen overlast", "geen van beide", "zonder waarde")
MEASURES = ("kwetsbaarheid", "kwetsbaarheid|verschil", "onv", "onv|verschil")
RANKED = (  # columns of the table of gemeenten: subject, category, heading
    ("kwadrant", "beide gestegen", "Woont waar kwetsbaarheid én overlast toenamen"),
    ("gemiddelde", "kwetsbaarheid", "Kwetsbaarheid"),
    ("gemiddelde", "kwetsbaarheid|verschil", "Verandering kwetsbaarheid"),
    ("gemiddelde", "onv", "Overlast en onveiligheid"),
    ("gemiddelde", "onv|verschil", "Verandering overlast en onveiligheid"),
    ("gemiddelde", "veerkracht", "Veerkracht"),
)

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


Told = dict[str, Any]  # a row of a mart, or what a template shows of several, by column
Totals = dict[tuple[str, str], Told]  # (onderwerp, categorie) -> row of fct_gemeente


class Story:
    """Texts and totals of all pages. Everything is empty in an edition of before these marts."""

    def __init__(self, edition: Edition):
        self.edition, self.doel = edition, edition.about.doel_indeling
        self.periode = self._newest()
        self.decimals = {
            r["indicator"]: r["decimalen"] for r in edition.rows("select indicator, decimalen from dim_indicator")
        }

    def of(self, gemeente: str) -> Told:
        """Everything the page of a gemeente says, for its template."""
        totals = self._totals.get(gemeente, {})
        return {
            "periode": self.periode,
            "uitspraken": self._sentences.get(gemeente, []),
            "kwadranten": self._quadrants(gemeente),
            "corporatie": self._corporation(totals),
            "gemiddelden": self._means(gemeente),
            "aandacht": self._attention.get(gemeente, []),
            "vergelijking": self._comparison(gemeente),
        }

    def country(self) -> Told:
        """The same of the land, the sentences of regions, and the study's figures with theirs beside ours."""
        totals = self._totals.get(LAND, {})
        regions = [(code, rows) for code, rows in self._sentences.items() if rows[0]["niveau"] == "regio"]
        study = [totals[key]["toelichting"] for key in sorted(totals) if key[0] == "studie" and "|studie" not in key[1]]
        return {
            "periode": self.periode,
            "uitspraken": self._sentences.get(LAND, []),
            "regios": regions,
            "kwadranten": self._quadrants(LAND),
            "corporatie": self._corporation(totals),
            "studie": study,
        }

    def ranked(self, gemeente: str) -> list[Told]:
        """Cells of the table of gemeenten, in the order of RANKED."""
        return [self._cell(gemeente, subject, category) for subject, category, _ in RANKED]

    @property
    def has_totals(self) -> bool:
        """Whether this edition counts anything per gemeente."""
        return bool(self._totals)

    def _newest(self) -> tuple[int, int] | None:
        if "dim_periode" not in self.edition.tables:
            return None
        rows = self.edition.rows(
            "select distinct jaar_van, jaar_tot from dim_periode order by jaar_tot desc, jaar_van limit 1"
        )
        return (rows[0]["jaar_van"], rows[0]["jaar_tot"]) if rows else None

    def _read(self, table: str, sql: str) -> list[Told]:
        if self.periode is None or table not in self.edition.tables:
            return []
        return self.edition.rows(sql, list(self.periode))

    @cached_property
    def _sentences(self) -> dict[str, list[Told]]:
        rows = self._read(
            "mrt_uitspraak", "select * from mrt_uitspraak where jaar_van = ? and jaar_tot = ? order by volgorde, vraag"
        )
        return _grouped(rows, "gebiedscode")

    @cached_property
    def _totals(self) -> dict[str, Totals]:
        rows = self._read(
            "fct_gemeente",
            "select * from fct_gemeente where jaar_van = ? and jaar_tot = ? and onderwerp <> 'kaartklasse'",
        )
        return {
            code: {(row["onderwerp"], row["categorie"]): row for row in part}
            for code, part in _grouped(rows, "gebiedscode").items()
        }

    @cached_property
    def _attention(self) -> dict[str, list[Told]]:
        if self.periode is None or "mrt_aandacht" not in self.edition.tables:
            return {}
        van, tot = self.periode
        values = {"van": van, "tot": tot, "aantal": SHOWN_ATTENTION, "doel": self.doel}
        return _grouped(self.edition.rows(_ATTENTION, values), "gemeentecode")

    @cached_property
    def _peers(self) -> dict[str, list[Told]]:
        known = "fct_vergelijking" in self.edition.tables
        return _grouped(self.edition.rows(_PEERS, [self.doel]) if known else [], "gebiedscode")

    def _quadrants(self, code: str) -> list[Told]:
        """Inhabitants per quadrant by plain signs, and beside it only what is more than noise; empty when unknown."""
        own, land = self._totals.get(code, {}), self._totals.get(LAND, {})
        rows = [
            {
                "gewoon": own.get(("kwadrant", name)),
                "aantoonbaar": own.get(("kwadrant_aantoonbaar", name)),
                "land": land.get(("kwadrant", name)),
            }
            for name in QUADRANTS
        ]
        known = [(row["gewoon"], row) for row in rows if row["gewoon"]]
        return [row for _, row in known] if any(plain["aandeel"] is not None for plain, _ in known) else []

    def _corporation(self, totals: Totals) -> list[Told]:
        """Corporation buurten against the rest: counts, and the means of vulnerability and nuisance."""
        rows = []
        for name in ("corporatiebuurt", "rest"):
            count = totals.get(("corporatiebuurt", name))
            if count and count["buurten"]:
                means = [totals.get(("corporatiebuurt", f"{name}|{measure}"), {}).get("waarde") for measure in MEASURES]
                rows.append(count | {"maten": means})
        return rows

    def _means(self, code: str) -> list[Told]:
        """Weighted means of the gemeente with their rank and those of the land."""
        own = self._totals.get(code, {})
        keys = sorted(key for key in own if key[0] in ("gemiddelde", "politie_overlast"))
        land = self._totals.get(LAND, {})
        return [
            self._cell(code, *key) | {"land": land.get(key, {}).get("waarde")}
            for key in keys
            if own[key]["waarde"] is not None
        ]

    def _comparison(self, gemeente: str) -> list[Told]:
        """The gemeenten most alike with the cells of the table of gemeenten; the gemeente itself goes first."""
        peers = self._peers.get(gemeente, [])
        return [peer | {"cijfers": self.ranked(peer["peer"])} for peer in peers]

    def _cell(self, code: str, subject: str, category: str) -> Told:
        row = self._totals.get(code, {}).get((subject, category), {})
        is_share = row.get("waarde") is None
        share = row.get("aandeel")
        return {
            "waarde": (None if share is None else 100 * share) if is_share else row["waarde"],
            "eenheid": "%" if is_share else "",
            "decimalen": 0 if is_share else self._decimals(category),
            "is_verschil": category.endswith("|verschil"),
            "rang": row.get("rang"),
            "van": row.get("van"),
            "toelichting": row.get("toelichting") or "",
        }

    def _decimals(self, category: str) -> int:
        """A mean has more decimals than what it is made of, but for scores that have them already."""
        given = self.decimals.get(category.partition("|")[0])
        return 2 if given is None else given if given >= 2 else given + 1


def _grouped(rows: list[Told], key: str) -> dict[str, list[Told]]:
    found: dict[str, list[Told]] = {}
    for row in rows:
        found.setdefault(row[key], []).append(row)
    return found
