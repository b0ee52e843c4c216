"""Tell what files are, and the blocks of a study that read them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from naysay.run.inspect import inspection
from naysay.run.terminal import give


def verb(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Files of posts or prices, or folders of such.")
    ],
) -> None:
    give(inspection(files))
