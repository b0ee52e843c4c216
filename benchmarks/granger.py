"""Granger tests of 500 companies both ways, beside a loop over statsmodels' grangercausalitytests.

The loop runs over ``--loop`` companies and its time is scaled up. A relative difference of an F beyond 1e-9
is looked at again: statsmodels takes the difference of two sums of squares, which loses digits where F is
small, so the same F is made by orthogonalisation in long double, and either side's distance is told. At the
end ``impulse_response`` times the bootstrap of a vector autoregression.
"""

from __future__ import annotations

import argparse
import warnings
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
from statsmodels.tsa.stattools import grangercausalitytests

from benchmarks import impulse_response
from benchmarks.impulse_response import best_of
from naysay.analysis import granger
from naysay.analysis.pairs import FloatArray

LAGS: Final = 5
LEAST: Final = 400.0
"""How many times faster than the loop the classical tests are meant to be."""
MOST: Final = {"HC3": 0.25, "HAC": 0.15}
"""Seconds that one lag order may take, both ways."""
CLOSE: Final = 1e-9


def main(argv: Sequence[str]) -> int:
    """Print seconds, the ratio and the largest difference; 1 where one is not as it is meant to be."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks granger", description=__doc__)
    parser.add_argument("--companies", type=int, default=500)
    parser.add_argument("--sessions", type=int, default=750)
    parser.add_argument("--loop", type=int, default=100, help="companies that the loop really runs over")
    given = parser.parse_args(argv)
    cause, effect = simulated(given.companies, given.sessions)
    looped = cause.columns[: given.loop]
    classical = best_of(lambda: granger(cause, effect, lags=LAGS, covariance="classical"), times=15)
    theirs: dict[tuple[str, str], dict[int, float]] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        taken = best_of(lambda: theirs.update(by_statsmodels(cause[looped], effect[looped])), times=1)
    taken *= given.companies / len(looped)
    print(f"{given.companies} companies, both ways, lags 1 to {LAGS}, {given.sessions} sessions")
    print(f"classical F                {classical:8.4f} s")
    print(f"statsmodels loop           {taken:8.4f} s, {taken / classical:.0f} times ours")
    good = taken / classical >= LEAST
    for covariance, most in MOST.items():
        seconds = best_of(
            lambda covariance=covariance: granger(  # type: ignore[misc]
                cause, effect, lags=[LAGS], covariance=covariance
            ),
            times=7,
        )
        print(f"{covariance}, lag order {LAGS}           {seconds:8.4f} s, at most {most:.2f} s are meant")
        good &= seconds <= most
    good &= _differences(cause, effect, theirs)
    return 0 if impulse_response.main([]) == 0 and good else 1


def simulated(companies: int, sessions: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Chatter with memory and returns with heavy tails, neither moved by the other."""
    rng = np.random.default_rng(1)
    chatter = rng.normal(size=(sessions, companies))
    for t in range(1, sessions):
        chatter[t] += 0.5 * chatter[t - 1]
    names = [f"C{i:03d}" for i in range(companies)]
    returns = 0.01 * rng.standard_t(5, (sessions, companies))
    index = pd.bdate_range("2000-01-03", periods=len(chatter))
    return pd.DataFrame(chatter, index, names), pd.DataFrame(returns, index, names)


def by_statsmodels(cause: pd.DataFrame, effect: pd.DataFrame) -> dict[tuple[str, str], dict[int, float]]:
    """F by company and cause, then by lag order."""
    found = {}
    for company in cause:
        for name, first, second in (("cause", cause, effect), ("effect", effect, cause)):
            tests = grangercausalitytests(np.column_stack([second[company], first[company]]), LAGS)
            found[str(company), name] = {p: float(tests[p][0]["ssr_ftest"][0]) for p in tests}
    return found


def _differences(
    cause: pd.DataFrame, effect: pd.DataFrame, theirs: dict[tuple[str, str], dict[int, float]]
) -> bool:
    """Print the largest relative difference, and of those beyond ``CLOSE`` who is nearer to the truth."""
    table = granger(cause, effect, lags=LAGS, covariance="classical").table
    ours = table.set_index(["company", "cause", "lag_order"])["statistic"]
    rows = [
        (c, way, p, float(ours[c, way, p]), f) for (c, way), tests in theirs.items() for p, f in tests.items()
    ]
    apart = [row for row in rows if abs(row[3] / row[4] - 1) > CLOSE]
    largest = max(abs(row[3] / row[4] - 1) for row in rows)
    print(
        f"largest relative difference {largest:.1e} in {len(rows)} F; {len(apart)} of them beyond {CLOSE:.0e}"
    )
    good = True
    for company, way, p, one, other in apart:
        first, second = (cause, effect) if way == "cause" else (effect, cause)
        true = in_long_double(first[company].to_numpy(), second[company].to_numpy(), p)
        good &= abs(one / true - 1) <= CLOSE
        print(
            f"  {company}, {way} first, order {p}: F {one:.6e}; from the F in long double ours is off by "
            f"{abs(one / true - 1):.1e}, statsmodels by {abs(other / true - 1):.1e}"
        )
    return good


def in_long_double(cause: FloatArray, effect: FloatArray, p: int) -> float:
    """The classical F by Gram-Schmidt, twice, in long double."""
    T = len(effect)
    past = [series[p - i : T - i] for series in (effect, cause) for i in range(1, p + 1)]
    y, basis = np.asarray(effect[p:], dtype=np.longdouble), list[Any]()
    for column in [np.ones(T - p), *past]:
        left = np.asarray(column, dtype=np.longdouble)
        for _ in range(2):
            for one in basis:
                left = left - (one @ left) * one
        basis.append(left / np.sqrt(left @ left))
    q = np.array([one @ y for one in basis])
    left = y - sum(weight * one for weight, one in zip(q, basis, strict=True))
    return float((q[-p:] @ q[-p:] / p) / (left @ left / (T - p - len(basis))))
