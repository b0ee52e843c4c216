"""Whether page 1 carries the doubt when instants of posts are early, or closes are old.

Each process makes raw posts and prices, and the program's own functions judge each draw as a study would.
The table has the share of studies that claim a lead, and, of those, the share whose page 1 carries the doubt
below its answer, with its 95 % bounds (Wilson) and the bound that is set for it; then the shares in which
each check fails: nothing left with all posts taken four hours later ("later"; "-" where that moves hardly any
post), and nothing left from the next open to the close ("open"). The last column is the mean number of the
eight companies whose closes follow the market of the session before (p < .05, Benjamini-Hochberg).
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

from benchmarks._clock_processes import CASES, Told, told
from benchmarks._referee_lines import wilson

HEAD: Final = (
    "| process | studies that claim a lead | claims with the doubt | bound | later fails | open fails "
    "| late closes |\n|---|---|---|---|---|---|---|"
)
AT_ONCE: Final = 10
"""Draws that a worker makes before it hands them back."""


def main(argv: Sequence[str]) -> int:
    """Print the table as Markdown; 1 where a bound is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks clock", description=__doc__)
    parser.add_argument("--draws", type=int, default=300, help="draws of each process")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2, help="processes that share the draws")
    parser.add_argument("--only", metavar="NAME", action="append", help="this process; repeatable")
    given = parser.parse_args(argv)
    unknown = [name for name in given.only or [] if name not in CASES]
    if unknown:
        parser.error(f"no process called {unknown[0]}; known: {', '.join(CASES)}")
    print(HEAD, flush=True)
    missed = 0
    for name in given.only or CASES:
        line, meets = row(name, list(_drawn(name, given.draws, given.seed, given.workers)))
        print(line, flush=True)
        missed += not meets
    sys.stderr.write(f"{missed} rows miss a bound\n")
    return 1 if missed else 0


def row(name: str, drawn: Sequence[Told]) -> tuple[str, bool]:
    """The row of a process, and whether it meets its bound; one without claims does."""
    case, claims = CASES[name], [one for one in drawn if one.claims]
    doubts = sum(one.doubt for one in claims)
    share = doubts / len(claims) if claims else float("nan")
    meets = not (share < (case.least or 0.0) or share > (1.0 if case.most is None else case.most))
    bound = f"at least {case.least:.0%}" if case.least else f"at most {case.most:.0%}" if case.most else ""
    cells = (
        name,
        f"{100 * len(claims) / max(len(drawn), 1):.1f} % of {len(drawn)}",
        _bounded(doubts, len(claims)),
        f"{bound}{'' if meets else ': missed'}".replace("%", " %"),
        _failed([one.later for one in claims]),
        _failed([one.opened for one in claims]),
        f"{np.mean([one.late for one in drawn]):.1f}",
    )
    return f"| {' | '.join(cells)} |", meets


def _bounded(count: int, n: int) -> str:
    """A share with its 95 % bounds."""
    if not n:
        return "-"
    low, high = wilson(count, n)
    return f"{100 * count / n:.1f} % ({100 * max(low, 0.0):.1f} to {100 * high:.1f})"


def _failed(passed: Sequence[bool | None]) -> str:
    made = [one for one in passed if one is not None]
    return f"{100 * (1 - np.mean(made)):.1f} %" if made else "-"


def _drawn(name: str, draws: int, seed: int, workers: int) -> Iterator[Told]:
    starts = range(0, draws, AT_ONCE)
    counts = [min(AT_ONCE, draws - start) for start in starts]
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # of the workers: two processes leave no core for threads
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        for piece in pool.map(_piece, repeat(name), repeat(seed), starts, counts):
            yield from piece


def _piece(name: str, seed: int, start: int, count: int) -> list[Told]:
    """``count`` draws of a process, each from a generator of its own."""
    of_process = zlib.crc32(name.encode())
    return [
        told(CASES[name], np.random.default_rng([seed, of_process, number]))
        for number in range(start, start + count)
    ]
