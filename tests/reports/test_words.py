"""Phrases of both languages. Expected values: properties every phrase keeps, and sentences by hand."""

from __future__ import annotations

import re
import string
from pathlib import Path
from typing import get_args

import pytest

from naysay.reports import words as module
from naysay.reports.numbers import Language
from naysay.reports.words import Words, phrases

SOURCES = Path(module.__file__).parent
LANGUAGES: tuple[Language, ...] = get_args(Language)


def braces(phrase: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(phrase) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_languages_have_the_same_keys(language: Language) -> None:
    assert set(phrases("en")) ^ set(phrases(language)) == set(), f"not in both: en.toml, {language}.toml"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_phrase_takes_the_same_values_in_all_languages(language: Language) -> None:
    english, other = phrases("en"), phrases(language)
    keys = [key for key in other if key in english and not key.startswith("noun.")]
    assert [key for key in keys if braces(english[key]) != braces(other[key])] == []


def test_keys_in_the_code_have_phrases() -> None:
    used = set()
    for path in SOURCES.rglob("*.py"):
        used |= set(re.findall(r'words\(\s*"([a-z_0-9.]+)"', path.read_text(encoding="utf-8")))
    assert used
    assert used - set(phrases("en")) == set(), "add them to en.toml and de.toml"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "avoided",
    ["impact", "predict", "causes", "cause of", "buy", "sell", "kaufen", "verkaufen", "verursach",
     "prognos", "vorhersag", "bewirk"],
)  # fmt: skip
def test_no_phrase_claims_a_cause_or_gives_advice(language: Language, avoided: str) -> None:
    assert [text for text in phrases(language).values() if avoided in text.lower()] == []


@pytest.mark.parametrize(
    ("language", "n", "expected"),
    [
        ("en", 1, "1 session"),
        ("en", 1000, "1,000 sessions"),
        ("de", 1, "1 Handelstag"),
        ("de", 0, "0 Handelstage"),
        ("de", 1000, "1.000 Handelstage"),
    ],
)
def test_nouns_agree_with_their_number(language: Language, n: int, expected: str) -> None:
    assert Words(language).counted("session", n) == expected


def test_what_is_put_into_a_phrase_is_not_read_again() -> None:
    assert Words("en")("quoted", text="{0} {x} %s") == "“{0} {x} %s”"


@pytest.mark.parametrize(
    ("text", "german"),
    [
        ("no complete session", "kein Handelstag mit vollständigen Angaben"),
        ("fewer than 2 usable events", "weniger als 2 verwertbare Ereignisse"),
        ("the window (0, 1) has no adjusted_bmp", "für das Fenster (0, 1) fehlt der Test"),
        (
            "a session that fits itself leaves HC3 undefined",
            "ein Handelstag bestimmt sich selbst, HC3 ist nicht definiert",
        ),
        (
            "mean residual correlation at or below -1/(N-1)",
            "mittlere Korrelation der Residuen bei oder unter -1/(N-1)",
        ),
        ("something new", "„something new“"),
        ("", ""),
    ],
)
def test_known_reasons_are_told_in_german_and_others_quoted(text: str, german: str) -> None:
    assert Words("de").reason(text) == german
    assert Words("en").reason(text) == text


def test_a_code_without_words_is_shown_as_it_is() -> None:
    assert Words("de").of_code("cause", "new_cause") == "new cause"
