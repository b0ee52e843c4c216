"""What a study may ask of each method: one section a method."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final, Literal, Self, get_args

from pydantic import Field, model_validator

from naysay.study.values import Count, Section, Ticker, Window, refuse

Returns = Literal["abnormal_ret", "ret"]
"""abnormal_ret: what the market does not explain; ret: the log return itself."""
USUAL_WINDOW: Final = (0, 1)
USUAL_WINDOWS: Final = ((-10, -1), (0, 0), USUAL_WINDOW, (1, 5))
"""Before, the event's session, with the next, the week after; the whole event window joins them."""
Test = Literal[
    "cross_sectional_t",
    "skewness_adjusted_t",
    "j1",
    "bw85",
    "patell",
    "adjusted_patell",
    "bmp",
    "adjusted_bmp",
    "corrado_rank",
    "corrado_zivney",
    "grank_t",
    "grank_z",
    "sign",
    "generalized_sign",
    "wilcoxon",
]
Model = Literal["market", "market_adjusted", "constant_mean", "scholes_williams", "dimson"]
TESTS: Final[tuple[str, ...]] = get_args(Test)


class Granger(Section):
    lags: int | tuple[Count, ...] = Field(
        default=5, description="a number p for orders 1..p, or a list of orders"
    )
    primary_lag: Count | None = Field(
        default=None, description="the order of the main line; the largest if left out"
    )
    covariance: Literal["classical", "HC0", "HC1", "HC3", "HAC"] = Field(
        default="HC3", description="classical, HC0, HC1, HC3 or HAC"
    )
    bandwidth: int | None = Field(
        default=None, ge=0, description="lags of the Bartlett kernel, with HAC only"
    )
    returns: Returns = Field(default="abnormal_ret", description="abnormal_ret or ret")
    controls: tuple[Literal["market_ret", "volume", "n_posts"], ...] = Field(
        default=(), description="a list of market_ret, volume and n_posts"
    )

    @model_validator(mode="after")
    def _orders(self) -> Self:
        orders = range(1, self.lags + 1) if isinstance(self.lags, int) else self.lags
        if not orders or max(orders) > 60:
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


class GivenEvent(Section):
    company: Ticker = Field(description="the ticker of a company of the study")
    session: dt.date = Field(description="a date; a day without trading moves on to the next session")


class EventStudy(Section):
    model: Model = Field(default="market", description=f"the normal return: {', '.join(get_args(Model))}")
    estimation: Window = Field(
        default=(-130, -11), description="first and last session, before the event window"
    )
    event_window: Window = Field(default=(-10, 10), description="first and last session around the event")
    windows: tuple[Window, ...] = Field(
        default=(*USUAL_WINDOWS, (-10, 10)),
        min_length=1,
        description="pairs inside the event window; the usual ones and the whole when left out",
    )
    primary_window: Window | None = Field(
        default=None, description="the window the findings tell; [0, 1] or else the first when left out"
    )
    test: Test = Field(default="adjusted_bmp", description=f"the test the findings tell: {', '.join(TESTS)}")
    threshold: float = Field(
        default=2.0, gt=0, description="standard deviations of negativity above 0 for a spike"
    )
    min_posts: Count = Field(default=5, description="the fewest posts, 1 or more, of a spike")
    min_gap: Count = Field(default=10, description="sessions, 1 or more, between spikes of one company")
    exclude_contaminated: bool = Field(
        default=False, description="true leaves out events that overlap others"
    )
    min_observations: Count | None = Field(
        default=None, description="the fewest returns in the estimation window"
    )
    events: tuple[GivenEvent, ...] = Field(
        default=(), description="events given by company and session, not found"
    )

    @model_validator(mode="before")
    @classmethod
    def _usual_windows(cls, given: Any) -> Any:
        """Where only the event window is given, the usual windows are those that lie in it."""
        match given:
            case {"event_window": [int(start), int(end)]} if "windows" not in given and start <= end:
                inside = [w for w in USUAL_WINDOWS if start <= w[0] and w[1] <= end]
                return {**given, "windows": [*inside, (start, end)]}
        return given

    @model_validator(mode="after")
    def _windows(self) -> Self:
        for window in (self.estimation, self.event_window, *self.windows):
            if window[0] > window[1]:
                raise refuse("windows whose start is not after their end", f"Write {list(window[::-1])}.")
        if self.estimation[1] >= self.event_window[0]:
            raise refuse(
                f"an estimation window that ends before the event window starts at {self.event_window[0]}",
                "End the estimation window earlier.",
            )
        if self.primary_window is not None and self.primary_window not in self.windows:
            raise refuse(f"a primary_window among {[list(w) for w in self.windows]}", "Add it to windows.")
        if len(set(self.windows)) < len(self.windows):
            raise refuse("each window once", "Remove the repeated window.")
        length = self.estimation[1] - self.estimation[0] + 1
        if self.min_observations is not None and self.min_observations > length:
            raise refuse(f"min_observations up to the {length} sessions of estimation", "Lower it.")
        if any(w[0] < self.event_window[0] or w[1] > self.event_window[1] for w in self.windows):
            raise refuse(f"windows inside the event window {list(self.event_window)}", "Widen event_window.")
        return self

    @property
    def told_window(self) -> Window:
        """The window that the findings tell, named before anything is estimated."""
        if self.primary_window is not None:
            return self.primary_window
        return USUAL_WINDOW if USUAL_WINDOW in self.windows else self.windows[0]


class Projections(Section):
    horizons: int = Field(default=10, ge=1, le=60, description="a number of sessions from 1 to 60")
    primary_horizon: Count = Field(default=1, description="the horizon of the verdict, up to horizons")
    lags: int = Field(
        default=5, ge=1, le=60, description="lags of negativity and returns held fixed, 1 to 60"
    )
    returns: Returns = Field(default="abnormal_ret", description="abnormal_ret or ret")

    @model_validator(mode="after")
    def _reached(self) -> Self:
        if self.primary_horizon > self.horizons:
            raise refuse(
                f"a primary_horizon up to horizons = {self.horizons}", "Lower it, or raise horizons."
            )
        return self


class Correlation(Section):
    max_lag: int = Field(default=10, ge=1, le=60, description="sessions, 1 to 60, of lead and of lag")
    kind: Literal["pearson", "spearman", "kendall"] = Field(
        default="pearson", description="pearson, spearman or kendall"
    )
    prewhiten: bool = Field(
        default=True, description="false leaves out the correlations freed of chatter's own past"
    )
    bands: Literal["bartlett", "bootstrap"] = Field(default="bartlett", description="bartlett or bootstrap")
    draws: int = Field(default=999, ge=20, le=10_000, description="draws of the bootstrap, 20 to 10000")
    block: float | None = Field(
        default=None,
        ge=1,
        description="mean sessions in a block, with bootstrap only; by the data if left out",
    )

    @model_validator(mode="after")
    def _blocks(self) -> Self:
        if self.block is not None and self.bands != "bootstrap":
            raise refuse("block only with bands bootstrap", 'Leave block out or set bands = "bootstrap".')
        return self


class VectorAutoregression(Section):
    lags: int = Field(default=5, ge=1, le=60, description="lags of negativity and returns, 1 to 60")
    horizons: int = Field(default=10, ge=1, le=60, description="a number of sessions from 1 to 60")
    returns: Returns = Field(default="abnormal_ret", description="abnormal_ret or ret")
    resampling: Literal["residual", "wild", "block"] = Field(
        default="block", description="residual, wild or block; the last two let the variance of errors move"
    )
    draws: int = Field(default=1000, ge=20, le=10_000, description="draws of the bands, 20 to 10000")


class Calibration(Section):
    draws: int = Field(default=200, ge=20, le=10_000, description="placebo draws, 20 to 10000")
