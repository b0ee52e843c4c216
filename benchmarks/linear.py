"""Whether reading takes time in proportion to size, whatever a file or a text holds.

Each construct is read at five sizes, each twice the one before, and its exponent is the slope of log time on
log size: 1 is linear, 2 quadratic. The clock counts the process's own seconds, the least of some rounds.
"""

from __future__ import annotations

import argparse
import gc
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import Final

import numpy as np

from benchmarks._linear_constructs import Construct, Job, constructs

LOW: Final = 0.9
HIGH: Final = 1.2
SIZES: Final = 5
LEAST_SECONDS: Final = 0.02
"""A job is repeated until it takes so long: the clock is coarse."""


def main(argv: Sequence[str]) -> int:
    """Print an exponent for each construct; 0 if all lie between LOW and HIGH."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks linear", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="rounds, the least time counts (3)")
    parser.add_argument("--only", default="", help="readers and constructs whose names hold this text")
    arguments = parser.parse_args(argv)
    outside = counted = 0
    with TemporaryDirectory() as folder:
        for construct in constructs(Path(folder)):
            if arguments.only not in f"{construct.reader}: {construct.name}":
                continue
            seconds = times(construct, rounds=arguments.rounds)
            slope = exponent(seconds)
            within = LOW <= slope <= HIGH
            told = "" if within else f"   outside of {LOW:g} to {HIGH:g}"
            print(
                f"{construct.reader:<12} {construct.name:<26} {construct.size:>9,} to "
                f"{construct.size << (SIZES - 1):>11,}  {seconds[-1]:7.3f} s  {slope:5.2f}{told}",
                flush=True,
            )
            counted += 1
            outside += not within
    print(f"{outside} of {counted} exponents outside of {LOW:g} to {HIGH:g}")
    return 1 if outside else 0


def times(construct: Construct, *, rounds: int) -> list[float]:
    """Seconds at each size."""
    jobs = []
    for step in range(SIZES):
        job = construct.made(construct.size << step)
        least = _seconds(job, 1)
        times_over = max(1, round(LEAST_SECONDS / max(least, 1e-6)))
        jobs.append(min(_seconds(job, times_over) for _ in range(rounds)))
    return jobs


def exponent(seconds: Sequence[float]) -> float:
    """The slope of log time on log size, where each size is twice the one before."""
    return float(np.polyfit(np.arange(len(seconds)), np.log2(seconds), 1)[0])


def _seconds(job: Job, times_over: int) -> float:
    gc.collect()
    gc.freeze()  # what is there already is no part of the job, and would be walked through in the larger ones
    start = process_time()
    for _ in range(times_over):
        job()
    return (process_time() - start) / times_over
