"""Matches of many phrases in a long text, searched window by window, so that memory does not grow with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

WINDOW: Final = 1 << 16
"""Characters. A text of at most so many is one window; posts are."""

Match = tuple[int, int, int]
"""The phrase's number, and where it starts and ends."""


@dataclass(frozen=True, slots=True)
class Windows:
    """What ``search`` finds in ``text``, in the order of the text; the same as in one search of the whole.

    ``reach`` is the length of the longest phrase. ``search`` gives matches that do not overlap, the leftmost
    and longest, or with ``overlapping`` all there are.
    """

    search: Callable[[str], list[Match]]
    text: str
    reach: int
    overlapping: bool = False

    def __iter__(self) -> Iterator[Match]:
        for matches in self.lists():
            yield from matches

    def lists(self) -> Iterator[list[Match]]:
        """The matches that start in each window."""
        start = 0
        while start < len(self.text):
            end = start + WINDOW
            matches = [
                (number, start + first, start + last)
                for number, first, last in self.search(self.text[start : end + self.reach])
                if start + first < end
            ]
            yield matches
            # A match that reaches into the next window has taken its characters, unless matches overlap.
            start = max(end, matches[-1][2]) if matches and not self.overlapping else end
