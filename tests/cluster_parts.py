"""What workers of a cluster do in tests: it is imported there by its name."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from naysay.data.carried import at_hand
from naysay.data.forums.base import Chunk
from naysay.study.errors import DataError
from naysay.study.notices import warn


def slept(seconds: float, part: int) -> int:
    """The part, some time later."""
    time.sleep(seconds)
    return part


def hung_once(marker: str, part: int) -> int:
    """The part; the third hangs for ever where ``marker`` is not there yet."""
    if part == 3 and not Path(marker).exists():
        Path(marker).touch()
        time.sleep(100_000)
    return part


def killed_once(marker: str, part: int) -> int:
    """The part; the third takes its process with it where ``marker`` is not there yet."""
    if part == 3 and not Path(marker).exists():
        Path(marker).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return part


def killed(last: int, part: int) -> int:
    """The part; those from ``last`` on take their process with them."""
    if part >= last:
        os.kill(os.getpid(), signal.SIGKILL)
    return part


def process_of(part: int) -> int:
    """The process that works on the part."""
    time.sleep(0.05)
    return os.getpid()


def large(size: int, part: int) -> bytes:
    """So many bytes that no two parts share."""
    return part.to_bytes(4, "big") * (size // 4)


def length(part: bytes) -> int:
    """The bytes of a part."""
    return len(part)


def working_folder(part: int) -> str:
    """The folder that the process works in."""
    return os.getcwd()


def odd(part: int) -> int:
    """The part, after a warning of it."""
    warn("odd", f"{part}.csv", rows=part)
    return part


def refused(part: int) -> int:
    """The part, unless it is the second."""
    if part == 2:
        raise DataError("posts.path", got="two", allowed="one", mend="Take one.")
    return part


def timed_out(part: int) -> int:
    """Never: it ends as a connection does that takes too long."""
    raise TimeoutError(f"part {part}")


def held_at_hand(marker: str, chunk: Chunk) -> int:
    """The bytes of the chunk's file; who reads it first holds it for ever, and notes its process."""
    with at_hand(chunk) as own:
        content = own.path.read_bytes()
        try:
            with open(marker, "x") as file:
                file.write(str(os.getpid()))
        except FileExistsError:
            return len(content)
        time.sleep(100_000)
    return 0
