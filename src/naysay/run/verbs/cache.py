"""Show what stages of runs are kept in a workspace, remove them, or set how many bytes they may have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from naysay.run.stages.folder import NotOursError
from naysay.run.stages.sizes import parsed_size, shown_size
from naysay.run.stages.summary import folder_of, summary_lines
from naysay.run.terminal import give
from naysay.study.counts import counted
from naysay.study.errors import DataError


def verb(
    workspace: Annotated[
        Path, typer.Argument(metavar="WORKSPACE", help="The workspace; the one you are in if left out.")
    ] = Path("."),
    clear: Annotated[
        bool, typer.Option("--clear", help="Remove all stages: the next run computes everything.")
    ] = False,
    limit: Annotated[
        str,
        typer.Option(
            "--limit", metavar="SIZE", help="The size of all stages together, such as 500MB or 2GB."
        ),
    ] = "",
) -> None:
    folder = folder_of(workspace)
    if clear:
        removed = folder.clear()
        give(f"{folder.path}: {counted(removed, 'entry')} removed")
    if limit:
        size = parsed_size(limit)
        try:
            folder.set_limit(size)
        except NotOursError as error:
            raise DataError(
                "WORKSPACE",
                got=str(error),
                allowed="a folder for you alone",
                mend="Remove it, and try again.",
            ) from None
        give(f"{folder.path}: at most {shown_size(size)} from now on")
    if not clear and not limit:
        for line in summary_lines(folder):
            give(line)
