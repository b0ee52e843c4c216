"""What a file of posts is, in one value: its columns, which of them hold what, when and in which language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from naysay.data.inspection.columns import ColumnProfile, is_missing, profile
from naysay.data.inspection.headings import is_german
from naysay.data.inspection.languages import MOST_TEXTS, Shares, language_shares
from naysay.data.inspection.roles import Roles, likely_roles
from naysay.data.inspection.times import TimesProfile, times_profile
from naysay.data.times import together
from naysay.study.errors import printable

MOST_CELLS: Final = 2_000_000
"""Cells that are looked at; of more, every second row and so on."""
MOST_NAMES: Final = 50
"""Companies that are listed."""
LONGEST_NAME: Final = 200
_BETWEEN: Final = re.compile(r"[;|\n,]")
"""Stand between the companies of a post, where its format says several."""
Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class PostsProfile:
    """What the rows of a file of posts look like; no text and no author is in it."""

    columns: tuple[ColumnProfile, ...]
    roles: Roles
    times: TimesProfile
    languages: Shares
    """Codes and shares, the most frequent first; of texts with letters."""
    repeated_ids: float
    companies: tuple[tuple[str, int], ...]
    """The values of the column of companies and their rows, the most frequent first."""
    has_german_headings: bool
    forums: tuple[str, ...] = ()
    """The names of the forums that posts of a format of its own say, up to ``MOST_NAMES``."""

    @property
    def language(self) -> str:
        """The language of most texts; empty where there is none."""
        return self.languages[0][0] if self.languages else ""

    @property
    def days(self) -> tuple[str, str] | None:
        """The first and the last day of dates that stand alone."""
        return self.times.days

    @property
    def has_dates_alone(self) -> bool:
        """Whether posts have a date and no time of day that means something."""
        return self.times.dates_alone > 0.5 or self.times.hour_of_all is not None

    @property
    def names_zones(self) -> bool:
        """Whether times say their zone, or count from 1970."""
        return self.times.zoned > 0.95


def posts_profile(names: Sequence[str], rows: Rows, roles: Roles | None = None) -> PostsProfile:
    """What ``rows``, cells by the ``names`` of columns, look like as posts; ``roles`` if they are known."""
    rows = rows[:: 1 + len(rows) * len(names) // MOST_CELLS]
    columns = tuple(profile(name, [row.get(name) for row in rows]) for name in names)
    are_known = roles is not None
    roles = likely_roles(columns, rows) if roles is None else roles
    ids = [str(row[roles.id]) for row in rows if roles.id and not is_missing(row.get(roles.id))]
    return PostsProfile(
        columns,
        roles,
        times_profile(" ".join(roles.posted_at), [_time(row, roles.posted_at) for row in rows]),
        _languages(rows, roles.text),
        1.0 - len(set(ids)) / len(ids) if ids else 0.0,
        _values(rows, roles.company, are_lists=are_known),
        is_german(names),
        tuple(name for name, _ in _values(rows, roles.forum)) if are_known else (),
    )


def _time(row: Mapping[str, Any], names: Sequence[str]) -> Any:
    """The cell of a time, or those of a date and a clock together."""
    cells = [row.get(name) for name in names]
    return together(*cells) if len(cells) == 2 else next(iter(cells), None)


def _joined(row: Mapping[str, Any], names: Sequence[str]) -> str:
    """One text, or the texts of several with a space between."""
    cells = [row.get(name) for name in names]
    return " ".join(str(cell).strip() for cell in cells if not is_missing(cell))


def _languages(rows: Rows, names: Sequence[str]) -> Shares:
    texts = [_joined(row, names) for row in rows[:: max(1, len(rows) // MOST_TEXTS)]]
    return language_shares(text for text in texts if text)


def _values(rows: Rows, name: str, *, are_lists: bool = False) -> tuple[tuple[str, int], ...]:
    if not name:
        return ()
    values = Counter[str]()
    for row in rows:
        cell = row.get(name)
        if are_lists and isinstance(cell, str):
            cell = _BETWEEN.split(cell)
        for value in cell if isinstance(cell, list) else [cell]:
            if isinstance(value, str) and value.strip() and len(value) <= LONGEST_NAME:
                values[printable(value.strip())] += 1
    return tuple(values.most_common(MOST_NAMES))
