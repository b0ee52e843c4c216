"""Responses to surprises, and whose surprises make up the error of a forecast."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Final

import numpy as np
import pandas as pd

from naysay.analysis.linear_algebra import cholesky
from naysay.analysis.regression import FloatArray
from naysay.analysis.vector_autoregression.estimate import VectorAutoregression, checked_count
from naysay.study.errors import InputError
from naysay.study.reasons import split_reasons

COLUMNS: Final = ["ordering", "response", "impulse", "horizon", "share", "reason"]


def forecast_error_shares(
    model: VectorAutoregression, *, horizons: int = 10, orderings: Sequence[Sequence[str]] | None = None
) -> pd.DataFrame:
    """The share of each series' forecast error, 1 to ``horizons`` sessions ahead, that each surprise makes.

    With orthogonalised responses theta (see ``impulse_responses``), for the response i and the impulse j,

        share_ij(h) = sum_{s<h} theta_ij(s)^2 / sum_k sum_{s<h} theta_ik(s)^2

    Columns: ordering, response, impulse, horizon, share, reason, reason_values; the shares of a response and
    horizon add up to 1. ``orderings`` as in ``impulse_responses``.

    References
    ----------
    Luetkepohl (2005), New Introduction to Multiple Time Series Analysis, section 2.3.3.
    """
    steps = checked_count("horizons", horizons, least=1)
    K = len(model.names)
    frames = []
    for order in checked_orderings(model.names, orderings):
        theta = orthogonalised(model.coefficients[None], model.covariance[None], steps - 1, order)[0]
        squared = np.cumsum(theta**2, axis=0)
        with np.errstate(invalid="ignore"):
            share = squared / squared.sum(axis=2, keepdims=True)
        labels = pd.DataFrame(
            list(product(model.names, model.names, range(1, steps + 1))),
            columns=["response", "impulse", "horizon"],
        )
        named = ", ".join(model.names[i] for i in order)
        shares = share.transpose(1, 2, 0).reshape(K * K * steps)
        frames.append(labels.assign(ordering=named, share=shares, reason=model.reason)[COLUMNS])
    return split_reasons(pd.concat(frames, ignore_index=True))


def moving_average(coefficients: FloatArray, horizons: int) -> FloatArray:
    """Phi_0 ... Phi_H of stacks of coefficients (m, p, K, K), (m, H + 1, K, K): responses to one unit of u.

    Phi_0 = I, Phi_h = sum_{i=1..min(h, p)} Phi_{h-i} A_i; the response by line, the impulse by column.
    """
    m, p, K, _ = coefficients.shape
    phi = np.zeros((m, horizons + 1, K, K))
    phi[:, 0] = np.eye(K)
    for h in range(1, horizons + 1):
        for i in range(1, min(h, p) + 1):
            phi[:, h] += phi[:, h - i] @ coefficients[:, i - 1]
    return phi


def orthogonalised(
    coefficients: FloatArray, covariance: FloatArray, horizons: int, order: Sequence[int]
) -> FloatArray:
    """Phi_h P, (m, H + 1, K, K), with P P' = covariance (m, K, K) lower triangular in ``order``."""
    place = np.asarray(order)
    factor = np.empty_like(covariance)
    factor[:, place[:, None], place] = cholesky(covariance[:, place[:, None], place])
    return np.asarray(moving_average(coefficients, horizons) @ factor[:, None])


def checked_orderings(
    names: tuple[str, ...], orderings: Sequence[Sequence[str]] | None
) -> list[tuple[int, ...]]:
    """Positions in ``names``, one tuple an ordering; None is the order of the names and its reverse."""
    if orderings is None:
        forward = tuple(range(len(names)))
        return [forward, forward[::-1]] if len(names) > 1 else [forward]
    orders = []
    for ordering in orderings:
        if isinstance(ordering, str) or sorted(map(str, ordering)) != sorted(names):
            raise InputError(
                "orderings",
                got=ordering,
                allowed=f"each of {', '.join(names)} once, in any order",
                mend=f"Write orderings=[{list(names)}].",
            )
        orders.append(tuple(names.index(str(name)) for name in ordering))
    if not orders or len(set(orders)) < len(orders):
        raise InputError(
            "orderings",
            got=orderings,
            allowed="one ordering or more, each once",
            mend="Leave it out for both.",
        )
    return orders
