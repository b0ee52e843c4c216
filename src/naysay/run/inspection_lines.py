"""Lines of at most eighty columns, shares and sizes, as `naysay inspect` writes them."""

from __future__ import annotations

import textwrap
from typing import Final

from naysay.study.counts import counted
from naysay.study.errors import printable

WIDTH: Final = 80


def percent(share: float) -> str:
    """A share in per cent; neither 0 nor 100 unless it is exactly that."""
    if 0 < share < 0.01:
        return "under 1 %"
    if 0.99 < share < 1:
        return "over 99 %"
    return f"{share:.0%}".replace("%", " %")


def wrapped(text: str, indent: int = 2) -> list[str]:
    """``text`` in lines that begin with ``indent`` spaces, and all but the first with two more."""
    space = " " * indent
    return textwrap.wrap(
        printable(text), WIDTH, initial_indent=space, subsequent_indent=space + "  ", break_on_hyphens=False
    )


def size_text(size: int) -> str:
    """So many bytes in the unit that suits them."""
    for unit, name in ((10**9, "GB"), (10**6, "MB"), (10**3, "kB")):
        if size >= unit:
            return f"{size / unit:.3g} {name}"
    return f"{counted(size, 'byte')}"
