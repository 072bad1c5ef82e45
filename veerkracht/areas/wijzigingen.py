"""What became of each area between two vintages, decided by moved people and geometry, never by equality of codes.

Classes: ongewijzigd, hernummerd, klein_verlegd, verlegd, gesplitst, samengevoegd, nieuw, vervallen, onzeker.
"""

import numpy as np
import pandas as pd
import pyarrow as pa

from veerkracht.areas.band import corners_agree, moved_outside_band
from veerkracht.areas.counts import METHODEN, Counts
from veerkracht.areas.explain import explain
from veerkracht.areas.links import covered
from veerkracht.schemas import WIJZIGINGEN
from veerkracht.settings import Settings

SAME = ("ongewijzigd", "hernummerd")
HALF = 0.5  # outlines that share less than this part of their union are no two drawings of one area


def find_wijzigingen(counts: Counts, links: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """One row per from-area with its main successor, and one per new area; columns of WIJZIGINGEN plus `van` and
    `naar`, the positions in the two vintages (-1 for none)."""
    opvolgers = _find_opvolgers(counts, links, settings)
    kwijt = np.setdiff1d(np.arange(len(counts.van)), opvolgers["van"])
    bekend = _within_reach(counts, "van", settings)[kwijt]
    parts = [
        opvolgers,
        _unmatched(kwijt[bekend], "van", "vervallen"),
        _unmatched(kwijt[~bekend], "van", "onzeker"),
        _unmatched(_new_gebieden(counts, settings), "naar", "nieuw"),
    ]
    rows = pd.concat(parts, ignore_index=True)
    for kant, gebieden in (("van", counts.van), ("naar", counts.naar)):
        codes = np.array([*gebieden.code, None], dtype=object)  # position -1: none
        rows[f"{kant}_code"] = codes[rows[kant].to_numpy()]
        rows[f"{kant}_indeling"] = gebieden.indeling
    rows["niveau"] = counts.van.niveau
    rows["iou_zelfde_code"] = _iou_of_same_code(counts, rows)
    rows["toelichting"] = explain(rows, counts, settings)
    return rows.sort_values(["van_code", "naar_code"], na_position="last", ignore_index=True)


def wijzigingen_table(rows: pd.DataFrame) -> pa.Table:
    """The rows in schema WIJZIGINGEN."""
    return pa.Table.from_pandas(rows[WIJZIGINGEN.names], schema=WIJZIGINGEN, preserve_index=False)


def _find_opvolgers(counts: Counts, links: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Main successors with moved share, IoU and class.

    The successor is where most people are; between products it is first of all the area drawn at the same place,
    since people near a coarse border may be drawn to its other side.
    """
    paren = links.assign(iou=_iou(counts, *(links[name].to_numpy() for name in ("van", "naar", "oppervlakte"))))
    paren["zelfde_plek"] = _differs_in_product(counts, paren) & (paren["iou"] >= HALF)
    order = ["van", "zelfde_plek", "deel_van", "oppervlakte", "naar"]
    hoofd = paren.sort_values(order, ascending=[True, False, False, False, True])
    hoofd = hoofd.drop_duplicates("van").reset_index(drop=True)
    methode, verplaatst = _measure_moved(counts, hoofd, settings)
    hoofd["methode"] = np.where(hoofd["identiek"], "identiek", np.array(METHODEN, dtype=object)[methode])
    hoofd["verplaatst"] = np.where(hoofd["identiek"], 0.0, verplaatst)
    hoofd["iou"] = hoofd["iou"].mask(hoofd["identiek"], 1.0)
    hoofd["ind_wbi"] = _change_marks(counts, hoofd)
    hoofd["band"] = ~hoofd["identiek"] & (methode > 0) & _differs_in_product(counts, hoofd)
    hoofd["zelfde_hoeken"] = False
    _apply_band(counts, hoofd, settings)
    hoofd["zelfde_hoeken"] &= _neighbours_agree(counts, hoofd, links)
    hoofd["klasse"] = _classify(counts, hoofd, links, settings)
    _hear_witnesses(counts, hoofd, settings)
    return hoofd


def _measure_moved(counts: Counts, hoofd: pd.DataFrame, settings: Settings) -> tuple[np.ndarray, np.ndarray]:
    """Method of each pair (the best that both sides have) and the share of their people that is not in both."""
    van, naar = hoofd["van"].to_numpy(), hoofd["naar"].to_numpy()
    methode = np.maximum(counts.van_methode(settings)[van], counts.naar_methode(settings)[naar])
    # Addresses on one side and squares on the other: squares only if both have them.
    mensen = [t["inwoners"].to_numpy()[i] for t, i in ((counts.van_totaal, van), (counts.naar_totaal, naar))]
    methode[(methode == 1) & (np.minimum(*mensen) < max(settings.inwoners_minimum, 1))] = 2
    namen, rij = list(METHODEN), np.arange(len(hoofd))
    beide = hoofd[namen].to_numpy()[rij, methode]
    samen = counts.van_totaal[namen].to_numpy()[van, methode] + counts.naar_totaal[namen].to_numpy()[naar, methode]
    return methode, np.clip(1 - beide / (samen - beide), 0, 1)


def _iou(counts: Counts, van: np.ndarray, naar: np.ndarray, gedeeld: np.ndarray) -> np.ndarray:
    return gedeeld / (counts.van.oppervlakte[van] + counts.naar.oppervlakte[naar] - gedeeld)


def _iou_of_same_code(counts: Counts, rows: pd.DataFrame) -> np.ndarray:
    """IoU with the area of the same code in the other vintage; NaN where the code is not there."""
    code = rows["van_code"].where(rows["van_code"].notna(), rows["naar_code"]).to_numpy(dtype=object)
    i = pd.Index(counts.van.code).get_indexer(code)
    j = pd.Index(counts.naar.code).get_indexer(code)
    pieces = counts.pieces
    gedeeld = pd.Series(pieces.oppervlakte, index=pieces.van * len(counts.naar) + pieces.naar)
    gevonden = gedeeld.reindex(i * len(counts.naar) + j).fillna(0.0).to_numpy()
    return np.where((i >= 0) & (j >= 0), _iou(counts, i, j, gevonden), np.nan)


def _change_marks(counts: Counts, hoofd: pd.DataFrame) -> np.ndarray:
    """The publisher's change mark of the newer of the two areas."""
    if counts.naar.indeling > counts.van.indeling:
        return counts.naar.ind_wbi[hoofd["naar"]]
    return counts.van.ind_wbi[hoofd["van"]]


def _differs_in_product(counts: Counts, hoofd: pd.DataFrame) -> np.ndarray:
    return counts.van.product[hoofd["van"]] != counts.naar.product[hoofd["naar"]]


def _apply_band(counts: Counts, hoofd: pd.DataFrame, settings: Settings) -> None:
    """Between products only what lies outside the band of doubt has moved. Where more than half of the outlines
    differs, the area itself counts: squares of 100 m cannot make two such drawings one area."""
    rij = np.flatnonzero(hoofd["band"])
    if not len(rij):
        return
    a = counts.van.vlak[hoofd["van"].to_numpy()[rij]]
    b = counts.naar.vlak[hoofd["naar"].to_numpy()[rij]]
    outside = moved_outside_band(a, b, counts.vierkanten, settings)
    met_mensen = (hoofd["methode"].to_numpy()[rij] == "inwoners") & ~np.isnan(outside.inwoners)
    met_mensen &= (hoofd["iou"].to_numpy()[rij] >= HALF) | (outside.oppervlakte <= settings.klein_verlegd_tot)
    hoofd.loc[rij, "verplaatst"] = np.where(met_mensen, outside.inwoners, outside.oppervlakte)
    hoofd.loc[rij, "methode"] = np.where(met_mensen, "inwoners", "oppervlakte")
    hoofd.loc[rij, "zelfde_hoeken"] = corners_agree(a, b, settings)


def _neighbours_agree(counts: Counts, hoofd: pd.DataFrame, links: pd.DataFrame) -> np.ndarray:
    """Whether the areas that took ground from this one, or gave to its successor, have their corners in place too.

    Without this a piece cut off straight would look like a simplified border: both its ends lie on the old outline.
    """
    eens = (hoofd["zelfde_hoeken"] | hoofd["identiek"]) & (hoofd["iou"] >= HALF)
    # An area that the other vintage hardly covers has no counterpart to agree with and says nothing.
    eens_van, eens_naar = _covered_share(counts, "van") < HALF, _covered_share(counts, "naar") < HALF
    eens_van[hoofd["van"][eens]] = True
    eens_naar[hoofd["naar"][eens]] = True
    opvolger = np.full(len(counts.van), -1)
    opvolger[hoofd["van"]] = hoofd["naar"]
    stuk = links[links["oppervlakte"] > 0]
    van, naar = stuk["van"].to_numpy(), stuk["naar"].to_numpy()
    zijstuk = opvolger[van] != naar
    verdacht_van, verdacht_naar = np.zeros(len(counts.van), dtype=bool), np.zeros(len(counts.naar), dtype=bool)
    verdacht_van[van[zijstuk & ~eens_naar[naar]]] = True
    verdacht_naar[naar[zijstuk & ~eens_van[van]]] = True
    return ~(verdacht_van[hoofd["van"]] | verdacht_naar[hoofd["naar"]])


def _classify(counts: Counts, hoofd: pd.DataFrame, links: pd.DataFrame, settings: Settings) -> np.ndarray:
    verplaatst = hoofd["verplaatst"].to_numpy()
    zelfde = counts.van.code[hoofd["van"]] == counts.naar.code[hoofd["naar"]]
    geheel = 1 - settings.klein_verlegd_tot
    uit_een = links["deel_naar"].to_numpy() >= geheel  # the to-area comes from this from-area alone
    in_een = links["deel_van"].to_numpy() >= geheel  # the from-area went to this to-area alone
    kinderen = np.bincount(links["van"], uit_een, len(counts.van))
    verdeeld = np.bincount(links["van"], links["deel_van"] * uit_een, len(counts.van))
    ouders = np.bincount(links["naar"], in_een, len(counts.naar))
    verzameld = np.bincount(links["naar"], links["deel_naar"] * in_een, len(counts.naar))
    van, naar = hoofd["van"].to_numpy(), hoofd["naar"].to_numpy()
    keuzes = {
        "ongewijzigd": (verplaatst <= settings.ongewijzigd_tot) & zelfde,
        "hernummerd": verplaatst <= settings.ongewijzigd_tot,
        "klein_verlegd": verplaatst <= settings.klein_verlegd_tot,
        "gesplitst": (kinderen[van] > 1) & (verdeeld[van] >= geheel),
        "samengevoegd": (hoofd["deel_van"] >= geheel) & (ouders[naar] > 1) & (verzameld[naar] >= geheel),
    }
    return np.select(list(keuzes.values()), list(keuzes), "verlegd").astype(object)


def _hear_witnesses(counts: Counts, hoofd: pd.DataFrame, settings: Settings) -> None:
    """Between products the corners of the outlines and the publisher's mark are witnesses beside the band.

    A small difference whose corners agree is drawing. Where a witness contradicts, the class is `onzeker`; outlines
    that share less than half are never called the same area. The mark `ind_wbi` tells of one year only: over a
    longer span a mark of no change says nothing.
    """
    klasse, wbi, hoeken = hoofd["klasse"], hoofd["ind_wbi"], hoofd["zelfde_hoeken"]
    half = hoofd["iou"] >= HALF
    zelfde = counts.van.code[hoofd["van"]] == counts.naar.code[hoofd["naar"]]
    getekend = hoofd["band"] & half & hoeken & (klasse == "klein_verlegd")
    klasse = klasse.mask(getekend, np.where(zelfde, "ongewijzigd", "hernummerd"))
    stil = klasse.isin([*SAME, "klein_verlegd"])
    een_jaar = abs(counts.naar.indeling - counts.van.indeling) == 1
    twijfel = (
        (stil & ~half)
        | (klasse.isin(SAME) & (wbi == "3"))
        | ((klasse == "verlegd") & half & hoeken)
        | (~stil & wbi.isin(["1", "2"]) & een_jaar)
    )
    hoofd["klasse"] = klasse.mask(hoofd["band"] & twijfel, "onzeker")


def _new_gebieden(counts: Counts, settings: Settings) -> np.ndarray:
    """To-areas that hardly any from-area covers, where the from-vintage would show them."""
    leeg = covered(counts, settings) < settings.overlap_minimum
    return np.flatnonzero(leeg & _within_reach(counts, "naar", settings))


def _within_reach(counts: Counts, kant: str, settings: Settings) -> np.ndarray:
    """Areas of one vintage of which the outlines of the other can tell something: all, or, where those are a part of
    the country, the areas of gemeenten that they reach."""
    gebieden, gedekt = getattr(counts, kant), _covered_share(counts, kant)
    if (gedekt * gebieden.oppervlakte).sum() >= settings.dekking_minimum * gebieden.oppervlakte.sum():
        return np.ones(len(gebieden), dtype=bool)
    geraakt = gedekt >= settings.overlap_minimum
    return np.isin(gebieden.gemeentecode, np.unique(gebieden.gemeentecode[geraakt]))


def _covered_share(counts: Counts, kant: str) -> np.ndarray:
    """Share of the area of each area of one vintage that lies in areas of the other."""
    gebieden, pieces = getattr(counts, kant), counts.pieces
    return np.bincount(getattr(pieces, kant), pieces.oppervlakte, len(gebieden)) / gebieden.oppervlakte


def _unmatched(posities: np.ndarray, kant: str, klasse: str) -> pd.DataFrame:
    """Areas without a counterpart."""
    ander = "naar" if kant == "van" else "van"
    rows = pd.DataFrame({kant: posities, ander: -1, "klasse": klasse, "band": False, "zelfde_hoeken": False})
    return rows.assign(verplaatst=np.nan, iou=np.nan, methode=None, ind_wbi=None)
