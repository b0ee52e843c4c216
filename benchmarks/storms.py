"""How often storms are found: in counts without one, in counts with one planted, and in real tweets.

Each draw is one company of two years, 500 sessions. The first table has counts of negative posts without any
storm: Poisson and negative binomial counts of a steady level, which the surprise is built for, and others
that it is not built for. A bound of 2 allows one session in a hundred, a bound of 3 one in a thousand; storms
are those of the study's defaults. The second table has one session whose expected number is a multiple of the
usual. With ``--run`` and the folder of a run of ``analysis/stocknet.toml`` there is a third: how many of the
25 sessions with the most surprising number of negative posts are found, by a surprise computed in the plain
way (a negative binomial with mean and variance of the 120 sessions before), and how far prices moved then.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from naysay.analysis.event_study import find_spikes, find_storms, surprise

Floats = npt.NDArray[np.float64]

SESSIONS: Final = pd.bdate_range("2022-01-03", periods=500)
JUDGED: Final = 460
"""Sessions of each draw with enough past."""
PLANTED: Final = 300
"""The session that a storm is planted on."""
ALLOWED: Final = 1.25
"""Times the bound that false storms of a steady level may come to."""
NAMED: Final = (
    ("MSFT", "2014-07-17"),
    ("CAT", "2015-09-24"),
    ("AMZN", "2014-04-25"),
    ("AMZN", "2014-07-25"),
    ("AMZN", "2016-01-29"),
)
"""Affairs of StockNet's companies that a reader knows."""


def main(argv: Sequence[str]) -> int:
    """Print the tables; 1 where steady counts pass a bound too often or real affairs are missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks storms", description=__doc__)
    parser.add_argument("--draws", type=int, default=300, help="companies of each process (300)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--run", type=Path, help="the folder of a run of analysis/stocknet.toml")
    given = parser.parse_args(argv)
    held = _print_false(given.draws, given.seed)
    _print_power(given.draws, given.seed)
    if given.run is not None:
        held &= _print_real(given.run)
    return 0 if held else 1


def _print_false(draws: int, seed: int) -> bool:
    print(f"Counts without a storm, {draws} companies of {len(SESSIONS)} sessions.\n")
    print("| negative posts | past bound 2, per 100 | past bound 3, per 1,000 | storms a company-year |")
    print("|---|---|---|---|")
    held = True
    for steady, process, counts in without_storms(draws, np.random.default_rng([seed, 1])):
        two, three, storms = found_by_chance(counts)
        print(f"| {process} | {two:.2f} | {three:.2f} | {storms:.2f} |", flush=True)
        held &= not steady or two <= ALLOWED
    return held


def found_by_chance(counts: pd.DataFrame) -> tuple[float, float, float]:
    """Stormy sessions per 100 and 1,000 by the bounds 2 and 3, and storms a year by the study's defaults."""
    told = surprise(counts).surprise.to_numpy()
    told = told[~np.isnan(told)]
    years = JUDGED * counts.shape[1] / 252
    return 100 * float((told >= 2).mean()), 1000 * float((told >= 3).mean()), len(_found(counts)) / years


def without_storms(draws: int, rng: np.random.Generator) -> Iterator[tuple[bool, str, pd.DataFrame]]:
    """Whether the level is steady, the process in words, its counts (session x draw)."""
    flat = np.ones((len(SESSIONS), draws))
    for mean in (0.5, 5, 50):
        yield True, f"Poisson, mean {mean}", counted(mean * flat, 0.0, rng)
    for mean, spread in ((0.5, 1.0), (5, 0.25), (5, 1.0), (50, 0.25)):
        yield True, f"negative binomial, mean {mean}, spread {spread}", counted(mean * flat, spread, rng)
    monday = np.array([1.8, 0.9, 0.8, 0.8, 0.7])[SESSIONS.day_of_week][:, None] * flat
    yield False, "mean 5, spread 0.25: twice as many on Mondays", counted(5 * monday, 0.25, rng)
    rising = np.linspace(0.5, 2, len(SESSIONS))[:, None] * flat
    yield False, "the same, level rises fourfold in two years", counted(5 * rising, 0.25, rng)
    wandering = np.exp(_autoregressive(0.95, 0.4, draws, rng))
    yield False, "the same, log level with a root of .95 and sd .4", counted(5 * wandering, 0.25, rng)
    wandering = np.exp(_autoregressive(0.8, 0.5, draws, rng))
    yield False, "the same, log level with a root of .8 and sd .5", counted(5 * wandering, 0.25, rng)
    moved = np.exp(_autoregressive(0.97, 0.33, draws, rng)) * np.abs(rng.standard_normal(flat.shape))
    yield False, "mean 5, spread 0.1, more on volatile days", counted(2 + 3.5 * moved, 0.1, rng)
    jump = np.where(np.arange(len(SESSIONS)) < PLANTED, 1.0, 3.0)[:, None] * flat
    yield False, "mean 5, spread 0.25, threefold for good from session 300", counted(5 * jump, 0.25, rng)


def _print_power(draws: int, seed: int) -> None:
    print("\nOne session with a multiple of the usual negative posts (spread 0.25): share found, per cent.\n")
    print("| usual | 2 times | 3 times | 5 times | 10 times |\n|---|---|---|---|---|")
    rng = np.random.default_rng([seed, 2])
    for mean in (0.5, 1, 2, 5, 20):
        shares = [power(mean, times, draws, rng) for times in (2, 3, 5, 10)]
        print(f"| {mean} | {' | '.join(f'{100 * share:.0f}' for share in shares)} |", flush=True)


def power(mean: float, times: float, draws: int, rng: np.random.Generator) -> float:
    """The share of companies whose planted session lies in a storm."""
    level = np.full((len(SESSIONS), draws), mean)
    level[PLANTED] *= times
    storms = _found(counted(level, 0.25, rng))
    at = SESSIONS[PLANTED]
    return float(((storms["session"] <= at) & (storms["last_session"] >= at)).sum()) / draws


def counted(level: Floats, spread: float, rng: np.random.Generator) -> pd.DataFrame:
    """Negative binomial counts about ``level``; spread 0 is Poisson."""
    rate = level * rng.gamma(1 / spread, spread, level.shape) if spread else level
    return pd.DataFrame(rng.poisson(rate).astype(float), SESSIONS)


def _autoregressive(root: float, sd: float, draws: int, rng: np.random.Generator) -> Floats:
    values = np.empty((len(SESSIONS), draws))
    values[0] = sd * rng.standard_normal(draws)
    for t in range(1, len(values)):
        values[t] = root * values[t - 1] + sd * np.sqrt(1 - root**2) * rng.standard_normal(draws)
    return values


def _found(counts: pd.DataFrame) -> pd.DataFrame:
    return find_storms(counts, counts + 10)


def _print_real(run: Path) -> bool:
    daily = pd.read_csv(run / "tables" / "daily.csv", parse_dates=["session"]).set_index(
        ["session", "company"]
    )
    names = ("n_negative", "n_posts", "negative_authors", "negativity", "abnormal_ret")
    negative, posts, authors, negativity, returns = (daily[name].unstack("company") for name in names)  # noqa: PD010
    storms = find_storms(negative, posts, authors)
    spikes = find_spikes(negativity, posts)
    within = [
        ((negative.index >= first) & (negative.index <= last))[:, None] & (negative.columns == company)
        for company, first, last in zip(
            storms["company"], storms["session"], storms["last_session"], strict=True
        )
    ]
    stormy = pd.DataFrame(np.any(within, axis=0), negative.index, negative.columns)
    top = most_surprising(negative, 25)
    seen = sum(bool(stormy.loc[session, company]) for session, company in top)
    old = set(zip(spikes["session"], spikes["company"], strict=True))
    size = returns.abs()
    print(f"\nStockNet: of the 25 most surprising sessions {seen} lie in a storm", end="; ")
    print(f"{sum(pair in old for pair in top)} are spikes of the share.\n")
    print("| sessions | number | mean absolute abnormal return, % |\n|---|---|---|")
    for name, pairs in {
        "first of a storm": list(zip(storms["session"], storms["company"], strict=True)),
        "spikes of the share": list(old),
        "25 most surprising": top,
    }.items():
        mean = np.nanmean([size.loc[session, company] for session, company in pairs])
        print(f"| {name} | {len(pairs)} | {100 * mean:.2f} |")
    print(f"| all | {int(size.notna().sum().sum())} | {100 * np.nanmean(size):.2f} |\n")
    missed = [f"{company} {day}" for company, day in NAMED if not stormy.loc[pd.Timestamp(day), company]]
    print(f"Named affairs that are missed: {', '.join(missed) or 'none'}")
    return seen >= 20 and not missed


def most_surprising(negative: pd.DataFrame, n: int) -> list[tuple[pd.Timestamp, str]]:
    """Session and company of the ``n`` rarest counts, by moments of the 120 sessions before, 20 at least."""
    rows = []
    for company, counts in negative.items():
        values = counts.to_numpy(dtype=float)
        for t in range(20, len(values)):
            past = values[max(0, t - 120) : t]
            mean = max(past.mean(), 0.1)
            size = mean**2 / max(past.var(ddof=1) - mean, 1e-6)
            rows.append((stats.nbinom.logsf(values[t] - 1, size, size / (size + mean)), t, str(company)))
    return [(negative.index[t], company) for _, t, company in sorted(rows)[:n]]
