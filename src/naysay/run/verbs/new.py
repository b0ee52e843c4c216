"""Make a workspace with a first study to change."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from naysay.run.new import new_workspace
from naysay.run.terminal import give


def verb(folder: Annotated[Path, typer.Argument(metavar="DIR", help="The workspace to make.")]) -> None:
    give(str(new_workspace(folder)))
