"""Entries in files: taken where the key is the same, made again where it is not, and said why."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Final

from naysay.run.stages.files import DamagedEntryError, packed, unpacked
from naysay.run.stages.folder import NotOursError, StagesFolder
from naysay.run.stages.last_keys import LastKeys
from naysay.run.stages.outcomes import StageOutcome
from naysay.study.contents import UnreadableError, contents
from naysay.study.digests import UndigestedError
from naysay.study.stages import StageEntry, StageKey, UnkeptError

DAMAGED: Final = "its entry was damaged"


class StoredStages:
    """``Stages`` in a folder; ``outcomes`` are what became of each key, in their order."""

    keeps = True

    def __init__(self, folder: StagesFolder, writing: Path, study: str) -> None:
        self.outcomes: list[StageOutcome] = []
        self.troubles: list[str] = []
        """What kept entries from being written, each once."""
        self._folder = folder
        self._writing = writing
        self._last = LastKeys(folder, study)
        self._limit = folder.limit()
        self._old = sorted(folder.stored(), key=lambda one: -one.used)  # the next to go is the last
        self._size = sum(one.size for one in self._old)
        self._used = set[Path]()

    @property
    def are_warm(self) -> bool:
        """Whether the study ran before with this folder."""
        return self._last.is_known

    def get(self, key: StageKey) -> StageEntry | None:
        """The entry of ``key``; a damaged one is removed, and there is none."""
        name = key.name
        place = self._folder.place_of(key.stage, name)
        why = self._last.why(key)
        if place.exists():
            try:
                entry = unpacked(name, contents(place, largest=self._limit))
                with suppress(OSError):
                    os.utime(place)
                self._used.add(place)
                self._note(key, "", reused=True)
                return entry
            except (DamagedEntryError, UnreadableError):
                with suppress(OSError):
                    place.unlink()
                why = DAMAGED
        self._note(key, why, reused=False)
        return None

    def put(self, key: StageKey, make: Callable[[], StageEntry]) -> None:
        """Keep what ``make`` gives. What cannot be kept, or has no room, is a trouble and no error."""
        try:
            name = key.name
            pieces = packed(name, make())
        except (UnkeptError, UndigestedError) as error:
            self._trouble(f"{key.stage} is not kept: {error}")
            return
        size, place = sum(map(len, pieces)), self._folder.place_of(key.stage, name)
        if not self._make_room(size):
            self._trouble(
                f"entries have {self._limit} bytes, their limit, and not all could be kept "
                "(see naysay cache --limit)"
            )
            return
        try:
            self._folder.write(place, pieces, self._writing)
        except OSError as error:
            self._trouble(f"not all could be kept: {error.strerror}")
            return
        self._size += size
        self._used.add(place)

    def forget(self, lists: Mapping[str, str]) -> None:
        """Remove all entries where somebody was forgotten since the last run: their hashes are in them.

        ``lists`` are the hashes of the lists of forgotten by their folder, as they are now.
        """
        known = self._folder.forgotten()
        if any(known.get(place, now) != now for place, now in lists.items()):
            self._folder.clear()
            self._old, self._size = [], 0
        if any(known.get(place) != now for place, now in lists.items()):
            with suppress(OSError):
                self._folder.set_forgotten({**known, **lists}, self._writing)

    def close(self) -> None:
        """Remember on what each key depended, so that the next run can say what changed."""
        with suppress(OSError):
            self._last.save(self._writing)

    def _make_room(self, size: int) -> bool:
        """Whether there is room for so many bytes, once entries that no one used for longest are gone."""
        while self._old and self._size + size > self._limit:
            oldest = self._old.pop()
            if oldest.path not in self._used:
                with suppress(OSError):
                    oldest.path.unlink()
                self._size -= oldest.size
        return self._size + size <= self._limit

    def _note(self, key: StageKey, why: str, *, reused: bool) -> None:
        self.outcomes.append(StageOutcome(key.stage, key.of, reused, why, key.files, key.part))
        self._last.note(key)

    def _trouble(self, what: str) -> None:
        if what not in self.troubles:
            self.troubles.append(what)


@contextmanager
def opened(folder: StagesFolder, study: str) -> Iterator[StoredStages]:
    """The stages in ``folder`` for a run of ``study``, whose name tells what its last run depended on.

    Raises
    ------
    NotOursError
        A folder that is not the user's alone, or cannot be written.
    """
    with ExitStack() as stack:
        try:
            folder.prepare()
            writing = stack.enter_context(folder.writing())
        except OSError as error:
            raise NotOursError(f"{error.filename or folder.path}: {error.strerror}") from None
        stages = StoredStages(folder, writing, study)
        try:
            yield stages
        finally:
            stages.close()
