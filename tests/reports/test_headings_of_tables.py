"""Headings of the columns of tables in words. Expected values: the contracts of the tables; words by hand."""

from __future__ import annotations

from typing import get_args

import pytest

from naysay.analysis.methods import all_tables
from naysay.reports.exports.xlsx import column_heading
from naysay.reports.words import Words
from naysay.study.about import Language

LANGUAGES: tuple[Language, ...] = get_args(Language)
COLUMNS = [(one.name, column) for one in all_tables() for column in (*one.columns, *one.further)]
WINDOWED = {"car_(start,end)", "bhar_(start,end)", "section.key"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_of_every_table_has_a_heading(language: Language) -> None:
    words = Words(language)
    missing = [
        f"{table}.{column}"
        for table, column in COLUMNS
        if column not in WINDOWED
        and not words.knows(f"table_column.{column}")
        and not words.knows(f"table_column_of.{table}.{column}")
    ]
    assert missing == [], (
        "add them below [table_column] in phrases/en/exports.toml and phrases/de/exports.toml"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_has_a_title(language: Language) -> None:
    words = Words(language)
    missing = [one.name for one in all_tables() if not words.knows(f"table_title.{one.name}")]
    assert missing == [], (
        "add them below [table_title] in phrases/en/exports.toml and phrases/de/exports.toml"
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("table", all_tables(), ids=lambda one: one.name)
def test_no_two_columns_of_a_table_have_one_heading(table: object, language: Language) -> None:
    name, columns = table.name, (*table.columns, *table.further)  # type: ignore[attr-defined]
    headings = [column_heading(name, column, Words(language)) for column in columns]
    assert len(set(headings)) == len(headings)


@pytest.mark.parametrize(
    ("table", "column", "english", "german"),
    [
        ("daily", "n_negative", "Negative posts", "Negative Beiträge"),
        ("attrition", "cause", "Reason", "Grund"),
        ("granger", "cause", "Series that may lead", "Reihe, die vorausgehen kann"),
        ("events", "session", "Day zero", "Handelstag 0"),
        (
            "events",
            "car_(-10,10)",
            "Cumulative abnormal return, −10\xa0to\xa0+10",
            "Kumulierte abnormale Rendite, −10\xa0bis\xa0+10",
        ),
        ("events", "bhar_(0,0)", "Held abnormal return, 0", "Gehaltene abnormale Rendite, 0"),
        ("sweep", "chatter.min_posts", "chatter.min_posts", "chatter.min_posts"),
        ("toy", "of_its_own", "of its own", "of its own"),
    ],
)
def test_headings_are_words(table: str, column: str, english: str, german: str) -> None:
    assert column_heading(table, column, Words("en")) == english
    assert column_heading(table, column, Words("de")) == german
