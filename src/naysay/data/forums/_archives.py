"""Unpacks .gz and .zst files step by step, so that no step fills the memory, and reports damaged files."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Final, Protocol

import zstandard

from naysay.data.forums._allowance import Allowance
from naysay.data.witness import PIECE, Witness

STEP: Final = 512
"""Bytes that are unpacked at once. What they hold is lost where they are damaged, and they give at most
16 MB: four bytes of zstd may stand for 128 kB."""
SMALL_STEP: Final = 32
"""The same behind bytes that gave DENSE times as many or more; they give at most a megabyte."""
DENSE: Final = 2_000
WINDOW: Final = 1 << 31
"""Bytes a frame may look back, as ``zstd --long=31`` writes; dumps of large forums need it."""
_OUTPUT: Final = 1 << 13
_HEADER: Final = 18
"""Bytes of the longest head of a frame."""
_GATHERED: Final = 1 << 16
"""Bytes from which on unpacked pieces are handed over: smaller ones cost more than they bring."""


class DamagedError(ValueError):
    """An archive that is cut off, damaged, or followed by something else."""


class _Inflate(Protocol):
    """One frame or member: bytes in, bytes out, until ``eof``."""

    @property
    def eof(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, /) -> bytes: ...


def unpacked(file: Witness, allowance: Allowance) -> Iterator[bytes]:
    """The bytes of all frames or members, one after another, in pieces of at most 16 MB.

    Raises
    ------
    DamagedError
        Behind the last piece before the damage.
    DataError
        When it unpacks to more than is allowed.
    """
    gathered: list[bytes] = []
    size = 0
    try:
        for piece in _inflated(file, allowance):
            if gathered and size + len(piece) >= _GATHERED:  # joined with a large piece, both would be held
                yield b"".join(gathered)
                gathered, size = [], 0
            gathered.append(piece)
            size += len(piece)
            if size >= _GATHERED:
                yield gathered.pop()
                size = 0
    except (zstandard.ZstdError, zlib.error, EOFError):
        yield b"".join(gathered)
        raise DamagedError from None
    yield b"".join(gathered)


def _inflated(file: Witness, allowance: Allowance) -> Iterator[bytes]:
    """What each step gives; zstandard's own reader ends quietly when the last frame is cut off."""
    is_zstd = file.path.suffix.lower() == ".zst"
    archive = zstandard.ZstdDecompressor(max_window_size=WINDOW)
    held, place, step = b"", 0, STEP
    while True:
        if len(held) - place < _HEADER:
            held, place = held[place:] + file.read(PIECE), 0
        while not is_zstd and held[place : place + 1] == b"\0":  # members may be padded
            place += 1
        if place == len(held):
            if not (held := file.read(PIECE)):
                return
            place = 0
            continue
        inflate: _Inflate
        if is_zstd:
            allowance.window(_window(held[place : place + _HEADER]))
            inflate = archive.decompressobj(write_size=_OUTPUT)
        else:
            inflate = zlib.decompressobj(wbits=31)
        while not inflate.eof:
            if place == len(held):
                held, place = file.read(PIECE), 0
                if not held:
                    raise EOFError
            packed = held[place : place + step]
            piece = inflate.decompress(packed)
            step = SMALL_STEP if len(piece) >= DENSE * len(packed) else STEP
            used = len(packed) - len(inflate.unused_data)
            allowance.unpacked(used, len(piece))
            place += used
            if piece:
                yield piece


def _window(head: bytes) -> int:
    """Bytes that a frame looks back; 0 where its head cannot be read."""
    try:
        return int(zstandard.get_frame_parameters(head).window_size)
    except zstandard.ZstdError:
        return 0
