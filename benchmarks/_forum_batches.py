"""What every batch of posts promises, and what a file comes to: all its rows, or a refusal of the file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, get_args

from naysay.data.forums import Batch, Forum, Mark, Post
from naysay.data.forums.base import CHUNK, RefusedRow
from naysay.data.scratch import temporary_folder
from naysay.data.witness import Witness
from naysay.study.errors import DataError
from naysay.study.spec import PostOptions

COLUMNS: Final = tuple(name for name in Post._fields if name != "score")
"""Those of a batch with one entry for each post."""
VALUES: Final = {
    "id": "post_id", "at": "posted_at", "text": "text", "company": "company", "author": "author",
    "forum": "forum", "repeats": "repeats", "mark": "marks",
}  # fmt: skip
"""What is said of a post, by the column of a batch that has it; ``score`` is one more."""
MARKS: Final = frozenset(get_args(Mark))


@dataclass
class Rows:
    """All rows of a file, and the field and the words of the error behind them."""

    batches: list[Batch] = field(default_factory=list)
    field: str = ""
    error: str = ""

    def columns(self) -> list[Any]:
        """All rows column by column, as they would be in one batch, and what refuses the file."""
        skipped = sum((Counter(batch.skipped) for batch in self.batches), Counter[str]())
        refused = [row for batch in self.batches for row in batch.refused]
        marks = [mark for batch in self.batches for mark in batch.marks]
        return [*(self.column(name) for name in COLUMNS), self.scores(), refused, skipped, marks, self.error]

    def is_same_in_pieces(self, pieces: Rows) -> bool:
        """Whether the file cut into ``pieces`` has the same rows, and the same error.

        A file that an error refuses is read no further than the piece that the error stands in: its pieces
        have the first of these rows.
        """
        if not self.error:
            return self.columns() == pieces.columns()
        *these, skipped, marks, error = self.columns()
        *those, skipped_there, marks_there, error_there = pieces.columns()
        of_each = zip([*these, marks], [*those, marks_there], strict=True)
        return (
            error == error_there
            and skipped_there <= skipped
            and all(one[: len(other)] == other for one, other in of_each)
        )

    def counts(self) -> dict[str, Any]:
        """Posts, and the skipped and the refused rows by their cause."""
        skipped = sum((Counter(batch.skipped) for batch in self.batches), Counter[str]())
        refused = Counter(row.reason for batch in self.batches for row in batch.refused)
        return {"posts": len(self.column("post_id")), "skipped": dict(skipped), "refused": dict(refused)}

    def posts(self) -> list[dict[str, Any]]:
        """Each post with its values by the names of ``VALUES``; a mark only where these were collected."""
        return [
            {key: getattr(batch, column)[place] for key, column in VALUES.items() if getattr(batch, column)}
            | {"score": batch.score.get(place)}
            for batch in self.batches
            for place in range(len(batch.post_id))
        ]

    def column(self, name: str) -> list[object]:
        """One value for each post."""
        return [value for batch in self.batches for value in getattr(batch, name)]

    def scores(self) -> list[tuple[int, float | str]]:
        """The scores that posts have, each with the place of its post in the file."""
        scores, first = list[tuple[int, float | str]](), 0
        for batch in self.batches:
            scores += [(first + place, score) for place, score in sorted(batch.score.items())]
            first += len(batch.post_id)
        return scores

    def fault(self) -> str:
        """What breaks a promise, in a few words; nothing where all hold."""
        if self.error and not self.field.startswith("posts."):
            return f"an error of {self.field}"
        return next((fault for fault in map(fault_of, self.batches) if fault), "")


def rows_of(form: Forum, paths: Sequence[Path], posts: PostOptions, size: int = CHUNK) -> Rows:
    """The rows of the files in chunks of ``size`` bytes, up to the first error."""
    rows = Rows()
    try:
        if form.reads_together:
            with temporary_folder() as folder:
                _read(rows, form.together(paths, posts, folder), paths, posts, size)
        else:
            _read(rows, form, paths, posts, size)
    except DataError as refusal:
        rows.field, rows.error = refusal.fault.field, str(refusal)
    return rows


def _read(rows: Rows, form: Forum, paths: Sequence[Path], posts: PostOptions, size: int) -> None:
    for path in paths:
        with Witness(path) as file:
            for chunk in form.chunks(path, posts, file, size):
                rows.batches.extend(form.parse(chunk, posts))


def fault_of(batch: Batch) -> str:
    """Which promise of a batch does not hold; nothing where all do.

    Each column has one entry for each post, each text and id can be stored, and each refused or skipped row
    has a code.
    """
    posts = len(batch.post_id)
    checks = {
        "columns differ in length": {len(getattr(batch, name)) for name in COLUMNS} == {posts},
        "a score without a post": all(0 <= place < posts for place in batch.score),
        "a score that is no number or word": all(
            isinstance(one, int | float | str) for one in batch.score.values()
        ),
        "a post without an id": all(batch.post_id),
        "a post without a text": all(text and not text.isspace() for text in batch.text),
        "an instant out of range": all(type(at) is int and 0 <= at < 2**62 for at in batch.posted_at),
        "a value that cannot be stored": all(
            _is_stored(value)
            for name in ("post_id", "text", "company", "author", "forum")
            for value in getattr(batch, name)
        ),
        "repeats is no truth value": all(type(one) is bool for one in batch.repeats),
        "a refused row without a reason": all(map(_has_reason, batch.refused)),
        "a skipped row without a cause": all(
            cause.isidentifier() and count > 0 for cause, count in batch.skipped.items()
        ),
        "marks of other posts": len(batch.marks) in (0, posts) and MARKS.issuperset(batch.marks),
        "further names that are no texts": len(batch.further_names) in (0, posts)
        and all(_is_stored(one) for of in batch.further_names for part in of for one in part),
    }
    return next((fault for fault, holds in checks.items() if not holds), "")


def _is_stored(value: object) -> bool:
    if not isinstance(value, str):
        return False
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _has_reason(row: RefusedRow) -> bool:
    return row.reason.isidentifier() and row.line >= 0 and row.length >= 0
