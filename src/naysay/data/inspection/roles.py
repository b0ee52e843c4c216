"""Which columns of a table of posts hold what: by their headings, and by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from naysay.data.inspection.columns import ColumnProfile, is_missing
from naysay.data.inspection.further_times import knows_zone, other_clocks
from naysay.data.inspection.headings import Role, roles_of

MOST_COMPANIES: Final = 500
"""Different values of a column that names companies or forums; of more it is something else."""
_CLOCK: Final = re.compile(r"[0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)?( ?[AaPp]\.?[Mm]\.?)?( Uhr)?")
_USUAL: Final = 0.9
"""The fit from which on a heading is a usual name."""
_BEGINNING: Final = 15
"""Characters of a title that a text may begin with."""
Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Roles:
    """The names of columns by what they hold; empty where no column is likely.

    ``posted_at`` has two names where date and clock stand apart, ``text`` where a title says what the text
    does not. ``notes`` say what was not taken, and why.
    """

    id: str = ""
    posted_at: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    company: str = ""
    author: str = ""
    forum: str = ""
    score: str = ""
    notes: tuple[str, ...] = ()

    @property
    def are_posts(self) -> bool:
        """Whether there are a time and a text."""
        return bool(self.posted_at and self.text)


def likely_roles(columns: Sequence[ColumnProfile], rows: Rows) -> Roles:
    """The roles of ``columns``, profiles of ``rows``; each column has one at most."""
    free, notes = {column.name: column for column in columns if column.kind != "empty"}, list[str]()
    post_id = _taken(free, _id(free, notes))
    posted_at = tuple(_taken(free, name) for name in _posted_at(free, rows))
    if len(posted_at) == 1:
        further = [
            name for name, column in free.items() if column.kind == "time" and _fit(column, "posted_at")
        ]
        notes += other_clocks(posted_at[0], further, rows)
    text = tuple(_taken(free, name) for name in _text(free, rows))
    lists = {name for name in free if _are_lists_of_texts(name, rows)}
    company = _taken(free, _best(free, "company", lambda one: one.name in lists or _names_few(one)))
    author = _taken(free, _best(free, "author", lambda one: one.kind in ("word", "number")))
    forum = _taken(free, _best(free, "forum", _names_few))
    score = _taken(free, _best(free, "score", lambda one: one.kind == "number" or one.values <= 20))
    return Roles(post_id, posted_at, text, company, author, forum, score, tuple(notes))


def _taken(free: dict[str, ColumnProfile], name: str) -> str:
    free.pop(name, None)
    return name


def _fit(column: ColumnProfile, role: Role) -> float:
    return roles_of(column.name).get(role, 0.0)


def _best(free: Mapping[str, ColumnProfile], role: Role, may: Any) -> str:
    fits = {name: _fit(column, role) for name, column in free.items() if may(column)}
    best = max(fits, key=lambda name: fits[name], default="")
    return best if fits.get(best, 0.0) > 0.0 else ""


def _names_few(column: ColumnProfile) -> bool:
    """Whether the column names things of which there are few."""
    return (
        column.kind in ("word", "text")
        and column.usual <= 100
        and column.values <= MOST_COMPANIES
        and column.filled >= 0.2
    )


def _are_lists_of_texts(name: str, rows: Rows) -> bool:
    cells = [cell for row in rows[:500] if not is_missing(cell := row.get(name))]
    return bool(cells) and all(
        isinstance(cell, list) and all(isinstance(one, str) for one in cell) for cell in cells
    )


def _id(free: Mapping[str, ColumnProfile], notes: list[str]) -> str:
    fits = {
        name: _fit(column, "id") + column.distinct
        for name, column in free.items()
        if _fit(column, "id") > 0.0 and column.kind in ("word", "number", "time") and column.filled > 0.95
    }
    for name in sorted(fits, key=lambda name: -fits[name]):
        column = free[name]
        if column.is_rounded:
            notes.append(
                f"{name} holds numbers that a spreadsheet has rounded: they name no post, and are not used"
            )
        elif column.distinct >= 0.5 or (column.distinct > 0.1 and _fit(column, "id") > 0.9):
            return name
    return ""


def _posted_at(free: Mapping[str, ColumnProfile], rows: Rows) -> tuple[str, ...]:
    best = _best(free, "posted_at", lambda one: one.kind == "time" and _may_be_time(one))
    if best:
        sure = [one.name for one in free.values() if one.kind == "time" and _fit(one, "posted_at") > _USUAL]
        sure = [best, *sorted(sure, key=lambda name: -_fit(free[name], "posted_at"))]
        return (next((name for name in sure if knows_zone(name, rows)), best),)
    date = _best(
        free, "posted_at", lambda one: one.kind == "date" and one.name not in free.keys() - {one.name}
    )
    others = [name for name in free if name != date]
    if date:
        clock = next((name for name in others if _fit(free[name], "clock") and _is_clock(name, rows)), "")
        clock = clock or next((name for name in others if _is_clock(name, rows)), "")
        return (date, clock) if clock else (date,)
    unnamed = [one for one in free.values() if one.kind in ("time", "date") and not _is_plain_number(one)]
    return tuple(one.name for one in sorted(unnamed, key=lambda one: (one.kind, -one.filled)))[:1]


def _may_be_time(column: ColumnProfile) -> bool:
    """A number of seconds since 1970 needs a heading that says so."""
    return not _is_plain_number(column) or _fit(column, "posted_at") > 0.0


def _is_plain_number(column: ColumnProfile) -> bool:
    return all(set(one) <= set("9.") for one in column.forms)


def _is_clock(name: str, rows: Rows) -> bool:
    cells = [row.get(name) for row in rows[:500]]
    written = [str(cell).strip() for cell in cells if not is_missing(cell)]
    return bool(written) and sum(_CLOCK.fullmatch(text) is not None for text in written) > 0.9 * len(written)


def _text(free: Mapping[str, ColumnProfile], rows: Rows) -> tuple[str, ...]:
    body = _best(free, "text", lambda one: one.kind in ("text", "word") and one.usual > 3)
    title = _best(free, "title", lambda one: one.kind in ("text", "word") and one.spaces >= 1)
    if not body:
        longest = max(
            (one for one in free.values() if one.kind == "text" and one.name != title),
            key=lambda one: one.usual,
            default=None,
        )
        body = longest.name if longest else ""
    if not body or not title or title == body:
        return (body or title,) if body or title else ()
    return (body,) if _repeats(title, body, rows) else (title, body)


def _repeats(title: str, body: str, rows: Rows) -> bool:
    """Whether most texts begin with their title, or no row has a title of its own to add."""
    both = [
        (str(row[title]).strip(), str(row[body]).strip())
        for row in rows
        if not is_missing(row.get(title)) and not is_missing(row.get(body))
    ]
    alone = sum(not is_missing(row.get(title)) and is_missing(row.get(body)) for row in rows)
    same = sum(text.startswith(head[:_BEGINNING]) for head, text in both)
    return alone < 0.05 * len(rows) and same > len(both) / 2
