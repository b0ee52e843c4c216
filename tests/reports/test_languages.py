"""What the report says of the languages of posts. Expected values: sentences and shares by hand."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from tests.reports.fakes import fake_results
from tests.reports.plain_text import plain

from naysay.reports.blocks import Block, Heading, Paragraph
from naysay.reports.results import Results
from naysay.reports.sections import section
from naysay.reports.words import Words
from naysay.study.frames import LANGUAGES

ROWS = [("de", 960, 240, "german"), ("en", 30, 0, "finance"), ("fr", 10, 0, "")]
SENTENCES = {
    "en": "Posts were scored in German (96 %), English (3.0 %). Posts in these languages were not read: "
    "French (1.0 %). The words of 24 % of the posts do not tell the language; these posts are taken to be "
    "in the main language of their forum or file.",
    "de": "Bewertet wurden die Beiträge auf Deutsch (96 %), Englisch (3,0 %). Beiträge in diesen Sprachen "
    "wurden nicht gelesen: Französisch (1,0 %). Bei 24 % der Beiträge verraten die Wörter die Sprache "
    "nicht; für diese gilt die Hauptsprache ihres Forums oder ihrer Datei.",
}


def results_of(rows: list[tuple[str, int, int, str]], language: str = "en") -> Results:
    results = fake_results("negative_lead", language=language)
    table = pd.DataFrame(rows, columns=list(LANGUAGES.columns))
    return replace(results, tables={**results.tables, "languages": table})


def blocks(name: str, results: Results) -> tuple[Block, ...]:
    return section(name).build(results, Words(results.study["study"]["language"])).blocks


def text(name: str, results: Results) -> str:
    paragraphs = [block.text for block in blocks(name, results) if isinstance(block, Paragraph | Heading)]
    return plain("\n".join(paragraphs))


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_section_on_data_says_in_which_languages_posts_were_scored(language: str) -> None:
    assert SENTENCES[language] in text("data", results_of(ROWS, language))


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", ", in German (96 %), English (3.0 %); a session's negativity"),
        ("de", ", auf Deutsch (96 %), Englisch (3,0 %); Negativität ist"),
    ],
)
def test_the_page_on_methods_says_it_too(language: str, sentence: str) -> None:
    assert sentence in text("methods", results_of(ROWS, language))


def test_one_language_alone_is_all_posts() -> None:
    assert (
        "Posts were scored in German (100 %).\n" in text("data", results_of([("de", 7, 0, "german")])) + "\n"
    )


@pytest.mark.parametrize("rows", [[], [("", 5, 5, "finance")]])
def test_nothing_is_said_where_no_language_is_known(rows: list[tuple[str, int, int, str]]) -> None:
    assert "The language of the posts" not in text("data", results_of(rows))
    scorer = results_of(rows).study["sentiment"]["scorer"]
    assert f"Scored with {scorer}; " in text("methods", results_of(rows))


def test_posts_that_nobody_reads_leave_the_page_on_methods_without_languages() -> None:
    results = results_of([("de", 9, 0, "")])
    assert "Posts in these languages were not read: German (100 %)." in text("data", results)
    assert "German" not in text("methods", results).split("Scored with")[1].split(";")[0]
