"""What became of each area between two vintages, decided by moved people and geometry, never by equality of codes.

Classes: ongewijzigd, hernummerd, klein_verlegd, verlegd, gesplitst, samengevoegd, nieuw, vervallen, onzeker.
"""

import numpy as np
import pandas as pd
import pyarrow as pa

from veerkracht.areas.band import corners_agree, moved_outside_band
from veerkracht.areas.counts import METHODEN, Counts
from veerkracht.areas.drawing import HALF
from veerkracht.areas.explain import explain
from veerkracht.areas.links import covered
from veerkracht.schemas import WIJZIGINGEN
from veerkracht.settings import Settings

SAME = ("ongewijzigd", "hernummerd")
MOSTLY = (
    2 / 3
)  # outlines that share less of their union are too far apart for corners to tell that only drawing differs
ALIKE = 0.9  # ... more than this, under one code and name: two drawings of one area unless something contradicts


def find_wijzigingen(counts: Counts, links: pd.DataFrame, settings: Settings, key: pd.DataFrame) -> pd.DataFrame:
    """One row per from-area with its main successor, and one per new area; columns of WIJZIGINGEN plus `van` and
    `naar`, the positions in the two vintages (-1 for none). `key` are the pairs of positions that a gemeente itself
    calls one area (`keys.same_by_key`), and whether that `beslist`."""
    successors = _find_successors(counts, links, settings, key)
    lost = np.setdiff1d(np.arange(len(counts.van)), successors["van"])
    known = _within_reach(counts, "van", settings)[lost]
    parts = [
        successors,
        _unmatched(lost[known], "van", "vervallen"),
        _unmatched(lost[~known], "van", "onzeker"),
        _unmatched(_new_gebieden(counts, settings), "naar", "nieuw"),
    ]
    rows = pd.concat(parts, ignore_index=True)
    for side, gebieden in (("van", counts.van), ("naar", counts.naar)):
        codes = np.array([*gebieden.code, None], dtype=object)  # position -1: none
        rows[f"{side}_code"] = codes[rows[side].to_numpy()]
        rows[f"{side}_indeling"] = gebieden.indeling
    rows["niveau"] = counts.van.niveau
    rows["iou_zelfde_code"] = _iou_of_same_code(counts, rows)
    rows["toelichting"] = explain(rows, counts, settings)
    return rows.sort_values(["van_code", "naar_code"], na_position="last", ignore_index=True)


def wijzigingen_table(rows: pd.DataFrame) -> pa.Table:
    """The rows in schema WIJZIGINGEN."""
    return pa.Table.from_pandas(rows[WIJZIGINGEN.names], schema=WIJZIGINGEN, preserve_index=False)


def _find_successors(counts: Counts, links: pd.DataFrame, settings: Settings, key: pd.DataFrame) -> pd.DataFrame:
    """Main successors with moved share, IoU and class.

    The successor is what the gemeente itself says, where at least half of the ground lies there; else where most people
    are. What it says decides, unless the outlines show that areas came together or that one was split. Between products
    it is first of all the area drawn at the same place, since people near a coarse border may be drawn to its other
    side.
    """
    pairs = links.assign(iou=_iou(counts, *(links[name].to_numpy() for name in ("van", "naar", "oppervlakte"))))
    pairs["zelfde_plek"] = (_band_of(counts, pairs) > 0) & (pairs["iou"] >= HALF)
    pairs["genoemd"] = _among(pairs, key) & (pairs["iou"] >= HALF)
    pairs["sleutel"] = _among(pairs, key[key["beslist"]]) & pairs["genoemd"]
    order = ["van", "sleutel", "zelfde_plek", "deel_van", "oppervlakte", "naar"]
    main = pairs.sort_values(order, ascending=[True, False, False, False, False, True])
    main = main.drop_duplicates("van").reset_index(drop=True)
    methode, verplaatst = _measure_moved(counts, main, settings)
    main["methode"] = np.where(main["identiek"], "identiek", np.array(METHODEN, dtype=object)[methode])
    main["verplaatst"] = np.where(main["identiek"], 0.0, verplaatst)
    main["iou"] = main["iou"].mask(main["identiek"], 1.0)
    main["ind_wbi"] = _change_marks(counts, main)
    main["speling"] = np.where(main["identiek"] | (methode == 0), 0.0, _band_of(counts, main))
    main["bekend"] = _is_known_again(counts, main, links, settings)
    main["zeker_verplaatst"] = main["verplaatst"]
    main["zelfde_hoeken"] = False
    _apply_band(counts, main, settings)
    main["zelfde_hoeken"] &= _neighbours_agree(counts, main, links)
    main["klasse"] = _classify(counts, main, links, settings)
    _hear_witnesses(counts, main, settings)
    same_code = counts.van.code[main["van"]] == counts.naar.code[main["naar"]]
    main["sleutel"] &= ~main["klasse"].isin(["gesplitst", "samengevoegd"])
    main["klasse"] = main["klasse"].mask(main["sleutel"], np.where(same_code, "ongewijzigd", "hernummerd"))
    return main


def _among(pairs: pd.DataFrame, said: pd.DataFrame) -> np.ndarray:
    return pd.MultiIndex.from_frame(pairs[["van", "naar"]]).isin(pd.MultiIndex.from_frame(said[["van", "naar"]]))


def _measure_moved(counts: Counts, main: pd.DataFrame, settings: Settings) -> tuple[np.ndarray, np.ndarray]:
    """Method of each pair (the best that both sides have) and the share of their people that is not in both."""
    van, naar = main["van"].to_numpy(), main["naar"].to_numpy()
    methode = np.maximum(counts.van_methode(settings)[van], counts.naar_methode(settings)[naar])
    # Addresses on one side and squares on the other: squares only if both have them.
    people = [t["inwoners"].to_numpy()[i] for t, i in ((counts.van_total, van), (counts.naar_total, naar))]
    methode[(methode == 1) & (np.minimum(*people) < max(settings.inwoners_minimum, 1))] = 2
    names, row = list(METHODEN), np.arange(len(main))
    both = main[names].to_numpy()[row, methode]
    either = counts.van_total[names].to_numpy()[van, methode] + counts.naar_total[names].to_numpy()[naar, methode]
    return methode, np.clip(1 - both / (either - both), 0, 1)


def _iou(counts: Counts, van: np.ndarray, naar: np.ndarray, shared: np.ndarray) -> np.ndarray:
    return shared / (counts.van.oppervlakte[van] + counts.naar.oppervlakte[naar] - shared)


def _iou_of_same_code(counts: Counts, rows: pd.DataFrame) -> np.ndarray:
    """IoU with the area of the same code in the other vintage; NaN where the code is not there."""
    code = rows["van_code"].where(rows["van_code"].notna(), rows["naar_code"]).to_numpy(dtype=object)
    i = pd.Index(counts.van.code).get_indexer(code)
    j = pd.Index(counts.naar.code).get_indexer(code)
    pieces = counts.pieces
    shared = pd.Series(pieces.oppervlakte, index=pieces.van * len(counts.naar) + pieces.naar)
    iou = np.full(len(rows), np.nan)
    both = np.flatnonzero((i >= 0) & (j >= 0))  # a vintage of nothing but water has no area to look at
    found = shared.reindex(i[both] * len(counts.naar) + j[both]).fillna(0.0).to_numpy()
    iou[both] = _iou(counts, i[both], j[both], found)
    return iou


def _change_marks(counts: Counts, main: pd.DataFrame) -> np.ndarray:
    """The publisher's change mark of the newer of the two areas."""
    if counts.naar.indeling > counts.van.indeling:
        return counts.naar.ind_wbi[main["naar"]]
    return counts.van.ind_wbi[main["van"]]


def _band_of(counts: Counts, pairs: pd.DataFrame) -> np.ndarray:
    """Half the width in metres of the band of doubt of each pair; 0 where one pen drew both."""
    return counts.precision.between(pairs["van"].to_numpy(), pairs["naar"].to_numpy())


def _is_known_again(counts: Counts, main: pd.DataFrame, links: pd.DataFrame, settings: Settings) -> np.ndarray:
    """Whether all witnesses but the people say that a pair is one area drawn twice: one code and no two names (or a key
    that pairs them), nearly all ground in both, no other area that came in or split off whole, no mark of a change."""
    van, naar = main["van"].to_numpy(), main["naar"].to_numpy()
    parents, children = _whole_parts(counts, links, settings)
    return (
        (_same_label(counts, main) | main["genoemd"].to_numpy())
        & (main["iou"].to_numpy() > ALIKE)
        & (parents[naar] <= 1)
        & (children[van] <= 1)
        & (main["ind_wbi"] != "3").to_numpy()
    )


def _same_label(counts: Counts, main: pd.DataFrame) -> np.ndarray:
    """Whether both areas have one code, and one name as far as both have a name."""
    van, naar = main["van"].to_numpy(), main["naar"].to_numpy()
    before, after = (_plain(names) for names in (counts.van.naam[van], counts.naar.naam[naar]))
    renamed = before.ne(after) & before.notna() & after.notna()
    return (counts.van.code[van] == counts.naar.code[naar]) & ~renamed.to_numpy()


def _plain(names: np.ndarray) -> pd.Series:
    """Names without what publishers write differently: capitals, spaces and marks."""
    return pd.Series(names, dtype="string").str.casefold().str.replace(r"[\W_]+", "", regex=True)


def _whole_parts(counts: Counts, links: pd.DataFrame, settings: Settings) -> tuple[np.ndarray, np.ndarray]:
    """How many from-areas went whole into each to-area, and how many to-areas come whole from each from-area."""
    whole = 1 - settings.klein_verlegd_tot
    into_one, from_one = links["deel_van"].to_numpy() >= whole, links["deel_naar"].to_numpy() >= whole
    parents = np.bincount(links["naar"].to_numpy()[into_one], minlength=len(counts.naar))
    return parents, np.bincount(links["van"].to_numpy()[from_one], minlength=len(counts.van))


def _apply_band(counts: Counts, main: pd.DataFrame, settings: Settings) -> None:
    """Only what lies outside the band of doubt has moved; of an area that is known again the band is twice as wide, and
    only what is certain counts.
    Where more than half of the outlines differs, the area itself counts: squares of 100 m cannot make two such drawings
    one area."""
    main["speling"] *= np.where(main["bekend"], 2, 1)
    row = np.flatnonzero(main["speling"])
    if not len(row):
        return
    a = counts.van.polygons[main["van"].to_numpy()[row]]
    b = counts.naar.polygons[main["naar"].to_numpy()[row]]
    half = main["speling"].to_numpy()[row]
    outside = moved_outside_band(a, b, half, counts.vierkanten, settings)
    by_people = (main["methode"].to_numpy()[row] == "inwoners") & ~np.isnan(outside.inwoners)
    by_people &= (main["iou"].to_numpy()[row] >= HALF) | (outside.oppervlakte <= settings.klein_verlegd_tot)
    zeker = np.where(by_people, outside.zeker_inwoners, outside.zeker_oppervlakte)
    wide = np.where(by_people, outside.inwoners, outside.oppervlakte)
    main.loc[row, "zeker_verplaatst"] = zeker
    main.loc[row, "verplaatst"] = np.where(main["bekend"].to_numpy()[row], zeker, wide)
    main.loc[row, "methode"] = np.where(by_people, "inwoners", "oppervlakte")
    main.loc[row, "zelfde_hoeken"] = corners_agree(a, b, settings)


def _neighbours_agree(counts: Counts, main: pd.DataFrame, links: pd.DataFrame) -> np.ndarray:
    """Whether the areas that took ground from this one, or gave to its successor, have their corners in place too.

    Without this a piece cut off straight would look like a simplified border: both its ends lie on the old outline.
    """
    agree = (main["zelfde_hoeken"] | main["identiek"]) & (main["iou"] >= HALF)
    # An area that the other vintage hardly covers has no counterpart to agree with and says nothing.
    agree_van, agree_naar = _covered_share(counts, "van") < HALF, _covered_share(counts, "naar") < HALF
    agree_van[main["van"][agree]] = True
    agree_naar[main["naar"][agree]] = True
    successor = np.full(len(counts.van), -1)
    successor[main["van"]] = main["naar"]
    piece = links[links["oppervlakte"] > 0]
    van, naar = piece["van"].to_numpy(), piece["naar"].to_numpy()
    sideways = successor[van] != naar
    suspect_van, suspect_naar = np.zeros(len(counts.van), dtype=bool), np.zeros(len(counts.naar), dtype=bool)
    suspect_van[van[sideways & ~agree_naar[naar]]] = True
    suspect_naar[naar[sideways & ~agree_van[van]]] = True
    return ~(suspect_van[main["van"]] | suspect_naar[main["naar"]])


def _classify(counts: Counts, main: pd.DataFrame, links: pd.DataFrame, settings: Settings) -> np.ndarray:
    verplaatst = main["verplaatst"].to_numpy()
    same = counts.van.code[main["van"]] == counts.naar.code[main["naar"]]
    whole = 1 - settings.klein_verlegd_tot
    from_one = links["deel_naar"].to_numpy() >= whole  # the to-area comes from this from-area alone
    into_one = links["deel_van"].to_numpy() >= whole  # the from-area went to this to-area alone
    children = np.bincount(links["van"], from_one, len(counts.van))
    divided = np.bincount(links["van"], links["deel_van"] * from_one, len(counts.van))
    parents = np.bincount(links["naar"], into_one, len(counts.naar))
    gathered = np.bincount(links["naar"], links["deel_naar"] * into_one, len(counts.naar))
    van, naar = main["van"].to_numpy(), main["naar"].to_numpy()
    choices = {
        "ongewijzigd": (verplaatst <= settings.ongewijzigd_tot) & same,
        "hernummerd": verplaatst <= settings.ongewijzigd_tot,
        "klein_verlegd": verplaatst <= settings.klein_verlegd_tot,
        "gesplitst": (children[van] > 1) & (divided[van] >= whole),
        "samengevoegd": (main["deel_van"] >= whole) & (parents[naar] > 1) & (gathered[naar] >= whole),
    }
    return np.select(list(choices.values()), list(choices), "verlegd").astype(object)


def _hear_witnesses(counts: Counts, main: pd.DataFrame, settings: Settings) -> None:
    """Between pens the corners of the outlines and the publisher's mark are witnesses beside the band.

    A difference of which little is certain is drawing where the corners agree, or where the publisher marks no change.
    Where a witness contradicts, or where little of what moved is certain, the class is `onzeker`; outlines that share
    less than half are never called the same area. The mark `ind_wbi` tells of one year only: over a longer span a mark
    of no change says nothing.
    """
    klasse, wbi, corners = main["klasse"], main["ind_wbi"], main["zelfde_hoeken"]
    half = main["iou"] >= HALF
    same = counts.van.code[main["van"]] == counts.naar.code[main["naar"]]
    one_year = abs(counts.naar.indeling - counts.van.indeling) == 1
    unmarked = wbi.isin(["1", "2"]) & one_year
    little = main["zeker_verplaatst"] <= settings.klein_verlegd_tot
    drawn = (main["speling"] > 0) & half & (corners | unmarked) & little & klasse.isin(["klein_verlegd", "verlegd"])
    klasse = klasse.mask(drawn, np.where(same, "ongewijzigd", "hernummerd"))
    main["verplaatst"] = main["verplaatst"].mask(drawn, main["zeker_verplaatst"])
    quiet = klasse.isin([*SAME, "klein_verlegd"])
    twijfel = (
        (quiet & ~half)
        | (klasse.isin(SAME) & (wbi == "3"))
        | ((klasse == "verlegd") & (main["iou"] >= MOSTLY) & corners)
        | ((klasse == "verlegd") & little)
        | (~quiet & unmarked)
    )
    main["klasse"] = klasse.mask((main["speling"] > 0) & twijfel, "onzeker")


def _new_gebieden(counts: Counts, settings: Settings) -> np.ndarray:
    """To-areas that hardly any from-area covers, where the from-vintage would show them."""
    empty = covered(counts, settings) < settings.overlap_minimum
    return np.flatnonzero(empty & _within_reach(counts, "naar", settings))


def _within_reach(counts: Counts, side: str, settings: Settings) -> np.ndarray:
    """Areas of one vintage of which the outlines of the other can tell something: all, or, where those are a part of
    the country, the areas of gemeenten that they reach."""
    gebieden, share = getattr(counts, side), _covered_share(counts, side)
    if (share * gebieden.oppervlakte).sum() >= settings.dekking_minimum * gebieden.oppervlakte.sum():
        return np.ones(len(gebieden), dtype=bool)
    reached = share >= settings.overlap_minimum
    return np.isin(gebieden.gemeentecode, np.unique(gebieden.gemeentecode[reached]))


def _covered_share(counts: Counts, side: str) -> np.ndarray:
    """Share of the area of each area of one vintage that lies in areas of the other."""
    gebieden, pieces = getattr(counts, side), counts.pieces
    return np.bincount(getattr(pieces, side), pieces.oppervlakte, len(gebieden)) / gebieden.oppervlakte


def _unmatched(positions: np.ndarray, side: str, klasse: str) -> pd.DataFrame:
    """Areas without a counterpart."""
    other = "naar" if side == "van" else "van"
    rows = pd.DataFrame(
        {side: positions, other: -1, "klasse": klasse, "speling": 0.0, "zelfde_hoeken": False, "sleutel": False}
    )
    return rows.assign(verplaatst=np.nan, iou=np.nan, methode=None, ind_wbi=None)
