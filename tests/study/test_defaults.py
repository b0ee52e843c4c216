"""What a study gets that leaves a key out, and the ends of what a key may say.

Expected values: written by hand as the documents promise them. A default is part of the contract: with
another one the numbers of every study that left it out would change without a word.
"""

from __future__ import annotations

from typing import Any

import pytest
from benchmarks._least_study import least_study

from naysay.run.parts import study_type
from naysay.study.errors import StudyError
from naysay.study.file import parse_study
from naysay.study.spec import Study
from naysay.study.values import is_ticker, some

LEAST = f'{least_study()}[prices]\npath = "prices"\n'
DEFAULTS: dict[str, dict[str, Any]] = {
    "study": {"title": "", "language": "en", "seed": 0, "planted_bp": None},
    "market": {"calendar": "XNYS"},
    "posts": {
        "company": "file", "forum": "one", "timezone": "UTC", "retweets": "drop", "max_companies": None,
        "max_lost": 0.05,
    },
    "prices": {"source": "csv"},
    "sentiment": {"scorer": "auto", "options": {}},
    "chatter": {
        "measure": "negative_share", "negative_below": -0.05, "min_posts": 1, "same_text": "keep",
        "author_posts": None, "bot_posts": None, "cutoff": 0, "history": 120, "min_history": 20,
    },
    "announcements": {"path": "", "near": [-1, 1]},
    "report": {"quotes": False, "formats": ["pdf", "html"], "focus": ""},
    "correlation": {"max_lag": 10, "kind": "pearson", "prewhiten": True, "bands": "bartlett", "draws": 999},
    "granger": {
        "lags": 5, "primary_lag": None, "covariance": "HC3", "bandwidth": None, "returns": "abnormal_ret",
        "market": True, "unmeasured": "indicator", "controls": [],
    },
    "event_study": {
        "model": "market", "benchmark": "market", "factors": "", "compounding": "log",
        "estimation": [-130, -11], "event_window": [-10, 10],
        "windows": [[-10, -1], [0, 0], [1, 5], [-10, 10]], "test": "adjusted_bmp", "trigger": "surprise",
        "threshold": 2.0, "surge": None, "min_posts": 3, "min_authors": 3, "min_gap": 10,
        "exclude_contaminated": False, "min_observations": None, "announcements": "keep", "draws": 999,
        "placebo_draws": 999, "volume_model": "constant_mean",
        "characteristics": ["negativity", "log_n_posts"],
    },
    "projections": {
        "horizons": 10, "primary_horizon": 1, "lags": 5, "returns": "abnormal_ret", "controls": "own",
        "unmeasured": "indicator", "effects": "company", "market": True, "attention": True,
        "older_returns": False, "covariance": "HC3", "pooled_covariance": "CR3_session",
    },
    "robustness": {"scorers": [], "largest": 10, "draws": 200, "block": 20},
    "calibration": {"draws": 200},
    "granger_checks": {"lags": 5, "quantile": 0.1, "first": 250, "window": 120, "draws": 499},
    "vector_autoregression": {"lags": 5, "horizons": 10, "resampling": "block", "draws": 1000},
}  # fmt: skip


def read(lines: str = "") -> Study:
    return parse_study(f"{LEAST}{lines}", study_type(), source="x.toml")


@pytest.mark.parametrize("section", DEFAULTS)
def test_a_default_of_a_study_is_what_the_documents_promise(section: str) -> None:
    said = "" if section == "market" else '[market]\nbenchmark = "^X"\n'
    filled = read(said).model_dump(mode="json")[section]
    assert {key: filled[key] for key in DEFAULTS[section]} == DEFAULTS[section]


def test_a_study_asks_for_every_method_but_the_further_ones() -> None:
    assert read().study.methods == (
        "stationarity", "correlation", "granger", "event_study", "projections", "size", "robustness",
        "clock", "forums", "calibration", "themes",
    )  # fmt: skip


@pytest.mark.parametrize(
    "lines",
    [
        "[chatter]\nhistory = 30\nmin_history = 30\n",
        "[chatter]\nmin_history = 2\nhistory = 2\n",
        "[chatter]\nnegative_below = 0.0\ncutoff = 1439\n",
        "[announcements]\nnear = [1, 1]\n",
        "[projections]\nhorizons = 5\nprimary_horizon = 5\n",
        "[granger]\nlags = 3\nprimary_lag = 3\n",
        "[granger]\nlags = [2, 4]\nprimary_lag = 2\n",
        '[granger]\ncovariance = "HAC"\nbandwidth = 0\n',
        "[sentiment]\noptions = {a = [" + "1," * 1_000 + "]}\n",
        "[sentiment]\noptions = {a = '" + "x" * 4_000 + "'}\n",
        f"[sentiment]\noptions = {{a = {2**63 - 1}, b = {-(2**63) + 1}}}\n",
    ],
)
def test_the_last_value_of_a_range_is_in_it(lines: str) -> None:
    read(lines)


@pytest.mark.parametrize(
    ("lines", "field"),
    [
        ("[chatter]\nhistory = 30\nmin_history = 31\n", "chatter"),
        ("[chatter]\ncutoff = 1440\n", "chatter.cutoff"),
        ("[sentiment]\noptions = {a = [" + "1," * 1_001 + "]}\n", "sentiment.options.a"),
        ("[sentiment]\noptions = {a = '" + "x" * 4_001 + "'}\n", "sentiment.options.a"),
        ("[announcements]\nnear = [1, 0]\n", "announcements.near"),
        ("[projections]\nhorizons = 5\nprimary_horizon = 6\n", "projections"),
        ("[granger]\nlags = 3\nprimary_lag = 4\n", "granger"),
        ("[granger]\nlags = [2, 4]\nprimary_lag = 3\n", "granger"),
        ("[granger]\nbandwidth = 3\n", "granger"),
        ("[report]\nfocus = 'OTHER'\n", ""),
    ],
)
def test_the_first_value_beyond_a_range_is_refused(lines: str, field: str) -> None:
    with pytest.raises(StudyError) as caught:
        read(lines)
    assert any(fault.field.startswith(field) for fault in caught.value.faults)


def test_a_market_without_a_benchmark_does_without_one_too() -> None:
    """The exchange alone says nothing of a benchmark."""
    filled = read('[market]\ncalendar = "XETR"\n').model_dump(mode="json")
    assert filled["event_study"]["model"] == "constant_mean"
    assert filled["projections"]["returns"] == filled["granger"]["returns"] == "ret"


def test_a_ticker_leads_to_no_other_folder() -> None:
    assert [is_ticker(text) for text in ("A.B", "A..B", "..", "X" * 20, "X" * 21)] == [
        True,
        False,
        False,
        True,
        False,
    ]


def test_twenty_names_are_listed_and_the_others_counted() -> None:
    names = [f"N{i}" for i in range(22)]
    assert some(names[:20]) == ", ".join(names[:20])
    assert some(names) == f"{', '.join(names[:20])} and 2 more"


def test_an_alias_has_two_letters_or_more() -> None:
    aliases = "[[company]]\nticker = 'B'\naliases = ['{}']\n"
    assert read(aliases.format("xy")).company[1].aliases[0].name == "xy"
    with pytest.raises(StudyError):
        read(aliases.format("x"))
