"""One entry as the bytes of a file: a hash, the plain values as JSON, and the arrays as they lie in memory.

Nothing in it is code: a workspace may come from a stranger, and unpickling would run what the stranger wrote.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Iterable
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from naysay.study.stages import StageEntry, UnkeptError

MAGIC: Final = b"naysay stage 1\n"
_HASH: Final = 32
_LENGTH: Final = 8
_ALIGNED: Final = 8
_TYPES: Final = re.compile(
    r"(?:\|b1|[|<][iu][1248]|<f[248]|<c(?:8|16)|<[mM]8(?:\[(?:[YMWDhms]|ms|us|ns)\])?)"
)
"""Types of numbers whose bytes say all; an array of objects has none."""


class DamagedEntryError(ValueError):
    """Bytes that are no entry, or another than was asked for."""


def packed(name: str, entry: StageEntry) -> list[bytes | memoryview]:
    """The pieces of the file of ``entry``, whose key is called ``name``.

    Raises
    ------
    UnkeptError
        Plain values that JSON has no form for, or arrays of anything but numbers.
    """
    places, pieces, offset = list[Any](), list[bytes | memoryview](), 0
    for key, array in entry.arrays.items():
        if not _TYPES.fullmatch(array.dtype.str):
            raise UnkeptError(f"an array of {array.dtype}")
        raw = memoryview(np.ascontiguousarray(array).tobytes())
        padding = -len(raw) % _ALIGNED
        pieces += [raw, bytes(padding)]
        places.append([key, array.dtype.str, list(array.shape), offset, len(raw)])
        offset += len(raw) + padding
    try:
        content = {"name": name, "about": entry.about, "arrays": places}
        head = json.dumps(content, allow_nan=False, separators=(",", ":")).encode()
    except (TypeError, ValueError) as error:
        raise UnkeptError(str(error)) from None
    head += b" " * (-len(head) % _ALIGNED)
    body = [len(head).to_bytes(_LENGTH, "big"), head, *pieces]
    return [MAGIC, _hash(body), *body]


def unpacked(name: str, content: bytes) -> StageEntry:
    """The entry called ``name`` in the bytes of its file; its arrays are closed to writing.

    Raises
    ------
    DamagedEntryError
        Bytes that were changed, cut or made by something else, and the entry of another key.
    """
    start = len(MAGIC) + _HASH
    body = memoryview(content)[start:]
    if content[: len(MAGIC)] != MAGIC or content[len(MAGIC) : start] != _hash([body]):
        raise DamagedEntryError("the hash of its content is another")
    try:
        length = int.from_bytes(body[:_LENGTH], "big")
        head = json.loads(bytes(body[_LENGTH : _LENGTH + length]))
        if head["name"] != name:
            raise DamagedEntryError("it is the entry of another key")
        arrays = {
            str(key): _array(body[_LENGTH + length :], kind, shape, offset, size)
            for key, kind, shape, offset, size in head["arrays"]
        }
        return StageEntry(dict(head["about"]), arrays)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise DamagedEntryError(str(error)) from None


def _array(raw: memoryview, kind: str, shape: list[int], offset: int, size: int) -> npt.NDArray[Any]:
    sizes = [*shape, offset, size]
    if not _TYPES.fullmatch(kind) or not all(isinstance(n, int) and n >= 0 for n in sizes):
        raise DamagedEntryError("an array of another kind")
    of = np.dtype(kind)
    if size != of.itemsize * math.prod(shape) or offset + size > len(raw):
        raise DamagedEntryError("an array of another size")
    return np.frombuffer(raw[offset : offset + size], dtype=of).reshape(shape)


def _hash(pieces: Iterable[bytes | memoryview]) -> bytes:
    hashed = hashlib.sha256()
    for piece in pieces:
        hashed.update(piece)
    return hashed.digest()
