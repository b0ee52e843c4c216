"""What a stage of a run leaves for the next run: an entry under a key that names all that it depends on.

Every floor may hand a stage's entry to ``Stages``, and the roof decides where they go: into files below the
workspace (``run/stages/``), into memory for runs that share their stages, or nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import numpy.typing as npt

from naysay.study.digests import digest


class UnkeptError(ValueError):
    """A result that cannot be written so that exactly the same comes back: it is made again each time."""


@dataclass(frozen=True, eq=False, slots=True)
class StageEntry:
    """What a stage made: ``about`` are plain values as JSON has them, ``arrays`` numbers by name."""

    about: Mapping[str, Any] = field(default_factory=dict)
    arrays: Mapping[str, npt.NDArray[Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StageKey:
    """All that an entry depends on, by digests: two equal keys stand for the same bytes.

    ``stage`` is what makes it, such as posts or granger, and ``of`` what it is made of where a stage has
    many entries: the name of a file. ``depends`` are digests by what they are of, in the words of a reader:
    "[granger] lags", "the file". A run that makes an entry again says which of them changed.
    """

    stage: str
    depends: Mapping[str, str]
    of: str = ""
    files: int = 1
    """How many files it is of, where it is of some: then ``of`` is the first."""
    part: int = 0
    """Which part of these it is of, where what is made of them has several entries."""

    @property
    def name(self) -> str:
        """The SHA-256 of the key; what the entry is ``of`` is in it where that is depended on."""
        return digest((self.stage, dict(sorted(self.depends.items())), self.part))


class Stages(Protocol):
    """Keeps entries. An entry that comes back is the one that was put under an equal key, to the last bit."""

    @property
    def keeps(self) -> bool:
        """Whether it is worth while to make keys: False where nothing is kept."""
        ...

    @property
    def are_warm(self) -> bool:
        """Whether an earlier run left entries, so that little may be left to compute."""
        ...

    def get(self, key: StageKey) -> StageEntry | None:
        """The entry of ``key``; None where there is none, or what there was is damaged."""
        ...

    def put(self, key: StageKey, make: Callable[[], StageEntry]) -> None:
        """Keep what ``make`` gives under ``key``, or not: a full disk is no error of a run."""
        ...


class NothingKept:
    """Keeps nothing: what a function does that nobody hands other ``Stages``."""

    keeps = False
    are_warm = False

    def get(self, key: StageKey) -> StageEntry | None:
        """Nothing."""
        del key
        return None

    def put(self, key: StageKey, make: Callable[[], StageEntry]) -> None:
        """Keep nothing."""
        del key, make


class DependingOn:
    """``stages`` whose every key depends on ``also``: what the roof knows and a lower floor does not."""

    def __init__(self, stages: Stages, also: Mapping[str, str]) -> None:
        self.keeps = stages.keeps
        self.are_warm = stages.are_warm
        self._stages = stages
        self._also = also

    def get(self, key: StageKey) -> StageEntry | None:
        """The entry of ``key`` with what it depends on as well."""
        return self._stages.get(self._whole(key))

    def put(self, key: StageKey, make: Callable[[], StageEntry]) -> None:
        """Keep it."""
        self._stages.put(self._whole(key), make)

    def _whole(self, key: StageKey) -> StageKey:
        return replace(key, depends={**key.depends, **self._also})


class KeptInMemory:
    """Keeps entries as long as it lives: for the cells of a grid, which share most of their stages."""

    keeps = True

    def __init__(self) -> None:
        self._entries: dict[str, StageEntry] = {}

    @property
    def are_warm(self) -> bool:
        """Whether there is an entry."""
        return bool(self._entries)

    def get(self, key: StageKey) -> StageEntry | None:
        """The entry of ``key``."""
        return self._entries.get(key.name)

    def put(self, key: StageKey, make: Callable[[], StageEntry]) -> None:
        """Keep it; its arrays are closed to writing."""
        try:
            entry = make()
        except UnkeptError:
            return
        for array in entry.arrays.values():
            array.setflags(write=False)
        self._entries[key.name] = entry
