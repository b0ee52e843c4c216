"""Rows that stand for those of a file: so many at most, evenly over all, and counts of the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from naysay.data.excerpts import Extent
from naysay.data.forums import is_plain
from naysay.data.tables.dialect import Dialect
from naysay.data.tables.encoding import Encoding
from naysay.data.tables.kinds import Kind

MOST_ROWS: Final = 20_000
"""Rows that are held; of more, every second, fourth and so on."""
MOST_NAMES: Final = 500
"""Columns that are looked at."""


@dataclass(frozen=True, slots=True)
class SampledRows:
    """``rows`` are cells by the ``names`` of columns; there are none where no row has names.

    ``n_rows`` is a count where ``is_exact``, by the size of the file where ``is_estimate``, and else of those
    rows that were read. It counts ``refused`` and ``skipped`` rows, too, of which there are so many by cause
    among those that were read.
    """

    path: Path
    kind: Kind
    """What the file holds, unpacked if it is ``packed``."""
    size: int
    names: tuple[str, ...]
    rows: tuple[Mapping[str, Any], ...]
    n_rows: int = 0
    is_exact: bool = False
    is_estimate: bool = False
    refused: Mapping[str, int] = field(default_factory=dict)
    skipped: Mapping[str, int] = field(default_factory=dict)
    others: Mapping[str, int] = field(default_factory=dict)
    """Of the rows that were read, those of another format, by its name."""
    marked: int = 0
    """Of the posts that were read, those that their writers marked as negative, neutral or positive."""
    is_cut_off: bool = False
    """Whether a list of JSON ends before it is over."""
    packed: str = ""
    """gzip or zstd."""
    encoding: Encoding | None = None
    dialect: Dialect | None = None
    hint: str = ""
    """What to do about rows of a text that cannot be told apart as cells."""
    sheet: str = ""
    """The sheet of a workbook that was read, and all that have rows."""
    sheets: tuple[str, ...] = ()

    @property
    def n_refused(self) -> int:
        """Rows that could not be read, of all causes."""
        return sum(self.refused.values())


class KeptRows:
    """Holds ``MOST_ROWS`` rows at most, evenly over all that come."""

    def __init__(self) -> None:
        self.kept: list[Mapping[str, Any]] = []
        self.seen = 0
        self.refused, self.skipped = Counter[str](), Counter[str]()
        self._step = 1

    def add(self, fields: Mapping[str, Any]) -> None:
        """Take the next row in."""
        self.seen += 1
        if self.seen % self._step == 0:
            self.kept.append(fields)
            if len(self.kept) > MOST_ROWS:
                self.kept, self._step = self.kept[1::2], self._step * 2

    def refuse(self, cause: str) -> None:
        """The next row could not be read."""
        self.seen += 1
        self.refused[cause] += 1

    def skip(self, cause: str, n: int) -> None:
        """The next ``n`` rows are no posts by design."""
        self.seen += n
        self.skipped[cause] += n

    def keys(self) -> Iterator[str]:
        """The names that the rows use, in their order."""
        for row in self.kept[:: max(1, len(self.kept) // 1_000)]:
            yield from row


def sampled(
    path: Path, kind: Kind, names: Sequence[str], rows: KeptRows, of: Extent, read: int
) -> SampledRows:
    """What ``rows`` of the file ``path`` stand for, of which ``read`` bytes were read."""
    size = path.stat().st_size
    is_estimate = not of.is_all and 0 < read <= size and is_plain(path)
    return SampledRows(
        path=path,
        kind=kind,
        size=size,
        names=tuple(dict.fromkeys(names or rows.keys()))[:MOST_NAMES],
        rows=tuple(rows.kept),
        n_rows=round(rows.seen * size / read) if is_estimate else rows.seen,
        is_exact=of.is_all,
        is_estimate=is_estimate,
        refused=dict(rows.refused),
        skipped=dict(rows.skipped),
    )
