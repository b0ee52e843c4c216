"""What a study may ask of each method but the event study: one section a method."""

from __future__ import annotations

from typing import Annotated, Final, Literal, Self, get_args

from pydantic import Field, StrictBool, model_validator

from naysay.study.values import Draws, Lag, Section, Sessions, part, refuse

Returns = Literal["abnormal_ret", "ret"]
"""abnormal_ret: what the market does not explain; ret: the log return itself."""

Control = Literal[
    "market_ret", "volume", "abs_ret", "weekday", "announcements", "n_posts", "n_negative", "negative_share",
    "mean_score", "n_positive", "n_authors", "negative_authors", "bullishness", "agreement", "disagreement",
]  # fmt: skip
"""What a Granger test may be conditional on; see ``naysay.analysis.methods._controls``."""
CONTROLS: Final = get_args(Control)


class Granger(Section):
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


class GrangerChecks(Section):
    lags: Lag = Field(default=5, description="the lag order of every check, 1 to 60")
    quantile: float = Field(default=0.1, gt=0, lt=1, description="the quantile of returns, such as 0.1")
    first: Sessions = Field(default=250, description="sessions before the first forecast, 1 to 10000")
    window: Sessions = Field(default=120, description="sessions of a rolling window, 1 to 10000")
    draws: int = Field(default=499, ge=1, le=10_000, description="bootstrap draws of the windows, 1 to 10000")
    returns: Returns = Field(default="abnormal_ret", description="abnormal_ret or ret")


class Projections(Section):
    horizons: Lag = Field(default=10, description="a number of sessions from 1 to 60")
    primary_horizon: Lag = Field(default=1, description="the horizon of the verdict, 1 to 60, up to horizons")
    lags: Lag = Field(default=5, description="lags of negativity and returns held fixed, 1 to 60")
    returns: Returns = Field(default="abnormal_ret", description="abnormal_ret or ret")
    controls: Literal["own", "shared"] = Field(
        default="own", description="own or shared: slopes on what is held fixed, by company or for all"
    )
    unmeasured: Literal["indicator", "drop"] = Field(
        default="indicator",
        description="indicator or drop: what a lag of negativity that was not measured does to its session",
    )
    effects: Literal["company", "company_and_session"] = Field(
        default="company",
        description="company or company_and_session: whether what all companies share on a session is out",
    )
    market: StrictBool = Field(
        default=True, description="false leaves out the benchmark's returns of the session and its lags"
    )
    attention: StrictBool = Field(
        default=True, description="false leaves out the abnormal number of posts beside their tone"
    )
    older_returns: StrictBool = Field(
        default=False,
        description="true holds the mean of older returns fixed too: for long horizons of short studies",
    )
    covariance: Literal["classical", "HC0", "HC1", "HC3", "HAC"] = Field(
        default="HC3", description="classical, HC0, HC1, HC3 or HAC, of single companies"
    )
    pooled_covariance: Literal["CR3_session", "driscoll_kraay"] = Field(
        default="CR3_session", description="CR3_session or driscoll_kraay, of all companies together"
    )

    @model_validator(mode="after")
    def _reached(self) -> Self:
        if self.primary_horizon > self.horizons:
            raise refuse(
                f"a primary_horizon up to horizons = {self.horizons}", "Lower it, or raise horizons."
            )
        return self


class Robustness(Section):
    scorers: tuple[Annotated[str, part("scorers")], ...] = Field(
        default=(),
        max_length=20,
        description="a list of other scorers, names that `naysay list scorers` shows",
    )
    largest: Sessions = Field(
        default=10, description="a company's days of the largest |return|, 1 to 10000, that one line omits"
    )
    draws: Draws = Field(default=200, description="shuffles of chatter, 20 to 10000")
    block: Sessions = Field(default=20, description="sessions, 1 to 10000, that a shuffle keeps together")


class Correlation(Section):
    max_lag: Lag = Field(default=10, description="sessions, 1 to 60, of lead and of lag")
    kind: Literal["pearson", "spearman", "kendall"] = Field(
        default="pearson", description="pearson, spearman or kendall"
    )
    prewhiten: bool = Field(
        default=True, description="false leaves out the correlations freed of chatter's own past"
    )
    bands: Literal["bartlett", "bootstrap"] = Field(default="bartlett", description="bartlett or bootstrap")
    draws: Draws = Field(default=999, description="draws of the bootstrap, 20 to 10000")
    block: float | None = Field(
        default=None,
        ge=1,
        le=10_000,
        description="mean sessions in a block, 1 to 10000, with bootstrap only; by the data if left out",
    )

    @model_validator(mode="after")
    def _blocks(self) -> Self:
        if self.block is not None and self.bands != "bootstrap":
            raise refuse("block only with bands bootstrap", 'Leave block out or set bands = "bootstrap".')
        return self


class VectorAutoregression(Section):
    lags: Lag = Field(default=5, description="lags of negativity and returns, 1 to 60")
    horizons: Lag = Field(default=10, description="a number of sessions from 1 to 60")
    returns: Returns = Field(default="abnormal_ret", description="abnormal_ret or ret")
    resampling: Literal["residual", "wild", "block"] = Field(
        default="block", description="residual, wild or block; the last two let the variance of errors move"
    )
    draws: Draws = Field(default=1000, description="draws of the bands, 20 to 10000")


class Calibration(Section):
    draws: Draws = Field(default=200, description="placebo draws, 20 to 10000")
