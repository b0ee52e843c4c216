"""Granger tests: whether the past of one series says something about another that its own past does not."""

from naysay.analysis.granger.estimate import granger
from naysay.analysis.granger.result import GrangerResult

__all__ = ["GrangerResult", "granger"]
