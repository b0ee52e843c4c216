"""Packages whose public names are imported when they are first asked for.

A command that reads one number of a run must not wait for every method, and a function may have the name of
the module that holds it: ``naysay.analysis.granger`` is the function, whichever modules came before.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Mapping
from types import ModuleType
from typing import Any


class LazyPackage(ModuleType):
    """A package that knows the module of each of its public names."""

    public_names: Mapping[str, str]

    def __getattr__(self, name: str) -> Any:
        """The public ``name``, imported now."""
        place = self.public_names.get(name)
        if place is None:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        value = getattr(importlib.import_module(place), name)
        super().__setattr__(name, value)
        return value

    def __setattr__(self, name: str, value: object) -> None:
        """The import system binds each submodule to its package; a public name of ours stays what it is."""
        if not (isinstance(value, ModuleType) and name in self.public_names):
            super().__setattr__(name, value)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self.public_names})


def import_lazily(package: str, public_names: Mapping[str, str]) -> None:
    """Make ``package``, a name in ``sys.modules``, give ``public_names`` from the modules they map to."""
    module = sys.modules[package]
    module.__dict__["public_names"] = dict(public_names)
    module.__class__ = LazyPackage
