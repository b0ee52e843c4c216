"""Compare two runs: their findings, options and tables."""

from __future__ import annotations

from naysay.run.compare import compare
from naysay.run.terminal import give
from naysay.run.verbs.base import RunFolder


def verb(first: RunFolder, second: RunFolder) -> None:
    give(compare(first, second))
