"""Measures scorers on a user's own labelled posts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from naysay.analysis.scorer_quality import LEAST_OF_EACH, Interval, Quality, scorer_quality
from naysay.data.labelled import read_labelled
from naysay.data.scorers import ready, scorer

COLUMNS: Final = (
    "scorer",
    "posts",
    "AUC",
    "AUC negative",
    "macro F1",
    "negative recall",
    "false alarms",
    "coverage",
    "weekly r",
)
VERDICTS: Final = {
    "good": "{scorer} is good enough to go on: both AUCs lie above .65 with 95 % confidence.",
    "doubtful": "{scorer} is of doubtful use: it is better than chance, but an AUC may be below .65.",
    "chance": "{scorer} may be near chance on these posts: do not build a study on it.",
    "unknown": "{scorer} cannot be judged: label {least} positive and {least} negative posts or more.",
}
NOTE: Final = (
    "AUC: the chance that a positive post scores above a negative one; AUC negative: that a post which is\n"
    "not negative does, on which a share of negative posts rests. Negative recall: the share of negative\n"
    "posts that count as negative; false alarms: that of the others that do. In brackets: 95 % intervals."
)


def evaluate(path: Path, wanted: Sequence[str] = ()) -> str:
    """A table of all scorers, or of those ``wanted``, on the labelled posts in ``path``, and what it means.

    Raises
    ------
    DataError, PartError
        What ``read_labelled`` refuses, a scorer that does not exist.
    """
    posts = read_labelled(path)
    qualities = [
        scorer_quality(name, posts.scores(scorer(name)), posts.labels, weeks=posts.weeks)
        for name in wanted or ready()
    ]
    rows = [COLUMNS, *(_row(quality) for quality in qualities)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(COLUMNS))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
    lines += ["", NOTE]
    if posts.others:
        left_out, labels = sum(posts.others.values()), _some(sorted(posts.others))
        lines.append(f"Left out: {left_out} rows with the labels {labels}.")
    lines += [VERDICTS[one.verdict].format(scorer=one.scorer, least=LEAST_OF_EACH) for one in qualities]
    return "\n".join(lines)


def _some(labels: Sequence[str]) -> str:
    return ", ".join(labels[:10]) + (f" and {len(labels) - 10} more" if len(labels) > 10 else "")


def _row(quality: Quality) -> tuple[str, ...]:
    weekly = f"{_with_interval(quality.week_r)} in {quality.n_weeks}" if quality.n_weeks >= 3 else "-"
    return (
        quality.scorer,
        str(quality.n_posts),
        _with_interval(quality.auc),
        _with_interval(quality.negative_auc),
        _with_interval(quality.macro_f1),
        _with_interval(quality.negative_recall),
        _with_interval(quality.false_alarms),
        f"{quality.coverage:.2f}",
        weekly,
    )


def _with_interval(interval: Interval) -> str:
    value, low, high = interval
    return "-" if value != value else f"{value:.3f} ({low:.3f} to {high:.3f})"
