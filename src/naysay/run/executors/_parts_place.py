"""Where large parts and results lie between this process and workers that do not see its files, sealed.

Whoever can read the place reads no post: what lies there is encrypted, with a key that only the tasks carry.
"""

from __future__ import annotations

import os
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Final

import fsspec
import zstandard
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from naysay.run.executors._cluster_faults import one_line
from naysay.study.errors import InputError, printable

SMALL: Final = 1 << 16
"""Bytes up to which something goes with its task."""
_NONCE: Final = 12
_OPEN: Final = "open"
"""The file of a place that lasts as long as its run: what a worker lays later goes at once."""
_REMOVAL: Final = 10
"""Seconds that a process which was told to end may take to remove its places."""
_LIVE: Final[list[Callable[[], None]]] = []
"""Removes the places of this process."""


@dataclass(frozen=True, slots=True)
class Lying:
    """What lies at the place under a name."""

    name: str


@dataclass(frozen=True)
class PartsPlace:
    """A folder of one run on a file system that driver and workers reach; it goes to each worker as it is."""

    files: Any = field(repr=False)
    """An fsspec file system."""
    folder: str
    key: bytes = field(repr=False)

    def laid(self, content: bytes) -> Lying | bytes:
        """``content`` as it goes with its task: itself where it is small, else where it lies, sealed.

        Raises
        ------
        InputError
            When it cannot be written.
        """
        if len(content) <= SMALL:
            return content
        name, nonce = f"{secrets.token_hex(8)}.sealed", os.urandom(_NONCE)
        packed = zstandard.ZstdCompressor(level=1).compress(content)
        sealed = AESGCM(self.key).encrypt(nonce, packed, name.encode())
        try:
            self.files.pipe_file(f"{self.folder}/{name}", nonce + sealed)
        except Exception as error:
            raise _not_there(error) from None
        return Lying(name)

    def answered(self, content: bytes) -> Lying | bytes:
        """As ``laid``, by a worker, who may be late: what is laid when the run is over is removed."""
        lying = self.laid(content)
        if isinstance(lying, Lying) and not self._is_open():
            self.remove(lying)
        return lying

    def taken(self, there: Lying | bytes) -> bytes:
        """What was laid.

        Raises
        ------
        InputError
            When it cannot be read, or is not what was laid.
        """
        if isinstance(there, bytes):
            return there
        try:
            sealed = self.files.cat_file(f"{self.folder}/{there.name}")
        except Exception as error:
            raise _not_there(error) from None
        try:
            packed = AESGCM(self.key).decrypt(sealed[:_NONCE], sealed[_NONCE:], there.name.encode())
        except InvalidTag:
            raise InputError(
                "--parts",
                got=f"{there.name}, which somebody changed",
                allowed="a place where nobody but the run writes",
                mend="Name another place, and see who writes to this one.",
            ) from None
        return zstandard.ZstdDecompressor().decompress(packed)

    def remove(self, there: Lying | bytes) -> None:
        """Remove what was laid; what cannot be removed goes with the folder."""
        if isinstance(there, Lying):
            with suppress(Exception):
                self.files.rm_file(f"{self.folder}/{there.name}")

    def _is_open(self) -> bool:
        with suppress(Exception):
            return bool(self.files.exists(f"{self.folder}/{_OPEN}"))
        return True


@contextmanager
def parts_place(address: str) -> Iterator[PartsPlace]:
    """A new folder below ``address``, which is gone afterwards with all that lies in it.

    Raises
    ------
    InputError
        An address that no installed driver knows, or where nothing can be written.
    """
    try:
        files, root = fsspec.core.url_to_fs(address)
        folder = f"{root.rstrip('/')}/naysay-{secrets.token_hex(6)}"
        files.makedirs(folder, exist_ok=True)
        try:
            files.pipe_file(f"{folder}/{_OPEN}", b"")
        except BaseException:
            with suppress(Exception):
                files.rm(folder, recursive=True)
            raise
    except Exception as error:
        raise InputError(
            "--parts",
            got=printable(address),
            allowed="a folder, or an address that an installed fsspec driver writes to, such as s3://bucket/folder",
            mend=f"{one_line(error)}. Install a driver, such as s3fs, or name a folder that all workers see.",
        ) from None

    def remove() -> None:
        with suppress(Exception):
            files.rm_file(f"{folder}/{_OPEN}")
        with suppress(Exception):
            files.rm(folder, recursive=True)

    _LIVE.append(remove)
    try:
        yield PartsPlace(files, folder, AESGCM.generate_key(bit_length=256))
    finally:
        remove()
        _LIVE.remove(remove)


def remove_all() -> None:
    """Remove the places of this process at once, whoever still uses them: for a process that ends."""

    def remove() -> None:
        for one in tuple(_LIVE):
            one()

    if _LIVE:
        thread = threading.Thread(target=remove, daemon=True)
        thread.start()
        thread.join(_REMOVAL)


def _not_there(error: Exception) -> InputError:
    return InputError(
        "--parts",
        got=f"a place that failed ({one_line(error)})",
        allowed="one that this machine and all workers read and write until the run is done",
        mend="See that it is there and has room, and run again.",
    )
