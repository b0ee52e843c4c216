"""The folder of a run: made beside its place and moved there whole, never over anything else."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Final

from naysay.data.processes import undisturbed
from naysay.run.manifest import FILE, Manifest, differences, read_manifest
from naysay.run.scratch import release, scratch_folder, sweep
from naysay.study.errors import DataError, printable, shown

QUARANTINE: Final = "quarantine.jsonl"
STAGING: Final = ".naysay-"
"""What the names of working folders beside a place begin with."""
_ROW: Final = {"file", "line", "reason", "length", "sha256"}
"""The keys of a line of our quarantine.jsonl."""


@contextmanager
def run_folder(
    place: Path, *, replace: bool = False, same: Callable[[Manifest], bool] = lambda earlier: True
) -> Iterator[Path]:
    """A new folder that takes the place of ``place`` when all went well.

    What may be replaced is an earlier run with nothing else in it: at once where its manifest equals the new
    one, and with ``replace`` where it does not. ``same`` tells before the work, as far as that is possible,
    whether it will. The place is looked at before the work and again after it; a run that is finished and
    then cannot take its place stays beside it. When the run is refused nothing changes, but that the rows
    which could not be read stay in ``place``, if it was free, for whoever mends them.

    Raises
    ------
    DataError
        When ``place`` is a file or a mount point, holds other things than a run, or cannot be written.
    """
    place = _resolved(place)
    with ExitStack() as stack:
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            sweep(place.parent, STAGING, finish=_save)
            earlier = earlier_run(place)
            if earlier is not None and not (replace or same(earlier)):
                raise _another(place)
            staging = stack.enter_context(scratch_folder(place.parent, STAGING, about=place.name))
            fresh, old = staging / "run", staging / "old"
            fresh.mkdir()
            _try_to_move(place, old)
        except OSError as error:
            raise _unusable(place, error) from None
        try:
            yield fresh
        except BaseException:
            _leave_rows(fresh, place)
            raise
        try:
            _swap(place, fresh, old, replace)
        except (DataError, OSError) as error:
            raise _kept(place, _set_aside(fresh, place), error) from None


def earlier_run(place: Path) -> Manifest | None:
    """The manifest of the run in ``place``; None where nothing is lost by taking the place.

    Raises
    ------
    DataError
        When anything in ``place`` is not of a run: then nobody but its owner may decide.
    """
    try:
        if not os.path.lexists(place):
            return None
        if not place.is_dir():
            raise _refused(place, "It is a file: choose a folder.")
        files = _files(place)
    except OSError as error:
        raise _unusable(place, error) from None
    if not files or (files == [QUARANTINE] and _is_ours(place / QUARANTINE)):
        return None
    earlier = None
    with suppress(DataError):
        earlier = read_manifest(place)
    known = {FILE, *earlier.outputs} if earlier else set()
    stranger = next((file for file in files if file not in known), None)
    if earlier is None or stranger is not None:
        what = shown(stranger or files[0])
        raise _refused(
            place, f"It holds other things, such as {what}, which stay untouched: choose another folder."
        )
    return earlier


def _resolved(place: Path) -> Path:
    """Where a symbolic link leads; a mount point or a folder that somebody stands in cannot be swapped."""
    try:
        found, here = place.resolve(), Path.cwd()
        mounted = os.path.ismount(found)
    except (OSError, RuntimeError, ValueError) as error:
        raise _unusable(place, error) from None
    if here.is_relative_to(found):
        raise _refused(place, "The command stands in it: name a folder below it, such as ./run.")
    if mounted:
        raise _refused(place, "It is a mount point: name a folder below it.")
    return found


def _files(folder: Path) -> list[str]:
    """Everything in the folder that is no folder itself, by its path below it; links are not followed."""

    def complain(error: OSError) -> None:
        raise error

    found = []
    for inner, folders, files in os.walk(folder, onerror=complain):
        links = [name for name in folders if os.path.islink(os.path.join(inner, name))]
        found += [Path(inner, name) for name in (*files, *links)]
        if not folders and not files and Path(inner) != folder:
            found.append(Path(inner))
    return sorted(path.relative_to(folder).as_posix() for path in found)


def _is_ours(path: Path) -> bool:
    """Whether every line is one that a run wrote about a row it could not read."""
    try:
        with path.open(encoding="utf-8") as lines:
            return all(set(json.loads(line)) == _ROW for line in lines)
    except (OSError, ValueError, TypeError, RecursionError):
        return False


def _try_to_move(place: Path, old: Path) -> None:
    """Move what is at the place and back again, so that what cannot be moved is refused before the work."""
    with undisturbed():
        if place.exists():
            place.rename(old)
            old.rename(place)


def _swap(place: Path, fresh: Path, old: Path, replace: bool) -> None:
    """Put ``fresh`` in the place of ``place``; on failure what was there comes back."""
    earlier = earlier_run(place)
    if earlier is not None and not replace and earlier != read_manifest(fresh):
        raise _another(place)
    with undisturbed():
        if place.exists():
            place.rename(old)
        try:
            if old.exists():
                earlier_run(old)  # nothing came in between
            fresh.rename(place)
        except (DataError, OSError):
            if old.exists():
                old.rename(place)
            raise


def _save(staging: Path, name: str) -> None:
    """Of a swap that was cut short, put the finished run in its place, or else bring the earlier one back."""
    place = staging.parent / name
    if not name or Path(name).name != name or os.path.lexists(place):
        return
    for run in (staging / "run", staging / "old"):
        with suppress(DataError):
            if (staging / "old").exists() and differences(run) == []:
                run.rename(place)
                return
    if (staging / "old").exists():
        (staging / "old").rename(place)


def _leave_rows(fresh: Path, place: Path) -> None:
    """The rows that could not be read, for whoever mends them, where that takes nobody's place."""
    rows = fresh / QUARANTINE
    with suppress(OSError, DataError):
        if rows.is_file() and rows.stat().st_size and earlier_run(place) is None:
            place.mkdir(exist_ok=True)
            rows.replace(place / QUARANTINE)


def _set_aside(fresh: Path, place: Path) -> Path:
    """A place of its own, beside the one it was made for, for a run that is finished."""
    for number in range(2, 100):
        aside = place.with_name(f"{place.name}-{number}")
        with suppress(OSError):
            if not os.path.lexists(aside):
                fresh.rename(aside)
                return aside
    release(fresh.parent)
    return fresh


def _kept(place: Path, kept: Path, error: DataError | OSError) -> DataError:
    why = error.fault.mend if isinstance(error, DataError) else f"{error.strerror}."
    return _refused(place, f"{why} The finished run lies in {printable(str(kept))}.")


def _another(place: Path) -> DataError:
    return _refused(
        place,
        "It holds an earlier run of other content: add --replace to replace it, or choose another folder.",
    )


def _unusable(place: Path, error: Exception) -> DataError:
    why = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return _refused(place, f"{why}: choose a folder that can be written.")


def _refused(place: Path, mend: str) -> DataError:
    return DataError("--out", got=str(place), allowed="a new or empty folder, or an earlier run", mend=mend)
