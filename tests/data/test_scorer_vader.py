"""The scorer "vader" against vaderSentiment itself, bit for bit, on texts made to hurt.

Expected values: the ``compound`` of the installed vaderSentiment, which shares no code with ours, its
``_but_check`` for the rule of contrast, and sums by hand where a vocabulary of the test's own is used.
"""

from __future__ import annotations

import io
import json
import math
import random
import struct
import sys
from collections.abc import Iterable
from functools import cache
from itertools import islice
from pathlib import Path
from types import FrameType

import pytest
import zstandard
from hypothesis import example, given, settings
from hypothesis import strategies as st
from vaderSentiment.vaderSentiment import BOOSTER_DICT, NEGATE, SPECIAL_CASES, SentimentIntensityAnalyzer

from naysay.data.scorers import scorer
from naysay.data.scorers._contrast import weigh_by_contrast
from naysay.data.scorers._rules import Rules
from naysay.data.scorers._vocabulary import Vocabulary

SHARED = Path(__file__).resolve().parents[2] / "../shared"
ORACLE = SentimentIntensityAnalyzer()
VADER = scorer("vader")

LEXICON = tuple(ORACLE.lexicon)
EMOJI = tuple(ORACLE.emojis)
MODIFIERS = (*BOOSTER_DICT, *NEGATE)
PHRASE_WORDS = tuple(
    word for phrase in (*SPECIAL_CASES, *(b for b in BOOSTER_DICT if " " in b)) for word in phrase.split()
)
RULE_WORDS = (
    "no", "never", "so", "this", "without", "doubt", "least", "at", "very", "or", "nor", "kind", "of", "but",
    "BUT", "But,", "badass", "good", "bad", "n't", "DON'T", "xn'tx",
)  # fmt: skip
ODDITIES = (
    "İ", "İn't", "ΣΑΣ'", "\u212aind", "ß", "ǅ", "𝐀", "\x00", "\u202e", "\u2066", "\u200b", "\ufeff", "\ud83d",
    "\u0301", "!", "!!!!!", "?", "??", "???", "????", "...", "(", ":)", ":-(", "$", "x", "é", "’", "1",
)  # fmt: skip
GAPS = (
    " ", " ", " ", " ", "  ", "\n", "\t", "\x1c", "\x85", "\xa0", "\u2028", "\u3000", "\u200b", "", "-", "…",
)  # fmt: skip


def bits(values: Iterable[float]) -> list[bytes]:
    return [struct.pack("d", value) for value in values]


def unequal(texts: list[str]) -> list[tuple[str, float, float]]:
    """The texts whose score is not that of vaderSentiment, with both."""
    expected = [ORACLE.polarity_scores(text)["compound"] for text in texts]
    got = [float(score) for score in VADER.score(texts)]
    rows = zip(texts, expected, got, bits(expected), bits(got), strict=True)
    return [(text, e, g) for text, e, g, e_bits, g_bits in rows if e_bits != g_bits]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t",
        "good",
        "VADER is VERY SMART, uber handsome, and FRIGGIN FUNNY!!!",
        "ALL OF IT IS VERY GOOD",
        "The plot was good, but the characters are uncompelling and the dialog is not great.",
        "4 great 2 good great but great good great",
        "you are totally badass",
        "it was the shit of all time",
        "that was surely the bomb",
        "that was surely the kiss of death",
        "they have a beating heart now",
        "one two three to die for",
        "a really nice kind of bad thing",
        "it is sort of bad",
        "no",
        "no good",
        "no good or bad",
        "NO problem at all, good",
        "never so good",
        "never this was good",
        "without a doubt good",
        "the least good",
        "at least good",
        "least good",
        "kind of",
        "kind of good kind",
        "it isn't horrible??",
        "hate?!?!?!",
        "İt is good",
        "bad😀good 😀😀 not😀",
        "\x00good\x00 good\x00 \x00",
        "\ud83d good",
        "great\u202e doog \u2066not good",
    ],
)
def test_a_text_for_each_rule(text: str) -> None:
    assert unequal([text]) == []


@pytest.mark.parametrize("word", [*LEXICON[::40], *PHRASE_WORDS, *RULE_WORDS, *MODIFIERS, *EMOJI[::60]])
def test_a_word_in_each_place_beside_a_charged_one(word: str) -> None:
    frames = (
        "{0} good",
        "good {0}",
        "a {0} good",
        "a {0} b good",
        "{0} so b HORRIBLE",
        "x y {0} sucks but {0}",
    )
    assert (
        unequal([frame.format(form) for frame in frames for form in (word, word.upper(), f"'{word}!")]) == []
    )


@pytest.mark.parametrize("seed", range(24))
def test_thousands_of_hostile_texts(seed: int) -> None:
    rng = random.Random(seed)
    assert unequal([hostile_text(rng) for _ in range(2500)]) == []


def hostile_text(rng: random.Random) -> str:
    pools = (LEXICON, MODIFIERS, PHRASE_WORDS, RULE_WORDS, ODDITIES, EMOJI)
    pieces: list[str] = []
    for pool in rng.choices(pools, (30, 25, 10, 20, 8, 7), k=rng.randrange(1, rng.choice((4, 12, 40)))):
        form = rng.choice((str, str, str, str.upper, str.title))
        before, behind = rng.choices(("", "'", "(", "!", "#"), (20, 1, 1, 1, 1), k=2)
        pieces += [before, form(rng.choice(pool)), behind, rng.choice(GAPS)]
    return "".join(pieces)


WORDS = st.sampled_from((*RULE_WORDS, *ODDITIES, *PHRASE_WORDS, *MODIFIERS, *LEXICON[::25], *EMOJI[::25]))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(WORDS | st.text(max_size=4), st.sampled_from(GAPS)), max_size=30))
def test_any_text_of_words_and_gaps(pieces: list[tuple[str, str]]) -> None:
    assert unequal(["".join(word + gap for word, gap in pieces)]) == []


@settings(max_examples=300, deadline=None)
@given(st.text(st.characters(), max_size=60))
def test_any_text(text: str) -> None:
    assert unequal([text]) == []


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from((0.0, 4.0, 3.0, 2.0, 1.5, 1.0, 0.75, 0.5, -1.0, -2.0, -0.5)), min_size=1, max_size=60
    ),
    st.integers(0, 59),
)
@example([4.0, 2.0, 1.0], 2)
def test_contrast_finds_the_first_equal_valence(valences: list[float], pivot: int) -> None:
    pivot = min(pivot, len(valences) - 1)
    words = ["but" if k == pivot else "a" for k in range(len(valences))]
    expected = ORACLE._but_check(words, list(valences))
    assert weigh_by_contrast(valences, range(len(valences)), pivot) == expected


@pytest.mark.parametrize(
    "unit",
    [
        "😀",
        "😀 ",
        "good ",
        "good not bad but ",
        "GOOD very bad ",
        "isn't good ",
        "x ",
        "no ",
        "kind of ",
        "!",
        "n't'",
    ],
)
def test_a_long_text_is_scored_as_published(unit: str) -> None:
    assert unequal([unit * 150]) == []


@pytest.mark.parametrize("unit", ["😀", "good not bad but ", "isn't good ", "no ", "to die for ", "don't"])
def test_work_grows_with_length_and_not_with_its_square(unit: str) -> None:
    # The number of function calls, Python's and C's, for a text and for one of four times its length.
    short, long = calls(unit * 1000), calls(unit * 4000)
    assert long <= 4 * short + 50


def calls(text: str) -> int:
    count = 0

    def counted(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    VADER.score(["tables are read"])
    previous = sys.getprofile()
    sys.setprofile(counted)
    try:
        VADER.score([text])
    finally:
        sys.setprofile(previous)
    return count


@pytest.mark.parametrize(
    "unit", ["😀", "good bad ", "4 great good bad but ", "isn't ", "isn't good ", "!?", "x", "very ", "'"]
)
def test_a_text_of_two_hundred_thousand_words_is_scored(unit: str) -> None:
    # A quadratic scan anywhere, in C too, would need hours here.
    assert -1 <= VADER.score([unit * (200_000 // max(1, len(unit.split())))])[0] <= 1


def test_tweets_are_scored_as_published() -> None:
    files = sorted((SHARED / "stocknet/posts").glob("*.jsonl.zst"))
    if not files:
        pytest.skip("../shared/stocknet/posts is absent: real tweets are not part of the repository")
    texts = [text for file in files for text in first_tweets(file, 200)]
    assert len(texts) > 3000
    assert unequal(texts) == []


def first_tweets(file: Path, count: int) -> list[str]:
    with (
        file.open("rb") as raw,
        zstandard.ZstdDecompressor().stream_reader(raw, read_across_frames=True) as rows,
    ):
        return [json.loads(row)["text"] for row in islice(io.TextIOWrapper(rows, encoding="utf-8"), count)]


def test_labelled_texts_are_scored_as_published() -> None:
    files = sorted((SHARED / "labelled").glob("*.tsv"))
    if not files:
        pytest.skip("../shared/labelled is absent: labelled texts are not part of the repository")
    texts = [
        line.split("\t", 3)[3]
        for file in files
        for line in file.read_text(encoding="utf-8").split("\n")[1:]
        if line
    ]
    assert len(texts) > 10_000
    assert unequal(texts) == []


@cache
def small_vocabulary() -> Vocabulary:
    return Vocabulary(
        lexicon={"gut": 2.0, "schlecht": -2.0, "kein": -1.0},
        emoji={"🚀": "gut"},
        boosters={"sehr": 0.5, "ein bisschen": -0.5},
        negations=frozenset({"nicht"}),
        idioms={"alles gut": 1.0, "gut": 9.0},
        contraction=" ",
        no="kein",
        never=" ",
        emphatic=frozenset(),
        without=" ",
        doubt=" ",
        least=" ",
        hedges={},
        contrast=frozenset({"aber", "doch"}),
    )


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("gut", 2.0),
        ("🚀", 2.0),
        ("sehr gut", 2.0 + 0.5),
        ("es ist nicht gut", 2.0 * -0.74),
        ("isn't gut", 2.0),
        ("never so gut", 2.0),
        ("kein gut", 2.0 * -0.74),
        ("ist das gut", 2.0),
        ("nun ist alles gut", 1.0),
        ("er ist ein bisschen gut", 2.0 - 0.5),
        ("gut aber schlecht", 2.0 * 0.5 - 2.0 * 1.5),
        ("gut doch schlecht aber", 2.0 * 0.5 - 2.0 * 1.5),
        ("good but bad", 0.0),
        ("das ist sehr GUT!", 2.0 + 0.733 + 0.5 + 0.292),
    ],
)
def test_the_rules_serve_another_vocabulary(text: str, total: float) -> None:
    expected = total / math.sqrt(total**2 + 15)
    assert Rules(small_vocabulary()).compound(text) == round(expected, 4)


@pytest.mark.parametrize("text", ["least good at", "least good very", "least awful at", "at least good very"])
def test_least_at_the_start_turns_the_word_after_it_whatever_ends_the_text(text: str) -> None:
    assert unequal([text]) == []
    assert ORACLE.polarity_scores("least good at")["compound"] < 0 < VADER.score(["good at"])[0]
