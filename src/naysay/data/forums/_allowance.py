"""What a packed file may unpack to, in proportion to its size: a small file must not fill the memory."""

from __future__ import annotations

from typing import Final

from naysay.data.witness import Witness, shown_name
from naysay.study.errors import DataError

FREE: Final = 32_000_000
"""Bytes that any file may unpack to."""
RATIO: Final = 128
"""Bytes that each packed byte may stand for beyond that. Dumps of forums have 5 to 15, one text again and
again under new ids and times about 40."""
FREE_ROWS: Final = 100_000
"""Rows that any packed file may hold."""
BYTES_A_ROW: Final = 4
"""Packed bytes that each row beyond them takes at least. The tweets of StockNet take 70; an id and a time
alone take about ten."""
FREE_BRACKETS: Final = 1_000_000
"""Brackets that open in any packed file of JSON; looking at one takes about half a microsecond."""
BRACKETS_A_BYTE: Final = 4
"""Brackets that each packed byte may stand for beyond them. Tweets have one for thirty."""
HELD: Final = 16_000_000
"""Bytes that those pages of a Parquet file may have in any file which are in memory at once, one of each
column; beyond them WIDE_RATIO holds."""
WIDE: Final = 1 << 26
"""Bytes from which on a window is wide: what is unpacked into it stays in memory."""
WIDE_RATIO: Final = 32
"""Bytes that each packed byte may stand for in a frame with a wide window."""


class Allowance:
    """Counts what ``file`` unpacks to. Each method raises a DataError when it is more than is allowed."""

    def __init__(self, file: Witness) -> None:
        self._file = file
        self._packed = self._unpacked = self._row_count = self._bracket_count = 0
        self._ratio = RATIO

    def window(self, size: int) -> None:
        """The next frame may look back ``size`` bytes; of a window only what is unpacked takes memory."""
        self._ratio = WIDE_RATIO if size > WIDE else RATIO

    def unpacked(self, packed: int, size: int) -> None:
        """Of the file ``packed`` bytes more gave ``size`` bytes."""
        self._packed += packed
        self._unpacked += size
        if self._unpacked > FREE + self._ratio * self._packed:
            raise self._too_large(
                f"unpacks to more than {self._ratio} times its size",
                f"{FREE // 10**6} MB and {self._ratio} times the packed size",
            )

    def rows(self, count: int) -> None:
        """The file holds ``count`` rows more, blank lines included."""
        self._row_count += count
        if self._row_count > FREE_ROWS + self._packed // BYTES_A_ROW:
            raise self._too_large(
                f"holds a row for less than {BYTES_A_ROW} bytes",
                f"{FREE_ROWS} rows and one for each {BYTES_A_ROW} packed bytes",
            )

    def brackets(self, count: int) -> None:
        """The file opens ``count`` brackets of JSON more."""
        self._bracket_count += count
        if self._bracket_count > FREE_BRACKETS + BRACKETS_A_BYTE * self._packed:
            raise self._too_large(
                f"opens more than {BRACKETS_A_BYTE} brackets for each byte",
                f"{FREE_BRACKETS} brackets and {BRACKETS_A_BYTE} for each packed byte",
            )

    def held(self, size: int, packed: int) -> None:
        """Pages of ``packed`` bytes take ``size`` bytes at once."""
        if size > max(HELD, WIDE_RATIO * packed):
            raise self._too_large(
                f"unpacks {packed} bytes to {size} at once",
                f"{HELD // 10**6} MB, or {WIDE_RATIO} times the packed bytes, at once",
            )

    def _too_large(self, fault: str, allowed: str) -> DataError:
        return DataError(
            "posts.path",
            got=f"{shown_name(self._file.path)}, which {fault}",
            allowed=f"packed files of at most {allowed}",
            mend="Unpack it, look at it, and name the unpacked file.",
        )
