"""Which of several columns of times knows its zone, and which shows another clock than the one taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from naysay.data.inspection.columns import is_missing
from naysay.data.inspection.moments import ColumnMoments

MOST_ROWS: Final = 500
LEAST_ROWS: Final = 5
MOST_HOURS: Final = 14
"""Hours that a zone is from UTC at most."""
ALIKE: Final = 0.8
"""The share of rows that the two most frequent differences have: a zone has two with summer time."""
_QUARTER: Final = 900 * 10**9


def knows_zone(name: str, rows: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the times of a column name their zone, or count from 1970."""
    cells = [cell for row in rows[:MOST_ROWS] if not is_missing(cell := row.get(name))]
    column = ColumnMoments.of(name, cells)
    return 2 * sum(map(column.names_zone, cells)) > len(cells)


def other_clocks(taken: str, further: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """A note on each column of ``further`` that shows the times of ``taken`` by the clock of another zone."""
    for name in further:
        both = [
            (row[taken], row[name])
            for row in rows[:MOST_ROWS]
            if not is_missing(row.get(taken)) and not is_missing(row.get(name))
        ]
        first, second = ([pair[place] for pair in both] for place in (0, 1))
        here, there = ColumnMoments.of(taken, first), ColumnMoments.of(name, second)
        quarters = Counter[int]()
        for one, other in both:
            at, also = here.moment(one), there.moment(other)
            if isinstance(at, int) and isinstance(also, int) and (also - at) % _QUARTER == 0:
                quarters[(also - at) // _QUARTER] += 1
        usual = quarters.most_common(2)
        if len(both) < LEAST_ROWS or sum(n for _, n in usual) < ALIKE * len(both):
            continue
        hours = sorted(difference / 4 for difference, _ in usual)
        if 0.0 not in hours and max(map(abs, hours)) <= MOST_HOURS and hours[-1] - hours[0] <= 1:
            apart = " or ".join(f"{hour:+g}" for hour in hours)
            yield f"{name} shows another clock than {taken} ({apart} hours), and is not used"
