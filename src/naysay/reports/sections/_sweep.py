"""What a grid of variants says over all of its cells, for the edition of each reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from naysay.analysis.level import LEVEL
from naysay.reports.results import Results
from naysay.reports.sections._reading import numbers, table, texts
from naysay.reports.words import Words
from naysay.study.reasons import joined_reasons

NUMBERS: Final = ("cell", "bp_per_sd", "se", "low", "high", "pvalue", "pvalue_romano_wolf", "nobs")
COUNTS: Final = ("n_cells", "n_significant", "n_romano_wolf", "n_same", "n_without")


@dataclass(frozen=True, slots=True)
class Curve:
    """One curve of a grid: its test of the whole (NaN without an estimate) and its counts."""

    name: str
    statistic: float
    pvalue: float
    median: float
    median_pvalue: float
    n_cells: int
    n_significant: int
    n_romano_wolf: int
    n_same: int
    n_without: int

    @property
    def stands_out(self) -> bool:
        """Whether chance alone would seldom give the like."""
        return self.pvalue < LEVEL


def cells_of(results: Results) -> pd.DataFrame:
    """The cells of the grid with their ``reason`` and a column for each varied key; none without a grid.

    A study alone is no grid.
    """
    rows = table(results, "sweep")
    base = rows["base"].isin([True, "True", "true"]) if "base" in rows else pd.Series(dtype=bool)
    fixed = pd.DataFrame({name: numbers(rows, name) for name in NUMBERS}, index=rows.index).assign(
        curve=texts(rows, "curve"),
        same_as=rows["same_as"].map(str) if "same_as" in rows else "",
        base=base,
        reason=joined_reasons(rows) if len(rows) else texts(rows, "reason"),
    )
    keys = keys_of(rows)
    cells = pd.concat([fixed, rows[keys].map(lambda value: "" if pd.isna(value) else str(value))], axis=1)
    return cells if len(cells) > 1 else cells.iloc[:0]


def keys_of(cells: pd.DataFrame) -> list[str]:
    """The varied keys, as the study file has them."""
    return [name for name in cells.columns if "." in str(name)]


def curves_of(results: Results) -> list[Curve]:
    """The curves of the grid, the study's own first."""
    rows = table(results, "sweep_tests")
    out = []
    for name, own in rows.assign(curve=texts(rows, "curve")).groupby("curve", sort=False):
        by_test = own.set_index(texts(own, "test"))
        statistic, p = (numbers(by_test, column) for column in ("statistic", "pvalue"))
        counts = (numbers(own, column).fillna(0.0) for column in COUNTS)
        out.append(
            Curve(
                str(name),
                float(statistic.get("average_t", float("nan"))),
                float(p.get("average_t", float("nan"))),
                float(statistic.get("median", float("nan"))),
                float(p.get("median", float("nan"))),
                *(int(count.iloc[0]) for count in counts),
            )
        )
    return out


def curve_name(curve: str, words: Words) -> str:
    """What a curve is of, such as ``one standard deviation of the measure, horizon 1``."""
    kind, _, horizon = curve.partition("_")
    key = f"sweep.curve_{kind}"
    if not words.knows(key) or not horizon.isdigit():
        return curve
    return words(key, horizon=words.counted("session", int(horizon)))


def whole_sentences(curve: Curve, words: Words) -> list[str]:
    """What the cells of one curve say together: its test, set before looking, and the others beside it."""
    if not curve.n_cells:
        return [words("sweep.none")]
    written = words.numbers
    n = words.counted("variant", curve.n_cells)
    p = written.p_equals(curve.pvalue)
    t = written.decimal(curve.statistic, 2, sign=True)
    key = "sweep.whole" if curve.stands_out else "sweep.whole_chance"
    sentences = [words(key, n=n, t=t, p=p)]
    median = written.basis_points(curve.median, digits=1, sign=True)
    sentences.append(words("sweep.median", median=median, p=written.p_equals(curve.median_pvalue)))
    alone, adjusted = written.count(curve.n_significant), written.count(curve.n_romano_wolf)
    sentences.append(words("sweep.single", alone=alone, adjusted=adjusted))
    return sentences


def in_one_sentence(results: Results, words: Words) -> tuple[str, str]:
    """The grid in one sentence for a reader without statistics, and the note with its test; empty without a
    grid."""
    cells, curves = cells_of(results), curves_of(results)
    if cells.empty or not curves or not curves[0].n_cells > 1:
        return "", ""
    own = curves[0]
    key = "sweep.plain" if own.stands_out else "sweep.plain_chance"
    n = words.numbers.count(own.n_cells)
    note = words("sweep.plain_note", p=words.numbers.p_equals(own.pvalue))
    return words(key, n=n), note


def choices(row: pd.Series, keys: Sequence[str], words: Words) -> str:
    """The choices of a cell, such as ``measure = mean_score, lags = 1``."""
    named = [
        words("sweep.choice", name=str(key).rpartition(".")[2], value=str(row[key]) or words("sweep.unset"))
        for key in keys
    ]
    return ", ".join(named)
