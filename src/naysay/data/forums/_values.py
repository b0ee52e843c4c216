"""Cuts files of JSON into chunks of one value a line, where a format itself says how its values are taken."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from naysay.data.forums._allowance import Allowance
from naysay.data.forums._archives import DamagedError
from naysay.data.forums._lines import DAMAGED, bytes_of, is_plain
from naysay.data.forums.base import CHUNK, Chunk
from naysay.data.tables.json_bytes import BrokenError, CutOffError
from naysay.data.tables.transcoding import Utf8
from naysay.data.witness import Witness, shown_name
from naysay.study.errors import DataError
from naysay.study.notices import warn

TakeValues = Callable[[Iterable[bytes]], Iterator[bytes]]
"""From the text of a file, in UTF-8 and in blocks, to its values without line feeds."""
HEAD: Final = 1 << 16


def value_chunks(
    path: Path,
    take: TakeValues,
    file: Witness,
    declared: str,
    size: int = CHUNK,
    inside: Sequence[str] = (),
) -> Iterator[Chunk]:
    """The values that ``take`` gives, each on a line; a chunk's line is the place of its first, from 1 on.

    ``declared`` is the encoding that the study says. A file that is cut off gives all before that, and what
    is left over is its last line. The context of a chunk is the damage of its last line, and ``inside``.

    Raises
    ------
    DataError
        A file that breaks the rules of JSON between its values, one that cannot be read, and one that unpacks
        to more than is allowed; chunks of what was read before come first.
    """
    gathered, length, number = list[bytes](), 0, 1
    allowance = None if is_plain(path) else Allowance(file)
    source = UpToDamage(file, allowance)
    text, fault = Utf8(source, declared=declared, is_unicode=True), None
    try:
        for value in take(text):
            if length >= size:
                yield Chunk(path, None, b"".join(gathered), number, ("", *inside))
                number, gathered, length = number + len(gathered), [], 0
            gathered.append(value + b"\n")
            length += len(value) + 1
            if allowance is not None:
                allowance.rows(1)
    except CutOffError as cut:
        warn("list_cut_off", shown_name(path))
        gathered += [cut.rest.replace(b"\n", b" ")] if cut.rest.strip() else []
    except BrokenError:
        fault = no_whole_json(path)
    except DataError as error:
        fault = error
    damage = DAMAGED if source.is_damaged and fault is None else ""
    yield Chunk(path, None, b"".join(gathered), number, (damage, *inside))
    if fault is not None:
        raise fault
    text.tell(shown_name(path))


def text_blocks(file: Witness, declared: str) -> Iterator[bytes]:
    """The text of an open file, unpacked and in UTF-8, up to where it is damaged."""
    yield from Utf8(UpToDamage(file), declared=declared, is_unicode=True)


def head_of_text(path: Path, declared: str) -> bytes:
    """The first bytes of the text of a file, HEAD of them or more where there are as many."""
    head = b""
    with Witness(path) as look:
        try:
            for block in text_blocks(look, declared):
                head += block
                if len(head) >= HEAD:
                    break
        except DataError:  # whoever reads it next says why
            pass
    return head.removeprefix(b"\xef\xbb\xbf")


class UpToDamage:
    """The bytes of a file up to where it is damaged, as ``bytes_of`` with what a packed file is allowed."""

    def __init__(self, file: Witness, allowance: Allowance | None = None) -> None:
        self.is_damaged = False
        self._file = file
        self._allowance = allowance if allowance is not None or is_plain(file.path) else Allowance(file)

    def __iter__(self) -> Iterator[bytes]:
        try:
            for block in bytes_of(self._file, self._allowance):
                if self._allowance is not None:
                    self._allowance.brackets(block.count(b"[") + block.count(b"{"))
                yield block
        except DamagedError:
            self.is_damaged = True


def no_whole_json(path: Path) -> DataError:
    """The error of a file whose values cannot be told apart."""
    return DataError(
        "posts.path",
        got=f"{shown_name(path)}, which is no whole JSON",
        allowed="an array of objects, an object with such a list, or an object on each line",
        mend="Export it again. What stands behind the place where it breaks cannot be told apart.",
    )
