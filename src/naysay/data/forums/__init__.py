"""Forum formats: a format's name in the study is a file of this folder."""

from __future__ import annotations

from naysay.data.forums.base import Forum, Post, Record, RefusedError
from naysay.study.parts import load

__all__ = ["Forum", "Post", "Record", "RefusedError", "forum"]


def forum(name: str) -> Forum:
    """The format ``name``.

    Raises
    ------
    PartError
        When there is no such format; the error lists those there are.
    """
    return load(__name__, name, "FORUM", Forum)
