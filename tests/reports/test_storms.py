"""The list of the largest storms and that of the focus. Expected values: rows by hand for made-up storms."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from tests.reports.fakes import fake_results
from tests.reports.plain_text import plain

from naysay.reports.blocks import Paragraph, TableBlock
from naysay.reports.results import Results
from naysay.reports.sections import section
from naysay.reports.words import Words

NAN = float("nan")


def with_storms(language: str, n: int = 2, **study: object) -> Results:
    """Made-up results whose events are ``n`` storms of two companies, the second the larger."""
    results = replace(fake_results(companies=2, language=language), focus="C00")
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
            "sigma": 0.01,
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


def cells(row: tuple[str, ...]) -> list[str]:
    return [plain(cell) for cell in row]


def test_the_list_has_the_largest_first_with_what_was_expected_and_what_came() -> None:
    results = with_storms("en")
    (table,), text = told(results)
    name = {entry["ticker"]: entry["name"] or entry["ticker"] for entry in results.study["company"]}
    one, two = name.values()
    assert tuple(cells(table.header)) == (
        "No.", "Company", "Begins", "Lasted", "Expected", "Came", "Authors", "AR(0)",
        "CAR(+1 to +5)",
    )  # fmt: skip
    assert [cells(row) for row in table.rows] == [
        ["1", two, "2025-03-04", "1", "0.3", "7", "–", "–", "–"],
        ["2", one, "2025-03-03", "4", "4.0", "1,061", "52", "−1.23 %", "+3.45 %"],
    ]
    assert table.caption == "All storms (n\u00a0=\u00a02)"
    assert table.align == ("right", "left", "left", *("right",) * 6)
    assert "4 trading days or more away" in text
    assert "up to one session in 100;" in text
    assert "CAR is the sum of abnormal returns in sessions +1 to +5." in text
    assert "abnormal returns in sessions +1 to +5 is 2.24 % by itself." in text


def test_the_list_in_german() -> None:
    (table,), text = told(with_storms("de"))
    assert cells(table.rows[1])[2:] == ["03.03.2025", "4", "4,0", "1.061", "52", "−1,23 %", "+3,45 %"]
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
    ("study", "order"),
    [
        ({"trigger": "absolute"}, "by how negative the posts were"),
        ({"events_file": "events.csv"}, "The study names the events itself."),
        ({"events": [{"company": "C00", "session": "2025-03-03"}]}, "The study names the events itself."),
    ],
)
def test_other_events_are_listed_and_not_called_storms(study: dict[str, object], order: str) -> None:
    results = with_storms("en", **study)
    (table,), text = told(results)
    assert "storm" not in repr(section("storms").build(results, Words("en")).blocks).lower()
    assert order in text
    assert table.header == (
        "No.",
        "Company",
        "Begins",
        "Posts",
        "Negativity",
        "AR(0)",
        "CAR(+1\u00a0to\u00a0+5)",
    )


def test_events_that_have_no_posts_have_no_column_of_them() -> None:
    results = with_storms("en", events_file="events.csv")
    events = results.tables["events"].assign(n_posts=NAN, negativity=NAN)
    (table,), _ = told(replace(results, tables={**results.tables, "events": events}))
    assert table.header == ("No.", "Company", "Begins", "AR(0)", "CAR(+1\u00a0to\u00a0+5)")


def test_the_event_study_tells_what_a_storm_is() -> None:
    for language, sentence in {
        "en": "a storm of negative posts began, that is, more of them came than the company's own past leads "
        "one to expect on one session in 100, with 5 negative posts or more.",
        "de": "als nach der eigenen Vergangenheit des Unternehmens an einem von 100 Handelstagen zu erwarten "
        "ist, mit mindestens 5 negativen Beiträgen.",
    }.items():
        assert sentence in told(with_storms(language), "event_study")[1]


def test_the_price_page_tells_storms_by_their_posts() -> None:
    (table,), text = told(with_storms("en", n=20), "price")
    assert table.header == ("No.", "Date", "Negative (expected)", "Posts", "AR(0)", "CAR", "SE")
    assert cells(table.rows[0]) == ["1", "2025-03-03", "30 (4.0)", "80", "−1.23 %", "+3.45 %", "2.24 %"]
    assert cells((table.caption,)) == [
        "Müller Maschinenbau AG: 10 storms; abnormal return in sessions +1 to +5"
    ]
    assert text.startswith("Each number stands above the session on which a storm of negative posts about")


@pytest.mark.parametrize(
    ("language", "caption"),
    [
        ("en", "Müller Maschinenbau AG: the 20 largest of 30 storms; abnormal return in sessions +1 to +5"),
        (
            "de",
            "Müller Maschinenbau AG: die 20 größten von 30 Stürmen; abnormale Rendite an den Handelstagen "
            "+1 bis +5",
        ),
    ],
)
def test_the_price_page_numbers_the_twenty_largest_storms_in_order_of_time(
    language: str, caption: str
) -> None:
    results = with_storms(language, n=60)
    days = pd.bdate_range("2025-01-01", periods=60).strftime("%Y-%m-%d")
    events = results.tables["events"].assign(session=days, value_change=2.5e6)
    (table,), _ = told(replace(results, tables={**results.tables, "events": events}), "price")
    assert cells((table.caption,)) == [caption]
    assert [row[0] for row in table.rows] == [str(place) for place in range(1, 21)]
    assert len({row[1] for row in table.rows}) == 20
    assert table.rows[-1][1] == Words("de" if language == "de" else "en").numbers.short_date(days[58])
    value = {"en": "+€2.5 million", "de": "+2,5 Mio. €"}[language]
    assert cells(table.rows[0])[-1] == value


@pytest.mark.parametrize(
    ("window", "language", "sentence"),
    [
        ((0, 0), "en", "abnormal return on session 0"),
        ((0, 0), "de", "abnormale Rendite am Handelstag 0"),
        ((0, 1), "de", "abnormale Rendite an den Handelstagen 0 bis +1"),
    ],
)
def test_one_session_is_singular(window: tuple[int, int], language: str, sentence: str) -> None:
    results = with_storms(language)
    reaction = replace(results.findings.reaction, window=window)
    (table,), _ = told(replace(results, findings=replace(results.findings, reaction=reaction)), "price")
    assert cells((table.caption,))[0].endswith(sentence)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Müller Maschinenbau AG had no storm in the period."),
        ("de", "Müller Maschinenbau AG hatte im Zeitraum keinen Sturm."),
    ],
)
def test_a_company_without_storms_has_no_table(language: str, sentence: str) -> None:
    results = with_storms(language)
    events = results.tables["events"].query("company != 'C00'")
    tables, text = told(replace(results, tables={**results.tables, "events": events}), "price")
    assert (tables, text) == ([], sentence)
