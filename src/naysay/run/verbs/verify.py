"""Check each file of a run against its recorded hash."""

from __future__ import annotations

import typer

from naysay.run.manifest import differences
from naysay.run.terminal import give
from naysay.run.verbs.base import RunFolder


def verb(run: RunFolder) -> None:
    lines = differences(run)
    for line in lines:
        give(line)
    if lines:
        raise typer.Exit(1)
    give("all files are as recorded in the manifest")
