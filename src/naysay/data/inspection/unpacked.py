"""The first bytes of a file, unpacked where it is packed, and what kind of file they show."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from naysay.data.forums import is_plain
from naysay.data.forums._packed_head import packed_head
from naysay.data.tables.encoding import HEAD
from naysay.data.tables.kinds import Kind, kind_of
from naysay.data.witness import shown_name, unreadable
from naysay.study.errors import DataError

_ENDINGS: Final = {"gzip": ".gz", "zstd": ".zst"}


@dataclass(frozen=True, slots=True)
class FileHead:
    """The first bytes of a file, their kind, and how it is ``packed``: gzip, zstd or not at all.

    ``is_damaged`` where it is packed and cannot be unpacked so far.
    """

    raw: bytes
    kind: Kind
    packed: str = ""
    is_damaged: bool = False


def file_head(path: Path) -> FileHead:
    """The head of ``path``.

    Raises
    ------
    DataError
        A file that cannot be read, and one that is packed under a name that does not say so.
    """
    try:
        with path.open("rb") as stream:
            raw = stream.read(HEAD)
    except (OSError, ValueError) as error:
        raise unreadable(path, error, "FILE") from None
    kind = kind_of(raw)
    if kind not in _ENDINGS:
        return FileHead(raw, kind)
    if is_plain(path):
        raise DataError(
            "FILE",
            got=f"{shown_name(path)}, which is packed by {kind}",
            allowed="packed files whose names say so",
            mend=f"Name it so that it ends with {_ENDINGS[kind]}, such as posts.csv{_ENDINGS[kind]}",
        )
    head = packed_head(path)
    if isinstance(head.fault, DataError):
        raise head.fault
    return FileHead(head.raw, kind_of(head.raw), kind, is_damaged=head.fault is not None)
