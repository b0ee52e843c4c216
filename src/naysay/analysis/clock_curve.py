"""The clock curve: the pooled effect when the instants of all posts are taken some hours earlier or later."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

import pandas as pd

from naysay.analysis.projections.panel import ProjectionPanel
from naysay.analysis.projections.terms import Terms
from naysay.analysis.robustness.setting import Line, Setting
from naysay.analysis.scores import Covariance
from naysay.study.frames import NOBS, PVALUE, REASON, Table
from naysay.study.panel import ShiftedChatter
from naysay.study.reasons import because

HOURS: Final = tuple(range(-6, 7))
DOUBT: Final = 4
"""Hours by which posts are taken later for the doubt on the first page: New York time read as UTC."""
LEAST_MOVED: Final = 0.01
"""Share of posts that a shift must put on another session: with fewer it asks the same question again."""
CLOCK_CURVE: Final = Table(
    "clock_curve",
    {
        "shift_hours": "by how many hours all posts are taken later; below 0 earlier, 0 is the study",
        "bp_per_sd": "the pooled effect at the study's horizon, in basis points per standard deviation",
        "se": "its standard error",
        "low": "the lower end of the 95 % interval",
        "high": "the upper end of the interval",
        "pvalue": PVALUE,
        "nobs": NOBS,
        "moved_share": "the share of posts that stand on another session than in the study",
        **REASON,
    },
)


def clock_curve(
    panel: ProjectionPanel,
    terms: Terms,
    shifted: Iterable[ShiftedChatter],
    *,
    horizon: int,
    covariance: Covariance = "CR3_session",
) -> pd.DataFrame:
    """The table ``CLOCK_CURVE``, one row for each of ``HOURS``.

    With n_t^(k) the negativity of session t, and a_t^(k) the attention, when every post is taken k hours
    later, a row is the study's own pooled regression with these in the place of n and a,

        r_{t+1} + ... + r_{t+h} = b^(k) n_t^(k) + g a_t^(k) + c_i' z_{i,t}^(k) + u,

    and bp_per_sd is 1e4 b^(k). Null of each row: b^(k) = 0. The interval holds for one row looked at alone.

    A true lead fades as k grows, since posts of the last k hours before a close count one session later. An
    effect of posts that were in truth written after the close is gone once k makes up for the clock. Rows of
    k below 0 put posts on sessions that closed before they were written: they show what a wrong clock would
    claim of this data, and are no evidence of anything.

    A shift that ``shifted`` does not have is a row with the reason no_instants; where a shift moves nothing
    its row is that of the study. So is that of k = 0 unless ``shifted`` has it: in a study of the mood all
    rows are of the measured share, which a filter has no part in.
    """
    own = Setting(panel, terms, horizon, covariance)
    by_hours = {one.hours: one for one in shifted}
    rows = [_row(own, hours, by_hours.get(hours)) for hours in HOURS]
    return CLOCK_CURVE.ordered(pd.DataFrame(rows))


def _row(own: Setting, hours: int, shifted: ShiftedChatter | None) -> dict[str, Any]:
    if hours == 0 and shifted is None:
        return _of(own.line("main"), hours, 0.0)
    if shifted is None:
        return _of(Line("main", reason=because("no_instants")), hours, float("nan"))
    outcomes = own.panel.outcomes
    if outcomes.attention is not None:
        outcomes = replace(outcomes, attention=own.panel.on_own(shifted.attention))
    panel = replace(own.panel, negativity=own.panel.on_own(shifted.negativity), outcomes=outcomes)
    return _of(own.line("main", panel=panel), hours, shifted.moved)


def _of(line: Line, hours: int, moved: float) -> dict[str, Any]:
    return {
        "shift_hours": hours,
        "bp_per_sd": line.value,
        "se": line.se,
        "low": line.low,
        "high": line.high,
        "pvalue": line.pvalue,
        "nobs": line.nobs,
        "moved_share": moved,
        "reason": line.reason,
    }
