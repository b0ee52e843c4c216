"""Names of months and days of the week, English and German, and the words between a date and a clock."""

from __future__ import annotations

from typing import Final

_MONTHS: Final = (
    "jan january januar jänner jaenner",
    "feb february februar feber",
    "mar march mär mrz märz maerz",
    "apr april",
    "may mai",
    "jun june juni",
    "jul july juli",
    "aug august",
    "sep sept september",
    "oct october okt oktober",
    "nov november",
    "dec december dez dezember",
)
MONTHS: Final = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
"""Folded name to 1 .. 12."""

_WEEKDAYS: Final = (
    "mon tue tues wed weds thu thur thurs fri sat sun "
    "monday tuesday wednesday thursday friday saturday sunday "
    "mo di mi do fr sa so montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag"
)
_BETWEEN: Final = "at on um am den the of - – — t"
PASSED_OVER: Final = frozenset((_WEEKDAYS + " " + _BETWEEN).split())
"""Words of a date that say nothing about which day it is, or nothing that the date does not."""
