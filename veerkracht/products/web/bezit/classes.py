"""The class of each complex on each map of the newest period, and the dwellings summed per class."""

from dataclasses import dataclass

from veerkracht.edition.maps import Maps, Sheet
from veerkracht.edition.reading import Edition
from veerkracht.edition.verdicts import percent
from veerkracht.products.web.bezit.placing import Placed

NOT_PLACED = "niet geplaatst"
OTHER = "geen gegevens"
_REASONS = """
select gebiedscode, rang_gemeente, redenen from mrt_aandacht
where niveau = grondniveau() and indeling = ? and jaar_van = ? and jaar_tot = ? and redenen is not null
"""


@dataclass(frozen=True)
class OnMap:
    """What one map says of one complex; `klasse` is None where the map says nothing there, `reden` why."""

    klasse: int | None
    label: str
    css: str
    kans: str
    reden: str
    niveau: str


@dataclass(frozen=True)
class KlasseTotal:
    """Complexes and dwellings of a class of a map; `deel` is their share of all, None where there are none."""

    klasse: int | None
    label: str
    complexen: int
    woningen: int
    deel: float | None


class Classes:
    """Sheets of the gemeenten where the complexes lie, and the class of every complex on them."""

    def __init__(self, edition: Edition, maps: Maps, placed: list[Placed]):
        self.placed = placed
        self.kaarten, self.periode = maps.kaarten, next(iter(maps.perioden), None)
        codes = sorted({p.gemeente for p in placed if p.gemeente})
        sheets = {code: dict(maps.of(code)).get(self.periode, []) if self.periode else [] for code in codes}
        self.sheets = {code: {s.kaart.kaart_id: s for s in made} for code, made in sheets.items()}
        self.of = {p.complex.rij: {k.kaart_id: self._on(p, k.kaart_id) for k in self.kaarten} for p in placed}
        rows = edition.rows(_REASONS, [edition.about.doel_indeling, *self.periode]) if self.periode else []
        self.reasons = {row["gebiedscode"]: row["redenen"] for row in rows}

    def _on(self, placed: Placed, kaart_id: str) -> OnMap:
        if not placed.buurt:
            return OnMap(None, NOT_PLACED, "", "", placed.opmerking, "")
        sheet = self.sheets[placed.gemeente].get(kaart_id)
        if sheet is None or sheet.reden:
            return OnMap(None, OTHER, "", "", (sheet and sheet.reden) or "deze kaart is er niet", "")
        code = placed.buurt.within(sheet.niveau)
        row = next((row for row in sheet.gebieden if row.gebiedscode == code), None)
        if row is None:
            return OnMap(None, OTHER, "", "", f"deze {sheet.niveau} staat niet op de kaart", sheet.niveau)
        known = row.klasse is not None
        return OnMap(
            klasse=row.klasse,
            label=(row.label if known else row.status) or OTHER,
            css=row.css,
            kans="" if row.kans is None or not known else percent(row.kans),
            reden=row.reden or "",
            niveau=sheet.niveau,
        )

    def totals(self, kaart_id: str, gemeente: str | None = None) -> list[KlasseTotal]:
        """Complexes and dwellings per class, legend order; then those without a class, and those not placed.

        They sum to all dwellings of the file, or to those of one gemeente.
        """
        shown = [p for p in self.placed if gemeente is None or p.gemeente == gemeente]
        total = sum(p.complex.woningen for p in shown)
        found: dict[tuple[int | None, str], list[int]] = {(n, label): [] for n, label in self._labels(kaart_id)}
        for one in shown:
            on = self.of[one.complex.rij][kaart_id]
            found.setdefault((on.klasse, on.label), []).append(one.complex.woningen)
        totals = [
            KlasseTotal(klasse, label, len(dwellings), sum(dwellings), sum(dwellings) / total if total else None)
            for (klasse, label), dwellings in found.items()
        ]
        return sorted(totals, key=lambda r: (r.klasse is None, r.klasse or 0, r.label == NOT_PLACED))

    def _labels(self, kaart_id: str) -> list[tuple[int, str]]:
        """Classes of a map as its row in dim_kaart has them; the colours of the maps follow the same order."""
        kaart = next(k for k in self.kaarten if k.kaart_id == kaart_id)
        return list(enumerate(kaart.labels.split(";"), 1)) if kaart.labels else []

    def sheet(self, gemeente: str, kaart_id: str) -> Sheet | None:
        return self.sheets[gemeente].get(kaart_id)
