"""Holds a run to what it was made of: its inputs, options and versions, and its numbers computed again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from naysay.data.marks import words_of
from naysay.data.scorers import word_lists
from naysay.data.scratch import temporary_folder
from naysay.data.witness import whole
from naysay.reports.history import History
from naysay.run.comparison import all_moves, findings
from naysay.run.earlier import SINCE, EarlierRun, run_before
from naysay.run.homes import study_without_homes
from naysay.run.input_changes import InputChange, input_changes
from naysay.run.inputs import WORDS, read_inputs
from naysay.run.manifest import FILE, Input, Manifest, read_manifest
from naysay.run.moves import TableMoves
from naysay.run.pipeline import make_run
from naysay.run.prepared import prepare
from naysay.run.prices import marked, source_of, symbols
from naysay.run.progress import Progress
from naysay.run.scoring import LEXICON
from naysay.run.settings_changes import (
    KERNEL,
    SettingChange,
    option_changes,
    version_changes,
    versions_here,
    versions_of,
)
from naysay.run.stored_results import stored_results
from naysay.run.workspace import Workspace
from naysay.study.errors import DataError
from naysay.study.notices import caught
from naysay.study.spec import Study
from naysay.study.values import LATEST

WORKSPACE: Final = "workspace/"
"""What a demo keeps beside its run: its data, which no computation makes again."""
_DOCUMENTS: Final = {"pdf": "report.pdf", "html": "report.html", "markdown": "report.md"}
"""By which file a run of format 1 shows that it wrote a document."""


@dataclass(frozen=True, eq=False)
class Original:
    """A run, and the study and data that it is held to. ``study.end`` is the one that the run had."""

    run: Path
    manifest: Manifest
    study: Study
    workspace: Workspace
    since: Path | None
    """The earlier run that it was compared with, where that is still there."""


@dataclass(frozen=True)
class HeldRun:
    """How what there is now differs from what the run was made of."""

    inputs: tuple[InputChange, ...]
    options: tuple[SettingChange, ...]
    versions: tuple[SettingChange, ...]

    @property
    def causes(self) -> list[str]:
        """All that differs, as it may have moved a number."""
        return [str(one) for one in (*self.inputs, *self.options, *self.versions)]

    @property
    def is_alike(self) -> bool:
        """Whether nothing differs but the kernel."""
        return not (self.inputs or self.options or any(one.name != KERNEL for one in self.versions))


@dataclass(frozen=True)
class Recomputed:
    """A run computed again: how many ``files`` it has, and which differ in a byte, and in which numbers."""

    files: int
    differing: tuple[str, ...] = ()
    tables: tuple[TableMoves, ...] = ()
    findings: tuple[SettingChange, ...] = ()
    """The verdict, its grade and key figures, where they differ as a page shows them."""

    @property
    def rounded(self) -> int:
        """Numbers that differ by rounding alone."""
        return sum(table.rounded for table in self.tables)

    @property
    def is_moved(self) -> bool:
        """Whether a number, a row or the answer differs by more than rounding."""
        return bool(self.findings) or any(not table.is_alike for table in self.tables)


def original_of(run: Path, study: Study, workspace: Workspace) -> Original:
    """The run in the folder ``run``, to be held to ``study`` and the data of ``workspace``.

    Raises
    ------
    DataError
        A folder that is no complete run.
    """
    manifest = read_manifest(run)
    end = _recorded_end(manifest) if study.study.end == LATEST else None
    if end is not None:
        about = study.study.model_copy(update={"end": end})
        study = study.model_copy(update={"study": about})
    names = [Path(one.name).name for one in manifest.inputs if one.kind == SINCE]
    places = [place / name for name in names for place in (run.resolve().parent, workspace.reports(study))]
    since = next((place for place in places if (place / FILE).is_file()), None)
    return Original(run, manifest, study, workspace, since)


def held(original: Original) -> HeldRun:
    """Compare the inputs, options and versions of a run with those that there are now.

    Raises
    ------
    DataError
        An input that cannot be read, or marks of a manifest that no run wrote.
    """
    then, study = original.manifest, original.study
    now = read_inputs(study, original.workspace, _before(original))
    if then.format == 1:  # whose manifests list no words
        now = tuple(one for one in now if one.kind != WORDS)
    known = then.hashes("prices")
    changed = [
        one.name for one in now if one.kind == "prices" and known.get(one.name, one.sha256) != one.sha256
    ]
    now = _with_price_marks(now, original, changed)
    return HeldRun(
        input_changes(then.inputs, now, lambda one: _words(one, original)),
        option_changes(then.study, study_without_homes(study)),
        version_changes(versions_of(then), versions_here()),
    )


def recomputed(original: Original, *, workers: int, today: date | None, progress: Progress) -> Recomputed:
    """Run the study again, off the network, into a temporary folder, and compare every file and number.

    Raises
    ------
    NaysayError
        A study or data that cannot be used, or tables of the run that no run leaves.
    """
    manifest = original.manifest
    prepared = prepare(
        original.study,
        original.workspace,
        locked=True,
        today=today,
        day=_day(manifest),
        since=original.since,
        progress=progress,
        formats=manifest.formats or _documents(manifest) or None,
    )
    with temporary_folder() as scratch:
        place = scratch / "run"
        make_run(
            prepared,
            place,
            workers=workers,
            locked=True,
            today=today,
            replace=False,
            keep=None,
            ledger=False,  # what was run before is no number, and another workspace has another ledger
            history=_history(original.run),
            progress=progress,
        )
        outputs = read_manifest(place).outputs
        then = {path: sha for path, sha in manifest.outputs.items() if not path.startswith(WORKSPACE)}
        differing = tuple(path for path in sorted({*then, *outputs}) if then.get(path) != outputs.get(path))
        if not differing:
            return Recomputed(len(then))
        figures = findings(original.run, place)
        tables = all_moves(original.run, place)
    return Recomputed(len(then), differing, tables, tuple(one for one in figures if one.before != one.after))


def _day(manifest: Manifest) -> date | None:
    """The day of the report; None where the manifest is of a version that did not say it."""
    try:
        return date.fromisoformat(manifest.as_of)
    except ValueError:
        return None


def _history(run: Path) -> History | None:
    """What the results of ``run`` say of the runs before it; None where they cannot be read."""
    try:
        return stored_results(run).history
    except DataError:
        return None


def _recorded_end(manifest: Manifest) -> date | None:
    about: Any = manifest.study.get("study")
    try:
        return date.fromisoformat(about["end"])
    except (TypeError, KeyError, ValueError):
        return None


def _before(original: Original) -> EarlierRun | None:
    if original.since is None:
        return None
    day = date.max
    try:
        return run_before(
            original.study, original.workspace, original.since, as_of=day, progress=Progress(quiet=True)
        )
    except DataError:  # then it is no longer the run that it was, and is told as absent
        return None


def _with_price_marks(inputs: Sequence[Input], original: Original, names: Sequence[str]) -> tuple[Input, ...]:
    """``inputs`` with the marks of the files of prices ``names``; those that cannot be read have none."""
    source, folder = source_of(original.study, original.workspace)
    files = source.files(symbols(original.study), folder)
    marks = {}
    for symbol, path in files.items():
        if path.name not in names:
            continue
        try:
            with caught():
                read = source.prices([symbol], folder, original.study.prices)
        except DataError:
            continue
        for history in map(marked, read.histories.values()):
            marks[history.source.name] = history.source.marks
    return tuple(
        one.model_copy(update={"marks": marks.get(one.name)}) if one.kind == "prices" else one
        for one in inputs
    )


def _words(one: Input, original: Original) -> list[str]:
    """Words that the list may have: those of the file that is there now, and of naysay's own lists."""
    lists = list(word_lists().values())
    name = original.study.sentiment.options.get("lexicon")
    if one.kind == "lexicon" and name:
        lists.insert(0, whole(original.workspace.file(str(name), LEXICON), LEXICON))
    return [word for raw in lists for word, _ in words_of(raw)]


def _documents(manifest: Manifest) -> tuple[str, ...]:
    return tuple(form for form, path in _DOCUMENTS.items() if path in manifest.outputs)
