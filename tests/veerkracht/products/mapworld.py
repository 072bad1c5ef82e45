"""Map marts of the fictitious world: classes by quintile of a random value, each kind of no-value once per gemeente.

Map 6 has classes for wijken only, map 8 none for lack of national coverage, map 9 only in the first gemeente.
"""

import csv
from pathlib import Path

import numpy as np
import pandas as pd

SEED = Path(__file__).parents[3] / "dbt_project" / "seeds" / "kaarten.csv"
PERIODEN = ((2014, 2024), (2014, 2022))
WITHOUT = {"00": "geen gegevens", "11": "afgeschermd", "22": "onvergelijkbaar", "33": "te weinig inwoners"}
NO_COVERAGE = "gebieden met een waarde hebben samen 61% van de inwoners van het land, nodig is 80%"

DIM_KAART = (
    "kaart_id varchar not null, volgorde integer, titel varchar, maat varchar, soort varchar, klassen varchar, "
    "eenheid varchar, decimalen integer, leeshulp varchar, status varchar, toegang varchar"
)
FCT_KAART = (
    "kaart_id varchar not null, niveau varchar not null, gebiedscode varchar not null, indeling smallint not null, "
    "jaar_van smallint, jaar_tot smallint, waarde double, klasse smallint, label varchar, kleur varchar, "
    "status varchar, zekerheid double, reden varchar, waarde_2 double, waarde_gemeten double, maat varchar, "
    "onderdelen varchar, is_onzeker boolean, inwoners double, gemeentecode varchar"
)
FCT_LEGENDA = (
    "kaart_id varchar not null, niveau varchar, indeling smallint, jaar_van smallint, jaar_tot smallint, "
    "klasse smallint, label varchar, kleur varchar, ondergrens double, bovengrens double, "
    "ondergrens_2 double, bovengrens_2 double, aantal integer"
)
DIM_PERIODE = (
    "jaar_van smallint, jaar_tot smallint, kaart_id varchar not null, niveau varchar, indeling smallint, "
    "meetjaar_van smallint, meetjaar_tot smallint, meetjaren varchar, indicatoren varchar, onderdelen varchar, "
    "n_getoond integer, n_niet_getoond integer, referentie varchar, klassengrond varchar"
)

MRT_GEVOELIGHEID = (
    "kaart_id varchar not null, niveau varchar, jaar_van smallint, jaar_tot smallint, twijfel varchar, "
    "gewisseld double, n integer, trekkingen integer"
)


def seed_rows() -> list[dict]:
    """The ten maps as the catalogue gives them."""
    with SEED.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def tables(dim_gebied: pd.DataFrame, doel: int) -> dict[str, tuple[pd.DataFrame, str]]:
    """dim_kaart, fct_kaart, fct_legenda and dim_periode with their columns."""
    kaarten = pd.DataFrame(seed_rows()).astype({"volgorde": int, "decimalen": int})
    areas = dim_gebied[(dim_gebied["indeling"] == doel) & dim_gebied["niveau"].isin(["buurt", "wijk"])]
    rng = np.random.default_rng(3)
    feiten = pd.concat(
        [_map(kaart, areas, *period, rng) for _, kaart in kaarten.iterrows() for period in PERIODEN], ignore_index=True
    )
    return {
        "dim_kaart": (kaarten[[c.split()[0] for c in DIM_KAART.split(", ")]], DIM_KAART),
        "fct_kaart": (feiten, FCT_KAART),
        "fct_legenda": (_legend(feiten, kaarten), FCT_LEGENDA),
        "dim_periode": (_periods(feiten, kaarten), DIM_PERIODE),
        "mrt_gevoeligheid": (_doubts(), MRT_GEVOELIGHEID),
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


def _doubts() -> pd.DataFrame:
    """Of map 3 weights switch most, of map 1 nothing switches; map 4 has no figures."""
    shares = {"3": {"gewichten": 0.25, "afronding": 0.031, "alles": 0.3}, "1": {"afronding": 0.0, "alles": 0.0}}
    rows = [
        (kaart_id, "buurt", *period, doubt, share, 36, 200)
        for kaart_id, doubts in shares.items()
        for doubt, share in doubts.items()
        for period in PERIODEN
    ]
    return pd.DataFrame(rows, columns=[c.split()[0] for c in MRT_GEVOELIGHEID.split(", ")])
