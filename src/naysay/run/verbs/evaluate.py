"""Measure how well scorers agree with your own labelled posts, or with the scores of the source itself."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from naysay.run.check import read_checked
from naysay.run.evaluate import evaluate
from naysay.run.evaluate_study import evaluate_study
from naysay.run.executors import executor
from naysay.run.latest import end_so_far
from naysay.run.progress import Progress
from naysay.run.terminal import give
from naysay.run.verbs.base import CORES, DataFolder, Workers, today
from naysay.run.warned import warned
from naysay.run.workspace import workspace_of
from naysay.study.errors import InputError


def verb(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="Labelled posts, a TSV file with label, text, group, date; or a study."
        ),
    ],
    scorer: Annotated[
        list[str] | None,
        typer.Option("--scorer", help="A scorer to measure; repeat it for several. All if left out."),
    ] = None,
    score_column: Annotated[
        str,
        typer.Option(
            "--score-column", metavar="NAME", help="The file's column with the source's own scores."
        ),
    ] = "",
    data: DataFolder = None,
    workers: Workers = CORES,
) -> None:
    if file.suffix.lower() != ".toml":
        give(evaluate(file, scorer or (), score_column=score_column))
        return
    if score_column:
        raise InputError(
            "--score-column",
            got=score_column,
            allowed="nothing: a study names the column itself",
            mend=f'Write score = "{score_column}" below [posts.columns].',
        )
    with warned(progress := Progress()), executor(workers).kept() as workforce:
        place = workspace_of(file, data)
        study = end_so_far(read_checked(file), place, today=today(), progress=progress)
        give(evaluate_study(study, place, scorer or (), executor=workforce, progress=progress))
