"""The system's temporary folder: the one that somebody named, and no other in its place."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Final

from naysay.study.errors import DataError

NAMED_BY: Final = ("TMPDIR", "TEMP", "TMP")
USUAL: Final = ("/tmp", "/var/tmp", "/usr/tmp")
"""Where Python looks when no variable names a folder."""


def temporary_place() -> Path:
    """The folder that the first of NAMED_BY names which is set, or else where Python looks.

    Raises
    ------
    DataError
        When that cannot be written: what is kept meanwhile would go to a disk that nobody chose.
    """
    for name in NAMED_BY:
        if folder := os.environ.get(name):
            try:
                with tempfile.TemporaryFile(dir=folder) as file:
                    file.write(b"x")
            except (OSError, ValueError) as error:
                why = error.strerror if isinstance(error, OSError) else str(error)
                raise DataError(
                    name,
                    got=folder,
                    allowed="a folder that can be written, with room for the columns of posts",
                    mend=f"{why}: mend that, or set {name} to another folder.",
                ) from None
            return Path(os.path.abspath(folder))
    parent = Path(tempfile.gettempdir())
    if parent == Path.cwd() and str(parent) not in USUAL:  # where Python goes when all others are full
        raise DataError(
            "TMPDIR",
            got="no temporary folder that can be written",
            allowed="a folder with room for the posts",
            mend="Free space there, or set TMPDIR to another folder.",
        )
    return parent
