"""Measure how well scorers agree with labelled posts, writers' own marks, or the source's own scores."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from naysay.run.check import read_checked
from naysay.run.evaluate import evaluate
from naysay.run.evaluate_marks import evaluate_marks
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
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            help="Labelled posts, a TSV file with label, text, group, date; or a study; with --format "
            "files of a forum, or folders of such.",
        ),
    ],
    form: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="NAME",
            help="Format of posts that their own writers marked, such as stocktwits: marks are the labels.",
        ),
    ] = "",
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
    file, is_study = files[0], files[0].suffix.lower() == ".toml"
    if form:
        if is_study or score_column:
            raise InputError(
                "--format",
                got=f"{form} with {'a study' if is_study else '--score-column'}",
                allowed="files of posts in that format, which their own writers marked",
                mend="Name these files instead of the study." if is_study else "Leave --score-column out.",
            )
        with warned(Progress()):
            give(evaluate_marks(files, form, scorer or ()))
        return
    if len(files) > 1:
        raise InputError(
            "FILE",
            got=f"{len(files)} files",
            allowed="one file of labelled posts, or one study",
            mend="Name one, or say with --format what posts these are.",
        )
    if not is_study:
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
