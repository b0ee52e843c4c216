"""The files of the list of forgotten: keyed hashes, one a line, and the key, in one folder of data."""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from naysay.data.forgotten import BYTES, KeyedNames, Name, keyed_hash
from naysay.data.signals import undisturbed
from naysay.study.contents import UnreadableError, contents
from naysay.study.errors import DataError

try:
    import fcntl
except ImportError:  # a system without it: two commands at once may lose an entry of one of them
    fcntl = None  # type: ignore[assignment]

LIST, KEY = "forgotten.jsonl", "forgotten.key"
"""The files of a folder of data. They are made for their owner alone."""
LARGEST, LARGEST_KEY = 200_000_000, 1_000
"""Bytes."""
_KEY_BYTES: Final = 32
_HASH: Final = re.compile(rf"[0-9a-f]{{{2 * BYTES}}}")
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d")
_MEND: Final = "Put both files back as they were, or delete both and forget everybody again."


@dataclass(frozen=True)
class ForgottenList:
    """A list as it was read. Entries are only ever added, at its end."""

    path: Path
    key: bytes = field(repr=False)
    content: bytes = field(repr=False)

    @cached_property
    def entries(self) -> tuple[tuple[str, str], ...]:
        """Kind and hash of each."""
        lines = map(json.loads, self.content.splitlines()[1:])
        return tuple((entry["kind"], entry["hash"]) for entry in lines)

    @cached_property
    def _places(self) -> dict[tuple[str, str], int]:
        places = dict[tuple[str, str], int]()
        for place, entry in enumerate(self.entries):
            places.setdefault(entry, place)
        return places

    @property
    def sha256(self) -> str:
        """The hash of the list; a manifest has it."""
        return hashlib.sha256(self.content).hexdigest()

    def keyed(self, only: Sequence[Name] | None = None) -> KeyedNames:
        """The list for whoever reads posts; of its names ``only`` those, if any are named."""
        kept = self.entries if only is None else [self._entry(name) for name in only]
        of = {
            kind: [bytes.fromhex(hashed) for one, hashed in kept if one == kind]
            for kind in ("author", "post")
        }
        return KeyedNames(self.key, frozenset(of["author"]), frozenset(of["post"]))

    def began_as(self, rows: int, sha256: str) -> bool:
        """Whether it had that hash when it had ``rows`` entries."""
        lines = self.content.splitlines(keepends=True)
        return rows < len(lines) and hashlib.sha256(b"".join(lines[: rows + 1])).hexdigest() == sha256

    def place(self, name: Name) -> int | None:
        """Which entry, from 0 on, is that of ``name``; None where there is none."""
        return self._places.get(self._entry(name))

    def _entry(self, name: Name) -> tuple[str, str]:
        return name.kind, keyed_hash(self.key, name).hex()


def read_forgotten(folder: Path) -> ForgottenList | None:
    """The list in ``folder``, if there is one.

    Raises
    ------
    DataError
        A list that cannot be read or is not as it was written, or whose key is missing or another.
    """
    path = folder / LIST
    if not os.path.lexists(path):
        return None
    content, key = _content(path, LARGEST), _key_in(_content(folder / KEY, LARGEST_KEY))
    first, *entries = content.splitlines() or [b""]
    if first + b"\n" != _header(key):
        raise _unusable(f"{KEY} that is not the key of {LIST}")
    broken = next((number for number, entry in enumerate(entries, 2) if not _is_entry(entry)), None)
    if broken is not None or not content.endswith(b"\n"):
        raise _unusable(f"{LIST}, whose line {broken or len(entries) + 1} is no entry")
    return ForgottenList(path, key, content)


def forget_names(folder: Path, names: Sequence[Name], *, date: str) -> tuple[ForgottenList, int]:
    """Write ``names`` on the list in ``folder``, and say how many were not on it before.

    The first call makes the list and a random key. Others that do the same at once wait.

    Raises
    ------
    DataError
        As ``read_forgotten``, or a folder that cannot be written.
    """
    try:
        with _locked_key(folder) as key:
            known = read_forgotten(folder) or ForgottenList(folder / LIST, key, _header(key))
            fresh = [name for name in names if known.place(name) is None]
            hashes = dict.fromkeys((name.kind, keyed_hash(key, name).hex()) for name in fresh)
            lines = [_line(kind=kind, hash=hashed, date=date) for kind, hashed in hashes]
            content = known.content + b"".join(lines)
            if lines:
                with undisturbed():
                    _replace(folder / LIST, content)
            return ForgottenList(folder / LIST, key, content), len(lines)
    except OSError as error:
        raise DataError(
            "forgotten",
            got=f"{folder}: {error.strerror or error}",
            allowed="a folder of data that can be written",
            mend="Nothing was forgotten: make room or change its rights.",
        ) from None


@contextmanager
def _locked_key(folder: Path) -> Iterator[bytes]:
    """The key, made where there is neither key nor list; nobody else has it meanwhile."""
    file = os.open(folder / KEY, os.O_RDWR | os.O_CREAT | getattr(os, "O_NONBLOCK", 0), 0o600)
    try:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            raise _unusable(f"{KEY}, which is no file")
        if fcntl is not None:
            fcntl.flock(file, fcntl.LOCK_EX)
        content = os.read(file, LARGEST_KEY)
        if not content and not os.path.lexists(folder / LIST):
            content = secrets.token_hex(_KEY_BYTES).encode() + b"\n"
            os.write(file, content)
            os.fsync(file)
        yield _key_in(content)
    finally:
        os.close(file)


def _replace(path: Path, content: bytes) -> None:
    """Put ``content`` into the place of ``path`` at once; a link is followed."""
    place = Path(os.path.realpath(path))
    new = place.with_name(f".{place.name}-{secrets.token_hex(6)}")
    try:
        file = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(file, "wb") as stream:
            if place.exists():
                new.chmod(stat.S_IMODE(place.stat().st_mode))
            stream.write(content)
            stream.flush()
            os.fsync(file)
        os.replace(new, place)
    except BaseException:
        new.unlink(missing_ok=True)
        raise


def _key_in(content: bytes) -> bytes:
    with suppress(ValueError):
        key = bytes.fromhex(content.decode("ascii"))
        if len(key) == _KEY_BYTES:
            return key
    raise _unusable(f"{KEY} that holds no key")


def _content(path: Path, largest: int) -> bytes:
    try:
        return contents(path, largest=largest)
    except UnreadableError as error:
        raise _unusable(f"{path.name}: {error.got}") from None


def _header(key: bytes) -> bytes:
    """The first line: it tells which key belongs to the list, and nothing of the key."""
    of = hashlib.blake2b(key=key, digest_size=8, person=b"key").hexdigest()
    return _line(naysay="forgotten", key=of)


def _line(**values: str) -> bytes:
    return json.dumps(values).encode() + b"\n"


def _is_entry(line: bytes) -> bool:
    try:
        entry: Any = json.loads(line)
    except (ValueError, RecursionError):
        return False
    if not isinstance(entry, dict) or set(entry) != {"kind", "hash", "date"}:
        return False
    kind, hashed, date = entry["kind"], entry["hash"], entry["date"]
    known = kind in ("author", "post") and isinstance(hashed, str) and isinstance(date, str)
    return known and bool(_HASH.fullmatch(hashed)) and bool(_DATE.fullmatch(date))


def _unusable(got: str) -> DataError:
    return DataError(
        "forgotten", got=got, allowed=f"{LIST} and {KEY} as `naysay forget` wrote them", mend=_MEND
    )
