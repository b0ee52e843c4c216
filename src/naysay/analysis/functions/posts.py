"""Functions of what posts say: the terms that some of them use more than others."""

from __future__ import annotations

from typing import Final

import pandas as pd

from naysay.analysis.functions._method_input import called
from naysay.analysis.functions._method_result import MethodResult
from naysay.analysis.methods import themes as themes_method
from naysay.analysis.summary_layout import SummaryLayout
from naysay.study.executor import Executor
from naysay.study.panel import DailyPanel
from naysay.study.terms import Texts
from naysay.study.wide_frames import event_rows

LAYOUT: Final = SummaryLayout(
    "Themes: terms that some posts use more than others",
    {
        "scope": ("scope", ""),
        "company": ("company", ""),
        "event_id": ("event", ""),
        "forum": ("forum", ""),
        "term": ("term", ""),
        "n_posts": ("posts", ",.0f"),
        "log_odds": ("log odds", ".2f"),
        "z": ("z", ".1f"),
    },
    "",
    "Log odds with an informative prior; z ranks terms, it tests nothing.",
    names=5,
    short="Themes",
)


def themes(
    texts: Texts,
    events: pd.DataFrame | None = None,
    *,
    min_authors: int = 5,
    terms: int = 10,
    executor: Executor | None = None,
) -> MethodResult:
    """What storms, forums and negative posts are about: the terms that they use more than other posts.

    The options are the keys of ``[themes]``; the table is ``themes``, one row a scope, event or forum, and
    term: n_posts, n_authors, log_odds, z, reason. For counts of your own see ``log_odds``.

    Parameters
    ----------
    texts
        The posts of a study, read when they are asked of: only a study with its data has them.
    events
        event_id, company and session; the table ``events`` of an event study. None: no terms of events.
    min_authors
        The fewest known authors of a term, 5 or more, so that no person is recognised by it.
    terms
        The most terms of an event, a forum or the study.
    executor
        Takes chunks of posts; no number depends on it.

    Raises
    ------
    InputError
        An option that a study file would refuse.
    DataError
        A file that changed since the posts were read.

    References
    ----------
    Monroe, Colaresi and Quinn (2008), Political Analysis 16.
    """
    nothing = DailyPanel(
        pd.DataFrame(index=pd.MultiIndex.from_arrays([[], []], names=["company", "session"]))
    )
    return called(
        themes_method.METHOD,
        nothing,
        {"min_authors": min_authors, "terms": terms},
        LAYOUT,
        executor=executor,
        texts=texts,
        studied_events=None if events is None else event_rows(events),
    )
