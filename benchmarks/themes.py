"""Themes: how many planted subjects are named, how many terms are false, and what a million posts take.

**Planted.** Worlds of the demo: half of the posts of a storm are about a subject. An event that the run found
within a session of a storm, with 20 posts or more, is named when one of its first three terms is a part of
what the posts about the subject begin with.

**False.** Events of worlds without any subject, events of the other worlds that lie three sessions or more
from every storm, and events that are drawn from the tweets of ../shared/stocknet, company by company, with
60 % negative posts: none of them is about anything. A term is false when it is listed (z above 1.96), and it
is shown when its p-value, corrected by Holm, is below 5 %.

**Speed.** A second reading of all posts of 50 companies with 1,000 events: seconds of the clock, seconds of a
processor by this process, and memory of all processes, what they share counted once. Other work of the
machine slows the clock.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from typing import Final

import pandas as pd

from benchmarks._themes_speed import speed
from benchmarks._themes_worlds import World, is_named, shuffled_tweets, simulated_world
from naysay.data.simulation import ON_TOPIC

LEAST_NAMED: Final = 0.9
POSTS_OF_EVENT: Final = 20
FIRST: Final = 3
MOST_SHOWN: Final = 0.05
MOST_SECONDS, MOST_MEMORY = 60.0, 1000.0


def main(argv: Sequence[str]) -> int:
    """Print all three; 0 if each keeps to what is promised."""
    options = _parser().parse_args(argv)
    good = True
    if "planted" in options.parts:
        worlds = [simulated_world(seed, on_topic=ON_TOPIC) for seed in range(1, options.worlds + 1)]
        good &= _print_planted(worlds)
        good &= _print_false("far from storms", [table for world in worlds for table in world.far])
    if "false" in options.parts:
        worlds = [simulated_world(seed, on_topic=0.0) for seed in range(1, options.worlds + 1)]
        events = [table for world in worlds for table in (*world.near, *world.far)]
        good &= _print_false("worlds without subjects", events)
        drawn = [
            table
            for seed in range(1, options.draws + 1)
            for company in shuffled_tweets(seed)
            for _, table in company.groupby("event_id")
        ]
        good &= _print_false("drawn from tweets", drawn)
    if "speed" in options.parts:
        took = speed(options.posts, options.workers)
        print(
            f"speed: {took.posts:,} posts, {options.workers} workers: {took.seconds:.1f} s (at most "
            f"{MOST_SECONDS:g}), this process {took.own:.1f} s of a processor, {took.peak:.0f} MB (at most "
            f"{MOST_MEMORY:g}), {took.terms:,} terms"
        )
        good &= took.seconds <= MOST_SECONDS and took.peak <= MOST_MEMORY
    return 0 if good else 1


def _print_planted(worlds: Sequence[World]) -> bool:
    large = [
        (table, topic)
        for world in worlds
        for table, topic in zip(world.near, world.topics, strict=True)
        if table["of_posts"].iloc[0] >= POSTS_OF_EVENT
    ]
    named = sum(is_named(table["term"].head(FIRST).tolist(), topic) for table, topic in large)
    print(
        f"planted: {len(worlds)} worlds, {len(large)} events with {POSTS_OF_EVENT} posts or more, subject "
        f"among the first {FIRST} terms in {named} ({100 * named / max(len(large), 1):.1f} %)"
    )
    return named >= LEAST_NAMED * len(large)


def _print_false(name: str, events: Iterable[pd.DataFrame]) -> bool:
    tables = list(events)
    listed = [int((table["term"] != "").sum()) for table in tables]
    shown = [int((table["pvalue_holm"] < MOST_SHOWN).sum()) for table in tables]
    n, with_listed, with_shown = max(len(tables), 1), sum(map(bool, listed)), sum(map(bool, shown))
    print(
        f"false, {name}: {len(tables)} events; with a term at z > 1.96: {with_listed} "
        f"({100 * with_listed / n:.1f} %), {sum(listed) / n:.2f} terms an event; with a term that is "
        f"shown: {with_shown} ({100 * with_shown / n:.1f} %)"
    )
    return bool(with_shown <= MOST_SHOWN * n + 2 * (MOST_SHOWN * n) ** 0.5)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks themes")
    parser.add_argument("--parts", nargs="+", default=["planted", "false", "speed"])
    parser.add_argument("--worlds", type=int, default=10)
    parser.add_argument("--draws", type=int, default=3)
    parser.add_argument("--posts", type=int, default=1_000_000)
    parser.add_argument("--workers", type=int, default=2)
    return parser
