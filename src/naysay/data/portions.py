"""Columns of posts without their text: a worker writes those of a chunk, the program reads those of all."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, TextIO

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from naysay.data.forums import RefusedRow
from naysay.data.own_scores import ScoreTally

RETWEET: Final = -2
"""The session of a retweet that the study leaves out: it is remembered, so that its copies are duplicates."""


@dataclass(slots=True)
class Portion:
    """What became of one chunk: counts of its rows by cause.

    Whether a post was seen before is not decided yet, and nothing here depends on another chunk.
    """

    file: int
    """The place of the chunk's file among those of the study."""
    rows: int = 0
    posts: int = 0
    """Rows of its columns: a post once for each company that it is about."""
    refused: Counter[str] = field(default_factory=Counter)
    first_refused: str = ""
    """The reason and the place of the first row that could not be read."""
    first_unlinked: str = ""
    """Of the first row that names no company: what names none, as ``unlinked_name`` gives it."""
    skipped: Counter[str] = field(default_factory=Counter)
    further: Counter[str] = field(default_factory=Counter)
    """Company to the posts that are about it and about one before it as well."""
    without_company: int = 0
    of_many_companies: int = 0
    links: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """(company, linked or refused, rule or reason) to the rows of which it was decided."""


@dataclass(frozen=True, slots=True)
class Taken:
    """The portions of some chunks, and the files with what they hold.

    A row of the ``columns`` is a post and one of its companies, in the order of the chunks.
    """

    portions: tuple[Portion, ...]
    columns: Path | None
    quarantine: Path | None
    """JSON lines of the rows that could not be read."""
    tally: ScoreTally = field(default_factory=ScoreTally)
    """What the posts' own sentiments were, where a scorer reads those."""
    size: int = 0
    """Bytes of the files that it is of, as they lie there."""
    contents: tuple[tuple[Path, bytes], ...] = field(default=(), repr=False)
    """The files that have yet to be written: those of a worker that does not see their folder."""

    def landed(self) -> Taken:
        """The same once all its files lie there."""
        for path, content in self.contents:
            path.write_bytes(content)
        return replace(self, contents=()) if self.contents else self


def write_columns(path: Path, columns: Mapping[str, npt.NDArray[Any]], forums: Sequence[str]) -> None:
    """Write equally long ``columns``, and the forum of each post."""
    forum = pa.array(forums, pa.string()).dictionary_encode()
    table = pa.table({**{name: pa.array(values) for name, values in columns.items()}, "forum": forum})
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)
    pa.default_memory_pool().release_unused()  # what it kept for more is a fifth of a worker's memory


def write_refused(log: TextIO, name: str, refused: Sequence[RefusedRow]) -> None:
    """Write one JSON line a row of the file ``name``: where it stands, why and its length, no text."""
    quoted = json.dumps(name)
    for row in refused:
        # Written by hand: a file of a megabyte may have half a million such rows.
        log.write(
            f'{{"file": {quoted}, "line": {row.line}, "reason": "{row.reason}", "length": {row.length}}}\n'
        )


def column(files: Sequence[Path], name: str, kind: type[np.generic]) -> npt.NDArray[Any]:
    """One column of all ``files``, one after another."""
    pieces = [_column(path, name).to_numpy() for path in files]
    return np.concatenate(pieces) if pieces else np.empty(0, dtype=kind)


def forums(files: Sequence[Path]) -> pd.Categorical:
    """The forum of each post; a forum's place among the categories is that of its first post."""
    known: dict[str, int] = {}
    pieces = []
    for path in files:
        coded = _column(path, "forum").combine_chunks()
        numbers = [known.setdefault(name, len(known)) for name in coded.dictionary.to_pylist()]
        pieces.append(np.array(numbers, dtype=np.int32)[coded.indices.to_numpy()])
    codes = np.concatenate(pieces) if pieces else np.empty(0, dtype=np.int32)
    return pd.Categorical.from_codes(codes, pd.Index(list(known), dtype=object))


def _column(path: Path, name: str) -> pa.ChunkedArray:
    with pa.memory_map(str(path)) as source:
        return pa.ipc.open_file(source).read_all()[name]
