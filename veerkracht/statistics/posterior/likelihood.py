"""Likelihood of the two deviations of the model, τ_w within and τ_b between gemeenten (method.md §4.3.2)."""

from dataclasses import dataclass

import numpy as np

from veerkracht.statistics.posterior.changes import ChangeRows


@dataclass(frozen=True)
class GemeenteSums:
    """What gemeenten tell at one τ_w: precision A_g and mean ȳ_g of each, and the part of 2·log L without τ_b."""

    precision: np.ndarray
    mean: np.ndarray
    inner: float


@dataclass(frozen=True)
class Between:
    """The model between gemeenten at points of τ_b (rows) × gemeenten: B_g, ΣB and μ̂ = ΣBȳ/ΣB."""

    b: np.ndarray
    total: np.ndarray
    mu: np.ndarray


def gemeente_sums(rows: ChangeRows, v: np.ndarray, tau_w: float) -> GemeenteSums:
    """Sums per gemeente with p_a = 1/(τ_w² + v_a)."""
    p = 1 / (tau_w**2 + v)
    precision = rows.gemeenten.sums(p)
    mean = rows.gemeenten.sums(p * rows.y) / precision
    away = rows.y - mean[rows.gemeenten.index]
    inner = np.sum(np.log(p)) - np.sum(np.log(precision)) - np.sum(p * away**2)
    return GemeenteSums(precision, mean, float(inner))


def between(sums: GemeenteSums, c2: np.ndarray) -> Between:
    """B_g = 1/(c² + 1/A_g), c² = τ_b² + S, one row a value of c²."""
    b = 1 / (c2[:, None] + 1 / sums.precision)
    total = b.sum(axis=1)
    return Between(b, total, (b * sums.mean).sum(axis=1) / total)


def log_likelihood(sums: GemeenteSums, c2: np.ndarray) -> np.ndarray:
    """log L at this τ_w for each value of c² = τ_b² + S, with μ integrated out; constants of 2π left out."""
    found = between(sums, c2)
    outer = np.log(found.b).sum(axis=1) - np.log(found.total)
    outer -= (found.b * (sums.mean - found.mu[:, None]) ** 2).sum(axis=1)
    return (sums.inner + outer) / 2
