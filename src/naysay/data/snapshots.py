"""A snapshot: a folder of files that were fetched once, each with its hash, so that a study can be rerun."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from naysay.study.errors import DataError

INDEX: Final = "index.json"
"""The file that lists the others with their SHA-256. It is written last: its presence means complete."""

_NAME = re.compile(r"[A-Za-z0-9^=_-][A-Za-z0-9.^=_-]{0,99}")
_FORMAT = 1


@dataclass(frozen=True, eq=False)
class Snapshot:
    """The bytes of each file by name, its SHA-256, and what was asked for (``about``)."""

    files: Mapping[str, bytes]
    sha256: Mapping[str, str]
    about: Mapping[str, str]


def write(folder: Path, files: Mapping[str, bytes], *, about: Mapping[str, str] | None = None) -> None:
    """Store ``files`` (name to bytes) as the snapshot ``folder``: all of them, or nothing changes.

    An earlier snapshot at this place is replaced as a whole. ``about`` is stored beside the hashes.

    Raises
    ------
    DataError
        No file, a name that could leave the folder, or a folder with contents that are no snapshot.
    """
    for name in files:
        _refuse_bad_name(name)
    if not files:
        raise DataError("snapshot", got="no file", allowed="at least one file", mend="Fetch again.")
    if folder.exists() and not exists(folder) and (not folder.is_dir() or any(folder.iterdir())):
        raise DataError(
            "snapshot",
            got=f"{folder}, which holds other things",
            allowed="a new or empty folder, or an earlier snapshot",
            mend="Choose another folder for the snapshot, so that nothing of yours is replaced.",
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    # Beside the folder, because a rename is only atomic within one file system.
    staging = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        fresh, stale = staging / "new", staging / "old"
        fresh.mkdir()
        for name, content in files.items():
            (fresh / name).write_bytes(content)
        (fresh / INDEX).write_text(_index(files, about or {}), encoding="utf-8", newline="\n")
        _swap(folder, fresh, stale)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def exists(folder: Path) -> bool:
    """Whether ``folder`` is a snapshot, complete as it was written."""
    return (folder / INDEX).is_file()


def load(folder: Path) -> Snapshot:
    """The snapshot in ``folder``, every byte as it was fetched.

    Files whose names start with a dot are the file system's own and left alone.

    Raises
    ------
    DataError
        No snapshot, an unreadable index, or a file that changed, is absent or was added: it is named.
    """
    listed, about = _read_index(folder)
    present = {file.name for file in folder.iterdir() if not file.name.startswith(".")} - {INDEX}
    files: dict[str, bytes] = {}
    for name, expected in listed.items():
        if name not in present:
            raise _changed(folder / name, "is absent")
        files[name] = (folder / name).read_bytes()
        if _sha256(files[name]) != expected:
            raise _changed(folder / name, "changed since it was fetched")
    for name in sorted(present - listed.keys()):
        raise _changed(folder / name, "was added after the snapshot was fetched")
    return Snapshot(files, listed, about)


def _swap(folder: Path, fresh: Path, stale: Path) -> None:
    """Put ``fresh`` in the place of ``folder``; on failure what was there comes back."""
    if folder.exists():
        folder.rename(stale)
    try:
        fresh.rename(folder)
    except OSError:
        if stale.exists():
            stale.rename(folder)
        raise


def _index(files: Mapping[str, bytes], about: Mapping[str, str]) -> str:
    listed = {name: _sha256(content) for name, content in sorted(files.items())}
    return json.dumps({"format": _FORMAT, "about": dict(about), "files": listed}, indent=2) + "\n"


def _read_index(folder: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Hashes by file name, and what was asked for."""
    if not exists(folder):
        raise DataError(
            "snapshot",
            got=f"{folder} without {INDEX}",
            allowed="a folder that a fetch completed",
            mend="Fetch first: naysay fetch STUDY.",
        )
    try:
        index = json.loads((folder / INDEX).read_bytes())
        listed, about = index["files"], index["about"]
        sound = index["format"] == _FORMAT and all(
            isinstance(text, str) for texts in (listed, about) for pair in texts.items() for text in pair
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        sound = False
    if not sound:
        raise _changed(folder / INDEX, "is no index of a snapshot")
    for name in listed:
        _refuse_bad_name(name)
    return listed, about


def _refuse_bad_name(name: str) -> None:
    if not _NAME.fullmatch(name) or ".." in name or name == INDEX:
        raise DataError(
            "snapshot",
            got=name,
            allowed="names of 1 to 100 letters, digits and . ^ = - _, no leading and no double dot",
            mend=f"Name files after their symbol or page; {INDEX} is taken.",
        )


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _changed(file: Path, fault: str) -> DataError:
    return DataError(
        "snapshot",
        got=f"{file.name}, which {fault}",
        allowed="files as they were fetched",
        mend=f"Put it back as it was, or delete {file.parent} and fetch again.",
    )
