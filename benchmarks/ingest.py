"""What it takes to make daily chatter of raw posts: JSON lines in, the panel out, by several processes.

Posts are read, linked by their text, scored, held to the limits of writers and texts, and counted by session.
An earlier commit takes turns on the same files, and its panel is compared. The clock's limit is what was
promised for a machine on which vaderSentiment scores 30,000 posts a second, scaled to what it scores here on
a sample of the same texts. "At best" is the ratio to the limit if every process worked all the time on a core
of its own; "others" are the cores that the rest of the machine kept busy. The peer reads the sample with
pandas, scores it with vaderSentiment and groups it by cashtag and day, in one process; its seconds are scaled
to all posts.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import Final

import pandas as pd
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from benchmarks._faults_process import SRC
from benchmarks._ingest_files import Files, written
from benchmarks._ingest_process import Taken, compiled, source_of, taken

POSTS: Final = 5_000_000
MOST_SECONDS: Final = {"distinct": 65.0, "repeats": 45.0}
VADER_RATE: Final = 30_000
"""For POSTS posts, by what their texts are, where vaderSentiment scores VADER_RATE a second."""
MOST_MEMORY, BYTES_A_POST = 600.0, 64
SAMPLE: Final = 100
"""One post in so many is the sample."""
SMALLER: Final = 5
MANY: Final = 5_000
NONE: Final = "none"
HERE: Final = "this tree"

Runs = dict[str, Taken]
"""What each tree took, by its name."""


def main(argv: Sequence[str]) -> int:
    """Print what each tree took; 0 if this one keeps to its limits and all panels are equal."""
    options = _parser().parse_args(argv)
    posts, companies = options.posts, options.companies
    with TemporaryDirectory() as name:
        bench = _Bench(Path(name), options)
        runs, files = bench.runs(posts, companies), bench.files(posts, companies)
        print(f"{posts:,} posts, {files.source}, {options.workers} workers, best of {options.rounds}")
        good = _print_table(runs, files, posts, options)
        if options.exponent or options.memory:
            _print_growth(bench.runs(posts // SMALLER, companies), runs, options)
        if options.companies_ratio:
            _print_companies(bench, posts // SMALLER, companies)
    return 0 if good else 1


class _Bench:
    """Writes files and runs all trees on them, each once."""

    def __init__(self, folder: Path, options: argparse.Namespace) -> None:
        self._folder, self._options = folder, options
        self._files: dict[tuple[int, int], Files] = {}
        self._runs: dict[tuple[int, int], Runs] = {}
        self.trees = {HERE: SRC}
        if options.against != NONE:
            self.trees[options.against] = source_of(options.against, folder / "earlier")
        for source in self.trees.values():
            compiled(source, folder / "cache")

    def files(self, posts: int, companies: int) -> Files:
        """A study of so many posts about so many companies."""
        if (posts, companies) not in self._files:
            folder = self._folder / f"{posts}-{companies}"
            self._files[posts, companies] = written(folder, posts, companies, self._options.texts)
        return self._files[posts, companies]

    def runs(self, posts: int, companies: int) -> Runs:
        """The round of each tree that took the least CPU; in every other round the last tree begins."""
        if (posts, companies) not in self._runs:
            every: dict[str, list[Taken]] = {name: [] for name in self.trees}
            study = self.files(posts, companies).study
            for turn in range(self._options.rounds):
                for name in list(self.trees)[:: -1 if turn % 2 else 1]:
                    one = taken(study, self.trees[name], self._folder / "cache", self._options.workers)
                    every[name].append(one)
            self._runs[posts, companies] = {
                name: min(some, key=lambda one: one.cpu) for name, some in every.items()
            }
        return self._runs[posts, companies]


def _print_table(runs: Runs, files: Files, posts: int, options: argparse.Namespace) -> bool:
    """A row for each tree and the peer; whether this tree keeps to the limits, and all panels are equal."""
    peer, scoring = _peer(files)
    limit = MOST_SECONDS[options.texts] * VADER_RATE * scoring * posts / POSTS
    most = MOST_MEMORY + BYTES_A_POST * posts / 2**20
    print(f"vaderSentiment scores {1 / scoring:,.0f} of these posts a second on one core")
    print(f"{'':<14}  wall s limit s  ratio at best   CPU s workers us/post others peak MB most MB  ratio")
    for name, one in runs.items():
        clock = f"{one.wall:8.1f}{limit:8.1f}{one.wall / limit:7.2f}{one.cpu / options.workers / limit:8.2f}"
        cores = f"{one.cpu:8.1f}{one.workers:8.1f}{1e6 * one.cpu / posts:8.1f}{one.others:7.2f}"
        print(f"{name[:14]:<14}{clock}{cores}{one.peak:8.0f}{most:8.0f}{one.peak / most:7.2f}")
    print(f"{'peer, scaled':<14}{peer * posts:8.1f}{'':23}{peer * posts:8.1f}{'':8}{1e6 * peer:8.1f}")
    for name, one in runs.items():
        print(f"{name}: {', '.join(f'{stage} {seconds:.1f} s' for stage, seconds in one.stages.items())}")
    here = runs[HERE]
    equal = len({one.panel for one in runs.values()}) == 1
    if len(runs) > 1:
        print(f"panels {'equal' if equal else 'DIFFER'}, of {here.posts:,} posts")
    return equal and here.wall <= limit and here.peak <= most


def _peer(files: Files) -> tuple[float, float]:
    """Seconds of the processor for a post: all that the peer does, and vaderSentiment's part of it."""
    analyzer = SentimentIntensityAnalyzer()
    sample = files.study.with_name("sample.jsonl")
    with sample.open("w", encoding="utf-8") as out:
        for file in files.posts:
            with file.open(encoding="utf-8") as lines:
                out.writelines(islice(lines, 0, None, SAMPLE))
    begun = process_time()
    frame = pd.read_json(sample, lines=True)
    read = process_time()
    frame["score"] = [analyzer.polarity_scores(text)["compound"] for text in frame["text"]]
    scored = process_time()
    frame["company"] = frame["text"].str.extract(r"\$([A-Z][A-Z.]*)", expand=False)
    frame["day"] = pd.to_datetime(frame["posted_at"]).dt.floor("D")
    frame.groupby(["company", "day"])["score"].agg(["size", "mean"])
    return (process_time() - begun) / len(frame), (scored - read) / len(frame)


def _print_growth(before: Runs, after: Runs, options: argparse.Namespace) -> None:
    """How processor time and memory grow from a share of the posts to all."""
    fewer, posts = options.posts // SMALLER, options.posts
    for name, one in after.items():
        if options.exponent:
            power = math.log(one.cpu / before[name].cpu) / math.log(posts / fewer)
            further = 1e6 * (one.cpu - before[name].cpu) / (posts - fewer)
            print(f"{name}: CPU grows with the power {power:.2f} of posts; a further post {further:.1f} us")
        if options.memory:
            further = (one.peak - before[name].peak) * 2**20 / (posts - fewer)
            told = f"{fewer:,} posts {before[name].peak:.0f} MB, {posts:,} posts {one.peak:.0f} MB"
            print(f"{name}: {told}; a further post {further:.0f} bytes")


def _print_companies(bench: _Bench, posts: int, companies: int) -> None:
    """What a post costs with MANY companies against ``companies``, and what a further post costs.

    The second figure comes from ``posts`` and half of them: it is free of what companies cost by themselves,
    such as their prices.
    """
    for name in bench.trees:
        costs = {}
        for count in (companies, MANY):
            one, half = (bench.runs(some, count)[name].cpu for some in (posts, posts // 2))
            costs[count] = (1e6 * one / posts, 1e6 * (one - half) / (posts - posts // 2))
        for what, (few, many) in zip(
            ("a post", "a further post"), zip(*costs.values(), strict=True), strict=True
        ):
            told = f"{few:.1f} us with {companies} companies, {many:.1f} us with {MANY:,}"
            print(f"{name}: {what} of {posts:,}: {told}, ratio {many / few:.2f}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks ingest", description=__doc__)
    parser.add_argument("--posts", type=int, default=POSTS, help="how many posts (5000000)")
    parser.add_argument("--companies", type=int, default=24, help="how many companies (24)")
    parser.add_argument("--workers", type=int, default=2, help="how many processes (2)")
    parser.add_argument("--rounds", type=int, default=1, help="rounds, the one with the least CPU counts (1)")
    parser.add_argument(
        "--texts", choices=("distinct", "repeats"), default="distinct", help="whether texts repeat (distinct)"
    )
    parser.add_argument("--against", default="HEAD~1", help="an earlier commit, or none (HEAD~1)")
    parser.add_argument("--memory", action="store_true", help="also bytes a post, from a fifth of them")
    parser.add_argument("--exponent", action="store_true", help="also how time grows, from a fifth of them")
    parser.add_argument("--companies-ratio", action="store_true", help="also with 5,000 companies")
    return parser
