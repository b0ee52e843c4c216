"""What a run computes, in memory: the data, every table and the results, before anything is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd

from naysay.reports.history import History
from naysay.reports.results import Results
from naysay.run.earlier import EarlierRun
from naysay.run.history import history_of
from naysay.run.infer import infer, results_of
from naysay.run.observe import observe
from naysay.run.observed import Observed
from naysay.run.progress import Progress
from naysay.run.stages.code import DATA_CODE, METHOD_CODE, made_by
from naysay.run.warned import warned
from naysay.run.workspace import Workspace
from naysay.study.errors import Notice
from naysay.study.executor import Executor
from naysay.study.notices import warn_of
from naysay.study.spec import Study
from naysay.study.stages import DependingOn, NothingKept, Stages


@dataclass(frozen=True, eq=False)
class Computed:
    """One study over its data: what was read, the tables by name, and what the documents are drawn from."""

    study: Study
    observed: Observed
    tables: Mapping[str, pd.DataFrame]
    results: Results


def compute(
    study: Study,
    workspace: Workspace,
    *,
    working: Path,
    quarantine: Path,
    executor: Executor,
    locked: bool,
    today: date | None,
    as_of: date,
    before: EarlierRun | None,
    ledger: bool = True,
    history: History | None = None,
    progress: Progress,
    stages: Stages | None = None,
    notices: Sequence[Notice] = (),
) -> Computed:
    """Observe and infer: all numbers of a run of ``study``, whose end is a date.

    ``working`` is a folder for columns of posts, ``quarantine`` the file of the rows that cannot be read. The
    report is of the day ``as_of``, tells what changed since the run ``before``, and which versions of the
    study were run before it: those that the ``ledger`` of the workspace has, or without it what ``history``
    says. What is odd about the data stands in ``Results.warnings``, behind the ``notices`` that came before;
    ``progress`` tells it at the end, or before an error. What ``stages`` have of an earlier run is not
    computed again; nothing is kept without them. For several runs that share their stages, hand all of them
    one ``KeptInMemory()``.

    Raises
    ------
    NaysayError
        A study or data that cannot be used.
    """
    stages = stages or NothingKept()
    with warned(progress) as warnings:
        for notice in notices:
            warn_of(notice)
        observed = observe(
            study,
            workspace,
            working=working,
            quarantine=quarantine,
            executor=executor,
            locked=locked,
            today=today,
            progress=progress,
            stages=DependingOn(stages, made_by(DATA_CODE)),
        )
        of_methods = DependingOn(stages, made_by(METHOD_CODE))
        tables = infer(study, observed, executor=executor, progress=progress, stages=of_methods)
        results = results_of(study, observed, tables, warnings, as_of=as_of, earlier=before)
        results = replace(results, history=history_of(study, workspace, observed) if ledger else history)
    return Computed(study, observed, tables, results)
