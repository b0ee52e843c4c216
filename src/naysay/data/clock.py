"""The times of day of posts: those that mean nothing make heaps, and a profile by hour shows shifted ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from naysay.data.instants import zone
from naysay.data.scored import ScoredPosts
from naysay.data.sessions import TradingDay
from naysay.study.errors import DataError, shown
from naysay.study.frames import POSTING_HEAPS, POSTING_HOURS
from naysay.study.spec import PostOptions

Ints = npt.NDArray[np.int64]
Kind = Literal["midnight_utc", "midnight_forum", "one_time", "one_time_utc", "full_hour", "one_minute"]
"""midnight_utc, midnight_forum: 00:00:00 in UTC, and in the forum's zone; one_time: the most frequent time of
day in the forum's zone; one_time_utc: two times of UTC an hour apart, where one of a zone with summer time
stands; full_hour: minute and second 00:00 in UTC or in the forum's zone, whichever has more; one_minute: the
most frequent minute and second of the hour."""

LEAST: Final = 100
"""Posts; of fewer nothing can be told."""
MOST_AT_ONE_TIME: Final = 0.05
"""The share of all posts that one time of day may have."""
MOST_AT_ONE_MINUTE: Final = 0.60
"""The share that one minute and second of the hour may have of all posts, of a company's or of a forum's."""
_OF_ANY_HOUR: Final = ("full_hour", "one_minute")
UTC: Final = "UTC"
DAY: Final = 86_400
HOUR: Final = 3_600
QUARTER: Final = 900
"""Seconds; the clocks of all zones differ by quarters of an hour."""
_SECOND: Final = 10**9
_AT_ONCE: Final = 1_000_000
"""Posts whose local times are held at once."""


@dataclass(frozen=True, slots=True)
class Heap:
    """Posts at one time of day, or at one minute and second of any hour: ``clock`` in the zone ``zone``.

    ``share`` is that of ``n_posts`` among all; more than ``allowed`` is refused.
    """

    kind: Kind
    clock: str
    zone: str
    n_posts: int
    share: float
    allowed: float


def clock_counts(posted_at: Ints, timezone: str) -> Ints:
    """How many posts were written at each second of the local day in ``timezone``, (86400,).

    ``posted_at`` is UTC nanoseconds; parts of a second do not count.

    Raises
    ------
    DataError
        An unknown ``timezone``.
    """
    counts = np.zeros(DAY, dtype=np.int64)
    for rows in _slices(len(posted_at)):
        at = posted_at[rows]
        if timezone != UTC:
            local = pd.DatetimeIndex(at, tz=UTC).tz_convert(zone(timezone)).tz_localize(None)
            at = local.as_unit("ns").asi8
        counts += np.bincount(at // _SECOND % DAY, minlength=DAY)
    return counts


def heaps(posted_at: Ints, timezone: str) -> tuple[Heap, ...]:
    """One heap of each kind, however small; none at all for fewer than ``LEAST`` posts.

    ``timezone`` is that of the forum.
    """
    n = len(posted_at)
    if n < LEAST:
        return ()
    utc = clock_counts(posted_at, UTC)
    forum = utc if timezone == UTC else clock_counts(posted_at, timezone)
    twice = utc + np.roll(utc, -HOUR)
    minutes, hours = utc.reshape(24, HOUR).sum(axis=0), [int(each[::HOUR].sum()) for each in (utc, forum)]
    time, early, minute = (int(each.argmax()) for each in (forum, twice, minutes))

    def heap(kind: Kind, clock: str, of: str, posts: int, allowed: float) -> Heap:
        return Heap(kind, clock, of, int(posts), float(posts / n), allowed)

    return (
        heap("midnight_utc", "00:00:00", UTC, utc[0], MOST_AT_ONE_TIME),
        heap("midnight_forum", "00:00:00", timezone, forum[0], MOST_AT_ONE_TIME),
        heap("one_time", _clock(time), timezone, forum[time], MOST_AT_ONE_TIME),
        heap(
            "one_time_utc", f"{_clock(early)} or {_clock(early + HOUR)}", UTC, twice[early], MOST_AT_ONE_TIME
        ),
        heap("full_hour", "00:00", timezone if hours[1] > hours[0] else UTC, max(hours), MOST_AT_ONE_MINUTE),
        heap("one_minute", _clock(minute)[3:], "", minutes[minute], MOST_AT_ONE_MINUTE),
    )


def checked_heaps(posts: ScoredPosts, timezone: str) -> pd.DataFrame:
    """The table POSTING_HEAPS of ``posts``, whose times of day mean something as far as heaps can tell.

    Raises
    ------
    DataError
        Where a heap has more posts than are allowed, or where one company or forum of ``LEAST`` posts or more
        has that many at one minute of the hour: these are dates, or hours, written as instants.
    """
    each_kind = heaps(posts.posted_at, timezone)
    over = sorted((heap for heap in each_kind if heap.share > heap.allowed), key=_told_first)
    for heap in over:
        where = _minute(heap.clock) if heap.kind in _OF_ANY_HOUR else f"{heap.clock} in {heap.zone}"
        raise _heap_error(f"{heap.n_posts} of {len(posts.posted_at)} posts at {where}", heap.allowed)
    for what, names in (("company", posts.company), ("forum", posts.forum)):
        for name, clock, heaped, n in _heaped_groups(posts.posted_at, names):
            got = f"{heaped} of {n} posts of the {what} {shown(name)} at {_minute(clock)}"
            raise _heap_error(got, MOST_AT_ONE_MINUTE)
    return pd.DataFrame([astuple(heap) for heap in each_kind], columns=list(POSTING_HEAPS.columns))


@dataclass(frozen=True, eq=False)
class PostingTimes:
    """The tables POSTING_HOURS and POSTING_HEAPS; without rows where posts have a date alone."""

    hours: pd.DataFrame
    heaps: pd.DataFrame


def posting_times(
    posts: ScoredPosts, options: PostOptions, trading: Mapping[str, TradingDay]
) -> PostingTimes:
    """What the times of day of ``posts`` look like.

    ``trading`` holds the trading hours of each company's own exchange.

    Raises
    ------
    DataError
        As ``checked_heaps``.
    """
    if options.clock == "date_only":
        return PostingTimes(POSTING_HOURS.empty(), POSTING_HEAPS.empty())
    heaped = checked_heaps(posts, options.timezone)
    return PostingTimes(posting_hours(posts, options.timezone, trading), heaped)


def posting_hours(posts: ScoredPosts, timezone: str, trading: Mapping[str, TradingDay]) -> pd.DataFrame:
    """The table POSTING_HOURS: posts by hour of the local day of the exchange, and of the forum's zone.

    ``trading`` holds the trading hours of each company's own exchange.
    """
    tickers = posts.company.categories.tolist()
    days = {day: [place for place, name in enumerate(tickers) if trading.get(name) == day]
            for day in dict.fromkeys(trading.values())}  # fmt: skip
    exchange, opened = np.zeros(24, dtype=np.int64), np.zeros(24)
    for day, members in days.items():
        mine = posts.posted_at
        if len(days) > 1:
            mine = mine[np.isin(posts.company.codes, members)]
        exchange += _by_hour(mine, day.zone)
        opened += len(mine) * day.open_parts()
    zones = ", ".join(dict.fromkeys(day.zone for day in days))
    n = max(int(exchange.sum()), 1)
    forum = _by_hour(posts.posted_at, timezone)
    frames = [
        pd.DataFrame(
            {
                "clock": clock, "zone": of, "hour": np.arange(24), "n_posts": counts, "share": counts / n,
                "open": parts,
            }
        )
        for clock, of, counts, parts in (
            ("exchange", zones, exchange, opened / n), ("forum", timezone, forum, np.full(24, np.nan)),
        )
    ]  # fmt: skip
    return POSTING_HOURS.ordered(pd.concat(frames, ignore_index=True))


def _by_hour(posted_at: Ints, timezone: str) -> Ints:
    return np.asarray(clock_counts(posted_at, timezone).reshape(24, HOUR).sum(axis=1))


def _heaped_groups(posted_at: Ints, names: pd.Categorical) -> Iterator[tuple[str, str, int, int]]:
    """Groups with too many posts at one of four minutes of the hour: name, minute and second, these, all.

    On the hour in any zone is on a quarter of an hour in UTC.
    """
    heaped = np.zeros((len(names.categories), HOUR // QUARTER), dtype=np.int64)
    for rows in _slices(len(posted_at)):
        second = posted_at[rows] // _SECOND % HOUR
        at = np.flatnonzero(second % QUARTER == 0)
        np.add.at(heaped, (names.codes[rows][at], second[at] // QUARTER), 1)
    all_posts = np.bincount(names.codes, minlength=len(heaped))
    too_many = heaped.max(axis=1, initial=0) > MOST_AT_ONE_MINUTE * all_posts
    for place in np.flatnonzero((all_posts >= LEAST) & too_many).tolist():
        quarter = int(heaped[place].argmax())
        clock = _clock(quarter * QUARTER)[3:]
        yield str(names.categories[place]), clock, int(heaped[place, quarter]), int(all_posts[place])


def _told_first(heap: Heap) -> float:
    """The largest heap comes first, and one of a time of day before the same posts by their minute."""
    return -heap.share * (0.5 if heap.kind in _OF_ANY_HOUR else 1.0)


def _heap_error(got: str, allowed: float) -> DataError:
    return DataError(
        "posts.clock",
        got=got,
        allowed=f"a share of at most {allowed:g}: these look like dates, or hours, written as instants",
        mend='Write clock = "date_only" below [posts]: then a post is known only after the end of its day in '
        "posts.timezone. If these are the midnights of another zone, write that zone, such as "
        'timezone = "Europe/Berlin" for 22:00 or 23:00 in UTC, "America/New_York" for 04:00 or 05:00. '
        "If a program writes at these times, chatter.bot_posts leaves it out.",
    )


def _minute(clock: str) -> str:
    return f"minute and second {clock} of an hour"


def _clock(second: int) -> str:
    hours, rest = divmod(second % DAY, HOUR)
    return f"{hours:02}:{rest // 60:02}:{rest % 60:02}"


def _slices(n: int) -> Iterator[slice]:
    return (slice(start, start + _AT_ONCE) for start in range(0, n, _AT_ONCE))
