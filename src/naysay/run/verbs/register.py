"""Freeze a study in a file before its data are looked at; reports then say whether it was kept to."""

from __future__ import annotations

from naysay.run.check import read_checked
from naysay.run.register import register
from naysay.run.register_text import register_text
from naysay.run.terminal import give
from naysay.run.verbs.base import DataFolder, StudyFile, now
from naysay.run.workspace import workspace_of


def verb(study: StudyFile, data: DataFolder = None) -> None:
    read, workspace = read_checked(study), workspace_of(study, data)
    give(register_text(register(read, workspace, now=now())))
