"""Sources of prices: a source's name in the study is a file of this folder."""

from __future__ import annotations

from naysay.data.markets.base import Market
from naysay.study.parts import load


def market(name: str) -> Market:
    """The source ``name``.

    Raises
    ------
    PartError
        When there is no such source; the error lists those there are.
    """
    return load(__name__, name, "MARKET", Market)
