"""A run before its work: the study with its end, where its files lie, the day of its report, its name."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Final

from naysay.reports.exports import export
from naysay.run.earlier import EarlierRun, run_before
from naysay.run.fetched import make_ready
from naysay.run.folder import QUARANTINE, run_folder
from naysay.run.identity import run_id
from naysay.run.inputs import read_inputs
from naysay.run.latest import as_of, with_end
from naysay.run.manifest import Input, Manifest
from naysay.run.progress import Progress
from naysay.run.unchanged import StoredRun, stored_run
from naysay.run.workspace import Workspace
from naysay.study.errors import DataError
from naysay.study.spec import Study

EXAMPLES: Final = ("tables/daily.csv", "results.json", QUARANTINE)
"""Files of a run of each kind that posts come in."""


@dataclass(frozen=True, eq=False)
class PreparedRun:
    """All that is settled before anything is computed; ``study.end`` is a date."""

    study: Study
    workspace: Workspace
    as_of: date
    """The day that the report is of: the one that was asked for, or the last session."""
    before: EarlierRun | None
    """The run that it is compared with."""
    inputs: tuple[Input, ...]
    """All that the run reads, as ``read_inputs`` has it."""
    formats: tuple[str, ...]
    """The documents that it writes."""

    @cached_property
    def id(self) -> str:
        """The name of the run by its content, see ``run_id``; that of its folder unless one is named."""
        return run_id(self.study, self.inputs, as_of=self.as_of, formats=self.formats)

    def place(self, out: Path | None = None) -> Path:
        """Where the run is left: ``out``, or reports/STUDY/ID."""
        return out or self.workspace.reports(self.study) / self.id

    def in_formats(self, formats: Sequence[str]) -> PreparedRun:
        """The same run with other documents.

        Raises
        ------
        PartError
            A format that does not exist.
        """
        return replace(self, formats=tuple(dict.fromkeys(export(name).name for name in formats)))

    def is_same(self, there: Manifest) -> bool:
        """Whether the run is the one that is ``there``: of the same content, whatever the processor."""
        return there.id == self.id

    def stored(self, place: Path, progress: Progress) -> StoredRun:
        """``stored_run`` at ``place``, which is apart from what the run is made of.

        Raises
        ------
        DataError
            A place that may not be taken, or changed files that cannot be copied aside.
        """
        _check_apart(place, self.study, self.workspace)
        return stored_run(place, self.id, self.inputs, progress)

    @contextmanager
    def folder(self, place: Path, *, replace: bool) -> Iterator[Path]:
        """``run_folder`` at ``place``, which is apart from what the run is made of.

        Raises
        ------
        DataError
            A place that may not be taken.
        """
        _check_apart(place, self.study, self.workspace)
        with run_folder(place, replace=replace, same=self.is_same) as folder:
            yield folder


def prepare(
    study: Study,
    workspace: Workspace,
    *,
    locked: bool,
    today: date | None,
    day: date | None,
    since: Path | None,
    progress: Progress,
    formats: Sequence[str] | None = None,
) -> PreparedRun:
    """Settle what the run of ``study`` is of; the arguments are those of ``pipeline.run_study``.

    Prices that have to be fetched are, since their bytes are in the name of the run.

    Raises
    ------
    NaysayError
        A study or prices without an end, a ``day`` before it, no run ``since`` which to compare, or an input
        that cannot be read.
    """
    study = with_end(study, workspace, locked=locked, today=today, progress=progress)
    of = as_of(study, day)
    before = run_before(study, workspace, since, as_of=of, progress=progress)
    make_ready(study, workspace, locked=locked, today=today, progress=progress)
    inputs = read_inputs(study, workspace, before)
    return PreparedRun(
        study, workspace, of, before, inputs, tuple(dict.fromkeys(formats or study.report.formats))
    )


def _check_apart(place: Path, study: Study, workspace: Workspace) -> None:
    """Keep a run away from what it is made of: it would erase that, or be read as posts the next time.

    Raises
    ------
    DataError
        When the workspace, its data or a file of posts lies in the run's place, or the pattern of posts would
        find the tables of the run.
    """
    real = Path(os.path.realpath(place))
    parts = [workspace.root, workspace.data, *workspace.posts(study).values()]
    inside = next((part for part in parts if Path(os.path.realpath(part)).is_relative_to(real)), None)
    if inside is not None:
        raise DataError(
            "--out",
            got=str(place),
            allowed="a folder apart from what the study is made of",
            mend=f"{inside} lies in it: choose another folder.",
        )
    left = [top / name for top in (real, Path(os.path.abspath(place))) for name in EXAMPLES]
    if any(workspace.would_be_posts(study, file) for file in left):
        raise DataError(
            "--out",
            got=str(place),
            allowed="a folder that the study does not take for its own posts or measures",
            mend=f"{study.posts.path or study.chatter.path} would find the run's own tables there: choose a "
            "folder elsewhere.",
        )
