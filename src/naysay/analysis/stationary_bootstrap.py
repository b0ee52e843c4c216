"""Draws of a series in blocks of random length, so that neighbours in time stay together."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

DOUBTFUL: Final = 2.0
"""An autocorrelation below this many sqrt(log10 n / n) is taken for none."""


def block_counts(sessions: int, *, draws: int, block: float, rng: np.random.Generator) -> FloatArray:
    """How often each of T sessions comes up in each draw, (draws, T); every line adds up to T.

    Blocks start anywhere, have geometric lengths of mean ``block`` and go round the end of the series.

    References
    ----------
    Politis and Romano (1994), Journal of the American Statistical Association 89.
    """
    if not sessions:
        return np.zeros((draws, 0))
    starts = rng.random((draws, sessions)) < 1 / max(block, 1.0)
    starts[:, 0] = True
    place = np.arange(sessions)
    began = np.maximum.accumulate(np.where(starts, place, 0), axis=1)
    origin = np.take_along_axis(rng.integers(sessions, size=(draws, sessions)), began, axis=1)
    taken = (origin + place - began) % sessions + np.arange(draws)[:, None] * sessions
    counts = np.bincount(taken.ravel(), minlength=draws * sessions)
    return counts.reshape(draws, sessions).astype(np.float64)


def block_length(values: FloatArray) -> float:
    """The best mean block length for the mean of ``values`` (T,); NaN is missing.

    With R(k) the autocovariances and the window l(s) = min(1, 2 (1 - |s|)),

        b = (2 G^2 / D)^(1/3) n^(1/3),  G = sum |k| l(k/M) R(k),  D = 2 (sum l(k/M) R(k))^2,  |k| <= M

    held between 1 and min(3 sqrt n, n / 3). M is twice the first of max(5, sqrt(log10 n)) lags in a row whose
    autocorrelation is doubtful: the authors' text has the lag before it, their program this one, which keeps
    D away from zero.

    References
    ----------
    Politis and White (2004), Econometric Reviews 23. Patton, Politis and White (2009), Econometric Reviews 28
    (the correction of D).
    """
    seen = np.isfinite(values)
    n = int(seen.sum())
    if n < 10 or np.ptp(values[seen]) == 0:
        return 1.0
    centred = np.where(seen, values - values[seen].mean(), 0.0)
    window = max(5, int(np.sqrt(np.log10(n))))
    most = min(int(np.ceil(np.sqrt(n))) + window, len(values) - 1)
    R = np.array([centred[k:] @ centred[: len(centred) - k] for k in range(most + 1)]) / n
    doubtful = np.abs(R[1:] / R[0]) < DOUBTFUL * np.sqrt(np.log10(n) / n)
    quiet = [lag for lag in range(1, most - window + 2) if doubtful[lag - 1 : lag - 1 + window].all()]
    M = min(2 * quiet[0], most) if quiet else most
    k = np.arange(1, M + 1)
    taper = np.minimum(1.0, 2 * (1 - k / M))
    G, spectrum = 2 * (k * taper * R[1 : M + 1]).sum(), R[0] + 2 * (taper * R[1 : M + 1]).sum()
    longest = min(3 * np.sqrt(n), n / 3)
    if spectrum == 0:
        return float(longest)
    return float(np.clip((G**2 / spectrum**2 * n) ** (1 / 3), 1.0, longest))
