"""The design of an event study: its model, its windows and the least data it accepts."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from naysay.study.errors import InputError

Window = tuple[int, int]
"""First and last tau, both included; tau counts sessions, 0 is the event."""

Compounding = Literal["log", "simple"]
"""log: returns are differences of log prices and add up; simple: price ratios less 1, which compound."""

LEAST_OBSERVATIONS = 30
DRAWS = 999
LEAST_DRAWS = 19


@dataclass(frozen=True)
class EventDesign:
    """The checked design. All windows are in sessions relative to the event, both ends included.

    ``compounding`` is None where the outcome is no return and cannot be held. ``draws`` and ``seed`` are
    those of the wild bootstrap and of the placebo test.
    """

    model: str
    estimation: Window
    event_window: Window
    windows: tuple[Window, ...]
    min_observations: int
    compounding: Compounding | None = "log"
    draws: int = DRAWS
    seed: int = 0

    @property
    def n_estimation(self) -> int:
        """Sessions in the estimation window."""
        return self.estimation[1] - self.estimation[0] + 1

    @property
    def n_event(self) -> int:
        """Sessions in the event window."""
        return self.event_window[1] - self.event_window[0] + 1


def checked_design(
    model: str,
    estimation: Any,
    event_window: Any,
    windows: Any,
    min_observations: int | None,
    *,
    compounding: Compounding | None = "log",
    draws: int = DRAWS,
    seed: int = 0,
) -> EventDesign:
    """The design, or an error that names the first window that cannot be used.

    ``min_observations=None`` asks for half of the estimation window and never less than 30.

    Raises
    ------
    InputError
        Windows that are no pairs of whole numbers, run backwards, lie outside ``event_window`` or stand
        twice; an estimation window that reaches into the event window or holds fewer sessions than are
        asked for.
    """
    estimation = _window("estimation", estimation)
    event_window = _window("event_window", event_window)
    if estimation[1] >= event_window[0]:
        raise InputError(
            "estimation",
            got=estimation,
            allowed=f"a window that ends before the event window starts at {event_window[0]}",
            mend="End the estimation window earlier, or start the event window later.",
        )
    tested_windows = _windows(windows, event_window)
    n_estimation = estimation[1] - estimation[0] + 1
    least = usual_observations(n_estimation) if min_observations is None else min_observations
    if not 0 < least <= n_estimation:
        raise InputError(
            "min_observations",
            got=least,
            allowed=f"a number from 1 to the {n_estimation} sessions of the estimation window",
            mend="Lengthen the estimation window, or ask for fewer observations.",
        )
    if compounding is not None and compounding not in get_args(Compounding):
        raise InputError(
            "compounding",
            got=compounding,
            allowed="log or simple",
            mend="Say log where returns are differences of log prices.",
        )
    if draws < LEAST_DRAWS:
        raise InputError(
            "draws",
            got=draws,
            allowed=f"{LEAST_DRAWS} or more",
            mend="999 is usual; fewer leave no p-value below .05.",
        )
    return EventDesign(model, estimation, event_window, tested_windows, least, compounding, draws, seed)


def usual_observations(n_estimation: int) -> int:
    """The least observations where nobody names any: half of the estimation window, 30 or more."""
    return max(LEAST_OBSERVATIONS, -(-n_estimation // 2))


def _windows(windows: Any, event_window: Window) -> tuple[Window, ...]:
    if not isinstance(windows, Sequence) or isinstance(windows, str) or not windows:
        raise InputError(
            "windows", got=windows, allowed="at least one (start, end) pair", mend="Give windows=((0, 0),)."
        )
    tested_windows = tuple(_window("windows", window) for window in windows)
    for window in tested_windows:
        if window[0] < event_window[0] or window[1] > event_window[1]:
            raise InputError(
                "windows",
                got=window,
                allowed=f"windows inside the event window {event_window}",
                mend="Widen event_window, or narrow this window.",
            )
    if len(set(tested_windows)) < len(tested_windows):
        raise InputError(
            "windows", got=tested_windows, allowed="each window once", mend="Remove the repeated window."
        )
    return tested_windows


def _window(field: str, value: Any) -> Window:
    try:
        start, end = (operator.index(bound) for bound in value)
    except (TypeError, ValueError):
        start, end = 1, 0
    if start > end:
        raise InputError(
            field,
            got=value,
            allowed="two whole numbers (start, end) with start <= end, such as (-10, 10)",
            mend="Count sessions relative to the event, both ends included.",
        )
    return start, end
