"""Measures scorers on posts that their own writers marked, such as Bullish or Bearish."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from naysay.data.file_patterns import matching
from naysay.data.marked_posts import MarkedPosts, read_marked
from naysay.data.scorers import ready, scorer
from naysay.data.scorers.given import SCORER as OWN
from naysay.reports.words import Words
from naysay.run.evaluate import judged
from naysay.run.workspace import containing_workspace
from naysay.study.counts import counted
from naysay.study.errors import DataError, InputError, printable

KINDS: Final = {"positive": 1, "neutral": 0, "negative": -1}
MEANING: Final = (
    "A mark says what its writer expected of the share. It does not say whether the post speaks badly of\n"
    "the company: a scorer may agree with marks and miss disparagement, and the other way round."
)
SHARES: Final = (
    "Both AUCs, negative recall and false alarms do not depend on how many posts are marked negative.\n"
    "Macro F1 does: to call every post {kind} would give {macro_f1:.3f} here, and an AUC of 0.500."
)


def evaluate_marks(paths: Sequence[Path], format_name: str, wanted: Sequence[str] = ()) -> str:
    """A table of all scorers, or of those ``wanted``, on the posts that their writers marked.

    A folder among ``paths`` stands for the files in it, a pattern for those it matches. Posts of whoever is
    on the list of forgotten of the workspace that holds the first of ``paths`` are skipped.

    Raises
    ------
    NaysayError
        A format without marks, files that cannot be used, a scorer that does not exist or reads no texts.
    """
    if OWN.name in wanted:
        raise InputError(
            "--scorer",
            got=OWN.name,
            allowed="scorers that read texts",
            mend="Leave it out: marks are what scorers are held to, and score nothing themselves.",
        )
    lists = [names.keyed() for names in containing_workspace(paths[0].parent).forgotten().values()]
    scorers = [scorer(name) for name in wanted or ready()]
    posts = read_marked(named_files(paths), format_name, forgotten=lists)
    return "\n\n".join([_counts(posts, format_name), *judged(posts.labelled, scorers, None), _notes(posts)])


def named_files(paths: Sequence[Path]) -> list[Path]:
    """The files that ``paths`` name, each once: files, folders of files, and patterns.

    Raises
    ------
    DataError
        A folder or a pattern without files.
    """
    files: dict[Path, None] = {}
    for path in paths:
        below = path / "*" if path.is_dir() else path
        inside = matching(below)
        if not inside and path.is_dir():
            raise DataError(
                "FILE",
                got=f"{printable(path.name)}, a folder without files",
                allowed="files, or folders that hold them",
                mend=f'Name the files below it, such as "{printable(path.name)}/messages/*.csv".',
            )
        files |= dict.fromkeys(inside or [path])
    return list(files)


def _counts(posts: MarkedPosts, format_name: str) -> str:
    share = f"{posts.marked:,} of {counted(posts.rows, 'row')} in {counted(posts.files, 'file')}"
    lines = [f"Posts of {format_name} that their writers marked: {share}"]
    if posts.is_part:
        lines.append(f"Measured: {posts.labelled.rows:,} of them, drawn evenly by their ids")
    labels = posts.labelled.labels
    counts = {kind: labels.count(sign) for kind, sign in KINDS.items()}
    lines.append(", ".join(f"{kind} {n:,} ({100 * n / len(labels):.1f} %)" for kind, n in counts.items()))
    if left_out := list(_left_out(posts)):
        lines.append(f"Left out: {'; '.join(left_out)}")
    return "\n".join(lines)


def _left_out(posts: MarkedPosts) -> Iterator[str]:
    if posts.unmarked:
        yield f"{posts.unmarked:,} without a mark"
    if posts.repeats:
        yield f"{posts.repeats:,} that only repeat another post"
    if posts.same_id:
        yield f"{posts.same_id:,} that are another copy of a post"
    for what, causes in (("no posts by design", posts.skipped), ("unreadable", posts.refused)):
        if causes:
            yield f"{sum(causes.values()):,} {what} ({_named(causes)})"


def _named(causes: Mapping[str, int]) -> str:
    words = Words("en")
    ordered = sorted(causes.items(), key=lambda cause: (-cause[1], cause[0]))
    return ", ".join(f"{words(f'cause.{cause}')} {n:,}" for cause, n in ordered)


def _notes(posts: MarkedPosts) -> str:
    """What marks are, and what a scorer that says the commonest mark of every post would reach."""
    labels = posts.labelled.labels
    counts = {kind: labels.count(sign) for kind, sign in KINDS.items()}
    commonest = max(counts, key=lambda kind: counts[kind])
    share = counts[commonest] / len(labels)
    macro_f1 = 2 * share / (1 + share) / sum(n > 0 for n in counts.values())
    return f"{SHARES.format(kind=commonest, macro_f1=macro_f1)}\n{MEANING}"
