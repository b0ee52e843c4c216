"""A run from study to folder: prepare, observe, infer, tell, and the manifest last."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Final

from naysay.analysis import methods
from naysay.data import taking
from naysay.data.posts import useful_workers
from naysay.data.scratch import temporary_folder
from naysay.reports import sections
from naysay.reports.editions import sections_of
from naysay.reports.history import History
from naysay.reports.results import Results
from naysay.run.computed import Computed, compute
from naysay.run.executors import executor
from naysay.run.folder import QUARANTINE
from naysay.run.history import keep_in_ledger
from naysay.run.prepared import PreparedRun, prepare
from naysay.run.progress import Progress
from naysay.run.run_files import write_run
from naysay.run.unchanged import StoredRun
from naysay.run.workspace import Workspace
from naysay.study.executor import Executor
from naysay.study.notices import caught
from naysay.study.spec import Study
from naysay.study.stages import Stages

MUCH: Final = 30
"""Workers for whom there would be enough to read, from which on they load nothing else meanwhile: that would
be a fifth of their memory, and ``observe`` puts new ones in their place afterwards."""


def run_study(
    study: Study,
    workspace: Workspace,
    *,
    out: Path | None = None,
    formats: Sequence[str] | None = None,
    workers: int = 1,
    locked: bool = False,
    today: date | None = None,
    replace: bool = False,
    keep: Path | None = None,
    day: date | None = None,
    since: Path | None = None,
    now: datetime | None = None,
    ledger: bool = True,
    progress: Progress | None = None,
    stages: Stages | None = None,
    again: bool = False,
) -> tuple[Path, Results]:
    """Run ``study`` and leave its folder; return where it is and the results.

    Without ``out`` the folder is reports/STUDY/ID, see ``run_id``: equal runs have the same place. Where the
    very run is there already and whole, nothing is computed, which ``progress`` says, unless it is to be
    computed ``again``. A damaged one is computed again, and one of other content is replaced only with
    ``replace``.

    ``locked`` keeps off the network. Of prices that are fetched, the study needs the sessions before
    ``today``, or all of its own (None). ``keep`` is a workspace that becomes part of the run: it is moved
    into its folder. The report is of ``day``, or of the last session, and tells what changed ``since`` the
    run in that folder. ``now`` is the moment that the ledger of the workspace keeps beside the run;
    without ``ledger`` that is neither read nor written. Of what
    ``stages`` have of an earlier run nothing is computed again; nothing is kept without them.

    What is odd about the data stands in ``Results.warnings``; ``progress`` tells it at the end, or before an
    error.

    Raises
    ------
    NaysayError
        A study or data that cannot be used. Nothing is left then but quarantine.jsonl.
    """
    progress = progress or Progress(quiet=True)
    prepared = prepare(
        study,
        workspace,
        locked=locked,
        today=today,
        day=day,
        since=since,
        progress=progress,
        formats=formats,
    )
    study, place = prepared.study, prepared.place(out)
    stored = StoredRun() if again else prepared.stored(place, progress)
    if stored.results is not None:
        return place, stored.results
    run = make_run(
        prepared,
        place,
        workers=workers,
        locked=locked,
        today=today,
        replace=replace or stored.is_damaged,
        keep=keep,
        progress=progress,
        stages=stages,
        ledger=ledger,
    )
    if ledger:
        keep_in_ledger(
            study, workspace, run.observed, run.results, run=place.name, now=now, progress=progress
        )
    return place, run.results


def make_run(
    prepared: PreparedRun,
    place: Path,
    *,
    workers: int,
    locked: bool,
    today: date | None,
    replace: bool,
    keep: Path | None,
    progress: Progress,
    stages: Stages | None = None,
    ledger: bool = True,
    history: History | None = None,
) -> Computed:
    """Compute what is ``prepared``, and leave its folder in ``place``; nothing is written to a ledger.

    Without ``stages`` everything is computed. Without ``ledger`` that of the workspace is not read either,
    and the results have ``history``, such as that of the run which is made again.

    Raises
    ------
    NaysayError
        As ``run_study``.
    """
    study, workspace = prepared.study, prepared.workspace
    with (
        prepared.folder(place, replace=replace) as folder,
        temporary_folder() as working,
        contextlib.ExitStack() as stack,
    ):
        with caught() as notices:
            workforce = stack.enter_context(workforce_for(workers, study, workspace, stages))
        run = compute(
            study,
            workspace,
            working=working,
            quarantine=folder / QUARANTINE,
            executor=workforce,
            locked=locked,
            today=today,
            as_of=prepared.as_of,
            before=prepared.before,
            ledger=ledger,
            history=history,
            progress=progress,
            stages=stages,
            notices=notices,
        )
        write_run(
            run,
            prepared,
            folder,
            keep=keep,
            working=working,
            executor=workforce,
            progress=progress,
        )
    return run


def workforce_for(
    workers: int, study: Study, workspace: Workspace, stages: Stages | None = None
) -> contextlib.AbstractContextManager[Executor]:
    """Workers for the whole run; those that are useful for reading start while prices are read.

    Where ``stages`` are there of an earlier run, they start when something is to be read.
    """
    is_warm = stages is not None and stages.are_warm
    to_read = useful_workers(workspace.posts(study).values())
    later = (
        *(f"{methods.__name__}.{name}" for name in study.study.methods),
        *(f"{sections.__name__}.{name}" for name in sections_of(study.report.model_dump())),
    )
    return executor(workers, cluster=study.cluster).kept(
        at_once=0 if is_warm else to_read,
        load=(taking.__name__, *(later if to_read < MUCH else ())),
    )
