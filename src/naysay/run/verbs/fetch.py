"""Download the prices that a study needs and store them as a snapshot; what is stored and fits is kept."""

from __future__ import annotations

from typing import Annotated

import typer

from naysay.run.check import read_checked
from naysay.run.fetched import fetch_prices
from naysay.run.latest import up_to_yesterday
from naysay.run.progress import Progress
from naysay.run.terminal import give
from naysay.run.verbs.base import DataFolder, StudyFile, today
from naysay.run.warned import warned
from naysay.run.workspace import workspace_of


def verb(
    study: StudyFile,
    data: DataFolder = None,
    renew: Annotated[
        bool,
        typer.Option("--renew", help="Ask for everything again, and replace what is stored by what comes."),
    ] = False,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="TICKER", help="Ask for this symbol alone; may be given repeatedly."),
    ] = None,
) -> None:
    now = today()
    with warned(progress := Progress()):
        folder = fetch_prices(
            up_to_yesterday(read_checked(study), now),
            workspace_of(study, data),
            progress,
            today=now,
            only=only or (),
            renew=renew,
        )
        give(str(folder))
