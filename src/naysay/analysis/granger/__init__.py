"""Granger tests: whether the past of one series helps to explain another, beyond that series' own past."""

from naysay.analysis.granger.estimate import granger
from naysay.analysis.granger.result import GrangerResult

__all__ = ["GrangerResult", "granger"]
