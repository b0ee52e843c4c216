"""Numbers of two runs matched by key: which moved, by how much, and which differ by rounding alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

ABSOLUTE: Final = 1e-12
RELATIVE: Final = 1e-9
"""Two numbers that are no further apart than one of these, the second in proportion to the larger, differ by
rounding: another kernel adds up in another order. Whole numbers and texts are exact."""
MOST: Final = 50
"""Moves of each column that are kept; the others are counted."""
APPEARED: Final = 2.0
"""The relative move of a number that one run alone has, which is that of a change of sign."""
_KEYS: Final = frozenset(
    {
        "company", "session", "event_id", "month", "series", "measure", "horizon", "tau", "lag", "lag_order",
        "window_start", "window_end", "hour", "shift_hours", "nominal", "term", "forum", "scope", "cell",
    }
)  # fmt: skip
"""Columns that tell rows apart also where all that stands in them is numbers."""
_NO_KEYS: Final = frozenset({"reason", "reason_values"})

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Move:
    """One cell that differs: the row's key, and the cell in both runs as text.

    ``difference`` is the second less the first, None where one of them is no number. ``relative`` is its size
    in proportion to the larger of both: 0 for texts, and APPEARED where one run alone has a number.
    """

    table: str
    key: tuple[tuple[str, str], ...]
    column: str
    before: str
    after: str
    difference: float | None
    relative: float


@dataclass(frozen=True)
class TableMoves:
    """What differs between two versions of one table, whose rows are matched by the columns of ``keys``."""

    table: str
    keys: tuple[str, ...] = ()
    rows: int = 0
    """Rows that both have."""
    moved: int = 0
    """Cells of these that differ by more than rounding."""
    rounded: int = 0
    """Numbers of these that differ by rounding alone."""
    largest: tuple[Move, ...] = ()
    """The largest relative moves of each column, then texts."""
    only_before: tuple[str, ...] = ()
    """Rows of the first version alone, by their keys."""
    only_after: tuple[str, ...] = ()
    columns_before: tuple[str, ...] = ()
    """Columns of the first version alone."""
    columns_after: tuple[str, ...] = ()
    absent: str = ""
    """``first`` or ``second``: the run that does not have the table at all."""

    @property
    def is_alike(self) -> bool:
        """Whether nothing differs, but by rounding."""
        others = (self.only_before, self.only_after, self.columns_before, self.columns_after)
        return not (self.moved or self.absent or any(others))


def table_moves(name: str, before: pd.DataFrame | None, after: pd.DataFrame | None) -> TableMoves:
    """Match two versions of a table, whose cells are texts, by key.

    The key are the first columns of texts, dates and the like that tell all rows apart in both versions. Rows
    that no column tells apart are matched by their order.
    """
    if before is None or after is None:
        return TableMoves(name, absent="first" if before is None else "second")
    both = [column for column in before.columns if column in after.columns]
    keys = _keys(before[both], after[both])
    first, second = _by_key(before, keys), _by_key(after, keys)
    common = first.index.intersection(second.index, sort=False)
    largest, moved, rounded = list[Move](), 0, 0
    for column in both:
        if column not in keys:
            cells = _Cells(first.loc[common, column], second.loc[common, column])
            moved += int(cells.moved.sum())
            rounded += int(cells.rounded.sum())
            largest += cells.largest(name, column, common, keys)
    return TableMoves(
        name,
        keys,
        len(common),
        moved,
        rounded,
        tuple(by_size(largest)),
        _shown_rows(first.index.difference(second.index, sort=False), keys),
        _shown_rows(second.index.difference(first.index, sort=False), keys),
        tuple(str(column) for column in before.columns if column not in both),
        tuple(str(column) for column in after.columns if column not in both),
    )


def by_size(moves: Sequence[Move]) -> list[Move]:
    """``moves`` of numbers, the largest relative ones first, and those of texts at the end."""
    return sorted(moves, key=lambda move: -move.relative)


def shown_key(key: Sequence[tuple[str, str]]) -> str:
    """A row's key as text: ``company SIM1, session 2024-03-01``."""
    return ", ".join(f"{name} {value or '(empty)'}" for name, value in key)


class _Cells:
    """One column of the rows that two versions have."""

    def __init__(self, before: pd.Series, after: pd.Series) -> None:
        self._texts = before.to_numpy(dtype=object), after.to_numpy(dtype=object)
        self._before, self._after = (_numbers(texts) for texts in self._texts)
        differ = np.asarray(self._texts[0] != self._texts[1], dtype=bool)
        numbers = ~np.isnan(self._before) & ~np.isnan(self._after)
        with np.errstate(invalid="ignore"):  # of two infinities there is no difference
            self._gap = self._after - self._before
            largest = np.maximum(np.abs(self._before), np.abs(self._after))
            close = (np.abs(self._gap) <= ABSOLUTE) | (np.abs(self._gap) <= RELATIVE * largest)
            self._relative = np.where(largest > 0, np.abs(self._gap) / np.where(largest > 0, largest, 1), 0.0)
        same = numbers & (self._before == self._after)
        whole = _is_whole(self._before) & _is_whole(self._after)
        self.rounded: Flags = differ & numbers & ~same & close & ~whole & np.isfinite(self._gap)
        self.moved: Flags = differ & ~same & ~self.rounded
        alone = np.isnan(self._before) != np.isnan(self._after)
        self._relative[alone] = APPEARED
        self._relative[~numbers & ~alone] = 0.0
        self._relative[np.isnan(self._relative)] = APPEARED  # infinities

    def largest(self, table: str, column: str, rows: pd.Index, keys: Sequence[str]) -> list[Move]:
        """Some moves, the largest first; of equal ones those that come first in the table."""
        at = np.flatnonzero(self.moved)
        at = at[np.argsort(-self._relative[at], kind="stable")[:MOST]]
        return [
            Move(
                table,
                _key(rows[place], keys),
                column,
                str(self._texts[0][place]),
                str(self._texts[1][place]),
                float(gap) if np.isfinite(gap := self._gap[place]) else None,
                float(self._relative[place]),
            )
            for place in at.tolist()
        ]


def _numbers(texts: npt.NDArray[np.object_]) -> Floats:
    numbers: Floats = pd.to_numeric(pd.Series(texts, dtype=object), errors="coerce").to_numpy(
        dtype=np.float64
    )
    return numbers


def _is_whole(numbers: Floats) -> bool:
    present = numbers[~np.isnan(numbers)]
    return bool(np.all(np.isfinite(present) & (present == np.round(present))))


def _keys(before: pd.DataFrame, after: pd.DataFrame) -> tuple[str, ...]:
    """The first columns of texts that tell all rows apart in both; all of them where none do."""
    texts = [
        str(column)
        for column in before.columns
        if column not in _NO_KEYS and (column in _KEYS or _is_text(before[column]) or _is_text(after[column]))
    ]
    for many in range(1, len(texts) + 1):
        if not any(frame.duplicated(texts[:many]).any() for frame in (before, after)):
            return tuple(texts[:many])
    return tuple(texts)


def _is_text(column: pd.Series) -> bool:
    filled = column[column != ""]
    return bool(len(filled)) and bool(pd.to_numeric(filled, errors="coerce").isna().any())


def _by_key(frame: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """``frame`` by its keys and, as the last level, how often the same key came before."""
    again = frame.groupby(list(keys)).cumcount() if keys else pd.Series(range(len(frame)))
    index = pd.MultiIndex.from_arrays([*(frame[key] for key in keys), again.to_numpy()])
    return frame.set_axis(index, axis=0)


def _key(row: tuple[object, ...], keys: Sequence[str]) -> tuple[tuple[str, str], ...]:
    *values, again = row
    named = [(key, str(value)) for key, value in zip(keys, values, strict=True)]
    return tuple(named if again == 0 and keys else [*named, ("row", str(int(str(again)) + 1))])


def _shown_rows(index: pd.Index, keys: Sequence[str]) -> tuple[str, ...]:
    return tuple(shown_key(_key(row, keys)) for row in index)
