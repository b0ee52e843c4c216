"""How large the effect is, how long it lasts and what it is worth, in both directions."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd

from naysay.analysis.projections import POOLED
from naysay.reports.blocks import Block, Heading, Paragraph, TableBlock
from naysay.reports.numbers import MISSING, bp_digits, finite
from naysay.reports.results import Results
from naysay.reports.sections._reading import company_name, numbers, table, texts
from naysay.reports.sections._verdict import over
from naysay.reports.sections.base import ReportSection, SectionContent
from naysay.reports.words import Words
from naysay.study.reasons import joined_reasons

QUANTITIES: Final = (
    "effect", "mood_effect", "effect_per_ten", "peak", "peak_session", "reverted_5", "reverted_10",
    "half_life", "partial_r2", "detectable", "mood_detectable",
)  # fmt: skip
SIGNED: Final = ("bp", "sd")
"""Units whose estimates have a sign; the smallest difference that could be found has none."""
SHOWN: Final = 12
"""Companies whose value is told; the table has all."""


def build(results: Results, words: Words) -> SectionContent:
    rows = table(results, "size")
    together = rows[texts(rows, "company") == POOLED]
    heading = Heading(words("size.heading"))
    if together.empty:
        return SectionContent((heading, Paragraph(words("size.absent"))))
    forward, backward = (
        together[texts(together, "direction") == way].set_index("quantity") for way in ("forward", "backward")
    )
    blocks: list[Block] = [heading, Paragraph(words("size.intro")), _table(forward, backward, results, words)]
    reasons = _reasons(together, words)
    if reasons:
        blocks.append(Paragraph(words("size.unmade", reasons=reasons), "small"))
    observed = numbers(together, "nobs").max()
    n = words("size.n", n=words.numbers.count(observed)) if observed > 0 else ""
    blocks.append(Paragraph(" ".join(filter(None, (words("size.how"), n))), "small"))
    return SectionContent((*blocks, *_money(rows, results, words)))


def _table(forward: pd.DataFrame, backward: pd.DataFrame, results: Results, words: Words) -> TableBlock:
    horizon = over(results.findings.lead.horizon, words)
    cells = tuple(
        (
            words(f"size.{name}", horizon=horizon),
            *_cells(forward, name, words),
            *_cells(backward, name, words),
        )
        for name in QUANTITIES
        if name in forward.index or name in backward.index
    )
    header = ("quantity", "forward", "interval", "backward", "interval")
    return TableBlock(
        words("size.table"), tuple(words(f"column.{n}") for n in header), cells, ("left", *("right",) * 4)
    )


def _cells(rows: pd.DataFrame, name: str, words: Words) -> tuple[str, str]:
    """Value and interval; an interval without an upper end says so."""
    if name not in rows.index:
        return MISSING, MISSING
    row = rows.loc[name]
    value, low, high = (finite(row[column]) for column in ("value", "low", "high"))
    if value is None and low is None:
        return words("size.not_identified"), MISSING
    unit = str(row["unit"])
    digits = bp_digits(value, low, high) if unit == "bp" else {"sd": 2, "share": 0}.get(unit, 1)
    if name == "partial_r2":
        digits = 2
    if name == "peak_session":
        digits = 0
    if low is None or high is None:
        open_end = MISSING if low is None else words("size.or_more", low=words.numbers.decimal(low, digits))
        return _written(value, unit, digits, words), open_end
    if unit == "share":
        return _written(value, unit, digits, words), words.numbers.percent_span(low, high, digits)
    span = words.numbers.span(low, high, digits, sign=unit in SIGNED)
    return _written(value, unit, digits, words, sign=unit in SIGNED), span


def _written(value: Any, unit: str, digits: int, words: Words, *, sign: bool = False) -> str:
    if unit == "bp":
        return words.numbers.basis_points(value, digits=digits, sign=sign)
    if unit == "share":
        return words.numbers.percent(value, digits)
    text = words.numbers.decimal(value, digits, sign=sign)
    return words("size.sd", value=text) if unit == "sd" and text != MISSING else text


def _reasons(rows: pd.DataFrame, words: Words) -> str:
    """Each reason once."""
    return "; ".join(words.reason(reason) for reason in dict.fromkeys(joined_reasons(rows)) if reason)


def _money(rows: pd.DataFrame, results: Results, words: Words) -> tuple[Block, ...]:
    """The value of each company whose shares are known, after a usual rise and at the peak."""
    money = rows[texts(rows, "quantity").isin(["effect_value", "peak_value"]) & rows["value"].notna()]
    written, cells = words.numbers, []
    for ticker in list(dict.fromkeys(texts(money, "company")))[:SHOWN]:
        own = money[texts(money, "company") == ticker].set_index("quantity")
        line = [company_name(results, ticker)]
        for name in ("effect_value", "peak_value"):
            if name not in own.index:
                line += [MISSING, MISSING]
                continue
            row = own.loc[name]
            line += [
                written.money(row["value"], str(row["unit"] or ""), sign=True),
                written.money_span(row["low"], row["high"]),
            ]
        cells.append(tuple(line))
    if not cells:
        return ()
    header = ("company", "effect_value", "interval", "peak_value", "interval")
    caption = words("size.money", horizon=over(results.findings.lead.horizon, words))
    columns = tuple(words(f"column.{n}") for n in header)
    return (TableBlock(caption, columns, tuple(cells), ("left", *("right",) * 4)),)


SECTION = ReportSection("size", build)
