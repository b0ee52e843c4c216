"""The options of the Granger tests in a study file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Final, Literal, Self, get_args

from pydantic import Field, StrictBool, model_validator

from naysay.study.spec import MethodOptions, Study
from naysay.study.values import Lag, Returns, refuse

Control = Literal[
    "market_ret", "volume", "abs_ret", "weekday", "announcements", "n_posts", "n_negative", "negative_share",
    "mean_score", "n_positive", "n_authors", "negative_authors", "bullishness", "agreement", "disagreement",
]  # fmt: skip
"""What a Granger test may be conditional on; see ``naysay.analysis.methods._controls``."""
CONTROLS: Final = get_args(Control)


class GrangerOptions(MethodOptions):
    without_benchmark: ClassVar[Mapping[str, Any]] = {"returns": "ret"}

    lags: Lag | Annotated[tuple[Lag, ...], Field(max_length=60)] = Field(
        default=5, description="a number p, 1 to 60, for orders 1..p, or a list of up to 60 such orders"
    )
    primary_lag: Lag | None = Field(
        default=None, description="the order of the main line, 1 to 60; the largest if left out"
    )
    covariance: Literal["classical", "HC0", "HC1", "HC3", "HAC"] = Field(
        default="HC3", description="classical, HC0, HC1, HC3 or HAC"
    )
    bandwidth: Annotated[int, Field(ge=0, le=1000)] | Literal["automatic"] | None = Field(
        default=None, description="lags of the Bartlett kernel, 0 to 1000, or automatic, with HAC only"
    )
    returns: Returns = Field(default="abnormal_ret", description="abnormal_ret or ret")
    market: StrictBool = Field(
        default=True, description="false leaves out the benchmark's returns of the session and its lags"
    )
    unmeasured: Literal["indicator", "drop"] = Field(
        default="indicator",
        description="indicator or drop: what a lag that was not measured does to its session",
    )
    controls: tuple[Control, ...] = Field(
        default=(), max_length=50, description=f"a list of {', '.join(CONTROLS)}"
    )

    @model_validator(mode="after")
    def _orders(self) -> Self:
        orders = range(1, self.lags + 1) if isinstance(self.lags, int) else self.lags
        if not orders:
            raise refuse("lag orders from 1 to 60", "Five sessions, a trading week, is usual.")
        if self.primary_lag is not None and self.primary_lag not in orders:
            raise refuse(
                f"a primary_lag among the orders {list(orders)}", "Add it to lags, or choose one of them."
            )
        if self.bandwidth is not None and self.covariance != "HAC":
            raise refuse(
                "bandwidth only with covariance HAC", 'Leave bandwidth out or set covariance = "HAC".'
            )
        return self

    def check_within(self, study: Study, context: Mapping[str, Any]) -> None:
        del context
        if "announcements" in self.controls and not study.announcements.path:
            raise refuse("a path in [announcements]", "Name the file, or drop the control announcements.")
