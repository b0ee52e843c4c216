"""A run in memory, from Python: the same numbers and files as the command's, byte for byte."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from dataclasses import replace as dataclass_replace
from datetime import UTC, date, datetime
from os import PathLike
from pathlib import Path
from typing import Any

from naysay.analysis.robustness import RobustnessInputs
from naysay.data.panel import AlignedPanel
from naysay.data.scratch import temporary_folder
from naysay.reports.results import Results
from naysay.run.computed import Computed, compute
from naysay.run.export_run import sources
from naysay.run.folder import QUARANTINE
from naysay.run.history import keep_in_ledger
from naysay.run.inputs import completed
from naysay.run.kept_stages import kept_stages
from naysay.run.pipeline import workforce_for
from naysay.run.placed_study import PlacedStudy
from naysay.run.prepared import PreparedRun, prepare
from naysay.run.progress import Progress
from naysay.run.run_files import write_run
from naysay.run.run_results import RunResults
from naysay.run.stored_tables import Tables
from naysay.study.errors import InputError, NaysayError


@dataclass(frozen=True, slots=True)
class RunSettings:
    """What a run was asked for besides its study; ``Run.with_`` asks for the same."""

    data: str | PathLike[str] | None
    workers: int
    locked: bool
    now: datetime | None
    day: date | None
    since: str | PathLike[str] | None
    cache: bool


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
        read = sources(completed(prepared.inputs, computed.observed, prepared.study, prepared.workspace))
        super().__init__(prepared.id, Tables.in_memory(computed.tables), drawn_from, read)
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
            now=settings.now,
            day=settings.day,
            since=settings.since,
            cache=settings.cache,
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
        of the study; they are a part of the run's name. Where the very run is there already and whole,
        nothing is written, and another is replaced only with ``replace``.

        Raises
        ------
        PartError
            A format that does not exist.
        DataError
            A place that may not be taken, or posts that were forgotten since.
        """
        quiet = Progress(quiet=True)
        prepared = self._prepared if formats is None else self._prepared.in_formats(formats)
        place = prepared.place(None if folder is None else Path(folder))
        stored = prepared.stored(place, quiet)
        if stored.results is not None:
            return place
        with (
            prepared.folder(place, replace=replace or stored.is_damaged) as fresh,
            temporary_folder() as working,
            workforce_for(self._settings.workers, prepared.study, prepared.workspace) as workforce,
        ):
            (fresh / QUARANTINE).write_bytes(self._quarantine)
            write_run(self._computed, prepared, fresh, working=working, executor=workforce, progress=quiet)
        return place


def run_study(
    study: PlacedStudy,
    *,
    data: str | PathLike[str] | None = None,
    workers: int = 1,
    locked: bool = False,
    now: datetime | None = None,
    day: date | None = None,
    since: str | PathLike[str] | None = None,
    cache: bool = True,
    progress: bool = False,
) -> Run:
    """Run ``study`` in memory; ``Run.save`` writes its folder.

    Before that nothing is written but what the command keeps for later runs: prices that have to be fetched,
    and below .naysay/ of the workspace a line in the ledger, which counts the runs on the same data, and the
    stages that a next run takes again where all that they depend on is the same.

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
    now
        The moment, since the library reads no clock: of prices that are fetched, the study needs the sessions
        before its day in UTC, or all of its own where it is left out. The ledger has it beside the run.
    day
        The day of the report; the last session where it is left out.
    since
        The folder of an earlier run: the report says what changed since.
    cache
        False computes everything, and keeps no stage for the next run.
    progress
        Show on stderr how far the run has come, and its warnings. These stand in ``Run.warnings`` as well.

    Raises
    ------
    NaysayError
        A study or data that cannot be used.
    """
    _check_kinds(study, workers, now, day)
    settings = RunSettings(data, workers, locked, now, day, since, cache)
    shown, workspace = Progress(quiet=not progress), study.workspace(data)
    today = None if now is None else now.astimezone(UTC).date()
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
        kept_stages(prepared.study, workspace, shown) if cache else nullcontext() as stages,
        temporary_folder() as working,
        workforce_for(workers, prepared.study, workspace, stages) as workforce,
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
                stages=stages,
            )
        except NaysayError as error:
            if quarantine.is_file() and quarantine.stat().st_size:
                error.add_note("`naysay run` lists the rows that could not be read.")
            raise
        run = Run(study, settings, prepared, _without_inputs(computed), quarantine.read_bytes())
    keep_in_ledger(
        prepared.study, workspace, computed.observed, computed.results, run=run.id, now=now, progress=shown
    )
    return run


def sweep(
    study: PlacedStudy,
    over: Mapping[str, Sequence[Any]],
    *,
    draws: int | None = None,
    data: str | PathLike[str] | None = None,
    workers: int = 1,
    progress: bool = False,
) -> Run:
    """Run ``study`` and every combination of the values in ``over`` as one family.

    ``over`` has a list of values by key, such as ``{"chatter.measure": ["negative_share", "mean_score"]}``,
    beside those of the study's own ``[sweep]``. The cells are in ``tables["sweep"]`` and the tests of the
    grid in ``tables["sweep_tests"]``; the findings stay those of the study. ``draws`` are those of the null.
    The other arguments are those of ``run_study``, which takes the rest of them with
    ``study.with_(sweep={"chatter": {"measure": [...]}})``.

    Raises
    ------
    NaysayError
        As ``run_study``; a key without its section, values that the key does not allow, too many cells.
    """
    lists: dict[str, Any] = {} if draws is None else {"draws": draws}
    for name, values in over.items():
        section, _, key = name.partition(".")
        if not key:
            raise InputError(
                "over", got=name, allowed="keys with their section", mend="Write such as chatter.measure."
            )
        lists.setdefault(section, {})[key] = values
    return run_study(study.with_(sweep=lists), data=data, workers=workers, progress=progress)


def _without_inputs(computed: Computed) -> Computed:
    """The run without what its methods alone read: that lies in a working folder, or takes much memory."""
    observed = dataclass_replace(
        computed.observed, robustness_inputs=RobustnessInputs(), shifted=(), texts=None, forums=()
    )
    return dataclass_replace(computed, observed=observed)


def _check_kinds(study: object, workers: object, now: object, day: object) -> None:
    """Refuse at once what a caller without types would hear of as an AttributeError deep within.

    Raises
    ------
    InputError
        An argument of another kind.
    """
    if not isinstance(study, PlacedStudy):
        allowed, mend = "a study of naysay.read_study or naysay.study_from", "Write naysay.read_study(path)."
        raise InputError("study", got=type(study).__name__, allowed=allowed, mend=mend)
    if not isinstance(workers, int) or isinstance(workers, bool) or workers < 1:
        raise InputError("workers", got=workers, allowed="a whole number from 1 up", mend="Write workers=2.")
    if now is not None and (not isinstance(now, datetime) or now.tzinfo is None):
        allowed, mend = "a moment with its time zone", "Write now=datetime.now(UTC)."
        raise InputError("now", got=str(now), allowed=allowed, mend=mend)
    if day is not None and (not isinstance(day, date) or isinstance(day, datetime)):
        raise InputError("day", got=str(day), allowed="a date", mend="Write day=date(2026, 1, 31).")
