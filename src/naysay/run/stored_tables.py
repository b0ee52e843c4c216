"""The tables of a run by name: those in memory, or those of a finished run, read when they are asked for."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from naysay.run.stored_results import unreadable
from naysay.run.table_texts import stored_table
from naysay.study.column_types import column_type
from naysay.study.counts import counted
from naysay.study.table_files import original

_TRUTH: Final = {"True": True, "False": False}
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WHOLE: Final = re.compile(r"-?[0-9]{1,18}")


class Tables(Mapping[str, pd.DataFrame]):
    """Tables by name. Each is handed out as a copy, so that what is done to it changes nothing of the run."""

    def __init__(self, read: Mapping[str, Callable[[], pd.DataFrame]]) -> None:
        self._read = read

    @classmethod
    def in_memory(cls, tables: Mapping[str, pd.DataFrame]) -> Tables:
        """Those that a run computed."""
        return cls({name: _constant(table) for name, table in tables.items()})

    @classmethod
    def of_run(cls, run: Path) -> Tables:
        """Those of the finished run in the folder ``run``, each read once when it is first asked for."""
        names = sorted(path.stem for path in (run / "tables").glob("*.csv"))
        return cls({name: _once(run, name) for name in names})

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self._read:
            near = difflib.get_close_matches(str(name), self._read, n=1)
            mend = f"did you mean {near[0]}?" if near else "list(run.tables) has the names"
            raise KeyError(f"{name}: no such table; {mend}")
        return self._read[name]().copy()

    def __iter__(self) -> Iterator[str]:
        return iter(self._read)

    def __len__(self) -> int:
        return len(self._read)

    def __repr__(self) -> str:
        return f"<{counted(len(self), 'table')}: {', '.join(self)}>"


def read_table(run: Path, name: str) -> pd.DataFrame:
    """The table ``name`` of the finished run in ``run``, with numbers, dates and truth values as such.

    Numbers have all their digits. Where a cell is empty a number is NaN, a date NaT, and a text is empty.
    Texts are as they were before they were made safe for spreadsheets.

    Raises
    ------
    DataError
        No such table, or one that no run leaves.
    """
    frame = stored_table(run, name)
    if frame is None:
        raise unreadable(run / "tables" / f"{name}.csv", "no file")
    return pd.DataFrame({column: _typed(frame[column], name) for column in frame.columns})


def _constant(table: pd.DataFrame) -> Callable[[], pd.DataFrame]:
    return lambda: table


def _once(run: Path, name: str) -> Callable[[], pd.DataFrame]:
    return cache(lambda: read_table(run, name))


def _typed(column: pd.Series, table: str) -> pd.Series:
    """Text stays text, even a ticker such as 005930, a forum called 2024, or no text at all."""
    kind = column_type(table, str(column.name))
    cells = column.to_numpy(dtype=object)
    present = cells != ""
    if kind is None or kind.kind != "string":
        if not present.any():
            return pd.Series(np.nan, column.index, dtype="float64", name=column.name)
        some = cells[present]
        if all(map(_DATE.fullmatch, some)):
            return pd.to_datetime(column.where(present), format="%Y-%m-%d")
        if all(cell in _TRUTH for cell in some):
            return column.map({**_TRUTH, "": None})
        if present.all() and all(map(_WHOLE.fullmatch, some)):
            return column.astype("int64")
        try:
            return pd.Series(np.where(present, cells, "nan").astype(float), column.index, name=column.name)
        except ValueError:
            pass
    return column.map(original).astype(object)
