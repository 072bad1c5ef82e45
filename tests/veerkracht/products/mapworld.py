"""Map marts of the fictitious world: classes by quintile of a random value, each kind of no-value once per gemeente.

Map 6 has classes for wijken only, map 8 none for lack of national coverage, map 9 only in the first gemeente.
"""

import csv
from pathlib import Path

import numpy as np
import pandas as pd

from tests.contracts import contract

SEED = Path(__file__).parents[3] / "dbt_project" / "seeds" / "kaarten.csv"
PERIODEN = ((2014, 2024), (2014, 2022))
WITHOUT = {"00": "geen gegevens", "11": "afgeschermd", "22": "onvergelijkbaar", "33": "te weinig inwoners"}
NO_COVERAGE = "gebieden met een waarde hebben samen 61% van de inwoners van het land, nodig is 80%"


def seed_rows() -> list[dict]:
    """The maps as the catalogue gives them."""
    with SEED.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def kaarten() -> list[str]:
    """Their numbers, in order."""
    return [row["kaart_id"] for row in sorted(seed_rows(), key=lambda row: int(row["volgorde"]))]


def tables(dim_gebied: pd.DataFrame, doel: int) -> dict[str, pd.DataFrame]:
    """Rows of the marts of the maps and of what is told beside them."""
    kaarten = pd.DataFrame(seed_rows()).astype({"volgorde": int, "decimalen": int})
    areas = dim_gebied[(dim_gebied["indeling"] == doel) & dim_gebied["niveau"].isin(["buurt", "wijk"])]
    rng = np.random.default_rng(3)
    feiten = pd.concat(
        [_map(kaart, areas, *period, rng) for _, kaart in kaarten.iterrows() for period in PERIODEN], ignore_index=True
    )
    told = {
        "mrt_gevoeligheid": _doubts(),
        "fct_component": _components(),
        "mrt_referentie": _references(),
        "mrt_model": _model(),
        "mrt_ruis": _noise(),
        "mrt_uitspraak": _sentences(),
        "fct_gemeente": _totals(),
        "mrt_aandacht": _attention(),
        "fct_vergelijking": _peers(),
    }
    return {
        "dim_kaart": kaarten[[*contract("dim_kaart")]],
        "fct_kaart": feiten,
        "fct_legenda": _legend(feiten, kaarten),
        "dim_periode": _periods(feiten, kaarten),
        **{name: pd.DataFrame(rows, columns=[*contract(name)]) for name, rows in told.items()},
    }


def _map(kaart: pd.Series, areas: pd.DataFrame, van: int, tot: int, rng: np.random.Generator) -> pd.DataFrame:
    labels, colours = kaart["labels"].split(";"), kaart["kleuren"].split(";")
    frame = areas[["niveau", "gebiedscode", "indeling", "inwoners", "gemeentecode"]].copy()
    frame["waarde"] = rng.normal(0, 1, len(frame)).round(3)
    rank = frame.groupby("niveau")["waarde"].rank(pct=True)
    frame["klasse"] = np.ceil(rank * len(labels)).clip(1).astype("Int16")
    ending = frame["gebiedscode"].str[-2:].where(frame["niveau"] == "buurt")
    frame["status"] = ending.map(WITHOUT).fillna("waarde")
    frame["reden"] = None
    if kaart["kaart_id"] == "6":
        frame.loc[frame["niveau"] == "buurt", "status"] = "geen gegevens"
    if kaart["kaart_id"] == "8":
        frame["status"], frame["reden"] = "onvoldoende landelijke dekking", NO_COVERAGE
    if kaart["kaart_id"] == "9":
        few = frame["gemeentecode"] != "GM9001"
        frame.loc[few, ["status", "reden"]] = ["te weinig verschil", "minder dan 5 buurten met een waarde"]
    frame.loc[frame["status"] != "waarde", ["waarde", "klasse"]] = None
    has = frame["klasse"].notna()
    frame["label"] = [labels[k - 1] if ok else None for k, ok in zip(frame["klasse"], has, strict=True)]
    frame["kleur"] = [colours[k - 1] if ok else None for k, ok in zip(frame["klasse"], has, strict=True)]
    frame["zekerheid"] = rng.uniform(0.4, 1, len(frame)).round(2)
    frame.loc[~has, "zekerheid"] = None
    return frame.assign(
        kaart_id=kaart["kaart_id"], jaar_van=van, jaar_tot=tot, waarde_2=frame["waarde"] / 2,
        waarde_gemeten=frame["waarde"] * 2, maat=kaart["maat"], onderdelen=None, is_onzeker=frame["zekerheid"] < 0.7,
    )  # fmt: skip


def _legend(feiten: pd.DataFrame, kaarten: pd.DataFrame) -> pd.DataFrame:
    keys = ["kaart_id", "niveau", "indeling", "jaar_van", "jaar_tot"]
    rows = []
    for key, part in feiten.groupby(keys):
        kaart = kaarten.set_index("kaart_id").loc[key[0]]
        counts, limits = part["klasse"].value_counts(), part.groupby("klasse")["waarde"].max()
        if part["klasse"].notna().any():
            for k, (label, colour) in enumerate(
                zip(kaart["labels"].split(";"), kaart["kleuren"].split(";"), strict=True), 1
            ):
                last = k == len(kaart["labels"].split(";"))
                row = (k, label, colour, limits.get(k - 1), None if last else limits.get(k), int(counts.get(k, 0)))
                rows.append((*key, *row))
        for status, count in part.loc[part["klasse"].isna(), "status"].value_counts().items():
            rows.append((*key, None, status, None, None, None, int(count)))
    names = [*keys, "klasse", "label", "kleur", "ondergrens", "bovengrens", "aantal"]
    frame = pd.DataFrame(rows, columns=names).astype({"klasse": "Int16", "ondergrens": float, "bovengrens": float})
    return frame.assign(
        ondergrens_2=[{1: 0.2, 2: -0.2}.get(_third(row)) for row in frame.itertuples()],
        bovengrens_2=[{2: 0.2, 0: -0.2}.get(_third(row)) for row in frame.itertuples()],
    )


def _third(row) -> int | None:
    """Of the focus map: 1 little nuisance, 2 middle, 0 much."""
    return row.klasse % 3 if row.kaart_id == "10" and row.klasse is not pd.NA else None


def _periods(feiten: pd.DataFrame, kaarten: pd.DataFrame) -> pd.DataFrame:
    keys = ["jaar_van", "jaar_tot", "kaart_id", "niveau", "indeling"]
    frame = feiten.groupby(keys, as_index=False).agg(
        n_getoond=("klasse", "count"), n_niet_getoond=("klasse", lambda k: int(k.isna().sum()))
    )
    maat = frame["kaart_id"].map(kaarten.set_index("kaart_id")["maat"])
    is_level = frame["kaart_id"].map(kaarten.set_index("kaart_id")["soort"]).isin(["niveau", "focus"])
    years = np.where(is_level, "", frame["jaar_van"].astype(str) + "–") + frame["jaar_tot"].astype(str)
    words = ["; ".join(f"{m} {y}" for m in names.split("+")) for names, y in zip(maat, years, strict=True)]
    index = maat.str.contains("kwetsbaarheid")
    return frame.assign(
        meetjaar_van=frame["jaar_van"].where(~is_level).astype("Int16"), meetjaar_tot=frame["jaar_tot"],
        meetjaren=words, indicatoren=maat.str.replace("kwetsbaarheid", "index").str.replace("+", "; "),
        onderdelen=["inkomen (" + y + ")" if ok else None for y, ok in zip(years, index, strict=True)],
        referentie=None, klassengrond="vaste grenzen",
    )  # fmt: skip


def _doubts() -> list[tuple]:
    """Of map 3 weights switch most, of map 1 nothing switches; map 4 has no figures."""
    shares = {"3": {"gewichten": 0.25, "afronding": 0.031, "alles": 0.3}, "1": {"afronding": 0.0, "alles": 0.0}}
    return [
        (kaart_id, "buurt", *period, doubt, share, 36, 200)
        for kaart_id, doubts in shares.items()
        for doubt, share in doubts.items()
        for period in PERIODEN
    ]


def _components() -> list[tuple]:
    return [
        ("buurt", "BU90010001", 2024, year, "inkomen", "inkomen", "p_hh_li", 0.25, 41.0, 0.4, 0.5)
        for year in (2014, 2024)
    ]


def _references() -> list[tuple]:
    used = ("buurt", 2024, "inkomen", "p_hh_li", 2018, 2018, 289, 0.97, 40.12, 8.31, "gebruikt", None)
    return [used, ("wijk", 2024, "inkomen", "p_hh_li", 2018, 2022, 12, 1.0, 40.0, 5.0, "geweigerd", "nodig is 200")]


def _model() -> list[tuple]:
    """The level buurt is estimated, the level wijk refused."""
    base = ("buurt", 2024, 2014, 2024, "hoofd")
    tail = (-15.3, 0.0, -0.0684, -0.0528, 279, 41, 0.486, 0.0187, "geschat", None)
    refused = (
        "wijk",
        2024,
        2014,
        2024,
        "hoofd",
        *[None] * 8,
        12,
        3,
        None,
        None,
        "geweigerd",
        "nodig zijn 200 gebieden",
    )
    return [(*base, "delta_kwetsbaarheid", -0.0606, 0.004, "geclusterd", *tail), refused]


def _noise() -> list[tuple]:
    """onv: 43% of a change is noise by the line, 28% by the nugget; kwetsbaarheid cannot be told."""
    known = (5, 0.0004, 0.0003, 0.002, 0.57, 0.72, 0.57, 0.0204, 0.015, "bepaald", None)
    unknown = (2, None, None, None, None, None, 1.0, None, None, "niet_te_bepalen", "nodig zijn er 3")
    return [
        ("buurt", 2024, "onv", 2014, 2024, "alle", 1299, *known),
        ("buurt", 2024, "onv", 2014, 2024, "<500", 150, *known),
        ("buurt", 2024, "kwetsbaarheid", 2014, 2024, "alle", 0, *unknown),
    ]


def _sentences() -> list[tuple]:
    """The first gemeente improved in the newest period and got worse in the other; the second has no figures."""
    facts = [("GM9001", 2024, "verbeterd"), ("GM9001", 2022, "verslechterd"), ("NL00", 2024, "onbekend")]
    return [
        (
            "land" if code == "NL00" else "gemeente", code, 2024, 2014, tot, "veiligheid", verdict,
            f"In {code} is de veiligheid {verdict}.", f"Score {tot}.", "Buiten 1,64 standaardfouten.",
            "Is het gevoel van veiligheid vergroot?", 3,
        )
        for code, tot, verdict in facts
    ]  # fmt: skip


def _totals() -> list[tuple]:
    """Quadrants, corporation buurten and means of the first gemeente and the land; the study beside them."""
    both = "kwetsbaarheid en overlast zijn beide toegenomen"
    rows = []
    for level, code, share in (("gemeente", "GM9001", 0.25), ("land", "NL00", 0.12)):
        base, rank = (level, code, 2024, 2014, 2024), (2, 3) if level == "gemeente" else (None, None)
        rows += [
            (*base, "kwadrant", "beide gestegen", "buurt", 3600.0, share, 4, None, *rank, 0.9, both),
            (*base, "kwadrant", "zonder waarde", "buurt", 900.0, None, 1, None, None, None, 0.9, "niet bekend"),
            (*base, "kwadrant_aantoonbaar", "beide gestegen", "buurt", 900.0, share / 4, 1, None, *rank, 0.9, both),
            (*base, "corporatiebuurt", "corporatiebuurt", "buurt", 1800.0, 0.1, 2, None, *rank, 0.9, "corporatie"),
            (*base, "corporatiebuurt", "corporatiebuurt|onv|verschil", "buurt", 1800.0, None, 2, -0.0421, *rank, 1, ""),
            (*base, "gemiddelde", "onv", "buurt", 14400.0, None, 16, 0.0312, *rank, 0.9, "Score, gemiddelde"),
        ]  # fmt: skip
    study = "66.650 inwoners; de studie gaf 1.700.000: andere bron, andere periode, niet vergelijkbaar"
    land = ("land", "NL00", 2024, 2014, 2024, "studie")
    rows.append((*land, "inwoners", "buurt", 66650.0, 0.18, 64, 66650.0, None, None, 0.9, study))
    rows.append((*land, "inwoners|studie", "buurt", None, None, None, 1700000.0, None, None, None, "alleen de studie"))
    return rows


def _attention() -> list[tuple]:
    """Twelve buurten of the first gemeente with reasons, and a wijk that must not stand between them."""
    codes = [f"BU9001{x // 2}{y // 2}{x}{y}" for x in range(4) for y in range(4)][:12]
    rows = [
        (
            "buurt", code, 2024, "GM9001", 2014, 2024, n, n, 12.0 - n, f"reden {n} a; reden {n} b", 2, 0.5,
            "Hoe gaat het?", "reden", None,
        )
        for n, code in enumerate(codes, 1)
    ]  # fmt: skip
    return [
        *rows,
        ("wijk", "WK900100", 2024, "GM9001", 2014, 2024, 1, 1, 9.0, "wijkreden", 1, 0.5, None, "reden", None),
    ]


def _peers() -> list[tuple]:
    return [
        ("GM9001", 2024, peer, n, 0.5 * n, "ste_oad", 14400.0, 14401.0, 3000.0, 2000.0, 25.0, 31.0)
        for n, peer in enumerate(("GM9003", "GM9002"), 1)
    ]
