"""Arguments of the event study that cannot be used are refused by name. Expected fields are set by hand."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

import numpy as np
import pandas as pd
import pytest

from naysay.analysis import granger
from naysay.analysis.event_study import event_study
from naysay.analysis.projections import local_projections
from naysay.analysis.values import refuse_unlikely_returns
from naysay.study.errors import InputError, PartError

SESSIONS = pd.bdate_range("2020-01-01", periods=200)
RETURNS = pd.DataFrame(np.random.default_rng(0).normal(0, 0.01, (200, 2)), SESSIONS, ["A", "B"])
MARKET = pd.Series(np.random.default_rng(1).normal(0, 0.01, 200), SESSIONS)
EVENTS = pd.DataFrame({"company": ["A", "B"], "session": SESSIONS[[150, 160]]})
TWICE = SESSIONS[[0, *range(199)]]


def study(**changes: Any) -> Any:
    given = {"returns": RETURNS, "market": MARKET, "events": EVENTS, **changes}
    return event_study(given.pop("returns"), given.pop("market"), given.pop("events"), **given)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"windows": ((-11, 0),)}, "windows"),
        ({"windows": ((0, 11),)}, "windows"),
        ({"windows": ((1, 0),)}, "windows"),
        ({"windows": ((0, 0), (0, 0))}, "windows"),
        ({"windows": ()}, "windows"),
        ({"windows": (0, 1)}, "windows"),
        ({"windows": ((0.5, 1),)}, "windows"),
        ({"event_window": (10, -10)}, "event_window"),
        ({"event_window": (-10, float("nan"))}, "event_window"),
        ({"estimation": (-130, -10)}, "estimation"),
        ({"estimation": (-30, -11)}, "min_observations"),
        ({"min_observations": 121}, "min_observations"),
        ({"min_observations": 0}, "min_observations"),
        ({"factors": RETURNS}, "factors"),
        ({"model": "factors"}, "factors"),
        ({"returns": RETURNS["A"].rename(None)}, "returns"),
        ({"returns": RETURNS.set_axis(["A", "A"], axis=1)}, "returns"),
        ({"returns": RETURNS.mask(RETURNS > 0.01, np.inf)}, "returns"),
        ({"returns": RETURNS.astype(str) + "%"}, "returns"),
        ({"returns": RETURNS.iloc[::-1]}, "returns.index"),
        ({"returns": RETURNS.set_axis(TWICE, axis=0)}, "returns.index"),
        ({"returns": RETURNS.reset_index(drop=True)}, "returns.index"),
        ({"returns": RETURNS.tz_localize("UTC")}, "returns.index"),
        ({"returns": RETURNS.set_axis(SESSIONS + pd.Timedelta(hours=16), axis=0)}, "returns.index"),
        ({"market": MARKET.to_numpy()}, "market"),
        ({"market": MARKET.mask(MARKET > 0.01, -np.inf)}, "market"),
        ({"market": MARKET.shift(10_000, freq="D")}, "market"),
        ({"market": MARKET.iloc[::-1]}, "market.index"),
        ({"market": MARKET.set_axis(TWICE)}, "market.index"),
        ({"events": EVENTS.rename(columns={"company": "firm"})}, "events"),
        ({"events": EVENTS.drop(columns="session")}, "events"),
        ({"events": EVENTS.assign(session=["2020-07-01", "soon"])}, "events.session"),
        ({"events": EVENTS.assign(session=EVENTS["session"].shift())}, "events.session"),
        ({"events": EVENTS.assign(session=[150, 160])}, "events.session"),
        ({"events": EVENTS.assign(session=["05.11.2020", "06.11.2020"])}, "events.session"),
        ({"events": EVENTS.assign(session=["2020-07-01", "07/02/2020"])}, "events.session"),
        ({"events": EVENTS.assign(session=["2020-07-01", "2020-02-31"])}, "events.session"),
        ({"returns": RETURNS.set_axis(SESSIONS.strftime("%d.%m.%Y"), axis=0)}, "returns.index"),
        ({"returns": RETURNS.set_axis(SESSIONS.to_period("D"), axis=0)}, "returns.index"),
        ({"returns": pd.concat({"A": RETURNS, "B": RETURNS})}, "returns"),
        ({"market": MARKET.reset_index(drop=True)}, "market.index"),
        ({"returns": 100 * RETURNS}, "returns"),
        ({"returns": 50 * np.exp(RETURNS.cumsum())}, "returns"),
        ({"returns": 0.05 * np.exp(RETURNS.cumsum())}, "returns"),
        ({"returns": RETURNS.assign(B=40 * np.exp(RETURNS["B"].cumsum()))}, "returns"),
        ({"market": 100 * MARKET}, "market"),
        ({"market": 3000 * np.exp(MARKET.cumsum())}, "market"),
        ({"events": EVENTS.assign(session=EVENTS["session"] + pd.Timedelta(hours=9))}, "events.session"),
        ({"events": EVENTS.assign(session=EVENTS["session"].dt.tz_localize("UTC"))}, "events.session"),
        ({"events": EVENTS.assign(event_id="same")}, "events.event_id"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(InputError) as error:
        study(**changes)
    assert error.value.fault.field == field


def test_an_unknown_model_is_refused_with_those_there_are() -> None:
    with pytest.raises(
        PartError, match="constant_mean, dimson, factors, garch, market, market_adjusted, scholes_williams"
    ):
        study(model="capm")


def test_dates_of_other_kinds_are_understood() -> None:
    plain = study().tests
    dates = pd.Index(SESSIONS.date)
    written = EVENTS.assign(session=EVENTS["session"].dt.strftime("%Y-%m-%d"))
    seconds = SESSIONS.as_unit("s")
    for changes in (
        {"returns": RETURNS.set_axis(dates, axis=0), "market": MARKET.set_axis(dates)},
        {"events": written},
        {"events": EVENTS.assign(session=EVENTS["session"].dt.date)},
        {"returns": RETURNS.set_axis(SESSIONS.strftime("%Y-%m-%d"), axis=0)},
        {"returns": RETURNS.set_axis(seconds, axis=0)},
        {"market": MARKET.set_axis(SESSIONS.as_unit("ns"))},
    ):
        pd.testing.assert_frame_equal(study(**changes).tests, plain, check_exact=True)


def test_crashes_thin_trading_and_quiet_benchmarks_are_returns() -> None:
    crashed = RETURNS.copy()
    crashed.iloc[100, 0] = -0.95
    crashed.iloc[101, 0] = 3.5
    thin = RETURNS.mask(np.random.default_rng(3).random(RETURNS.shape) < 0.6, 0.0) * 20
    for changes in (
        {"returns": crashed},
        {"returns": thin, "min_observations": 30},
        {"returns": 3 * RETURNS},
        {"market": MARKET.abs() / 100},
        {"market": MARKET * 0 + 0.0001, "model": "market_adjusted"},
    ):
        assert study(**changes).events["reason"].eq("").all()


@pytest.mark.parametrize("name", ["granger", "local_projections"])
@pytest.mark.parametrize(
    ("index", "mend"),
    [
        (pd.RangeIndex(200), "set_index"),
        (pd.Index(SESSIONS.strftime("%d.%m.%Y")), "set_index"),
        (pd.Index(np.arange(20200101, 20200301)[:200].repeat(4)[:200]), "set_index"),
        (pd.MultiIndex.from_arrays([SESSIONS[:200], SESSIONS[:200]]), "rename_axis"),
        (SESSIONS.tz_localize("UTC"), "tz_localize"),
        (SESSIONS[::-1], "sort_index"),
    ],
)
def test_what_lags_are_counted_on_must_be_sessions(name: str, index: pd.Index, mend: str) -> None:
    two = {"granger": granger, "local_projections": local_projections}[name]
    with pytest.raises(InputError, match=mend) as error:
        two(RETURNS["A"].set_axis(index), RETURNS["B"].set_axis(index))
    assert error.value.fault.field.endswith(".index")


def test_iso_texts_are_sessions_to_all() -> None:
    written = RETURNS.set_axis(SESSIONS.strftime("%Y-%m-%d"), axis=0)
    for two in (granger, local_projections):
        plain, read = (two(frame["A"] * 100, frame["B"]).table for frame in (RETURNS, written))
        pd.testing.assert_frame_equal(plain, read)


@pytest.mark.parametrize("factor", [100.0, 50.0])
def test_projections_refuse_percentages_and_prices(factor: float) -> None:
    wrong = factor * (RETURNS["B"] if factor == 100 else np.exp(RETURNS["B"].cumsum()))
    with pytest.raises(InputError, match="decimal returns") as error:
        local_projections(100 * RETURNS["A"], wrong)
    assert error.value.fault.field == "returns"


def test_the_inputs_are_left_as_they_were() -> None:
    before = RETURNS.copy(), MARKET.copy(), EVENTS.copy()
    study()
    pd.testing.assert_frame_equal(RETURNS, before[0], check_exact=True)
    pd.testing.assert_series_equal(MARKET, before[1], check_exact=True)
    pd.testing.assert_frame_equal(EVENTS, before[2], check_exact=True)


def test_a_sample_shorter_than_the_windows_leaves_every_event_with_a_reason() -> None:
    found = study(returns=RETURNS.iloc[140:], market=MARKET.iloc[140:])
    assert list(found.events["reason"]) == ["too_few_sessions_before_event"] * 2
    assert found.tests["statistic"].isna().all()


def test_no_sessions_at_all_is_no_crash() -> None:
    assert list(study(returns=RETURNS.iloc[:0]).events["reason"]) == ["date_outside_sample"] * 2


NOBODY = pd.Index(["A"])


@pytest.mark.parametrize(
    ("values", "refused"),
    [
        ([0.1, -0.1, 0.1, -0.1], False),  # the largest typical size that is believed
        ([0.11, -0.11, 0.11, 0.0], True),
        ([0.11, -0.11, 0.0, 0.0], False),  # half of them is not more than half
        ([0.021] * 30, True),
        ([0.021] * 29, False),
        ([0.02] * 30, False),
        ([0.021] * 40 + [0.0], False),  # a session without a move is none upwards
        ([0.021] * 16 + [0.001] * 14, True),
        ([0.021] * 15 + [0.001] * 15, False),
    ],
)
def test_values_that_are_no_returns_by_their_size(values: list[float], refused: bool) -> None:
    with pytest.raises(InputError) if refused else nullcontext():
        refuse_unlikely_returns(np.array([values]), NOBODY, "returns")
