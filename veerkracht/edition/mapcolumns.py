"""The columns of the maps in the layers: value, interval, class, label, chance and status of every map, newest period.

Only areas on the target vintage can stand in a layer; a level without maps (gemeente) gets no columns.
"""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from veerkracht import levels
from veerkracht.edition.reading import Edition
from veerkracht.edition.records import Kaart

if TYPE_CHECKING:
    import pandas as pd

FIELDS = {
    "waarde": "float64",
    "laag": "float64",
    "hoog": "float64",
    "klasse": "Int16",
    "label": "str",
    "kans": "float64",
    "p_hoogste": "float64",
    "status": "str",
}
FIELD_TEXT = {
    "waarde": "waarde op de kaart; bij een verandering de schatting",
    "laag": "ondergrens: een schatting ligt in 8 van de 10 gevallen tussen laag en hoog; bij een telling de grenzen "
    "van afronding en omrekenen; leeg bij een stand",
    "hoog": "bovengrens van dat interval; leeg bij een stand",
    "klasse": "klasse, 1 is de eerste van de legenda",
    "label": "klasse in woorden",
    "kans": "kans (0-1) dat klopt wat de klasse zegt; bij niet te zeggen de grootste van de kansen op beide kanten",
    "p_hoogste": "kans (0-1) dat het gebied in het deel hoort dat de meeste aandacht vraagt (bij onv de laagste "
    "scores); leeg bij een verandering",
    "status": "waarde, of waarom er geen klasse is",
}
NO_ROW = "geen gegevens"

_ROWS = """
select gebiedscode, waarde, laag, hoog, klasse, label, kans, p_hoogste, status from fct_kaart
where kaart_id = ? and niveau = ? and indeling = ? and jaar_van = ? and jaar_tot = ?
"""


@dataclass(frozen=True, slots=True)
class MapColumns:
    """A map with its newest period and the begin of its column names."""

    kaart: Kaart
    jaar_van: int
    jaar_tot: int
    kolom: str

    @property
    def period(self) -> str:
        return str(self.jaar_tot) if self.kaart.is_niveau else f"{self.jaar_van}–{self.jaar_tot}"


def map_columns(edition: Edition, niveau: str) -> "pd.DataFrame | None":
    """Frame gebiedscode and eight columns a map (`kaart_<id>_<field>`), always all of them and of the same type.

    None for a level without maps and for an edition without any.
    """
    import pandas as pd

    maps = maps_of(edition)
    if niveau not in levels.known().on_maps or not maps:
        return None
    parts = []
    for one in maps:
        values = [one.kaart.kaart_id, niveau, edition.about.doel_indeling, one.jaar_van, one.jaar_tot]
        frame = edition.frame(_ROWS, values).set_index("gebiedscode").astype(FIELDS)
        parts.append(frame.add_prefix(f"{one.kolom}_"))
    return pd.concat(parts, axis=1).rename_axis("gebiedscode").reset_index()


def maps_of(edition: Edition) -> list[MapColumns]:
    """The maps in their order."""
    newest = edition.rows(
        "select kaart_id, jaar_van, jaar_tot from dim_periode "
        "qualify row_number() over (partition by kaart_id order by jaar_tot desc, jaar_van) = 1"
    )
    periods = {row["kaart_id"]: (row["jaar_van"], row["jaar_tot"]) for row in newest}
    taken: set[str] = set()
    return [
        MapColumns(kaart, *periods[kaart.kaart_id], _column(kaart.kaart_id, taken))
        for kaart in edition.records(Kaart, "select * from dim_kaart order by volgorde, kaart_id")
        if kaart.kaart_id in periods
    ]


def _column(kaart_id: str, taken: set[str]) -> str:
    """A column name that every GIS accepts; two ids never share one."""
    name = "kaart_" + re.sub(r"[^a-z0-9]+", "_", kaart_id.lower()).strip("_")
    while name in taken:
        name += "_"
    taken.add(name)
    return name


def descriptions(edition: Edition) -> dict[str, str]:
    """What each column of a map means, in Dutch."""
    return {
        f"{one.kolom}_{field}": f"Kaart {one.kaart.titel} ({one.period}): {text}"
        for one in maps_of(edition)
        for field, text in FIELD_TEXT.items()
    }
