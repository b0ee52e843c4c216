"""The tables of an event study: their columns and what they mean. Returns are decimal log returns."""

from __future__ import annotations

from typing import Final

from naysay.study.frames import COMPANY, PVALUE, REASON, Table

EVENT_ID: Final = "the company with the event's session, such as ACME-2024-03-01"

SIGMA: Final = "sigma"
"""The column that tells how far the returns of a share stray on ordinary sessions."""

EVENTS: Final = Table(
    "events",
    {
        "event_id": EVENT_ID,
        "company": COMPANY,
        "session": "day zero: the first session of the storm, or the session of the spike or given event",
        "trigger": "the rule of the study that picked the event, or given",
        "negativity": "negativity of day zero, in standard deviations",
        "n_posts": "posts of day zero",
        "contaminated": "whether another event of the company lies in or near its windows",
        "ar_0": "the abnormal return of day zero",
    },
    {
        "car_(start,end)": "the abnormal returns of a window added up, one column a window",
        "value_change": "the CAR of the study's main window times the market value before it, in money",
        **REASON,
        "nobs": "returns that the normal return was estimated on",
        "moved_from": "the date the study gave, where day zero is a later session",
        "bhar_(start,end)": "the buy-and-hold abnormal return of a window, one column a window",
        "sessions_after": "sessions of the sample after day zero, up to the end of the event window",
        "announced": "whether an announcement of the company lies near the event",
        "surprise": "-log10 of the chance of that many negative posts on day zero",
        "expected": "negative posts that the company's past lets expect on day zero",
        "n_negative": "negative posts of day zero",
        "negative_authors": "different known authors of the negative posts of day zero",
        "last_session": "the last session of the storm; empty while it may go on",
        "duration": "sessions of the storm; empty while it may go on",
        "peak_session": "the most surprising session of the storm",
        "peak_surprise": "the surprise of that session",
        "peak_expected": "negative posts expected on that session",
        "peak_negative": "negative posts of that session",
        "peak_authors": "different known authors of the negative posts of that session",
        "rank": "the place of the storm by its largest surprise, 1 the largest",
        SIGMA: "the standard deviation of a session's abnormal return, from the estimation window",
    },
)
ABNORMAL: Final = Table(
    "abnormal",
    {
        "event_id": EVENT_ID,
        "tau": "the session relative to day zero",
        "ar": "the abnormal return",
        "se": "its forecast error",
        "car": "the abnormal returns from the start of the event window added up",
    },
)
TEST_COLUMNS: Final = {
    "model": "the model of the normal return",
    "window_start": "the first session of the window, relative to day zero",
    "window_end": "the last session of the window",
    "test": "the name of the test",
    "statistic": "the test statistic",
    "df": "its degrees of freedom; empty where it is referred to the normal distribution",
    "pvalue": PVALUE,
    "n_events": "events that have every session of the window",
    **REASON,
}
FURTHER_OF_TESTS: Final = {
    "estimate": "the mean over the events, the same for every test of the window",
    "se": "its cross-sectional standard error",
    "location": "the value that brings the test's own statistic to 0",
    "low": "the lower end of the values that the test does not reject at 5 %",
    "high": "the upper end of these values",
}
EVENT_TESTS: Final = Table("event_tests", TEST_COLUMNS, FURTHER_OF_TESTS)
BUY_AND_HOLD: Final = Table("buy_and_hold", TEST_COLUMNS, FURTHER_OF_TESTS)
VOLUME_TESTS: Final = Table("volume_tests", TEST_COLUMNS, FURTHER_OF_TESTS)
VOLATILITY_TESTS: Final = Table("volatility_tests", TEST_COLUMNS, FURTHER_OF_TESTS)
ANNOUNCEMENT_TESTS: Final = Table(
    "announcement_tests",
    {"events": "announced or unannounced: the events that are tested", **TEST_COLUMNS},
    FURTHER_OF_TESTS,
)
CAAR: Final = Table(
    "caar",
    {
        "tau": "the session relative to day zero",
        "caar": "the mean CAR from the start of the event window",
        "se": "its cross-sectional standard error",
        "low": "the lower end of the 95 % interval, which takes events as independent",
        "high": "the upper end of the interval",
        "n_events": "events that have every session up to tau",
    },
)
CAR_REGRESSION: Final = Table(
    "car_regression",
    {
        "term": "the constant, or the characteristic of the events",
        "estimate": "the coefficient: the change of the CAR for one unit of the term",
        "se": "its standard error",
        "statistic": "estimate over se",
        "df": "degrees of freedom of Student's t",
        "pvalue": PVALUE,
        "low": "the lower end of the 95 % interval",
        "high": "the upper end of the interval",
        "covariance": "CR3_session or HC3: the kind of standard error",
        "nobs": "events in the regression",
        **REASON,
    },
)
