"""The tables a run leaves: their columns, in order, and what each means. Other programs read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

import pandas as pd

from naysay.study.reasons import split_reasons


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a run. ``columns`` are its contract: their names, in order, with what each means.

    ``further`` columns may follow, never in between, and any of them may be absent. A column that stands
    once a window is named with the window left open, such as ``car_(start,end)``; it keeps its place among
    the columns that the method itself chooses.
    """

    name: str
    columns: Mapping[str, str]
    further: Mapping[str, str] = field(default_factory=dict)

    def empty(self) -> pd.DataFrame:
        """The table without rows."""
        return pd.DataFrame(columns=list(self.columns))

    def ordered(self, frame: pd.DataFrame) -> pd.DataFrame:
        """``frame`` with the columns of the contract first and in order; the others keep theirs.

        Reasons that stand in one column still, as ``because`` makes them, are split into code and values.

        Raises
        ------
        KeyError
            When a column of the contract is missing: a mistake of the program, never of the input.
        """
        split = split_reasons(frame)
        others = [name for name in split.columns if name not in self.columns]
        return split[[*self.columns, *others]]


COMPANY: Final = "the ticker of the company"
SESSION: Final = "the trading date"
PVALUE: Final = "the two-sided p-value"
NOBS: Final = "the number of observations used"
REASON: Final = {
    "reason": "the code of why the row has no result; empty where it has one",
    "reason_values": "the numbers and names of that reason, such as least=20; empty where it has none",
}
"""The columns of every table whose rows may lack a result."""

DAILY: Final = Table(
    "daily",
    {
        "company": COMPANY,
        "session": SESSION,
        "n_posts": "posts that count for the session",
        "n_negative": "posts among them that score as negative",
        "negative_share": "n_negative over n_posts, or the weights of both with chatter.weight shared; empty "
        "with fewer posts than the study asks for",
        "mean_score": "the mean score of the posts, -1 to 1",
        "negativity": "the study's measure in standard deviations of the company's own past sessions",
        "ret": "the log return from the close of the session before",
        "market_ret": "the log return of the benchmark between the same two closes",
        "abnormal_ret": "ret less what the benchmark explains, estimated on earlier sessions alone",
        "volume": "shares traded",
    },
    {
        "n_positive": "posts that score as positive",
        "n_authors": "different known authors of the posts",
        "negative_authors": "different known authors of the negative posts",
        "bullishness": "log((1 + positive posts) / (1 + negative posts))",
        "agreement": "how one-sided the positive and negative posts are, 0 to 1",
        "disagreement": "the standard deviation of the scores of the posts",
        "measure": "the measure of the study's own files, as they have it, with `[chatter] path` alone; the "
        "mean of the days that share the session",
        "attention": "the number of posts in standard deviations of the company's own past sessions",
    },
)
RETURNS: Final = Table(
    "returns",
    {
        "company": COMPANY,
        "session": "the trading date, from the first day on with a price of any company, before the study or "
        "in it",
        "ret": "the log return from the close of the session before",
        "market_ret": "the log return of the benchmark between the same two closes",
        "volume": "shares traded",
    },
)
ATTRITION: Final = Table(
    "attrition",
    {
        "stage": "the step of the run at which rows were left out",
        "cause": "why they were left out",
        "rows": "how many there were",
        "company": "the company whose rows they were; empty where they are of all companies",
    },
)
LINKS: Final = Table(
    "links",
    {
        "company": COMPANY,
        "decision": "linked or refused",
        "rule": "the rule that linked the post to the company (cashtag, isin, wkn, name, alias, ticker; "
        "folder, file or column), or why a mention was refused (case, excluded, no_context, other_listing, "
        "address)",
        "rows": "how many posts it decided",
    },
)
POSTING_HOURS: Final = Table(
    "posting_hours",
    {
        "clock": "exchange (of each company's own exchange) or forum (of the study's `[posts] timezone`)",
        "zone": "the time zone of the clock; several where the companies' exchanges have several",
        "hour": "the hour of the local day, 0 to 23",
        "n_posts": "posts that the study keeps after its limits, written in that hour",
        "share": "n_posts over all of them",
        "open": "the part of the hour in which the exchange trades, 0 to 1; empty for the forum's clock",
    },
)
POSTING_HEAPS: Final = Table(
    "posting_heaps",
    {
        "heap": "midnight_utc, midnight_forum, one_time, one_time_utc, full_hour or one_minute",
        "clock": "the time of day of the posts; minute and second for full_hour and one_minute",
        "zone": "the time zone of the clock; empty for one_minute, which is of any hour",
        "n_posts": "posts at that time",
        "share": "n_posts over all posts that the study keeps after its limits",
        "allowed": "the largest share that a run takes for times of day",
    },
)
LANGUAGES: Final = Table(
    "languages",
    {
        "language": "the ISO 639-1 code, other for a further script; empty where no post tells any",
        "n_posts": "kept posts in that language",
        "n_undecided": "those of them whose words do not tell: they are in the main language of their forum, "
        "or of their file where the study tells no forums apart",
        "scorer": "the scorer that reads them; empty where none does",
    },
)
SCORER_QUALITY: Final = Table(
    "scorer_quality",
    {
        "scorer": "the study's own scorer, which read the posts of `[sentiment] labelled`",
        "statistic": "sensitivity (negative posts that count as negative), false_alarms (other posts that "
        "do), auc (a positive post scores above a negative one), auc_negative (a post that is not negative "
        "does), unscored (posts without a score), other_label (rows with a label that is not read)",
        "value": "the share, or the chance for auc and auc_negative",
        "low": "the lower end of the 95 % interval; empty for unscored and other_label, which are counts",
        "high": "the upper end of the interval",
        "nobs": "the labelled posts that it is a share of, or that were compared",
        **REASON,
    },
)
MONTHS: Final = Table(
    "months",
    {
        "company": COMPANY,
        "month": "year and month, such as 2024-12",
        "sessions": "sessions of the month that lie in the study",
        "last_session": "the last of them",
        "complete": "whether these are all sessions that the exchange has in the month",
        "n_posts": "posts that count for these sessions",
        "n_negative": "posts among them that score as negative",
        "negative_share": "n_negative over n_posts; empty without posts",
        "ret": "the simple return over these sessions; empty where a session has no return",
        "market": "that of the benchmark between the same closes; empty where a session has none",
        "usual_posts_low": "the fewest posts a session of the earlier complete months, 12 at most",
        "usual_posts_high": "the most posts a session of these months",
        "usual_share_low": "the lowest negative share of those of these months that have posts",
        "usual_share_high": "the highest negative share of them",
        "n_months": "the number of these months",
        "reason": "the code of why there is no usual range of the posts, or else of the share; empty where "
        "there are both",
        "reason_values": "the numbers of that reason, such as least=6; empty where it has none",
    },
)
LOOKS: Final = Table(
    "looks",
    {
        "look": "the number of the report in a series of monthly ones, from 1",
        "month": "year and month of the report, such as 2024-12",
        "last_session": "the last session of the month on which an observation ends",
        "sessions": "sessions with an observation up to then",
        "observations": "observations of all companies up to then",
        "information": "how many times the information of the first look there is",
        "critical": "the value that |z| has to exceed for a claim: the boundary",
        "level": "the p-value that belongs to it, two-sided: a claim needs a smaller one",
        "spent": "the share of series without any effect that may have claimed one by then",
    },
)
GROUND: Final = (
    DAILY,
    RETURNS,
    ATTRITION,
    LINKS,
    POSTING_HOURS,
    POSTING_HEAPS,
    LANGUAGES,
    SCORER_QUALITY,
    MONTHS,
    LOOKS,
)
"""The tables that every run has, whatever its methods; scorer_quality has rows where posts are labelled,
looks in a series of monthly reports."""
FILES_ALONE: Final = ("daily", "returns", "abnormal")
"""Tables with a row for each session, which results.json does not hold."""


def window_column(window: tuple[int, int]) -> str:
    """The name of the ``events`` column that holds the CAR of ``window``, such as ``car_(-1,1)``."""
    return f"car_({window[0]},{window[1]})"


def as_markdown(tables: Iterable[Table]) -> str:
    """Each table's columns with their meanings, the contract first."""
    lines: list[str] = []
    for table in tables:
        lines += ["", f"`{table.name}`", "", "| column | meaning |", "|---|---|"]
        lines += [_line(name, meaning) for name, meaning in table.columns.items()]
        if table.further:
            lines += ["", f"Further columns of `{table.name}`", "", "| column | meaning |", "|---|---|"]
            lines += [_line(name, meaning) for name, meaning in table.further.items()]
    return "\n".join(lines[1:])


def _line(name: str, meaning: str) -> str:
    return f"| `{name}` | {meaning.replace('|', chr(92) + '|')} |"
