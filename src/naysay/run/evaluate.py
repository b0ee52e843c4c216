"""Measures scorers on a user's own labelled posts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pandas as pd

from naysay.analysis.scorer_quality import LEAST_OF_EACH, Interval, Quality, scorer_quality
from naysay.data.scorers import ready, scorer
from naysay.study.errors import DataError, shown

LABELS: Final = {
    "negative": -1, "neutral": 0, "positive": 1, "-1": -1, "0": 0, "1": 1, "negativ": -1, "positiv": 1,
}  # fmt: skip
COLUMNS: Final = (
    "scorer",
    "posts",
    "AUC",
    "AUC negative",
    "macro F1",
    "negative recall",
    "coverage",
    "weekly r",
)
TOLD: Final = {
    "good": "{scorer} is good enough to go on: both AUCs lie above .65 with 95 % confidence.",
    "doubtful": "{scorer} is of doubtful use: it is better than chance, but an AUC may be below .65.",
    "chance": "{scorer} may be near chance on these posts: do not build a study on it.",
    "unknown": "{scorer} cannot be judged: label {least} positive and {least} negative posts or more.",
}
NOTE: Final = (
    "AUC: the chance that a positive post scores above a negative one; AUC negative: that a post which is\n"
    "not negative does, on which a share of negative posts rests. In brackets: 95 % bootstrap intervals."
)


def evaluate(path: Path, wanted: Sequence[str] = ()) -> str:
    """A table of all scorers, or of those ``wanted``, on the labelled posts in ``path``, and what it means.

    The file is tab-separated with a header: ``label`` (negative, neutral, positive, or -1, 0, 1) and
    ``text``; with ``group`` and ``date`` (YYYY-MM-DD) also the agreement of means by group and week. Rows
    with other labels are left out and counted.

    Raises
    ------
    DataError, PartError
        A file that cannot be read or has no known label, a scorer that does not exist.
    """
    posts, others = _labelled(path)
    weeks = _weeks(posts)
    found = [
        scorer_quality(one.name, one.score(posts["text"]), posts["label"].tolist(), weeks=weeks)
        for one in (scorer(name) for name in wanted or ready())
    ]
    rows = [COLUMNS, *(_row(quality) for quality in found)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(COLUMNS))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
    lines += ["", NOTE]
    if others:
        lines.append(f"Left out: {sum(others.values())} rows with the labels {', '.join(sorted(others))}.")
    return "\n".join(
        [
            *lines,
            *(TOLD[quality.verdict].format(scorer=quality.scorer, least=LEAST_OF_EACH) for quality in found),
        ]
    )


def _row(quality: Quality) -> tuple[str, ...]:
    weekly = f"{_told(quality.week_r)} in {quality.n_weeks}" if quality.n_weeks >= 3 else "-"
    return (
        quality.scorer,
        str(quality.n_posts),
        _told(quality.auc),
        _told(quality.negative_auc),
        _told(quality.macro_f1),
        _told(quality.negative_recall),
        f"{quality.coverage:.2f}",
        weekly,
    )


def _told(interval: Interval) -> str:
    value, low, high = interval
    return "-" if value != value else f"{value:.3f} ({low:.3f} to {high:.3f})"


def _labelled(path: Path) -> tuple[pd.DataFrame, Counter[str]]:
    """The columns label (-1, 0, 1), text, group and date, and rows by other labels; quotes are text."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise _refused(path, f"a file that cannot be read: {error.strerror}", "Check the path.") from error
    except UnicodeDecodeError as error:
        raise _refused(path, "no UTF-8", "Save it as UTF-8.") from error
    header = [name.strip().lower() for name in lines[0].rstrip("\r").split("\t")]
    if not {"label", "text"} <= set(header):
        raise _refused(path, f"the columns {', '.join(header)}", "Name the columns label and text.")
    rows, others = [], Counter[str]()
    for number, line in enumerate(lines[1:], start=2):
        if not line.strip():
            continue
        cells = line.rstrip("\r").split("\t")
        if len(cells) != len(header):
            got = f"{len(cells)} columns in line {number}"
            raise _refused(path, got, f"Write the {len(header)} columns of the first line.")
        row = dict(zip(header, cells, strict=True))
        label = LABELS.get(row["label"].strip().lower())
        if label is None:
            others[shown(row["label"], limit=20)] += 1
        else:
            rows.append((label, row["text"], row.get("group", ""), row.get("date", "")))
    if not rows:
        got = f"no label among {', '.join(LABELS)}"
        raise _refused(path, got, "Label posts negative, neutral or positive.")
    return pd.DataFrame(rows, columns=["label", "text", "group", "date"]), others


def _weeks(posts: pd.DataFrame) -> list[str] | None:
    dates = pd.to_datetime(
        posts["date"].where(posts["date"].str.fullmatch(r"\d{4}-\d{2}-\d{2}")), errors="coerce"
    )
    known = dates.notna() & (posts["group"] != "")
    if not known.any():
        return None
    week = dates.dt.to_period("W").astype(str)
    return (posts["group"] + " " + week).where(known, "").tolist()


def _refused(path: Path, got: str, mend: str) -> DataError:
    return DataError(
        "labelled posts", got=f"{path.name}: {got}", allowed="a TSV file as the README shows it", mend=mend
    )
