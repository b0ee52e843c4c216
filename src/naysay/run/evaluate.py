"""Measures scorers on a user's own labelled posts, and holds them to the source's own scores."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from naysay.analysis.scorer_agreement import ScorerAgreement, scorer_agreement
from naysay.analysis.scorer_quality import LEAST_OF_EACH, Interval, Quality, scorer_quality
from naysay.data.labelled import LabelledPosts, read_labelled
from naysay.data.scorers import Scorer, ready, scorer
from naysay.data.scorers.given import SCORER as OWN
from naysay.study.counts import counted
from naysay.study.errors import InputError, printable

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
AGREEMENT: Final = (
    "scorer",
    "posts",
    "r",
    "kappa",
    "negative",
    "negative in the column",
    "in both",
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
AGREEMENT_NOTE: Final = (
    "On posts that both score. r: correlation of both scores of a post; kappa: how far they agree on\n"
    "whether it is negative, 0 being chance and 1 always; then the shares of negative posts.\n"
    "{group} r: correlation of both negative shares over {group} groups of five posts or more.\n"
    "Agreement does not say who is right: only labels do."
)


def evaluate(path: Path, wanted: Sequence[str] = (), *, score_column: str = "") -> str:
    """A table of all scorers, or of those ``wanted``, on the labelled posts in ``path``, and what it means.

    With a ``score_column`` of the source's own scores these are held to the labels too, as the scorer given,
    and a second table says how far each other scorer agrees with them; then the file needs no labels.

    Raises
    ------
    DataError, PartError, InputError
        What ``read_labelled`` refuses, a scorer that does not exist, given without a column.
    """
    if OWN.name in wanted and not score_column:
        raise InputError(
            "--score-column",
            got="nothing",
            allowed=f"the column of the source's own scores, which the scorer {OWN.name} reads",
            mend="Write --score-column Sentiment, with the name in the first line of the file.",
        )
    posts = read_labelled(path, score_column=score_column, needs_labels=not score_column)
    others = [name for name in wanted if name != OWN.name]
    is_judged = wanted and posts.labels  # else given alone would be held to nothing
    scorers = [scorer(name) for name in others or ([] if is_judged else ready())]
    return "\n\n".join(judged(posts, scorers, OWN if score_column else None))


def judged(posts: LabelledPosts, scorers: Iterable[Scorer], own: Scorer | None) -> list[str]:
    """What is to be said of ``scorers`` on ``posts``, and of the source's ``own`` scores if there are any."""
    chosen = [one for one in scorers if one.reads_texts]
    own_scores = {} if own is None else {own.name: posts.scores(own)}
    scores = {one.name: posts.scores(one) for one in chosen} | own_scores
    parts = []
    if posts.labels:
        parts.append(
            quality_text(
                [scorer_quality(name, of, posts.labels, weeks=posts.weeks) for name, of in scores.items()],
                left_out=posts.others,
            )
        )
    if own is not None and chosen:
        held = [
            scorer_agreement(one.name, scores[one.name], scores[own.name], groups=posts.weeks)
            for one in chosen
        ]
        parts.append(agreement_text(held, posts.score_column, group="weekly"))
    return parts


def quality_text(qualities: Sequence[Quality], left_out: Mapping[str, int]) -> str:
    """The table of ``qualities``, what its columns are and a sentence for each scorer.

    ``left_out`` are rows with other labels.
    """
    lines = [*_table(COLUMNS, map(_row, qualities)), "", NOTE]
    if left_out:
        labels = _some(sorted(left_out))
        lines.append(f"Left out: {counted(sum(left_out.values()), 'row')} with the labels {labels}.")
    lines += [VERDICTS[one.verdict].format(scorer=one.scorer, least=LEAST_OF_EACH) for one in qualities]
    return "\n".join(lines)


def agreement_text(agreements: Sequence[ScorerAgreement], column: str, *, group: str) -> str:
    """The table of ``agreements`` with a ``column``, and what its columns are; ``group`` names groups."""
    names = (*AGREEMENT, f"{group} r")
    rows = (
        (
            one.scorer,
            str(one.n_posts),
            _with_interval(one.r),
            _with_interval(one.kappa),
            *(_plain(share) for share in (one.negative, one.other_negative, one.both_negative)),
            _grouped(one.group_r, one.n_groups),
        )
        for one in agreements
    )
    heading = f"Agreement with the source's own scores in the column {printable(column)}"
    return "\n".join([heading, *_table(names, rows), "", AGREEMENT_NOTE.format(group=group)])


def _table(names: tuple[str, ...], cells: Iterable[tuple[str, ...]]) -> list[str]:
    rows = [names, *cells]
    widths = [max(len(row[column]) for row in rows) for column in range(len(names))]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]


def _some(labels: Sequence[str]) -> str:
    return ", ".join(labels[:10]) + (f" and {len(labels) - 10} more" if len(labels) > 10 else "")


def _row(quality: Quality) -> tuple[str, ...]:
    return (
        quality.scorer,
        str(quality.n_posts),
        _with_interval(quality.auc),
        _with_interval(quality.negative_auc),
        _with_interval(quality.macro_f1),
        _with_interval(quality.negative_recall),
        _with_interval(quality.false_alarms),
        f"{quality.coverage:.2f}",
        _grouped(quality.week_r, quality.n_weeks),
    )


def _grouped(r: Interval, n: int) -> str:
    return f"{_with_interval(r)} in {n}" if n >= 3 else "-"


def _plain(share: float) -> str:
    return "-" if share != share else f"{share:.3f}"


def _with_interval(interval: Interval) -> str:
    value, low, high = interval
    return "-" if value != value else f"{value:.3f} ({low:.3f} to {high:.3f})"
