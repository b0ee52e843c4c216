"""The table of themes: its columns and what they mean."""

from __future__ import annotations

from typing import Final

from naysay.study.frames import REASON, Table

THEMES: Final = Table(
    "themes",
    {
        "scope": "event, forum or study: which posts are compared with others. event: those of its session "
        "and of the sessions before and after it, with a sample of the company's other posts; forum: its "
        "posts with those of other forums; study: negative posts with all others",
        "company": "the ticker of the event's company; empty for forums and the study",
        "event_id": "the event; empty for forums and the study",
        "forum": "the forum; empty for events and the study",
        "term": "a word or a phrase of two or three, as most posts write it; empty where there is a reason",
        "n_posts": "posts with the term; copies of a text are one",
        "n_authors": "different known authors of these posts",
        "log_odds": "the weighted log odds ratio of a post to hold the term, above 0 where it is used more",
        "z": "log_odds over its standard error",
        "pvalue_holm": "the one-sided p-value of the term, from a binomial test of its posts among those "
        "with it, corrected by Holm for all terms that were compared",
        "of_posts": "posts of the event, forum or study that were read; copies of a text are one",
        **REASON,
    },
)
