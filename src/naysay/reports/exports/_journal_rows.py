"""What a table of a journal is: rows of text, and how numbers stand in them."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from naysay.analysis.level import STARS
from naysay.reports.numbers import finite
from naysay.reports.sections._reading import numbers
from naysay.reports.words import Words
from naysay.study.latex_table import Row


@dataclass(frozen=True, slots=True)
class JournalTable:
    """Plain text; the first column names its row, the others are numbers. A heading may have two lines."""

    name: str
    caption: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Writer:
    """Numbers of journal tables as text."""

    words: Words
    stars: bool

    def estimate(self, value: object, digits: int, pvalue: object = None) -> str:
        p = finite(pvalue) if self.stars else None
        marks = "" if p is None else next((marks for bound, marks in STARS if p < bound), "")
        return self.words.numbers.decimal(value, digits) + marks

    def error(self, value: object, digits: int) -> str:
        return "" if finite(value) is None else f"({self.words.numbers.decimal(value, digits)})"

    def pvalue(self, value: object) -> str:
        return "" if finite(value) is None else f"[{self.words.numbers.pvalue(value)}]"

    def notes(self, *sentences: str) -> tuple[str, ...]:
        starred = (self.words("journal.stars"),) if self.stars else ()
        return (*filter(None, sentences), *starred)


def first_of(rows: pd.DataFrame, column: str) -> float | None:
    """The first number of ``column``; None where there is none."""
    return next((number for number in map(finite, numbers(rows, column)) if number is not None), None)
