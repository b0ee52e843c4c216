"""The checks of the Granger test say their null in words, outside of their tables.

Expected values: the nulls as the articles state them, by hand.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from naysay.analysis.granger_checks.dumitrescu_hurlin import dumitrescu_hurlin
from naysay.analysis.granger_checks.out_of_sample import out_of_sample
from naysay.analysis.granger_checks.pooled import pooled_granger
from naysay.analysis.granger_checks.quantile import quantile_granger
from naysay.analysis.granger_checks.time_varying import time_varying_granger
from naysay.analysis.granger_checks.toda_yamamoto import toda_yamamoto

NULLS: list[tuple[Callable[..., Any], dict[str, Any], str]] = [
    (toda_yamamoto, {"lags": 3}, "the first 3 lags of the cause do not lead the effect"),
    (
        quantile_granger,
        {"lags": 1, "quantile": 0.25},
        "the past of the cause does not move the 0.25 quantile of the effect",
    ),
    (
        pooled_granger,
        {"lags": 1},
        "the past of the cause says nothing about the effect in the companies on average",
    ),
    (dumitrescu_hurlin, {"lags": 1}, "the cause does not lead the effect in any company"),
    (
        out_of_sample,
        {"lags": 1, "first": 40},
        "the past of the cause does not help to forecast the effect",
    ),
    (
        time_varying_granger,
        {"lags": 1, "window": 40, "draws": 9},
        "in no window does the past of the cause say something about the effect",
    ),
]


@pytest.mark.parametrize(("check", "options", "null"), NULLS)
def test_the_null_is_said_once_and_no_column_is_a_sentence(
    check: Callable[..., Any], options: dict[str, Any], null: str
) -> None:
    rng = np.random.default_rng(5)
    sessions = pd.bdate_range("2020-01-01", periods=90, name="session")
    cause, effect = (pd.DataFrame(rng.normal(size=(90, 3)), sessions, list("ABC")) for _ in range(2))
    result = check(cause, effect, **options)
    assert result.null == null
    texts = result.table.select_dtypes(["object", "string"]).astype(str).drop(columns="reason_values")
    assert {"cause", "effect", "reason"} <= set(texts)
    assert [name for name in texts if texts[name].str.contains(" ").any()] == []
