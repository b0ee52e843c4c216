"""VADER's rule for "but", with its defect."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappop, heappush
from typing import Final

BEFORE: Final = 0.5
AFTER: Final = 1.5


def weigh_by_contrast(valences: Sequence[float], positions: Sequence[int], pivot: int) -> list[float]:
    """``valences`` of the words at ``positions``: halved before the word at ``pivot``, times 1.5 after it.

    The defect that is kept: each valence in turn is searched for by its value, and the first that equals it
    *now* is weighed. In (4, 2, "but") the 4 becomes 2, so the 2 finds the first again, makes it 1, and stays
    itself. Searching from the start takes quadratic time; here each value has a heap of the places where it
    was seen.
    """
    weighed = list(valences)
    seen: dict[float, list[int]] = {}
    for k, valence in enumerate(valences):
        places = seen.setdefault(valence, [])
        heappush(places, k)
        while weighed[places[0]] != valence:  # weighed since it was put there
            heappop(places)
        first = places[0]
        if positions[first] != pivot:
            weighed[first] *= BEFORE if positions[first] < pivot else AFTER
            heappush(seen.setdefault(weighed[first], []), first)
    return weighed
