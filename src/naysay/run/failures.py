"""The message and the exit code of a command that fails."""

from __future__ import annotations

import errno
import os
import traceback
from pathlib import Path
from typing import Final

import naysay
from naysay.run.terminal import NobodyReadsError, tell
from naysay.study.errors import NaysayError

FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def tell_failure(error: Exception) -> int:
    """Say on stderr what went wrong; the exit code is 1, 2 for usage, 0 for a closed pipe."""
    if isinstance(error, NobodyReadsError):
        return 0  # whoever read the output has enough
    if hasattr(error, "format_message"):  # of the command line's own library: usage
        tell(_usage(error))
        return int(getattr(error, "exit_code", 2))
    tell(_message(error))
    return 1


def _message(error: BaseException) -> str:
    if isinstance(error, NaysayError):
        return "\n".join([str(error), *getattr(error, "__notes__", ())])
    if isinstance(error, MemoryError):
        return "out of memory; nothing was left half written. Give fewer --workers, or free memory."
    if isinstance(error, OSError):
        return _refused_by_the_system(error)
    return (
        f"naysay failed: {type(error).__name__} in {_place(error)}. This is a mistake of the program and not "
        "yours: please report it where you got naysay from, with what the same command prints with --debug."
    )


def _refused_by_the_system(error: OSError) -> str:
    """The message of libraries may quote what they were about to write, so it is not shown."""
    names = [os.fsdecode(name) for name in (error.filename, error.filename2) if isinstance(name, str | bytes)]
    where = f" ({', '.join(names)})" if names else ""
    why = os.strerror(error.errno) if error.errno else type(error).__name__
    if error.filename == "stdout":
        return f"the command is done, but its output could not be written to stdout: {why}"
    mend = "Check the file or folder."
    if error.errno in FULL:
        mend = "Free space, or name another folder: --out for the run, TMPDIR for what is kept meanwhile."
    return f"the system refused: {why}{where}; nothing was left half written. {mend}"


def _usage(error: BaseException) -> str:
    context = getattr(error, "ctx", None)
    message = error.format_message()  # type: ignore[attr-defined]
    if context is None or not message or "Usage:" in message:
        return str(message)
    return f"{context.get_usage()}\nTry '{context.command_path} --help'.\n\nError: {message}"


def _place(error: BaseException) -> str:
    """The innermost place in the program's own files."""
    home = Path(naysay.__file__).parent
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if Path(frame.filename).is_relative_to(home):
            return f"{Path(frame.filename).relative_to(home).as_posix()}, line {frame.lineno}"
    return "the command line"
