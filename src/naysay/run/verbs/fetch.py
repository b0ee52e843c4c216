"""Download the prices that a study needs and store them as a snapshot."""

from __future__ import annotations

from naysay.run.check import read_checked
from naysay.run.prices import fetch_prices
from naysay.run.progress import Progress
from naysay.run.terminal import give
from naysay.run.verbs.base import DataFolder, StudyFile
from naysay.run.warned import warned
from naysay.run.workspace import workspace_of


def verb(study: StudyFile, data: DataFolder = None) -> None:
    with warned(progress := Progress()):
        give(str(fetch_prices(read_checked(study), workspace_of(study, data), progress)))
