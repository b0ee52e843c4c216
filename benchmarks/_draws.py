"""Draws of processes whose truth is known, shared by several workers: their options, and the draws."""

from __future__ import annotations

import argparse
import os
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from multiprocessing import get_context
from typing import Final, TypeVar

import numpy as np

AT_ONCE: Final = 10
"""Draws that a worker makes before it hands them back."""

Drawn = TypeVar("Drawn")


def options(
    command: str, description: str | None, known: Iterable[str], argv: Sequence[str], *, least: int = 1
) -> argparse.Namespace:
    """``draws``, ``seed``, ``workers``, and ``names``: the ``known`` processes that are asked for."""
    parser = argparse.ArgumentParser(prog=f"python -m benchmarks {command}", description=description)
    parser.add_argument("--draws", type=int, default=300, help="draws of each process")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2, help="processes that share the draws")
    parser.add_argument("--only", metavar="NAME", action="append", help="this process; repeatable")
    given, known = parser.parse_args(argv), list(known)
    unknown = [name for name in given.only or [] if name not in known]
    if unknown:
        parser.error(f"no process called {unknown[0]}; known: {', '.join(known)}")
    if given.draws < least:
        parser.error(f"--draws takes {least} or more")
    given.names = given.only or known
    return given


def drawn(
    make: Callable[[str, np.random.Generator], Drawn], name: str, draws: int, seed: int, workers: int
) -> Iterator[Drawn]:
    """``make`` of each draw of the process ``name``, the same for any number of workers.

    ``make`` is a function of a module; each draw has a generator of its own.
    """
    starts = range(0, draws, AT_ONCE)
    counts = [min(AT_ONCE, draws - start) for start in starts]
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # of the workers: two processes leave no core for threads
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        pieces = pool.map(_piece, repeat(make), repeat(name), repeat(seed), starts, counts)
        for start, count, piece in zip(starts, counts, pieces, strict=True):
            sys.stderr.write(f"\r{name}: {start + count} of {draws} ")
            sys.stderr.flush()
            yield from piece
    sys.stderr.write("\n")


def _piece(
    make: Callable[[str, np.random.Generator], Drawn], name: str, seed: int, start: int, count: int
) -> list[Drawn]:
    of_process = zlib.crc32(name.encode())
    return [
        make(name, np.random.default_rng([seed, of_process, number]))
        for number in range(start, start + count)
    ]
