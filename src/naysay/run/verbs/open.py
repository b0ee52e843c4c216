"""Show the newest report of a run, a study or a workspace with the system's viewer, and print its path."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from naysay.run.check import read_checked
from naysay.run.mail import mail
from naysay.run.manifest import FILE
from naysay.run.stored_results import stored_results
from naysay.run.stored_runs import StoredReport, newest_report, report_of_run
from naysay.run.terminal import give, tell
from naysay.run.viewer import open_file
from naysay.run.workspace import workspace_of


def verb(
    place: Annotated[
        Path,
        typer.Argument(
            metavar="RUN", help="A run, a study or a workspace; the workspace you are in if left out."
        ),
    ] = Path("."),
    only_print: Annotated[
        bool, typer.Option("--print", help="Print the path of the report, and open nothing.")
    ] = False,
    for_mail: Annotated[
        bool, typer.Option("--mail", help="Print a paragraph for an e-mail, and open nothing.")
    ] = False,
) -> None:
    path = _report(place).path
    if for_mail:
        give(mail(stored_results(path.parent), path))
        return
    give(str(path))
    if not only_print and (why := open_file(path.absolute())):
        tell(f"The report was not opened: {why}. It lies at the path above.")


def _report(place: Path) -> StoredReport:
    if place.suffix.lower() == ".toml":
        return newest_report(workspace_of(place).root, study=read_checked(place).study.name)
    if place.is_file():
        place = place.parent
    return report_of_run(place) if (place / FILE).exists() else newest_report(place)
