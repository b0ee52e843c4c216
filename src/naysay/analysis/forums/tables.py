"""The tables of forums: one row a forum, and the tests that compare them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from itertools import combinations
from typing import Any, Final

import numpy as np
import pandas as pd

from naysay.analysis.forums.ahead import ahead
from naysay.analysis.forums.columns import FORUM_TESTS, FORUMS
from naysay.analysis.forums.joint import ForumEffect, JointEffects, JointTest, joint_effects
from naysay.analysis.multiple_testing import holm
from naysay.analysis.projections.panel import ProjectionPanel
from naysay.analysis.projections.terms import Terms
from naysay.analysis.regression import FloatArray
from naysay.analysis.scores import Covariance
from naysay.study.forum_chatter import ForumChatter
from naysay.study.reasons import because

LEAST_SESSIONS: Final = 40
"""Sessions on which a forum must be measured, of any company and with an outcome, to be in the regression."""
NULLS: Final = {
    "all_zero": "no forum's negativity, net of the others', goes before a difference in returns",
    "equal": "the negativity of every forum goes before the same difference in returns",
    "first": "the negativity of both goes together the same way whichever comes first",
}
NO_FORUMS: Final = because("no_forums_apart")
ONE_FORUM: Final = because("one_forum")
TOO_RARE: Final = because("too_few_sessions_with_posts", least=LEAST_SESSIONS)
PART_OF_OTHER: Final = because("part_of_other_forums")
NO_PAIR: Final = because("no_pair_of_forums")
NO_HOURS: Final = because("no_times_of_day")
_FURTHER: Final = [name for name in FORUM_TESTS.further if name != "reason_values"]


def forum_tables(
    forums: Sequence[ForumChatter],
    panel: ProjectionPanel,
    terms: Terms,
    *,
    horizon: int,
    covariance: Covariance = "CR3_session",
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The tables ``FORUMS`` and ``FORUM_TESTS`` of ``forums``, the largest first.

    Forums with a negativity that was measured with an outcome on ``LEAST_SESSIONS`` sessions are in one
    regression. ``pvalue_adjusted`` is Holm's over these. What cannot be estimated or tested has a reason.
    """
    wide = {i: panel.on_own(one.negativity) for i, one in enumerate(forums) if one.negativity is not None}
    joined = [i for i, own in wide.items() if _sessions(panel, own, horizon) >= LEAST_SESSIONS]

    def effects(members: list[int]) -> JointEffects:
        return joint_effects(panel, terms, [wide[i] for i in members], horizon=horizon, covariance=covariance)

    alone = {i: effects([i]) for i in joined}
    together = effects(joined) if len(joined) > 1 else alone.get(joined[0]) if joined else None
    net = {} if together is None else dict(zip(joined, together.effects, strict=True))
    rows = [_row(ForumChatter("", 0, 0, 0, 0, 0), _none(NO_FORUMS), _none(NO_FORUMS))] if not forums else []
    for i, one in enumerate(forums):
        missing = _none(ONE_FORUM if len(forums) == 1 else TOO_RARE if i in wide else PART_OF_OTHER)
        rows.append(_row(one, net.get(i, missing), alone[i].effects[0] if i in alone else missing))
    table = pd.DataFrame(rows)
    table["pvalue_adjusted"] = holm(table["pvalue"].to_numpy(dtype=float))
    ordered = table[[*FORUMS.columns, *(name for name in FORUMS.further if name in table)]]
    lone = NO_FORUMS if not forums else ONE_FORUM if len(forums) == 1 else TOO_RARE
    return ordered, pd.concat([_joint_tests(together, lone), _first(forums, lone)], ignore_index=True)


def _sessions(panel: ProjectionPanel, negativity: FloatArray, horizon: int) -> int:
    """Sessions on which ``negativity`` (C, L) was measured of any company whose outcome is known."""
    known = np.isfinite(negativity) & np.isfinite(panel.outcomes.ahead(horizon))
    return int((panel.outcomes.own.laid_out(known.astype(float), 0.0) > 0).any(axis=0).sum())


def _none(reason: str) -> ForumEffect:
    return ForumEffect(*(float("nan"),) * 5, 0, reason)


def _row(one: ForumChatter, net: ForumEffect, alone: ForumEffect) -> dict[str, Any]:
    def share(part: int, whole: int) -> float:
        return part / whole if whole else float("nan")

    return {
        "forum": one.forum,
        "n_posts": one.n_posts,
        "n_authors": one.n_authors,
        "negative_share": share(one.n_negative, one.n_scored),
        "bp_per_sd": net.value,
        "low": net.low,
        "high": net.high,
        "pvalue": net.pvalue,
        "n_forums": one.n_forums,
        "coverage": share(one.n_scored, one.n_posts),
        "signal_share": one.signal_share,
        "nobs": net.nobs,
        "se": net.se,
        "bp_alone": alone.value,
        "low_alone": alone.low,
        "high_alone": alone.high,
        "pvalue_alone": alone.pvalue,
        "reason": net.reason,
    }


def _joint_tests(together: JointEffects | None, lone: str) -> pd.DataFrame:
    """The rows all_zero and equal; with one forum its own row of ``FORUMS`` says all there is."""
    none = JointTest(float("nan"), float("nan"), float("nan"), float("nan"), 0, lone)
    several = None if together is None or len(together.effects) < 2 else together
    tests = {"all_zero": none, "equal": none}
    if several is not None:
        tests = {"all_zero": several.all_zero, "equal": several.equal}
    return _table(
        {
            "test": name,
            "statistic": one.statistic,
            "df": one.df,
            "pvalue": one.pvalue,
            "df_denom": one.df_denom,
            "nobs": one.nobs,
            "reason": one.reason,
        }
        for name, one in tests.items()
    )


def _first(forums: Sequence[ForumChatter], lone: str) -> pd.DataFrame:
    """A row for each pair of the forums that are looked at one by one."""
    single = [one for one in forums if one.negativity is not None and one.n_forums == 1]
    if len(single) < 2:
        return _table([{"test": "first", "reason": lone if len(forums) < 2 else NO_PAIR}])
    rows = []
    for one, other in combinations(single, 2):
        row: dict[str, Any] = {"test": "first", "forum": one.forum, "other_forum": other.forum}
        if one.hourly is None or other.hourly is None:
            rows.append({**row, "nobs": 0, "reason": NO_HOURS})
            continue
        compared = ahead(one.hourly, other.hourly)
        rows.append({**row, **asdict(compared)})
    table = _table(rows)
    table["pvalue_adjusted"] = holm(table["pvalue"].to_numpy(dtype=float))
    return table


def _table(rows: Iterable[dict[str, Any]]) -> pd.DataFrame:
    """Rows of ``FORUM_TESTS``, with what they lack missing."""
    table = pd.DataFrame(list(rows)).reindex(columns=[*FORUM_TESTS.columns, *_FURTHER])
    table["null"] = table["test"].map(NULLS)
    texts = {
        name: table[name].map(lambda text: text if isinstance(text, str) else "").astype(str)
        for name in ("forum", "other_forum", "reason")
    }
    numbers = {name: table[name].astype(float) for name in ("statistic", "df", "pvalue", "df_denom")}
    nobs = table["nobs"].fillna(0).astype(int)
    return table.assign(**texts, **numbers, lag_hours=table["lag_hours"].astype(float), nobs=nobs)
