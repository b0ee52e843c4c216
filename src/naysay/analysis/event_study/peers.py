"""A benchmark out of the other companies of a sample."""

from __future__ import annotations

import numpy as np
import pandas as pd

from naysay.analysis.event_study.design import Compounding
from naysay.analysis.values import finite_values
from naysay.study.wide_frames import wide


def peer_benchmark(
    returns: pd.DataFrame | pd.Series, *, compounding: Compounding = "log", min_peers: int = 5
) -> pd.DataFrame:
    """For each company the return of an equally weighted portfolio of all others, session x company.

        R_peers,it = Σ_{j != i} R_jt / n_it,   n_it the others observed on session t,

    with simple returns R; log returns are turned into simple ones and back. The company itself is never
    among its peers, so its own event does not hide in its benchmark. Missing with fewer than ``min_peers``
    others on a session. Peers that have the same event remove part of it: where events share dates,
    look at another benchmark as well.

    References
    ----------
    Barber and Lyon (1997) on reference portfolios and control firms.
    """
    returns = wide(returns, "returns")
    values = finite_values(returns, "returns")
    simple = np.expm1(values) if compounding == "log" else values
    seen = np.isfinite(simple)
    known = np.where(seen, simple, 0.0)
    others = seen.sum(axis=0) - seen
    mean = (known.sum(axis=0) - known) / np.maximum(others, 1)
    peers = np.where(others >= min_peers, np.log1p(mean) if compounding == "log" else mean, np.nan)
    return pd.DataFrame(peers.T, returns.index, returns.columns)
