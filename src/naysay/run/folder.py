"""The folder of a run: made beside its place and moved there whole, never over anything else."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from naysay.run.manifest import FILE
from naysay.study.errors import DataError

QUARANTINE: Final = "quarantine.jsonl"


@contextmanager
def run_folder(place: Path) -> Iterator[Path]:
    """A new folder that takes the place of ``place`` when all went well.

    An earlier run at this place is replaced. When the run is refused nothing changes, but that the rows which
    could not be read stay in ``place``, if it was free, for whoever mends them.

    Raises
    ------
    DataError
        When ``place`` is a file, holds other things than a run, or cannot be written.
    """
    _check_free(place)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=f".{place.name}-", dir=place.parent))
    except OSError as error:
        raise _refused(place, f"{error.strerror}: choose a folder that can be written.") from None
    fresh = staging / "run"
    fresh.mkdir()
    try:
        yield fresh
        _swap(place, fresh, staging / "old")
    except BaseException:
        if _has_rows(fresh / QUARANTINE) and not (place / FILE).exists():
            place.mkdir(exist_ok=True)
            (fresh / QUARANTINE).replace(place / QUARANTINE)
        raise
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _swap(place: Path, fresh: Path, old: Path) -> None:
    """Put ``fresh`` in the place of ``place``; on failure what was there comes back."""
    if place.exists():
        place.rename(old)
    try:
        fresh.rename(place)
    except OSError:
        if old.exists():
            old.rename(place)
        raise


def _check_free(place: Path) -> None:
    if not place.exists():
        return
    if not place.is_dir():
        raise _refused(place, "It is a file: choose a folder.")
    names = {path.name for path in place.iterdir()}
    if FILE not in names and not names <= {QUARANTINE}:
        raise _refused(place, "It holds other things, which stay untouched: choose a new or empty folder.")


def _refused(place: Path, mend: str) -> DataError:
    return DataError("--out", got=str(place), allowed="a new or empty folder, or an earlier run", mend=mend)


def _has_rows(path: Path) -> bool:
    return path.is_file() and path.stat().st_size > 0
