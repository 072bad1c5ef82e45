"""Reasons to begin the conversation in an area, from mrt_aandacht."""

from veerkracht.edition.reading import Edition
from veerkracht.edition.records import Json
from veerkracht.products.web.gemeentepagina.texts import Texts

_ROWS = """
select niveau, indeling, gebiedscode, jaar_van, jaar_tot, rang_gemeente, redenen, gesprek, status, niet_beoordeeld
from mrt_aandacht
qualify dense_rank() over (order by jaar_tot desc, jaar_van) = 1
"""


class Reasons:
    """Reasons of the newest period of all areas, read once."""

    def __init__(self, edition: Edition):
        rows = edition.rows(_ROWS)
        self._rows = {(row["niveau"], row["indeling"], row["gebiedscode"]): row for row in rows}

    def of(self, niveau: str, indeling: int, codes: list[str], texts: Texts) -> Json | None:
        """Per area in the order of `codes`: rank, reasons, question, status and what was not judged."""
        rows = [self._rows.get((niveau, indeling, code), {}) for code in codes]
        periods = {(row["jaar_van"], row["jaar_tot"]) for row in rows if row}
        if not periods:
            return None
        van, tot = max(periods)
        return {
            "periode": f"{van}–{tot}",
            "rang": [row.get("rang_gemeente") for row in rows],
            "redenen": [texts.number(row.get("redenen")) for row in rows],
            "gesprek": [texts.number(row.get("gesprek")) for row in rows],
            "status": [texts.number(row.get("status")) for row in rows],
            "niet": [texts.number(row.get("niet_beoordeeld")) for row in rows],
        }
