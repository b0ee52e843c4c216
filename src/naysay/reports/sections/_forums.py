"""Forums compared: the rows of a run, what each is called, and which of a pair is first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import pandas as pd

from naysay.analysis.level import LEVEL
from naysay.reports.numbers import bp_digits
from naysay.reports.results import Results
from naysay.reports.sections._reading import numbers, shortened, table, texts
from naysay.reports.sections._verdict import interval, over
from naysay.reports.words import Words
from naysay.study.forum_chatter import OTHER
from naysay.study.reasons import joined_reasons

NAME: Final = 40
"""Characters of a forum's name."""
NUMBERS: Final = (
    "n_posts", "n_authors", "negative_share", "bp_per_sd", "low", "high", "pvalue_adjusted", "n_forums",
    "coverage", "signal_share", "se", "nobs",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ForumPair:
    """Two forums of which one comes first."""

    ahead: str
    behind: str
    hours: int | None
    pvalue: float


def all_forums(results: Results) -> pd.DataFrame:
    """``NUMBERS`` with forum and reason: the forums that stand alone, and those that were put together."""
    rows = table(results, "forums")
    read = pd.DataFrame({name: numbers(rows, name) for name in NUMBERS}).assign(
        forum=texts(rows, "forum"), reason=joined_reasons(rows)
    )
    return read[read["reason"] != "part_of_other_forums"]


def compared_forums(results: Results) -> bool:
    """Whether the run has more than one forum to compare."""
    return len(all_forums(results)) > 1


def forum_name(row: pd.Series, words: Words) -> str:
    """What a row of ``all_forums`` is called."""
    if row["forum"] == OTHER and row["n_forums"] > 1:
        return words("forums.others", n=words.numbers.count(row["n_forums"]))
    return short_forum(str(row["forum"]), words)


def short_forum(forum: str, words: Words) -> str:
    """A forum's name; one that is very long ends in an ellipsis."""
    return shortened(forum, NAME) if forum else words("forums.unnamed")


def standing(row: pd.Series) -> Literal["clear", "unsure", "unclear", "unknown"]:
    """How sure the effect of one forum is.

    Unsure is an interval without zero that does not outlast the comparison of several forums.
    """
    if pd.isna(row["bp_per_sd"]):
        return "unknown"
    if not (row["low"] > 0 or row["high"] < 0):
        return "unclear"
    return "clear" if row["pvalue_adjusted"] < LEVEL else "unsure"


def what_follows(row: pd.Series, results: Results, words: Words) -> str:
    """What follows a usual rise in one forum, net of the others, with its interval."""
    way = "less" if row["bp_per_sd"] < 0 else "more"
    key = "forums.other" if row["n_forums"] > 1 else "forums.one"
    return words(
        f"{key}_{way}",
        forum=row["label"],
        size=words.numbers.decimal(
            abs(row["bp_per_sd"]), bp_digits(row["bp_per_sd"], row["low"], row["high"])
        ),
        horizon=over(results.findings.lead.horizon, words),
        interval=interval(row["low"], row["high"], words),
    )


def equal_pvalue(results: Results) -> float:
    """The p-value of one and the same effect of all forums; NaN where it was not tested."""
    tests = table(results, "forum_tests")
    values = numbers(tests, "pvalue")[texts(tests, "test") == "equal"]
    return float(values.iloc[0]) if len(values) else float("nan")


def pairs(results: Results, words: Words) -> tuple[list[ForumPair], bool, str]:
    """The pairs that pass their corrected test of who is first, whether any was tested, and why none was.

    The largest forums come before the others.
    """
    tests = table(results, "forum_tests")
    tests = tests[texts(tests, "test") == "first"]
    read = pd.DataFrame(
        {name: numbers(tests, name) for name in ("statistic", "lag_hours", "pvalue_adjusted")}
    ).assign(one=texts(tests, "forum"), other=texts(tests, "other_forum"), reason=joined_reasons(tests))
    tested = read[read["pvalue_adjusted"].notna() & read["statistic"].notna()]
    if tested.empty:
        return [], False, str(read["reason"].iloc[0]) if len(read) else ""
    return [_pair(row, words) for _, row in tested[tested["pvalue_adjusted"] < LEVEL].iterrows()], True, ""


def _pair(row: pd.Series, words: Words) -> ForumPair:
    names = [short_forum(str(row[name]), words) for name in ("one", "other")]
    ahead, behind = names if row["statistic"] > 0 else names[::-1]
    hours = int(abs(row["lag_hours"])) if pd.notna(row["lag_hours"]) else None
    return ForumPair(ahead, behind, hours, float(row["pvalue_adjusted"]))
