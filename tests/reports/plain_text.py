"""Text of a report as a test writes it: with ordinary spaces."""

from __future__ import annotations

from naysay.reports.numbers import NBSP


def plain(text: str) -> str:
    """``text`` with a space in the place of each that does not break."""
    return text.replace(NBSP, " ")
