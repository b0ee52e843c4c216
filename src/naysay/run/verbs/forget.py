"""Leave out the posts of a person from now on, and name the runs that were made with them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from naysay.data.forgotten import Name
from naysay.run.forget import forget, workspace_in
from naysay.run.progress import Progress
from naysay.run.terminal import give, tell
from naysay.run.verbs.base import DataFolder, today
from naysay.study.counts import counted


def verb(
    workspace: Annotated[
        Path, typer.Argument(metavar="WORKSPACE", help="The workspace; the one you are in if left out.")
    ] = Path("."),
    author: Annotated[
        list[str] | None,
        typer.Option("--author", metavar="NAME", help="An author to forget; repeat it for several."),
    ] = None,
    post: Annotated[
        list[str] | None,
        typer.Option("--post", metavar="ID", help="A post to forget; repeat it for several."),
    ] = None,
    data: DataFolder = None,
) -> None:
    names = [*(Name("author", text) for text in author or ()), *(Name("post", text) for text in post or ())]
    if not names:
        raise typer.BadParameter("nobody is named", param_hint="--author or --post")
    place = workspace_in(workspace, data)
    with Progress().counting("posts", None, "searched") as count:
        done = forget(place, names, date=today().isoformat(), progress=count)
    give(f"{done.names.path}: {len(done.names.entries)} to be left out, {done.new} of them new")
    if done.stages:
        give(f"stages kept of earlier runs: {counted(done.stages, 'entry')} removed")
    for run in done.runs:
        shown = run.run.relative_to(place.root)
        give(f"cannot be told: {shown} ({run.untold})" if run.untold else f"made with them: {shown}")
    if done.runs:
        tell("Run these studies again and delete the old runs: a report that is written stays as it is.")
    tell(
        "Nothing was deleted. Delete the posts from your own files. Look yourself at runs outside of "
        "reports/, and at labelled posts: those have neither ids nor authors."
    )
