"""Which company a report tells most of, and its series. Expected values: by hand."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from benchmarks._least_study import least_study

from naysay.run.focus import focus_of, series_of
from naysay.run.parts import study_type
from naysay.study.file import parse_study
from naysay.study.spec import Study

DAYS = pd.DatetimeIndex(["2024-12-27", "2024-12-30"], name="session")


def study(*, peers: tuple[str, ...] = (), focus: str = "") -> Study:
    """The companies ACME, BETA and CORP."""
    text = least_study() + f'[prices]\npath = "prices"\n[report]\nfocus = "{focus}"\n'
    for name in ("BETA", "CORP"):
        text += f'[[company]]\nticker = "{name}"\npeer = {str(name in peers).lower()}\n'
    if "ACME" in peers:
        text = text.replace('ticker = "ACME"\n', 'ticker = "ACME"\npeer = true\n')
    return parse_study(text, study_type(), source="x.toml")


def observed(**posts: int) -> Any:
    frame = pd.concat(
        {
            name: pd.DataFrame({"negativity": 1.0, "n_posts": posts.get(name, 0), "n_negative": 0}, DAYS)
            for name in ("ACME", "BETA", "CORP")
        },
        names=["company"],
    )
    returns = pd.DataFrame(0.01, DAYS, ["ACME", "BETA", "CORP"])
    history = SimpleNamespace(frame=pd.DataFrame({"close": [10.0, 20.0], "adj_close": [5.0, np.nan]}, DAYS))
    panel = SimpleNamespace(frame=frame, returns=returns, market_by_company=None)
    return SimpleNamespace(panel=panel, prices={"ACME": history})


def events(*companies: str, reason: str = "") -> pd.DataFrame:
    return pd.DataFrame({"company": list(companies), "reason": [reason] * len(companies)})


@pytest.mark.parametrize(
    ("of", "posts", "storms", "expected"),
    [
        (study(), {"BETA": 9}, events("ACME", "CORP", "CORP"), "CORP"),
        (study(), {"BETA": 9}, events("ACME", "BETA"), "BETA"),
        (study(), {"BETA": 9}, events("CORP", reason="too_few_sessions"), "BETA"),
        (study(), {}, events(), "ACME"),
        (study(peers=("BETA", "CORP")), {"BETA": 9}, events("CORP"), "ACME"),
        (study(peers=("BETA", "CORP"), focus="CORP"), {"BETA": 9}, events(), "CORP"),
        (study(peers=("ACME", "BETA", "CORP")), {"BETA": 9}, events("CORP"), "CORP"),
    ],
    ids=[
        "most events",
        "then posts",
        "unused events",
        "none",
        "no peer",
        "a peer that is named",
        "all peers",
    ],
)
def test_the_focus(of: Study, posts: dict[str, int], storms: pd.DataFrame, expected: str) -> None:
    assert focus_of(of, observed(**posts), storms) == expected


def test_the_series_have_the_focus_first_and_adjusted_closes() -> None:
    series = series_of(study(focus="BETA"), observed(CORP=3), events())
    assert list(dict.fromkeys(series["company"])) == ["BETA", "CORP", "ACME"]
    own = series[series["company"] == "ACME"]
    np.testing.assert_array_equal(own["adj_close"], [5.0, np.nan])
    np.testing.assert_array_equal(own["ret"], [0.01, 0.01])
    assert series.loc[series["company"] == "BETA", "adj_close"].isna().all()
    assert series["market"].isna().all()
