"""The language of texts. Expected values: by hand, what anyone who reads these languages would say."""

from __future__ import annotations

from time import process_time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naysay.data.languages.detection import BATCH, DETECTED, READ, UNDECIDED, languages_of, number_of
from naysay.data.languages.function_words import LETTERS, WORDS

CLEAR = {
    "en": "I think they will miss the numbers again, and the stock is not cheap",
    "de": "Die Zahlen waren schlecht und der Vorstand hat nichts dazu gesagt",
    "fr": "Les résultats ne sont pas bons et la direction n'a rien dit sur cette baisse",
    "es": "Los resultados no son buenos y la empresa ya no dice nada sobre esta caída",
    "it": "I risultati non sono buoni e la società non ha detto niente su questo calo della borsa",
    "nl": "De cijfers zijn niet goed en het bestuur heeft er nog niets over gezegd",
    "pt": "Os resultados não são bons e a empresa também não disse nada sobre isso",
    "pl": "Wyniki nie są dobre, ale zarząd jeszcze nic o tym nie powiedział",
    "tr": "Sonuçlar iyi değil ve yönetim bu konuda hiç bir şey söylemedi, çok kötü",
    "ru": "Сегодня на бирже был очень тяжёлый день",
    "ar": "انخفض السهم اليوم بعد إعلان النتائج",
    "ja": "今日は株価が大きく下がりました",
    "zh": "今天股价大幅下跌了",
    "ko": "오늘 주가가 많이 떨어졌다",
    "other": "Η μετοχή έπεσε σήμερα",
}
SHORT = ["", "Kurs bricht ein", "Finger weg", "SAP 120", "dump it", "puts", "🚀🚀🚀", "$AAPL $TSLA", "+5 %"]


def code(text: str) -> str:
    number = int(languages_of([text])[0])
    return "" if number == UNDECIDED else DETECTED[number - 1]


@pytest.mark.parametrize("language", CLEAR)
def test_a_sentence_is_in_its_language(language: str) -> None:
    assert code(CLEAR[language]) == language
    assert code(CLEAR[language].upper()) == language


@pytest.mark.parametrize("text", SHORT)
def test_a_few_words_do_not_tell(text: str) -> None:
    assert code(text) == ""


def test_what_is_no_word_tells_nothing() -> None:
    """Links, handles, cashtags and names of companies are the same in all languages."""
    assert code("@der_die_das https://x.de/und/der/die $DIE #und $DAS @und") == ""
    assert code("ALSTOM Société Générale L'Oréal Hermès") == ""
    assert code("ҒѺLLѺW ВEST αβ") == ""


def test_punctuation_and_typographic_apostrophes_do_not_hide_words() -> None:
    assert code("„Der“, (die) »das«!") == "de"
    assert code("it’s … don’t") == "en"


def test_words_that_languages_share_tell_nothing_between_them() -> None:
    """All five are words of German and of English."""
    assert code("so was an in am") == ""


def test_only_the_beginning_is_read() -> None:
    assert code("x " * READ + CLEAR["de"]) == ""


def test_a_text_has_its_language_whatever_stands_around_it() -> None:
    texts = [*CLEAR.values(), *SHORT] * (BATCH // 10)
    alone = dict(zip(texts, languages_of(list(dict.fromkeys(texts))), strict=False))
    assert languages_of(texts).tolist() == [alone[text] for text in texts]
    assert languages_of(texts[::-1]).tolist() == [alone[text] for text in texts[::-1]]
    assert languages_of([]).tolist() == []


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(alphabet=st.characters(), max_size=60), max_size=20))
def test_any_text_has_one(texts: list[str]) -> None:
    """Halves of characters and control characters, too."""
    numbers = languages_of(texts)
    assert numbers.dtype == np.int8
    assert all(0 <= number <= len(DETECTED) for number in numbers)
    assert numbers.tolist() == [int(languages_of([text])[0]) for text in texts]


@pytest.mark.parametrize("unit", ["der ", "ü", "\ud800", "\u202e", "а", "x", " ", "\0", "É’ ", "漢"])
def test_a_text_of_a_million_characters_takes_no_longer(unit: str) -> None:
    languages_of(["warm"])
    start = process_time()
    languages_of([unit * (1_000_000 // len(unit))])
    assert process_time() - start < 0.2


def test_numbers_and_codes_are_one_to_one() -> None:
    assert [number_of(language) for language in DETECTED] == list(range(1, len(DETECTED) + 1))
    assert number_of("xx") == number_of("") == UNDECIDED


@pytest.mark.parametrize("language", WORDS)
def test_the_lists_are_written_as_they_are_looked_up(language: str) -> None:
    words = WORDS[language].split()
    assert len(words) == len(set(words))
    assert all(word == word.lower() for word in words)
    beyond = {letter for word in words for letter in word if not letter.isascii()}
    assert beyond <= set(LETTERS.get(language, ""))
