"""What was lost, on the first page and in the section on data. Expected values: by hand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import pytest
from tests.reports.fakes import fake_results
from tests.reports.plain_text import plain

from naysay.reports.blocks import Paragraph, TableBlock
from naysay.reports.results import Results
from naysay.reports.sections import section
from naysay.reports.words import Words
from naysay.study.errors import Notice

Row = tuple[str, str, int, str]
ROWS: list[Row] = [
    ("rows_in", "rows", 1_990, ""),
    ("rows_in", "further_company", 10, "C00"),
    ("quarantined", "no_time", 20, ""),
    ("duplicate", "same_key", 0, ""),
    ("filtered", "retweet", 400, "C00"),
    ("filtered", "retweet", 80, "C01"),
    ("filtered", "no_company", 500, ""),
    ("kept", "posts", 600, "C00"),
    ("kept", "posts", 400, "C01"),
    ("scoring", "no_score", 5, "C00"),
    ("companies", "without_posts", 0, ""),
    ("companies", "without_prices", 3, ""),
    ("company_sessions", "price_missing", 30, "C00"),
    ("company_sessions", "price_off_session", 7, "C00"),
    ("price_rows", "price_missing", 2, "C00"),
]


def with_losses(rows: Sequence[Row], language: str = "en") -> Results:
    results = fake_results(language=language)
    attrition = pd.DataFrame(rows, columns=["stage", "cause", "rows", "company"])
    return replace(
        results,
        tables={**results.tables, "attrition": attrition},
        counts={**results.counts, "company_sessions": 3_000},
    )


def data_section(results: Results) -> tuple[TableBlock, list[str]]:
    words = Words(results.study["study"]["language"])
    blocks = section("data").build(results, words).blocks
    (table,) = [block for block in blocks if isinstance(block, TableBlock)]
    return table, [block.text for block in blocks if isinstance(block, Paragraph)]


def test_each_cause_has_its_rows_and_their_share() -> None:
    """Companies that lost rows for one cause are added up; checks that lost none are left out."""
    table, _ = data_section(with_losses(ROWS))
    assert [tuple(map(plain, row)) for row in table.rows] == [
        ("rows read", "rows of the files", "1,990", "99.5 %"),
        ("rows read", "linked to a further company", "10", "0.5 %"),
        ("quarantined", "no time", "20", "1.0 %"),
        ("duplicate", "same post on the same company", "0", "0.0 %"),
        ("filtered", "repeats another post", "480", "24.0 %"),
        ("filtered", "names no company", "500", "25.0 %"),
        ("kept", "posts", "1,000", "50.0 %"),
        ("scoring", "nothing could be scored", "5", "0.5 %"),
        ("companies", "no prices", "3", "25.0 %"),
        ("company-sessions", "price missing", "30", "1.0 %"),
        ("company-sessions", "date is not a session", "7", ""),
        ("rows of prices", "price missing", "2", ""),
    ]
    assert table.strong == (0, 1, 6)


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_numbers_on_the_page_add_up(language: str) -> None:
    """Read back from what is printed: rows read are all that was lost and all that was kept."""
    results = with_losses(ROWS, language)
    table, paragraphs = data_section(results)
    words = Words("de" if language == "de" else "en")
    printed = [(row[0], int(re.sub(r"\D", "", row[2]))) for row in table.rows]
    of = {
        stage: sum(n for name, n in printed if name == words.of_code("stage", stage))
        for stage in ("rows_in", "quarantined", "duplicate", "filtered", "kept")
    }
    assert of["rows_in"] == of["quarantined"] + of["duplicate"] + of["filtered"] + of["kept"] == 2_000
    sentence = next(text for text in paragraphs if " = " in text)
    read, *others = (int(re.sub(r"\D", "", number)) for number in re.findall(r"[\d.,]*\d", sentence))
    assert (read, sum(others)) == (2_000, 2_000)


def test_the_methods_have_no_second_table_of_losses() -> None:
    blocks = section("methods").build(with_losses(ROWS), Words("en")).blocks
    assert not any(
        isinstance(block, TableBlock) and len(block.header) == 4 and "lost" in block.caption
        for block in blocks
    )


def first_page(*notices: Notice, language: str = "en", sections: tuple[str, ...] = ("data",)) -> list[str]:
    results = replace(fake_results(language=language), warnings=notices)
    names = [{**one, "name": f"Firm {one['ticker']}"} for one in results.study["company"]]
    study = {**results.study, "company": names, "report": {**results.study["report"], "sections": sections}}
    words = Words(results.study["study"]["language"])
    blocks = section("cover").build(replace(results, study=study), words).blocks
    told = ("About the data: ", "Zu den Daten: ")
    return [plain(b.text) for b in blocks if isinstance(b, Paragraph) and b.text.startswith(told)]


SILENT = Notice("without_posts", ("C00", "C01", "C02", "C03", "C04"), 0, (("n", 5), ("of", 12)))
UNPRICED = Notice("without_prices", ("C05",), 0, (("n", 1), ("of", 12)))
UNLINKED = Notice(
    "unlinked",
    (),
    0,
    (("n", 4_912), ("of", 5_000), ("place", "column"), ("share", 0.9824), ("written", "$AAA")),
)


def test_without_warnings_nothing_is_said_on_the_first_page() -> None:
    assert first_page() == []


@pytest.mark.parametrize(
    ("language", "line"),
    [
        (
            "en",
            "About the data: No posts about Firm C00, Firm C01, Firm C02 and 2 more. No prices of Firm C05.",
        ),
        (
            "de",
            "Zu den Daten: Keine Beiträge zu Firm C00, Firm C01, Firm C02 und 2 weiteren. Keine Kurse von "
            "Firm C05.",
        ),
    ],
)
def test_companies_without_posts_or_prices_are_named(language: str, line: str) -> None:
    assert first_page(SILENT, UNPRICED, language=language) == [line]


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "About the data: 98 % of rows name no company of the study."),
        ("de", "Zu den Daten: 98 % der Zeilen nennen kein Unternehmen der Studie."),
    ],
)
def test_a_large_loss_is_told_in_few_words(language: str, line: str) -> None:
    assert first_page(UNLINKED, language=language) == [line]


LIMITED = Notice("limited", (), 0, (("n", 6), ("of", 10), ("share", 0.6)))
DUPLICATES = Notice("duplicates", (), 0, (("n", 8), ("of", 10), ("share", 0.8)))


def test_the_first_page_has_room_for_two_and_the_number_of_all() -> None:
    (line,) = first_page(LIMITED, UNLINKED, DUPLICATES, UNPRICED, SILENT)
    assert line == (
        "About the data: No posts about Firm C00, Firm C01, Firm C02 and 2 more. No prices of Firm C05. "
        "In all, 5 warnings (section on the data)."
    )


def test_what_is_no_loss_is_told_by_its_number() -> None:
    (line,) = first_page(Notice("no_adj_close", ("A.csv",)), sections=("cover",))
    assert line == "About the data: In all, 1 warning (results.json)."
