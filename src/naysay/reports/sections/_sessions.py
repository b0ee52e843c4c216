"""Windows of sessions in words."""

from __future__ import annotations

from naysay.reports.words import Words


def in_sessions(window: tuple[int, int], words: Words) -> str:
    """``in sessions +1 to +5``, or ``on session 0`` where the window has one session."""
    key = "sessions.one" if window[0] == window[1] else "sessions.several"
    return words(key, window=words.numbers.window(*window))
