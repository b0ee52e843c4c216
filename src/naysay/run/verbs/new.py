"""Make a workspace with a first study to change, of your own files if you name them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final, get_args

import typer

from naysay.run.new import new_workspace
from naysay.run.new_from import new_from_files
from naysay.run.terminal import give, tell
from naysay.study.about import Language

LANGUAGES: Final = get_args(Language)


def verb(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The workspace to make.")],
    files: Annotated[
        list[Path] | None,
        typer.Option(
            "--from",
            metavar="FILE",
            help="A file of posts or prices, or a folder of such, to read; repeat it for several.",
        ),
    ] = None,
    language: Annotated[
        str,
        typer.Option(help=f"Language of the report and of the study's comments: {' or '.join(LANGUAGES)}."),
    ] = "en",
) -> None:
    chosen = next((code for code in LANGUAGES if code == language), None)
    if chosen is None:
        raise typer.BadParameter(f"{language!r} is none of {', '.join(LANGUAGES)}", param_hint="--language")
    if not files and chosen == "en":
        give(str(new_workspace(folder)))
        return
    first = new_from_files(folder, files or (), chosen)
    for line in first.lines:
        tell(line)
    give(str(first.path))
