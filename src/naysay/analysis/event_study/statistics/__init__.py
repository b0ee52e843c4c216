"""Tests of the mean abnormal return, by family; ``TESTS`` holds them by name, in the order of the tables."""

from __future__ import annotations

from typing import Final

from naysay.analysis.event_study.statistics import generalized_rank, parametric, rank, sign, standardised
from naysay.analysis.event_study.statistics.base import Statistic, Test

TESTS: Final[dict[str, Test]] = {
    **parametric.TESTS,
    **standardised.TESTS,
    **rank.TESTS,
    **generalized_rank.TESTS,
    **sign.TESTS,
}

__all__ = ["TESTS", "Statistic", "Test"]
