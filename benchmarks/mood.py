"""Whether intervals of the effect of the mood cover what was planted, beside those of the effect as measured.

Each process makes posts of eight companies on 500 sessions, 12 a session unless it says otherwise, in a mood
that moves the next session's return by -20 basis points a standard deviation. The scorer finds 61 % of the
negative posts and calls 15 % of the others negative. The program's own functions make the daily panel of
these posts, filter the mood out of it, and estimate the pooled projection at horizon 1. A row is one
estimate: in how many of ``--draws`` it is identified, the share of these that reject at 5 %, mean (with its
Monte-Carlo error) and median in basis points, the mean standard error over the spread of the estimates, the
share of intervals that cover what was planted (with 95 % bounds), the share of companies in the estimate,
their mean reliability and scale of the noise. The mood is held to intervals that cover in 90 %, a mean within
15 % and nulls that reject in at most 8 %.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from itertools import chain
from typing import Final

import numpy as np

from benchmarks._draws import drawn, options
from benchmarks._mood_processes import AS_MEASURED, CASES, OF_MOOD, Case, Told, told
from benchmarks._referee_lines import LEVEL, wilson

HEAD: Final = (
    "| process | effect | identified | rejects | mean | median | se / spread | covers | companies | "
    "reliability | scale | verdict |\n|---|---|---|---|---|---|---|---|---|---|---|---|"
)
WITHIN: Final = 0.15
MOST: Final = 0.08


def main(argv: Sequence[str]) -> int:
    """Print the table as Markdown; 1 where a bound is missed."""
    given = options("mood", __doc__, CASES, argv)
    print(HEAD, flush=True)
    missed = 0
    for name in given.names:
        draws = max(given.draws // CASES[name].part, 1)
        lines = list(chain.from_iterable(drawn(_told, name, draws, given.seed, given.workers)))
        for line in (AS_MEASURED, OF_MOOD):
            row, faults = summary(CASES[name], [one for one in lines if one.line == line])
            print(f"| {name} | {line} | {row} |", flush=True)
            missed += bool(faults)
    sys.stderr.write(f"{missed} rows miss a bound\n")
    return 1 if missed else 0


def summary(case: Case, lines: Sequence[Told]) -> tuple[str, list[str]]:
    """The cells of a row, and the bounds that it misses."""
    made = [one for one in lines if not one.effect.reason]
    if not made:
        return f"0 of {len(lines)}" + " | " * 9, []
    values = np.array([one.effect.value for one in made])
    errors = np.array([one.effect.se for one in made])
    spread = float(values.std(ddof=1)) if len(made) > 1 else float("nan")
    rejected = sum(one.effect.pvalue < LEVEL for one in made)
    covering = sum(one.effect.low <= case.truth <= one.effect.high for one in made)
    low, high = wilson(covering, len(made))
    faults = []
    if case.covered is not None and made[0].line == OF_MOOD:
        checks = {
            "covers too seldom": covering / len(made) < case.covered,
            "mean": case.centred and case.truth != 0 and abs(values.mean() / case.truth - 1.0) > WITHIN,
            "rejects": case.truth == 0 and rejected / len(made) > MOST,
        }
        faults = [name for name, missed in checks.items() if missed]
    bounded = case.covered is not None and made[0].line == OF_MOOD
    cells = (
        f"{len(made)} of {len(lines)}",
        f"{100 * rejected / len(made):.1f} %",
        f"{values.mean():+.1f} ± {spread / np.sqrt(len(made)):.1f}",
        f"{np.median(values):+.1f}",
        f"{errors.mean() / spread:.2f}",
        f"{100 * covering / len(made):.1f} % ({100 * low:.0f} to {100 * high:.0f})",
        f"{100 * np.mean([one.left for one in made]):.0f} %",
        _mean([one.reliability for one in lines]),
        _mean([one.scale for one in lines]),
        ("misses: " + ", ".join(faults)) if faults else "meets" if bounded else "",
    )
    return " | ".join(cells), faults


def _mean(values: Sequence[float]) -> str:
    known = [value for value in values if np.isfinite(value)]
    return f"{np.mean(known):.2f}" if known else ""


def _told(name: str, rng: np.random.Generator) -> list[Told]:
    return told(CASES[name], rng)
