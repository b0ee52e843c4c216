"""The command ``naysay``. Signals are taken in hand before anything that takes time is loaded."""

from __future__ import annotations

import signal

if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # until our own stands, Ctrl-C ends it without a traceback

import importlib
import os

from naysay.run.stopping import stop_by_signals


def main() -> None:
    """Run the command line."""
    stop_by_signals()
    _open_standard_files()
    importlib.import_module("naysay.run.cli").main()


def _open_standard_files() -> None:
    """Where stdin, stdout or stderr was closed, no file of ours may get its number."""
    while (number := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(number)


if __name__ == "__main__":
    main()
