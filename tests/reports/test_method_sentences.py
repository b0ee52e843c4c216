"""The report says what each method did: every option of a study changes its sentence.

Options are read from the models themselves, so that a new one shows up here. Expected values: that the text
changes, and for some options the words by hand.
"""

from __future__ import annotations

import tomllib
from dataclasses import replace
from typing import Any

import pytest
from tests.reports.fakes import fake_results
from tests.reports.plain_text import plain

from naysay.analysis.findings import Estimate
from naysay.analysis.methods import all_methods
from naysay.analysis.sweep.options import SweepOptions
from naysay.reports.blocks import Paragraph
from naysay.reports.results import Results
from naysay.reports.sections import section
from naysay.reports.words import Words, phrases

SPIKES = {"trigger": "absolute"}
STORMS = {"trigger": "surprise"}
CHANGES: dict[str, dict[str, list[tuple[dict[str, Any], Any]]]] = {
    "projections": {
        "horizons": [({}, 20)],
        "primary_horizon": [({}, 3)],
        "lags": [({}, 3)],
        "returns": [({}, "ret")],
        "controls": [({}, "shared")],
        "unmeasured": [({}, "drop")],
        "effects": [({}, "company_and_session")],
        "market": [({}, False)],
        "attention": [({}, False)],
        "older_returns": [({}, True)],
        "covariance": [({}, "HAC"), ({}, "classical")],
        "pooled_covariance": [({}, "driscoll_kraay")],
    },
    "granger": {
        "lags": [({}, 3), ({}, [1, 5]), ({"primary_lag": 2}, 3)],
        "primary_lag": [({}, 2)],
        "covariance": [({}, "HAC"), ({}, "HC1")],
        "bandwidth": [
            ({"covariance": "HAC"}, 4),
            ({"covariance": "HAC"}, 0),
            ({"covariance": "HAC"}, "automatic"),
        ],
        "returns": [({}, "ret")],
        "market": [({}, False)],
        "unmeasured": [({}, "drop")],
        "controls": [({}, ["weekday", "market_ret"]), ({}, ["volume"])],
    },
    "granger_checks": {
        "lags": [({}, 3)],
        "quantile": [({}, 0.05)],
        "first": [({}, 200)],
        "window": [({}, 90)],
        "draws": [({}, 99)],
        "returns": [({}, "ret")],
    },
    "event_study": {
        "model": [({}, "dimson"), ({}, "constant_mean")],
        "benchmark": [({}, "peers")],
        "compounding": [({}, "simple")],
        "estimation": [({}, [-100, -11])],
        "event_window": [({}, [-5, 10])],
        "windows": [({}, [[1, 5], [-10, 10]])],
        "primary_window": [({}, [0, 0])],
        "test": [({}, "grank_t")],
        "trigger": [({}, "surprise"), ({}, "robust_z")],
        "threshold": [(SPIKES, 3.0), (STORMS, 3.0)],
        "surge": [(SPIKES, 4.0), (STORMS, 2.5)],
        "min_posts": [(SPIKES, 9), (STORMS, 9)],
        "min_authors": [(STORMS, 7)],
        "min_gap": [(SPIKES, 7), (STORMS, 7)],
        "exclude_contaminated": [({}, True)],
        "min_observations": [({}, 60)],
        "events": [({}, [{"company": "C00", "session": "2024-06-03"}])],
        "events_file": [({}, "data/events.csv")],
        "announcements": [({}, "exclude"), ({}, "apart")],
        "draws": [({}, 199)],
        "placebo_draws": [({}, 199)],
        "volume_model": [({}, "market")],
        "characteristics": [({}, ["negativity"]), ({}, [])],
    },
    "correlation": {
        "max_lag": [({}, 5)],
        "kind": [({}, "spearman"), ({}, "kendall")],
        "prewhiten": [({}, False)],
        "bands": [({}, "bootstrap")],
        "draws": [({"bands": "bootstrap"}, 99)],
        "block": [({"bands": "bootstrap"}, 12.5)],
    },
    "vector_autoregression": {
        "lags": [({}, 3)],
        "horizons": [({}, 20)],
        "returns": [({}, "ret")],
        "resampling": [({}, "residual"), ({}, "wild")],
        "draws": [({}, 200)],
    },
    "robustness": {
        "scorers": [({}, ["vader"])],
        "largest": [({}, 5)],
        "draws": [({}, 100)],
        "block": [({}, 10)],
    },
    "calibration": {"draws": [({}, 100)]},
    "sweep": {"draws": [({"chatter": {"cutoff": [0, 60]}}, 100)]},
    "themes": {"min_authors": [({}, 7)]},
}
"""For each option what else the study says, and the values that are put in the place of the usual one."""
NOT_SAID = {
    ("event_study", "factors"): "it comes only together with the model factors, which is said",
    ("themes", "terms"): "it is the length of a list",
    **{
        ("sweep", name): "the table of its cells has the keys"
        for name in SweepOptions.model_fields
        if name != "draws"
    },
}
METHODS_WITHOUT_OPTIONS = {
    "clock": "always takes the same hours",
    "forums": "takes the options of the projections",
    "stationarity": "says which series wander",
    "size": "has a section of its own",
}
CASES = [
    pytest.param(method, option, others, value, id=f"{method}.{option}={value}")
    for method, options in CHANGES.items()
    for option, cases in options.items()
    for others, value in cases
]


def with_options(results: Results, method: str, options: dict[str, Any]) -> Results:
    """The results of a study of ``method`` alone, with ``options``."""
    study = {**results.study, "study": {**results.study["study"], "methods": [method]}}
    study["announcements"] = {**study["announcements"], "path": "data/announcements.csv"}
    study[method] = {**study[method], **options}
    return replace(results, study=study)


def said(results: Results) -> str:
    """The paragraphs of the section on methods."""
    language = results.study["study"]["language"]
    content = section("methods").build(results, Words(language)).blocks
    text = " ".join(block.text for block in content if isinstance(block, Paragraph))
    return plain(text)


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize(("method", "option", "others", "value"), CASES)
def test_an_option_changes_what_the_report_says(
    method: str, option: str, others: dict[str, Any], value: object, language: str
) -> None:
    results = fake_results(language=language)
    usual = with_options(results, method, others)
    assert usual.study[method][option] != value
    assert said(with_options(usual, method, {option: value})) != said(usual)


def test_every_option_of_every_method_is_changed_here() -> None:
    options = {(method.name, option) for method in all_methods() for option in method.options.model_fields}
    changed = {(method, option) for method, cases in CHANGES.items() for option in cases}
    assert options == changed | set(NOT_SAID)


def test_every_method_says_something_or_has_no_options() -> None:
    silent = [method.name for method in all_methods() if method.name not in CHANGES]
    assert sorted(silent) == sorted(METHODS_WITHOUT_OPTIONS)


@pytest.mark.parametrize(
    ("method", "options", "expected"),
    [
        ("projections", {}, "jackknife over sessions (CR3)"),
        ("projections", {"pooled_covariance": "driscoll_kraay"}, "those of Driscoll and Kraay (1998)"),
        ("granger", {}, "with 1 to 5 lags (shown: 5) and HC3 covariance"),
        ("granger", {"lags": 1}, "with 1 lag and HC3 covariance"),
        (
            "projections",
            {"attention": False, "market": False},
            "itself a constant and 5 lags of negativity and returns are held fixed",
        ),
        ("projections", {"attention": False}, "of negativity and returns and the benchmark's returns of"),
        ("projections", {"controls": "shared"}, "companies share, each company's own constant, 5 lags"),
        ("projections", {"horizons": 1}, "No longer horizon is estimated, single companies with HC3"),
        ("granger", {"lags": [2]}, "with 2 lags and HC3 covariance"),
        ("granger", {"lags": [5, 1]}, "with 1 and 5 lags (shown: 5)"),
        ("granger", {}, "a share that follows the market late"),
        (
            "granger",
            {"controls": ["weekday", "market_ret"]},
            "hold fixed: weekdays, the benchmark's past returns.",
        ),
        ("granger", {"covariance": "HAC", "bandwidth": 4}, "HAC (bandwidth: 4 lags) covariance"),
        ("correlation", {}, "freed of its own past"),
        ("correlation", {"prewhiten": False}, "as they are"),
        ("correlation", {"kind": "spearman"}, "They are Spearman's, of ranks"),
        ("robustness", {"largest": 1}, "each company's largest day; "),
        ("robustness", {"scorers": ["vader", "german"]}, "also scored with vader and german."),
        ("event_study", {"benchmark": "peers"}, "the market model (benchmark: the mean of"),
        (
            "event_study",
            {"benchmark": "peers", "model": "constant_mean"},
            "the company's mean return, estimated",
        ),
        ("event_study", STORMS, "than chance brings on one session in 100, 5 negative posts or more"),
        ("event_study", {"announcements": "exclude"}, "announcement in sessions −1 to +1 are left out"),
        ("event_study", {"compounding": "simple"}, "measures simple returns around spikes of negativity"),
    ],
)
def test_sentences_as_a_reader_sees_them(method: str, options: dict[str, Any], expected: str) -> None:
    assert said(with_options(fake_results(), method, options)).count(expected) == 1


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ("projections", "mit klassischen Fehlern geschätzt."),
        ("granger", "(gezeigt: 5) und klassischer Kovarianz."),
    ],
)
def test_classical_errors_are_named_in_german(method: str, expected: str) -> None:
    results = with_options(fake_results(language="de"), method, {"covariance": "classical"})
    assert said(results).count(expected) == 1
    assert "classical" not in said(results)


def test_a_study_without_a_benchmark_holds_no_market_fixed() -> None:
    results = with_options(fake_results(), "granger", {})
    alone = replace(
        results, study={**results.study, "market": {**results.study["market"], "benchmark": None}}
    )
    assert "follows the market late" not in said(alone)


def test_projections_hold_fixed_what_the_study_has() -> None:
    results = with_options(fake_results(), "projections", {"horizons": 2})
    assert "the benchmark's returns of" in said(results)
    assert "Up to 2 trading days are estimated" in said(results)
    alone = replace(
        results, study={**results.study, "market": {**results.study["market"], "benchmark": None}}
    )
    assert "the benchmark's returns of" not in said(alone)
    attention = replace(results.findings.attention, effect=Estimate(None, None, None))
    silent = replace(results, findings=replace(results.findings, attention=attention))
    assert said(silent) == said(with_options(results, "projections", {"attention": False}))
    assert said(silent) != said(results)


def test_a_method_from_outside_is_described_by_its_phrase(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a recipe of a toy method has it: the phrase's braces are the keys of the method's section."""
    phrase = tomllib.loads('toy = "The toy used {draws} draws of {kinds}."')["toy"]
    monkeypatch.setattr(
        "naysay.reports.words.phrases", lambda language: {**phrases(language), "method.toy": phrase}
    )
    results = fake_results()
    study = {**results.study, "study": {**results.study["study"], "methods": ["toy"]}}
    study["toy"] = {"draws": 1200, "kinds": ["wood", "tin"], "unused": None}
    assert said(replace(results, study=study)).startswith("The toy used 1,200 draws of wood, tin. ")
