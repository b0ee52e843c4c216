"""Run a study: write its tables, results, figures, report and manifest."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from naysay.run.check import read_checked
from naysay.run.kept_stages import kept_stages
from naysay.run.on_cluster import on_cluster
from naysay.run.parts import FOLDERS
from naysay.run.pipeline import run_study
from naysay.run.progress import Progress
from naysay.run.summary import summary
from naysay.run.terminal import give
from naysay.run.verbs.base import CORES, DataFolder, Replace, StudyFile, Workers, now, part_name, today
from naysay.run.workspace import workspace_of
from naysay.study.errors import InputError
from naysay.study.parts import names


def verb(
    study: StudyFile,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="The folder of the run; below reports/ if left out."),
    ] = None,
    data: DataFolder = None,
    locked: Annotated[bool, typer.Option("--locked", help="Do not use the network.")] = False,
    formats: Annotated[
        str, typer.Option(help="Documents to write, such as pdf,html; those of the study if left out.")
    ] = "",
    since: Annotated[
        Path | None,
        typer.Option("--since", metavar="RUN", help="An earlier run: the report says what changed since it."),
    ] = None,
    day: Annotated[
        str,
        typer.Option(
            "--date", metavar="YYYY-MM-DD", help="The day of the report; the last session if left out."
        ),
    ] = "",
    replace: Replace = False,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Compute everything, and keep no stage for the next run.")
    ] = False,
    workers: Workers = CORES,
    cluster: Annotated[
        str, typer.Option("--cluster", metavar="ADDRESS", help="A Dask cluster: local, or tls://HOST:PORT.")
    ] = "",
    parts: Annotated[
        str,
        typer.Option(
            "--parts",
            metavar="FOLDER",
            help="A folder or s3://... that all workers reach, where they do not see this machine's files.",
        ),
    ] = "",
) -> None:
    checked, workspace, progress = read_checked(study), workspace_of(study, data), Progress()
    checked = on_cluster(checked, cluster, parts)
    with nullcontext() if no_cache else kept_stages(checked, workspace, progress) as stages:
        place, results = run_study(
            checked,
            workspace,
            out=out,
            formats=_formats(formats),
            workers=workers,
            locked=locked,
            today=today(),
            replace=replace,
            day=_day(day),
            since=since,
            now=now(),
            progress=progress,
            stages=stages,
            again=no_cache,
        )
    give(summary(place, results))


def _day(option: str) -> date | None:
    """The day that ``option`` names; None where it is empty."""
    try:
        return date.fromisoformat(option) if option else None
    except ValueError:
        raise InputError(
            "--date", got=option, allowed="a day such as 2024-12-30", mend="Write year, month and day."
        ) from None


def _formats(option: str) -> tuple[str, ...] | None:
    """The names in ``option``, each once; None where it has none."""
    formats = tuple(dict.fromkeys(part_name(part.strip()) for part in option.split(",") if part.strip()))
    known = names(FOLDERS["exports"])
    unknown = [name for name in formats if name not in known]
    if unknown:
        raise InputError(
            "--formats",
            got=", ".join(unknown),
            allowed=", ".join(known),
            mend="See `naysay list exports`, or write --formats pdf,html.",
        )
    return formats or None
