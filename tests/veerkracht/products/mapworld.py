"""Map marts of the fictitious world: levels by quintile of a random value, changes by the chance of a random estimate.

Each kind of no-value stands once per gemeente. Map 6 has classes for wijken only and is grey in the second gemeente,
map 8 has none for lack of national coverage, map 9 only in the first gemeente.
"""

import csv
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pandas as pd

from tests.contracts import contract
from veerkracht.mapkinds import register

SEEDS = Path(__file__).parents[3] / "dbt_project" / "seeds"
PERIODEN = ((2014, 2024), (2014, 2022))
WITHOUT = {"00": "geen gegevens", "11": "afgeschermd", "22": "onvergelijkbaar", "33": "te weinig inwoners"}
GREY, GREY_VERDICT = "GM9002", "waarschijnlijk gunstiger"  # no colour on map 6; what is said of it as a whole
DELTA, SD = 0.1, 0.3  # of every map of change
CORPORATIE = 80.0  # % of corporation dwellings of the one corporatiebuurt
FIXED = {"meetbaar": {1: -5.0, 4: 5.0}}  # upper limits of classes that are always the same
NO_COVERAGE = "gebieden met een waarde hebben samen 61% van de inwoners van het land, nodig is 80%"


def seed_rows() -> list[dict]:
    """The maps as the catalogue gives them."""
    return _rows("kaarten")


def measured() -> list[dict]:
    """The indicators that the maps show, as the catalogue describes them."""
    shown = {maat for row in seed_rows() for maat in row["maat"].split("+")}
    return [row for row in _rows("indicatoren") if row["indicator"] in shown]


def _rows(seed: str) -> list[dict]:
    with (SEEDS / f"{seed}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def kaarten() -> list[str]:
    """Their numbers, in order."""
    return [row["kaart_id"] for row in sorted(seed_rows(), key=lambda row: int(row["volgorde"]))]


def tables(dim_gebied: pd.DataFrame, doel: int) -> dict[str, pd.DataFrame]:
    """Rows of the marts of the maps and of what is told beside them."""
    kaarten = pd.DataFrame(seed_rows()).astype({"volgorde": int, "decimalen": int})
    kaarten["is_niveau"] = [register.KINDS[klassen].is_level for klassen in kaarten["klassen"]]
    kaarten["klasse_niet_te_zeggen"] = pd.array([_untold(text) for text in kaarten["labels"]], "Int16")
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
        "mrt_ijking": _null_run(),
        "mrt_ruis": _noise(),
        "fct_spreiding": _means(),
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


def _untold(labels: str) -> int | None:
    """Number of the class that says that nothing can be said."""
    return next((n for n, label in enumerate(labels.split(";"), 1) if label.startswith("niet te zeggen")), None)


def _map(kaart: pd.Series, areas: pd.DataFrame, van: int, tot: int, rng: np.random.Generator) -> pd.DataFrame:
    labels, colours = kaart["labels"].split(";"), kaart["kleuren"].split(";")
    frame = areas[["niveau", "gebiedscode", "indeling", "inwoners", "gemeentecode"]].copy()
    frame["waarde"] = rng.normal(0, 1, len(frame)).round(3)
    frame = _of_level(kaart, frame, rng) if kaart["is_niveau"] else _of_change(kaart, frame)
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
    if kaart["kaart_id"] == "1":  # one buurt is a corporatiebuurt
        shown = frame[(frame["niveau"] == "buurt") & (frame["status"] == "waarde")]
        frame.loc[shown["waarde"].idxmax(), "waarde"] = CORPORATIE
    figures = ["waarde", "klasse", "laag", "hoog", "kans", "p_hoogste"]
    frame.loc[frame["status"] != "waarde", figures] = None
    has = frame["klasse"].notna()
    frame["label"] = [labels[k - 1] if ok else None for k, ok in zip(frame["klasse"], has, strict=True)]
    frame["kleur"] = [colours[k - 1] if ok else None for k, ok in zip(frame["klasse"], has, strict=True)]
    on_index = kaart["is_niveau"] and "kwetsbaarheid" in kaart["maat"]
    frame["zekerheid"] = np.where(has & on_index, rng.uniform(0.4, 1, len(frame)).round(2), np.nan)
    return frame.assign(
        kaart_id=kaart["kaart_id"], jaar_van=van, jaar_tot=tot, waarde_2=frame["waarde"] / 2,
        waarde_gemeten=frame["waarde"] * 2, maat=kaart["maat"], onderdelen=None,
    )  # fmt: skip


def _of_level(kaart: pd.Series, frame: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Classes by quantile; a map with fixed limits is counted, so of it there is no chance."""
    count = len(kaart["labels"].split(";"))
    rank = frame.groupby("niveau")["waarde"].rank(pct=True)
    frame["klasse"] = np.ceil(rank * count).clip(1).astype("Int16")
    own = rng.uniform(0.4, 1, len(frame)).round(3)
    top = frame["klasse"] == (1 if kaart["maat"] == "onv" else count)
    known = kaart["klassen"] != "vast"
    return frame.assign(
        kans=own if known else None, p_hoogste=np.where(top, own, (1 - own).round(3)) if known else None,
        laag=None, hoog=None,
    ).astype({"kans": float, "p_hoogste": float, "laag": float, "hoog": float})  # fmt: skip


def _of_change(kaart: pd.Series, frame: pd.DataFrame) -> pd.DataFrame:
    """Classes by the chance that the change is beyond DELTA; those of a registration by its size."""
    if kaart["kaart_id"] == "6":
        frame.loc[frame["gemeentecode"] == GREY, "waarde"] = 0.0
    low, high = (np.array([NormalDist().cdf((side * x - DELTA) / SD) for x in frame["waarde"]]) for side in (-1, 1))
    low, high = low.round(3), high.round(3)
    first, last = (high, low) if kaart["maat"] == "kwetsbaarheid" else (low, high)  # class 1 is the unfavourable side
    untold = _untold(kaart["labels"])
    if kaart["klassen"] == "kans":
        classes = np.select([first >= 0.9, first >= 0.75, last >= 0.9, last >= 0.75], [1, 2, 5, 4], 3)
        if kaart["soort"] == "samenloop":
            classes = np.select([first >= 0.9, first >= 0.75, last >= 0.75], [1, 2, 5], untold)
        width = 1.2816 * SD
        frame = frame.assign(laag=frame["waarde"] - width, hoog=frame["waarde"] + width)
        chance = np.where(classes < untold, first, np.where(classes > untold, last, np.maximum(first, last)))
    else:
        # a registration: its measured change, of some areas with a moved boundary not to be told
        classes = np.select([frame["waarde"] < -1, frame["waarde"] < -0.3, frame["waarde"] < 0.3], [1, 2, 3], 4)
        classes = np.where(frame["gebiedscode"].str.endswith("13"), untold, np.where(frame["waarde"] > 1, 5, classes))
        width = np.where(classes == untold, np.nan, 0.3)  # of a moved boundary the cost is not known
        frame = frame.assign(laag=frame["waarde"] - width, hoog=frame["waarde"] + width)
        chance = np.select([classes == 3, classes == untold], [np.nan, 0.8], 0.99)
    return frame.assign(klasse=pd.array(classes, "Int16"), kans=chance, p_hoogste=np.nan)


def _legend(feiten: pd.DataFrame, kaarten: pd.DataFrame) -> pd.DataFrame:
    keys = ["kaart_id", "niveau", "indeling", "jaar_van", "jaar_tot"]
    rows = []
    for key, part in feiten.groupby(keys):
        kaart = kaarten.set_index("kaart_id").loc[key[0]]
        names, colours = kaart["labels"].split(";"), kaart["kleuren"].split(";")
        limits = part.groupby("klasse")["waarde"].max() if kaart["is_niveau"] else FIXED.get(kaart["klassen"], {})
        for k, (label, colour) in enumerate(
            zip(names, colours, strict=True) if part["klasse"].notna().any() else (), 1
        ):
            own = part[part["klasse"] == k]
            is_told = own["kans"].notna().all() and k != _untold(kaart["labels"])
            wrong = (1 - own["kans"]).sum() if is_told else None
            upper = None if k == len(names) else limits.get(k)
            counts = (len(own), own["inwoners"].sum(), None if kaart["klassen"] == "vast" else wrong)
            rows.append((*key, k, label, colour, limits.get(k - 1), upper, *counts))
        for status, own in part[part["klasse"].isna()].groupby("status"):
            rows.append((*key, None, status, None, None, None, len(own), own["inwoners"].sum(), None))
    names = [*keys, "klasse", "label", "kleur", "ondergrens", "bovengrens", "aantal", "inwoners", "verwacht_onjuist"]
    numbers = dict.fromkeys(("ondergrens", "bovengrens", "verwacht_onjuist"), float)
    frame = pd.DataFrame(rows, columns=names).astype({"klasse": "Int16"} | numbers)
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
    is_level = frame["kaart_id"].map(kaarten.set_index("kaart_id")["is_niveau"])
    years = np.where(is_level, "", frame["jaar_van"].astype(str) + "–") + frame["jaar_tot"].astype(str)
    words = ["; ".join(f"{m} {y}" for m in names.split("+")) for names, y in zip(maat, years, strict=True)]
    index = maat.str.contains("kwetsbaarheid")
    return frame.assign(
        meetjaar_van=frame["jaar_van"].where(~is_level).astype("Int16"), meetjaar_tot=frame["jaar_tot"],
        meetjaren=words, indicatoren=maat.str.replace("kwetsbaarheid", "index").str.replace("+", "; "),
        onderdelen=["inkomen (" + y + ")" if ok else None for y, ok in zip(years, index, strict=True)],
        referentie=None, klassengrond="vaste grenzen", niveau_open=np.where(frame["kaart_id"] == "4", "wijk", "buurt"),
    )  # fmt: skip


def _doubts() -> list[tuple]:
    """Of map 3 weights switch most, of map 10 nothing switches; other maps have no figures."""
    shares = {"3": {"gewichten": 0.25, "normalisatie": 0.031, "alles": 0.3}, "10": {"gewichten": 0.0, "alles": 0.0}}
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
    """The level buurt is estimated, the level wijk refused; only resilience has a slope."""
    slope = (-0.0606, 0.004, 41, "gemeente", -0.0452, -0.11, 0.62, 0.0123, 0.2, None)
    return [
        ("buurt", 2024, *PERIODEN[0], "kwetsbaarheid", 279, 41, 0.02, 0.11, 0.05, 0.0001, 0.081, *[None] * 9, -0.1,
         "geschat", None),
        ("buurt", 2024, *PERIODEN[0], "onv", 279, 41, 0.0123, 0.0141, 0.0089, 6.3e-5, 0.0075, *[None] * 9, -0.05,
         "geschat", None),
        ("buurt", 2024, *PERIODEN[0], "veerkracht", 279, 41, 0.0, 0.0123, 0.0089, 6.3e-5, 0.0075, *slope, "geschat",
         None),
        ("wijk", 2024, *PERIODEN[0], "veerkracht", 12, 3, *[None] * 15, "geweigerd", "nodig zijn 20 gebieden"),
    ]  # fmt: skip


def _null_run() -> list[tuple]:
    """Of noise alone map 6 colours hardly anything, and map 7 has no word for what is clear."""
    scope = ("buurt", 2024, *PERIODEN[0])
    return [
        (*scope, "onv", 20, 279, 0.0004, 0.0123, None),
        (*scope, "samenloop", 20, 271, None, 0.0, 0.0061),
    ]


def _noise() -> list[tuple]:
    """Noise of onv is known; that of low income cannot be told."""
    known = (1299, 5, "2014, 2016, 2018, 2020, 2022", 7.85e-5, 0.0333, 4.0, 1.0, 0.0056, 3.1e-5, "bepaald", None)
    unknown = (0, 2, "2014, 2024", *[None] * 6, "niet te bepalen", "nodig zijn er 3")
    return [("buurt", 2024, "onv", "onv", *known), ("buurt", 2024, "kwetsbaarheid", "p_hh_li", *unknown)]


def _means() -> list[dict]:
    """The verdict on two gemeenten as a whole: one of which the side is known, one of which it is not."""
    base = {"niveau": "gemeente", "indeling": 2024, "groep": "inwoners", "maat": "onv_gemiddeld", "verschil": 0.02}
    return [
        base | {"gebiedscode": code, "jaar_van": van, "jaar_tot": tot, "oordeel": verdict}
        for code, verdict in ((GREY, GREY_VERDICT), ("GM9001", "niet te zeggen"))
        for van, tot in PERIODEN
    ]


def _sentences() -> list[tuple]:
    """The first gemeente improved in the newest period and got worse in the other; the second has no figures."""
    facts = [
        ("GM9001", 2024, "duidelijk gunstiger"),
        ("GM9001", 2022, "waarschijnlijk ongunstiger"),
        ("NL00", 2024, "onbekend"),
    ]
    return [
        (
            "land" if code == "NL00" else "gemeente", code, 2024, 2014, tot, "veiligheid", verdict,
            f"In {code} is de veiligheid {verdict}.", f"Score {tot}.", "Vanaf een kans van 90%.",
            "Is het gevoel van veiligheid vergroot?", 3,
        )
        for code, tot, verdict in facts
    ]  # fmt: skip


def _totals() -> list[tuple]:
    """Both changes, corporation buurten and means of the first gemeente and the land; the study beside them.

    A change has no place among gemeenten where its side cannot be told.
    """
    both, none = "kwetsbaarheid en overlast namen beide toe", (None,) * 4  # waarde, waarde_gemeten, rang, van
    rows = []
    for level, code, share in (("gemeente", "GM9001", 0.25), ("land", "NL00", 0.12)):
        base, rank = (level, code, 2024, 2014, 2024), (2, 3) if level == "gemeente" else (None, None)
        ranked, means, corp = (None, None, *rank), (*base, "gemiddelde"), (*base, "corporatiebuurt")
        rows += [
            (*base, "samenloop", "beide namen toe", "buurt", 3600.0, share, 4, *ranked, 0.9, both),
            (*base, "samenloop", "niet te zeggen", "buurt", 9900.0, 1 - share, 11, *none, 0.9, "de rest"),
            (*base, "samenloop", "zonder waarde", "buurt", 900.0, None, 1, *none, 0.9, "niet bekend"),
            (*base, "beide_toegenomen", "verwacht", "buurt", 1234.0, share / 3, 15, *none, 0.9, both),
            (*means, "onv|verschil", "buurt", 14400.0, None, 16, 0.0042, 0.0051, None, None, 0.9, "Verandering"),
            (*corp, "corporatiebuurt", "buurt", 1800.0, 0.1, 2, *ranked, 0.9, "corporatie"),
            (*corp, "corporatiebuurt|onv|verschil", "buurt", 1800.0, None, 2, -0.0421, None, *rank, 1, ""),
            (*means, "onv", "buurt", 14400.0, None, 16, 0.0312, None, *rank, 0.9, "Score, gemiddelde"),
        ]  # fmt: skip
    study = "66.650 inwoners; de studie gaf 1.700.000: andere bron, andere periode, niet vergelijkbaar"
    land = ("land", "NL00", 2024, 2014, 2024, "studie")
    rows.append((*land, "inwoners", "buurt", 66650.0, 0.18, 64, 66650.0, None, None, None, 0.9, study))
    rows.append((*land, "inwoners|studie", "buurt", None, None, None, 1700000.0, *none, "alleen de studie"))
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
