"""Measure how well scorers agree with your own labelled posts."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from naysay.run.evaluate import evaluate
from naysay.run.terminal import give


def verb(
    file: Annotated[
        Path, typer.Argument(metavar="FILE.tsv", help="Labelled posts: label, text, group, date.")
    ],
    scorer: Annotated[
        list[str] | None,
        typer.Option("--scorer", help="A scorer to measure; repeat it for several. All if left out."),
    ] = None,
) -> None:
    give(evaluate(file, scorer or ()))
