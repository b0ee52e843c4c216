"""The first bytes that a packed file unpacks to, however much of it is whole."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from naysay.data.forums._archives import DamagedError
from naysay.data.forums._lines import bytes_of
from naysay.data.tables.encoding import HEAD
from naysay.data.witness import Witness
from naysay.study.errors import DataError

_FEW_BLOCKS: Final = 16


@dataclass(frozen=True, slots=True)
class PackedHead:
    """At most HEAD bytes; fewer before a ``fault``: damage, or more unpacked bytes than are allowed."""

    raw: bytes
    fault: DamagedError | DataError | None = None


def packed_head(path: Path) -> PackedHead:
    """The head of the packed file at ``path``.

    Raises
    ------
    DataError
        A file that cannot be opened.
    """
    head, fault = b"", None
    with Witness(path) as look:
        try:
            for block in islice(bytes_of(look), _FEW_BLOCKS):
                head += block
                if len(head) >= HEAD:
                    break
        except (DamagedError, DataError) as error:
            fault = error
    return PackedHead(head[:HEAD], fault)
