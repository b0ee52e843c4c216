"""What one draw of a process says, what many say together, and the bounds that the latter is held to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from math import nan, sqrt
from typing import Final

import numpy as np
from scipy import stats

LEVEL: Final = 0.05
HEAD: Final = (
    "| process | estimate | rejects at 5 % (95 % bounds) | mean | se / spread | covers | rows | verdict |\n"
    "|---|---|---|---|---|---|---|---|"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One line of one draw; NaN where there is no such number. Estimates are in basis points."""

    line: str
    pvalue: float
    estimate: float = nan
    se: float = nan
    low: float = nan
    high: float = nan
    rows: float = nan


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What a line must keep; None leaves a thing free. Shares are of 1."""

    most: float | None = None
    """Of rejections."""
    least: float | None = None
    truth: float | None = None
    """In basis points; what intervals are to cover."""
    honest: bool = False
    """The mean standard error lies within ``ERROR_WITHIN`` of the spread of the estimates."""
    centred: bool = False
    """The mean is no further from the truth than ``MEAN_WITHIN`` or three of its Monte-Carlo errors."""
    covered: float | None = None
    """The least share of intervals that cover the truth."""
    rows: float | None = None
    """The least mean number of rows."""
    lost: float | None = None
    """The most of them, where rows are rows lost."""
    beside: str | None = None
    """The line whose rejections are no more than ``POWER_WITHIN`` above those of this one."""


ERROR_WITHIN: Final = 0.20
MEAN_WITHIN: Final = 1.5
"""Basis points."""
POWER_WITHIN: Final = 0.03


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What the draws of one line say together; ``made`` of ``draws`` gave a p-value."""

    process: str
    name: str
    draws: int
    made: int
    rejected: int
    mean: float
    mean_error: float
    se_by_spread: float
    covers: float
    rows: float
    missed: tuple[str, ...]
    """The bounds that are missed, in words; empty where all hold."""
    bounded: bool

    @property
    def share(self) -> float:
        """Of the draws with a p-value, those that reject; 0 without any."""
        return self.rejected / max(self.made, 1)

    @property
    def markdown(self) -> str:
        """A row below ``HEAD``."""
        low, high = wilson(self.rejected, self.made)
        verdict = ("misses: " + ", ".join(self.missed)) if self.missed else "meets" if self.bounded else ""
        few = "" if self.made == self.draws else f", {self.made} of {self.draws} made"
        cells = (
            self.process,
            self.name,
            f"{100 * self.share:.1f} % ({100 * low:.1f} to {100 * high:.1f}{few})",
            _number(self.mean, "{:+.1f}") + _number(self.mean_error, " ± {:.1f}"),
            _number(self.se_by_spread, "{:.2f}"),
            _number(100.0 * self.covers, "{:.0f} %"),
            _number(self.rows, "{:,.0f}"),
            verdict,
        )
        return "| " + " | ".join(cells) + " |"


def summarised(
    process: str, outcomes: Iterable[Outcome], bounds: Callable[[str], Bounds], draws: int
) -> list[Line]:
    """One ``Line`` for each name of a line, in order of appearance."""
    grouped: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        grouped.setdefault(outcome.line, []).append(outcome)
    lines = {name: _line(process, name, found, bounds(name), draws) for name, found in grouped.items()}
    return [_compared(line, lines.get(bounds(line.name).beside or "")) for line in lines.values()]


def wilson(count: int, total: int) -> tuple[float, float]:
    """95 % bounds of a share (Wilson 1927); 0 and 1 without any."""
    if total == 0:
        return 0.0, 1.0
    z = float(stats.norm.ppf(0.975))
    share = count / total
    centre = (share + z * z / (2 * total)) / (1 + z * z / total)
    reach = z / (1 + z * z / total) * sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    return centre - reach, centre + reach


def _compared(line: Line, other: Line | None) -> Line:
    if other is None or other.share - line.share <= POWER_WITHIN:
        return line
    return replace(line, missed=(*line.missed, f"finds fewer than {other.name}"))


def _line(process: str, name: str, found: Sequence[Outcome], bounds: Bounds, draws: int) -> Line:
    made = [one for one in found if np.isfinite(one.pvalue)]
    estimates = np.array([one.estimate for one in made])
    spread = float(estimates.std(ddof=1)) if len(made) > 1 else nan
    rejected = sum(one.pvalue < LEVEL for one in made)
    truth = nan if bounds.truth is None else bounds.truth
    covering = [one.low <= truth <= one.high for one in made]
    mean = float(estimates.mean()) if made else nan
    error = spread / sqrt(len(made)) if made else nan
    ratio = float(np.mean([one.se for one in made])) / spread if made and spread > 0 else nan
    covers = float(np.mean(covering)) if made and np.isfinite(truth) and np.isfinite(made[0].low) else nan
    rows = float(np.mean([one.rows for one in made])) if made else nan
    share = rejected / max(len(made), 1)
    most, least = bounds.most or 0.0, bounds.least or 0.0
    checks = {
        f"rejects more than {100 * most:.0f} %": bounds.most is not None and share > most,
        f"rejects less than {100 * least:.0f} %": bounds.least is not None and share < least,
        "se beside spread": bounds.honest and not abs(ratio - 1.0) <= ERROR_WITHIN,
        "mean": bounds.centred and not abs(mean - truth) <= max(MEAN_WITHIN, 3.0 * error),
        "covers too seldom": bounds.covered is not None and not covers >= bounds.covered,
        "too few rows": bounds.rows is not None and not rows >= bounds.rows,
        "rows are lost": bounds.lost is not None and not rows <= bounds.lost,
        "not every draw was estimated": bounds != Bounds() and len(made) < draws,
    }
    return Line(
        process=process,
        name=name,
        draws=draws,
        made=len(made),
        rejected=rejected,
        mean=mean,
        mean_error=error,
        se_by_spread=ratio,
        covers=covers,
        rows=rows,
        missed=tuple(words for words, missed in checks.items() if missed),
        bounded=bounds != Bounds(),
    )


def _number(value: float, form: str) -> str:
    return form.format(value) if np.isfinite(value) else ""
