"""Made-up results for the tests of reports: every table has the columns that a run leaves."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from naysay.analysis.findings import (
    Attention,
    Check,
    Companies,
    Direction,
    Estimate,
    Extremes,
    Findings,
    Forerun,
    Lead,
    Money,
    Reaction,
    Reverse,
    Verdict,
)
from naysay.analysis.methods import all_tables
from naysay.analysis.stationarity import STATIONARITY
from naysay.reports.results import Results
from naysay.run.parts import study_type
from naysay.study.frames import window_column

WINDOWS = ((-10, -1), (0, 0), (0, 1), (1, 5), (-10, 10))
TESTS = (
    "cross_sectional_t", "j1", "bw85", "patell", "bmp", "adjusted_patell", "adjusted_bmp", "corrado_rank",
    "corrado_zivney", "sign", "generalized_sign", "wilcoxon", "grank_t", "grank_z", "skewness_adjusted_t",
)  # fmt: skip
METHODS = ("stationarity", "correlation", "granger", "event_study", "projections", "calibration")
NAMES = (
    "Müller Maschinenbau AG", "Österreich Öl SE", "Jäger Chips KGaA", "Süßstoff AG", "Thüringer Glas",
    "Äquator Reisen", "Bär Logistik SE", "Blaue Bank", "Großhandel Weiß", "Lüneburg Zement", "Nordsee Wind",
    "Köhler Pharma",
)  # fmt: skip
LEADS = {
    "negative_lead": Lead(1, -12.3, -18.2, -6.4, 0.00004, 8.4, 11_874, 12, "driscoll_kraay", ""),
    "positive_lead": Lead(1, 9.6, 2.2, 17.0, 0.011, 10.5, 11_874, 12, "driscoll_kraay", ""),
    "no_evidence": Lead(1, -2.1, -9.3, 5.1, 0.57, 10.2, 11_874, 12, "driscoll_kraay", ""),
    "not_testable": Lead(1, None, None, None, None, None, 0, 0, "driscoll_kraay", "no_complete_session"),
}


def fake_results(
    verdict: Verdict = "negative_lead",
    *,
    language: str = "en",
    companies: int = 12,
    planted_bp: float | None = None,
    names: tuple[str, ...] = NAMES,
    money: bool = True,
    seed: int = 1,
) -> Results:
    """A run with ``companies`` companies over two years, every table filled."""
    rng = np.random.default_rng(seed)
    tickers = [f"C{i:02d}" for i in range(companies)]
    sessions = pd.bdate_range("2024-01-02", "2025-12-30")
    lead = replace(LEADS[verdict], n_companies=0 if verdict == "not_testable" else companies)
    events = _events(tickers, sessions, rng)
    return Results(
        version="0.1.0",
        study=_study(tickers, names, language, planted_bp),
        focus=tickers[0],
        findings=_findings(verdict, lead, events, tickers, money=money),
        counts={
            "rows_in": 61_204, "kept": 48_213, "quarantined": 17, "duplicate": 902, "retweet": 11_210,
            "filtered": 12_072, "texts": 48_213, "companies": companies, "sessions": len(sessions),
        },
        tables={
            "attrition": _attrition(),
            "stationarity": STATIONARITY.empty(),
            "correlation": _correlation(tickers, rng),
            "granger": _granger(tickers, rng),
            "effects": _effects(tickers, lead, rng),
            "events": events,
            "event_tests": _event_tests(int((events["reason"] == "").sum()), rng),
            "caar": _caar(int((events["reason"] == "").sum())),
            **_beside_returns(int((events["reason"] == "").sum())),
            "calibration": _calibration(),
            "size": _size(tickers[0], lead),
            "robustness": _robustness(lead),
        },
        series=_series(sessions, events, rng),
        stamp={
            "study_sha256": "3f9ac1" + "0" * 52 + "aa77e2", "inputs_sha256": "0bd1e4" + "0" * 52 + "bb19aa",
            "python": "3.11.9", "numpy": "2.1.0", "pandas": "2.2.3", "scipy": "1.14.1",
            "statsmodels": "0.14.4", "exchange_calendars": "4.5.6", "vaderSentiment": "3.3.2",
            "matplotlib": "3.9.2", "typst": "0.15.0",
        },
        planted_bp=planted_bp,
    )  # fmt: skip


def without_tables(results: Results) -> Results:
    """A run whose methods were not asked for."""
    return replace(results, tables={}, series=pd.DataFrame(), counts={}, stamp={})


def empty_tables(results: Results) -> Results:
    """A run whose tables have no rows."""
    return replace(
        results,
        tables={one.name: one.empty() for one in all_tables() if one.name in results.tables},
        series=results.series.iloc[:0],
    )


def missing_numbers(results: Results) -> Results:
    """A run in which nothing could be estimated: every number of the tables is NaN."""
    keep = {"horizon", "lag", "tau", "lag_order", "window_start", "window_end", "rows", "df_num"}
    tables = {}
    for name, table in results.tables.items():
        table = table.copy()
        for column in table.select_dtypes("number").columns.difference(list(keep)):
            table[column] = np.nan
        tables[name] = table
    series = results.series.assign(adj_close=np.nan, negativity=np.nan, n_posts=np.nan, n_negative=np.nan)
    return replace(results, tables=tables, series=series)


def _study(
    tickers: list[str], names: tuple[str, ...], language: str, planted_bp: float | None
) -> dict[str, Any]:
    title = {
        "en": "Do negative posts go before lower returns?",
        "de": "Gehen negative Beiträge niedrigeren Renditen voraus?",
    }[language]
    study = study_type().model_validate(
        {
            "study": {
                "name": "fake", "title": title, "start": "2024-01-02", "end": "2025-12-30",
                "language": language, "seed": 7, "planted_bp": planted_bp, "methods": METHODS,
            },
            "company": [
                {
                    "ticker": ticker, "name": ticker, "isin": "DE0007164600", "shares_outstanding": 4e7,
                    "currency": "EUR",
                }
                for ticker in tickers
            ],
            "market": {"calendar": "XETR", "benchmark": "^GDAXI"},
            "posts": {"format": "twitter", "path": "data/posts/*.jsonl"},
            "prices": {"source": "csv", "path": "data/prices"},
            "sentiment": {"scorer": "vader"},
            "event_study": {
                "trigger": "absolute", "windows": WINDOWS, "primary_window": (1, 5), "test": "adjusted_bmp",
            },
        }
    )  # fmt: skip
    content = study.model_dump(mode="json")
    for i, company in enumerate(content["company"]):
        company["name"] = names[i] if i < len(names) else ""
    return content


def _findings(
    verdict: Verdict, lead: Lead, events: pd.DataFrame, tickers: list[str], *, money: bool
) -> Findings:
    found = verdict == "negative_lead"
    used = int((events["reason"] == "").sum())
    untested = verdict == "not_testable"
    worth = 3.4e9
    none = Estimate(None, None, None)
    asked = (
        "companies_agree", "without_one", "session_effects", "from_open", "no_extremes", "no_reverse",
        "events",
    )  # fmt: skip
    failed = ("from_open", "no_forerun")
    made = asked if verdict in ("negative_lead", "positive_lead") else ("companies_agree", "no_reverse")
    return Findings(
        verdict=verdict,
        lead=lead,
        companies=Companies(
            0 if untested else len(tickers), None if untested else 0.41,
            none if untested else Estimate(-11.8, -17.4, -6.2), (), none, (), (), None,
        ),
        attention=Attention(
            none if untested else Estimate(-2.2, -6.5, 2.1), None if untested else 0.31,
            None if untested else False,
        ),
        reverse=Reverse(
            none if untested else Estimate(-0.01, -0.03, 0.01), None if untested else 0.37,
            none if untested else Estimate(-0.34, -0.38, -0.30),
        ),
        session_effects=none if untested else Estimate(-11.0, -17.5, -4.5),
        extremes=Extremes(none if untested else Estimate(-12.0, -17.0, -7.0), "C00", "2024-05-03", -0.11),
        reaction=Reaction(
            "" if untested else "market", (1, 5), None if untested else -61.2,
            None if untested else -104.0, None if untested else -18.4, "adjusted_bmp",
            None if untested else 0.004 if found else 0.31, 0 if untested else used, len(events), 5,
            "fewer than 2 usable events" if untested else "",
        ),
        forerun=Forerun(None, None) if untested else Forerun(-0.011, 0.003),
        forward=Direction(
            "negativity", "abnormal_ret", 5, 0 if untested else len(tickers), 0, 3 if found else 0,
            tuple(tickers[:3]) if found else (),
        ),
        backward=Direction(
            "abnormal_ret", "negativity", 5, 0 if untested else len(tickers), 0, 0, ()
        ),
        checks=tuple(
            Check(name, None if untested else name not in failed)  # type: ignore[arg-type]
            for name in (*made, "no_forerun", "placebo")
        ),
        money=(
            (Money(tickers[0], "EUR", worth, worth * lead.bp_per_sd / 1e4, worth * lead.low / 1e4,
                   worth * lead.high / 1e4),)
            if money and lead.bp_per_sd is not None and lead.low is not None and lead.high is not None
            else ()
        ),
        caveats=(),
    )  # fmt: skip


def _events(tickers: list[str], sessions: pd.DatetimeIndex, rng: np.random.Generator) -> pd.DataFrame:
    rows = []
    for ticker in tickers:
        places = np.sort(rng.choice(len(sessions) // 12, size=9, replace=False)) * 12 + rng.integers(0, 6)
        for place in places:
            late = place >= len(sessions) - 10
            reason = "too_few_sessions_before_event" if place < 130 else ""
            reason = "too_few_sessions_after_event" if late else reason
            car = {window_column(w): rng.normal(-0.005, 0.02) if not reason else np.nan for w in WINDOWS}
            rows.append(
                {
                    "event_id": f"{ticker}-{sessions[place]:%Y-%m-%d}", "company": ticker,
                    "session": f"{sessions[place]:%Y-%m-%d}", "trigger": "spike",
                    "negativity": 2 + rng.gamma(1.5, 0.7), "n_posts": int(rng.poisson(40)),
                    "contaminated": bool(rng.random() < 0.2), "ar_0": car[window_column((0, 0))], **car,
                    "value_change": 3.4e9 * car[window_column((1, 5))], "reason": reason, "nobs": 120,
                    "sessions_after": min(10, len(sessions) - 1 - int(place)),
                }
            )  # fmt: skip
    return pd.DataFrame(rows)


def _event_tests(n_events: int, rng: np.random.Generator) -> pd.DataFrame:
    rows = []
    for first, last in WINDOWS:
        mean = -0.0061 * (first >= 0) + 0.0004
        for test in TESTS:
            z = rng.normal(-2.5 if first >= 0 else -0.5, 0.4)
            rows.append(
                {
                    "model": "market", "window_start": first, "window_end": last, "test": test,
                    "statistic": z, "df": 40.0 if test.endswith("_t") else np.nan,
                    "pvalue": float(np.exp(-(z**2) / 1.6)), "n_events": n_events, "reason": "",
                    "estimate": mean, "se": 0.002, "location": mean, "low": mean - 0.004,
                    "high": mean + 0.004,
                }
            )  # fmt: skip
    return pd.DataFrame(rows)


def _beside_returns(n_events: int) -> dict[str, pd.DataFrame]:
    """What was held, traded and how prices swung, in the window that counts: in logarithms but the first."""
    tests = {"buy_and_hold": -0.0058, "volume_tests": np.log(1.25), "volatility_tests": np.log(1.6)}
    return {
        name: pd.DataFrame(
            {
                "window_start": 1, "window_end": 5, "test": ["skewness_adjusted_t", "wild_bootstrap"],
                "statistic": 2.5, "pvalue": 0.012, "n_events": n_events, "estimate": mean, "reason": "",
            }
        )
        for name, mean in tests.items()
    }  # fmt: skip


def _caar(n_events: int) -> pd.DataFrame:
    tau = np.arange(-10, 11)
    mean = np.where(tau < 0, 0.0003 * np.sin(tau), -0.0061 * (1 - np.exp(-(tau + 1) / 1.5)))
    se = 0.0012 * np.sqrt(tau + 11)
    return pd.DataFrame(
        {
            "tau": tau,
            "caar": mean,
            "se": se,
            "low": mean - 2 * se,
            "high": mean + 2 * se,
            "n_events": n_events,
        }
    )


def _correlation(tickers: list[str], rng: np.random.Generator) -> pd.DataFrame:
    rows = []
    for ticker in tickers:
        for measure in ("raw", "prewhitened"):
            for lag in range(-10, 11):
                r = rng.normal(0, 0.03) - 0.14 * (lag == 0) - 0.17 * (lag == 1)
                rows.append(
                    {
                        "company": ticker, "measure": measure, "lag": lag, "r": r, "low": r - 0.09,
                        "high": r + 0.09, "nobs": 480, "ar_order": 2, "reason": "",
                    }
                )  # fmt: skip
    return pd.DataFrame(rows)


def _granger(tickers: list[str], rng: np.random.Generator) -> pd.DataFrame:
    rows = []
    for cause, effect in (("negativity", "abnormal_ret"), ("abnormal_ret", "negativity")):
        for i, ticker in enumerate(tickers):
            for lag in range(1, 6):
                p = 0.0004 * (i + 1) if cause == "negativity" and i < 3 else rng.uniform(0.05, 1)
                rows.append(
                    {
                        "company": ticker, "cause": cause, "effect": effect, "lag_order": lag,
                        "covariance": "HC3", "controls": "", "statistic": 5.5 - 4.5 * p, "df_num": lag,
                        "df_denom": 470, "pvalue": p, "pvalue_bh": min(1.0, 4 * p),
                        "pvalue_by": min(1.0, 9 * p), "pvalue_holm": min(1.0, 12 * p), "nobs": 481,
                        "reason": "", "sum_coef": -0.001, "partial_r2": 0.02, "bandwidth": np.nan,
                        "primary": cause == "negativity" and lag == 5,
                    }
                )  # fmt: skip
    return pd.DataFrame(rows)


def _effects(tickers: list[str], lead: Lead, rng: np.random.Generator) -> pd.DataFrame:
    rows = []
    for i, ticker in enumerate([*tickers, "POOLED"]):
        together = ticker == "POOLED"
        centre = (lead.bp_per_sd or 0.0) * (1 if together else 1.6 - 0.12 * i)
        for horizon in range(1, 11):
            se = (3.0 if together else rng.uniform(4, 9)) * np.sqrt(horizon)
            bp = centre * (1 - 0.03 * (horizon - 1)) + (0 if together else rng.normal(0, 2))
            made = lead.bp_per_sd is not None or not together
            rows.append(
                {
                    "company": ticker, "measure": "as measured", "horizon": horizon,
                    "weight": np.nan if together else 1.0 / len(tickers), "bp_per_sd": bp if made else np.nan,
                    "se": se if made else np.nan, "low": bp - 1.97 * se if made else np.nan,
                    "high": bp + 1.97 * se if made else np.nan,
                    "low_joint": bp - 2.6 * se if made else np.nan,
                    "high_joint": bp + 2.6 * se if made else np.nan, "nobs": 11_874 if together else 490,
                    "covariance": "driscoll_kraay" if together else "HAC", "statistic": bp / se,
                    "pvalue": float(np.exp(-((bp / se) ** 2) / 1.6)) if made else np.nan,
                    "mde_bp": 2.8 * se, "n_companies": len(tickers) if together else 1,
                    "primary": together and horizon == 1, "bandwidth": 5.0,
                    "reason": "" if made else "no_complete_session",
                }
            )  # fmt: skip
    return pd.DataFrame(rows)


def _calibration() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "test": ["granger", "projections"], "nominal": [0.05, 0.05], "rejected": [0.047, 0.055],
            "draws": [200, 200], "low": [0.034, 0.031], "high": [0.064, 0.096], "mde_bp": [np.nan, 8.4],
            "n_tests": [2400, 200], "reason": ["", ""],
        }
    )  # fmt: skip


def _size(ticker: str, lead: Lead) -> pd.DataFrame:
    """Forward identified but for an open half-life, backward flat."""
    bp, low, high = (np.nan if x is None else x for x in (lead.bp_per_sd, lead.low, lead.high))
    flat = "no_response_differs_from_zero"
    none = "" if lead.bp_per_sd is not None else lead.reason
    rows = [
        ("POOLED", "forward", "effect", "bp", bp, low, high, none),
        ("POOLED", "forward", "effect_per_ten", "bp", 2 * bp, 2 * low, 2 * high, none),
        ("POOLED", "forward", "peak", "bp", 1.5 * bp, 1.9 * low, 1.1 * high, none),
        ("POOLED", "forward", "peak_session", "sessions", 3.0, 1.0, 7.0, ""),
        ("POOLED", "forward", "reverted_5", "share", 0.1, 0.0, 0.3, ""),
        ("POOLED", "forward", "reverted_10", "share", 0.42, 0.1, 1.2, ""),
        ("POOLED", "forward", "half_life", "sessions", np.nan, 1.9, np.nan,
         "open_interval sessions=10"),
        ("POOLED", "forward", "partial_r2", "share", 0.0219, 0.0132, 0.0325, ""),
        ("POOLED", "forward", "detectable", "bp", 8.4, np.nan, np.nan, none),
        ("POOLED", "backward", "effect", "sd", -0.033, -0.065, -0.002, ""),
        ("POOLED", "backward", "peak_session", "sessions", np.nan, np.nan, np.nan, flat),
        (ticker, "forward", "effect_value", "EUR", 3.4e5 * bp, 3.4e5 * low, 3.4e5 * high, none),
        (ticker, "forward", "peak_value", "EUR", 5e5 * bp, 6e5 * low, 4e5 * high, none),
    ]  # fmt: skip
    columns = ["company", "direction", "quantity", "unit", "value", "low", "high", "reason"]
    return pd.DataFrame(rows, columns=columns).assign(nobs=11_874)


def _robustness(lead: Lead) -> pd.DataFrame:
    """The study's line, four more in basis points, the reverse direction, and two that were not made."""
    bp, low, high = (np.nan if x is None else x for x in (lead.bp_per_sd, lead.low, lead.high))
    made = "" if lead.bp_per_sd is not None else lead.reason
    rows = [
        ("main", "", bp, "bp", low, high, lead.pvalue, made),
        ("reverse", "", -0.033, "sd", -0.065, -0.002, 0.039, ""),
        ("placebo_future", "", 1.2, "bp", -4.7, 7.1, 0.6, ""),
        ("placebo_shuffled", "", -0.1, "bp", -3.5, 3.2, 0.005, ""),
        ("without_largest", "", -10.1, "bp", -15.0, -5.2, 0.0002, ""),
        ("winsorised", "", 2.0, "bp", -4.0, 8.0, 0.5, ""),
        ("other_measure", "mean_score", -11.0, "bp", -17.0, -5.0, 0.0004, ""),
        ("by_sign", "difference", -2.0, "bp", -9.0, 5.0, 0.58, ""),
        ("without_announcements", "", np.nan, "bp", np.nan, np.nan, np.nan,
         "no_announcements_file"),
        ("by_forum", "", np.nan, "bp", np.nan, np.nan, np.nan, "no_forums_apart"),
    ]  # fmt: skip
    columns = ["check", "variant", "value", "unit", "low", "high", "pvalue", "reason"]
    table = pd.DataFrame(rows, columns=columns).astype({"pvalue": float})
    return table.assign(se=1.0, mde=2.8, nobs=11_874)


def _attrition() -> pd.DataFrame:
    rows = [
        ("rows_in", "rows", 61_204), ("quarantined", "not_json", 14), ("quarantined", "no_time", 3),
        ("duplicate", "same_key", 902), ("filtered", "retweet", 11_210), ("filtered", "outside_period", 862),
        ("kept", "posts", 48_213), ("scoring", "no_score", 12), ("companies", "without_posts", 0),
        ("companies", "without_prices", 0), ("company_sessions", "without_measured_chatter", 310),
        ("company_sessions", "without_past_to_standardise", 240), ("price_rows", "price_missing", 2),
        ("company_sessions", "previous_price_missing", 2), ("company_sessions", "history_short", 61),
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["stage", "cause", "rows"])


def _series(sessions: pd.DatetimeIndex, events: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    mine = (
        set(events.loc[events["company"] == events["company"].iloc[0], "session"]) if len(events) else set()
    )
    spike = np.array([f"{day:%Y-%m-%d}" in mine for day in sessions])
    negativity = rng.normal(0, 0.9, len(sessions)) + 2.6 * spike
    negativity[:20] = np.nan
    posts = rng.poisson(14, len(sessions)) + 60 * spike
    return pd.DataFrame(
        {
            "session": [f"{day:%Y-%m-%d}" for day in sessions],
            "adj_close": 85 * np.exp(np.cumsum(rng.normal(0, 0.013, len(sessions)))),
            "negativity": negativity,
            "n_posts": posts,
            "n_negative": rng.binomial(posts, 0.3),
        }
    )
