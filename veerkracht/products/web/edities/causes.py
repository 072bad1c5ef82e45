"""The likely cause that an area changed class between two editions, from most to least certain.

A cause begins with its kind, then a colon and what belongs to it; pages count the kinds.
"""

from veerkracht.edition.reading import QueryRow

TOLERANCE = 1e-9
NEW_METHOD = "methode: zelfde cijfers, anders berekend (instellingen of programma gewijzigd)"


def cause(row: QueryRow, kaarten: set[str], limits: set[tuple[str, str, int, int]], is_new_method: bool) -> str:
    """The first explanation that fits a row of `Comparison.classes`.

    `kaarten`: maps whose description changed; `limits`: (map, level, period) with other class limits;
    `is_new_method`: settings or program changed.
    """
    if row["kaart_id"] in kaarten:
        return "methode: de kaart zelf is anders ingedeeld of gemeten"
    if row["gemeten_nu"] != row["gemeten_toen"]:
        return f"andere jaren: gemeten {row['gemeten_nu'] or 'niets'}, was {row['gemeten_toen'] or 'niets'}"
    if row["cijfers"]:
        return f"nieuwe of herziene cijfers van dit gebied: {row['cijfers']}"
    if is_new_method and _value_changed(row):
        return NEW_METHOD
    if (row["kaart_id"], row["niveau"], row["jaar_van"], row["jaar_tot"]) in limits:
        return "klassegrenzen verschoven: door cijfers van andere gebieden"
    if _value_changed(row):
        return "landelijke vergelijking: de waarde hangt af van cijfers van andere gebieden"
    if row["klasse_van"] is None or row["klasse_naar"] is None:
        return f"wel of geen klasse: {row['reden'] or 'andere regels voor tonen'}"
    return NEW_METHOD if is_new_method else "niet te herleiden"  # such as another chance from which a class begins


def _value_changed(row: QueryRow) -> bool:
    return _differs(row["w_van"], row["w_naar"]) or _differs(row["w2_van"], row["w2_naar"])


def _differs(old: float | None, new: float | None) -> bool:
    if old is None or new is None:
        return (old is None) != (new is None)
    return abs(old - new) > TOLERANCE * max(1.0, abs(old), abs(new))
