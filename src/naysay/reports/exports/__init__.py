"""Formats a report can be written in: each file is one, with a constant EXPORT of type ``base.Export``."""

from __future__ import annotations

from naysay.reports.exports.base import Export
from naysay.study.parts import load


def export(name: str) -> Export:
    """The export ``name``.

    Raises
    ------
    PartError
        When there is no such export; the error lists those there are.
    """
    return load(__name__, name, "EXPORT", Export)
