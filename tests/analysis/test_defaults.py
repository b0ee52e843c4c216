"""What a caller gets who leaves an argument out.

Expected values: the defaults that the documents and docstrings promise, written by hand. A default is part of
the contract: with another one the numbers of every caller who left it out would change without a word.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import pytest

from naysay.analysis.calibration import granger_placebo, projection_placebo
from naysay.analysis.correlation import lead_lag
from naysay.analysis.event_study import event_study, placebo_test
from naysay.analysis.event_study.announcements import announced
from naysay.analysis.event_study.spikes import find_spikes
from naysay.analysis.event_study.storms import find_storms
from naysay.analysis.event_study.surprise import surprise
from naysay.analysis.event_study.volatility import volatility_study
from naysay.analysis.event_study.volume import volume_study
from naysay.analysis.granger import granger
from naysay.analysis.granger_checks.dumitrescu_hurlin import dumitrescu_hurlin
from naysay.analysis.granger_checks.out_of_sample import out_of_sample
from naysay.analysis.granger_checks.pooled import pooled_granger
from naysay.analysis.granger_checks.quantile import quantile_granger
from naysay.analysis.granger_checks.toda_yamamoto import toda_yamamoto
from naysay.analysis.projections import local_projections
from naysay.analysis.projections.size import effect_size
from naysay.analysis.projections.states import busy
from naysay.analysis.robustness import robustness
from naysay.analysis.vector_autoregression import impulse_responses, vector_autoregression
from naysay.analysis.zivot_andrews import zivot_andrews

EVENT_WINDOWS = {"estimation": (-130, -11), "event_window": (-10, 10), "windows": ((0, 0), (-10, 10))}
DEFAULTS: list[tuple[Callable[..., Any], dict[str, Any]]] = [
    (event_study, {**EVENT_WINDOWS, "model": "market", "draws": 999, "exclude_contaminated": False,
                   "compounding": "log"}),
    (placebo_test, {**EVENT_WINDOWS, "model": "market", "draws": 999}),
    (volatility_study, {**EVENT_WINDOWS, "model": "market", "draws": 999}),
    (volume_study, {**EVENT_WINDOWS, "model": "constant_mean", "draws": 999}),
    (announced, {"near": (-1, 1)}),
    (find_storms, {"threshold": 2.0, "min_posts": 3, "min_authors": 3, "min_gap": 10, "surge": None,
                   "half_life": 30.0, "min_history": 40}),
    (surprise, {"half_life": 30.0, "min_history": 40}),
    (find_spikes, {"trigger": "absolute", "threshold": 2.0, "min_posts": 5, "surge": None, "min_gap": 10,
                   "history": 120, "min_history": 20}),
    (granger, {"lags": 5, "covariance": "HC3", "primary_lag": None, "bandwidth": None}),
    (toda_yamamoto, {"lags": 5, "integration": 1, "covariance": "HC3", "trend": False}),
    (dumitrescu_hurlin, {"lags": 1}),
    (quantile_granger, {"lags": 5, "quantile": 0.1}),
    (pooled_granger, {"lags": 5, "fixed_effects": "company_and_session",
                      "covariances": ("driscoll_kraay", "company_and_session")}),
    (out_of_sample, {"lags": 5, "first": 250, "rolling": False}),
    (local_projections, {"horizons": range(1, 11), "lags": 5, "controls": "own", "unmeasured": "indicator",
                         "effects": "company", "covariance": "HC3", "pooled_covariance": "CR3_session",
                         "short_lags": 2, "older_returns": False}),
    (effect_size, {"horizons": 10, "primary_horizon": 1, "covariance": "CR3_session"}),
    (busy, {"history": 120, "min_history": 20}),
    (robustness, {"horizon": 1, "covariance": "CR3_session", "largest": 10, "draws": 200, "block": 20}),
    (lead_lag, {"max_lag": 10, "kind": "pearson", "prewhiten": True, "bands": "bartlett", "draws": 999}),
    (granger_placebo, {"draws": 200, "min_shift": 20, "lags": 5, "covariance": "HC3"}),
    (projection_placebo, {"draws": 200, "min_shift": 20, "horizon": 1, "pooled_covariance": "CR3_session"}),
    (vector_autoregression, {"lags": 5}),
    (impulse_responses, {"horizons": 10, "resampling": "residual", "draws": 1000}),
    (zivot_andrews, {"trim": 0.15}),
]  # fmt: skip


@pytest.mark.parametrize(("function", "defaults"), DEFAULTS, ids=lambda value: getattr(value, "__name__", ""))
def test_a_default_is_what_the_documents_promise(
    function: Callable[..., Any], defaults: dict[str, Any]
) -> None:
    parameters = inspect.signature(function).parameters
    assert {name: parameters[name].default for name in defaults} == defaults
