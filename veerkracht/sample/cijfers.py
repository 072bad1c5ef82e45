"""From sums per vlek to the figures that CBS prints: totals per level, rounding, suppression.

The table of measures is maten.csv; how a file looks is for the writers.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from veerkracht.sample.bewoners import Bewoners
from veerkracht.sample.indelingen import Indeling
from veerkracht.sample.streams import stream
from veerkracht.sample.toestand import make_sums

LAND = "NL00"


@dataclass(frozen=True)
class Maat:
    """One published measure in the years it exists, with its publisher's identifiers."""

    mnemoniek: str
    code: str  # v4 measure code; empty: only in workbooks and StatLine
    van: int
    tot: int
    titel: str
    eenheid: str
    decimalen: int
    groups: str  # in the StatLine header
    basis: int  # random rounding; 0: none
    overal: bool  # rounded at gemeente and land as well
    drempel_op: str  # sum that must reach the threshold
    drempel: tuple[tuple[int, int], ...]  # (from year, minimum)
    teller: str
    noemer: str
    factor: float
    vroeg: bool  # in the first release of a year already

    def minimum(self, jaar: int) -> int:
        return [least for since, least in self.drempel if since <= jaar][-1] if self.drempel else 0


@cache
def maten() -> tuple[Maat, ...]:
    """All measures, in the order of the workbooks."""
    with Path(__file__).with_name("maten.csv").open(encoding="utf-8") as file:
        return tuple(_read_maat(row) for row in csv.DictReader(file))


def _read_maat(r: dict[str, str]) -> Maat:
    first, *later = r["drempel"].split() or [""]
    drempel = [(0, int(first))] if first else []
    drempel += [(int(jaar), int(least)) for jaar, least in (part.split(":") for part in later)]
    return Maat(
        r["mnemoniek"], r["code"], int(r["van"]), int(r["tot"]), r["titel"], r["eenheid"], int(r["decimalen"]),
        r["pad"], int(r["basis"] or 0), r["overal"] == "ja", r["drempel_op"], tuple(drempel), r["teller"], r["noemer"],
        float(r["factor"] or 1), r["vroeg"] == "ja",
    )  # fmt: skip


@dataclass(frozen=True)
class PublicationRows:
    """Rows of one vintage in publication order: land, then each gemeente with its wijken and their buurten."""

    codes: np.ndarray
    names: list[str]
    gemeentenamen: list[str]
    soorten: np.ndarray  # Land, Gemeente, Wijk, Buurt
    ind_wbi: np.ndarray  # '.' for land and gemeente
    bron: np.ndarray  # row in land + gemeenten + wijken + buurten stacked
    indeling: Indeling


def order_gebieden(i: Indeling, jaar: int) -> PublicationRows:
    """Publication order of a vintage; `ind_wbi` tells of changes since the year before, so only in its first year."""
    g_buurt = i.gemeente_of_buurt
    soort = np.repeat(["Land", "Gemeente", "Wijk", "Buurt"], [1, len(i.gemeenten), len(i.wijken), len(i.buurten)])
    codes = np.concatenate([[LAND], i.gemeenten, i.wijken, i.buurten])
    g = np.concatenate([[-1], np.arange(len(i.gemeenten)), i.gemeente_of_wijk, g_buurt])
    w = np.concatenate([[-1], np.full(len(i.gemeenten), -1), np.arange(len(i.wijken)), i.wijk_of_buurt])
    b = np.concatenate([np.full(1 + len(i.gemeenten) + len(i.wijken), -1), np.arange(len(i.buurten))])
    order = np.lexsort((b, w, g))
    names = ["Nederland", *i.gemeentenamen, *i.wijknamen, *i.buurtnamen]
    marks = (
        np.concatenate([i.ind_wijk, i.ind_buurt]) if jaar == i.jaar else np.ones(len(i.wijken) + len(i.buurten), int)
    )
    ind = np.concatenate([["."] * (1 + len(i.gemeenten)), marks.astype(str)])
    gm = ["Nederland", *i.gemeentenamen]
    return PublicationRows(
        codes[order], [names[k] for k in order], [gm[k + 1] for k in g[order]], soort[order], ind[order], order, i
    )


def sums_of(values: np.ndarray, i: Indeling) -> np.ndarray:
    """Sums of a vlek array: land, gemeenten, wijken, buurten stacked; equal sums at each level."""
    on_land = i.buurt_of_vlek >= 0
    buurt = np.bincount(i.buurt_of_vlek[on_land], values[on_land], minlength=len(i.buurten))
    wijk = np.bincount(i.wijk_of_buurt, buurt, minlength=len(i.wijken))
    gemeente = np.bincount(i.gemeente_of_wijk, wijk, minlength=len(i.gemeenten))
    return np.concatenate([[gemeente.sum()], gemeente, wijk, buurt])


@dataclass(frozen=True)
class Jaarcijfers:
    """Published figures of one year on one vintage: a matrix areas × measures, NaN where nothing is published."""

    jaar: int
    gebieden: PublicationRows
    maten: tuple[Maat, ...]
    values: np.ndarray
    sums: dict[str, np.ndarray]  # unrounded sums in the stacked order


def make_jaarcijfers(b: Bewoners, i: Indeling, jaar: int, status: str = "definitief") -> Jaarcijfers:
    """Count, round at random, suppress. Another `status` draws other rounding; `voorlopig` has few measures."""
    rows = order_gebieden(i, jaar)
    sums = {name: sums_of(values, i) for name, values in make_sums(b, jaar).items()}
    chosen = tuple(m for m in maten() if m.van <= jaar <= m.tot and (m.vroeg or status != "voorlopig"))
    rng = stream(b.seed, "afronding", jaar, status)
    fine = np.isin(rows.soorten, ["Wijk", "Buurt"])[np.argsort(rows.bron)]
    columns = [_publish(m, sums, jaar, fine, rng)[rows.bron] for m in chosen]
    return Jaarcijfers(jaar, rows, chosen, np.stack(columns, axis=1), sums)


def _publish(m: Maat, s: dict[str, np.ndarray], jaar: int, fine: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    values = s[m.teller]
    if m.noemer:
        blank = s[m.noemer] <= 0
        values = np.where(blank, np.nan, values / np.where(blank, 1, s[m.noemer]) * m.factor)
    if m.eenheid == "code":
        values = 5 - np.digitize(values, (500, 1000, 1500, 2500)).astype(float)  # classes of urbanity
    elif m.basis:
        exact = values / m.basis
        rounded = m.basis * np.floor(exact + rng.random(len(exact)))
        values = np.where(fine | m.overal, rounded, values)
    else:
        values = np.round(values, m.decimalen)
    if m.drempel_op:
        values = np.where(s[m.drempel_op] < m.minimum(jaar), np.nan, values)
    return values
