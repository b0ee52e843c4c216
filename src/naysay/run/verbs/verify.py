"""Hold a run to its manifest: its files; with STUDY its inputs, and with --recompute its numbers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from naysay.run.check import read_checked
from naysay.run.manifest import differences
from naysay.run.progress import Progress
from naysay.run.terminal import give
from naysay.run.verbs.base import CORES, DataFolder, RunFolder, Workers, today
from naysay.run.verification import held, original_of, recomputed
from naysay.run.verification_text import held_text, recomputed_text
from naysay.run.workspace import workspace_of
from naysay.study.errors import InputError


def verb(
    run: RunFolder,
    study: Annotated[
        Path | None, typer.Argument(metavar="[STUDY]", help="The study, to check its inputs as well.")
    ] = None,
    data: DataFolder = None,
    recompute: Annotated[
        bool, typer.Option("--recompute", help="Run the study again, and list each number that moved.")
    ] = False,
    workers: Workers = CORES,
) -> None:
    if study is None and (recompute or data is not None):
        raise InputError(
            "STUDY",
            got="none",
            allowed="the study of the run with --recompute or --data",
            mend="Name it behind the run: naysay verify RUN STUDY --recompute.",
        )
    damage = differences(run)
    for line in damage or ["all files are as recorded in the manifest"]:
        give(line)
    failed = bool(damage)
    if study is not None:
        original = original_of(run, read_checked(study), workspace_of(study, data))
        now = held(original)
        give(held_text(now, original.manifest))
        if recompute:
            again = recomputed(original, workers=workers, today=today(), progress=Progress())
            give(recomputed_text(again, now, damage))
            failed = failed or bool(now.inputs or now.options) or again.is_moved
        else:
            failed = failed or not now.is_alike
    if failed:
        raise typer.Exit(1)
