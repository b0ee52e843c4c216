"""A run before its work: the study with its end, where its files lie, the day of its report, its name."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Final

from naysay.run.earlier import EarlierRun, run_before
from naysay.run.folder import QUARANTINE, run_folder
from naysay.run.identity import is_same, run_id
from naysay.run.latest import as_of, with_end
from naysay.run.manifest import Manifest
from naysay.run.progress import Progress
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
    day: date | None
    """The day that the report was asked for."""
    as_of: date
    """The day that it is of: ``day``, or the last session."""
    before: EarlierRun | None
    """The run that it is compared with."""

    @cached_property
    def id(self) -> str:
        """The name of the run's folder, see ``run_id``."""
        return run_id(self.study, self.workspace, day=self.day, before=self.before)

    def place(self, out: Path | None = None) -> Path:
        """Where the run is left: ``out``, or reports/STUDY/ID."""
        return out or self.workspace.reports(self.study) / self.id

    def is_same(self, there: Manifest) -> bool:
        """Whether the run will be like the one that is ``there``, as far as can be told before the work."""
        return is_same(there, self.study, self.workspace, as_of=self.as_of, before=self.before)

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
) -> PreparedRun:
    """Settle what the run of ``study`` is of; the arguments are those of ``pipeline.run_study``.

    Raises
    ------
    NaysayError
        A study or prices without an end, a ``day`` before it, or no run ``since`` which to compare.
    """
    study = with_end(study, workspace, locked=locked, today=today, progress=progress)
    of = as_of(study, day)
    before = run_before(study, workspace, since, as_of=of, progress=progress)
    return PreparedRun(study, workspace, day, of, before)


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
            allowed="a folder that the study does not take for posts",
            mend=f"{study.posts.path} would find the run's own tables there: choose a folder elsewhere.",
        )
