"""Posts that somebody labelled, from a tab-separated file of a user's own."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from naysay.data.own_scores import PLACE, OwnScores, check_own_scores
from naysay.data.remembered import RememberedScores
from naysay.data.scored import SCALE, UNSCORED
from naysay.data.scorers import Scorer
from naysay.data.scorers.given import ColumnScorer
from naysay.data.witness import plain_text, shown_name, whole
from naysay.study.counts import counted
from naysay.study.errors import DataError
from naysay.study.post_columns import LONGEST_SCORE

FIELD: Final = "labelled posts"
LARGEST: Final = 200_000_000
"""Bytes; more than a million labelled posts."""
_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,4}")
LABELS: Final = {
    "negative": -1, "neutral": 0, "positive": 1, "-1": -1, "0": 0, "1": 1, "negativ": -1, "positiv": 1,
}  # fmt: skip
MOST_UNKNOWN: Final = 0.05
"""Share of unknown words among the source's own scores above which they are refused."""
OTHER: Final = "other"
"""Stands for labels that no message shows."""
MOST_OTHERS: Final = 8
"""Different labels; a column with more of them holds something else, such as authors."""


@dataclass(frozen=True, slots=True)
class LabelledPosts:
    """N posts; what they say stays here and is only scored, as posts of one forum.

    ``labels`` are -1, 0 or 1, none at all in a file without them; ``weeks`` name each post's group and week,
    empty where one is unknown; ``others`` counts the rows that were left out by their label; labels that are
    no plain word of up to 12 letters, and may be somebody's text, stand there under OTHER.
    """

    labels: tuple[int, ...]
    weeks: tuple[str, ...]
    others: Mapping[str, int]
    sha256: str
    """Of the file's bytes."""
    _texts: tuple[str, ...] = field(repr=False)
    _own: tuple[str, ...] | None = field(default=None, repr=False)
    """What the column of the source's own scores says, None without that column."""
    score_column: str = ""
    """The name of that column."""

    @property
    def rows(self) -> int:
        """The posts, and the rows that were left out."""
        return len(self._texts) + sum(self.others.values())

    @property
    def has_own_scores(self) -> bool:
        """Whether the file has a column of the source's own scores."""
        return self._own is not None

    def scores(self, chosen: Scorer) -> npt.NDArray[np.float64]:
        """The score of each post by ``chosen``, (N,)."""
        if isinstance(chosen, ColumnScorer):
            return self.stored_scores(chosen)
        return chosen.among(self._texts).score(self._texts)

    def stored_scores(self, chosen: Scorer, field: str = FIELD) -> npt.NDArray[np.float64]:
        """The same as a run stores them: multiples of 1 / SCALE, NaN where nothing could be scored.

        Raises
        ------
        DataError
            A scorer of the source's own scores, whose column is not there or cannot be used; ``field`` is
            what errors call the file.
        """
        if isinstance(chosen, ColumnScorer):
            whole_scores = self._own_scores(chosen, field)
        else:
            whole_scores = RememberedScores(chosen.among(self._texts))(self._texts)
        return np.where(whole_scores == UNSCORED, np.nan, whole_scores / SCALE)

    def _own_scores(self, chosen: ColumnScorer, field: str) -> npt.NDArray[np.int16]:
        if self._own is None:
            raise DataError(
                field,
                got=f"no column {self.score_column}".rstrip(),
                allowed=f"labelled posts with the source's own scores, which the scorer {chosen.name} reads",
                mend="Add that column to the file, or leave the file out.",
            )
        scorer = OwnScores(chosen)
        scores = scorer([entry.strip()[:LONGEST_SCORE] or None for entry in self._own])
        check_own_scores(
            scorer.tally,
            chosen,
            column=self.score_column,
            max_lost=MOST_UNKNOWN,
            field=field,
            place=PLACE if field != FIELD else f"{PLACE} of a study, and evaluate the study",
        )
        return scores


def read_labelled(
    path: Path, field: str = FIELD, *, score_column: str = "", needs_labels: bool = True
) -> LabelledPosts:
    """The posts in ``path``: tab-separated with a header, quotes being part of the text.

    Needed are ``label`` (negative, neutral, positive, or -1, 0, 1) and ``text``; ``group`` and ``date``
    (YYYY-MM-DD) tell the week. Rows with other labels are left out and counted. ``field`` is what errors
    call the file. The source's own scores are in the ``score_column``, whatever the case of its letters; with
    ``needs_labels`` False a file that has it needs no ``label``.

    Raises
    ------
    DataError
        A file that cannot be read, lacks a column, has a row of another length or no known label.
    """
    content = whole(path, field, largest=LARGEST)
    own = score_column.strip().lower()
    header, lines = _table(content, path, field, "label" if needs_labels else own)
    is_labelled = "label" in header
    rows, others = [], Counter[str]()
    for number, line in enumerate(lines, start=2):
        if not line.strip():
            continue
        cells = line.rstrip("\r").split("\t")
        if len(cells) != len(header):
            got = f"{counted(len(cells), 'column')} in line {number}"
            raise _unusable_file(field, path, got, f"Write the {len(header)} columns of the first line.")
        row = dict(zip(header, cells, strict=True))
        label = LABELS.get(row["label"].strip().lower()) if is_labelled else 0
        if label is None:
            others[_named(row["label"].strip())] += 1
        else:
            rows.append((label, row["text"], row.get("group", ""), row.get("date", ""), row.get(own, "")))
    if not rows:
        got = f"no label among {', '.join(LABELS)}"
        raise _unusable_file(field, path, got, "Label posts negative, neutral or positive.")
    labels, texts, groups, dates, scores = zip(*rows, strict=True)
    if len(others) > MOST_OTHERS:
        others = Counter({OTHER: sum(others.values())})
    sha256 = hashlib.sha256(content).hexdigest()
    return LabelledPosts(
        labels if is_labelled else (),
        weeks_of(groups, dates),
        dict(others),
        sha256,
        texts,
        scores if own in header else None,
        score_column,
    )


def _named(label: str) -> str:
    return f'"{label}"' if _NUMBER.fullmatch(label) else OTHER


def _table(content: bytes, path: Path, field: str, instead: str) -> tuple[list[str], list[str]]:
    """The names of the columns, and the lines below them. The column ``instead`` may stand for ``label``."""
    try:
        first, *lines = plain_text(content).split("\n")
    except UnicodeDecodeError as error:
        raise _unusable_file(field, path, "no UTF-8", "Save it as UTF-8.") from error
    header = [name.strip().lower() for name in first.rstrip("\r").split("\t")]
    if not ({"label", "text"} <= set(header) or {instead, "text"} <= set(header)):
        known = [name for name in ("label", "text", "group", "date") if name in header]
        got = (
            f"{counted(len(header), 'column')}, "
            f"{'among them ' + ', '.join(known) if known else 'none of them named so'}"
        )
        raise _unusable_file(field, path, got, "Name the columns label and text in the first line.")
    return header, lines


def weeks_of(groups: Sequence[str], dates: Sequence[str]) -> tuple[str, ...]:
    """Each post's group and week; empty where it has no group, or no date as YYYY-MM-DD."""
    written = pd.Series(dates, dtype=str)
    days = pd.to_datetime(
        written.where(written.str.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")),
        format="%Y-%m-%d",
        errors="coerce",
    )
    weeks = days.dt.to_period("W").astype(str)
    return tuple(
        f"{group} {week}" if group and known else ""
        for group, week, known in zip(groups, weeks, days.notna(), strict=True)
    )


def _unusable_file(field: str, path: Path, got: str, mend: str) -> DataError:
    return DataError(
        field, got=f"{shown_name(path)}: {got}", allowed="a TSV file as the README shows it", mend=mend
    )
