"""Whether the very run that is asked for is there already, whole."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from naysay.reports.results import Results
from naysay.run.folder import earlier_run
from naysay.run.inputs import hashes_of
from naysay.run.manifest import Input, damage, read_manifest
from naysay.run.progress import Progress
from naysay.run.stored_results import stored_results
from naysay.study.counts import counted
from naysay.study.errors import DataError

ASIDE = "-changed"
"""What the name of the folder ends in that keeps files of a run which somebody changed."""


@dataclass(frozen=True, eq=False)
class StoredRun:
    """What stands at a run's place: its ``results`` if it is that run, whole; else whether it may go."""

    results: Results | None = None
    is_damaged: bool = False
    """Whether it is that run, with files that changed or are absent: it is computed again."""


def stored_run(place: Path, identity: str, inputs: tuple[Input, ...], progress: Progress) -> StoredRun:
    """Hold the run in ``place``, if it has the name ``identity``, to its manifest and to ``inputs``.

    ``progress`` says what came of it. Files that changed since they were written are copied aside, since
    somebody may have worked on them.

    Raises
    ------
    DataError
        When they cannot be copied.
    """
    try:
        manifest = read_manifest(place)
        if manifest.id != identity:
            return StoredRun()
        damaged = damage(place)
        if hashes_of(manifest.inputs) != hashes_of(inputs):
            damaged.append("the inputs in its manifest: changed")
        results = None if damaged else stored_results(place)
        if damaged:
            earlier_run(place)  # where something of another is in the place, it is not taken
    except (DataError, OSError):
        return StoredRun()
    if results is not None:
        progress.say(
            f"unchanged: {place} is this run; its {counted(len(manifest.outputs), 'file')} and "
            f"{counted(len(inputs), 'input')} were checked, nothing was computed"
        )
        return StoredRun(results)
    progress.say(f"{place} is this run, but damaged, and is computed again:")
    for line in damaged:
        progress.say(f"  {line}")
    changed = [path for line in damaged if (path := line.removesuffix(": changed")) in manifest.outputs]
    if changed:
        progress.say(f"files that were changed are kept in {_kept(place, changed)}")
    return StoredRun(is_damaged=True)


def _kept(place: Path, changed: list[str]) -> Path:
    """A folder beside ``place`` with copies of its files ``changed``."""
    names = (
        place.with_name(f"{place.name}{ASIDE}{number}") for number in ("", *(f"-{n}" for n in range(2, 100)))
    )
    try:
        aside = next(folder for folder in names if not folder.exists())
        aside.mkdir()
        for path in changed:
            if (place / path).resolve().is_relative_to(place.resolve()):
                (aside / path).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(place / path, aside / path)
    except (OSError, StopIteration) as error:
        raise DataError(
            "--out",
            got=f"{place}, with files that were changed and cannot be copied aside: {error}",
            allowed="a folder beside it that can be written",
            mend="Move them yourself, or name another folder with --out.",
        ) from None
    return aside
