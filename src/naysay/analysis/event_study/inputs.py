"""Returns, benchmark and factors as checked arrays on one calendar."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from naysay.analysis.values import finite_values, refuse_unlikely_returns
from naysay.study.errors import InputError
from naysay.study.sessions_index import sessions_of
from naysay.study.wide_frames import is_shared, wide

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Panel:
    """Returns of C companies on T sessions; NaN is a missing return.

    ``returns`` is (C, T), ``market`` (C, T) or (1, T) for one benchmark shared by all, ``factors`` (F, T).
    """

    sessions: pd.DatetimeIndex
    companies: pd.Index
    returns: Floats
    market: Floats
    factors: Floats


def checked_panel(
    returns: pd.Series | pd.DataFrame,
    market: pd.Series | pd.DataFrame,
    factors: pd.DataFrame | None,
    *,
    takes_factors: bool = False,
    are_returns: bool = True,
) -> Panel:
    """The three inputs on the sessions of ``returns``.

    Sessions that benchmark or factors do not have are missing there, and so are companies without a benchmark
    column; nothing is filled. ``are_returns`` is False where something else takes their place, such as log
    turnover.

    Raises
    ------
    InputError
        An index that is not increasing, unique and made of dates without a time zone; a company twice;
        values that are infinite, no numbers, or prices or percentages in the place of decimal returns; a
        benchmark that shares no session with the returns; factors for a model that takes none, or none for
        one that does.
    """
    if (factors is not None) != takes_factors:
        raise InputError(
            "factors",
            got="None" if factors is None else type(factors).__name__,
            allowed="a DataFrame session x factor with model factors, None with every other",
            mend="Give factors together with a model that uses them.",
        )
    frame = wide(returns, "returns")
    if is_shared(returns) and returns.name is None:
        raise InputError(
            "returns",
            got="a Series without a name",
            allowed="returns of companies that events can name",
            mend='For one company use series.rename("AAA"), as the events call it.',
        )
    returns = frame
    sessions = pd.DatetimeIndex(returns.index)
    if not returns.columns.is_unique:
        twice = list(returns.columns[returns.columns.duplicated()].unique())
        raise InputError("returns", got=twice, allowed="each company once", mend="Drop the repeated columns.")
    if is_shared(market):
        market = market.to_frame("market")
    elif isinstance(market, pd.Series | pd.DataFrame):
        market = wide(market, "market").reindex(columns=returns.columns)
    else:
        raise InputError(
            "market",
            got=type(market).__name__,
            allowed="a Series by session for all companies, or one benchmark a company as returns",
            mend="Give the benchmark's returns on the sessions of the companies.",
        )
    nothing = pd.DataFrame(index=sessions)
    panel = Panel(
        sessions=sessions,
        companies=returns.columns,
        returns=finite_values(returns, "returns"),
        market=_on("market", market, sessions),
        factors=_on("factors", nothing if factors is None else factors, sessions),
    )
    if are_returns:
        refuse_unlikely_returns(panel.returns, returns.columns, "returns")
        refuse_unlikely_returns(panel.market, market.columns, "market")
    return panel


def _on(field: str, frame: pd.DataFrame, sessions: pd.DatetimeIndex) -> Floats:
    own = sessions_of(frame, field)
    if len(sessions) and not own.isin(sessions).any():
        raise InputError(
            field,
            got=f"{len(own)} sessions, none of them in returns",
            allowed="the sessions of returns",
            mend="Index both by the same trading dates.",
        )
    return finite_values(frame.set_axis(own, axis=0).reindex(sessions), field)
