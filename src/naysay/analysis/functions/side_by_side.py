"""Several results as one regression table: models side by side, standard errors below their estimates."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from naysay.analysis.event_study.result import EventStudy
from naysay.analysis.granger.result import GrangerResult
from naysay.analysis.projections.result import AS_MEASURED, POOLED, LocalProjections
from naysay.analysis.telling import number_text
from naysay.study.errors import InputError
from naysay.study.latex_table import Row
from naysay.study.reasons import joined_reasons, plain
from naysay.study.summary_table import SummaryTable

STARS: Final = ((0.01, "***"), (0.05, "**"), (0.10, "*"))
Model = LocalProjections | GrangerResult | EventStudy | pd.DataFrame
"""A result, or its table as a run leaves it: ``effects``, ``granger`` or ``event_tests``."""


Estimated = dict[tuple[tuple[int, ...], str], tuple[str, str]]
"""By the place and name of a row, the estimate and what stands below it."""


@dataclass(frozen=True, slots=True)
class _ModelColumn:
    """One model: its estimates, and facts below them."""

    kind: str
    estimates: Estimated
    facts: dict[str, str]


def side_by_side(
    results: Sequence[Model],
    *,
    names: Sequence[str] | None = None,
    stars: bool = False,
    company: str | None = None,
    measure: str = AS_MEASURED,
) -> SummaryTable:
    """Models side by side, for a paper: a column a model, a row a coefficient, facts below.

    Local projections give their effect at each horizon in basis points per standard deviation with its
    standard error in parentheses; Granger tests the F of their primary test with its p-value in brackets, a
    row a company; event studies the mean CAR of each window in percent with its standard error. Below stand n
    (a range where rows differ), companies or events, lags, covariance and, of Granger tests, partial R
    squared. Nothing is estimated again, and no model is picked.

    Parameters
    ----------
    results
        Results of one kind, of one study or of several, or their tables.
    names
        Headings of the columns, one a result; None counts them (1), (2), ...
    stars
        Whether p < .10, .05 and .01 are marked. Off: a star hides the size of an effect.
    company
        Of local projections, whose rows: POOLED when left out, MEAN_GROUP or a company. Of Granger tests a
        single company; None shows all.
    measure
        Of local projections: as measured, attention or mood.

    Raises
    ------
    InputError
        No result, results of different kinds, tables without the columns of a kind, names that do not fit.
    """
    models = list(results) if not isinstance(results, pd.DataFrame | str) else []
    if not models:
        raise InputError("results", got="none", allowed="a list of results", mend="Write [result, result].")
    headings = [f"({place})" for place in range(1, len(models) + 1)] if names is None else list(names)
    if len(headings) != len(models) or isinstance(names, str):
        raise InputError(
            "names", got=names, allowed=f"{len(models)} headings", mend="Give one a result, or leave it out."
        )
    columns = [
        _column(model, f"results[{place}]", stars=stars, company=company, measure=measure)
        for place, model in enumerate(models)
    ]
    kinds = list(dict.fromkeys(column.kind for column in columns))
    if len(kinds) > 1:
        raise InputError(
            "results",
            got=" and ".join(kinds),
            allowed="results of one kind",
            mend="Make a table of each kind.",
        )
    caption, below = CAPTIONS[kinds[0]]
    marks = "Stars: p < .10 *, p < .05 **, p < .01 ***." if stars else ""
    return SummaryTable(caption, ["", *map(str, headings)], _lines(columns), filter(None, [below, marks]))


def _lines(columns: Sequence[_ModelColumn]) -> list[Row]:
    rows = []
    names = dict.fromkeys(name for column in columns for name in column.estimates)
    for name in sorted(names, key=lambda name: name[0]):  # a stable sort keeps companies as they came
        pairs = [column.estimates.get(name, ("", "")) for column in columns]
        rows.append(Row((name[1], *(estimate for estimate, _ in pairs))))
        rows.append(Row(("", *(below for _, below in pairs)), is_below=True))
    facts = list(dict.fromkeys(name for column in columns for name in column.facts))
    for fact in facts:
        values = (column.facts.get(fact, "") for column in columns)
        rows.append(Row((fact, *values), opens=fact == facts[0]))
    return rows


def _column(model: Model, field: str, *, stars: bool, company: str | None, measure: str) -> _ModelColumn:
    table = model.tests if isinstance(model, EventStudy) else getattr(model, "table", model)
    if isinstance(table, pd.DataFrame):
        table = table.assign(reason=joined_reasons(table))
        marked = _starred if stars else _plain
        if {"horizon", "bp_per_sd", "measure", "primary"} <= {*table}:
            return _projection(table, field, marked, POOLED if company is None else company, measure)
        if {"lag_order", "partial_r2", "primary"} <= {*table}:
            return _granger(table, field, marked, company)
        if {"window_start", "test", "estimate", "location"} <= {*table}:
            return _events(table, marked)
    raise InputError(
        field,
        got=type(model).__name__,
        allowed="a result of local_projections, granger or event_study, or its table of a run",
        mend='Give the result itself, or run.tables["effects"].',
    )


def _projection(
    table: pd.DataFrame, field: str, marked: Callable[[str, float], str], company: str, measure: str
) -> _ModelColumn:
    rows = table[(table["company"].astype(str) == company) & (table["measure"] == measure)]
    if rows.empty:
        some = [str(name) for name in table["company"].unique()[:5]]
        raise InputError(
            field,
            got=f"no rows of {company}, {measure}",
            allowed=f"companies such as {', '.join(some)}; measures {', '.join(table['measure'].unique())}",
            mend="Choose company and measure among these.",
        )
    estimates: Estimated = {
        ((row["horizon"],), f"horizon {row['horizon']}"): _pair(
            row, marked(number_text(row["bp_per_sd"], ".2f"), row["pvalue"]), "se", ".2f"
        )
        for row in rows.to_dict("records")
    }
    facts = {"n": _range(rows["nobs"])}
    for column, name in (("n_companies", "companies"), ("lags", "lags")):
        if column in rows:
            facts[name] = _range(rows[column])
    return _ModelColumn("local projections", estimates, {**facts, "covariance": _named(rows["covariance"])})


def _granger(
    table: pd.DataFrame, field: str, marked: Callable[[str, float], str], company: str | None
) -> _ModelColumn:
    rows = table[table["primary"].astype(bool)]
    if company is not None:
        rows = rows[rows["company"].astype(str) == company]
    if rows.empty:
        raise InputError(
            field, got="no primary tests", allowed="a company of the table", mend="Leave company out."
        )
    estimates: Estimated = {
        ((), str(row["company"])): _pair(
            row, marked(number_text(row["statistic"], ".3f"), row["pvalue"]), "pvalue", ".4f", marks="[]"
        )
        for row in rows.to_dict("records")
    }
    facts = {
        "n": _range(rows["nobs"]),
        "companies": f"{len(rows):,}",
        "lags": _range(rows["lag_order"]),
        "controls": _named(rows["controls"]) or "none",
        "covariance": _named(rows["covariance"]),
        "partial R²": _range(rows["partial_r2"], ".4f"),
    }
    return _ModelColumn("Granger tests", estimates, facts)


def _events(table: pd.DataFrame, marked: Callable[[str, float], str]) -> _ModelColumn:
    """The mean CAR with its cross-sectional error; its p-value is that of the cross-sectional t."""
    rows = table.drop_duplicates(["window_start", "window_end"])
    usual = table[table["test"] == "cross_sectional_t"].set_index(["window_start", "window_end"])["pvalue"]
    estimates: Estimated = {}
    for row in rows.assign(reason="").to_dict("records"):
        window = (row["window_start"], row["window_end"])
        text = marked(number_text(100 * row["estimate"], ".2f"), float(usual.get(window, math.nan)))
        estimates[window, f"CAR [{window[0]}, {window[1]}], %"] = _pair(row, text, "se", ".2f", scale=100)
    return _ModelColumn(
        "event studies", estimates, {"events": _range(rows["n_events"]), "model": _named(rows["model"])}
    )


def _pair(
    row: Mapping[Hashable, Any], estimate: str, below: str, form: str, *, marks: str = "()", scale: float = 1
) -> tuple[str, str]:
    if row["reason"]:
        return plain(row["reason"]), ""
    value = scale * row[below]
    return estimate, "" if math.isnan(value) else f"{marks[0]}{value:{form}}{marks[1]}"


def _plain(estimate: str, pvalue: float) -> str:
    return estimate


def _starred(estimate: str, pvalue: float) -> str:
    return estimate + next((marks for bound, marks in STARS if pvalue < bound), "")


def _range(values: pd.Series, form: str = ",.0f") -> str:
    known = values.dropna()
    if known.empty:
        return ""
    low, high = (format(float(end), form) for end in (known.min(), known.max()))
    return low if low == high else f"{low} to {high}"


def _named(values: pd.Series) -> str:
    return ", ".join(str(name) for name in values.dropna().unique() if str(name))


CAPTIONS: Final = {
    "local projections": (
        "Local projections: basis points of later return per standard deviation of negativity",
        "Standard errors in parentheses. Null of each effect: 0, Student's t. The horizon of the verdict was "
        "set before looking.",
    ),
    "Granger tests": (
        "Granger tests: F of the primary test",
        "p-values of F in brackets, not adjusted. Null: the past of the cause says nothing about the effect "
        "beyond the effect's own past and the controls.",
    ),
    "event studies": (
        "Event studies: mean cumulated abnormal return",
        "Cross-sectional standard errors in parentheses, which take events as independent. Null: 0.",
    ),
}
"""Caption and note of the table of each kind."""
