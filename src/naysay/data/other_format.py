"""What to write where a study names another format than its files have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Final

from naysay.data.inspection.recognition import asked_formats, recognised_format
from naysay.data.inspection.unpacked import file_head
from naysay.data.witness import shown_name
from naysay.study.errors import DataError
from naysay.study.spec import PostOptions

TABLE: Final = "table"
MOST_FILES: Final = 3
"""Files that are looked into."""
_MAY_BE_OF_IT: Final = frozenset(
    {"posts.columns", "posts.columns.id", "posts.format", "posts.max_lost", "posts.path", "posts.records"}
)
"""What is refused of a file that is read in another format than its own."""
_TABLES: Final = frozenset({"text", "parquet", "workbook", "compound"})


@contextmanager
def format_told(posts: PostOptions, files: Iterable[Path]) -> Iterator[None]:
    """What is refused meanwhile says that ``files`` are of another format than ``posts`` names, where so."""
    try:
        yield
    except DataError as error:
        raise of_other_format(error, posts, files) from None


def of_other_format(error: DataError, posts: PostOptions, files: Iterable[Path]) -> DataError:
    """``error``, or what says it better: that one of ``files`` is of another format than ``posts`` names."""
    if error.fault.field in _MAY_BE_OF_IT:
        for path in islice(files, MOST_FILES):
            if own := _other(path, posts.format):
                looks = "a table" if own == TABLE else own
                return DataError(
                    "posts.format",
                    got=f"{posts.format} for {shown_name(path)}",
                    allowed=f"the format of this file, which looks like {looks}",
                    mend=f'Write format = "{own}"; `naysay inspect` writes the whole [posts] block.',
                )
    return error


def _other(path: Path, named: str) -> str:
    """The format of a file, where it is certainly not the one that is ``named``; else empty."""
    try:
        own = recognised_format(path)
        if own.name:
            return own.name if own.name != named else ""
        asks = any(one.name == named for one in asked_formats())
        is_table = asks and not own.counts and file_head(path).kind in _TABLES
        return TABLE if is_table else ""
    except DataError:
        return ""
