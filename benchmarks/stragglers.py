"""What slow, lost and hanging workers cost a run on many of them, and what its one driving process allows.

First the costs of a driver are measured, by the processor: what it takes to cut a part of 4 MB and to seal it
for a worker of a cluster, and what a worker takes for that part. Parts that are "carried" have all bytes that
they need with them, for workers that do not see the files of the driver. Then runs of whole archives are
simulated with these costs, event by event: workers start late, differ in pace, are lost and replaced, or hang
and are killed, and their parts are done again. The driver takes results in the order of the parts and draws a
few parts ahead for each worker, so a slow part holds up those behind it; "in any order" is the same run with
all parts drawn at once. The ideal has no driver: all workers work from their start to the end. Hours are
means of --rounds simulations, "done twice" is the share of the work of workers that was in vain.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np

from benchmarks._driver_costs import (
    ARCHIVE,
    CARRIED,
    LINES,
    PACKED,
    DriverCost,
    JoinCost,
    driver_cost,
    formats,
    join_cost,
)
from benchmarks._plain_loop import TURNS, loop_seconds
from benchmarks._straggler_pool import Course, Floats, Pool, course, ideal
from naysay.data.forums.base import CHUNK
from naysay.run.executors._crew import AHEAD
from naysay.study.cluster import ClusterOptions

POSTS: Final = 500_000
JOINED: Final = (500_000, 5_000_000)
WORKERS: Final = (8, 32, 128)
HOUR: Final = 3_600.0
MILLION: Final = 1e6


@dataclass(frozen=True, slots=True)
class Archive:
    """So many posts in files of one format."""

    posts: float
    format: str

    @property
    def name(self) -> str:
        """Its size and its format."""
        return f"{self.posts / MILLION:,.0f} million posts, {self.format}"


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens to the workers of a pool, and how parts differ: the sigma of their logarithm."""

    name: str
    pool: Pool
    spread: float = 0.0
    slow: float = 0.0
    """The share of workers that take SLOWER times as long."""

    def on(self, workers: int) -> Pool:
        """The pool of so many workers."""
        slowed = round(self.slow * workers)
        slowness = (SLOWER,) * slowed + (1.0,) * (workers - slowed)
        return replace(self.pool, workers=workers, ahead=AHEAD, slowness=slowness)


SLOWER: Final = 3.0
START, NOTICE, LIFE, HANGS = 60.0, 30.0, 2 * HOUR, 1e-4
PATIENCE: Final = float(ClusterOptions().patience)
_LOST: Final = Pool(workers=1, start=START, notice=NOTICE, life=LIFE)
_HANGING: Final = Pool(workers=1, start=START, hangs=HANGS, patience=PATIENCE)
FAULTS: Final = (
    Fault("nothing happens", Pool(workers=1, start=START)),
    Fault("one worker in eight three times slower", Pool(workers=1, start=START), slow=0.125),
    Fault("parts differ (lognormal, sigma .5)", Pool(workers=1, start=START), spread=0.5),
    Fault("each worker is lost after 2 hours on average", _LOST),
    Fault("one part in 10,000 hangs, killed after 10 minutes", _HANGING),
    Fault("all of these", replace(_LOST, hangs=HANGS, patience=PATIENCE), spread=0.5, slow=0.125),
)
ARCHIVES: Final = (
    Archive(550e6, ARCHIVE),
    Archive(550e6, CARRIED[ARCHIVE]),
    Archive(1e9, LINES),
    Archive(1e9, PACKED),
)


def main(argv: Sequence[str]) -> int:
    """Print the costs of a driver, and a table for each archive; always 0."""
    options = _parser().parse_args(argv)
    with TemporaryDirectory(dir=options.folder) as name:
        costs = _costs(Path(name), options.posts)
        joins = [join_cost(Path(name), posts) for posts in options.joined]
    pace = TURNS / loop_seconds(1, TURNS) / MILLION
    print(f"A loop of plain Python makes {pace:.1f} million turns a second here.\n")
    _print_costs(costs)
    _print_joins(joins)
    for archive in ARCHIVES:
        _print_archive(archive, costs[archive.format], options)
    return 0


def _costs(folder: Path, posts: int) -> dict[str, DriverCost]:
    costs = dict[str, DriverCost]()
    for one in formats(folder, posts):
        costs[one.name] = driver_cost(one, folder / "run")
        if one.name in CARRIED:
            costs[CARRIED[one.name]] = driver_cost(one, folder / "run", sees_files=False)
    return costs


def _print_costs(costs: dict[str, DriverCost]) -> None:
    print("What one part takes, by the processor:\n")
    print(
        "| format | posts a part | bytes a post | before the first, s a million posts | cut, MB/s | "
        "driver, ms a part | worker, ms a part | workers that one driver feeds | driver at the end, s a "
        "million posts |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    for name, one in costs.items():
        before, after = (MILLION * seconds / one.of.rows for seconds in (one.before, one.after))
        print(
            f"| {name} | {one.posts_a_part:,.0f} | {one.of.bytes / one.of.rows:.0f} | {before:.1f} | "
            f"{one.of.cut / 2**20 / one.cut:,.0f} | {1e3 * one.driver_seconds:.1f} | "
            f"{1e3 * one.worker_seconds:,.0f} | {one.fed:.0f} | {after:.1f} |"
        )


def _print_joins(joins: Sequence[JoinCost]) -> None:
    print("\nWhat comes before the first part of an archive, whose files are joined:\n")
    print(
        "| messages | driver, s a million messages | workers, s a million messages | disk, bytes a message |"
    )
    print("|---|---|---|---|")
    for one in joins:
        driver, workers = (MILLION * seconds / one.messages for seconds in (one.driver, one.workers))
        print(f"| {one.messages:,} | {driver:.1f} | {workers:.1f} | {one.disk:.0f} |")


def _print_archive(archive: Archive, cost: DriverCost, options: argparse.Namespace) -> None:
    count = round(archive.posts / cost.posts_a_part)
    held = AHEAD * cost.carried / cost.of.rows * cost.posts_a_part / 2**20
    print(
        f"\n{archive.name}: {count:,} parts of {CHUNK / 2**20:.0f} MB, which the driver cuts in "
        f"{count * cost.driver_seconds / HOUR:.1f} hours in all. {AHEAD} parts for each worker are on "
        f"their way, {held:.1f} MB.\n"
    )
    print(
        "| workers | what happens | hours | ideal | times the ideal | done twice | in any order, hours | "
        "order costs |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for workers in WORKERS:
        for fault in FAULTS:
            print(_row(fault, workers, count, cost, options), flush=True)


def _row(fault: Fault, workers: int, count: int, cost: DriverCost, options: argparse.Namespace) -> str:
    pool, ordered, free, best = fault.on(workers), list[Course](), list[Course](), list[float]()
    for seed in range(options.rounds):
        parts = _seconds(fault, count, cost.worker_seconds, seed)
        ordered.append(course(pool, parts, cut=cost.driver_seconds, seed=seed))
        free.append(course(replace(pool, ahead=None), parts, cut=cost.driver_seconds, seed=seed))
        best.append(ideal(pool, parts))
    hours, loose = (float(np.mean([one.makespan for one in some])) / HOUR for some in (ordered, free))
    least, twice = float(np.mean(best)) / HOUR, float(np.mean([one.twice for one in ordered]))
    takes = f"{hours:.2f} | {least:.2f} | {hours / least:.2f} | {100 * twice:.2f} %"
    return f"| {workers} | {fault.name} | {takes} | {loose:.2f} | {100 * (hours / loose - 1):.1f} % |"


def _seconds(fault: Fault, count: int, mean: float, seed: int) -> Floats:
    """(count,) seconds of parts with this mean."""
    if not fault.spread:
        return np.full(count, mean)
    rng = np.random.default_rng([seed, count])
    return np.asarray(mean * rng.lognormal(-(fault.spread**2) / 2, fault.spread, count))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks stragglers", description=__doc__)
    parser.add_argument(
        "--posts", type=int, default=POSTS, help="posts of each file that is measured (500000)"
    )
    parser.add_argument(
        "--joined",
        type=lambda text: [int(word) for word in text.split(",")],
        default=list(JOINED),
        help="messages of archives that are joined (500000,5000000)",
    )
    parser.add_argument("--rounds", type=int, default=5, help="simulations of each line (5)")
    parser.add_argument("--folder", help="where files are written (the system's temporary folder)")
    return parser
