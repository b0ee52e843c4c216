"""Warnings about data: given where the data is read, caught once for a run, and put together there."""

from __future__ import annotations

import warnings
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from naysay.study.characters import whole_characters
from naysay.study.errors import DataError, DataWarning, Notice

Item = TypeVar("Item")
_Key = tuple[str, tuple[tuple[str, int | float | str], ...]]


def warn(code: str, *about: str, rows: int = 0, **values: int | float | str) -> None:
    """Warn that data is used although something about it is odd.

    Parameters
    ----------
    code
        Its words stand in ``reports/phrases``, in every language, under ``[warning]``.
    about
        The files or companies that it concerns. Warnings that differ in them alone become one, which names
        all: warn of each file, or of each part of one, as it comes.
    rows
        The rows that it concerns; those of warnings that become one are added up.
    values
        What else the words need, such as an encoding. Never a part of a post and never an author.
    """
    plain = {name: whole_characters(of) if isinstance(of, str) else of for name, of in values.items()}
    names = tuple(map(whole_characters, about))
    warn_of(Notice(code, names, rows, tuple(sorted(plain.items()))), stacklevel=3)


def warn_of(notice: Notice, *, stacklevel: int = 2) -> None:
    """Warn of what was caught before, as the parent does of what a worker process caught."""
    warnings.warn(DataWarning(notice), stacklevel=stacklevel)


@contextmanager
def caught() -> Iterator[list[Notice]]:
    """The notices that come meanwhile, as a list that grows; they are shown to nobody.

    Other warnings are shown as ever. Python keeps its ways of showing warnings for all threads together, so
    one thread at a time may catch them.
    """
    notices = list[Notice]()
    with warnings.catch_warnings():
        shown = warnings.showwarning

        def show(message: Warning | str, *where: object, **more: object) -> None:
            if isinstance(message, DataWarning):
                notices.append(message.notice)
            else:
                shown(message, *where, **more)  # type: ignore[arg-type]

        warnings.simplefilter("always", DataWarning)
        warnings.showwarning = show
        yield notices


def with_notices(items: Iterator[Item]) -> Iterator[tuple[Item | None, list[Notice]]]:
    """Each item with what its making warned of, which nobody was shown; then None with what came last.

    Raises
    ------
    DataError
        Of the items; what came before it is warned of.
    """
    item: Item | None
    while True:
        try:
            with caught() as notices:
                item = next(items, None)
        except DataError:
            for notice in notices:
                warn_of(notice)
            raise
        yield item, notices
        if item is None:
            return


def merged(notices: Iterable[Notice]) -> tuple[Notice, ...]:
    """One notice for each code with its values: names in alphabetical order, rows added up.

    The order does not depend on that in which they came.
    """
    names, rows = defaultdict[_Key, set[str]](set), Counter[_Key]()
    for notice in notices:
        key = (notice.code, notice.values)
        names[key].update(notice.about)
        rows[key] += notice.rows
    together = [
        Notice(code, tuple(sorted(names[code, values])), n, values) for (code, values), n in rows.items()
    ]
    return tuple(sorted(together, key=lambda one: (one.code, [(key, str(v)) for key, v in one.values])))
