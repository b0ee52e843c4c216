"""Estimates of returns in words: basis points with their sign, and the interval in brackets."""

from __future__ import annotations

from typing import Any

from naysay.reports.numbers import bp_digits, finite
from naysay.reports.words import Words


def signed(value: Any, low: Any, high: Any, words: Words) -> dict[str, str]:
    """The braces ``estimate`` and ``interval`` of a phrase, such as ``−12 bp`` and `` (95 % interval ...)``.

    The interval is empty where there is none, and the estimate is a dash.
    """
    digits = bp_digits(value, low, high)
    return {
        "estimate": words.numbers.basis_points(value, digits=digits, sign=True),
        "interval": in_brackets(low, high, words, digits),
    }


def in_brackets(low: Any, high: Any, words: Words, digits: int | None = None) -> str:
    """An interval in basis points with its signs, in brackets; empty where an end is missing."""
    if finite(low) is None or finite(high) is None:
        return ""
    digits = bp_digits(low, high) if digits is None else digits
    return words("interval", span=words.numbers.span(low, high, digits, sign=True))
