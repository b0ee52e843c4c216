"""How often a series of monthly reports claims an effect within 25 reports, without its boundary and with it.

Each draw is a study made from raw posts on that grows from month to month: after its first report it has 24
more. Every report estimates the pooled local projection again, on the posts and prices up to the end of its
month. Without the boundary a report claims an effect where p is below .05; with it, where p is below the
level of its look. A series without any effect may claim one in at most 6 % of draws (5 % and what is left of
chance in 300 draws); exit code 1 says that one does more often.

The second table plants an effect: the share of draws in which the 12th and the 25th report find it, by a
single test at 5 % and with the boundary, and in which that report or an earlier one finds it.

The third is of the boundary alone, for a first report with 60, 250 and 500 sessions: the level of some
reports, and how often each finds an effect that a single test at 5 % on the same data finds in 80 % of cases.
The fourth is of 100,000 Brownian motions, with a look a month, and with four looks a month at the level of
the month: who reports more often than once a month spends more than the boundary allows for.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from benchmarks._draws import drawn, options
from benchmarks._referee_panel import panel_of
from benchmarks._referee_process import Process, draw
from naysay.analysis.level import LEVEL
from naysay.analysis.monitoring.boundary import boundaries
from naysay.analysis.monitoring.looks import looks
from naysay.analysis.monitoring.spending import spent
from naysay.analysis.projections.equation import pooled
from naysay.analysis.projections.panel import projection_panel
from naysay.analysis.projections.result import DETECTABLE
from naysay.analysis.projections.terms import checked_terms
from naysay.study.panel import DailyPanel

Floats = NDArray[np.float64]

REPORTS: Final = 25
SESSIONS: Final = 630
"""Enough for 60 sessions after those that negativity is standardised on, and 24 months more."""
MOST: Final = 0.06
TERMS: Final = checked_terms(5, "own", "indicator", "company")
"""Those of a study that says nothing of them."""
MOTIONS: Final = 100_000
MONTH: Final = 21
"""Sessions."""
STEADY: Final = Process(sessions=SESSIONS)
LASTING: Final = replace(STEADY, mood_root=0.97, mood_common=0.6, volatility=0.18, tails=4.0)
"""Chatter and volatility that last for months, with news of heavier tails."""
NULLS: Final = {
    "8 companies": STEADY,
    "lasting chatter and volatility": LASTING,
    "few posts": replace(STEADY, posts=(0.5, 2.0, 4.0)),
    "24 companies": replace(STEADY, companies=24),
}
EFFECTS: Final = {
    "8 companies, -20 bp": replace(STEADY, effect_bp=(-20.0,)),
    "8 companies, -8 bp": replace(STEADY, effect_bp=(-8.0,)),
}


def main(argv: Sequence[str]) -> int:
    """Print the three tables as Markdown; 1 where a series without effect claims one too often."""
    given = options("series", __doc__, [*NULLS, *EFFECTS], argv)
    missed = 0
    print("| no effect | draws | 1st report | any of 12 | any of 25 | with the boundary, any of 25 |")
    print("|---|---|---|---|---|---|")
    for name in (name for name in given.names if name in NULLS):
        p, level = np.stack(list(drawn(reports, name, given.draws, given.seed, given.workers)), axis=1)
        single, bounded = p < LEVEL, float((p < level).any(axis=1).mean())
        missed += bounded > MOST
        shares = (single[:, 0], single[:, :12].any(axis=1), single.any(axis=1))
        cells = [f"{100 * share.mean():.1f} %" for share in shares]
        print(f"| {name} | {len(p)} | {' | '.join(cells)} | {100 * bounded:.1f} % |", flush=True)
    print("\n| effect | report | single test | with the boundary | found by then |\n|---|---|---|---|---|")
    for name in (name for name in given.names if name in EFFECTS):
        p, level = np.stack(list(drawn(reports, name, given.draws, given.seed, given.workers)), axis=1)
        for number in (12, 25):
            last, found = p[:, number - 1], (p < level)[:, :number].any(axis=1)
            shares = (last < LEVEL, last < level[:, number - 1], found)
            print(f"| {name} | {number} | {' | '.join(f'{100 * share.mean():.0f} %' for share in shares)} |")
    _print_levels()
    print("\n| Brownian motion, 25 months | at 5 % each | with the boundary |\n|---|---|---|")
    for times, name in ((1, "one look a month"), (4, "four looks a month")):
        alone, within = _alone(times, np.random.default_rng(given.seed))
        print(f"| {name} | {100 * alone:.1f} % | {100 * within:.1f} % |")
    return 1 if missed else 0


def _print_levels() -> None:
    numbers = (1, 2, 6, 12, 25, 60)
    print(f"\n| sessions of the first report | {' | '.join(f'report {number}' for number in numbers)} |")
    print("|---|" + "---|" * len(numbers))
    for first in (60, 250, 500):
        known = first + MONTH * np.arange(60.0)
        critical = boundaries(known, spent(known))
        level, power = 200.0 * stats.norm.sf(critical), 100.0 * stats.norm.sf(critical - DETECTABLE)
        cells = [f"{level[number - 1]:.2f} %, {power[number - 1]:.0f} %" for number in numbers]
        print(f"| {first} | {' | '.join(cells)} |")


def reports(name: str, rng: np.random.Generator) -> Floats:
    """(2, 25) the p-values of the reports of one series, and the levels of their looks."""
    panel = panel_of(draw({**NULLS, **EFFECTS}[name], rng), rng)
    table = looks(panel.frame, horizon=1).iloc[:REPORTS]
    if len(table) < REPORTS:
        raise ValueError(f"{name}: {len(table)} months with enough sessions, of {REPORTS}")
    p = [_pvalue(panel, pd.Timestamp(month) + pd.offsets.MonthEnd(0)) for month in table["month"]]
    return np.array([p, table["level"]])


def _pvalue(panel: DailyPanel, end: pd.Timestamp) -> float:
    """Of the pooled effect on the next session, by the data up to ``end``; 1 where there is none."""
    columns = ("negativity", "abnormal_ret", "market_ret", "attention")
    negativity, returns, market, attention = (panel[name].loc[:end] for name in columns)
    grown = projection_panel(
        negativity, returns, market=market, attention=attention, sessions=panel.is_open.loc[:end]
    )
    fit = pooled(
        grown.negativity[None], grown.outcomes, TERMS,
        horizon=1, covariance="CR3_session", bandwidth=None, whole=True,
    ).estimates  # fmt: skip
    if fit.reason[0]:
        return 1.0
    statistic = abs(fit.coef[0, 0]) / np.sqrt(fit.cov[0, 0, 0])
    return float(2.0 * stats.t.sf(statistic, fit.sessions[0] - 1))


def _alone(times: int, rng: np.random.Generator) -> tuple[float, float]:
    """The share of Brownian motions that ever leave +-1.96, and that leave the boundary."""
    months = 60.0 + MONTH * np.arange(float(REPORTS))
    level = 2.0 * stats.norm.sf(boundaries(months, spent(months)))
    information = 60.0 + MONTH / times * np.arange(float(times * (REPORTS - 1) + 1))
    level = np.concatenate([level[:1], np.repeat(level[1:], times)])
    steps = np.sqrt(np.diff(information, prepend=0.0))
    single = bound = 0
    for _ in range(10):
        motion = np.cumsum(rng.standard_normal((MOTIONS // 10, len(steps))) * steps, axis=1)
        p = 2.0 * stats.norm.sf(np.abs(motion) / np.sqrt(information))
        single += int((p < LEVEL).any(axis=1).sum())
        bound += int((p < level).any(axis=1).sum())
    return single / MOTIONS, bound / MOTIONS


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
