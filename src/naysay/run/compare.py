"""Compares two runs: the findings, the options that differ, then every table."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from naysay.analysis.findings import Findings
from naysay.analysis.methods import all_tables
from naysay.data.file_patterns import is_file
from naysay.reports.results import Results
from naysay.run.manifest import read_manifest
from naysay.run.stored_results import stored_results, unreadable
from naysay.study.errors import printable, shown

MOST_COLUMNS: Final = 1_000
"""Of a table; events have three and one a window."""


def compare(first: Path, second: Path) -> str:
    """What is alike and what is not, as text.

    Raises
    ------
    DataError
        A folder that is no complete run.
    """
    lines = ["findings", *_findings(stored_results(first), stored_results(second)), "", "options that differ"]
    changed = _changed_options(read_manifest(first).study, read_manifest(second).study)
    lines += [f"  {line}" for line in changed] or ["  none"]
    lines += ["", "tables"]
    names = [table.name for table in all_tables()]
    lines += [f"  {name:<20}{_table(first, second, name)}" for name in names]
    return "\n".join(lines)


def _findings(first: Results, second: Results) -> list[str]:
    left, right = _key_figures(first.findings), _key_figures(second.findings)
    return [f"  {name:<14}{left[name]:<28}{right[name]}" for name in left]


def _key_figures(findings: Findings) -> dict[str, str]:
    lead, reaction = findings.lead, findings.reaction
    return {
        "verdict": findings.verdict,
        "bp_per_sd": _interval(lead.bp_per_sd, lead.low, lead.high),
        "pvalue": _number(lead.pvalue, 4),
        "nobs": str(lead.nobs),
        "caar_bp": _interval(reaction.caar_bp, reaction.low, reaction.high),
        "n_events": str(reaction.n_events),
    }


def _interval(value: float | None, low: float | None, high: float | None) -> str:
    return f"{_number(value, 2)} [{_number(low, 2)}, {_number(high, 2)}]"


def _number(value: float | None, digits: int) -> str:
    return "none" if value is None else f"{value:.{digits}f}"


def _changed_options(first: object, second: object, path: str = "") -> list[str]:
    if isinstance(first, dict) and isinstance(second, dict):
        return [
            line
            for key in sorted({*first, *second})
            for line in _changed_options(first.get(key), second.get(key), f"{path}.{key}".strip("."))
        ]
    return [] if first == second else [f"{printable(path)}: {_brief(first)} and {_brief(second)}"]


def _brief(value: object) -> str:
    return shown(value, limit=200)


def _table(first: Path, second: Path, name: str) -> str:
    a, b = _read(first / "tables" / f"{name}.csv"), _read(second / "tables" / f"{name}.csv")
    if a is None or b is None:
        return "absent in one run"
    if a.equals(b):
        return f"alike, {len(a)} rows"
    if len(a) != len(b):
        return f"{len(a)} rows and {len(b)} rows, {len(a.columns)} columns and {len(b.columns)} columns"
    both = [name for name in a.columns if name in b.columns]
    alone = [name for name in (*a.columns, *b.columns) if name not in both]
    only = f"; in one run only: {', '.join(alone)}" if alone else ""
    differing, largest = int((a[both] != b[both]).any(axis=1).sum()), _largest(a[both], b[both])
    return f"{differing} of {len(a)} rows differ, the largest difference is {largest:.6g}{only}"


def _largest(a: pd.DataFrame, b: pd.DataFrame) -> float:
    with np.errstate(invalid="ignore"):  # of two infinities there is no difference
        gaps = [np.abs(_numbers(a[column]) - _numbers(b[column])).max() for column in a.columns]
    return float(np.nanmax([0.0, *gaps]))


def _numbers(column: pd.Series) -> pd.Series:
    return pd.to_numeric(column, errors="coerce").astype(float)


def _read(path: Path) -> pd.DataFrame | None:
    """Every cell as text: NA is a ticker like any other.

    Raises
    ------
    DataError
        A table that no run leaves: empty, not UTF-8, a column that stands twice, rows of another length.
    """
    if not is_file(path):
        return None
    try:
        _check_rows(path)
        return pd.read_csv(path, dtype=str, keep_default_na=False, index_col=False)
    except (OSError, ValueError, csv.Error, OverflowError) as error:
        raise unreadable(path, next(iter(str(error).splitlines()), type(error).__name__)) from None


def _check_rows(path: Path) -> None:
    """Check that each row has as many cells as the first has names: pandas would fill it up or rename.

    Raises
    ------
    ValueError, csv.Error, OSError
        Where it cannot.
    """
    with path.open(encoding="utf-8", newline="") as stream:
        rows = csv.reader(stream, strict=True)
        names = next(rows, [])
        if len(set(names)) < max(len(names), 1) or not all(name and name.isprintable() for name in names):
            raise ValueError("no names of columns, or one that stands twice")
        if len(names) > MOST_COLUMNS:
            raise ValueError(f"{len(names)} columns")
        for row in rows:
            if len(row) != len(names):
                raise ValueError(f"{len(row)} cells in line {rows.line_num}, and {len(names)} in the first")
