"""What made an entry beside its inputs: the program's own code, Python and the packages that compute."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

import naysay
from naysay.run.kernel import kernel
from naysay.run.stamp import computing

DATA_CODE: Final = ("data", "study")
METHOD_CODE: Final = ("analysis", "study")
"""The floors whose code makes posts into columns, and the panel into tables: floors import downwards only."""
FURTHER: Final = ("ahocorasick_rs", "orjson", "zstandard", "arch", "torch", "transformers", "tokenizers")
"""Packages that can change an entry and stand in no manifest; some are extras."""
DRAWING: Final = ("matplotlib", "typst")
"""Packages of the stamp that draw, and compute nothing."""


def made_by(floors: tuple[str, ...]) -> Mapping[str, str]:
    """What a key names beside the inputs: the code of ``floors``, Python and the packages by their versions,
    and the processor's routines of linear algebra, which round in their own way.

    The code is named by the hash of its files, and not by a number that somebody has to raise with it.
    Where the files cannot be read, as in a program packed into one file, it is the version of naysay.
    """
    versions = {name: of for name, of in computing().items() if name not in DRAWING}
    return {
        "the code of naysay": _code(floors),
        "the processor's kernel": kernel(),
        **versions,
        **_further(),
    }


@cache
def _code(floors: tuple[str, ...]) -> str:
    """The hash of every file of some floors: modules and lists of words."""
    top, hashed = Path(naysay.__file__).parent, hashlib.sha256()
    files = [
        path
        for floor in floors
        for path in sorted((top / floor).rglob("*"))
        if "__pycache__" not in path.parts and path.is_file()
    ]
    for path in files:
        content = path.read_bytes()
        hashed.update(f"{path.relative_to(top).as_posix()}\n{len(content)}\n".encode())
        hashed.update(content)
    return hashed.hexdigest() if files else naysay.__version__


@cache
def _further() -> dict[str, str]:
    versions = {}
    for name in FURTHER:
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            continue
    return versions
