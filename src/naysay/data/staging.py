"""Replaces a folder by a new one in one step, and completes what a killed process left half done.

The new folder is filled next to its final place: a rename is only atomic within one file system.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from naysay.data.scratch import folders_above, release, scratch_folder, sweep
from naysay.data.signals import undisturbed
from naysay.study.errors import DataError

PREFIX: Final = ".naysay-"
"""What the names of working folders beside a place begin with."""
NEW, OLD = "new", "old"
LEFT_BY_SYSTEMS: Final = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
"""Files that a system leaves in any folder that somebody looked at; nobody misses them."""


class Staging:
    """A folder to fill, ``new``, and the ``place`` that it is for."""

    def __init__(self, place: Path, folder: Path) -> None:
        self.place = place
        self.new = folder / NEW
        self._old = folder / OLD
        self.new.mkdir()

    def try_to_move(self) -> None:
        """Move what stands in the place and back again: what cannot be moved is refused before the work."""
        with undisturbed():
            if os.path.lexists(self.place):
                self.place.rename(self._old)
                self.bring_back()

    def swap(self, check: Callable[[Path], object]) -> None:
        """Put the new folder into its place. ``check`` raises where what stood there must not be deleted.

        It is asked about the place, and again when what stood there has been moved aside. On any failure what
        was there comes back, and the new folder is kept.

        Raises
        ------
        NotSwappedError
            When it cannot take its place: why, and where it lies instead.
        """
        with undisturbed():  # a signal in between would remove the folder that holds what stood there
            try:
                check(self.place)
                if os.path.lexists(self.place):
                    self.place.rename(self._old)
                    check(self._old)
                self.new.rename(self.place)
                self._old = self.place  # what stood there may go now
            except (DataError, OSError) as error:
                self.bring_back()
                raise NotSwappedError(error, _set_aside(self.new, self.place)) from None

    def bring_back(self) -> None:
        """What stood in the place stands there again or, where somebody took it meanwhile, beside it."""
        if self._old != self.place and os.path.lexists(self._old):
            _put_back(self._old, self.place)


def _put_back(old: Path, place: Path) -> None:
    if os.path.lexists(place):
        _set_aside(old, place)
    else:
        old.rename(place)


def _set_aside(folder: Path, place: Path) -> Path:
    """Another place for the folder, beside the one it was made for."""
    for number in range(2, 100):
        aside = place.with_name(f"{place.name}-{number}")
        with suppress(OSError):
            if not os.path.lexists(aside):
                folder.rename(aside)
                return aside
    release(folder.parent)
    return folder


class NotSwappedError(Exception):
    """A folder that is whole could not take its place; ``kept`` is where it lies, ``error`` says why."""

    def __init__(self, error: DataError | OSError, kept: Path) -> None:
        super().__init__(str(error))
        self.error = error
        self.kept = kept


@contextmanager
def staged(place: Path) -> Iterator[Staging]:
    """A new folder for ``place``, a path without links; without a ``swap`` nothing has changed afterwards.

    The folders above ``place`` are made, and go again when nothing came to lie in them.

    Raises
    ------
    OSError
        When nothing can be written beside ``place``, or what stands there cannot be moved.
    """
    with folders_above(place), scratch_folder(place.parent, PREFIX, about=place.name) as folder:
        staging = Staging(place, folder)
        try:
            staging.try_to_move()
            yield staging
        finally:
            with undisturbed():
                try:
                    staging.bring_back()
                except BaseException:
                    release(folder)
                    raise


def recover(parent: Path, is_whole: Callable[[Path], bool]) -> None:
    """Sweep what killed processes left in ``parent``.

    Where one was killed between the two moves of a swap, its new folder takes its place if ``is_whole`` says
    so, and otherwise what stood there comes back: beside its place where that was taken since.
    """

    def finish(folder: Path, name: str) -> None:
        place, new, old = parent / name, folder / NEW, folder / OLD
        # Without a new folder the swap was done, and what stood there was to go.
        if name and Path(name).name == name and os.path.lexists(old) and os.path.lexists(new):
            if not os.path.lexists(place) and is_whole(new):
                new.rename(place)
            else:
                _put_back(old, place)
            if os.path.lexists(old) and os.path.lexists(new):
                raise FileExistsError(f"{old} found no other place")  # so that the sweep leaves it

    sweep(parent, PREFIX, finish)
