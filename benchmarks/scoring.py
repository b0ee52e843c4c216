"""Posts scored per second, by turns, in one process, on equal texts: vaderSentiment and the scorers.

``vader`` is held to vaderSentiment score by score. ``auto``, the default, reads posts as a run does: it tells
their languages and scores undecided ones in each. It masks the names of 1,000 companies, and its posts are
linked to them as well; in the first round it has read nothing yet, which is its lowest rate. All take turns
within each round, so that a busy machine slows all; the clock counts the process's own seconds on one core.
Of the tweets of StockNet, an English corpus, it says what share no scorer reads. Then ``auto`` by one and by
two processes on parts of 10,000 posts, on the wall clock, beside what two processes gain here on a loop of
plain Python.
"""

from __future__ import annotations

import argparse
import statistics
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter, process_time
from typing import Final

import numpy as np
import numpy.typing as npt
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from benchmarks._posts import texts
from benchmarks.linking import companies
from naysay.data.languages.detection import DETECTED, UNDECIDED, languages_of
from naysay.data.linking import linker
from naysay.data.readings import Readings
from naysay.data.scorers import Scorer, ready, scorer
from naysay.run.executors import executor

LEAST: Final = {"vader": 4.2, "auto with linking": 2.0}
MOST_UNREAD: Final = 0.01
"""The share of the tweets in languages that no scorer reads."""
LEAST_BY_TWO: Final = 1.8
LOOPS: Final = 10_000_000
ROWS_A_PART: Final = 10_000
MOST_SECONDS: Final = 1.0
"""For one post of a megabyte."""
UNITS: Final = (
    "good bad but ", "isn't good ", "😀", "The share fell 3.5 % after hours, $TSLA puts! ", "x", "very ", "'",
    "kein Gewinn, aber Kursrakete ", "!?", "#crash ", "https://example.org/a?b=c ", "&amp;", "\u2019", "a b ",
)  # fmt: skip

Scores = npt.NDArray[np.float64]


def main(argv: Sequence[str]) -> int:
    """Print rates and ratios; 0 if no score of vader differs and every ratio reaches what is promised."""
    arguments = _parser().parse_args(argv)
    sample, source = texts(arguments.posts)
    rates, unequal = compare(sample, rounds=arguments.rounds)
    print(f"{len(sample)} distinct {source}, {arguments.rounds} rounds, one core")
    good = unequal == 0
    for name, values in rates.items():
        ratios = [ours / theirs for ours, theirs in zip(values, rates["vaderSentiment"], strict=True)]
        least = LEAST.get(name)
        told = "" if least is None else f" (at least {least:g}; lowest {min(ratios):.2f})"
        print(f"{name:<22}{statistics.median(values):10,.0f} posts/s {statistics.median(ratios):8.2f}{told}")
        good &= least is None or statistics.median(ratios) >= least
    print(f"unequal scores of vader {unequal}")
    unread = share_unread(sample)
    print(f"in languages that auto does not read {100 * unread:.2f} % (at most {100 * MOST_UNREAD:g} %)")
    good &= unread <= MOST_UNREAD
    for name in ready():
        seconds, unit = slowest_megabyte(scorer(name))
        print(f"1 MB by {name:<10} {seconds:.2f} s at most, of {unit!r} again and again")
        good &= seconds < MOST_SECONDS
    if arguments.parts:
        one, two = by_processes(sample, arguments.parts)
        told = f"one process {one:.1f} s, two {two:.1f} s, ratio {one / two:.2f} (at least {LEAST_BY_TWO:g})"
        print(f"{arguments.parts} parts of {ROWS_A_PART} posts: {told}")
        print(f"a loop of plain Python by two processes: ratio {plain_gain():.2f}")
        good &= one / two >= LEAST_BY_TWO
    return 0 if good else 1


def compare(sample: Sequence[str], *, rounds: int) -> tuple[dict[str, list[float]], int]:
    """Posts per second of each by round, and how many scores of vader differ; loading is not timed.

    Companies are found as a run finds them.
    """
    analyzer = SentimentIntensityAnalyzer()
    by_text = linker(companies(1000), "text")
    said = [""] * len(sample)
    vader = scorer("vader")
    vader.score(["warm"])
    rates: dict[str, list[float]] = {"vaderSentiment": [], "vader": [], "auto with linking": []}
    unequal = 0
    auto = masked()

    def linked() -> Scores:
        list(by_text.of(Path("posts.csv"), said, sample))
        return Readings([auto])(sample, ())["score_0_en"]

    for turn in range(rounds):
        jobs: list[tuple[str, Callable[[], Scores]]] = [
            ("vaderSentiment", lambda: np.array([analyzer.polarity_scores(t)["compound"] for t in sample])),
            ("vader", lambda: vader.score(sample)),
            ("auto with linking", linked),
        ]
        scores: dict[str, Scores] = {}
        for name, job in jobs[turn % 3 :] + jobs[: turn % 3]:
            start = process_time()
            scores[name] = job()
            rates[name].append(len(sample) / (process_time() - start))
        unequal += int(np.sum(scores["vader"] != scores["vaderSentiment"]))
    return rates, unequal


def slowest_megabyte(chosen: Scorer) -> tuple[float, str]:
    """The longest that one post of a megabyte takes, in seconds, and what it repeats."""
    found = []
    for unit in UNITS:
        text = unit * (1_000_000 // len(unit.encode()))
        chosen.score(["warm"])
        start = process_time()
        chosen.score([text])
        found.append((process_time() - start, unit))
    return max(found)


def masked() -> Scorer:
    """A new ``auto`` with 1,000 names masked, loaded."""
    auto = scorer("auto").masking([company.name for company in companies(1000)])
    auto.score(["this is warm", "das ist warm"])
    return auto


def share_unread(sample: Sequence[str]) -> float:
    """The share of ``sample`` in languages that ``auto`` does not read; what is undecided is English."""
    numbers, posts = np.unique(languages_of(sample), return_counts=True)
    unread = [number != UNDECIDED and not scorer("auto").reader(DETECTED[number - 1]) for number in numbers]
    return float(posts[unread].sum() / len(sample))


def by_processes(sample: Sequence[str], parts: int) -> tuple[float, float]:
    """Seconds of one and of two processes on ``parts`` lists of distinct posts."""
    lists = [
        [f"{sample[(number * ROWS_A_PART + n) % len(sample)]} {number}" for n in range(ROWS_A_PART)]
        for number in range(parts)
    ]
    seconds = []
    for workers in (1, 2):
        start = perf_counter()
        for _ in executor(workers).map_shared(_scored, masked(), lists):
            pass
        seconds.append(perf_counter() - start)
    return seconds[0], seconds[1]


def _scored(chosen: Scorer, posts: list[str]) -> Scores:
    return chosen.score(posts)


def plain_gain() -> float:
    """How much faster two processes do twice a loop than one does, which no program here can beat by much."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        list(pool.map(_loop, [1, 1]))
        start = perf_counter()
        list(pool.map(_loop, [LOOPS, LOOPS]))
        together = perf_counter() - start
    start = perf_counter()
    _loop(LOOPS)
    _loop(LOOPS)
    return (perf_counter() - start) / together


def _loop(count: int) -> int:
    seen: dict[int, str] = {}
    for number in range(count):
        seen[number % 5000] = str(number)
    return len(seen)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks scoring", description=__doc__)
    parser.add_argument("--posts", type=int, default=60_000, help="most distinct texts to score (60000)")
    parser.add_argument("--rounds", type=int, default=5, help="rounds in which all take a turn (5)")
    parser.add_argument(
        "--parts", type=int, default=120, help="parts for the processes; 0 leaves that out (120)"
    )
    return parser
