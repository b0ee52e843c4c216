"""The robustness list: whether the answer depends on one choice."""

from naysay.analysis.robustness.lines import robustness
from naysay.analysis.robustness.setting import RobustnessInputs

__all__ = ["RobustnessInputs", "robustness"]
