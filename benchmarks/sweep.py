"""Size and power of a sweep: a grid of 36 variants of the verdict's regression, from raw posts to its tests.

The grid varies the cut-off (0, 60, 180 minutes), the measure, the lags (1, 5) and whose slopes the controls
have. Each process makes posts with instants and prices, and the program's own functions make every cell. A
row is one test of the grid: the share of ``--draws`` that reject at 5 %. "Smallest p, unadjusted" is what
picking the best variant would claim.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from itertools import chain

import numpy as np

from benchmarks._draws import drawn, options
from benchmarks._referee_lines import HEAD, Bounds, Outcome, summarised
from benchmarks._sweep_cases import CASES, judged


def main(argv: Sequence[str]) -> int:
    """Print the table as Markdown; 1 where a bound is missed."""
    given = options("sweep", __doc__, CASES, argv, least=2)
    print(HEAD, flush=True)
    missed = 0
    for name in given.names:
        outcomes = chain.from_iterable(drawn(_judged, name, given.draws, given.seed, given.workers))
        for line in summarised(name, outcomes, _bounds_of(name), given.draws):
            print(line.markdown, flush=True)
            missed += bool(line.missed)
    sys.stderr.write(f"{missed} rows miss a bound\n")
    return 1 if missed else 0


def _judged(name: str, rng: np.random.Generator) -> Sequence[Outcome]:
    return judged(name, rng)


def _bounds_of(name: str) -> Callable[[str], Bounds]:
    return lambda line: CASES[name].bounds.get(line, Bounds())
