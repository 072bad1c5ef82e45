"""How widely changes of each indicator spread over the country, to rank changes of different indicators together."""

from veerkracht.edition.figures import Figures, MapIndicator


def deviations(figures: Figures, niveau: str) -> dict[str, float]:
    """National standard deviation of the change of each indicator over peopled areas, weighted by inhabitants."""
    found = {i.naam: _deviation(_changes(figures, niveau, i)) for i in figures.indicatoren if i.van}
    return {name: deviation for name, deviation in found.items() if deviation}


def _changes(figures: Figures, niveau: str, indicator: MapIndicator) -> list[tuple[float, float]]:
    """(change, inhabitants) of every area with enough inhabitants and a change."""
    return [
        (row.verschil, area.inwoners)
        for area in figures.gebieden.get(niveau, [])
        if area.inwoners is not None
        and area.inwoners >= figures.minimum
        and (row := figures.change(niveau, area.gebiedscode, indicator))
        and row.verschil is not None
    ]


def _deviation(pairs: list[tuple[float, float]]) -> float:
    weight = sum(w for _, w in pairs)
    if len(pairs) < 3 or not weight:
        return 0.0
    mean = sum(x * w for x, w in pairs) / weight
    return (sum(w * (x - mean) ** 2 for x, w in pairs) / weight) ** 0.5
