"""Whether the answer on page 1 is right for processes whose truth is known, from raw posts to the estimate.

Each process makes posts with instants, and prices at four points of a session. The program's own functions
make the daily panel of them, and its projections and event tests judge it. A row is one estimate: the share
of ``--draws`` that reject at 5 %, the mean in basis points with its Monte-Carlo error, the mean standard
error over the spread of the estimates, the share of intervals that cover the truth, and the mean number of
rows. A row that has bounds says whether it meets them.
"""

from __future__ import annotations

import argparse
import os
import sys
import zlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from multiprocessing import get_context
from typing import Final

import numpy as np

from benchmarks._referee_cases import CASES
from benchmarks._referee_lines import HEAD, Line, Outcome, summarised

AT_ONCE: Final = 10
"""Draws that a worker makes before it hands them back."""


def main(argv: Sequence[str]) -> int:
    """Print the table as Markdown; 1 where a bound is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks referee", description=__doc__)
    parser.add_argument("--draws", type=int, default=300, help="draws of each process")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2, help="processes that share the draws")
    parser.add_argument("--only", metavar="NAME", action="append", help="this process; repeatable")
    given = parser.parse_args(argv)
    unknown = [name for name in given.only or [] if name not in CASES]
    if unknown:
        parser.error(f"no process called {unknown[0]}; known: {', '.join(CASES)}")
    if given.draws < 2:
        parser.error("--draws takes 2 or more")
    print(HEAD, flush=True)
    missed = []
    for name in given.only or CASES:
        for line in lines(name, given.draws, given.seed, given.workers):
            print(line.markdown, flush=True)
            missed += [line] if line.missed else []
    sys.stderr.write(f"{len(missed)} rows miss a bound\n")
    return 1 if missed else 0


def lines(name: str, draws: int, seed: int, workers: int) -> list[Line]:
    """The rows of the process ``name``; the same for any number of workers."""
    found = list(_outcomes(name, draws, seed, workers))
    return summarised(name, found, CASES[name].bounds, draws)


def _outcomes(name: str, draws: int, seed: int, workers: int) -> Iterator[Outcome]:
    starts = range(0, draws, AT_ONCE)
    counts = [min(AT_ONCE, draws - start) for start in starts]
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # of the workers: two processes leave no core for threads
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        pieces = pool.map(_piece, repeat(name), repeat(seed), starts, counts)
        for start, count, piece in zip(starts, counts, pieces, strict=True):
            sys.stderr.write(f"\r{name}: {start + count} of {draws} ")
            sys.stderr.flush()
            yield from piece
    sys.stderr.write("\n")


def _piece(name: str, seed: int, start: int, count: int) -> list[Outcome]:
    """``count`` draws of a process, each from a generator of its own."""
    of_process = zlib.crc32(name.encode())
    return [
        outcome
        for number in range(start, start + count)
        for outcome in CASES[name].judged(np.random.default_rng([seed, of_process, number]))
    ]
