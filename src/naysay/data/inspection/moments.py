"""A column of cells as times, read the way a run reads it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from naysay.data.forums.base import RefusedError
from naysay.data.instants import instant
from naysay.data.times import ColumnTimes, TimeColumn
from naysay.data.times.written import DAY_FIRST
from naysay.data.times.zones import zone_of_heading

UTC: Final = "UTC"
_FAR_EAST: Final = "Asia/Tokyo"
_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class ColumnMoments:
    """How the cells of one column are read as times.

    ``is_in_doubt`` where 1/2/2024 may be a day of January or of February; the day is then taken to be first.
    """

    times: ColumnTimes
    is_in_doubt: bool
    has_serials: bool

    @classmethod
    def of(cls, heading: str, cells: Iterable[object]) -> ColumnMoments:
        """As ``cells`` and the ``heading`` of the column say."""
        column = TimeColumn()
        for cell in cells:
            column.add(cell)
        times = column.times(zone_of_heading(heading))
        if column.is_in_doubt:
            times = times._replace(order=DAY_FIRST)
        return cls(times, column.is_in_doubt, bool(times.serials))

    def moment(self, cell: object) -> int | dt.date | None:
        """UTC nanoseconds, a date where one stands alone, or None where there is no time.

        A time that names no zone is taken as one of UTC.
        """
        try:
            return instant(cell, UTC, column=self.times)
        except RefusedError as refusal:
            is_date = refusal.args[:1] == ("time_without_clock",)
            return self._date(cell) if is_date else None

    def _date(self, cell: object) -> dt.date | None:
        try:
            midnight = instant(cell, UTC, "date_only", self.times)
        except RefusedError:
            return None
        return (_EPOCH + dt.timedelta(microseconds=midnight // 1_000 - 1)).date()

    def names_zone(self, cell: object) -> bool:
        """Whether a time means the same moment in whatever zone it is read."""
        try:
            return instant(cell, UTC, column=self.times) == instant(cell, _FAR_EAST, column=self.times)
        except RefusedError:
            return False
