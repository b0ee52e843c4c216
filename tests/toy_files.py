"""An object store, as s3:// is one: it has no folders. Its objects lie in a folder of this machine.

Workers import the class by its name.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, ClassVar

import fsspec

ROOT = "NAYSAY_TOY_FILES"
"""The variable that names the folder, for this process and its workers."""


class ToyFiles(fsspec.AbstractFileSystem):  # type: ignore[misc]
    """Objects, by the whole of their names."""

    protocol: ClassVar[str] = "toy"

    def makedirs(self, path: str, exist_ok: bool = False) -> None:
        """Nothing: there are no folders."""

    def pipe_file(self, path: str, value: bytes, mode: str = "overwrite", **options: Any) -> None:
        """Write an object."""
        self._place(path).write_bytes(value)

    def cat_file(self, path: str, start: Any = None, end: Any = None, **options: Any) -> bytes:
        """What an object holds."""
        return self._place(path).read_bytes()

    def exists(self, path: str, **options: Any) -> bool:
        """Whether there is an object of the name."""
        return self._place(path).exists()

    def rm_file(self, path: str) -> None:
        """Remove an object."""
        self._place(path).unlink()

    def rm(self, path: str, recursive: bool = False, maxdepth: int | None = None) -> None:
        """Remove the objects whose names begin so."""
        for file in self._place(path).parent.glob(f"{self._place(path).name}*"):
            file.unlink()

    def _place(self, path: str) -> Path:
        return Path(os.environ[ROOT]) / str(self._strip_protocol(path)).replace("/", "~")


fsspec.register_implementation("toy", ToyFiles, clobber=True)
