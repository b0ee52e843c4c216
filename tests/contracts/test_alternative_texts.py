"""What figures say to those who cannot see them: the estimate with its interval, or counts.

Expected values: the rows of the results. Each interval of an alternative text is read back as numbers, and a
row of the table that the figure shows has to have them, with the estimate that stands before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, get_args

import pandas as pd
import pytest
from tests.contracts.test_sections import CASES, SECTIONS, flat, results_of
from tests.reports.plain_text import plain

from naysay.reports.blocks import Figure
from naysay.reports.results import Results
from naysay.reports.sections.base import ReportSection
from naysay.reports.words import Words
from naysay.study.about import Language
from naysay.study.parts import load

FOLDER: Final = "naysay.reports.sections"
LANGUAGES: Final = get_args(Language)
INTERVAL: Final = r"(?:95.%.(?:interval|band|Intervall|Band)[^0-9+−)]*)?"
TO: Final = {"en": "to", "de": "bis"}
NUMBER: Final = r"[+−]?[0-9][0-9.,]*[0-9]|[+−]?[0-9]"
RANGE: Final = {
    "en": re.compile(f"between ({NUMBER}) and ({NUMBER})"),
    "de": re.compile(f"zwischen ({NUMBER}) und ({NUMBER})"),
}
"""Where the study's own estimate is missing, a text may say between which others lie."""
MISSING: Final = {"en": r"\b(no|not|none|nothing)\b", "de": r"\b(kein\w*|nicht\w*)\b"}
"""How a text says that there is nothing."""


@dataclass(frozen=True)
class Shown:
    """The numbers that a figure draws: a column of a table with its interval, times ``scale``."""

    table: str
    value: str
    scale: float = 1.0


ESTIMATES: Final = {
    "around": (Shown("caar", "caar", 100), Shown("event_tests", "location", 100)),
    "caar": (Shown("caar", "caar", 100), Shown("event_tests", "location", 100)),
    "companies": (Shown("effects", "bp_per_sd"),),
    "days_after": (Shown("effects", "bp_per_sd"),),
    "company_chart": (Shown("effects", "bp_per_sd"),),
    "horizons": (Shown("effects", "bp_per_sd"), Shown("size", "value"), Shown("size", "value", 100)),
    "lead_lag": (Shown("correlation", "r"),),
    "clock": (Shown("clock_curve", "bp_per_sd"),),
    "robustness": (Shown("robustness", "value"),),
    "specification_curve": (Shown("robustness", "value"),),
    "channels": (Shown("forums", "bp_per_sd"), Shown("forums", "bp_alone")),
}
"""Figures of estimates, by name."""
COUNTS: Final = ("price", "events", "posting_hours", "hours", "month")
"""Figures without an estimate: their texts have counts or shares. Names may go on, such as price_ACME."""


def figures(case: str, name: str, language: Language) -> Iterator[Figure]:
    results = results_of(case)
    if name == "company_pages":
        asked = {
            **results.study["report"],
            "companies": [one["ticker"] for one in results.study["company"][:3]],
        }
        results = replace(results, study={**results.study, "report": asked})
    content = load(FOLDER, name, "SECTION", ReportSection).build(results, Words(language))
    yield from (block for block in flat(content.blocks) if isinstance(block, Figure))


def stem(name: str) -> str:
    return next((one for one in (*ESTIMATES, *COUNTS) if name == one or name.startswith(f"{one}_")), name)


def number(text: str, language: Language) -> tuple[float, int]:
    """A written number and its decimals."""
    decimal, thousands = (",", ".") if language == "de" else (".", ",")
    text = text.replace(thousands, "").replace(decimal, ".").replace("−", "-")
    return float(text), len(text.partition(".")[2])


def intervals(text: str, language: Language) -> list[tuple[str, str, str]]:
    """The number before each interval in brackets, and the interval's ends."""
    ends = f" ?({NUMBER}) ?%? {TO[language]} ({NUMBER})"
    pattern = rf"({NUMBER})(?: ?(?:%|bp|Bp|basis points|Basispunkte\w?))? \({INTERVAL}{ends}"
    return re.findall(pattern, plain(text))


def rows_of(results: Results, shown: Shown) -> pd.DataFrame:
    """Value, low and high of each row that a figure may show, and of the findings that stand among them."""
    table = results.tables.get(shown.table, pd.DataFrame())
    names = {"value": shown.value, "low": "low", "high": "high"}
    rows = [
        pd.DataFrame({new: pd.to_numeric(table[old], errors="coerce") for new, old in own.items()})
        for own in (
            names,
            {**names, "low": "low_joint", "high": "high_joint"},
            {**names, "low": "low_alone", "high": "high_alone"},
        )
        if set(own.values()) <= set(table)
    ]
    reaction = results.findings.reaction
    if shown.table == "event_tests" and None not in (reaction.caar_bp, reaction.low, reaction.high):
        own = [reaction.caar_bp, reaction.low, reaction.high]
        rows.append(pd.DataFrame([[float(x or 0.0) / 1e4 for x in own]], columns=["value", "low", "high"]))
    if shown.table == "robustness":
        also = (results.findings.companies.mean, results.findings.clock.later)
        lines = [
            [float(x) for x in (one.value, one.low, one.high)]
            for one in also
            if one.holds is not None and None not in (one.value, one.low, one.high)
        ]
        rows.append(pd.DataFrame(lines, columns=["value", "low", "high"]))
    known = pd.concat(rows) if rows else pd.DataFrame(columns=["value", "low", "high"], dtype=float)
    return known.dropna() * shown.scale


def is_in(rows: pd.DataFrame, written: tuple[str, str, str], language: Language) -> bool:
    """Whether a row has the three numbers, each as precise as it is written."""
    fits = pd.Series(True, index=range(len(rows)))
    for column, text in zip(("value", "low", "high"), written, strict=True):
        value, digits = number(text, language)
        far = (rows[column].reset_index(drop=True) - value).abs()
        fits &= far <= 0.5000001 * 10.0**-digits
    return bool(fits.any())


def is_value(rows: pd.DataFrame, text: str, language: Language) -> bool:
    """Whether a row has the estimate that is written."""
    value, digits = number(text, language)
    return bool(((rows["value"] - value).abs() <= 0.5000001 * 10.0**-digits).any())


@pytest.fixture(params=SECTIONS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES)
def test_an_alternative_text_states_the_estimate_with_its_interval(
    name: str, case: str, language: Language
) -> None:
    for figure in figures(case, name, language):
        kind = stem(figure.name)
        assert kind in (*ESTIMATES, *COUNTS), f"say here what {figure.name} shows"
        if kind in COUNTS:
            continue
        stated = intervals(figure.alt, language)
        rows = pd.concat([rows_of(results_of(case), shown) for shown in ESTIMATES[kind]])
        if stated:
            assert [one for one in stated if not is_in(rows, one, language)] == [], figure.alt
        elif ends := RANGE[language].search(plain(figure.alt)):
            assert all(is_value(rows, end, language) for end in ends.groups()), figure.alt
        else:
            assert rows.empty or re.search(MISSING[language], plain(figure.alt)), figure.alt
            assert re.search(MISSING[language], plain(figure.alt)), (
                f"says nothing of what is missing: {figure.alt}"
            )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES)
def test_an_alternative_text_of_counts_has_some_or_says_that_there_are_none(
    name: str, case: str, language: Language
) -> None:
    for figure in figures(case, name, language):
        if stem(figure.name) in COUNTS:
            assert re.search(r"[0-9]", figure.alt) or re.search(MISSING[language], figure.alt), figure.alt


@pytest.mark.parametrize("language", LANGUAGES)
def test_figures_of_a_usual_run_state_an_estimate(language: Language) -> None:
    """So that no text passes by saying that nothing is known."""
    silent = [
        (name, figure.name)
        for name in SECTIONS
        for figure in figures("negative_lead", name, language)
        if stem(figure.name) in ESTIMATES and not intervals(figure.alt, language)
    ]
    assert silent == []


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "ends at −1.25 % (95 % interval −3.01 to 0.51 %).", [("−1.25", "−3.01", "0.51")]),
        ("de", "bei −1.234,5 Bp (95-%-Intervall −2.000,0 bis 3,5).", [("−1.234,5", "−2.000,0", "3,5")]),
        ("en", "sessions −10 to +10", []),
    ],
)
def test_intervals_are_read_from_a_text(
    language: Language, text: str, expected: list[tuple[str, str, str]]
) -> None:
    assert intervals(text, language) == expected
    assert number("−1.234,5", "de") == (-1234.5, 1)
    assert number("1,234", "en") == (1234.0, 0)


def test_a_number_that_is_in_no_row_is_caught() -> None:
    rows = pd.DataFrame({"value": [-12.3], "low": [-18.2], "high": [-6.4]})
    assert is_in(rows, ("−12", "−18", "−6"), "en")
    assert not is_in(rows, ("−13", "−18", "−6"), "en")
    assert not is_in(rows, ("−12.4", "−18.2", "−6.4"), "en")
