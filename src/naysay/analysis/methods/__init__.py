"""Methods a study can name: each file is one, with a constant METHOD of type ``base.Method``."""

from __future__ import annotations

from naysay.analysis.methods.base import Method
from naysay.study.parts import load


def method(name: str) -> Method:
    """The method ``name``.

    Raises
    ------
    PartError
        When there is no such method; the error lists those there are.
    """
    return load(__name__, name, "METHOD", Method)
