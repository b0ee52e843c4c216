"""The options of the local projections in a study file, for all methods that use them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Self

from pydantic import Field, StrictBool, model_validator

from naysay.study.spec import MethodOptions
from naysay.study.values import Lag, Returns, refuse


class ProjectionOptions(MethodOptions):
    without_benchmark: ClassVar[Mapping[str, Any]] = {"returns": "ret"}

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
