"""Methods a study can name: each file is one, with a constant METHOD of type ``base.Method``."""

from __future__ import annotations

from functools import cache
from typing import Any

from naysay.analysis.methods.base import Method
from naysay.study.about import About
from naysay.study.frames import GROUND, Table
from naysay.study.parts import load, names


def method(name: str) -> Method[Any]:
    """The method ``name``.

    Raises
    ------
    PartError
        When there is no such method; the error lists those there are.
    """
    return load(__name__, name, "METHOD", Method)


@cache
def all_methods() -> tuple[Method[Any], ...]:
    """Every method there is: first those of a study that names none, as they run, then the others by name."""
    usual = About.model_fields["methods"].default
    there = names(__name__)
    return tuple(method(name) for name in (*usual, *(name for name in there if name not in usual)))


@cache
def all_tables() -> tuple[Table, ...]:
    """Every table of a run: those that each run fills, then those of the methods."""
    return (*GROUND, *(table for one in all_methods() for table in one.tables))
