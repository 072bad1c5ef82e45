"""The columns of the maps in the layers: value, class, label, certainty and status of every map, newest period.

Only areas on the target vintage can stand in a layer; a level without maps (gemeente) gets no columns.
"""

import re
from typing import TYPE_CHECKING

from veerkracht.edition.reading import Edition

if TYPE_CHECKING:
    import pandas as pd

LEVELS = ("buurt", "wijk")
FIELDS = {"waarde": "float64", "klasse": "Int16", "label": "str", "zekerheid": "float64", "status": "str"}
FIELD_TEXT = {
    "waarde": "waarde op de kaart",
    "klasse": "klasse, 1 is de eerste van de legenda",
    "label": "klasse in woorden",
    "zekerheid": "aandeel van de doorrekeningen waarin het gebied in deze klasse blijft",
    "status": "waarde, of waarom er geen klasse is",
}
NO_ROW = "geen gegevens"

_ROWS = """
select gebiedscode, waarde, klasse, label, zekerheid, status from fct_kaart
where kaart_id = ? and niveau = ? and indeling = ? and jaar_van = ? and jaar_tot = ?
"""


def map_columns(edition: Edition, niveau: str) -> "pd.DataFrame | None":
    """Frame gebiedscode and five columns a map (`kaart_<id>_<field>`), always all of them and of the same type.

    None for a level without maps and for an edition of before the maps.
    """
    import pandas as pd

    kaarten = maps_of(edition)
    if niveau not in LEVELS or not kaarten:
        return None
    parts = []
    for kaart in kaarten:
        values = [kaart["kaart_id"], niveau, edition.about.doel_indeling, kaart["jaar_van"], kaart["jaar_tot"]]
        frame = edition.frame(_ROWS, values).set_index("gebiedscode").astype(FIELDS)
        parts.append(frame.add_prefix(f"{kaart['kolom']}_"))
    return pd.concat(parts, axis=1).rename_axis("gebiedscode").reset_index()


def maps_of(edition: Edition) -> list[dict]:
    """Rows of dim_kaart in order, each with its newest period and the begin of its column names."""
    if not edition.tables >= {"dim_kaart", "dim_periode", "fct_kaart"}:
        return []
    rows = edition.rows(
        "select k.*, p.jaar_van, p.jaar_tot from dim_kaart k join dim_periode p on p.kaart_id = k.kaart_id "
        "qualify row_number() over (partition by k.kaart_id order by p.jaar_tot desc, p.jaar_van) = 1 "
        "order by k.volgorde, k.kaart_id"
    )
    taken: set[str] = set()
    for row in rows:
        row["kolom"] = _column(row["kaart_id"], taken)
    return rows


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
        f"{kaart['kolom']}_{field}": f"Kaart {kaart['titel']} ({_period(kaart)}): {text}"
        for kaart in maps_of(edition)
        for field, text in FIELD_TEXT.items()
    }


def _period(kaart: dict) -> str:
    is_level = kaart["soort"] in ("niveau", "focus")
    return str(kaart["jaar_tot"]) if is_level else f"{kaart['jaar_van']}–{kaart['jaar_tot']}"
