"""Exports for researchers as folders, for the tests that open them with programs of others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from tests.reports.fakes import empty_tables, fake_results, missing_numbers, without_tables
from tests.reports.kinds import LONG, SCRIPTS

from naysay.reports.document import build
from naysay.reports.exports import export
from naysay.reports.exports._bundle import BundledTable, bundled_tables
from naysay.reports.exports.base import ExportInput, ReadFile
from naysay.reports.results import Results
from naysay.study.table_files import table_csv

HOSTILE = ("=1+1", 'a,b;"c"', "@x\tz", "{0} %s \\N", "<b>&amp;", "'- 'quoted", "\x00\x1b[31m", "|a|`b`*c*")
SOURCES = (
    ReadFile("posts", "po sts/ä=1.csv", "0" * 64, 12),
    ReadFile("prices", "^SIM.csv", "f" * 64, 3),
)
RUNS: dict[str, Callable[[], Results]] = {
    "twelve companies": lambda: fake_results(),
    "one company": lambda: fake_results(companies=1),
    "german": lambda: fake_results(language="de", companies=3),
    "no rows": lambda: empty_tables(fake_results("not_testable")),
    "no tables": lambda: without_tables(fake_results("not_testable")),
    "no numbers": lambda: _with_hours(missing_numbers(fake_results("not_testable"))),
    "long names": lambda: fake_results(companies=5, names=LONG),
    "other scripts": lambda: fake_results(companies=5, names=SCRIPTS),
    "hostile names": lambda: fake_results(companies=8, names=HOSTILE),
    "a later version": lambda: _with_another_table(fake_results(companies=3)),
}
"""Kinds of runs that an export has to hold."""


def _with_hours(results: Results) -> Results:
    """The hours by which posts are shifted, which no run lacks: a row needs one value at least."""
    curve = results.tables["clock_curve"]
    shifted = curve.assign(shift_hours=range(-6, len(curve) - 6))
    return replace(results, tables={**results.tables, "clock_curve": shifted})


def _with_another_table(results: Results) -> Results:
    """A table and columns that are declared nowhere, as a later version or a method of one's own has them."""
    events = results.tables["events"]
    other = events[["company", "session", "contaminated", "ar_0"]].rename(
        columns={"session": "seen", "contaminated": "new yes", "ar_0": "ein Wert (%)", "company": "Wörter"}
    )
    return replace(results, tables={**results.tables, "unheard_of": other})


def source_of(results: Results, working: Path) -> ExportInput:
    """What an export draws from, with the tables of ``results`` as files."""
    tables = working / "tables"
    tables.mkdir(exist_ok=True)
    for name, table in results.tables.items():
        (tables / f"{name}.csv").write_bytes(table_csv(table))
    daily = results.series.drop(columns=["adj_close", "market"], errors="ignore")
    if len(daily.columns):
        (tables / "daily.csv").write_bytes(table_csv(daily))
    return ExportInput(results, build(results, ("cover", "lead_lag")), tables, working, sources=SOURCES)


def tables_of(results: Results, working: Path) -> dict[str, BundledTable]:
    """The tables that exports hold, by name."""
    return {table.name: table for table in bundled_tables(source_of(results, working))}


def written(name: str, results: Results, folder: Path, *, sources: tuple[ReadFile, ...] = SOURCES) -> Path:
    """The folder of the export ``name``."""
    (folder / "working").mkdir()
    source = replace(source_of(results, folder / "working"), sources=sources)
    for path, content in export(name).files(source).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder / name
