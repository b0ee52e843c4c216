"""Arguments and options that several verbs have."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Final, TypeVar

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
Workers = Annotated[
    int,
    typer.Option(
        min=1,
        max=256,
        help="Number of processes of this machine that work on the run.",
        show_default="one for each core",
    ),
]
Name = TypeVar("Name", bound=str)
CORES: Final = os.cpu_count() or 1
"""The default number of workers."""


def today() -> date:
    """The day it is in UTC. By then every exchange has closed the sessions of the days before."""
    return now().date()


def now() -> datetime:
    """The moment in UTC."""
    return datetime.now(UTC)


def part_name(name: str) -> str:
    """The name of a part whose words may be joined by a hyphen on the command line, such as ``ro-crate``."""
    return name.replace("-", "_")


def chosen(name: str, allowed: tuple[Name, ...], option: str) -> Name | None:
    """The one of ``allowed`` that ``name`` is; None for the study's own."""
    chosen = next((one for one in allowed if one == name), None)
    if name and chosen is None:
        raise unknown(name, allowed, option)
    return chosen


def unknown(name: str, allowed: tuple[str, ...], option: str) -> typer.BadParameter:
    """The error of an option whose value is none of ``allowed``."""
    return typer.BadParameter(f"{name!r} is none of {', '.join(allowed)}", param_hint=option)
