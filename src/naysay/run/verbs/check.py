"""List everything that is wrong with a study and its files, without the network."""

from __future__ import annotations

from naysay.run.check import check_files, read_checked
from naysay.run.progress import Progress
from naysay.run.terminal import give
from naysay.run.verbs.base import DataFolder, StudyFile, today
from naysay.run.warned import warned
from naysay.run.workspace import workspace_of


def verb(study: StudyFile, data: DataFolder = None) -> None:
    with warned(Progress()):
        lines = check_files(read_checked(study), workspace_of(study, data), source=study.name, today=today())
        for line in lines:
            give(line)
