"""What a signal does to the command: workers end, working folders go, one line is printed.

It is loaded before all others, so it asks for the rest only where that is loaded already.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from types import FrameType
from typing import Final

CODES: Final = {
    getattr(signal, name): 128 + int(getattr(signal, name))
    for name in ("SIGHUP", "SIGINT", "SIGTERM")
    if hasattr(signal, name)
}
"""129, 130 and 143, as a shell tells them."""
SHOW_CURSOR: Final = b"\x1b[?25h\n"
"""Bars hide it."""


def stop_by_signals() -> None:
    """From now on SIGHUP, Ctrl-C and SIGTERM end the process at once, with nothing left behind.

    A signal that whoever started the process has it ignore, as nohup does, stays ignored. The process does
    not unwind: an exception may be swallowed by whatever code the signal meets.
    """
    for number in CODES:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _stop)


def _stop(number: int, frame: FrameType | None) -> None:
    for other in CODES:
        signal.signal(other, signal.SIG_IGN)
    with suppress(Exception):
        _end_workers()
    with suppress(Exception):
        _remove_folders()
    with suppress(OSError):
        name = signal.Signals(number).name
        os.write(2, (SHOW_CURSOR if os.isatty(2) else b"") + _message(name).encode("ascii"))
    os._exit(CODES[signal.Signals(number)])


def _message(name: str) -> str:
    how = "Ctrl-C" if name == "SIGINT" else name
    return f"stopped by {how}; nothing was left half written\n"


def _end_workers() -> None:
    """Kill the worker processes; without the module that starts them there are none."""
    multiprocessing = sys.modules.get("multiprocessing")
    if multiprocessing is not None:
        for worker in multiprocessing.active_children():
            worker.kill()


def _remove_folders() -> None:
    """Remove working folders, and what lies where workers elsewhere take their parts from."""
    for name in ("naysay.data.scratch", "naysay.run.executors._parts_place"):
        if (module := sys.modules.get(name)) is not None:
            with suppress(Exception):
                module.remove_all()
