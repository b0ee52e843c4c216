"""The words of texts. Expected values are written by hand."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naysay.data.themes.stems import english_stem, german_stem
from naysay.data.themes.tokens import LONGEST_WORD, chunk_words, name_key
from naysay.data.themes.words import BREAK, ThemeWords


@pytest.mark.parametrize(
    ("chunk", "words"),
    [
        ("recall", ["recall"]),
        ("recall,", ["recall", ""]),
        ("(recall)", ["", "recall", ""]),
        ("heat-pump", ["heat", "pump"]),
        ("pump/valve", ["pump", "", "valve"]),
        ("Tesla's", ["Tesla"]),
        ("Tesla\u2019s", ["Tesla"]),
        ("don't", ["don't"]),
        ("#dieselgate", ["dieselgate"]),
        ("R\u00fcckruf!", ["R\u00fcckruf", ""]),
        ("Ru\u0308ckruf", ["R\u00fcckruf"]),
        ("@recall", [""]),
        ("\uff20recall", [""]),
        (".@recall:", [""]),
        ("u/recall", [""]),
        ("/u/recall,", [""]),
        ("$TSLA", [""]),
        ("3.5%", [""]),
        ("q3", [""]),
        ("https://example.org/recall", [""]),
        ("www.example.org", [""]),
        ("example.org", [""]),
        ("a@b.org", [""]),
        ("snake_case", [""]),
        ("\U0001f680\U0001f680", [""]),
        ("re\u200bcall", ["re", "", "call"]),
        ("\u202erecall\u202c", ["", "recall", ""]),
        ("re\x00call", ["re", "", "call"]),
        ("\ud800recall", ["", "recall"]),
        ("", [""]),
    ],
)
def test_a_chunk_has_the_words_that_a_reader_sees(chunk: str, words: list[str]) -> None:
    assert chunk_words(chunk) == words


@pytest.mark.parametrize("chunk", ["a" * 10**6, "\u00e4" * 10**6, "a-" * 10**6, "@" * 10**6, "1." * 10**6])
def test_a_chunk_of_a_megabyte_is_no_word_and_takes_no_time(chunk: str) -> None:
    began = process_time()
    assert chunk_words(chunk) == [""]
    assert process_time() - began < 0.5


def test_a_word_that_is_too_long_is_left_out() -> None:
    assert chunk_words("b" * LONGEST_WORD) == ["b" * LONGEST_WORD]
    assert chunk_words("b" * (LONGEST_WORD + 1)) == [""]


@given(st.text(max_size=60))
def test_words_have_letters_and_apostrophes_alone(chunk: str) -> None:
    for word in chunk_words(chunk):
        assert all(letter.isalpha() or letter == "'" for letter in word)


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("recalls", "recall"), ("factories", "factory"), ("losses", "loss"), ("boxes", "box"),
        ("loss", "loss"), ("bus", "bus"), ("crisis", "crisis"), ("gas", "gas"), ("ties", "tie"),
    ],
)  # fmt: skip
def test_an_english_plural_has_the_stem_of_its_singular(word: str, stem: str) -> None:
    assert english_stem(word) == stem


@pytest.mark.parametrize(
    "forms",
    [
        ("werk", "werke", "werks", "werken"),
        ("klage", "klagen"),
        ("vorwurf", "vorw\u00fcrfe", "vorw\u00fcrfen"),
        ("lieferung", "lieferungen"),
        ("batterie", "batterien"),
        ("r\u00fcckruf", "r\u00fcckrufe", "r\u00fcckrufs"),
    ],
)
def test_german_forms_share_a_stem(forms: tuple[str, ...]) -> None:
    assert len({german_stem(form) for form in forms}) == 1


def test_short_german_words_keep_their_endings() -> None:
    assert [german_stem(word) for word in ("see", "oper", "esse")] == ["see", "oper", "esse"]


@pytest.mark.parametrize("name", ["Hans Dampf", "@hansdampf", "u/Hans-Dampf", "HANS_DAMPF", "hans.dampf"])
def test_one_name_is_written_in_many_ways(name: str) -> None:
    assert name_key(name) == "hansdampf"


def test_a_name_with_a_digit_is_no_word() -> None:
    assert name_key("user0123") == ""


@pytest.mark.parametrize(
    "text", ["der Kurs wird zu Staub", "DER KURS WIRD ZU STAUB", "Der Kurs Wird Zu Staub"]
)
def test_stop_words_of_german_posts_are_left_out_in_any_case_of_letters(text: str) -> None:
    kept = [word for number, word in ThemeWords(()).written(text) if number != BREAK]
    assert [word.lower() for word in kept] == ["staub"]
