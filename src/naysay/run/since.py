"""What changed between an earlier run of a study and this one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast

import numpy as np
import pandas as pd

from naysay.analysis.findings import Estimate
from naysay.reports.results import Results
from naysay.reports.since import ChangedMonth, ClosedStorm, Since
from naysay.run.earlier import EarlierRun
from naysay.run.month_by_month import months_of
from naysay.study.frames import window_column
from naysay.study.spec import Study

ABOUT_THE_REPORT: Final = ("end", "title", "language", "peer")
"""Keys of [study] and [[company]] that change no older number."""
BY_SESSION: Final = ("ret", "market", "n_posts", "n_negative")
"""Columns of the series that are compared session by session."""
SAME: Final = 1e-9
"""Returns that differ by less are the same: a file may be written with other decimals."""


def since(earlier: EarlierRun, now: Results, study: Study, daily: pd.DataFrame) -> Since:
    """The record of what changed. ``daily`` is the ``frame`` of this run's panel.

    Posts are compared by company and month, in the months that both runs have; the last month of the earlier
    run may be a part of one, so only the sessions up to its last one count. Posts and returns are compared
    by session as well, for the companies whose series the earlier results have. A return that is missing in
    one run alone is another.
    """
    then = earlier.results
    before = _typed(then.tables["months"])
    last = before["last_session"].max()
    session = daily.index.get_level_values("session")
    new = daily[session > last] if pd.notna(last) else daily
    older = daily[session <= last] if pd.notna(last) else daily.iloc[:0]
    both = before.merge(months_of(study, older), on=["company", "month"], suffixes=("_before", ""))
    sessions = _sessions(then.series, older)
    lead = then.findings.lead
    return Since(
        run=earlier.name,
        results_sha256=earlier.sha256,
        study_sha256=then.stamp.get("study_sha256", ""),
        version=then.version,
        as_of=then.as_of,
        last_session="" if pd.isna(last) else last.date().isoformat(),
        sessions=int(new.index.get_level_values("session").nunique()),
        posts=int(new["n_posts"].sum()),
        storms=_after(now.tables["events"], last),
        changed=_changed(both, sessions),
        prices_changed=_prices_changed(both, sessions),
        settings=_settings(then.study, now.study),
        verdict=then.findings.verdict,
        grade=then.findings.evidence.grade,
        horizon=lead.horizon,
        estimate=Estimate(lead.bp_per_sd, lead.low, lead.high),
        closed=tuple(_closed(then, now)),
        compared=len(both),
    )


def _typed(months: pd.DataFrame) -> pd.DataFrame:
    """The earlier table, whose columns come from JSON; what is no date or number is missing."""
    out = months.assign(last_session=pd.to_datetime(months["last_session"], errors="coerce"))
    for name in ("n_posts", "n_negative", "ret", "market"):
        out[name] = pd.to_numeric(months[name], errors="coerce").astype(float)
    return out.assign(company=months["company"].astype(str), month=months["month"].astype(str))


def _after(events: pd.DataFrame, last: pd.Timestamp) -> int:
    return len(events) if pd.isna(last) else int((pd.to_datetime(events["session"]) > last).sum())


def _changed(both: pd.DataFrame, sessions: pd.DataFrame) -> tuple[ChangedMonth, ...]:
    counts = ["n_posts_before", "n_posts", "n_negative_before", "n_negative"]
    other = _others(both, "n_posts", "n_negative") | _others(sessions, "n_posts", "n_negative")
    rows = both[both["month"].isin(other)].groupby("month")[counts].sum()
    return tuple(ChangedMonth(str(row.Index), *(int(n) for n in row[1:])) for row in rows.itertuples())


def _prices_changed(months: pd.DataFrame, sessions: pd.DataFrame) -> tuple[str, ...]:
    """The months in which a return differs, of a month or of one of its sessions."""
    return tuple(sorted(_others(months, "ret", "market") | _others(sessions, "ret", "market")))


def _others(both: pd.DataFrame, *columns: str) -> set[str]:
    """The months of rows in which one of ``columns`` has another value than it had before."""
    other = np.zeros(len(both), dtype=bool)
    for name in columns:
        first, second = (both[column].to_numpy(dtype=float) for column in (f"{name}_before", name))
        other |= ~np.isclose(first, second, rtol=0, atol=SAME, equal_nan=True)
    return set(both.loc[other, "month"])


def _sessions(series: pd.DataFrame, daily: pd.DataFrame) -> pd.DataFrame:
    """Posts and returns of the sessions that the series of the earlier results have, beside those of now."""
    if not {"company", "session", *BY_SESSION} <= {*series}:
        columns = [f"{name}{when}" for name in BY_SESSION for when in ("_before", "")]
        return pd.DataFrame(columns=["month", *columns], dtype=float)
    before = pd.DataFrame({"company": series["company"].astype(str)})
    before["session"] = pd.to_datetime(series["session"], errors="coerce").astype("datetime64[ns]")
    for name in BY_SESSION:
        before[name] = pd.to_numeric(series[name], errors="coerce").astype(float)
    now = daily.rename(columns={"market_ret": "market"})[list(BY_SESSION)].reset_index()
    now["session"] = now["session"].astype("datetime64[ns]")
    both = before.merge(now, on=["company", "session"], suffixes=("_before", ""))
    return both.assign(month=both["session"].dt.strftime("%Y-%m"))


def _settings(then: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[str, ...]:
    """The sections that differ, in the order of this study, then those of the earlier one alone."""

    def of(study: Mapping[str, Any], name: str) -> Any:
        section = study.get(name)
        if isinstance(section, list):
            return [_without_words(entry) for entry in section]
        return _without_words(section) if name == "study" else section

    names = dict.fromkeys([*now, *then])
    return tuple(name for name in names if name != "report" and of(then, name) != of(now, name))


def _without_words(section: Any) -> Any:
    """``section`` without what only the report says."""
    if not isinstance(section, dict):
        return section
    return {key: value for key, value in section.items() if key not in ABOUT_THE_REPORT}


def _closed(then: Results, now: Results) -> list[ClosedStorm]:
    """The storms that were open in ``then`` and have a return of the whole window in ``now``."""
    window = now.findings.reaction.window
    earlier, later, column = then.tables.get("events"), now.tables["events"], window_column(window)
    if earlier is None or not {"event_id", "sessions_after"} <= {*earlier} or column not in later:
        return []
    after = pd.to_numeric(earlier["sessions_after"], errors="coerce")
    opened = set(earlier.loc[after < then.findings.reaction.window[1], "event_id"].astype(str))
    over = later[later["event_id"].isin(opened) & (later["sessions_after"] >= window[1])]
    over = over[over[column].notna()]
    return [
        ClosedStorm(str(one["company"]), pd.Timestamp(one["session"]).date().isoformat(), float(one[column]))
        for one in cast("list[dict[str, Any]]", over.to_dict("records"))
    ]
