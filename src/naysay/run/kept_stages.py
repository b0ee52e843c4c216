"""The stages that a workspace keeps, opened for one run; what became of each is told at its end."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from naysay.run.progress import Progress
from naysay.run.stages.folder import NotOursError, StagesFolder
from naysay.run.stages.outcomes import lines_of
from naysay.run.stages.store import StoredStages, opened
from naysay.run.workspace import Workspace
from naysay.study.spec import Study
from naysay.study.stages import NothingKept, Stages


@contextmanager
def kept_stages(study: Study, workspace: Workspace, progress: Progress) -> Iterator[Stages]:
    """The stages of ``workspace`` for a run of ``study``.

    ``progress`` says at the end which stages were reused, which were computed and why, and what could not be
    kept. Where the folder is not the user's alone it says so, and nothing is kept: a run needs no stages.
    """
    with ExitStack() as stack:
        folder = StagesFolder.of(workspace.own)
        try:
            stages = stack.enter_context(opened(folder, study.study.name))
        except NotOursError as error:
            progress.say(f"warning: no stage is reused or kept: {error}")
            yield NothingKept()
            return
        stages.forget(_forgotten(workspace))
        yield stages
        _tell(stages, progress)  # a run that failed computed nothing that it leaves


def _forgotten(workspace: Workspace) -> dict[str, str]:
    """The hash of the list of forgotten of each folder of data; empty for one that has none."""
    lists = {os.path.realpath(one.path.parent): one.sha256 for one in workspace.forgotten().values()}
    folders = {os.path.realpath(folder) for folder in (workspace.root / "data", workspace.data)}
    return {folder: lists.get(folder, "") for folder in sorted(folders)}


def _tell(stages: StoredStages, progress: Progress) -> None:
    for line in lines_of(stages.outcomes):
        progress.say(line)
    for trouble in stages.troubles:
        progress.say(f"warning: {trouble}")
