"""Tries an old workbook (.xls) in a process of its own: a damaged one may end the process that opens it.

Such a file is not packed in parts whose sizes could be looked at before, and python-calamine makes the room
that it asks for, however much that is. What was read there in limited memory is read here without harm.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

from naysay.data.tables.workbook_size import TooLargeError

LARGEST: Final = 64_000_000
"""Bytes of a .xls file."""
MOST_MEMORY: Final = 4_000_000_000
"""Bytes that reading it may take, where the system has such a limit."""
MOST_SECONDS: Final = 120
_TRIAL: Final = f"""
import sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, ({MOST_MEMORY}, {MOST_MEMORY}))
except (ImportError, OSError, ValueError):
    pass
from python_calamine import CalamineWorkbook, SheetTypeEnum
book = CalamineWorkbook.from_path(sys.argv[1])
for sheet in book.sheets_metadata:
    if sheet.typ == SheetTypeEnum.WorkSheet:
        rows = book.get_sheet_by_name(sheet.name)
        for row in rows.iter_rows() if rows.height else ():
            pass
"""


class UnreadableWorkbookError(ValueError):
    """A workbook that could not be read on trial."""


def try_old_workbook(path: Path) -> None:
    """Read all sheets of a .xls file once, elsewhere.

    Raises
    ------
    TooLargeError
        A file over the limit of bytes.
    UnreadableWorkbookError
        One that cannot be read, or not within the limits of memory and time.
    """
    if path.stat().st_size > LARGEST:
        raise TooLargeError(f"more than {LARGEST // 10**6} MB")
    try:
        trial = subprocess.run(
            [sys.executable, "-P", "-c", _TRIAL, str(path.resolve())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=MOST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise UnreadableWorkbookError from None
    if trial.returncode:
        raise UnreadableWorkbookError
