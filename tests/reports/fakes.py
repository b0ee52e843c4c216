"""Results for the tests of reports: variants of one small run, see ``small_run``.

Tables, their columns and reasons are those of the run. What is set by hand are the figures that sentences of
tests quote: the findings, and single cells of the tables of effects, size, robustness and attrition.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from tests.reports.small_run import TICKERS, small_run

from naysay.analysis.findings import (
    Attention,
    Check,
    Clock,
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
from naysay.analysis.mood_lead import MoodLead
from naysay.analysis.weighing import weigh
from naysay.reports.results import Results
from naysay.reports.sections._verdict import caveat_sentences, planted_sentence, verdict_sentence
from naysay.reports.words import Words

NAMES = (
    "Müller Maschinenbau AG", "Österreich Öl SE", "Jäger Chips KGaA", "Süßstoff AG", "Thüringer Glas",
    "Äquator Reisen", "Bär Logistik SE", "Blaue Bank", "Großhandel Weiß", "Lüneburg Zement", "Nordsee Wind",
    "Köhler Pharma",
)  # fmt: skip
LEADS = {
    "negative_lead": Lead(1, -12.3, -18.2, -6.4, 0.00004, 8.4, 2_724, 12, "CR3_session", ""),
    "positive_lead": Lead(1, 9.6, 2.2, 17.0, 0.011, 10.5, 2_724, 12, "CR3_session", ""),
    "no_evidence": Lead(1, -2.1, -9.3, 5.1, 0.57, 10.2, 2_724, 12, "CR3_session", ""),
    "not_testable": Lead(1, None, None, None, None, None, 0, 0, "CR3_session", "no_complete_session"),
}


TITLES = {
    "en": "Do negative posts go before lower returns?",
    "de": "Gehen negative Beiträge niedrigeren Renditen voraus?",
}


def fake_results(
    verdict: Verdict = "negative_lead",
    *,
    language: str = "en",
    companies: int = 12,
    planted_bp: float | None = None,
    names: tuple[str, ...] = NAMES,
    money: bool = True,
) -> Results:
    """The small run with ``companies`` companies and a verdict of your choice; a copy of its own."""
    results = _fake_results(verdict, language, companies, planted_bp, names, money)
    return replace(
        results,
        study=deepcopy(results.study),
        tables={name: table.copy() for name, table in results.tables.items()},
        series=results.series.copy(),
        counts=dict(results.counts),
        stamp=dict(results.stamp),
    )


@cache
def _fake_results(
    verdict: Verdict,
    language: str,
    companies: int,
    planted_bp: float | None,
    names: tuple[str, ...],
    money: bool,
) -> Results:
    run = _small_run_of(companies)
    tickers = [str(company["ticker"]) for company in run.study["company"]]
    lead = replace(LEADS[verdict], n_companies=0 if verdict == "not_testable" else companies)
    results = replace(
        run,
        version="0.1.0",
        study=_study(run, names, language, planted_bp),
        findings=_findings(verdict, lead, run, tickers, money=money),
        tables={
            **run.tables,
            "attrition": _attrition(run.tables["attrition"]),
            "effects": _effects(run.tables["effects"], lead),
            "size": _size(run.tables["size"], lead),
            "robustness": _robustness(run.tables["robustness"], lead),
        },
        counts={**run.counts, "companies": companies},
        stamp={**run.stamp, "study_sha256": "3f9ac1" + "0" * 58, "inputs_sha256": "0bd1e4" + "0" * 58},
        planted_bp=planted_bp,
    )
    return graded(results)


def graded(results: Results, **changes: Any) -> Results:
    """The results with ``changes`` of their findings, and the grade that follows from these."""
    findings = replace(results.findings, **changes)
    return replace(results, findings=replace(findings, evidence=weigh(findings, results.tables)))


def answer(results: Results) -> str:
    """The answer as the section on evidence words it: with its interval, what doubts it, what was put in."""
    words = Words(results.study["study"]["language"])
    sentences = (verdict_sentence(results, words), *caveat_sentences(results, words))
    return " ".join(filter(None, (*sentences, planted_sentence(results, words))))


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


@cache
def _small_run_of(companies: int) -> Results:
    return _of_companies(small_run(), companies)


def _of_companies(run: Results, n: int) -> Results:
    """The run with its first ``n`` companies; beyond those it has, they stand again under other tickers."""
    copies = [(ticker, f"C{i:02d}") for i in range(n) for ticker in [TICKERS[i % len(TICKERS)]]]
    described = {str(company["ticker"]): company for company in run.study["company"]}
    study = {**run.study, "company": [{**described[old], "ticker": new} for old, new in copies]}
    tables = {name: _copied(table, copies) for name, table in run.tables.items()}
    return replace(run, study=study, tables=tables)


def _copied(table: pd.DataFrame, copies: list[tuple[str, str]]) -> pd.DataFrame:
    if "company" not in table or table.empty:
        return table
    own = {ticker: rows for ticker, rows in table.groupby("company", sort=False) if ticker in TICKERS}
    others = table[~table["company"].isin(TICKERS)]
    parts = [own[old].assign(company=new) for old, new in copies if old in own]
    return pd.concat([*parts, others], ignore_index=True)


def _study(run: Results, names: tuple[str, ...], language: str, planted_bp: float | None) -> dict[str, Any]:
    about = {**run.study["study"], "title": TITLES[language], "language": language, "planted_bp": planted_bp}
    companies = [
        {**company, "name": names[i] if i < len(names) else ""}
        for i, company in enumerate(run.study["company"])
    ]
    return {
        **run.study,
        "study": about,
        "company": companies,
        "sentiment": {"scorer": "vader", "options": {}},
    }


def _findings(verdict: Verdict, lead: Lead, run: Results, tickers: list[str], *, money: bool) -> Findings:
    found = verdict == "negative_lead"
    events = run.tables["events"]
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
        clock=Clock(
            none if untested else Estimate(-8.0, -13.5, -2.5), 4, None if untested else 0.35,
            none if untested else Estimate(-1.5, -6.5, 3.5),
        ),
        mood=_mood(lead),
    )  # fmt: skip


def _mood(lead: Lead) -> MoodLead:
    """Twice what was measured, and an interval three times as wide; none where nothing could be tested."""
    if lead.bp_per_sd is None or lead.low is None or lead.high is None or lead.mde_bp is None:
        return MoodLead(reason="mood_not_identified left=1 total=12")
    value, reach = 2 * lead.bp_per_sd, 1.5 * (lead.high - lead.low)
    return MoodLead(value, value - reach, value + reach, lead.pvalue, 3 * lead.mde_bp, lead.n_companies, 0.33)


def _set(table: pd.DataFrame, rows: Mapping[tuple[str, ...], Mapping[str, object]], keys: list[str]) -> None:
    """Put figures into the rows that ``keys`` name; each row has to be there."""
    for key, figures in rows.items():
        here = (table[keys] == list(key)).all(axis=1)
        assert here.any(), key
        for column, value in figures.items():
            table.loc[here, column] = value


def _interval(value: float, low: float, high: float) -> dict[str, float]:
    return {"value": value, "low": low, "high": high}


def _effects(table: pd.DataFrame, lead: Lead) -> pd.DataFrame:
    """The effect of all companies, moved to that of the answer; none where it could not be tested."""
    table = table.copy()
    together = table["company"] == "POOLED"
    figures = {"bp_per_sd": lead.bp_per_sd, "low": lead.low, "high": lead.high, "pvalue": lead.pvalue}
    if lead.bp_per_sd is None:
        for column in ("bp_per_sd", "se", "low", "high", "low_joint", "high_joint", "pvalue", "mde_bp"):
            table.loc[together, column] = np.nan
        table.loc[together, "reason"] = lead.reason
        return table
    shift = lead.bp_per_sd - table.loc[together, "bp_per_sd"]
    for column in ("bp_per_sd", "low", "high", "low_joint", "high_joint"):
        table.loc[together, column] += shift
    key = ("POOLED", "as measured", lead.horizon)
    _set(table, {key: figures}, ["company", "measure", "horizon"])  # type: ignore[dict-item]
    return table


def _size(table: pd.DataFrame, lead: Lead) -> pd.DataFrame:
    """Forward identified but for an open half-life, backward flat, as in the run."""
    table = table.copy()
    bp, low, high = (np.nan if x is None else x for x in (lead.bp_per_sd, lead.low, lead.high))
    forward = {
        "effect": _interval(bp, low, high),
        "effect_per_ten": _interval(2 * bp, 2 * low, 2 * high),
        "peak": _interval(1.5 * bp, 1.9 * low, 1.1 * high),
        "peak_session": _interval(3.0, 1.0, 7.0),
        "reverted_5": _interval(0.1, 0.0, 0.3),
        "reverted_10": _interval(0.42, 0.1, 1.2),
        "half_life": _interval(np.nan, 1.9, np.nan),
        "partial_r2": _interval(0.0219, 0.0132, 0.0325),
        "detectable": _interval(8.4, np.nan, np.nan),
    }
    rows = {("POOLED", "forward", name): figures for name, figures in forward.items()}
    rows["POOLED", "backward", "effect"] = _interval(-0.033, -0.065, -0.002)
    rows["C00", "forward", "effect_value"] = _interval(3.4e5 * bp, 3.4e5 * low, 3.4e5 * high)
    rows["C00", "forward", "peak_value"] = _interval(5e5 * bp, 6e5 * low, 4e5 * high)
    _set(table, rows, ["company", "direction", "quantity"])
    return table


def _robustness(table: pd.DataFrame, lead: Lead) -> pd.DataFrame:
    """The study's line, four more in basis points, the reverse direction, and two that were not made."""
    bp, low, high, p = (
        np.nan if x is None else x for x in (lead.bp_per_sd, lead.low, lead.high, lead.pvalue)
    )
    rows = {
        ("main", ""): {**_interval(bp, low, high), "pvalue": p, "reason": lead.reason},
        ("reverse", ""): {**_interval(-0.033, -0.065, -0.002), "pvalue": 0.039},
        ("placebo_future", ""): {**_interval(1.2, -4.7, 7.1), "pvalue": 0.6},
        ("placebo_shuffled", ""): {**_interval(-0.1, -3.5, 3.2), "pvalue": 0.005},
        ("without_largest", ""): {**_interval(-10.1, -15.0, -5.2), "pvalue": 0.0002},
        ("winsorised", ""): {**_interval(2.0, -4.0, 8.0), "pvalue": 0.5},
        ("other_measure", "mean_score"): {**_interval(-11.0, -17.0, -5.0), "pvalue": 0.0004},
        ("by_sign", "difference"): {**_interval(-2.0, -9.0, 5.0), "pvalue": 0.58},
        ("without_announcements", ""): {},
        ("by_forum", ""): {},
    }
    kept = [key in rows for key in zip(table["check"], table["variant"], strict=True)]
    table = table[kept].reset_index(drop=True)
    _set(table, rows, ["check", "variant"])
    return table.assign(se=1.0, mde=2.8, nobs=2_724)


def _attrition(table: pd.DataFrame) -> pd.DataFrame:
    """The run's posts as if some of what was read had not been usable."""
    lost = pd.DataFrame(
        {
            "stage": ["quarantined", "duplicate", "filtered"],
            "cause": ["not_json", "same_key", "retweet"],
            "rows": [14, 902, 11_210],
            "company": "",
        }
    )
    table = table[~table["stage"].isin(lost["stage"])].copy()
    table.loc[table["stage"] == "rows_in", "rows"] += int(lost["rows"].sum())
    first = table["stage"] == "rows_in"
    return pd.concat([table[first], lost, table[~first]], ignore_index=True)
