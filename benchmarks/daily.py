"""What the daily counts of a post cost, with few companies and with many, and the memory they take.

Posts are drawn at random over two years: an author writes five of them, and two share a text. They are
counted by company and session, with and without limits, and the measure is standardised. "twelve shifts" is
the chatter of the clock curve: posts without limits, taken up to six hours earlier and later. Time is of the
processor, the fastest of three tries. Memory is the most that arrays take beside the posts themselves. It
includes the table that is made, with one row for each company and session with posts: of one million posts,
5,000 companies have a row for almost every post.
"""

from __future__ import annotations

import argparse
import time
import tracemalloc
from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import date
from typing import Final

import numpy as np

from naysay.analysis.clock_curve import HOURS
from naysay.data.clock_shift import shifted_chatter
from naysay.data.daily import daily_chatter
from naysay.data.limits import limited
from naysay.data.scored import SCALE, ScoredPosts
from naysay.data.sessions import Sessions, trading_sessions
from naysay.study.spec import Chatter

TRIES: Final = 3
LIMITS: Final = {
    "none": Chatter(),
    "all": Chatter(same_text="once", author_posts=2, bot_posts=50),
}


def main(argv: Sequence[str]) -> int:
    """Print one row for each number of companies, without limits and with all of them."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks daily", description=__doc__)
    parser.add_argument("--posts", type=int, default=1_000_000)
    parser.add_argument("--companies", type=int, nargs="+", default=[24, 500, 5000])
    options = parser.parse_args(argv)
    sessions = trading_sessions("XNYS", date(2022, 1, 3), date(2023, 12, 29))
    print("| companies | limits | rows | microseconds a post | bytes a post | bytes of the post itself |")
    print("|---|---|---|---|---|---|")
    for companies in options.companies:
        own = {f"C{number:04d}": sessions for number in range(companies)}
        posts = drawn(options.posts, own, sessions)
        held = sum(getattr(posts, field.name).nbytes for field in fields(posts))
        for name, chatter in LIMITS.items():

            def count(posts: ScoredPosts = posts, chatter: Chatter = chatter) -> int:
                return len(daily_chatter(limited(posts, chatter)[0], own, chatter))  # noqa: B023  used at once

            print(_row(companies, name, count, options.posts, held), flush=True)

        def shift(posts: ScoredPosts = posts, own: dict[str, Sessions] = own) -> int:
            hours = [hour for hour in HOURS if hour]
            every = tuple(shifted_chatter(posts, own, Chatter(), hours))
            return sum(int(one.negativity.notna().to_numpy().sum()) for one in every)

        print(_row(companies, "twelve shifts", shift, options.posts, held), flush=True)
    return 0


def _row(companies: int, name: str, job: Callable[[], int], posts: int, held: int) -> str:
    """``job`` gives its number of rows; ``held`` are bytes of the ``posts`` themselves."""
    seconds, peak = min(_seconds(job) for _ in range(TRIES)), _peak(job)
    cost, beside, own_bytes = (each / posts for each in (1e6 * seconds, peak, held))
    return f"| {companies} | {name} | {job()} | {cost:.2f} | {beside:.0f} | {own_bytes:.0f} |"


def drawn(n: int, own: dict[str, Sessions], sessions: Sessions) -> ScoredPosts:
    """``n`` posts at any time within the sessions, each of one of the companies."""
    rng = np.random.default_rng(1)
    hashes = rng.integers(-(2**63), 2**63 - 1, n)
    return ScoredPosts.placed(
        own,
        company=np.array(list(own), dtype=object)[rng.integers(0, len(own), n)],
        posted_at=rng.integers(sessions.first_instant, sessions.end_instant, n),
        score=rng.integers(-SCALE, SCALE + 1, n).astype(np.int16),
        author=hashes[rng.integers(0, max(n // 5, 1), n)],
        said=hashes[rng.integers(0, max(n // 2, 1), n)],
        forum=np.full(n, "", dtype=object),
    )


def _seconds(job: Callable[[], object]) -> float:
    begun = time.process_time()
    job()
    return time.process_time() - begun


def _peak(job: Callable[[], object]) -> int:
    tracemalloc.start()
    job()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak
