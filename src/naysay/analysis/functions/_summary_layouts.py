"""The layouts of the summaries of methods: columns, nulls and distributions."""

from __future__ import annotations

from typing import Final

import pandas as pd

from naysay.analysis.summary_layout import SummaryLayout


def _next_to_zero(table: pd.DataFrame) -> pd.DataFrame:
    near: pd.DataFrame = table[table["lag"].between(-1, 1)]
    return near


def _last_of_others(table: pd.DataFrame) -> pd.DataFrame:
    last = table["horizon"] == table["horizon"].max()
    of_others: pd.DataFrame = table[last & (table["impulse"] != table["response"])]
    return of_others


CORRELATION: Final = SummaryLayout(
    "Correlation of negativity with the return lag sessions later",
    {
        "company": ("company", ""),
        "measure": ("measure", ""),
        "lag": ("lag", "d"),
        "r": ("r", ".3f"),
        "low": ("low", ".3f"),
        "high": ("high", ".3f"),
        "low_joint": ("low (all lags)", ".3f"),
        "high_joint": ("high (all lags)", ".3f"),
        "nobs": ("n", ",d"),
    },
    "the correlation at the lag is 0: its interval holds 0.",
    "Intervals of 95 %, normal on the scale of atanh r; low and high for one lag looked at alone.",
    names=3,
    short="Correlation",
    shown=_next_to_zero,
    left_out="Lags beyond one session stand in .table.",
)
RESPONSES: Final = SummaryLayout(
    "Vector autoregression: responses to a surprise of one standard deviation",
    {
        "company": ("company", ""),
        "ordering": ("ordering", ""),
        "impulse": ("impulse", ""),
        "response": ("response", ""),
        "horizon": ("horizon", "d"),
        "estimate": ("estimate", ".3g"),
        "low": ("low", ".3g"),
        "high": ("high", ".3g"),
        "cumulated": ("added up", ".3g"),
        "nobs": ("n", ",d"),
    },
    "the response is 0 at the horizon: its band holds 0.",
    "Bands are the 2.5 and 97.5 % quantiles of bootstrap draws, for one horizon looked at alone.",
    names=5,
    short="Vector autoregression",
    shown=_last_of_others,
    left_out="Shown is the last horizon of what each series does after the other; all stand in .table.",
)
GRANGER_CHECKS: Final = SummaryLayout(
    "Other Granger tests",
    {
        "test": ("test", ""),
        "company": ("company", ""),
        "cause": ("cause", ""),
        "effect": ("effect", ""),
        "statistic": ("statistic", ".3f"),
        "df_num": ("df", ".0f"),
        "df_denom": ("df denom", ".0f"),
        "pvalue": ("p", ".4f"),
        "nobs": ("n", ",.0f"),
    },
    "the past of the cause says nothing about the effect beyond the effect's own past.",
    "F where there are two degrees of freedom, chi-squared where there is one, else normal or from draws; no "
    "p-value is adjusted for the others.",
    names=4,
    short="Granger checks",
)
OF_PANEL: Final = "p and the 95 % interval by Student's t of sessions - 1, with errors pooled_covariance."
CALIBRATION: Final = SummaryLayout(
    "Placebo check: how often the tests reject a true null on these data",
    {
        "test": ("test", ""),
        "rejected": ("rejected", ".3f"),
        "low": ("low", ".3f"),
        "high": ("high", ".3f"),
        "nominal": ("nominal", ".2f"),
        "draws": ("draws", ",d"),
        "n_tests": ("tests", ",d"),
        "mde_bp": ("detectable bp", ".1f"),
    },
    "a sound test rejects as often as nominal: chatter moved to other dates has no effect.",
    "Wilson's 95 % interval of the share; detectable: the effect found with probability .80.",
    short="Calibration",
)
ROBUSTNESS: Final = SummaryLayout(
    "Robustness: the pooled effect with one thing changed a line",
    {
        "check": ("check", ""),
        "variant": ("variant", ""),
        "value": ("value", ".2f"),
        "unit": ("unit", ""),
        "se": ("se", ".2f"),
        "low": ("low", ".2f"),
        "high": ("high", ".2f"),
        "pvalue": ("p", ".4f"),
        "nobs": ("n", ",d"),
    },
    "of each line that its value is 0.",
    OF_PANEL,
    names=2,
    short="Robustness",
)
SIZE: Final = SummaryLayout(
    "Size of the effect, forward from chatter to price and backward",
    {
        "company": ("company", ""),
        "direction": ("direction", ""),
        "quantity": ("quantity", ""),
        "value": ("value", ".3g"),
        "unit": ("unit", ""),
        "low": ("low", ".3g"),
        "high": ("high", ".3g"),
        "nobs": ("n", ",.0f"),
    },
    "of an effect that it is 0: its 95 % interval holds 0.",
    "Peak, its session, reversion and half-life have intervals of draws; the effect as in the projections.",
    names=3,
    short="Size",
)
CLOCK: Final = SummaryLayout(
    "Clock curve: the pooled effect with all posts taken hours later",
    {
        "shift_hours": ("hours later", "d"),
        "bp_per_sd": ("bp per sd", ".2f"),
        "se": ("se", ".2f"),
        "low": ("low", ".2f"),
        "high": ("high", ".2f"),
        "pvalue": ("p", ".4f"),
        "moved_share": ("posts moved", ".3f"),
        "nobs": ("n", ",d"),
    },
    "of each row that the effect is 0.",
    OF_PANEL,
    short="Clock curve",
)
FORUMS: Final = SummaryLayout(
    "Forums: the effect of each net of the others",
    {
        "forum": ("forum", ""),
        "bp_per_sd": ("bp per sd", ".2f"),
        "se": ("se", ".2f"),
        "low": ("low", ".2f"),
        "high": ("high", ".2f"),
        "pvalue": ("p", ".4f"),
        "pvalue_adjusted": ("p (Holm)", ".4f"),
        "n_posts": ("posts", ",d"),
        "nobs": ("n", ",.0f"),
    },
    "of each row that the forum's negativity, net of the others', goes before no difference in returns.",
    OF_PANEL,
    short="Forums",
)
