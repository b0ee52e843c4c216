"""1,000 bootstrap draws of a VAR(5)'s orthogonalised responses, beside statsmodels' two ways, in one run."""

from __future__ import annotations

import argparse
import time
import warnings
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from statsmodels.tsa.api import VAR

from naysay.analysis.vector_autoregression import impulse_responses, vector_autoregression

HORIZONS = 10
LEAST = 40.0
"""How many times faster than either way of statsmodels we mean to be."""


def main(argv: Sequence[str]) -> int:
    """Print seconds and their ratio; 1 where we are less than ``LEAST`` times faster."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks impulse_response", description=__doc__)
    parser.add_argument("--sessions", type=int, default=750)
    parser.add_argument("--lags", type=int, default=5)
    parser.add_argument("--draws", type=int, default=1000)
    given = parser.parse_args(argv)
    series = simulated(given.sessions)
    model, theirs = vector_autoregression(series, lags=given.lags), VAR(series).fit(given.lags)
    ordering = [list(series.columns)]
    ours = {
        kind: best_of(
            lambda kind=kind: impulse_responses(  # type: ignore[misc]
                model, horizons=HORIZONS, orderings=ordering, resampling=kind, draws=given.draws
            ),
            times=5,
        )
        for kind in ("residual", "wild", "block")
    }
    asked = {"orth": True, "repl": given.draws, "steps": HORIZONS, "seed": 1}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        other = {
            "irf_errband_mc": best_of(lambda: theirs.irf_errband_mc(**asked), times=1),
            "irf_resim": best_of(lambda: theirs.irf_resim(**asked), times=1),
        }
    print(f"VAR({given.lags}) of {len(series.columns)} series, {len(series)} sessions, {given.draws} draws")
    for name, seconds in {**ours, **other}.items():
        print(f"{name:<16}{seconds:8.3f} s")
    ratio = min(other.values()) / max(ours.values())
    print(f"the slower of ours is {ratio:.0f} times faster than the faster of statsmodels")
    return 0 if ratio >= LEAST else 1


def simulated(sessions: int) -> pd.DataFrame:
    """Chatter with memory and returns that answer to it."""
    rng = np.random.default_rng(1)
    y = rng.normal(size=(sessions, 2)) * [1.0, 0.01]
    for t in range(1, sessions):
        y[t] += [0.5 * y[t - 1, 0], -0.001 * y[t - 1, 0]]
    return pd.DataFrame(y, columns=["negativity", "abnormal_ret"])


def best_of(work: Callable[[], Any], *, times: int) -> float:
    """The shortest of ``times`` runs, in seconds."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return min(taken)
