"""Arguments and options that several verbs have."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Final

import typer

StudyFile = Annotated[Path, typer.Argument(metavar="STUDY", help="The study, a TOML file.")]
RunFolder = Annotated[Path, typer.Argument(metavar="RUN", help="The folder of a run.")]
DataFolder = Annotated[
    Path | None,
    typer.Option("--data", metavar="DIR", help="A folder to use instead of the workspace's data/."),
]
Replace = Annotated[
    bool, typer.Option("--replace", help="Replace an earlier run even if its content is different.")
]
Workers = Annotated[int, typer.Option(min=1, max=256, help="Number of processes that work on the run.")]
CORES: Final = os.cpu_count() or 1
"""The default number of workers."""


def today() -> date:
    """The day it is in UTC. By then every exchange has closed the sessions of the days before."""
    return now().date()


def now() -> datetime:
    """The moment in UTC."""
    return datetime.now(UTC)
