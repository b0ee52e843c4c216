"""The list of mutations: one change of meaning each, and the tests that must notice it.

A file ``_mutants/ROOM.toml`` holds groups. A group names one source file, the tests to run, and its changes:
pairs of a snippet and its replacement. A snippet stands in its file exactly once.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
LISTS: Final = Path(__file__).resolve().parent / "_mutants"


@dataclass(frozen=True)
class Mutation:
    """One change of meaning; ``room`` is the name of its list, ``file`` and ``tests`` are below the root."""

    room: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]

    def faults(self) -> list[str]:
        """What is wrong with the entry itself, as sentences; none where it can be tried."""
        named = (self.file, *(test.partition("::")[0] for test in self.tests))
        absent = [f"{name} is absent" for name in named if not (ROOT / name).exists()]
        if absent:
            return absent
        times = (ROOT / self.file).read_text(encoding="utf-8").count(self.old)
        if times != 1:
            return [f"the snippet stands {times} times in the file, not once"]
        if self.old == self.new:
            return ["the replacement is the snippet itself"]
        try:
            compile(self.applied(ROOT), self.file, "exec")
        except SyntaxError as error:
            return [f"the changed file is no Python: {error}"]
        return []

    def applied(self, root: Path) -> str:
        """The text of the file below ``root`` with this change made."""
        return (root / self.file).read_text(encoding="utf-8").replace(self.old, self.new)

    def __str__(self) -> str:
        return f"{self.file}: {' '.join(self.old.split())!r} -> {' '.join(self.new.split())!r}"


def mutations() -> list[Mutation]:
    """Every mutation of every list, in the order of the lists' names."""
    return [
        Mutation(path.stem, group["file"], old, new, tuple(group["tests"]))
        for path in sorted(LISTS.glob("*.toml"))
        for group in tomllib.loads(path.read_text(encoding="utf-8"))["group"]
        for old, new in group["changes"]
    ]
