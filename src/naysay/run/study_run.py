"""A run in memory, from Python: the same numbers and files as the command's, byte for byte."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import replace as dataclass_replace
from datetime import date
from os import PathLike
from pathlib import Path
from typing import Any

from naysay.analysis.robustness import RobustnessInputs
from naysay.data.panel import AlignedPanel
from naysay.data.scratch import temporary_folder
from naysay.reports.results import Results
from naysay.run.computed import Computed, compute
from naysay.run.folder import QUARANTINE
from naysay.run.pipeline import workforce_for
from naysay.run.placed_study import PlacedStudy
from naysay.run.prepared import PreparedRun, prepare
from naysay.run.progress import Progress
from naysay.run.run_files import write_run
from naysay.run.run_results import RunResults
from naysay.run.stored_tables import Tables
from naysay.study.errors import NaysayError


@dataclass(frozen=True, slots=True)
class RunSettings:
    """What a run was asked for besides its study; ``Run.with_`` asks for the same."""

    data: str | PathLike[str] | None
    workers: int
    locked: bool
    today: date | None
    day: date | None
    since: str | PathLike[str] | None


class Run(RunResults):
    """A study over its data, computed; ``naysay.run_study`` gives it."""

    def __init__(
        self,
        study: PlacedStudy,
        settings: RunSettings,
        prepared: PreparedRun,
        computed: Computed,
        quarantine: bytes,
    ) -> None:
        drawn_from = Results.from_json(computed.results.to_json())
        super().__init__(prepared.id, Tables.in_memory(computed.tables), drawn_from)
        self._study = study
        self._settings = settings
        self._prepared = prepared
        self._computed = computed
        self._quarantine = quarantine

    @property
    def study(self) -> PlacedStudy:
        """The study as it was asked; ``results.study`` has its end where it says latest."""
        return self._study

    @property
    def panel(self) -> AlignedPanel:
        """Chatter and returns side by side: ``panel["negativity"]`` is a frame session x company."""
        return self._computed.observed.panel

    def with_(self, **sections: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> Run:
        """The run of the same study with other values, see ``PlacedStudy.with_``; the same data and settings.

        Raises
        ------
        NaysayError
            As ``run_study``.
        """
        settings = self._settings
        return run_study(
            self._study.with_(**sections),
            data=settings.data,
            workers=settings.workers,
            locked=settings.locked,
            today=settings.today,
            day=settings.day,
            since=settings.since,
        )

    def save(
        self,
        folder: str | PathLike[str] | None = None,
        *,
        formats: Sequence[str] | None = None,
        replace: bool = False,
    ) -> Path:
        """Write the folder that ``naysay run`` writes, and return where it is.

        Without ``folder`` that is reports/STUDY/ID of the workspace. ``formats`` are the documents, or those
        of the study. An equal run that is there is replaced, and another only with ``replace``.

        Raises
        ------
        DataError
            A place that may not be taken, or posts that were forgotten since.
        """
        prepared = self._prepared
        if formats is not None:
            prepared = dataclass_replace(prepared, formats=tuple(dict.fromkeys(formats)))
        place = prepared.place(None if folder is None else Path(folder))
        with (
            prepared.folder(place, replace=replace) as fresh,
            temporary_folder() as working,
            workforce_for(self._settings.workers, prepared.study, prepared.workspace) as workforce,
        ):
            (fresh / QUARANTINE).write_bytes(self._quarantine)
            write_run(
                self._computed,
                prepared,
                fresh,
                working=working,
                executor=workforce,
                progress=Progress(quiet=True),
            )
        return place


def run_study(
    study: PlacedStudy,
    *,
    data: str | PathLike[str] | None = None,
    workers: int = 1,
    locked: bool = False,
    today: date | None = None,
    day: date | None = None,
    since: str | PathLike[str] | None = None,
    progress: bool = False,
) -> Run:
    """Run ``study`` in memory; nothing is written but prices that have to be fetched.

    Parameters
    ----------
    study
        Of ``read_study`` or ``study_from``.
    data
        A folder to use in place of the workspace's data/.
    workers
        Processes that work on the run; no number depends on them. With two or more a script has to stand
        below ``if __name__ == "__main__":``, since each process loads it.
    locked
        Keep off the network, even where prices were never fetched.
    today
        The day it is: of prices that are fetched, the study needs the sessions before it, or all of its own
        where it is left out. The library reads no clock.
    day
        The day of the report; the last session where it is left out.
    since
        The folder of an earlier run: the report says what changed since.
    progress
        Show on stderr how far the run has come, and its warnings. These stand in ``Run.warnings`` as well.

    Raises
    ------
    NaysayError
        A study or data that cannot be used.
    """
    settings = RunSettings(data, workers, locked, today, day, since)
    shown, workspace = Progress(quiet=not progress), study.workspace(data)
    prepared = prepare(
        study.spec,
        workspace,
        locked=locked,
        today=today,
        day=day,
        since=None if since is None else Path(since),
        progress=shown,
    )
    with (
        temporary_folder() as working,
        workforce_for(workers, prepared.study, workspace) as workforce,
    ):
        quarantine = working / QUARANTINE
        try:
            computed = compute(
                prepared.study,
                workspace,
                working=working,
                quarantine=quarantine,
                executor=workforce,
                locked=locked,
                today=today,
                as_of=prepared.as_of,
                before=prepared.before,
                progress=shown,
            )
        except NaysayError as error:
            if quarantine.is_file() and quarantine.stat().st_size:
                error.add_note("`naysay run` lists the rows that could not be read.")
            raise
        return Run(study, settings, prepared, _without_inputs(computed), quarantine.read_bytes())


def _without_inputs(computed: Computed) -> Computed:
    """The run without what its methods alone read: that lies in a working folder, or takes much memory."""
    observed = dataclass_replace(
        computed.observed, robustness_inputs=RobustnessInputs(), shifted=(), texts=None, forums=()
    )
    return dataclass_replace(computed, observed=observed)
