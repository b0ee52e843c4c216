"""What executors with workers do with parts before these see any: how many pay, and what fails where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from naysay.study.executor import Part, Result

STARTED: Final = 4
"""A worker that is there already pays with so many times fewer parts."""


def drawn(parts: Iterable[Part], failed: list[Exception]) -> Iterator[Part]:
    """The parts up to an error of their own, which is kept: the parts before it are worked on first."""
    try:
        yield from parts
    except Exception as error:
        failed.append(error)


def then_raised(results: Iterator[Result], failed: list[Exception]) -> Iterator[Result]:
    """The results, and then the first error that was kept."""
    yield from results
    if failed:
        raise failed[0]
