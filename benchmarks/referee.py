"""Whether the answer on page 1 is right for processes whose truth is known, from raw posts to the estimate.

Each process makes posts with instants, and prices at four points of a session. The program's own functions
make the daily panel of them, and its projections and event tests judge it. A row is one estimate: the share
of ``--draws`` that reject at 5 %, the mean in basis points with its Monte-Carlo error, the mean standard
error over the spread of the estimates, the share of intervals that cover the truth, and the mean number of
rows. A row that has bounds says whether it meets them.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from itertools import chain

import numpy as np

from benchmarks._draws import drawn, options
from benchmarks._referee_cases import CASES
from benchmarks._referee_lines import HEAD, Line, Outcome, summarised


def main(argv: Sequence[str]) -> int:
    """Print the table as Markdown; 1 where a bound is missed."""
    given = options("referee", __doc__, CASES, argv, least=2)
    print(HEAD, flush=True)
    missed = []
    for name in given.names:
        for line in lines(name, given.draws, given.seed, given.workers):
            print(line.markdown, flush=True)
            missed += [line] if line.missed else []
    sys.stderr.write(f"{len(missed)} rows miss a bound\n")
    return 1 if missed else 0


def lines(name: str, draws: int, seed: int, workers: int) -> list[Line]:
    """The rows of the process ``name``; the same for any number of workers."""
    found = list(chain.from_iterable(drawn(_judged, name, draws, seed, workers)))
    return summarised(name, found, CASES[name].bounds, draws)


def _judged(name: str, rng: np.random.Generator) -> Sequence[Outcome]:
    return CASES[name].judged(rng)
