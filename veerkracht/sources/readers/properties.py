"""Is a StatLine delivery the table, the year and the whole that its release promises? Asked of Properties."""

import re
from collections.abc import Mapping

from veerkracht.errors import DeliveryError
from veerkracht.sources.catalogue.model import Release


def check_table(called: str, properties: Mapping[str, str | None], release: Release, rows: int | None = None) -> None:
    """Compare table id, years and number of observations with what the delivery says of itself.

    Raises DeliveryError at a contradiction; what Properties leaves empty proves nothing and is passed over.
    """
    found = (properties.get("Identifier") or "").strip()
    title = (properties.get("Title") or "").strip()
    if found and release.tabel and found.lower() != release.tabel.lower():  # older tables are written both ways
        raise DeliveryError(
            f"{called}: dit is tabel {found} ({title or 'zonder titel'}), maar release {release.release} is "
            f"tabel {release.tabel}. Leg het bestand onder de release van zijn eigen jaar."
        )
    jaren = _jaren(properties.get("TemporalCoverage")) or _jaren(title)
    if jaren and not set(release.jaren) <= jaren:
        raise DeliveryError(
            f"{called}: de tabel gaat over {', '.join(map(str, sorted(jaren)))} ({title}), maar release "
            f"{release.release} over {', '.join(map(str, release.jaren))}. "
            "Leg het bestand onder de release van zijn eigen jaar."
        )
    expected = (properties.get("ObservationCount") or "").strip()
    if rows is not None and expected.isdigit() and rows < int(expected):
        raise DeliveryError(
            f"{called}: {rows} observaties, maar Properties noemt er {expected}; het bestand is "
            "afgekapt. Haal het opnieuw op."
        )


def _jaren(text: str | None) -> set[int]:
    """Years in a text; `2009-2012` and `2009 t/m 2012` are all four."""
    text = text or ""
    found = [int(year) for year in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", text)]
    if len(found) == 2 and re.search(r"\d{4}\s*(-|–|/|t/m|tot en met)\s*\d{4}", text):
        return set(range(found[0], found[1] + 1))
    return set(found)
