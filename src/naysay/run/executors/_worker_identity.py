"""What makes the numbers of a process: versions, naysay's own files with their word lists, and the kernel."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import naysay
from naysay.run.kernel import kernel
from naysay.run.stamp import computing
from naysay.study.digests import digest

WORDS: Final = "data/words/"


@dataclass(frozen=True, slots=True)
class WorkerIdentity:
    """Two processes with the same one compute the same; ``kernel`` may differ in the last digits."""

    versions: Mapping[str, str]
    """Of naysay, of Python and of the packages that compute, by name."""
    files: Mapping[str, str]
    """A hash of each file of naysay, by its path in the package."""
    kernel: str

    @property
    def digest(self) -> str:
        """The same for all that compute the same."""
        return digest([sorted(self.versions.items()), sorted(self.files.items())])

    def difference(self, other: WorkerIdentity) -> str:
        """What ``other`` has that this has not, in a few words; empty where both compute the same."""
        for name, own in self.versions.items():
            if (its := other.versions.get(name, "none")) != own:
                return f"{name} {its}, here {own}"
        differing = sorted(
            name for name in {*self.files, *other.files} if self.files.get(name) != other.files.get(name)
        )
        if not differing:
            return ""
        what = "another word list" if differing[0].startswith(WORDS) else "another file of naysay"
        return f"{what}: {differing[0]}"


@cache
def own_identity() -> WorkerIdentity:
    """That of this process."""
    root = Path(naysay.__file__).parent
    return WorkerIdentity(
        versions={"naysay": naysay.__version__, **computing()},
        files={
            path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()[:16]
            for path in sorted(root.rglob("*"))
            if path.is_file() and path.suffix != ".pyc"
        },
        kernel=kernel(),
    )
