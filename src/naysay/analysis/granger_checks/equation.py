"""The equations that the checks of a Granger test share: which lags of which series stand in them."""

from __future__ import annotations

import operator
from collections.abc import Iterator
from typing import Any

import numpy as np

from naysay.analysis.linear_algebra import orthonormal
from naysay.analysis.pairs import FloatArray, Pair, lagged
from naysay.study.errors import InputError


def directions(pair: Pair, names: tuple[str, str]) -> Iterator[tuple[str, str, FloatArray, FloatArray]]:
    """Cause, effect and the values of both (C, T): first to second, then the other way round."""
    yield names[0], names[1], pair.first, pair.second
    yield names[1], names[0], pair.second, pair.first


def equation(cause: FloatArray, effect: FloatArray, lags: int) -> FloatArray:
    """(C, 2p + 1, T): a constant, p lags of the effect and last p lags of the cause, each (C, T)."""
    past = [lagged(effect, range(1, lags + 1)), lagged(cause, range(1, lags + 1))]
    return np.concatenate([np.ones((len(effect), 1, effect.shape[1])), *past], axis=1)


def left_over(X: FloatArray, y: FloatArray) -> FloatArray:
    """Residuals (C, T) of y (C, T) on X (C, k, T); NaN on sessions that are not complete."""
    used = np.isfinite(y) & np.isfinite(X).all(axis=1)
    y = np.where(used, y, 0.0)
    basis, _ = orthonormal(np.where(used[:, None, :], X, 0.0))
    fitted = ((basis @ y[:, :, None])[:, :, 0][:, None, :] @ basis)[:, 0, :]
    return np.where(used, y - fitted, np.nan)


def whole(field: str, value: Any, *, least: int = 1) -> int:
    """``value`` as a whole number from ``least`` up, or an InputError that names ``field``."""
    try:
        number = operator.index(value)
    except TypeError:
        number = least - 1
    if isinstance(value, bool) or number < least:
        raise InputError(
            field, got=value, allowed=f"a whole number from {least} up", mend=f"Give {field}={max(least, 1)}."
        )
    return number
