"""Gives freed memory back to the system, which glibc keeps for more: it counts as the process's own."""

from __future__ import annotations

import ctypes


def give_back() -> None:
    """Give back what can be given; nothing where the system's library has no way."""
    try:
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    except (OSError, TypeError):
        return
    if trim is not None:
        trim(0)
