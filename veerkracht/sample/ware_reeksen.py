"""The true series that a check of claims is held against: per area and year nuisance, vulnerability and resilience."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from veerkracht.sample import lbm, rivm
from veerkracht.sample.bewoners import Bewoners
from veerkracht.sample.cijfers import LAND, sums_of
from veerkracht.sample.indelingen import Indeling
from veerkracht.sample.toestand import make_sums

ANGST = "HoogRisicoOpAngstOfDepressie_25"
RATIOS = {  # components of the kwetsbaarheidsindex by their id in the catalogue: tellers, noemers, factor
    "p_hh_li": (("hh_laag",), ("hh",), 100.0),
    "p_soz_wbao": (("bijstand", "ao"), ("l15", "l25", "l45"), 100.0),
    "p_opl_lg": (("opl_laag",), ("opl_laag", "opl_midden", "opl_hoog"), 100.0),
    "p_opl_bvm": (("opl_bvm",), ("opl_bvm", "opl_hvm", "opl_hoog"), 100.0),
    "p_wmo_t": (("wmo",), ("inw",), 1000.0),
    "p_jz_tn": (("jeugdzorg",), ("l00_23",), 100.0),
}


def write(file: Path, b: Bewoners, i: Indeling, jaren: Iterable[int]) -> Path:
    """Write a row per area of the vintage (land, gemeenten, wijken, buurten) and year, as Parquet.

    Columns: niveau, gebiedscode, indeling, jaar, inwoners, onv (true score), veld (mean of the hidden field over
    inhabitants), veerkracht (onv without what the field does to it), and each component of the index by the id of its
    indicator, in the unit of the catalogue. Without rounding, suppression and noise; empty where nobody lives.
    """
    sizes = (1, len(i.gemeenten), len(i.wijken), len(i.buurten))
    niveaus = pa.array(np.repeat(["land", "gemeente", "wijk", "buurt"], sizes))
    codes = pa.array(np.concatenate([[LAND], i.gemeenten, i.wijken, i.buurten]).astype(str))
    parts = []
    for jaar in jaren:
        columns = {name: pa.array(values, from_pandas=True) for name, values in _true_values(b, i, jaar).items()}
        years = {"indeling": _repeated(i.jaar, len(codes)), "jaar": _repeated(jaar, len(codes))}
        parts.append(pa.table({"niveau": niveaus, "gebiedscode": codes, **years, **columns}))
    pq.write_table(pa.concat_tables(parts), file)
    return file


def _repeated(jaar: int, n: int) -> pa.Array:
    return pa.array(np.full(n, jaar, np.int16))


def _true_values(b: Bewoners, i: Indeling, jaar: int) -> dict[str, np.ndarray]:
    """The columns of a year, stacked land, gemeenten, wijken, buurten."""
    sums, inwoners = make_sums(b, jaar), b.inwoners(jaar)
    counts, scores = lbm.true_scores(b, i, jaar)
    with np.errstate(invalid="ignore", divide="ignore"):
        field = sums_of(b.field_of(jaar) * inwoners, i) / counts
        found = {"inwoners": counts, "onv": scores["onv"], "veld": field, "veerkracht": scores["onv"] - b.beta * field}
        for indicator, (tellers, noemers, factor) in RATIOS.items():
            teller, noemer = (sums_of(np.sum([sums[n] for n in one], axis=0), i) for one in (tellers, noemers))
            found[indicator] = factor * teller / noemer
        found["angst_depressie_hoog"] = sums_of(rivm.chances(b, ANGST, jaar) * inwoners, i) / counts
    return found
