"""The tables of a report page: indicators beside the country, buurten that changed most, boundaries that changed."""

from veerkracht import levels
from veerkracht.dutch import number, signed
from veerkracht.edition.figures import LAND, Figures, Indicator
from veerkracht.edition.looks import looks

MEASURABLE = {"verbeterd", "verslechterd", "gestegen", "gedaald"}


def indicator_rows(figures: Figures, code: str, finest: dict[str, str] | None = None) -> list[dict]:
    """One row an indicator: value of both years, difference, verdict in words, and the same of the country.

    `finest` (indicator -> niveau) tells where there are figures when the gemeente itself has none.
    """
    rows = []
    for indicator in figures.indicatoren:
        own, land = figures.change("gemeente", code, indicator), figures.change("land", LAND, indicator)
        value, _ = figures.level("gemeente", code, indicator)
        verdict = _verdict(own, indicator)
        rows.append(
            {
                "indicator": indicator,
                "waarde_van": number((own or {}).get("waarde_van"), indicator.decimalen),
                "waarde_tot": number((own or {}).get("waarde_tot", value) if own else value, indicator.decimalen),
                "verschil": difference(own, indicator),
                "oordeel": verdict,
                "woord": looks()["oordeel"][verdict]["woord"],
                "teken": looks()["oordeel"][verdict]["teken"],
                "reden": (own or {}).get("reden_onvergelijkbaar")
                or _only(own, value, (finest or {}).get(indicator.naam)),
                "land": difference(land, indicator),
                "naast_land": _beside(own, land, indicator),
            }
        )
    return rows


def largest_changes(figures: Figures, areas: dict[str, list[dict]], finest: dict[str, str], spread: dict) -> list[dict]:
    """Areas with the largest measurable change, in national deviations; each indicator at its finest level."""
    chosen = [i for i in figures.indicatoren if i.naam in looks()["rapport_gewijzigd"]]
    found = []
    for niveau, members in areas.items():
        for area in members:
            for indicator in (i for i in chosen if finest.get(i.naam) == niveau):
                row = figures.change(niveau, area["gebiedscode"], indicator)
                scale = spread.get(niveau, {}).get(indicator.naam)
                few = min(area["inwoners"] or 0, (row or {}).get("inwoners_van") or figures.minimum) < figures.minimum
                if not few and scale and row and row["oordeel"] in MEASURABLE and row["verschil"] is not None:
                    found.append((abs(row["verschil"]) / scale, _changed(area, indicator, row)))
    found.sort(key=lambda pair: (-pair[0], pair[1]["gebiedscode"], pair[1]["indicator"].naam))
    return [row for _, row in found[: looks()["rapport_gewijzigd_aantal"]]]


def boundary_rows(figures: Figures, gemeente: str, names: dict[str, str]) -> list[dict]:
    """Rows of fct_wijziging that touch this gemeente, with names and the share of people moved in words."""
    rows = []
    for row in figures.grenswijzigingen:
        codes = [code for code in (row["naar_code"], row["van_code"]) if code]
        if any(levels.known().parent_code(code, levels.GEMEENTE) == gemeente for code in codes):
            moved = row["verplaatst"]
            rows.append(
                row
                | {
                    "naam": names.get(row["naar_code"] or "", row["naar_code"] or row["van_code"]),
                    "klasse": (row["klasse"] or "").replace("_", " "),
                    "aandeel": f"{number(100 * moved, 0)}%" if moved is not None else "–",
                }
            )
    return rows


def difference(row: dict | None, indicator: Indicator) -> str:
    """A difference in words: percentage points for shares, per cent for counts."""
    if not row or row.get("verschil") is None:
        return "–"
    text = signed(row["verschil"], indicator.decimalen)
    if indicator.soort == "aantal" and row.get("verschil_relatief") is not None:
        return f"{text} ({signed(100 * row['verschil_relatief'], 1)}%)"
    return f"{text} procentpunt" if indicator.eenheid == "%" else text


def _only(own: dict | None, value: float | None, niveau: str | None) -> str | None:
    has_none = value is None and (own or {}).get("waarde_tot") is None
    return f"alleen cijfers per {niveau}" if has_none and niveau else None


def _verdict(row: dict | None, indicator: Indicator) -> str:
    """Verdict of the mart; a difference that is zero in the decimals shown is not called a change beside that zero."""
    if not row:
        return "onbekend"
    zero = row["oordeel"] in MEASURABLE and round(row["verschil"], indicator.decimalen) == 0
    return "geen_meetbaar_verschil" if zero else row["oordeel"] or "onbekend"


def _beside(own: dict | None, land: dict | None, indicator: Indicator) -> str:
    """The change beside that of the country, in words; counts by their relative change."""
    field = "verschil_relatief" if indicator.soort == "aantal" else "verschil"
    if not own or not land or own.get(field) is None or land.get(field) is None:
        return "–"
    gap = own[field] - land[field]
    if abs(gap) < (0.0005 if field == "verschil_relatief" else 0.5 * 10**-indicator.decimalen):
        return "gelijk aan landelijk"
    if indicator.richting == "neutraal":
        return "hoger dan landelijk" if gap > 0 else "lager dan landelijk"
    good = (gap > 0) == (indicator.richting == "hoger_is_gunstiger")
    return "gunstiger dan landelijk" if good else "ongunstiger dan landelijk"


def _changed(area: dict, indicator: Indicator, row: dict) -> dict:
    verdict = looks()["oordeel"][row["oordeel"]]
    return {
        "gebiedscode": area["gebiedscode"],
        "naam": area["gebiedsnaam"] or area["gebiedscode"],
        "niveau": area["niveau"],
        "indicator": indicator,
        "waarde_van": number(row["waarde_van"], indicator.decimalen),
        "waarde_tot": number(row["waarde_tot"], indicator.decimalen),
        "verschil": difference(row, indicator),
        "oordeel": row["oordeel"],
        "woord": verdict["woord"],
        "teken": verdict["teken"],
    }
