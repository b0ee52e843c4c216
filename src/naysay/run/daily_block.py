"""What ``naysay inspect`` says of a file of daily measures, and the block of a study that reads it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from naysay.data.inspection.daily_profile import DailyProfile, near_miss
from naysay.data.inspection.sampled import SampledRows
from naysay.study.errors import printable

_MENDS: Final = {
    "unnamed": "the column of days has no name: write one above it, such as date",
    "wide": "if each column of numbers is a company, write a row for each company and day instead "
    "(melt in pandas, unpivot in Excel)",
}
"""What to do about tables that are nearly daily measures."""


def what_to_mend(sample: SampledRows) -> str:
    """How a table would become one of daily measures, to go on a sentence; empty where nothing is known."""
    mend = _MENDS.get(near_miss(sample), "")
    return f"; {mend}" if mend else ""


def text_of_daily(path: Path, profile: DailyProfile) -> str:
    """What the file is: the columns, without a cell."""
    measures = ", ".join(profile.measures)
    lines = [
        str(path),
        f"  daily measures of companies: company in {profile.company}, day in {profile.date}",
        f"  columns of numbers: {measures}",
    ]
    if profile.n_posts:
        lines.append(f"  number of posts: {profile.n_posts}")
    return "\n".join(map(printable, lines))


def daily_block(path: str, profile: DailyProfile) -> str:
    """The block ``[chatter]``. Which way the measure points is left to the user: no file shows it."""
    first, *others = profile.measures
    lines = [
        "[chatter]",
        f"path = {_quoted(path)}",
        '# your decision: write "positive" or "negative", what a higher value of the measure means',
        'higher = ""',
        '# your decision: "day" counts a value from the end of its day on; "session" only if each value',
        "# holds nothing that was written after the close of its session",
        'dates = "day"',
        "# your decision: the zone in which these days begin and end",
        'timezone = "UTC"',
        "",
        "[chatter.columns]",
        f"company = {_quoted(profile.company)}",
        f"date = {_quoted(profile.date)}",
        f"measure = {_quoted(first)}",
    ]
    if others:
        lines.insert(-1, f"# your decision: the measure may also be {printable(', '.join(others))}")
    if profile.n_posts:
        lines.append(f"n_posts = {_quoted(profile.n_posts)}")
    return "\n".join(lines)


def _quoted(text: str) -> str:
    return json.dumps(printable(text), ensure_ascii=False)
