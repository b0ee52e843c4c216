"""The folder in which mutants are tried, and what holds all that somebody is shown to the rules."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks._faults_seeds import MARK

Files = Mapping[str, bytes]
_HARMFUL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
LONGEST = 100_000
"""Characters of a message that somebody could still be shown."""


class BrokenError(Exception):
    """Rows that do not add up, a text that got out, a file that was erased: the first word says which."""


@dataclass
class Bench:
    """A workspace to work in: ``base`` has its sound files, ``earlier`` is a run of them."""

    folder: Path
    base: dict[str, bytes] = field(default_factory=dict)

    @property
    def place(self) -> Path:
        return self.folder / "workspace"

    @property
    def earlier(self) -> Path:
        return self.folder / "earlier"

    def said(self, error: Exception) -> None:
        """Hold a message to the rules but the one on control characters, which the terminal is held to."""
        self.told(_HARMFUL.sub("?", str(error)))

    def told(self, text: str, what: str = "message") -> None:
        """Hold what somebody is shown to the rules."""
        head = text.partition(":")[0][:40]
        if MARK in text.lower():
            raise BrokenError(f"leaked: {what} shows a text or an author: {head!a}")
        if _HARMFUL.search(text):
            raise BrokenError(f"terminal: {what} has a control character: {head!a}")
        if what != "quarantine" and len(text) > LONGEST:
            raise BrokenError(f"terminal: {what} is too long: {head!a}")

    def parts(self) -> Path:
        shutil.rmtree(self.folder / "parts", ignore_errors=True)
        return self.folder / "parts"
