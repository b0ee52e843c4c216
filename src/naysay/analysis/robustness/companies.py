"""Whether the answer depends on one company: the verdict's regression without each of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from naysay.analysis.robustness.setting import Line, Setting
from naysay.study.reasons import because

TRIED: Final = 10
"""Companies whose absence is estimated with its error: those that move the estimate farthest."""
ALONE: Final = because("one_company")


def without_companies(own: Setting, main: Line) -> Iterator[Line]:
    """Two lines: without the company that weighs most, and without the one whose absence changes most.

    The second names the company without which the interval of ``main`` takes in zero, or leaves it out where
    it did not, or changes sides; where there are several, the one that moves the estimate farthest, and where
    there is none, the one that does so all the same. The ``TRIED`` that move it farthest by the sums of
    the companies are estimated again.
    """
    names = ("without_largest_company", "without_company")
    pool = own.pool()
    outcome = pool.lines.shape[1] - 1
    xx, xy = pool.products(list(range(outcome - 1)), outcome - 1, outcome)
    talking = np.flatnonzero(xx > 0)
    if len(talking) < 2 or main.reason:
        for name in names:
            yield Line(name, reason=main.reason or ALONE)
        return
    companies = own.panel.companies.astype(str)
    largest = int(xx.argmax())
    yield own.line(names[0], companies[largest], panel=own.panel.without(largest))
    moved = np.abs((xy.sum() - xy) / np.where(xx < xx.sum(), xx.sum() - xx, np.nan) - xy.sum() / xx.sum())
    order = talking[np.argsort(-moved[talking], kind="stable")][:TRIED]
    lines = [own.line(names[1], companies[i], panel=own.panel.without(int(i))) for i in order]
    yield next((line for line in lines if _changes(line, main)), lines[0])


def _changes(line: Line, main: Line) -> bool:
    return bool(line.reason) or line.holds != main.holds or (main.holds and line.value * main.value < 0)
