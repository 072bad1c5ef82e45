"""Weighted least squares on plain arrays, for one course of the figures or for many draws at once (method.md §4).

Standard errors follow statsmodels' defaults for WLS with `cov_type` cluster or HC3: the normal distribution for p and
interval, clusters with the factor G/(G−1)·(n−1)/(n−p). What is regressed on what stands in `model`.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from veerkracht.statistics import weighted

Z95 = NormalDist().inv_cdf(0.975)
ALONE = 1e-9  # an area of which the rest of the country leaves less than this to be told decides a slope by itself


@dataclass(frozen=True)
class Fit:
    """Coefficients (constant first) and residuals; arrays of draws when the input was."""

    coefficients: np.ndarray  # terms, or terms × draws
    residuals: np.ndarray  # as y; NaN where y, a regressor or the weight is not known


@dataclass(frozen=True)
class Errors:
    """Standard errors and what follows from them, one figure a term."""

    kind: str  # geclusterd | HC3
    standard: np.ndarray
    t: np.ndarray
    p: np.ndarray
    low: np.ndarray
    high: np.ndarray


def fit(x: Sequence[np.ndarray], y: np.ndarray, w: np.ndarray) -> Fit:
    """y = α + Σ β·x by least squares with weights w, per draw.

    y and each regressor are (areas,) or (areas, draws), w is (areas,). A regressor without spread gets coefficient 0.
    """
    one = np.ndim(y) == 1 and all(np.ndim(part) == 1 for part in x)
    columns = np.broadcast_arrays(*(_two(part) for part in (y, *x)))
    known = np.isfinite(columns).all(axis=0) & (_two(w) > 0)
    weight = np.where(known, _two(w), 0.0)
    total = np.maximum(weight.sum(axis=0), np.finfo(float).tiny)
    filled = [np.where(known, part, 0.0) for part in columns]
    middles = np.array([(weight * part).sum(axis=0) / total for part in filled])  # terms × draws, y first
    centred = [(part - middle) * known for part, middle in zip(filled, middles, strict=True)]
    slopes = _slopes(centred[1:], centred[0], weight)
    constant = middles[0] - (slopes * middles[1:]).sum(axis=0)
    residuals = centred[0] - sum(slope * part for slope, part in zip(slopes, centred[1:], strict=True))
    residuals = np.where(known, residuals, np.nan)
    coefficients = np.vstack([constant[None], slopes])
    return Fit(coefficients[:, 0], residuals[:, 0]) if one else Fit(coefficients, residuals)


def _two(part: np.ndarray) -> np.ndarray:
    part = np.asarray(part, float)
    return part if part.ndim == 2 else part[:, None]


def _slopes(x: list[np.ndarray], y: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Slopes (regressors × draws) from centred columns; scaled, so that the units do not decide what is singular."""
    sizes = np.array([np.sqrt((weight * part**2).sum(axis=0)) for part in x])
    scale = np.where(sizes > 0, sizes, 1.0)
    scaled = np.array([part / size for part, size in zip(x, scale, strict=True)])
    weighed = weight * scaled
    inverse = np.linalg.pinv(np.einsum("iad,jad->dij", weighed, scaled), rcond=1e-12, hermitian=True)
    return np.einsum("dij,jd->id", inverse, np.einsum("iad,ad->id", weighed, y)) / scale


def errors(x: Sequence[np.ndarray], w: np.ndarray, found: Fit, groups: np.ndarray, groups_minimum: int) -> Errors:
    """Standard errors clustered by group, or HC3 with fewer than `groups_minimum` groups; one course, no gaps."""
    design = np.column_stack([np.ones(len(w)), *x])
    bread = np.linalg.inv(design.T @ (w[:, None] * design))
    number, codes = np.unique(groups, return_inverse=True)
    clustered = len(number) >= groups_minimum
    if clustered:
        n, terms = design.shape
        sums = weighted.group_sums(design * (w * found.residuals)[:, None], codes, len(number))
        meat = sums.T @ sums * (len(number) / (len(number) - 1) * (n - 1) / (n - terms))
    else:
        score = design * (w * found.residuals / (1 - _leverage(design, w, bread)))[:, None]
        meat = score.T @ score
    standard = np.sqrt(np.diag(bread @ meat @ bread))
    return _tests(found.coefficients, standard, "geclusterd" if clustered else "HC3")


def _tests(coefficients: np.ndarray, standard: np.ndarray, kind: str) -> Errors:
    with np.errstate(divide="ignore", invalid="ignore"):
        t = np.where(standard > 0, coefficients / standard, np.nan)
    p = np.array([math.erfc(abs(value) / math.sqrt(2)) for value in t])
    return Errors(kind, standard, t, p, coefficients - Z95 * standard, coefficients + Z95 * standard)


def _leverage(design: np.ndarray, w: np.ndarray, bread: np.ndarray) -> np.ndarray:
    return w * np.einsum("ij,jk,ik->i", design, bread, design)


def refusal(x: dict[str, np.ndarray], w: np.ndarray) -> str | None:
    """Why no slope can be told from these regressors (Dutch name → figures), in Dutch; None when it can."""
    for name, part in x.items():
        if not weighted.sd(part, w) > 0:
            return f"{name} is overal gelijk"
    standard = [(part - weighted.mean(part, w)) / weighted.sd(part, w) for part in x.values()]
    design = np.column_stack([np.ones(len(w)), *standard])
    product = design.T @ (w[:, None] * design)
    if np.linalg.cond(product) > 1 / ALONE:
        return f"{' en '.join(x)} lopen gelijk op"
    if (1 - _leverage(design, w, np.linalg.inv(product))).min() < ALONE:
        return f"één gebied bepaalt alleen de samenhang met {' en '.join(x)}"
    return None


def explained(y: np.ndarray, w: np.ndarray, residuals: np.ndarray) -> float:
    """R²: share of the weighted variance of y about its mean that is not in the residuals; NaN where y is flat."""
    total = (w * (y - weighted.mean(y, w)) ** 2).sum()
    return float(1 - (w * residuals**2).sum() / total) if total > 0 else float("nan")
