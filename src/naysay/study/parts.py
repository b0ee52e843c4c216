"""A name in the study file is a file in a folder: one loader for every kind of part."""

from __future__ import annotations

import importlib
import pkgutil
import re
from types import ModuleType
from typing import TypeVar

from naysay.study.errors import PartError

T = TypeVar("T")
_IDENTIFIER = re.compile(r"[a-z][a-z0-9_]{0,39}")
_PROTOCOL_FILES = frozenset({"base"})


def names(package: str) -> tuple[str, ...]:
    """The parts that the folder ``package`` (a dotted name) holds, sorted; a folder in it is no part."""
    module = importlib.import_module(package)
    files = (info.name for info in pkgutil.iter_modules(module.__path__) if not info.ispkg)
    return tuple(sorted(name for name in files if name not in _PROTOCOL_FILES and name[0] != "_"))


def load(package: str, name: str, constant: str, kind: type[T]) -> T:
    """The ``constant`` of type ``kind`` in the file ``name`` of the folder ``package``.

    Raises
    ------
    PartError
        When ``name`` is no plain identifier or the folder has no such file; the error lists those it has.
    """
    known = names(package)
    folder = package.rpartition(".")[2]
    if name not in known or _IDENTIFIER.fullmatch(name) is None:
        place = "/".join(package.split("."))
        raise PartError(
            folder,
            got=name,
            allowed=", ".join(known) or "nothing yet",
            mend=f"Use one of these names, or add a file of that name to {place}.",
        )
    module: ModuleType = importlib.import_module(f"{package}.{name}")
    part = getattr(module, constant)
    if not isinstance(part, kind):
        raise TypeError(f"{package}.{name}.{constant} is {type(part).__name__}, not {kind.__name__}")
    return part
