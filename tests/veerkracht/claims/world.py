"""Marts of a few areas by hand, with the columns that the check reads, and a truth to hold them against."""

from pathlib import Path

import duckdb
import pandas as pd

GREY = "niet te zeggen"
MORE = ("duidelijk minder", "waarschijnlijk minder", GREY, "waarschijnlijk meer", "duidelijk meer")
LABELS = {
    "4": ("duidelijk kwetsbaarder", "waarschijnlijk kwetsbaarder", GREY, "waarschijnlijk minder", "duidelijk minder"),
    "6": (*(f"{how} ongunstiger" for how in ("duidelijk", "waarschijnlijk")), GREY,
          *(f"{how} gunstiger" for how in ("waarschijnlijk", "duidelijk"))),
    "7": ("beide namen toe", "kwetsbaarheid nam toe", "overlast nam toe", GREY, "gunstiger"),
    "8": MORE,
    "9": MORE,
}  # fmt: skip
KINDS = {
    "4": ("kwetsbaarheid", "verandering"),
    "6": ("onv", "verandering"),
    "7": ("kwetsbaarheid+onv", "samenloop"),
    "8": ("kwetsbaarheid+onv", "veerkracht"),
    "9": ("kwetsbaarheid+onv", "veerkracht_relatief"),
    "2": ("p_wcorpw", "verandering"),
}
PERIOD = {"indeling": 2024, "jaar_van": 2014, "jaar_tot": 2024}
DELTA = {"kwetsbaarheid": 0.1, "onv": 0.005, "veerkracht": 0.005, "veerkracht_relatief": 0.005}
CODES = ("BU90010001", "BU90010002", "BU90020001", "BU90020002")
GEMEENTEN = ("GM9001", "GM9001", "GM9002", "GM9002")
INWONERS = (100.0, 300.0, 200.0, 400.0)
# true change of each area: onv, resilience, and percentage points of low incomes (the one part of the index)
ONV, VEERKRACHT, LOW = (-0.02, 0.0, 0.02, 0.004), (-0.02, 0.02, 0.0, 0.005), (4.0, 0.0, -4.0, 0.5)
MEAN, SD = 20.0, 10.0  # of low incomes: 4 points are a change of 0.4


def _class(p_worse: float, p_better: float) -> int:
    """By the rule of method.md §5, for one change."""
    steps = ((p_worse >= 0.9, 1), (p_worse >= 0.75, 2), (p_better >= 0.9, 5), (p_better >= 0.75, 4))
    return next((klasse for holds, klasse in steps if holds), 3)


P_WORSE = {
    "kwetsbaarheid": (0.95, 0.2, 0.0, 0.8),
    "onv": (0.92, 0.8, 0.0, 0.1),
    "veerkracht": (0.95, 0.0, 0.3, 0.0),
    "veerkracht_relatief": (0.99, 0.0, 0.2, 0.2),
}
P_BETTER = {
    "kwetsbaarheid": (0.0, 0.2, 0.97, 0.0),
    "onv": (0.0, 0.0, 0.94, 0.1),
    "veerkracht": (0.0, 0.91, 0.3, 0.95),
    "veerkracht_relatief": (0.0, 0.91, 0.2, 0.2),
}
SAMENLOOP = (1, 4, 5, 2)


def changes() -> pd.DataFrame:
    """fct_verandering of the four measures: interval of ± 0.01, standard error 0.01, measured where it was guessed."""
    rows = []
    for measure, delta in DELTA.items():
        for area, code in enumerate(CODES):
            chances = {"p_ongunstiger": P_WORSE[measure][area], "p_gunstiger": P_BETTER[measure][area]}
            key = {"niveau": "buurt", "gebiedscode": code, "indicator": measure, **PERIOD}
            rows.append({**key, "se": 0.01, "delta": delta, **chances})
    return pd.DataFrame(rows)


def maps() -> pd.DataFrame:
    """fct_kaart: the four areas on maps 4, 6, 7, 8 and 9, one without a class, and a row of a map of another kind."""
    rows = []
    for kaart, (measures, soort) in KINDS.items():
        measure = measures if soort == "verandering" else soort
        for area, (code, gemeente) in enumerate(zip(CODES, GEMEENTEN, strict=True)):
            klasse = SAMENLOOP[area] if kaart == "7" else _class(*_chances(measure, area))
            key = {"kaart_id": kaart, "niveau": "buurt", "gebiedscode": code, "gemeentecode": gemeente, **PERIOD}
            value = 0.01 * area if kaart != "7" else None
            figures = {"waarde": value, "laag": -0.05, "hoog": 0.05, "waarde_gemeten": value}
            rows.append({**key, **figures, "klasse": klasse, "kans": 0.9, "inwoners": INWONERS[area]})
        empty = {"gebiedscode": "BU90020003", "gemeentecode": "GM9002", "klasse": None, "kans": None, "inwoners": 9.0}
        rows.append({"kaart_id": kaart, "niveau": "buurt", **PERIOD, **empty})
    return pd.DataFrame(rows).astype({"klasse": "Int16"})


def _chances(measure: str, area: int) -> tuple[float, float]:
    return P_WORSE.get(measure, P_WORSE["onv"])[area], P_BETTER.get(measure, P_BETTER["onv"])[area]


def tables() -> dict[str, pd.DataFrame]:
    """Every mart that is read."""
    kinds = [{"kaart_id": kaart, "maat": maat, "soort": soort} for kaart, (maat, soort) in KINDS.items()]
    legend = [
        {"kaart_id": kaart, "niveau": "buurt", **PERIOD, "klasse": klasse, "label": label}
        for kaart, labels in LABELS.items()
        for klasse, label in enumerate(labels, start=1)
    ]
    parts = [
        {"niveau": "buurt", "gebiedscode": code, "indeling": 2024, "jaar": jaar, "onderdeel": "inkomen",
         "indicator": "p_hh_li", "gewicht": 0.25}
        for code in CODES for jaar in (2014, 2023)
    ]  # fmt: skip
    period = {"kaart_id": "4", "niveau": "buurt", **PERIOD, "onderdelen": "inkomen (2014–2023)"}
    reference = {"niveau": "buurt", "indeling": 2024, "indicator": "p_hh_li", "gemiddelde": MEAN, "sd": SD}
    return {
        "dim_kaart": pd.DataFrame(kinds),
        "dim_periode": pd.DataFrame([period]),
        "dim_indicator": pd.DataFrame([{"indicator": "p_hh_li", "richting": "lager_is_gunstiger"}]),
        "dim_instelling": pd.DataFrame([{"instelling": "winsor_grens", "waarde": "4"}]),
        "mrt_referentie": pd.DataFrame([reference]),
        "fct_component": pd.DataFrame(parts),
        "fct_kaart": maps(),
        "fct_legenda": pd.DataFrame(legend),
        "fct_verandering": changes(),
    }


def series() -> pd.DataFrame:
    """The true series: everything stands still until 2014, and low incomes change before 2023."""
    rows = []
    for area, code in enumerate(CODES):
        for jaar in (2014, 2023, 2024):
            part = 0 if jaar == 2014 else 1
            key = {"niveau": "buurt", "gebiedscode": code, "indeling": 2024, "jaar": jaar, "inwoners": INWONERS[area]}
            true = {"onv": 0.04 + part * ONV[area], "veerkracht": 0.04 + part * VEERKRACHT[area]}
            rows.append({**key, **true, "p_hh_li": MEAN + part * LOW[area]})
    return pd.DataFrame(rows)


def write_database(file: Path, marts: dict[str, pd.DataFrame]) -> Path:
    """A database of those marts."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(file)) as con:
        for name, frame in marts.items():
            con.register("frame", frame)
            con.execute(f"create table {name} as from frame")
    return file


def write_data(root: Path) -> Path:
    """A data folder with an edition of these marts and the sample beside it."""
    edition = root / "publicatie" / "openbaar" / "2026-01-01.1"
    write_database(edition / "veerkracht.duckdb", tables())
    (edition.parent / "actueel").symlink_to(edition.name)
    (root / "voorbeeld").mkdir()
    series().to_parquet(root / "voorbeeld" / "ware_reeksen.parquet")
    return root
