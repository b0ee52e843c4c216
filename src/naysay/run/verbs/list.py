"""Show the names that a study may use, or every key of a study file."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from naysay.run.parts import FOLDERS
from naysay.run.terminal import give
from naysay.study.parts import names
from naysay.study.reference import as_markdown

KEYS: Final = "keys"
KINDS: Final = (*FOLDERS, KEYS)


def verb(kind: Annotated[str, typer.Argument(metavar="KIND", help=", ".join(KINDS))]) -> None:
    if kind not in KINDS:
        raise typer.BadParameter(f"{kind!r} is none of {', '.join(KINDS)}", param_hint="KIND")
    give(as_markdown() if kind == KEYS else "\n".join(names(FOLDERS[kind])))
