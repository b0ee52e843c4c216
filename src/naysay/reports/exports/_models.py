"""Models of the main effect side by side: one a column, and below them what each of them has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

import pandas as pd

from naysay.reports.exports._journal_rows import JournalTable, Writer, first_of
from naysay.reports.results import Results
from naysay.reports.sections._reading import numbers, options, table, texts
from naysay.study.latex_table import Row

MODELS: Final = (
    "main", "session_effects", "shared_slopes", "older_returns", "without_attention", "winsorised",
    "from_open", "mood",
)  # fmt: skip
"""Checks of the table robustness that are the main model with one thing changed, in basis points."""
FEATURES: Final[Mapping[str, Callable[[str, Mapping[str, Any]], bool]]] = MappingProxyType(
    {
        "session_effects": lambda check, study: (
            check == "session_effects" or study["effects"] == "company_and_session"
        ),
        "own_slopes": lambda check, study: check != "shared_slopes" and study["controls"] == "own",
        "attention": lambda check, study: check != "without_attention" and bool(study["attention"]),
        "older_returns": lambda check, study: bool(study["older_returns"]) != (check == "older_returns"),
        "winsorised": lambda check, _: check == "winsorised",
        "from_open": lambda check, _: check == "from_open",
        "mood": lambda check, study: check == "mood" or study["measure"] == "mood",
    }
)
"""What a model may have besides the effects of companies, which all have."""


def models(results: Results, writer: Writer) -> JournalTable:
    """One effect for all companies at the study's horizon, a model a column; without rows where none is."""
    words, rows = writer.words, table(results, "robustness")
    rows = rows[(texts(rows, "unit") == "bp") & numbers(rows, "value").notna()]
    columns = {check: part for check in MODELS if len(part := rows[texts(rows, "check") == check])}
    header = ("", *(f"({place})" for place in range(1, len(columns) + 1)))
    name, caption = "models", words("journal.models")
    if not columns:
        return JournalTable(name, caption, header, (), ())
    of = list(columns.values())
    lines = [
        Row((words("journal.effect"), *(_estimate(part, writer) for part in of))),
        Row(("", *(writer.error(first_of(part, "se"), 2) for part in of)), is_below=True),
        Row(("", *(writer.pvalue(first_of(part, "pvalue")) for part in of)), is_below=True),
        *_features(results, tuple(columns), writer),
        Row((words("journal.companies"), *_counts(of, "n_companies", writer)), opens=True),
        Row((words("journal.observations"), *_counts(of, "nobs", writer))),
    ]
    horizon = words.counted("session", int(options(results, "projections")["primary_horizon"]))
    notes = writer.notes(words("journal.models_note", horizon=horizon))
    return JournalTable(name, caption, header, tuple(lines), notes)


def _estimate(part: pd.DataFrame, writer: Writer) -> str:
    return writer.estimate(first_of(part, "value"), 2, first_of(part, "pvalue"))


def _counts(of: list[pd.DataFrame], column: str, writer: Writer) -> list[str]:
    return [writer.words.numbers.count(first_of(part, column)) for part in of]


def _features(results: Results, checks: tuple[str, ...], writer: Writer) -> list[Row]:
    """A row a feature that some model has and another has not, or that all have."""
    words = writer.words
    study = {**options(results, "projections"), "measure": options(results, "chatter")["measure"]}
    study["attention"] = study["attention"] and results.findings.attention.effect.value is not None
    lines = [Row((words("journal.company_effects"), *([words("events.yes")] * len(checks))), opens=True)]
    for feature, has in FEATURES.items():
        answers = [has(check, study) for check in checks]
        if any(answers):
            cells = (words("events.yes" if answer else "events.no") for answer in answers)
            lines.append(Row((words(f"journal.has_{feature}"), *cells)))
    return lines
