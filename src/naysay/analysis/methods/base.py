"""What every method is: a name, the tables it fills, one function from the daily panel to these tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from naysay.analysis.robustness import RobustnessInputs


@dataclass(frozen=True, slots=True)
class MethodInput:
    """What a method may look at; it must not change any of it.

    ``panel`` is indexed (company, session) with the columns of the daily table that follow these two:
    n_posts, n_negative, negative_share, mean_score, negativity (standardised on the past), ret, market_ret,
    abnormal_ret (decimal log returns), volume, then attention (abnormal number of posts, standardised on the
    past); NaN is missing. A company has a row on each session of its exchange and on no other. ``returns``
    and ``market`` are session x company log returns of the share and of its benchmark with the sessions
    before the study, for estimation windows; without them a method takes those of the panel. ``volume`` are
    shares traded in the same shape. ``events``, ``announcements`` (company, session) and ``factors``
    (session x factor) are the study's own files, None where it names none. ``options`` are the method's
    section of the study, already checked. ``seed`` is the study's; a method that draws makes its own
    Generator from it. ``robustness_inputs`` are read by the robustness list alone.
    """

    panel: pd.DataFrame
    returns: pd.DataFrame | None = None
    market: pd.DataFrame | None = None
    volume: pd.DataFrame | None = None
    events: pd.DataFrame | None = None
    announcements: pd.DataFrame | None = None
    factors: pd.DataFrame | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    seed: int = 0
    robustness_inputs: RobustnessInputs = field(default_factory=RobustnessInputs)


@dataclass(frozen=True, slots=True)
class Method:
    """A file of this folder has one of these as its constant METHOD.

    ``run`` gives one frame for each name in ``tables``, columns as in ``naysay.study.frames.TABLES``. What
    cannot be computed is a row with a ``reason``, never an exception.
    """

    name: str
    tables: tuple[str, ...]
    run: Callable[[MethodInput], dict[str, pd.DataFrame]]


def wide(panel: pd.DataFrame, column: str) -> pd.DataFrame:
    """One column of the panel as session x company floats.

    Rows are all sessions of any company in order of time, columns the companies in order of appearance; a
    session that a company does not have is NaN there.
    """
    companies = panel.index.get_level_values("company").unique()
    values = panel[column].astype("float64")
    table = values.unstack("company")  # noqa: PD010  pivot_table would average repeated rows in silence
    return table.reindex(columns=companies).sort_index()


def open_sessions(panel: pd.DataFrame) -> pd.DataFrame:
    """Session x company as ``wide`` has them: True on the sessions that the panel has of a company."""
    return wide(panel.assign(is_open=1.0), "is_open").notna()
