"""What to do about rows that could not be read, by the reason that most of them have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_TIMES: Final = (
    "Times may be 2024-02-01 17:49, 01.02.2024 17:49, Feb 1, 2024 5:49 PM, RFC 2822, or numbers since 1970 "
    "(docs/formats/times.md): write them so, or name another column in posts.columns.posted_at, or two with "
    'date and clock: ["Date", "Time"].'
)
_MENDS: Final[Mapping[str, str]] = {
    "time_without_clock": 'These are dates without a time of day. Write clock = "date_only" below [posts]: '
    "then a post is known only after the end of its day in posts.timezone. Or name a column with the clock "
    'too: posted_at = ["Date", "Time"].',
    "time_unreadable": _TIMES,
    "time_out_of_range": _TIMES,
    "time_rounded": "A spreadsheet has rounded these times: export them again as text.",
    "no_time": "Name the column with the time in posts.columns.posted_at.",
    "date_order_unknown": 'Write date_order = "day_first" or "month_first" below [posts].',
    "date_order_contradicted": 'Write date_order = "day_first" or "month_first" below [posts], or mend '
    "the rows.",
    "zone_ambiguous": "Write posts.timezone with the zone that is meant, such as America/Chicago for CST.",
    "zone_unknown": "Write the zone as UTC, CET, +01:00 or Europe/Berlin, or write times without one and the "
    "zone in posts.timezone.",
    "id_rounded": "A spreadsheet has rounded these ids: export them again as text.",
    "wrong_number_of_fields": "These rows have more or fewer cells than the table has names of columns: look "
    "for a delimiter too many at the end of each line, for a text that holds one without quotation marks "
    'around it, or for cells in single quotation marks. Save the table again as CSV, with cells in "...".',
    "no_id": "Name the column with the id in posts.columns.id.",
    "no_text": 'Name the column with the text in posts.columns.text, or several: text = ["title", "body"].',
}
_NAMING: Final = frozenset({"time_unreadable", "time_out_of_range", "no_time", "no_id", "no_text"})
"""Reasons whose mend is to name a column."""
_NOT_OF_THE_FORMAT: Final = (
    "These are not the fields of posts.format: naysay inspect says which format the files have, or that they "
    'are a table, format = "table", whose columns you name.'
)
_OTHERS: Final = "quarantine.jsonl names each with its reason: mend the files, or raise posts.max_lost."


def mend_of(refused: Mapping[str, int], *, has_columns: bool) -> str:
    """What to do, for ``refused`` rows by reason; that of a reason counts if half of them have it.

    ``has_columns`` is that of the format: only then a column can be named.
    """
    reason = max(refused, key=lambda one: refused[one], default="")
    if 2 * refused.get(reason, 0) < sum(refused.values()):
        return _OTHERS
    if reason in _NAMING and not has_columns:
        return _NOT_OF_THE_FORMAT
    return _MENDS.get(reason, _OTHERS)
