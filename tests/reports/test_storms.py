"""The list of the largest storms. Expected values: rows written by hand for made-up storms."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from tests.reports.fakes import fake_results

from naysay.reports.blocks import Paragraph, TableBlock
from naysay.reports.results import Results
from naysay.reports.sections import section
from naysay.reports.words import Words

NAN = float("nan")


def with_storms(language: str, n: int = 2, **study: object) -> Results:
    """Made-up results whose events are ``n`` storms of two companies, the second the larger."""
    results = fake_results(companies=2, language=language)
    events = pd.DataFrame(
        {
            "event_id": [f"e{i}" for i in range(n)],
            "company": [str(results.study["company"][i % 2]["ticker"]) for i in range(n)],
            "session": [f"2025-03-{3 + i:02d}" for i in range(n)],
            "trigger": "surprise",
            "negativity": 1.0,
            "n_posts": 80,
            "contaminated": False,
            "ar_0": [-0.0123, NAN] * (n // 2),
            "car_(-10,-1)": 0.5,
            "car_(0,0)": 0.5,
            "car_(1,5)": [0.0345, NAN] * (n // 2),
            "car_(2,3)": 0.5,
            "value_change": NAN,
            "reason": ["", "too_few_sessions_after_event"] * (n // 2),
            "surprise": 2.5,
            "expected": 3.96,
            "n_negative": 30,
            "negative_authors": 20.0,
            "last_session": "2025-03-28",
            "duration": [4, 1] * (n // 2),
            "peak_session": "2025-03-05",
            "peak_surprise": [9.0 - i for i in range(n)],
            "peak_expected": [4.04, 0.27] * (n // 2),
            "peak_negative": [1061, 7] * (n // 2),
            "peak_authors": [52.0, NAN] * (n // 2),
            "rank": range(n, 0, -1),
        }
    )
    asked = {**results.study["event_study"], "trigger": "surprise", **study}
    return replace(
        results, study={**results.study, "event_study": asked}, tables={**results.tables, "events": events}
    )


def told(results: Results, name: str = "storms") -> tuple[list[TableBlock], str]:
    language = results.study["study"]["language"]
    blocks = section(name).build(results, Words(language)).blocks
    text = " ".join(block.text for block in blocks if isinstance(block, Paragraph))
    return [block for block in blocks if isinstance(block, TableBlock)], text.replace(
        "\N{NO-BREAK SPACE}", " "
    )


def plain(row: tuple[str, ...]) -> list[str]:
    return [cell.replace("\N{NO-BREAK SPACE}", " ") for cell in row]


def test_the_list_has_the_largest_first_with_what_was_expected_and_what_came() -> None:
    results = with_storms("en")
    (table,), text = told(results)
    name = {entry["ticker"]: entry["name"] or entry["ticker"] for entry in results.study["company"]}
    one, two = name.values()
    assert tuple(plain(table.header)) == (
        "No.", "Company", "Begins", "Lasted", "Expected", "Came", "Authors", "Return, first",
        "Return, +1 to +5",
    )  # fmt: skip
    assert [plain(row) for row in table.rows] == [
        ["1", two, "2025-03-04", "1", "0.3", "7", "–", "–", "–"],
        ["2", one, "2025-03-03", "4", "4.0", "1,061", "52", "−1.23 %", "3.45 %"],
    ]
    assert table.caption.startswith("2 storms in all")
    assert table.align == ("right", "left", "left", *("right",) * 6)
    assert "4 sessions or more away" in text
    assert "up to one session in 100;" in text


def test_the_list_in_german() -> None:
    (table,), text = told(with_storms("de"))
    assert plain(table.rows[1])[2:] == ["03.03.2025", "4", "4,0", "1.061", "52", "−1,23 %", "3,45 %"]
    assert "4 Handelstage oder mehr entfernt" in text
    assert "an bis zu einem von 100 Handelstagen" in text


def test_without_known_authors_there_is_no_column_of_them() -> None:
    results = with_storms("en")
    events = results.tables["events"].assign(peak_authors=NAN)
    (table,), _ = told(replace(results, tables={**results.tables, "events": events}))
    assert "Authors" not in table.header
    assert {len(row) for row in table.rows} == {len(table.header)} == {8}


def test_a_long_list_is_cut_and_says_so() -> None:
    (table,), _ = told(with_storms("en", n=20))
    assert [row[0] for row in table.rows] == [str(place) for place in range(1, 13)]
    assert table.caption.startswith("The 12 largest of 20 storms")


@pytest.mark.parametrize(("threshold", "rare"), [(3.0, "1,000"), (2.4, "250"), (2.0, "100")])
def test_a_study_without_storms_says_how_rare_they_had_to_be(threshold: float, rare: str) -> None:
    results = with_storms("en", threshold=threshold)
    events = results.tables["events"]
    tables, text = told(replace(results, tables={**results.tables, "events": events.iloc[:0]}))
    assert tables == []
    assert f"one session in {rare}." in text


@pytest.mark.parametrize(
    "study",
    [
        {"trigger": "absolute"},
        {"events_file": "events.csv"},
        {"events": [{"company": "C00", "session": "2025-03-03"}]},
    ],
)
def test_other_events_are_no_storms(study: dict[str, object]) -> None:
    tables, text = told(with_storms("en", **study))
    assert tables == []
    assert "not found by counting" in text


def test_the_event_study_tells_what_a_storm_is() -> None:
    for language, sentence in {
        "en": "a storm of negative posts began, that is, more of them came than the company's own past lets "
        "expect on one session in 100, with 5 negative posts or more.",
        "de": "als nach der eigenen Vergangenheit des Unternehmens an einem von 100 Handelstagen zu erwarten "
        "ist, mit mindestens 5 negativen Beiträgen.",
    }.items():
        assert sentence in told(with_storms(language), "event_study")[1]


def test_the_price_page_tells_storms_by_their_posts() -> None:
    (table,), _ = told(with_storms("en", n=20), "price")
    assert table.header[2] == "Negative (expected)"
    assert table.rows[0][2] == "30 (4.0)"
    assert "the 6 largest storms of 10 in all" in table.caption
