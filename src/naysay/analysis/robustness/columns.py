"""The robustness table: its columns and what they mean."""

from __future__ import annotations

from typing import Final

from naysay.analysis.projections.columns import MEASURE
from naysay.study.frames import NOBS, PVALUE, REASON, Table

FALSE_LEADS: Final = ("placebo_future", "placebo_other")
"""Lines with chatter that cannot lead: their intervals should hold zero."""
SHUFFLED: Final = "placebo_shuffled"
"""The line whose interval is the span of the estimates with shuffled chatter."""
ROBUSTNESS: Final = Table(
    "robustness",
    {
        "check": "what was changed; main: nothing",
        "variant": "which of several of the same kind, such as the scorer or the company left out",
        "value": "the pooled effect, or a share where the check counts how often something happens",
        "unit": "bp: basis points per standard deviation of negativity; or another unit of value",
        "se": "its standard error",
        "low": "the lower end of the 95 % interval",
        "high": "the upper end of the interval",
        "pvalue": PVALUE,
        "mde": "the true effect that the test finds with probability .80",
        "nobs": NOBS,
        **REASON,
        "measure": f"{MEASURE}; negative_share: one of that share, in a study of the mood",
        "n_companies": "companies with an observation in the line",
    },
)
