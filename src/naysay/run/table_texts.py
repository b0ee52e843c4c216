"""The tables of a run that was written earlier, every cell as text."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Final

import pandas as pd

from naysay.data.file_patterns import is_file
from naysay.run.stored_results import unreadable

MOST_COLUMNS: Final = 1_000
"""Of a table; events have three and one a window."""


def stored_table(run: Path, name: str) -> pd.DataFrame | None:
    """The table ``name`` of ``run``, every cell as text: NA is a ticker like any other. None if it has none.

    Raises
    ------
    DataError
        A table that no run leaves: empty, not UTF-8, a column that stands twice, rows of another length.
    """
    path = run / "tables" / f"{name}.csv"
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
