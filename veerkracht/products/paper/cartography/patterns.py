"""How areas without a class look in print: the same meanings as on the pages (`kaarten.html`)."""

from dataclasses import dataclass

from veerkracht.edition.legend import status_css

WATER = "#cde8f7"
NEIGHBOUR, ABROAD, OUTSIDE = "#ebedef", "#f3f3f0", "#fafbfc"
INSIDE = "#4d5963"  # boundaries of buurten


@dataclass(frozen=True)
class Pattern:
    """A surface with a hatch on it (matplotlib's signs), or plain."""

    face: str
    hatch: str | None = None
    colour: str = "#6c757d"
    width: float = 0.6


NO_DATA = Pattern("#ffffff", "||", "#9aa2a9", 0.7)  # never plain grey: that is a class of the maps of change
_PATTERNS = {
    "te weinig inwoners": Pattern("#ffffff", "..", "#6c757d", 0.5),
    "afgeschermd": Pattern("#ececec", "+++", "#7f8890", 0.7),
    "onvergelijkbaar": Pattern("#eef0f2", "\\\\\\", "#9aa2a9", 1.8),
    "onvoldoende landelijke dekking": Pattern("#ffffff", "xxx", "#7f8890", 0.7),
    "te weinig verschil": Pattern("#ffffff", "---", "#a9b1b8", 1.3),
}
_BY_CSS = {status_css(status): pattern for status, pattern in _PATTERNS.items()}


def pattern_of(css: str) -> Pattern:
    """Pattern of a status by its class on the pages (`status_css`); that of no data for anything unknown."""
    return _BY_CSS.get(css, NO_DATA)
