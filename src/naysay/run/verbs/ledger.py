"""List the versions of studies that were run on the same data, from the ledger of the workspace."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from naysay.run.check import read_checked
from naysay.run.ledger_text import ledger_text
from naysay.run.terminal import give
from naysay.run.workspace import workspace_of


def verb(
    study: Annotated[
        Path, typer.Argument(metavar="[STUDY]", help="A study of the workspace; all runs if left out.")
    ] = Path("."),
) -> None:
    is_study = study.suffix == ".toml"
    workspace = workspace_of(study if is_study else study / "study.toml")
    give(ledger_text(workspace, read_checked(study).study.name if is_study else None))
