"""Looks at the first rows of a table, and decides how all of them are read: order of day and month, serials,
the zone of the heading, ids.

The first rows are the same however the file is cut, so each of its chunks carries the same decision.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from naysay.data.forums._cells import HeadDecision
from naysay.data.forums._ids import is_rounded, may_be_cut
from naysay.data.forums._records import Record
from naysay.data.instants import zone
from naysay.data.times import TimeColumn, form_of, together
from naysay.data.times.column import CLOCKS
from naysay.data.times.zones import goes_by, season_of_heading, zone_of_heading
from naysay.data.witness import shown_name
from naysay.study.errors import DataError
from naysay.study.notices import warn
from naysay.study.spec import PostOptions

FIRST: Final = 8
"""Rows that are enough where each of them can be read by itself, as nearly always."""
MOST: Final = 1_000
MOST_BYTES: Final = 4_000_000
"""Rows, and bytes of rows, after which the head of a file ends."""
_FEWEST_CUT: Final = 8
"""Ids that end in zeros, of which some are equal: fewer may be so by chance."""


def warn_of_zone(path: Path, posts: PostOptions) -> None:
    """Warn that the times of ``path``, which name no zone, are read as UTC, where the study says no zone."""
    if posts.clock == "instant" and "timezone" not in posts.model_fields_set:
        warn("zone_not_said", shown_name(path))


class Head:
    """The first rows of the table ``path``; ``names`` are its columns where the file lists them.

    ``take`` rows until it ``is_enough``; then ``decision`` holds for the whole file.
    """

    def __init__(self, path: Path, posts: PostOptions, names: Sequence[str] | None = None) -> None:
        self._path = path
        self._posts = posts
        self._times = TimeColumn(posts.date_order or "")
        self._has_id = names is not None and bool(posts.columns.id) and posts.columns.id in names
        self._has_no_id = names is not None and not self._has_id
        self._row_count = self._byte_count = self._time_count = 0
        self._in_doubt = False
        self._shown = ""
        self._cut = list[object]()

    @property
    def is_enough(self) -> bool:
        """Whether no further row is needed."""
        if self._row_count >= MOST or self._byte_count >= MOST_BYTES:
            return True
        knows_id = self._has_id or self._has_no_id or self._posts.columns.names_id
        return self._row_count >= FIRST and self._time_count > 0 and knows_id and not self._in_doubt

    def take(self, records: Iterable[Record]) -> None:
        """Look at some rows more, as many as are needed.

        Raises
        ------
        DataError
            Ids that a spreadsheet has rounded.
        """
        for record in records:
            if self.is_enough:
                return
            self._row_count += 1
            self._byte_count += len(record.raw)
            if record.fields is not None:
                self._look_at_time([record.fields.get(name) for name in self._posts.columns.times])
                self._look_at_id(
                    record.fields.get(self._posts.columns.id) if self._posts.columns.id else None
                )

    def decision(self) -> HeadDecision:
        """What is decided.

        Raises
        ------
        DataError
            Where the head leaves open which figure is the day, the heading names a zone of half of the year,
            or many ids are equal because a spreadsheet has cut them.
        """
        self._check_order()
        if self._times.is_half_converted:
            raise self._half_converted()
        if len(self._cut) >= _FEWEST_CUT and len(set(self._cut)) < 0.9 * len(self._cut):
            raise self._rounded(self._cut[0])
        order, serials, named = self._times.times(self._zone())
        if (self._times.without_zone or serials == CLOCKS) and not named:
            warn_of_zone(self._path, self._posts)
        makes_id = self._time_count > 0 and not self._has_id and not self._posts.columns.names_id
        if makes_id:
            warn("no_id_column", shown_name(self._path))
        return HeadDecision(order, serials, named, "without_id" if makes_id else "")

    def _look_at_time(self, cells: Sequence[object]) -> None:
        value = cells[0] if len(cells) == 1 else together(cells[0], cells[1])
        if value is None or value == "":
            return
        self._time_count += 1
        if not self._times.add(value):
            self._in_doubt = True
            self._shown = self._shown or " ".join(form_of(cell) for cell in cells)

    def _look_at_id(self, value: object) -> None:
        if value is None:
            return
        self._has_id = True
        if is_rounded(value):
            raise self._rounded(value)
        if may_be_cut(value):
            self._in_doubt = True
            self._cut.append(value)

    def _zone(self) -> str:
        """The zone that a heading names."""
        columns, own = self._posts.columns.times, zone(self._posts.timezone)
        named = next(filter(None, map(zone_of_heading, columns)), "")
        season = next(filter(None, map(season_of_heading, columns)), "")
        if season and not named and self._times.without_zone and not goes_by(own, season):
            raise DataError(
                "posts.timezone",
                got=f"{self._posts.timezone} for {self._columns()} of {shown_name(self._path)}",
                allowed=f"a zone whose clock shows {season} at some time of the year, as the heading says",
                mend='Write timezone = "Europe/Berlin" for CET and MEZ, "America/New_York" for EST.',
            )
        is_said = "timezone" in self._posts.model_fields_set
        if named and self._times.without_zone and is_said and zone(named).key != own.key:
            warn("zone_of_heading", shown_name(self._path), zone=named)
        return named

    def _check_order(self) -> None:
        if not self._times.is_in_doubt:
            return
        why = (
            "some show the day first and others the month"
            if self._times.contradicts_itself
            else "which do not show whether the day or the month is first"
        )
        raise DataError(
            "posts.date_order",
            got=f"{shown_name(self._path)}, {self._columns()}: times such as {self._shown}, {why}",
            allowed="day_first or month_first",
            mend='Write date_order = "day_first" below [posts] if 1/2/2024 is 1 February, else '
            'date_order = "month_first".',
        )

    def _half_converted(self) -> DataError:
        return DataError(
            "posts.columns.posted_at",
            got=f"{shown_name(self._path)}, {self._columns()}: dates with days up to 12 only, and "
            f"texts such as {self._shown} with days above 12 only: a spreadsheet took the others for "
            "dates, with day and month the wrong way",
            allowed="dates, or texts, that are all written in one way",
            mend="Import the file that the spreadsheet had opened again, with this column as text.",
        )

    def _rounded(self, value: object) -> DataError:
        column = self._posts.columns.id
        return DataError(
            "posts.columns.id",
            got=f"{shown_name(self._path)}, column {column}: ids of the form {form_of(value)}, which a "
            "spreadsheet has rounded, as in 5.50E+17",
            allowed="ids with all their digits",
            mend='Export the ids again as text. Or write id = "" below [posts.columns]: then a post is known '
            "by its time, author and text.",
        )

    def _columns(self) -> str:
        return f"column {' and '.join(self._posts.columns.times)}"
