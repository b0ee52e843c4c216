"""The correlation table: its columns and what they mean."""

from __future__ import annotations

from typing import Final

from naysay.study.frames import COMPANY, REASON, Table

CORRELATION: Final = Table(
    "correlation",
    {
        "company": COMPANY,
        "measure": "raw, or prewhitened: freed of what each series' own past explains",
        "lag": "sessions from negativity to the return; below 0 the return comes first",
        "r": "the correlation",
        "low": "the lower end of the 95 % interval of this lag by itself",
        "high": "the upper end of the interval",
        "nobs": "pairs of sessions",
    },
    {
        "low_joint": "the lower end of the 95 % interval for all lags of the company and measure at once",
        "high_joint": "the upper end of that interval",
        "kind": "pearson, spearman or kendall",
        "bands": "bartlett or bootstrap: how the intervals were made",
        "ar_order": "the order of the filter that prewhitens",
        **REASON,
    },
)
