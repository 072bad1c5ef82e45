"""Figures of a gemeente in words: indicators beside the country, buurten that changed most, boundaries that changed."""

from dataclasses import dataclass

from veerkracht import levels
from veerkracht.dutch import number, signed
from veerkracht.edition.figures import Figures, MapIndicator
from veerkracht.edition.looks import Oordeel, looks
from veerkracht.edition.records import Gebied, Verandering
from veerkracht.levels import LANDCODE

DIGITS = 6  # decimals at most, for a small difference that is not zero


@dataclass(frozen=True)
class IndicatorRow:
    """An indicator of a gemeente in words: both years, difference and verdict, and the difference of the country.

    A difference is as measured; `schatting` and `land_schatting` are what is thought of it where a measurement has
    noise, else empty. The two differences are not compared in words: that would be a second verdict.
    """

    indicator: MapIndicator
    waarde_van: str
    waarde_tot: str
    verschil: str
    oordeel: Oordeel
    reden: str | None
    land: str
    schatting: str = ""
    land_schatting: str = ""


@dataclass(frozen=True)
class Changed:
    """An area in words with a large change of one indicator."""

    gebiedscode: str
    naam: str
    niveau: str
    indicator: MapIndicator
    waarde_van: str
    waarde_tot: str
    verschil: str
    oordeel: Oordeel


@dataclass(frozen=True)
class Boundary:
    """A buurt whose boundary changed: what became of it, and the share of people moved in words."""

    naam: str
    van_code: str | None
    van_indeling: int
    naar_code: str | None
    klasse: str
    toelichting: str | None
    aandeel: str


def indicator_rows(figures: Figures, code: str, finest: dict[str, str] | None = None) -> list[IndicatorRow]:
    """One row an indicator.

    `finest` (indicator -> niveau) tells where there are figures when the gemeente itself has none.
    """
    rows = []
    for indicator in figures.indicatoren:
        own, land = figures.change("gemeente", code, indicator), figures.change("land", LANDCODE, indicator)
        value = figures.level("gemeente", code, indicator).waarde
        rows.append(
            IndicatorRow(
                indicator=indicator,
                waarde_van=number(own.waarde_van if own else None, indicator.decimalen),
                waarde_tot=number(own.waarde_tot if own else value, indicator.decimalen),
                verschil=difference(own, indicator),
                oordeel=looks().of(own.oordeel if own else None),
                reden=(own.reden if own else None) or _only(own, value, (finest or {}).get(indicator.naam)),
                land=difference(land, indicator),
                schatting=estimate(own, indicator),
                land_schatting=estimate(land, indicator),
            )
        )
    return rows


def largest_changes(
    figures: Figures, areas: dict[str, list[Gebied]], finest: dict[str, str], spread: dict[str, dict[str, float]]
) -> list[Changed]:
    """Areas with the largest change of which the verdict says its side, in national deviations.

    Each indicator at its finest level; by the estimate where the measurement has noise.
    `areas` by niveau; `spread` the deviations by niveau and indicator.
    """
    chosen = [i for i in figures.indicatoren if i.naam in looks().rapport_gewijzigd]
    found = []
    for niveau, members in areas.items():
        for area in members:
            for indicator in (i for i in chosen if finest.get(i.naam) == niveau):
                row = figures.change(niveau, area.gebiedscode, indicator)
                scale = spread.get(niveau, {}).get(indicator.naam)
                if row is None or row.verschil is None or not looks().of(row.oordeel).is_claim or not scale:
                    continue
                if min(area.inwoners or 0, row.inwoners_van or figures.minimum) >= figures.minimum:
                    size = abs(row.verschil if row.gekrompen is None else row.gekrompen)
                    found.append((size / scale, _changed(area, indicator, row)))
    found.sort(key=lambda pair: (-pair[0], pair[1].gebiedscode, pair[1].indicator.naam))
    return [row for _, row in found[: looks().rapport_gewijzigd_aantal]]


def boundary_rows(figures: Figures, gemeente: str, names: dict[str, str | None]) -> list[Boundary]:
    """Changes of boundaries that touch this gemeente, with names (gebiedscode -> gebiedsnaam)."""
    rows = []
    for row in figures.grenswijzigingen:
        codes = [code for code in (row.naar_code, row.van_code) if code]
        if any(levels.known().parent_code(code, levels.GEMEENTE) == gemeente for code in codes):
            rows.append(
                Boundary(
                    naam=names.get(row.naar_code or "", codes[0]) or "",
                    van_code=row.van_code,
                    van_indeling=row.van_indeling,
                    naar_code=row.naar_code,
                    klasse=(row.klasse or "").replace("_", " "),
                    toelichting=row.toelichting,
                    aandeel=f"{number(100 * row.verplaatst, 0)}%" if row.verplaatst is not None else "–",
                )
            )
    return rows


def difference(row: Verandering | None, indicator: MapIndicator) -> str:
    """A difference in words: percentage points for shares, per cent for counts; as exact as its verdict needs."""
    if not row or row.verschil is None:
        return "–"
    text = signed(row.verschil, _decimals(row, indicator))
    if indicator.soort == "aantal" and row.verschil_relatief is not None:
        return f"{text} ({signed(100 * row.verschil_relatief, 1)}%)"
    return f"{text} procentpunt" if indicator.eenheid == "%" else text


def estimate(row: Verandering | None, indicator: MapIndicator) -> str:
    """The estimate of a difference in words, on which its verdict stands; empty where there is none."""
    return "" if row is None or row.gekrompen is None else f"geschat {signed(row.gekrompen, indicator.decimalen)}"


def _only(own: Verandering | None, value: float | None, niveau: str | None) -> str | None:
    has_none = value is None and (own is None or own.waarde_tot is None)
    return f"alleen cijfers per {niveau}" if has_none and niveau else None


def _decimals(row: Verandering, indicator: MapIndicator) -> int:
    """More than the indicator has where a change would stand as a zero beside a verdict that says its side."""
    if not looks().of(row.oordeel).is_claim or not row.verschil:
        return indicator.decimalen
    return next((d for d in range(indicator.decimalen, DIGITS) if round(row.verschil, d)), DIGITS)


def _changed(area: Gebied, indicator: MapIndicator, row: Verandering) -> Changed:
    return Changed(
        gebiedscode=area.gebiedscode,
        naam=area.naam,
        niveau=area.niveau,
        indicator=indicator,
        waarde_van=number(row.waarde_van, indicator.decimalen),
        waarde_tot=number(row.waarde_tot, indicator.decimalen),
        verschil=difference(row, indicator),
        oordeel=looks().of(row.oordeel),
    )
