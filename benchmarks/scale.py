"""What a whole run costs as posts, companies and events grow, and what two workers gain over one.

Each run is a process of its own, from the files to tables, PDF and HTML, of studies of two years (504
sessions) with an index, a price for every company, and the methods correlation, granger, event_study,
projections and size: those that every study needs and that draw little. Posts grow at a fixed number of
companies, companies at a fixed number of posts, events at both. Workers of each kind of executor run the
same study, and must leave the same bytes. The methods that draw much are measured by one and two workers, and
so is a sweep of 48 cells.

"Reading" are the seconds of the stage that reads, links and scores posts; its exponent has nothing of the
start of the program in it. The exponent of the whole run has, so that it is lower. "Rest" is what no stage
covers: prices, daily measures, the panel. "Others" are the cores that other programs kept busy: the clock
depends on them, seconds of the processors hardly do. The plain loop is a loop of Python by one and by two
processes, in turn with the runs: what the machine has to give. It fails where a bound is missed.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks._scale_runs import Bench, Setting
from benchmarks._scale_study import Asked
from benchmarks._scale_tables import Bounds, print_gains, print_growth, print_runs
from naysay.study.parts import names

POSTS: Final = (100_000, 1_000_000, 5_000_000)
COMPANIES: Final = (10, 100, 500, 5_000)
EVENTS: Final = (1_000, 10_000)
KINDS: Final = {"processes": "processes", "dask": "cluster"}
"""What an executor is called here, and in the program."""
USUAL: Final = Asked(("correlation", "granger", "event_study", "projections", "size"))
DRAWING: Final = Asked(
    ("granger_checks", "event_study", "robustness", "calibration", "sweep"),
    """[sweep.chatter]
measure = ["negative_share", "mean_score", "bullishness", "n_negative"]
cutoff = [0, 60, 180]
[sweep.projections]
lags = [1, 5]
controls = ["own", "shared"]
""",
)
"""Its grid has 4 x 3 x 2 x 2 = 48 cells."""


def main(argv: Sequence[str]) -> int:
    """Print all runs, how costs grow, and gains; 1 where a bound is missed."""
    options = _parser().parse_args(argv)
    there = set(names("naysay.run.executors"))
    kinds = [kind for kind in options.executors if KINDS[kind] in there]
    for kind in sorted(set(options.executors) - set(kinds)):
        print(f"There is no executor {kind} here: it is left out.\n")
    grid = Grid(options, kinds)
    with TemporaryDirectory(dir=options.folder) as name:
        bench = Bench(Path(name), options.rounds)
        bench.run_all(grid.settings)
    bounds = Bounds()
    print_runs(bench, grid.settings)
    print_growth(bench, grid.of_posts, "posts", bounds)
    print_growth(bench, grid.of_companies, "companies", bounds)
    print_growth(bench, grid.of_events, "events", bounds)
    print_gains(bench, grid.pairs, bounds)
    bounds.hold("runs of the same study that differ in a byte", bench.differing, most=0)
    print(f"\n{bounds.summary}")
    return 1 if bounds.missed else 0


class Grid:
    """Which settings are run: one thing varies at a time, the others stay at their middle."""

    def __init__(self, options: argparse.Namespace, kinds: Sequence[str]) -> None:
        posts, companies, workers = (
            sorted(one) for one in (options.posts, options.companies, options.workers)
        )
        usual, several = posts[(len(posts) - 1) // 2], companies[min(1, len(companies) - 1)]
        first, many = KINDS[kinds[0]], workers[-1]
        self.of_posts = [[Setting(n, several, count, first, USUAL) for n in posts] for count in workers]
        self.of_companies = [[Setting(usual, n, many, first, USUAL) for n in companies]]
        self.of_events = [
            [
                Setting(posts[0], companies[-2:][0], 1, first, Asked(("event_study",), events=n))
                for n in options.events
            ]
        ]
        self.of_kinds = [
            [Setting(usual, several, count, KINDS[kind], USUAL) for count in workers] for kind in kinds
        ]
        compared = workers if len(workers) > 1 else []
        self.of_draws = [[Setting(usual, several, count, first, DRAWING) for count in compared]]
        largest = [[line[-1] for line in self.of_posts]]
        self.pairs = [pair for pair in (*largest, *self.of_kinds, *self.of_draws) if len(pair) > 1]

    @property
    def settings(self) -> list[Setting]:
        """All of them, each once."""
        lines = (*self.of_posts, *self.of_companies, *self.of_events, *self.of_kinds, *self.of_draws)
        return list(dict.fromkeys(setting for line in lines for setting in line))


def _parser() -> argparse.ArgumentParser:
    def numbers(text: str) -> list[int]:
        return [int(word) for word in text.split(",")]

    def kinds(text: str) -> list[str]:
        return [_known(word) for word in text.split(",")]

    parser = argparse.ArgumentParser(prog="python -m benchmarks scale", description=__doc__)
    parser.add_argument("--posts", type=numbers, default=list(POSTS), help="100000,1000000,5000000")
    parser.add_argument("--companies", type=numbers, default=list(COMPANIES), help="10,100,500,5000")
    parser.add_argument("--events", type=numbers, default=list(EVENTS), help="1000,10000")
    parser.add_argument("--workers", type=numbers, default=[1, 2], help="1,2")
    parser.add_argument("--executors", type=kinds, default=list(KINDS), help=",".join(KINDS))
    parser.add_argument("--rounds", type=int, default=1, help="runs of each, of which the fastest counts (1)")
    parser.add_argument("--folder", help="where files are written (the system's temporary folder)")
    return parser


def _known(kind: str) -> str:
    if kind not in KINDS:
        raise argparse.ArgumentTypeError(f"no executor {kind}; known: {', '.join(KINDS)}")
    return kind
