"""The folder of a run: written next to its place and moved there whole, never over anything else."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Final

from naysay.data.staging import LEFT_BY_SYSTEMS, NotSwappedError, recover, staged
from naysay.run.manifest import FILE, Manifest, differences, read_manifest
from naysay.study.contents import UnreadableError, contents
from naysay.study.errors import DataError, shown

QUARANTINE: Final = "quarantine.jsonl"
LARGEST_QUARANTINE: Final = 1_000_000_000
"""Bytes; a larger one is its owner's to remove."""
_ROW: Final = {"file", "line", "reason", "length"}
"""The keys of a line of our quarantine.jsonl."""
_HASHED: Final = {*_ROW, "sha256"}
"""Those of earlier versions, which kept a hash of each row."""


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
            recover(place.parent, _is_whole)
            earlier = earlier_run(place)
            if earlier is not None and not replace and (not same(earlier) or _is_edited(place)):
                raise _another(place)
            staging = stack.enter_context(staged(place))
        except OSError as error:
            raise _unusable(place, error) from None
        try:
            yield staging.new
        except BaseException as error:
            rows = _leave_rows(staging.new, place)
            if rows is not None:
                error.add_note(f"The rows that could not be read are listed in {rows}.")
            raise

        def check(occupied: Path) -> None:
            earlier = earlier_run(occupied)
            if earlier is None or replace:
                return
            if not earlier.is_like(read_manifest(staging.new)) or _is_edited(occupied):
                raise _another(place)

        try:
            staging.swap(check)
        except NotSwappedError as error:
            raise _kept(place, error) from None


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
            raise _unusable_because(place, "It is a file: choose a folder.")
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
        raise _unusable_because(
            place, f"It holds other things, such as {what}, which stay untouched: choose another folder."
        )
    return earlier


def _resolved(place: Path) -> Path:
    """Where a symbolic link leads; a mount point or a folder that somebody stands in cannot be swapped."""
    try:
        folder, here = place.resolve(), Path.cwd()
        mounted = os.path.ismount(folder)
        with suppress(FileNotFoundError):
            os.lstat(folder)
    except (OSError, RuntimeError, ValueError) as error:
        raise _unusable(place, error) from None
    if mounted or any(mount.is_relative_to(folder) for mount in _mounts()):
        raise _unusable_because(place, "It is or holds a mount point: name a folder below it.")
    if here.is_relative_to(folder):
        raise _unusable_because(place, "The command stands in it: name a folder below it, such as ./run.")
    return folder


def _mounts() -> list[Path]:
    """Every mount point, where the system lists them; nothing else shows one of the same file system."""
    with suppress(OSError):
        lines = Path("/proc/self/mountinfo").read_bytes().splitlines()
        mounts = [line.split(b" ")[4].decode("unicode_escape").encode("latin-1") for line in lines]
        return [Path(os.fsdecode(path)) for path in mounts]
    return []


def _files(folder: Path) -> list[str]:
    """Files and links in the folder, by their paths below it; an empty folder is nothing to lose."""

    def complain(error: OSError) -> None:
        raise error

    paths = []
    for inner, folders, files in os.walk(folder, onerror=complain):
        links = [name for name in folders if os.path.islink(os.path.join(inner, name))]
        paths += [Path(inner, name) for name in (*files, *links) if name not in LEFT_BY_SYSTEMS]
    return sorted(path.relative_to(folder).as_posix() for path in paths)


def _is_ours(path: Path) -> bool:
    """Whether every line is one that a run wrote about a row it could not read."""
    try:
        lines = contents(path, largest=LARGEST_QUARANTINE).decode("utf-8").splitlines()
        return all(set(json.loads(line)) in (_ROW, _HASHED) for line in lines)
    except (UnreadableError, ValueError, TypeError, RecursionError):
        return False


def _is_edited(place: Path) -> bool:
    """Whether a file of the run is not as it was written: somebody's work, which only ``replace`` removes."""
    return any(line.endswith(": changed") for line in differences(place))


def _is_whole(folder: Path) -> bool:
    with suppress(DataError, OSError):
        return differences(folder) == []
    return False


def _leave_rows(fresh: Path, place: Path) -> Path | None:
    """Where the rows that could not be read lie for whoever mends them: in the place if that is free."""
    rows = fresh / QUARANTINE
    with suppress(OSError):
        if not rows.is_file() or not rows.stat().st_size:
            return None
        for free in (place, *(place.with_name(f"{place.name}-{number}") for number in range(2, 100))):
            with suppress(DataError):
                if earlier_run(free) is None:
                    free.mkdir(exist_ok=True)
                    rows.replace(free / QUARANTINE)
                    return free / QUARANTINE
    return None


def _kept(place: Path, failed: NotSwappedError) -> DataError:
    error = failed.error
    why = error.fault.mend if isinstance(error, DataError) else f"{error.strerror}."
    return _unusable_because(place, f"{why} The finished run lies in {failed.kept}.")


def _another(place: Path) -> DataError:
    return _unusable_because(
        place,
        "It holds a run of other content: add --replace to put the new one there, or choose another folder.",
    )


def _unusable(place: Path, error: Exception) -> DataError:
    why = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return _unusable_because(place, f"{why}: choose a folder that can be written.")


def _unusable_because(place: Path, mend: str) -> DataError:
    return DataError(
        "--out", got=str(place), allowed="a new or empty folder, or a run of equal content", mend=mend
    )
