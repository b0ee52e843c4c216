"""A snapshot: a folder of files that were fetched once, each with its hash, so that a study can be rerun."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from naysay.data.file_patterns import is_file
from naysay.data.staging import LEFT_BY_SYSTEMS, NotSwappedError, staged
from naysay.data.staging import recover as recover_in
from naysay.study.contents import UnreadableError, contents
from naysay.study.errors import DataError

INDEX: Final = "index.json"
"""The file that lists the others with their SHA-256. It is written last: its presence means complete."""
LARGEST: Final = 200_000_000
"""Bytes of one file; a century of daily prices has 3 million."""

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

    An earlier snapshot at this place is replaced as a whole; a link is followed. ``about`` is stored beside
    the hashes.

    Raises
    ------
    DataError
        No file, a name that could leave the folder, what ``check_replaceable`` refuses, or a folder that
        cannot be written; if the new files could not take their place, the error says where they lie.
    """
    for name in files:
        _refuse_bad_name(name)
    if not files:
        raise DataError("snapshot", got="no file", allowed="at least one file", mend="Fetch again.")
    place = Path(os.path.realpath(folder))
    check_replaceable(place)
    try:
        recover(place)
        with staged(place) as staging:
            for name, content in files.items():
                (staging.new / name).write_bytes(content)
            (staging.new / INDEX).write_text(_index(files, about or {}), encoding="utf-8", newline="\n")
            staging.swap(check_replaceable)
    except NotSwappedError as error:
        raise DataError(
            "snapshot",
            got=f"{folder}: {error.error}",
            allowed="a folder that can be replaced",
            mend=f"Nothing was deleted. The fetched files are in {error.kept}: move them yourself.",
        ) from error
    except OSError as error:
        raise DataError(
            "snapshot",
            got=f"{folder}: {error.strerror or error}",
            allowed="a folder that can be written",
            mend="Nothing was changed: make room or choose another place.",
        ) from error


def check_replaceable(folder: Path) -> None:
    """Refuse a folder that holds anything but an earlier snapshot, so that a fetch deletes nothing else.

    Raises
    ------
    DataError
        A file in its place, a folder with contents but without an index that can be read, or one that holds
        a file, folder or link which its index does not list.
    """
    folder = Path(os.path.realpath(folder))
    if not os.path.lexists(folder):
        return
    try:
        entries = {entry.name: entry for entry in os.scandir(folder)}
    except OSError as error:
        raise _not_ours(folder, f"{error.strerror}") from None
    if not entries:
        return
    if INDEX not in entries:
        raise _not_ours(folder, "which holds other things")
    ours = {*_read_index(folder)[0], INDEX, *LEFT_BY_SYSTEMS}
    for name, entry in sorted(entries.items()):
        if name not in ours or not entry.is_file(follow_symlinks=False):
            raise _not_ours(folder, f"with {name}, which no fetch put there")


def recover(folder: Path) -> None:
    """Put back what a killed fetch had moved aside and delete what else it left; one that lives goes on."""
    recover_in(Path(os.path.realpath(folder)).parent, _is_whole)


def exists(folder: Path) -> bool:
    """Whether ``folder`` is a snapshot, complete as it was written."""
    return is_file(folder / INDEX)


def _is_whole(folder: Path) -> bool:
    with contextlib.suppress(DataError, OSError):
        load(folder)
        return True
    return False


def load(folder: Path, only: Collection[str] | None = None) -> Snapshot:
    """The snapshot in ``folder``, every byte as it was fetched; of its files ``only`` those, if named.

    Files whose names start with a dot are the file system's own and left alone.

    Raises
    ------
    DataError
        No snapshot, an unreadable index, or a file that changed, is absent or was added: it is named.
    """
    listed, about = _read_index(folder)
    try:
        present = {file.name for file in folder.iterdir() if not file.name.startswith(".")} - {INDEX}
    except OSError as error:
        raise _changed(folder / INDEX, f"lies in a folder that cannot be read: {error.strerror}") from None
    files: dict[str, bytes] = {}
    for name, expected in listed.items():
        if name not in present:
            raise _changed(folder / name, "is absent")
        if only is not None and name not in only:
            continue
        try:
            files[name] = contents(folder / name, largest=LARGEST)
        except UnreadableError as error:
            raise _changed(folder / name, f"is {error.got}") from None
        if _sha256(files[name]) != expected:
            raise _changed(folder / name, "changed since it was fetched")
    for name in sorted(present - listed.keys()):
        raise _changed(folder / name, "was added after the snapshot was fetched")
    return Snapshot(files, listed, about)


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
        index = json.loads(contents(folder / INDEX, largest=LARGEST), object_pairs_hook=_each_once)
        listed, about = index["files"], index["about"]
        sound = index["format"] == _FORMAT and all(
            isinstance(text, str) for texts in (listed, about) for pair in texts.items() for text in pair
        )
    except UnreadableError as error:
        raise _changed(folder / INDEX, f"is {error.got}") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        sound = False
    if not sound:
        raise _changed(folder / INDEX, "is no index of a snapshot")
    for name in listed:
        _refuse_bad_name(name)
    return listed, about


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    entries = dict(pairs)
    if len(entries) < len(pairs):
        raise ValueError("a name stands twice")
    return entries


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


def _not_ours(folder: Path, fault: str) -> DataError:
    return DataError(
        "snapshot",
        got=f"{folder}, {fault}",
        allowed="a new or empty folder, or an earlier snapshot and nothing else",
        mend="Move your own files elsewhere, so that nothing of yours is replaced.",
    )


def _changed(file: Path, fault: str) -> DataError:
    return DataError(
        "snapshot",
        got=f"{file.name}, which {fault}",
        allowed="files as they were fetched",
        mend=f"Put it back as it was, or delete {file.parent} and fetch again.",
    )
