"""The main results as tables of a journal: estimates with their standard errors below, n and notes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pandas as pd

from naysay.analysis.projections import MEAN_GROUP, POOLED
from naysay.reports.exports._journal_rows import JournalTable, Writer, first_of
from naysay.reports.exports._models import models
from naysay.reports.results import Results
from naysay.reports.sections._reading import company_name, numbers, table, texts
from naysay.reports.words import Words
from naysay.study.latex_table import Row
from naysay.study.reasons import joined_reasons

MOOD: Final = (("level", 3), ("rho", 3), ("sd", 3), ("noise_scale", 2), ("return", 3))
"""Parameters of the mood with their decimals; each has a column with its standard error."""
PERCENT: Final = 100


def journal_tables(results: Results, words: Words, *, stars: bool = False) -> tuple[JournalTable, ...]:
    """The tables that the run has rows for: effects, models, events, Granger tests, robustness, mood."""
    writer = Writer(words, stars)
    makers: tuple[Callable[[Results, Writer], JournalTable], ...] = (
        _effects, models, _event_tests, _granger, _robustness, _mood,
    )  # fmt: skip
    tables = (make(results, writer) for make in makers)
    return tuple(one for one in tables if one.rows)


def _effects(results: Results, writer: Writer) -> JournalTable:
    """A row a horizon; columns for the measures of all companies together, and for the mean group."""
    words, rows = writer.words, table(results, "effects")
    rows = rows[texts(rows, "company").isin([POOLED, MEAN_GROUP])]
    kinds = list(dict.fromkeys(zip(texts(rows, "company"), texts(rows, "measure"), strict=True)))
    columns = {
        kind: rows[(rows["company"] == kind[0]) & (rows["measure"] == kind[1])].drop_duplicates("horizon")
        for kind in kinds
    }
    lines = []
    for horizon in sorted(set(numbers(rows, "horizon").dropna())):
        at = [part[numbers(part, "horizon") == horizon] for part in columns.values()]
        value, error, p = ([first_of(part, name) for part in at] for name in ("bp_per_sd", "se", "pvalue"))
        n = words.numbers.count(
            next((n for n in (first_of(part, "nobs") for part in at) if n is not None), None)
        )
        lines += [
            Row(
                (
                    words.numbers.count(horizon),
                    *(writer.estimate(v, 2, q) for v, q in zip(value, p, strict=True)),
                    n,
                )
            ),
            Row(("", *(writer.error(e, 2) for e in error), ""), is_below=True),
        ]
    names = [_measure(company, measure, words) for company, measure in kinds]
    errors = ", ".join(dict.fromkeys(filter(None, texts(rows, "covariance"))))
    note = words("journal.effects_note", errors=errors) if errors else ""
    header = (words("journal.horizon"), *names, words("column.n"))
    return JournalTable("effects", words("journal.effects"), header, tuple(lines), writer.notes(note))


def _event_tests(results: Results, writer: Writer) -> JournalTable:
    """A column a window; the mean, its error and n in front, then each test with its p-value below."""
    words, rows = writer.words, table(results, "event_tests")
    first, last = numbers(rows, "window_start"), numbers(rows, "window_end")
    rows = rows[first.notna() & last.notna()]
    windows = list(
        dict.fromkeys((int(a), int(b)) for a, b in zip(first.dropna(), last.dropna(), strict=True))
    )
    models = {name: words.of_code("model", name) for name in dict.fromkeys(texts(rows, "model"))}
    lines: list[Row] = []
    for model, model_name in models.items():
        of_model = rows[texts(rows, "model") == model]
        parts = [_of_window(of_model, window) for window in windows]
        means = [_percent(first_of(part, "estimate")) for part in parts]
        errors = [_percent(first_of(part, "se")) for part in parts]
        counts = [first_of(part, "n_events") for part in parts]
        mean = words("journal.mean") if len(models) == 1 else words("journal.mean_of", model=model_name)
        lines += [
            Row((mean, *(writer.estimate(value, 2) for value in means)), opens=bool(lines)),
            Row(("", *(writer.error(value, 2) for value in errors)), is_below=True),
            Row((words("journal.events"), *map(words.numbers.count, counts))),
        ]
        for test in dict.fromkeys(texts(of_model, "test")):
            of_test = [part[texts(part, "test") == test] for part in parts]
            statistics = [
                writer.estimate(first_of(part, "statistic"), 2, first_of(part, "pvalue")) for part in of_test
            ]
            pvalues = [writer.pvalue(first_of(part, "pvalue")) for part in of_test]
            lines += [Row((words.of_code("test", test), *statistics)), Row(("", *pvalues), is_below=True)]
    header = (words("journal.window"), *(words.numbers.window(*window) for window in windows))
    notes = writer.notes(words("journal.event_note", models="; ".join(models.values())))
    return JournalTable("event_tests", words("journal.event_tests"), header, tuple(lines), notes)


def _granger(results: Results, writer: Writer) -> JournalTable:
    """A row a company; for each direction F, its p-value and that after Benjamini and Hochberg."""
    words, rows = writer.words, table(results, "granger")
    lags = _lag_order(rows)
    rows = rows[numbers(rows, "lag_order") == lags]
    pairs = list(dict.fromkeys(zip(texts(rows, "cause"), texts(rows, "effect"), strict=True)))
    lines = []
    for company in dict.fromkeys(texts(rows, "company")):
        own = rows[texts(rows, "company") == company]
        cells = [company_name(results, str(company))]
        for cause, effect in pairs:
            part = own[(texts(own, "cause") == cause) & (texts(own, "effect") == effect)]
            cells += [
                writer.estimate(first_of(part, "statistic"), 2, first_of(part, "pvalue")),
                words.numbers.pvalue(first_of(part, "pvalue")),
                words.numbers.pvalue(first_of(part, "pvalue_bh")),
            ]
        lines.append(Row((*cells, words.numbers.count(first_of(own, "nobs")))))
    directions = [
        f"{words.of_code('journal_series', c)} → {words.of_code('journal_series', e)}" for c, e in pairs
    ]
    header = [words("column.company")]
    for place in range(len(pairs)):
        header += [f"F ({place + 1})", f"p ({place + 1})", f"p BH ({place + 1})"]
    listed = "; ".join(f"({place}) {name}" for place, name in enumerate(directions, 1))
    note = words("journal.granger_note", directions=listed, lags=words.numbers.count(lags)) if lines else ""
    return JournalTable(
        "granger", words("journal.granger"), (*header, words("column.n")), tuple(lines), writer.notes(note)
    )


def _robustness(results: Results, writer: Writer) -> JournalTable:
    """A line of the table a row, in the unit of the line."""
    words, rows = writer.words, table(results, "robustness")
    lines: list[Row] = []
    for _, row in rows[numbers(rows, "value").notna()].iterrows():
        is_bp = row.get("unit") == "bp"
        digits = 2 if is_bp else 3
        label = _line_name(results, row.get("check"), row.get("variant"), words)
        low, high = (words.numbers.decimal(row.get(end), digits) for end in ("low", "high"))
        unit = words.of_code("journal_unit", str(row.get("unit")))
        value = writer.estimate(row.get("value"), digits, row.get("pvalue"))
        lines += [
            Row((label, value, f"[{low}; {high}]", unit, words.numbers.count(row.get("nobs")))),
            Row(("", writer.error(row.get("se"), digits), "", "", ""), is_below=True),
        ]
    header = tuple(words(f"column.{name}") for name in ("line", "estimate", "interval"))
    header = (*header, words("journal.unit"), words("column.n"))
    notes = writer.notes(words("journal.robustness_note"))
    return JournalTable("robustness", words("journal.robustness"), header, tuple(lines), notes)


def _mood(results: Results, writer: Writer) -> JournalTable:
    """The parameters of the mood of each company; those without are named in a note with the reason."""
    words, rows = writer.words, table(results, "mood")
    rows = rows.assign(why=joined_reasons(rows))
    lines: list[Row] = []
    unmade: dict[str, list[str]] = {}
    for _, row in rows.iterrows():
        company = company_name(results, str(row["company"]))
        if row["why"]:
            unmade.setdefault(str(row["why"]), []).append(company)
            continue
        n = words.numbers.count(row.get("n_sessions"))
        reliability = words.numbers.decimal(row.get("reliability"), 2)
        values = [writer.estimate(row.get(name), digits) for name, digits in MOOD]
        errors = [writer.error(row.get(f"{name}_se"), digits) for name, digits in MOOD]
        lines += [
            Row((company, reliability, *values, n)),
            Row(("", "", *errors, ""), is_below=True),
        ]
    reasons = [f"{', '.join(names)}: {words.reason(why)}" for why, names in unmade.items()]
    left_out = words("journal.mood_left_out", companies="; ".join(reasons)) if reasons else ""
    header = (
        words("column.company"),
        *(words(f"journal.mood_{name}") for name in ("reliability", *_PARAMETERS)),
    )
    notes = writer.notes(words("journal.mood_note"), left_out)
    return JournalTable("mood", words("journal.mood"), (*header, words("column.n")), tuple(lines), notes)


_PARAMETERS: Final = tuple(name for name, _ in MOOD)


def _line_name(results: Results, check: object, variant: object, words: Words) -> str:
    name = words.of_code("robustness_line", str(check))
    if not isinstance(variant, str) or not variant:
        return name
    if check in ("without_company", "without_largest_company"):
        return f"{name}: {company_name(results, variant)}"
    family = "robustness_measure" if check == "other_measure" else "robustness_variant"
    return f"{name}: {words.of_code(family, variant)}"


def _measure(company: str, measure: str, words: Words) -> str:
    name = words.of_code("journal_measure", measure.replace(" ", "_"))
    return words("journal.mean_group", measure=name) if company == MEAN_GROUP else name


def _lag_order(rows: pd.DataFrame) -> float:
    """The lags that were chosen before the data was seen, else the most there are."""
    lags = numbers(rows, "lag_order")
    chosen = lags[rows["primary"] == True] if "primary" in rows else lags  # noqa: E712  it may hold None
    return float((chosen if len(chosen.dropna()) else lags).max())


def _of_window(rows: pd.DataFrame, window: tuple[int, int]) -> pd.DataFrame:
    return rows[(numbers(rows, "window_start") == window[0]) & (numbers(rows, "window_end") == window[1])]


def _percent(value: float | None) -> float | None:
    return None if value is None else value * PERCENT
