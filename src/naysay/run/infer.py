"""The second half of a run: from the aligned panel to tables, findings and results."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from naysay import __version__
from naysay.analysis.event_study.options import EventStudyOptions
from naysay.analysis.findings import Findings
from naysay.analysis.granger.options import GrangerOptions
from naysay.analysis.methods import all_tables, method
from naysay.analysis.methods.base import Method, MethodInput, NoOptions
from naysay.analysis.money import MarketValue
from naysay.analysis.monitoring.looks import looks
from naysay.analysis.projections import AS_MEASURED
from naysay.analysis.projections.options import ProjectionOptions
from naysay.analysis.verdict import conclude
from naysay.data.returns_table import returns_table
from naysay.reports.results import Results
from naysay.run.counted import CountedExecutor
from naysay.run.earlier import EarlierRun
from naysay.run.focus import focus_of, series_of
from naysay.run.homes import study_without_homes
from naysay.run.method_stages import tables_of
from naysay.run.month_by_month import months_of
from naysay.run.observed import Observed
from naysay.run.progress import Progress
from naysay.run.since import since
from naysay.run.stamp import stamp
from naysay.study.errors import Notice
from naysay.study.executor import Executor
from naysay.study.frames import DAILY, FILES_ALONE, LOOKS, window_column
from naysay.study.notices import merged
from naysay.study.spec import Study
from naysay.study.stages import NothingKept, Stages
from naysay.study.units import BASIS_POINTS


def infer(
    study: Study,
    observed: Observed,
    *,
    executor: Executor,
    progress: Progress,
    stages: Stages | None = None,
) -> dict[str, pd.DataFrame]:
    """Every table of the contract; those of methods the study leaves out have no rows.

    Tables of methods whose inputs are what they were come from ``stages``.
    """
    stages = stages or NothingKept()
    tables = {
        "daily": _daily(observed.panel.frame),
        "returns": returns_table(observed.panel),
        "attrition": observed.attrition,
        "links": observed.links,
        "posting_hours": observed.times.hours,
        "posting_heaps": observed.times.heaps,
        "languages": observed.languages,
        "scorer_quality": observed.scorer_quality,
        "months": months_of(study, observed.panel.frame),
        "looks": _looks(study, observed.panel.frame),
    }
    with progress.step("methods", len(study.study.methods), even=False) as step:
        for chosen in _in_order(study.study.methods):
            step.at(chosen.name)
            with progress.stage(chosen.name):
                parts = CountedExecutor(executor, progress, chosen.name)
                inputs = _method_input(chosen, study, observed, tables.get("events"), parts)
                filled = tables_of(chosen, inputs, study, stages)
            tables.update({table.name: table.ordered(filled[table.name]) for table in chosen.tables})
            step(1)
    if "events" in tables:
        tables["events"] = _with_value_change(tables["events"], study, observed)
    if "size" in tables and "effects" in tables:
        values, horizon = _market_values(study, observed), study.section(ProjectionOptions).primary_horizon
        tables["size"] = _with_market_values(tables["size"], tables["effects"], values, horizon)
    return {table.name: tables.get(table.name, table.empty()) for table in all_tables()}


def _looks(study: Study, daily: pd.DataFrame) -> pd.DataFrame:
    """The reports of a series up to this one; no rows in a study that is reported once."""
    if study.study.looks != "monthly":
        return LOOKS.empty()
    options = study.section(ProjectionOptions)
    return looks(
        daily, horizon=options.primary_horizon, returns=options.returns, first=study.study.first_report
    )


def _in_order(names: Iterable[str]) -> list[Method[Any]]:
    """The methods in the study's order, each behind those whose tables it needs."""
    chosen = [method(name) for name in names]
    return [*(one for one in chosen if not one.after), *(one for one in chosen if one.after)]


def _method_input(
    method: Method[Any],
    study: Study,
    observed: Observed,
    studied_events: pd.DataFrame | None,
    executor: Executor,
) -> MethodInput[Any]:
    special: dict[str, Any] = {
        "robustness_inputs": observed.robustness_inputs,
        "shifted": observed.shifted,
        "studied_events": studied_events,
        "texts": observed.texts,
        "forums": observed.forums,
        "grid": observed.grid,
    }
    return MethodInput(
        panel=observed.panel,
        options=NoOptions() if method.options is NoOptions else study.section(method.options),
        sections=tuple(study.section(model) for model in method.reads),
        returns=observed.panel.returns,
        market=observed.panel.market_by_company,
        volume=observed.panel.volume,
        events=observed.supplements.events,
        announcements=observed.supplements.announcements,
        factors=observed.supplements.factors,
        seed=study.study.seed,
        executor=executor,
        **{name: special[name] for name in method.takes},
    )


def results_of(
    study: Study,
    observed: Observed,
    tables: Mapping[str, pd.DataFrame],
    warnings: Iterable[Notice] = (),
    *,
    as_of: date | None = None,
    earlier: EarlierRun | None = None,
) -> Results:
    """The findings with all that a document says about them, and what the run warned of.

    ``as_of`` is the day of the report, the last session if left out, and ``earlier`` the run that it is
    compared with.
    """
    results = Results(
        version=__version__,
        study=study_without_homes(study),
        focus=focus_of(study, observed, tables["events"]),
        as_of=_last_session(observed) if as_of is None else as_of.isoformat(),
        findings=_findings(study, observed, tables),
        counts=observed.counts,
        tables={name: tables[name] for name in tables if name not in FILES_ALONE},
        series=series_of(study, observed, tables["events"]),
        stamp=stamp(study, observed),
        planted_bp=study.study.planted_bp,
        warnings=merged(warnings),
        logo=observed.supplements.logo,
    )
    if earlier is None:
        return results
    return replace(results, since=since(earlier, results, study, observed.panel.frame))


def _findings(study: Study, observed: Observed, tables: Mapping[str, pd.DataFrame]) -> Findings:
    filled = {
        name: frame for name, frame in tables.items() if not frame.empty or name in ("events", "event_tests")
    }
    if "event_study" not in study.study.methods:
        filled.pop("events", None)
    return conclude(
        filled,
        horizon=study.section(ProjectionOptions).primary_horizon,
        window=study.section(EventStudyOptions).reported_window,
        test=study.section(EventStudyOptions).test,
        effect=study.section(GrangerOptions).returns,
        market_values=tuple(_market_values(study, observed)),
        dates_alone=study.posts.clock == "date_only",
    )


def _market_values(study: Study, observed: Observed) -> list[MarketValue]:
    """Shares outstanding times the last close within the study, where both are known."""
    values = []
    for company in study.company:
        history = observed.prices.get(company.ticker)
        if company.shares_outstanding is None or history is None:
            continue
        close = history.frame["close"].loc[: pd.Timestamp(study.study.end)].dropna()
        if len(close):
            amount = company.shares_outstanding * float(close.iloc[-1])
            values.append(MarketValue(company.ticker, company.currency, amount))
    return values


def _with_value_change(events: pd.DataFrame, study: Study, observed: Observed) -> pd.DataFrame:
    """``events`` with ``value_change``: CAR of the reported window times the market value before, in money.

    The value is shares outstanding times the last close before the event's session; missing where unknown.
    """
    shares = {c.ticker: c.shares_outstanding for c in study.company if c.shares_outstanding}
    car = events[window_column(study.section(EventStudyOptions).reported_window)]
    worth = [
        _close_before(observed, company, session) * shares[company] if company in shares else float("nan")
        for company, session in zip(events["company"], events["session"], strict=True)
    ]
    place = list(events.columns).index("reason")
    out = events.copy()
    out.insert(place, "value_change", car.to_numpy(dtype=float) * pd.Series(worth, dtype=float).to_numpy())
    return out


def _with_market_values(
    size: pd.DataFrame, effects: pd.DataFrame, values: list[MarketValue], horizon: int
) -> pd.DataFrame:
    """``size`` with each company's own effect in money where its value is known: at the ``horizon`` of the
    verdict, and where its response is largest, with the interval that holds at all horizons at once."""
    measured = effects[(effects["measure"] == AS_MEASURED) & effects["bp_per_sd"].notna()]
    rows = []
    for value in values:
        own = measured[measured["company"] == value.company]
        at = own[own["horizon"] == horizon]
        if at.empty:
            continue
        peak = own.iloc[int(own["bp_per_sd"].abs().to_numpy().argmax())]
        for quantity, row, low, high in (
            ("effect_value", at.iloc[0], "low", "high"),
            ("peak_value", peak, "low_joint", "high_joint"),
        ):
            money = {
                name: value.amount * float(row[column]) / BASIS_POINTS
                for name, column in (("value", "bp_per_sd"), ("low", low), ("high", high))
            }
            named = {"company": value.company, "direction": "forward", "quantity": quantity}
            estimated = {"nobs": int(row["nobs"]), "reason": "", "reason_values": "", "measure": AS_MEASURED}
            rows.append({**named, "unit": value.currency, **money, **estimated})
    return pd.concat([size, pd.DataFrame(rows)], ignore_index=True)[list(size.columns)] if rows else size


def _close_before(observed: Observed, company: str, session: pd.Timestamp) -> float:
    history = observed.prices.get(company)
    if history is None or pd.isna(session):
        return float("nan")
    before = history.frame["close"]
    before = before[before.index < session].dropna()
    return float(before.iloc[-1]) if len(before) else float("nan")


def _daily(frame: pd.DataFrame) -> pd.DataFrame:
    daily = DAILY.ordered(frame.reset_index())
    if daily["n_posts"].dtype == float:  # whole numbers, some of which may not be known
        daily["n_posts"] = daily["n_posts"].astype("Int64")
    return daily


def _last_session(observed: Observed) -> str:
    """The last session of any company; empty where there is none."""
    sessions = observed.panel.frame.index.get_level_values("session")
    return "" if sessions.empty else str(sessions.max().date().isoformat())
