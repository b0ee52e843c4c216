"""Phrases of both languages. Expected values: properties every phrase keeps, and sentences by hand."""

from __future__ import annotations

import re
import string
from pathlib import Path
from typing import get_args

import pytest

from naysay.analysis.methods import all_methods
from naysay.reports import words as module
from naysay.reports.sections._method_sentences import ORDER
from naysay.reports.words import Words, phrases
from naysay.study.about import Language

SOURCES = Path(module.__file__).parent
LANGUAGES: tuple[Language, ...] = get_args(Language)


def braces(phrase: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(phrase) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_languages_have_the_same_keys(language: Language) -> None:
    assert set(phrases("en")) ^ set(phrases(language)) == set(), (
        f"not in both: phrases/en, phrases/{language}"
    )


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
    assert used - set(phrases("en")) == set(), "add them to phrases/en and phrases/de"


def test_each_method_has_a_sentence_made_of_its_own_options() -> None:
    """The methods of ``ORDER`` have a function that makes theirs. That of the projections describes size."""
    for method in all_methods():
        key, options = f"method.{method.name}", set(method.options.model_fields)
        if method.name not in (*ORDER, "size"):
            assert key in phrases("en"), f"add {method.name} below [method] in each file of reports/phrases"
            assert braces(phrases("en")[key]) <= options, f"{key} takes the options of the method: {options}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "avoided",
    ["impact", "predict", "causes", "cause of", "buy", "sell", "kaufen", "verkaufen", "verursach",
     "prognos", "vorhersag", "bewirk"],
)  # fmt: skip
def test_no_phrase_claims_a_cause_or_gives_advice(language: Language, avoided: str) -> None:
    assert [text for text in phrases(language).values() if avoided in text.lower()] == []


@pytest.mark.parametrize("breaks", [r"[\d}] (%|Bp|SA|h|MB)(?!\w)", r"\d[ \u00a0]%-[A-Z]"])
def test_a_german_number_stays_with_its_unit(breaks: str) -> None:
    """No break before a unit, and 95-%-Intervall has both its hyphens; the glossary lists other forms."""
    texts = {key: text for key, text in phrases("de").items() if not key.endswith(".forms")}
    assert [key for key, text in texts.items() if re.search(breaks, text)] == []


@pytest.mark.parametrize("written", ["Welle", " Post ", "Chatter", "Session", '"'])
def test_german_phrases_have_one_word_for_one_thing(written: str) -> None:
    """Sturm, Beitrag and Handelstag, and German quotation marks but for what a study file has to say."""
    assert [
        key for key, text in phrases("de").items() if written in text.replace('scorer = "auto"', "")
    ] == []


@pytest.mark.parametrize(
    ("language", "n", "expected"),
    [
        ("en", 1, "1 other company"),
        ("de", 1, "1 weiteres Unternehmen"),
        ("de", 7, "7 weitere Unternehmen"),
    ],
)
def test_other_companies_agree_with_their_number(language: Language, n: int, expected: str) -> None:
    assert Words(language).counted("other_company", n) == expected


@pytest.mark.parametrize(
    ("language", "n", "expected"),
    [
        ("en", 1, "1 trading day"),
        ("en", 1000, "1,000 trading days"),
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
    ("reason", "english", "german"),
    [
        ("no_complete_session", "no complete session", "kein Handelstag mit vollständigen Angaben"),
        ("too_few_events least=2", "fewer than 2 usable events", "weniger als 2 verwertbare Ereignisse"),
        (
            "too_few_forecasts least=10 first=1250",
            "fewer than 10 forecasts after the first 1,250 sessions",
            "weniger als 10 Vorausschätzungen nach den ersten 1.250 Handelstagen",
        ),
        (
            "no_test_of_window test=adjusted_bmp start=-1 end=4",
            "the window −1 to 4 has no test adjusted BMP",
            "für das Fenster −1 bis 4 fehlt der Test bereinigter BMP",
        ),
        ("no_variation series=returns", "no variation: returns", "keine Schwankung: Renditen"),
        (
            "session_fits_itself errors=HC3",
            "a session that fits itself leaves HC3 undefined",
            "ein Handelstag, der sich selbst erklärt, lässt HC3 unbestimmt",
        ),
        (
            "not_requested method=projections",
            "the study asks for no projections",
            "die Studie verlangt keine Projektionen",
        ),
        ("rumour_of_sale days=2", "“rumour of sale (days 2)”", "„rumour of sale (days 2)“"),
        ("too_few_events", "“too few events”", "„too few events“"),
        ("", "", ""),
    ],
)
def test_reasons_are_told_in_words_and_those_without_words_quoted(
    reason: str, english: str, german: str
) -> None:
    assert Words("en").reason(reason) == english
    assert Words("de").reason(reason) == german


def test_a_code_without_words_is_shown_as_it_is() -> None:
    assert Words("de").of_code("cause", "new_cause") == "new cause"
