"""Sizes as people write them: 500MB, 2 GB, 1500000."""

from __future__ import annotations

import re
from typing import Final

from naysay.run.stages.folder import LEAST_LIMIT
from naysay.study.errors import InputError

_UNITS: Final = {"": 1, "b": 1, "kb": 10**3, "mb": 10**6, "gb": 10**9, "tb": 10**12}
_SIZE: Final = re.compile(r"(\d{1,15}(?:\.\d{1,9})?) ?([a-z]{0,2})", re.ASCII)


def parsed_size(text: str, field: str = "--limit") -> int:
    """The bytes that ``text`` names.

    Raises
    ------
    InputError
        What is no size, or one that is too small for a single study.
    """
    match = _SIZE.fullmatch(text.strip().lower())
    unit = _UNITS.get(match[2]) if match else None
    size = 0 if match is None or unit is None else round(float(match[1]) * unit)
    if size < LEAST_LIMIT:
        raise InputError(
            field,
            got=text,
            allowed=f"a size of {shown_size(LEAST_LIMIT)} or more, such as 500MB or 2GB",
            mend="Write a number and B, kB, MB or GB. To keep nothing, run with --no-cache.",
        )
    return size


def shown_size(size: int) -> str:
    """``size`` bytes in the largest unit that it has one of: 2 GB, 1.5 MB, 17 B."""
    for unit in ("TB", "GB", "MB", "kB"):
        one = _UNITS[unit.lower()]
        if size >= one:
            return f"{size / one:.3g} {unit}"
    return f"{size} B"
