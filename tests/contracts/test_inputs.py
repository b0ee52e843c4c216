"""Every public function of series takes the same kinds of input and gives the same numbers for all of them.

Where the values come from: the same call on frames session x company. That these numbers are right, the tests
of each method say.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any, Final

import numpy as np
import pandas as pd
import pytest

import naysay.analysis
import naysay.data
from naysay.analysis import (
    calibration,
    clock_curve,
    correlation,
    event_study,
    find_spikes,
    find_storms,
    forums,
    granger,
    granger_checks,
    local_projections,
    peer_benchmark,
    robustness,
    size,
    stationarity,
    vector_autoregression,
)
from naysay.data import mood
from naysay.study.errors import InputError

SESSIONS: Final = pd.bdate_range("2015-01-01", periods=260, name="session")
COMPANIES: Final = ["AAA", "B.B", "CCC"]
Frames = dict[str, pd.DataFrame]
Series = dict[str, Any]


def frames() -> Frames:
    """Three companies: chatter with gaps, returns, attention and counts of posts."""
    rng = np.random.default_rng(3)
    shape = (len(SESSIONS), len(COMPANIES))

    def frame(values: Any) -> pd.DataFrame:
        return pd.DataFrame(values, SESSIONS, pd.Index(COMPANIES, name="company"))

    returns = frame(rng.normal(scale=0.01, size=shape))
    posts = frame(rng.poisson(4, size=shape).astype(float))
    return {
        "negativity": frame(rng.normal(size=shape)).mask(frame(rng.random(shape)) < 0.2),
        "returns": returns,
        "market": frame(np.repeat(rng.normal(scale=0.01, size=(shape[0], 1)), shape[1], axis=1)),
        "attention": frame(rng.normal(size=shape)),
        "n_posts": posts,
        "n_negative": frame(rng.binomial(posts.to_numpy().astype(int), 0.3).astype(float)),
    }


EVENTS: Final = pd.DataFrame(
    {"company": ["AAA", "CCC", "AAA"], "session": SESSIONS[[160, 180, 230]], "n": [1, 2, 3]}
)
CALLS: Final[dict[str, Callable[[Series], pd.DataFrame]]] = {
    "granger": lambda s: granger(s["negativity"], s["returns"], s["market"], lags=2).table,
    "granger without market": lambda s: granger(s["negativity"], s["returns"], lags=[1]).table,
    "granger with controls": lambda s: (
        granger(s["negativity"], s["returns"], lags=[1], controls={"attention": s["attention"]}).table
    ),
    "local_projections": lambda s: (
        local_projections(
            s["negativity"], s["returns"], s["market"], s["attention"], horizons=[1, 3], lags=2
        ).table
    ),
    "correlation": lambda s: correlation(s["negativity"], s["returns"], max_lag=2).table,
    "vector_autoregression": lambda s: (
        vector_autoregression(s["attention"], s["returns"], lags=1, horizons=1, draws=20).table
    ),
    "granger_checks": lambda s: (
        granger_checks(s["attention"], s["returns"], lags=1, first=200, window=50, draws=5).table
    ),
    "stationarity": lambda s: stationarity({"negativity": s["negativity"], "ret": s["returns"]}).table,
    "calibration": lambda s: (
        calibration(s["negativity"], s["returns"], s["market"], s["attention"], draws=20).table
    ),
    "robustness": lambda s: (
        robustness(
            s["negativity"],
            s["returns"],
            s["market"],
            n_posts=s["n_posts"],
            overnight=s["returns"],
            scorers={"other": s["attention"]},
            draws=20,
            projections={"lags": 2},
        ).table
    ),
    "size": lambda s: (
        size(
            s["negativity"],
            s["returns"],
            n_posts=s["n_posts"],
            n_negative=s["n_negative"],
            projections={"lags": 2},
        ).table
    ),
    "clock_curve": lambda s: clock_curve(s["negativity"], s["returns"], s["market"]).table,
    "forums": lambda s: forums([], s["negativity"], s["returns"], s["market"]).tables["forum_tests"],
    "event_study": lambda s: event_study(s["returns"], s["market"], EVENTS).tests,
    "find_storms": lambda s: find_storms(s["n_negative"], s["n_posts"], threshold=1.0, min_authors=1),
    "find_spikes": lambda s: find_spikes(s["negativity"], s["n_posts"], threshold=1.5, min_posts=1),
    "peer_benchmark": lambda s: peer_benchmark(s["returns"], min_peers=1).reset_index(drop=True),
    "mood": lambda s: mood(s["n_posts"], s["n_negative"], None, s["returns"]).filtered.reset_index(drop=True),
}
"""Each public function of series; what it gives as one frame."""
OTHERS: Final = {
    "align", "conclude", "daily_chatter", "log_odds", "prices", "read_events", "read_factors", "scorer",
    "side_by_side", "themes", "trading_sessions",
}  # fmt: skip
"""Public functions that take no series of companies."""


def long(frame: pd.DataFrame) -> pd.Series:
    """As the columns of tables/daily.csv: all sessions of a company, then those of the next."""
    return frame.unstack()  # noqa: PD010  of a frame it stacks


def permuted(frame: pd.DataFrame) -> pd.Series:
    """Rows in any order, but for the first of each company: companies are in the order they appear in."""
    rows, first = long(frame), np.arange(len(COMPANIES)) * len(SESSIONS)
    rest = np.setdiff1d(np.arange(len(rows)), first)
    return rows.iloc[np.concatenate([first, np.random.default_rng(1).permutation(rest)])]


def categories(frame: pd.DataFrame) -> pd.Series:
    rows = long(frame).reset_index(name="value")
    kinds = pd.CategoricalDtype([*reversed(COMPANIES), "never"])
    return rows.astype({"company": kinds}).set_index(["company", "session"])["value"]


def written(frame: pd.DataFrame) -> pd.Series:
    rows = long(frame).reset_index(name="value")
    rows["session"] = rows["session"].dt.strftime("%Y-%m-%d")
    return rows.set_index(["company", "session"])["value"]


FORMS: Final[dict[str, Callable[[pd.DataFrame], pd.DataFrame | pd.Series]]] = {
    "long rows": long,
    "session before company": lambda frame: long(frame).swaplevel().sort_index(),
    "levels without names": lambda frame: long(frame).rename_axis([None, None]),
    "one column": lambda frame: long(frame).to_frame("value"),
    "rows in any order": permuted,
    "companies as categories": categories,
    "dates as text": written,
    "dates of the standard library": lambda frame: frame.set_axis(pd.Index(frame.index.date), axis=0),
    "columns as categories": lambda frame: frame.set_axis(pd.CategoricalIndex(frame.columns), axis=1),
    "text in the index": lambda frame: frame.set_axis(frame.index.strftime("%Y-%m-%d"), axis=0),
}


def in_order(table: pd.DataFrame) -> pd.DataFrame:
    """Rows in an order of their own, since companies may come in any."""
    keys = [name for name in table.columns if not pd.api.types.is_float_dtype(table[name])]
    plain = table.astype(dict.fromkeys(keys, object)).rename_axis(columns=None)
    labels = ["|".join(map(str, row)) for row in plain[keys].itertuples(index=False)]
    return plain.iloc[np.argsort(labels, kind="stable")][sorted(plain.columns)].reset_index(drop=True)


@pytest.fixture(scope="module")
def wide_results() -> dict[str, pd.DataFrame]:
    return {name: quietly(call, frames()) for name, call in CALLS.items()}


def quietly(call: Callable[[Series], pd.DataFrame], series: Series) -> pd.DataFrame:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return call(series)


def test_every_public_function_is_called_here_or_takes_no_series() -> None:
    public = {*naysay.analysis.__all__, *naysay.data.__all__}
    functions = {name for name in public if name[0].islower()}
    assert functions == {name.partition(" ")[0] for name in CALLS} | OTHERS


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", CALLS)
def test_each_form_gives_the_numbers_of_frames(
    name: str, form: str, wide_results: dict[str, pd.DataFrame]
) -> None:
    series = {key: FORMS[form](frame) for key, frame in frames().items()}
    table = quietly(CALLS[name], series)
    # Pooled sums add companies in the order in which they come: the last digits may differ.
    pd.testing.assert_frame_equal(
        in_order(table), in_order(wide_results[name]), check_dtype=False, rtol=1e-7, atol=1e-10
    )


@pytest.mark.parametrize("name", [name for name in CALLS if name not in ("peer_benchmark", "forums")])
def test_one_company_is_a_series_by_session_or_a_frame_of_one_column(name: str) -> None:
    one = {key: frame[["AAA"]] for key, frame in frames().items()}
    alone = {key: frame["AAA"] for key, frame in one.items()}
    table = quietly(CALLS[name], alone)
    pd.testing.assert_frame_equal(in_order(table), in_order(quietly(CALLS[name], one)), check_dtype=False)


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize(
    ("spoil", "mend"),
    [
        (lambda frame: frame.tz_localize("UTC"), "tz_localize"),
        (lambda frame: long(frame).reset_index(drop=True), "set_index"),
        (lambda frame: long(frame).reset_index("company", drop=True), "set_index"),
        (lambda frame: pd.concat([long(frame), long(frame).iloc[:1]]), "Drop repeated rows"),
        (lambda frame: long(frame).rename_axis(["a", "b"]).reset_index("b", drop=True), "set_index"),
        (lambda frame: pd.concat({"x": frame}, axis=1), "Take one series"),
        (lambda frame: long(frame).to_frame("a").assign(b=1.0), "Take one column"),
        (lambda frame: frame.to_numpy(), "set_index"),
    ],
    ids=[
        "a time zone", "a long column", "a long column with dates", "a repeated row", "companies alone",
        "columns of two levels", "two columns", "an array",
    ],
)  # fmt: skip
def test_what_is_no_series_of_companies_is_refused_with_the_mend(
    name: str, spoil: Callable[[pd.DataFrame], Any], mend: str
) -> None:
    series = {key: spoil(frame) for key, frame in frames().items()}
    with pytest.raises(InputError, match=mend):
        quietly(CALLS[name], series)


@pytest.mark.parametrize(
    "name", ["granger", "local_projections", "correlation", "event_study", "size", "stationarity"]
)
def test_rows_may_stand_in_any_order(name: str, wide_results: dict[str, pd.DataFrame]) -> None:
    """Where no number is drawn for one company after the other, not even the order of companies counts."""

    def shuffled(frame: pd.DataFrame, seed: int) -> pd.Series:
        rows = long(frame)
        return rows.iloc[np.random.default_rng(seed).permutation(len(rows))]

    series = {key: shuffled(frame, seed) for seed, (key, frame) in enumerate(frames().items())}
    pd.testing.assert_frame_equal(
        in_order(quietly(CALLS[name], series)),
        in_order(wide_results[name]),
        check_dtype=False,
        rtol=1e-7,
        atol=1e-10,
    )


def test_companies_may_be_called_by_whole_numbers() -> None:
    numbered = {key: frame.set_axis([7, 12, 3], axis=1) for key, frame in frames().items()}
    rows = {key: long(frame.rename_axis("company", axis=1)) for key, frame in numbered.items()}
    tables = [granger(s["negativity"], s["returns"], lags=[1]).table for s in (numbered, rows)]
    pd.testing.assert_frame_equal(*tables)
    assert tables[0]["company"].drop_duplicates().tolist() == [7, 12, 3]


def test_a_market_by_session_is_that_of_all_companies() -> None:
    s = frames()
    shared = s["market"]["AAA"]
    for call in (granger, local_projections):
        one = call(long(s["negativity"]), long(s["returns"]), shared, lags=2).table
        each = call(s["negativity"], s["returns"], s["market"], lags=2).table
        pd.testing.assert_frame_equal(one, each)


def test_events_may_stand_in_an_index() -> None:
    s = frames()
    plain = event_study(s["returns"], s["market"], EVENTS)
    for events in (
        EVENTS.set_index(["company", "session"]),
        EVENTS.set_index(["session", "company"]),
        EVENTS.set_index(["company", "session"]).rename_axis([None, None]),
        EVENTS.astype({"company": "category"}),
    ):
        again = event_study(s["returns"], s["market"], events)
        pd.testing.assert_frame_equal(again.tests, plain.tests)
        pd.testing.assert_frame_equal(again.events[plain.events.columns], plain.events, check_dtype=False)
    bare = event_study(s["returns"], s["market"], pd.MultiIndex.from_frame(EVENTS[["company", "session"]]))
    pd.testing.assert_frame_equal(bare.tests, plain.tests)


def test_a_company_that_is_missing_on_some_rows_is_missing_there() -> None:
    """A row that a long table lacks is the same as a row without a value."""
    s = frames()
    gap = s["negativity"].copy()
    gap.loc[SESSIONS[100:110], "B.B"] = np.nan
    rows = long(s["negativity"])
    rows = rows.drop([("B.B", session) for session in SESSIONS[100:110]])
    pd.testing.assert_frame_equal(
        granger(gap, s["returns"], lags=[2]).table, granger(rows, long(s["returns"]), lags=[2]).table
    )
