"""Show the names that a study may use, every key of a study file, column of a run's tables, or command."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from naysay.analysis.methods import all_tables
from naysay.run import verb_reference
from naysay.run.parts import FOLDERS, study_type
from naysay.run.terminal import give
from naysay.study import frames, reference
from naysay.study.parts import names

KEYS: Final = "keys"
TABLES: Final = "tables"
VERBS: Final = "verbs"
KINDS: Final = (*FOLDERS, KEYS, TABLES, VERBS)


def verb(kind: Annotated[str, typer.Argument(metavar="KIND", help=", ".join(KINDS))]) -> None:
    if kind not in KINDS:
        raise typer.BadParameter(f"{kind!r} is none of {', '.join(KINDS)}", param_hint="KIND")
    if kind == KEYS:
        give(reference.as_markdown(study_type()))
    elif kind == TABLES:
        give(frames.as_markdown(all_tables()))
    elif kind == VERBS:
        give(verb_reference.as_markdown())
    else:
        give("\n".join(names(FOLDERS[kind])))
