"""What event tests say of draws in which nothing, or a known fall, happens on the sessions of events."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from benchmarks._referee_lines import Outcome
from benchmarks._referee_panel import panel_of
from benchmarks._referee_process import Process, draw
from naysay.analysis import event_study

WINDOWS: Final = ((0, 0), (1, 5))
FALL: Final = -0.02
EVENTS: Final = 12
FIRST: Final = 150
"""Session of the study that the first event is on, or after it."""
SHOWN: Final = ("bmp", "adjusted_bmp")
SHOWN_IN_COMMON: Final = ("bmp", "adjusted_patell", "adjusted_bmp", "grank_t", "corrado_zivney")


def twelve_events(process: Process, rng: np.random.Generator, *, apart: int) -> list[Outcome]:
    """Events of one company, ``apart`` sessions from each other; without a fall, and with one of 200 bp.

    The fall is on the first session of each window, for that window alone.
    """
    panel = panel_of(draw(process, rng), rng)
    sessions = panel.returns.index[process.history :]
    at = FIRST + int(rng.integers(apart)) + apart * np.arange(EVENTS)
    events = pd.DataFrame({"company": panel.returns.columns[0], "session": sessions[at]})
    outcomes = _tested(panel.returns, panel.market, events, "", SHOWN, WINDOWS)
    for window in WINDOWS:
        moved = panel.returns.copy()
        moved.loc[sessions[at + window[0]]] += FALL
        outcomes += _tested(moved, panel.market, events, "-200 bp, ", SHOWN, (window,))
    return outcomes


def common_dates(process: Process, rng: np.random.Generator) -> list[Outcome]:
    """Every company has an event on each of twelve dates, on which nothing happens."""
    panel = panel_of(draw(process, rng), rng)
    sessions = panel.returns.index[process.history :]
    at = np.sort(rng.choice(np.arange(FIRST, len(sessions) - 10), EVENTS, replace=False))
    events = pd.MultiIndex.from_product([panel.returns.columns, sessions[at]], names=["company", "session"])
    return _tested(panel.returns, panel.market, events.to_frame(index=False), "", SHOWN_IN_COMMON, WINDOWS)


def _tested(
    returns: pd.DataFrame,
    market: pd.Series,
    events: pd.DataFrame,
    prefix: str,
    shown: tuple[str, ...],
    windows: tuple[tuple[int, int], ...],
) -> list[Outcome]:
    tests = event_study(returns, market, events, windows=windows).tests
    tests = tests[tests["test"].isin(shown)]
    return [
        Outcome(
            line=f"{prefix}{row['test']} ({row['window_start']}, {row['window_end']})",
            pvalue=float(row["pvalue"]),
            rows=float(row["n_events"]),
        )
        for _, row in tests.iterrows()
    ]
