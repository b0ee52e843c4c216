"""The result of a method that was called as a function: its tables, with what was asked of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from naysay.analysis.choices import Choice
from naysay.analysis.summary_layout import SummaryLayout, clipped, table_summary
from naysay.study.summary_table import SummaryTable


@dataclass(frozen=True, repr=False)
class MethodResult:
    """The tables of one method, the same numbers as a run of a study over these data has.

    ``choices`` say who chose each parameter. ``docs/tables.md`` has every column; a row without a result has
    a ``reason``, a code, empty elsewhere.
    """

    method: str
    choices: tuple[Choice, ...]
    _tables: Mapping[str, pd.DataFrame]
    _layout: SummaryLayout
    _about: str

    @property
    def table(self) -> pd.DataFrame:
        """The method's own table; a copy."""
        return next(iter(self._tables.values())).copy()

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """All tables of the method by name, its own first; copies."""
        return {name: frame.copy() for name, frame in self._tables.items()}

    def summary(self) -> SummaryTable:
        """The method's own table for a reader: its null, its distribution, and who chose what."""
        return table_summary(self.table, self._layout, chosen=self.choices)

    def __repr__(self) -> str:
        chosen = ", ".join(f"{one.name} {one.value}" for one in self.choices if one.chooser == "caller")
        whole = f"{self._layout.short}: {self._about}" + (f", {chosen}" if chosen else "")
        return f"<{clipped(whole, LONGEST)}>"

    def _repr_html_(self) -> str:
        return self.summary().as_html()


LONGEST = 90
"""Characters of a result's ``repr``."""
