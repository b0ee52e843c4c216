"""List the versions of studies that were run on the same data, from the ledger of the workspace."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from naysay.run.check import read_checked
from naysay.run.ledger_text import ledger_text
from naysay.run.terminal import give
from naysay.run.workspace import containing_workspace, workspace_of


def verb(
    study: Annotated[
        Path,
        typer.Argument(
            metavar="[STUDY]",
            help="A study of the workspace, or a workspace; all runs of the one you are in if left out.",
        ),
    ] = Path("."),
) -> None:
    if study.is_dir():
        give(ledger_text(containing_workspace(study), None))
    else:
        give(ledger_text(workspace_of(study), read_checked(study).study.name))
