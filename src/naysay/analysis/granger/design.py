"""The design of a Granger test: lag orders, covariance and the order that was set beforehand."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, get_args

from naysay.analysis.projections.terms import Unmeasured
from naysay.analysis.regression import checked_covariance
from naysay.analysis.scores import Bandwidth, Covariance
from naysay.study.errors import InputError

COVARIANCES: Final = ("classical", "HC0", "HC1", "HC3", "HAC")


@dataclass(frozen=True, slots=True)
class GrangerDesign:
    """The checked design; ``primary_lag`` is one of ``lag_orders``, which increase."""

    names: tuple[str, str]
    lag_orders: tuple[int, ...]
    covariance: Covariance
    bandwidth: Bandwidth
    primary_lag: int
    unmeasured: Unmeasured


def checked_design(
    names: Any,
    lags: int | Sequence[int],
    covariance: str,
    bandwidth: Bandwidth,
    primary_lag: int | None,
    unmeasured: str | None = None,
) -> GrangerDesign:
    """The design; a number of ``lags`` stands for all orders up to it, a sequence for exactly those.

    Raises
    ------
    InputError
        Names that are not two different texts; lags that are no whole numbers from 1 up or stand twice; an
        unknown covariance; a bandwidth without HAC; a primary lag that is not among the lags; an unknown way
        with lags that were not measured.
    """
    if len(names) != 2 or not all(isinstance(name, str) and name for name in names) or names[0] == names[1]:
        raise InputError(
            "names", got=names, allowed="two different names", mend='Give names=("negativity", "ret").'
        )
    orders = _orders(lags)
    if primary_lag is not None and (isinstance(primary_lag, bool) or primary_lag not in orders):
        raise InputError(
            "primary_lag",
            got=primary_lag,
            allowed=f"one of the lag orders {', '.join(map(str, orders))}",
            mend="Add it to the lags, or leave it out to take the largest.",
        )
    ways = get_args(Unmeasured)
    if unmeasured not in (None, *ways):
        raise InputError(
            "unmeasured",
            got=unmeasured,
            allowed=f"{' or '.join(ways)}, or None",
            mend="indicator keeps sessions whose lags were not all measured; None is the same as drop.",
        )
    return GrangerDesign(
        names=(names[0], names[1]),
        lag_orders=orders,
        covariance=checked_covariance(covariance, bandwidth, COVARIANCES),
        bandwidth=bandwidth,
        primary_lag=orders[-1] if primary_lag is None else int(primary_lag),
        unmeasured="indicator" if unmeasured == "indicator" else "drop",
    )


def _orders(lags: Any) -> tuple[int, ...]:
    try:
        if isinstance(lags, (str, bytes, bool)):
            raise TypeError
        if isinstance(lags, Iterable):
            orders = [operator.index(lag) for lag in lags if not isinstance(lag, bool)]
            faulty = len(orders) != len(set(orders)) or len(orders) != len(list(lags))
        else:
            orders, faulty = list(range(1, operator.index(lags) + 1)), False
    except TypeError:
        orders, faulty = [], True
    if faulty or not orders or min(orders) < 1:
        raise InputError(
            "lags",
            got=lags,
            allowed="a whole number from 1 up, or a sequence of different ones",
            mend="lags=5 tests the orders 1 to 5, lags=[5] the order 5 alone.",
        )
    return tuple(sorted(orders))
