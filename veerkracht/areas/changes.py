"""What became of each area between two vintages, decided by moved people and geometry, never by equality of codes.

Classes: ongewijzigd, hernummerd, klein_verlegd, verlegd, gesplitst, samengevoegd, nieuw, vervallen, onzeker.
"""

import numpy as np
import pandas as pd
import pyarrow as pa

from veerkracht.areas.band import corners_agree, moved_outside_band
from veerkracht.areas.explain import explain
from veerkracht.areas.links import covered
from veerkracht.areas.measures import METHODEN, Measures
from veerkracht.schemas import WIJZIGINGEN
from veerkracht.settings import Settings

ONGEWIJZIGD = ("ongewijzigd", "hernummerd")
HELFT = 0.5  # outlines that share less than this part of their union are no two drawings of one area


def changes(measures: Measures, links: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """One row per from-area with its main successor, and one per new area; columns of WIJZIGINGEN plus `van` and
    `naar`, the positions in the layers (-1 for none)."""
    opvolgers = _opvolgers(measures, links, settings)
    kwijt = np.setdiff1d(np.arange(len(measures.van)), opvolgers["van"])
    bekend = _binnen_bereik(measures, "van", settings)[kwijt]
    parts = [
        opvolgers,
        _los(kwijt[bekend], "van", "vervallen"),
        _los(kwijt[~bekend], "van", "onzeker"),
        _los(_nieuw(measures, settings), "naar", "nieuw"),
    ]
    rows = pd.concat(parts, ignore_index=True)
    for kant, layer in (("van", measures.van), ("naar", measures.naar)):
        codes = np.append(layer.code, None)
        rows[f"{kant}_code"] = codes[rows[kant].to_numpy()]
        rows[f"{kant}_indeling"] = layer.indeling
    rows["niveau"] = measures.van.niveau
    rows["iou_zelfde_code"] = _iou_zelfde_code(measures, rows)
    rows["toelichting"] = explain(rows, measures, settings)
    return rows.sort_values(["van_code", "naar_code"], na_position="last", ignore_index=True)


def changes_table(rows: pd.DataFrame) -> pa.Table:
    """The rows in schema WIJZIGINGEN."""
    return pa.Table.from_pandas(rows[WIJZIGINGEN.names], schema=WIJZIGINGEN, preserve_index=False)


def _opvolgers(measures: Measures, links: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Main successors with moved share, IoU and class.

    The successor is where most people are; between products it is first of all the area drawn at the same place,
    since people near a coarse border may be drawn to its other side.
    """
    paren = links.assign(iou=_iou(measures, links["van"], links["naar"], links["oppervlakte"]))
    paren["zelfde_plek"] = _ander_product(measures, paren) & (paren["iou"] >= HELFT)
    order = ["van", "zelfde_plek", "deel_van", "oppervlakte", "naar"]
    hoofd = paren.sort_values(order, ascending=[True, False, False, False, True])
    hoofd = hoofd.drop_duplicates("van").reset_index(drop=True)
    methode, verplaatst = _verplaatst(measures, hoofd, settings)
    hoofd["methode"] = np.where(hoofd["identiek"], "identiek", np.array(METHODEN, dtype=object)[methode])
    hoofd["verplaatst"] = np.where(hoofd["identiek"], 0.0, verplaatst)
    hoofd["iou"] = hoofd["iou"].mask(hoofd["identiek"], 1.0)
    hoofd["ind_wbi"] = _merk(measures, hoofd)
    hoofd["band"] = ~hoofd["identiek"] & (methode > 0) & _ander_product(measures, hoofd)
    hoofd["zelfde_hoeken"] = False
    _met_band(measures, hoofd, settings)
    hoofd["zelfde_hoeken"] &= _buren_ook(measures, hoofd, links)
    hoofd["klasse"] = _klasse(measures, hoofd, links, settings)
    _getuige(measures, hoofd, settings)
    return hoofd


def _verplaatst(measures: Measures, hoofd: pd.DataFrame, settings: Settings) -> tuple[np.ndarray, np.ndarray]:
    """Method of each pair (the best that both sides have) and the share of their people that is not in both."""
    van, naar = hoofd["van"].to_numpy(), hoofd["naar"].to_numpy()
    methode = np.maximum(measures.van_methode(settings)[van], measures.naar_methode(settings)[naar])
    # Addresses on one side and squares on the other: squares only if both have them.
    mensen = [t["inwoners"].to_numpy()[i] for t, i in ((measures.van_totaal, van), (measures.naar_totaal, naar))]
    methode[(methode == 1) & (np.minimum(*mensen) < max(settings.inwoners_minimum, 1))] = 2
    namen, rij = list(METHODEN), np.arange(len(hoofd))
    beide = hoofd[namen].to_numpy()[rij, methode]
    samen = measures.van_totaal[namen].to_numpy()[van, methode] + measures.naar_totaal[namen].to_numpy()[naar, methode]
    return methode, np.clip(1 - beide / (samen - beide), 0, 1)


def _iou(measures: Measures, van, naar, oppervlakte) -> np.ndarray:
    gedeeld = np.asarray(oppervlakte, dtype=float)
    return gedeeld / (measures.van.oppervlakte[van] + measures.naar.oppervlakte[naar] - gedeeld)


def _iou_zelfde_code(measures: Measures, rows: pd.DataFrame) -> np.ndarray:
    """IoU with the area of the same code in the other vintage; NaN where the code is not there."""
    code = rows["van_code"].where(rows["van_code"].notna(), rows["naar_code"]).to_numpy(dtype=object)
    i = pd.Index(measures.van.code).get_indexer(code)
    j = pd.Index(measures.naar.code).get_indexer(code)
    pieces = measures.pieces
    gedeeld = pd.Series(pieces.oppervlakte, index=pieces.van * len(measures.naar) + pieces.naar)
    gevonden = gedeeld.reindex(i * len(measures.naar) + j).fillna(0.0).to_numpy()
    return np.where((i >= 0) & (j >= 0), _iou(measures, i, j, gevonden), np.nan)


def _merk(measures: Measures, hoofd: pd.DataFrame) -> np.ndarray:
    """The publisher's change mark of the newer of the two areas."""
    if measures.naar.indeling > measures.van.indeling:
        return measures.naar.ind_wbi[hoofd["naar"]]
    return measures.van.ind_wbi[hoofd["van"]]


def _ander_product(measures: Measures, hoofd: pd.DataFrame) -> np.ndarray:
    return measures.van.product[hoofd["van"]] != measures.naar.product[hoofd["naar"]]


def _met_band(measures: Measures, hoofd: pd.DataFrame, settings: Settings) -> None:
    """Between products only what lies outside the band of doubt has moved. Where more than half of the outlines
    differs, the area itself counts: squares of 100 m cannot make two such drawings one area."""
    rij = np.flatnonzero(hoofd["band"])
    if not len(rij):
        return
    a = measures.van.vlak[hoofd["van"].to_numpy()[rij]]
    b = measures.naar.vlak[hoofd["naar"].to_numpy()[rij]]
    oppervlakte, mensen = moved_outside_band(a, b, measures.squares, settings)
    met_mensen = (hoofd["methode"].to_numpy()[rij] == "inwoners") & ~np.isnan(mensen)
    met_mensen &= (hoofd["iou"].to_numpy()[rij] >= HELFT) | (oppervlakte <= settings.klein_verlegd_tot)
    hoofd.loc[rij, "verplaatst"] = np.where(met_mensen, mensen, oppervlakte)
    hoofd.loc[rij, "methode"] = np.where(met_mensen, "inwoners", "oppervlakte")
    hoofd.loc[rij, "zelfde_hoeken"] = corners_agree(a, b, settings)


def _buren_ook(measures: Measures, hoofd: pd.DataFrame, links: pd.DataFrame) -> np.ndarray:
    """Whether the areas that took ground from this one, or gave to its successor, have their corners in place too.

    Without this a piece cut off straight would look like a simplified border: both its ends lie on the old outline.
    """
    eens = (hoofd["zelfde_hoeken"] | hoofd["identiek"]) & (hoofd["iou"] >= HELFT)
    # An area that the other vintage hardly covers has no counterpart to agree with and says nothing.
    eens_van, eens_naar = _gedekt(measures, "van") < HELFT, _gedekt(measures, "naar") < HELFT
    eens_van[hoofd["van"][eens]] = True
    eens_naar[hoofd["naar"][eens]] = True
    opvolger = np.full(len(measures.van), -1)
    opvolger[hoofd["van"]] = hoofd["naar"]
    stuk = links[links["oppervlakte"] > 0]
    van, naar = stuk["van"].to_numpy(), stuk["naar"].to_numpy()
    zijstuk = opvolger[van] != naar
    verdacht_van, verdacht_naar = np.zeros(len(measures.van), dtype=bool), np.zeros(len(measures.naar), dtype=bool)
    verdacht_van[van[zijstuk & ~eens_naar[naar]]] = True
    verdacht_naar[naar[zijstuk & ~eens_van[van]]] = True
    return ~(verdacht_van[hoofd["van"]] | verdacht_naar[hoofd["naar"]])


def _klasse(measures: Measures, hoofd: pd.DataFrame, links: pd.DataFrame, settings: Settings) -> np.ndarray:
    verplaatst = hoofd["verplaatst"].to_numpy()
    zelfde = measures.van.code[hoofd["van"]] == measures.naar.code[hoofd["naar"]]
    geheel = 1 - settings.klein_verlegd_tot
    uit_een = links["deel_naar"].to_numpy() >= geheel  # the to-area comes from this from-area alone
    in_een = links["deel_van"].to_numpy() >= geheel  # the from-area went to this to-area alone
    kinderen = np.bincount(links["van"], uit_een, len(measures.van))
    verdeeld = np.bincount(links["van"], links["deel_van"] * uit_een, len(measures.van))
    ouders = np.bincount(links["naar"], in_een, len(measures.naar))
    verzameld = np.bincount(links["naar"], links["deel_naar"] * in_een, len(measures.naar))
    van, naar = hoofd["van"].to_numpy(), hoofd["naar"].to_numpy()
    keuzes = {
        "ongewijzigd": (verplaatst <= settings.ongewijzigd_tot) & zelfde,
        "hernummerd": verplaatst <= settings.ongewijzigd_tot,
        "klein_verlegd": verplaatst <= settings.klein_verlegd_tot,
        "gesplitst": (kinderen[van] > 1) & (verdeeld[van] >= geheel),
        "samengevoegd": (hoofd["deel_van"] >= geheel) & (ouders[naar] > 1) & (verzameld[naar] >= geheel),
    }
    return np.select(list(keuzes.values()), list(keuzes), "verlegd").astype(object)


def _getuige(measures: Measures, hoofd: pd.DataFrame, settings: Settings) -> None:
    """Between products the corners of the outlines and the publisher's mark are witnesses beside the band.

    A small difference whose corners agree is drawing. Where a witness contradicts, the class is `onzeker`; outlines
    that share less than half are never called the same area. The mark `ind_wbi` tells of one year only: over a
    longer span a mark of no change says nothing.
    """
    klasse, wbi, hoeken = hoofd["klasse"], hoofd["ind_wbi"], hoofd["zelfde_hoeken"]
    half = hoofd["iou"] >= HELFT
    zelfde = measures.van.code[hoofd["van"]] == measures.naar.code[hoofd["naar"]]
    getekend = hoofd["band"] & half & hoeken & (klasse == "klein_verlegd")
    klasse = klasse.mask(getekend, np.where(zelfde, "ongewijzigd", "hernummerd"))
    stil = klasse.isin([*ONGEWIJZIGD, "klein_verlegd"])
    een_jaar = abs(measures.naar.indeling - measures.van.indeling) == 1
    twijfel = (
        (stil & ~half)
        | (klasse.isin(ONGEWIJZIGD) & (wbi == "3"))
        | ((klasse == "verlegd") & half & hoeken)
        | (~stil & wbi.isin(["1", "2"]) & een_jaar)
    )
    hoofd["klasse"] = klasse.mask(hoofd["band"] & twijfel, "onzeker")


def _nieuw(measures: Measures, settings: Settings) -> np.ndarray:
    """To-areas that hardly any from-area covers, where the from-vintage would show them."""
    leeg = covered(measures, settings) < settings.overlap_minimum
    return np.flatnonzero(leeg & _binnen_bereik(measures, "naar", settings))


def _binnen_bereik(measures: Measures, kant: str, settings: Settings) -> np.ndarray:
    """Areas of one vintage of which the outlines of the other can tell something: all, or, where those are a part of
    the country, the areas of gemeenten that they reach."""
    layer, gedekt = getattr(measures, kant), _gedekt(measures, kant)
    if (gedekt * layer.oppervlakte).sum() >= settings.dekking_minimum * layer.oppervlakte.sum():
        return np.ones(len(layer), dtype=bool)
    geraakt = gedekt >= settings.overlap_minimum
    return np.isin(layer.gemeentecode, np.unique(layer.gemeentecode[geraakt]))


def _gedekt(measures: Measures, kant: str) -> np.ndarray:
    """Share of the area of each area of one vintage that lies in areas of the other."""
    layer, pieces = getattr(measures, kant), measures.pieces
    return np.bincount(getattr(pieces, kant), pieces.oppervlakte, len(layer)) / layer.oppervlakte


def _los(posities: np.ndarray, kant: str, klasse: str) -> pd.DataFrame:
    """Areas without a counterpart."""
    ander = "naar" if kant == "van" else "van"
    rows = pd.DataFrame({kant: posities, ander: -1, "klasse": klasse, "band": False, "zelfde_hoeken": False})
    return rows.assign(verplaatst=np.nan, iou=np.nan, methode=None, ind_wbi=None)
