"""When posts were written, as far as a column of times tells: first and last, hours, months, zones."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from naysay.data.inspection.columns import is_missing
from naysay.data.inspection.moments import ColumnMoments
from naysay.data.times import form_of

FORMS: Final = 4
MOST_HEAD: Final = 1_000
"""Cells that decide how the column is read."""
LEAST: Final = 20
FEWEST_DAYS: Final = 3
"""Times, and days that they are of, from which on it means something that all are at one hour."""
_HOUR: Final = 3_600 * 10**9
_DAY: Final = 24 * _HOUR
_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class TimesProfile:
    """``n`` cells were read and ``unread`` were not; the clock is the one that is written, or UTC's.

    ``zoned`` is the share that names a zone or needs none; ``dates_alone`` that of dates without a clock.
    """

    n: int
    unread: int
    zoned: float
    dates_alone: float
    forms: tuple[tuple[str, float], ...]
    """The most frequent forms and their shares."""
    first: dt.datetime | None
    last: dt.datetime | None
    by_hour: tuple[int, ...]
    by_month: Mapping[str, int]

    at_full_hour: tuple[int, ...] = (0,) * 24
    """Of the times, those at minute and second 00:00, by their hour."""
    n_days: int = 0
    """Days that have a time."""
    is_in_doubt: bool = False
    """Whether nothing shows which figure of a date is the day."""
    days: tuple[str, str] | None = None
    """The first and the last of the dates that stand alone."""

    @property
    def hour_of_all(self) -> int | None:
        """The full hour of nearly every time of several days, as a program makes it of dates; None if none.

        It is the later of two hours one after the other, since midnight of a zone with summer time is at two
        hours of UTC.
        """
        n = sum(self.by_hour)
        if n < LEAST or self.n_days < FEWEST_DAYS:
            return None
        for hours in ((0,), (0, -1)):
            for hour in range(24):
                each = [self.at_full_hour[hour + earlier] for earlier in hours]
                if sum(each) > 0.9 * n and each[0]:
                    return hour
        return None


def times_profile(heading: str, cells: Sequence[Any]) -> TimesProfile:
    """What the times ``cells``, each text, number or time, look like; missing ones are left out."""
    written = [cell for cell in cells if not is_missing(cell)]
    column = ColumnMoments.of(heading, written[:MOST_HEAD])
    moments, dates, unread = list[int](), list[dt.date](), 0
    for cell in written:
        moment = column.moment(cell)
        if isinstance(moment, int):
            moments.append(moment)
        elif moment is None:
            unread += 1
        else:
            dates.append(moment)
    forms = Counter(form_of(cell) for cell in written)
    times = [_EPOCH + dt.timedelta(microseconds=moment // 1_000) for moment in sorted(moments)]
    hours, months = (
        Counter(time.hour for time in times),
        Counter(f"{time:%Y-%m}" for time in [*times, *dates]),
    )
    n = len(written) - unread
    return TimesProfile(
        n,
        unread,
        sum(map(column.names_zone, written)) / max(1, n),
        len(dates) / max(1, n),
        tuple((one, count / len(written)) for one, count in forms.most_common(FORMS)),
        times[0] if times else None,
        times[-1] if times else None,
        tuple(hours[hour] for hour in range(24)),
        dict(sorted(months.items())),
        _by_hour(moment // _HOUR % 24 for moment in moments if moment % _HOUR == 0),
        len({moment // _DAY for moment in moments}),
        column.is_in_doubt,
        (str(min(dates)), str(max(dates))) if dates else None,
    )


def _by_hour(hours: Iterable[int]) -> tuple[int, ...]:
    counts = Counter(hours)
    return tuple(counts[hour] for hour in range(24))
