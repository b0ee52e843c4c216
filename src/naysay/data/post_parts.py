"""Parquet files of the posts that a study keeps: the only place where their text is stored."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from naysay.data.forums import Batch

ROWS_A_PART: Final = 10_000
TEXT_A_PART: Final = 4_000_000
"""Characters; a part is full when it has as many rows or as much text."""
SCHEMA: Final = pa.schema(
    [
        ("post_id", pa.string()),
        ("company", pa.string()),
        ("posted_at", pa.int64()),
        ("session", pa.int64()),
        ("text", pa.string()),
        ("author", pa.int64()),
        ("said", pa.int64()),
        ("forum", pa.string()),
    ]
)
"""``posted_at`` is UTC in nanoseconds, ``session`` the position among the sessions of the post's company.
``author`` is a hash of who wrote it, 0 if unknown; ``said`` one of the text without case, URLs, handles."""

_PASSING: Final = re.compile(r"https?://\S+|@\w+:?|^RT\b")
"""URLs, handles and retweet marks: they differ between copies of one text."""


class PostParts:
    """Collects the posts that are kept, and writes a part whenever one is full."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pending: list[tuple[str, str, int, int, str, int, int, str]] = []
        self._text = 0
        self._written: list[Path] = []

    def add(self, batch: Batch, row: int, company: str, session: int, forum: str) -> None:
        """The post in one ``row`` of a batch, about ``company`` in its session number ``session``."""
        text = batch.text[row]
        author = _hashed(batch.author[row]) if batch.author[row] else 0
        said = _hashed(" ".join(_PASSING.sub(" ", text).casefold().split()))
        self._pending.append(
            (batch.post_id[row], company, batch.posted_at[row], session, text, author, said, forum)
        )
        self._text += len(text)
        if len(self._pending) == ROWS_A_PART or self._text >= TEXT_A_PART:
            self._write()

    def close(self) -> tuple[Path, ...]:
        """Write what is left, and give the files in the order of the posts."""
        if self._pending:
            self._write()
        return tuple(self._written)

    def _write(self) -> None:
        part = self._folder / f"part-{len(self._written):05d}.parquet"
        columns = [
            pa.array(values, kind.type)
            for values, kind in zip(zip(*self._pending, strict=True), SCHEMA, strict=True)
        ]
        pq.write_table(pa.Table.from_arrays(columns, schema=SCHEMA), part, compression="zstd")
        self._written.append(part)
        self._pending, self._text = [], 0


def _hashed(text: str) -> int:
    digest = hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
