"""Scores at a glance are those of the rules, to the last bit.

Expected values: the rules, which read each text by itself.
"""

from __future__ import annotations

import math
import struct
import sys
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.data.test_scorer_vader import SHARED, first_tweets

from naysay.data.scorers import _glance, _kinds, _obvious, scorer
from naysay.data.scorers._glance import Glance
from naysay.data.scorers._reading import Reader
from naysay.data.scorers._rules import Rules
from naysay.data.scorers._shares import SharesScorer
from naysay.data.scorers._vocabulary import Vocabulary

NAMES = (
    "Tesla",
    "Apple",
    "Target",
    "Best Buy",
    "Big App",
    "Win Group",
    "Gewinn AG",
    "AT&T",
    "I",
    "İpek",
    "Rally",
)
WORDS = {
    "finance": (
        "up", "UP", "Up", "crash", "CRASH", "bullish", "no", "not", "never", "so", "this", "very", "least",
        "at", "kind", "of", "but", "BUT", "isn't", "isnt", "n't", "don’t", "to", "the", "moon", "short",
        "squeeze", "in", "new", "high", "price", "target", "cut", "buy", "sell", "calls", "good", "bad",
        "great", "without", "doubt", "debt", "profit", "fell", "rising", "puts", "sold", "dismissed", "stock",
        "stop", "loss", "hardly", "and", "on", "no", "longer",
    ),
    "german": (
        "gut", "GUT", "schlecht", "nicht", "kein", "sehr", "etwas", "aber", "doch", "Gewinn", "Verlust",
        "freien", "Fall", "im", "Kursverlust", "Milliardenverluste", "angehoben", "Kursziel", "großartig",
        "Kaufempfehlung", "Schulden", "baut", "ab", "sinken", "Umsatz", "Klage", "abgewiesen", "schuldenfrei",
        "Aktie", "und", "Kostenanstieg", "Gewinn-",
    ),
}  # fmt: skip
ODDITIES = (
    "the", "a", "of", "x", "X", "RT", "http://t.co/x", "https://t.co/é", "http.", "http", "www.x", "www.",
    "@", "@x", "@é", "$", "$X", "$x1", "$5", "#up", "+5%", "-3%", "5%", "upppp", "boooom", "crashhh!",
    "up!!", "?", "??", "!!!!!", "...", "up...up", "up/down", "good-bad", "(up)", "'up'", "up's", ":)", ":(",
    ":D", "x)", "<3", "&amp;", "&#39;", "&lt;3", "&nbsp;up", "🚀", "🚀up", "📉", "❤️", "İ", "İup", "ß", "ΑΣ",
    "É", "\x00", "\u200b", "\ud83d", "up\udc00", "“up”", "up…", "to_the_moon", "percent_gain", "xxx",
    "-7.3 %", "+4,2 %)", "(12 %)", "minus 6 %", "<3 months", ":)))", ":DD", "8)", "D:", "fÃ¼r", "donâ€™t",
    "a" * 101, "U.S.", "S&P",
)  # fmt: skip
GAPS = (" ", " ", " ", " ", " ", "  ", "\n", "\x1c", "\x85", "\xa0", "\u2003", "", "-", "/", ".")


@cache
def masking(name: str, names: tuple[str, ...] = NAMES) -> SharesScorer:
    chosen = scorer(name).masking(names)
    assert isinstance(chosen, SharesScorer)
    return chosen


def by_the_rules(chosen: SharesScorer, texts: list[str]) -> list[float]:
    return [chosen._rules.compound_of_tokens(chosen._reader(text)) for text in texts]


def bits(scores: list[float]) -> list[bytes]:
    return [struct.pack("d", score) for score in scores]


def texts_of(name: str) -> st.SearchStrategy[str]:
    word = st.sampled_from((*WORDS[name], *WORDS[name], *ODDITIES, *" ".join(NAMES).split(), *NAMES))
    piece = word | word.map(str.lower) | word.map(str.upper) | st.text(st.characters(), max_size=3)
    return st.lists(st.tuples(piece, st.sampled_from(GAPS)), max_size=14).map(
        lambda pieces: "".join(word + gap for word, gap in pieces)
    )


@pytest.mark.parametrize("name", ["finance", "german"])
@settings(max_examples=400, deadline=None)
@given(data=st.data())
def test_texts_are_scored_as_by_the_rules(name: str, data: st.DataObject) -> None:
    texts = data.draw(st.lists(texts_of(name), min_size=1, max_size=12))
    expected = by_the_rules(masking(name), texts)
    scores = masking(name)._glance.scores(texts)
    assert bits([e if math.isnan(s) else s for e, s in zip(expected, scores, strict=True)]) == bits(expected)
    assert bits(list(masking(name)._polarities(texts))) == bits(expected)


@pytest.mark.parametrize("name", ["finance", "german", "auto"])
def test_a_batch_is_scored_as_each_of_its_texts(name: str) -> None:
    texts = [f"{a} {b} {c}" for a in ODDITIES for b in ("up", "Verlust", "") for c in ("not", "GUT", "moon!")]
    chosen = scorer(name).masking(NAMES)
    alone = [scorer(name).masking(NAMES).score([text])[0] for text in texts[::7]]
    together = chosen.score(texts)[::7]
    assert bits(together.tolist()) == bits(alone)


@pytest.mark.parametrize(
    "text",
    [
        "up",
        "Tesla is up",
        "tesla up up!",
        "CRASH up",
        "not a single word: it went up",
        "#up",
        "Best Buy",
        "best buy is up",
        "Best Buy! up",
        "new high",
        "NEW HIGH, Tesla and Best Buy",
        "it is to the moon!",
    ],
)
def test_plain_texts_are_scored_at_a_glance(text: str) -> None:
    assert masking("finance")._glance.scores([text]) == by_the_rules(masking("finance"), [text])


@pytest.mark.parametrize(
    "text",
    [
        "not up",
        "up no",
        "up, but",
        "UP",
        "İ up",
        "NEW HIGH",
        "not a new high",
        "good/bad",
        "not Tesla Tesla the up",
    ],
)
def test_texts_that_are_not_plain_are_left_to_the_rules(text: str) -> None:
    assert math.isnan(masking("finance")._glance.scores([text])[0])


def test_batches_and_what_is_forgotten_make_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"{word} {other}" for word in WORDS["finance"] for other in ODDITIES]
    expected = by_the_rules(masking("finance"), texts)
    monkeypatch.setattr(_glance, "AT_ONCE", 7)
    monkeypatch.setattr(_kinds, "REMEMBERED", 20)
    assert bits(list(scorer("finance").masking(NAMES)._polarities(texts))) == bits(expected)  # type: ignore[arg-type]


def test_white_space_is_what_python_takes_for_it() -> None:
    characters = [chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000]
    column = pa.array([f"a{character}b" for character in characters], pa.large_string())
    assert pc.utf8_split_whitespace(column).to_pylist() == [
        f"a{character}b".split() for character in characters
    ]


TOKEN = st.lists(
    st.sampled_from((*ODDITIES, *WORDS["finance"], *WORDS["german"], *"#'\"([{<*-~_.,;:)]}>!?%$@&")),
    max_size=3,
).map("".join) | st.text(st.characters(codec="ascii"), max_size=4)


@pytest.mark.parametrize("name", ["finance", "german"])
@settings(max_examples=500, deadline=None)
@given(token=TOKEN)
@example("www.")
@example("Http.")
@example("aaa")
@example(":d")
def test_what_is_obvious_of_a_token_is_what_is_read(name: str, token: str) -> None:
    tokens = ["".join(token.encode("utf-8", "ignore").decode().split())]
    reader, kinds = masking(name)._reader, masking(name)._glance._kinds
    column = pa.array(tokens, pa.large_string())
    read = reader.read(tokens[0])
    if _obvious.silent(column)[0]:
        assert read == ""
    if kinds._neutral(column)[0]:
        assert read.isalnum()
        assert read in tokens[0]
        assert not kinds._rules.valence(read.lower())
        assert not kinds._rules.changes(read.lower())
        assert _obvious.capitals(column)[0] == read.isupper()
    assert kinds._number(tokens[0]) == kinds.of(column)[0]


@pytest.mark.parametrize(
    ("names", "text"),
    [
        (["Apple", "Big App"], "Big Apple up"),
        (["Apple", "Apple Inc"], "Apple incident up"),
        (["Apple", "Apple Inc"], "Apple up"),
        (["Up", "Shut Up"], "Up up Shut Up"),
        (["Apple"], "up apple Apple's APPLE"),
        (["Apple "], "up Apple"),
    ],
)
def test_names_are_masked_as_by_the_reader(names: list[str], text: str) -> None:
    lexicon = {"up": 1.0, "apple": -2.0, "incident": -1.0}
    rules = Rules(Vocabulary(lexicon=lexicon, emoji={}, boosters={}, negations=frozenset(), idioms={}))
    reader = Reader(lexicon, names)
    score, expected = Glance(reader, rules).scores([text])[0], rules.compound_of_tokens(reader(text))
    assert math.isnan(score) or score == expected


@pytest.mark.parametrize(
    ("names", "text", "left"),
    [
        (["Gold Man"], "Gold Man Up crash", "Up crash"),
        (["Gold Man", "Gold Man Up"], "Gold Man Up crash", "crash"),
        (["Acme Up"], "Acme Up crash", "crash"),
        (["Acme Up"], "big Acme Up crash", "big_acme Up crash"),
        (["Gold Acme", "Acme Up"], "Gold Acme Up crash", "Up crash"),
        (["Gold Acm", "Acme Up"], "Gold Acme Up crash", "Gold Acme Up crash"),
        (["Up Up"], "Up Up Up crash", "Up crash"),
    ],
)
def test_a_name_of_two_words_is_masked_only_where_no_phrase_takes_one_of_them(
    names: list[str], text: str, left: str
) -> None:
    """Phrases are looked for from the left, also those that turn out to be no whole words."""
    lexicon = {"up": 1.0, "crash": -3.0, "big acme": 2.0}
    words = {phrase.replace(" ", "_"): valence for phrase, valence in lexicon.items()}
    rules = Rules(Vocabulary(lexicon=words, emoji={}, boosters={}, negations=frozenset(), idioms={}))
    reader = Reader(lexicon, names)
    assert reader(text).split() == left.split()
    score, expected = Glance(reader, rules).scores([text])[0], rules.compound_of_tokens(left)
    assert math.isnan(score) or score == expected


def test_an_idiom_that_ends_two_words_behind_leaves_its_text_to_the_rules() -> None:
    lexicon = {"up": 1.0}
    idioms = {"up the creek": -3.0}
    rules = Rules(Vocabulary(lexicon=lexicon, emoji={}, boosters={}, negations=frozenset(), idioms=idioms))
    glance = Glance(Reader(lexicon), rules)
    assert rules.compound_of_tokens("it all went up the creek") < 0
    assert math.isnan(glance.scores(["it all went up the creek"])[0])
    assert glance.scores(["it all went up the old creek"])[0] > 0


def test_real_texts_are_scored_as_by_the_rules() -> None:
    files = sorted((SHARED / "stocknet/posts").glob("*.jsonl.zst"))
    tables = sorted((SHARED / "labelled").glob("*.tsv"))
    if not files or not tables:
        pytest.skip("../shared is absent: real texts are not part of the repository")
    texts = [text for file in files for text in first_tweets(file, 300)]
    rows = [row for table in tables for row in table.read_text(encoding="utf-8").split("\n")[1:1500] if row]
    texts += [row.split("\t", 3)[3] for row in rows]
    for name in ("finance", "german"):
        assert bits(list(masking(name)._polarities(texts))) == bits(by_the_rules(masking(name), texts))


NAMES_THAT_MEET = (
    "Acme Holdings|Holdings Big|Big Bear|Bear Stearns|Target|Acme|Short Squeeze|Good Bad|Gold Man Sachs"
    "|Gold Man|Hold|Big Acme Hold|of Acm|x Acm|Falling Knife|Not Bad|A a"
)
WORDS_OF_NAMES = (
    "Acme acme Holdings HOLDINGS Holdings! Holdings, Acme's #Acme acmehold Big big Bear bears Stearns Target"
    " Hold Short short squeeze Good good bad not never but very great! x the kind of Gold Man Sachs a A İst"
    " falling knife"
)


@pytest.mark.parametrize("name", ["finance", "german"])
@pytest.mark.parametrize("seed", range(6))
def test_names_that_meet_words_phrases_and_each_other_are_masked(name: str, seed: int) -> None:
    rng, words = np.random.default_rng(seed), WORDS_OF_NAMES.split(" ")
    chosen = masking(name, tuple(rng.choice(NAMES_THAT_MEET.split("|"), 6, replace=False).tolist()))
    texts = [" ".join(rng.choice(words, rng.integers(1, 9))) for _ in range(300)]
    assert bits(chosen.score(texts).tolist()) == bits(by_the_rules(chosen, texts))


WORDS_THAT_MEET = ("a", "b", "c", "ab", "abc", "in", "inc", "int", "up", "down", "bad", "of", "o")
TOKENS_THAT_MEET = (
    *WORDS_THAT_MEET, "abcd", "intel", "upp", "ofx", "http://x", "$X", "@me", "up/down", "a/b", "in!", "c.",
    "not", "very", "but",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(60))
def test_phrases_that_meet_are_read_as_by_the_reader(seed: int) -> None:
    """Names and phrases of up to four words that overlap, and words that begin as they end."""
    rng = np.random.default_rng(seed)
    phrases = [" ".join(rng.choice(WORDS_THAT_MEET, rng.choice([1, 2, 2, 2, 3, 3, 4]))) for _ in range(10)]
    charged, names = phrases[: rng.integers(1, 7)], phrases[rng.integers(5, 11) :]
    lexicon = {"up": 1.0, "down": -1.5, "bad": -2.0} | dict.fromkeys(charged, 0.5)
    words = {phrase.replace(" ", "_"): valence for phrase, valence in lexicon.items()}
    turns = frozenset({"not"}) if seed % 3 else frozenset[str]()
    rules = Rules(Vocabulary(lexicon=words, emoji={}, boosters={}, negations=turns, idioms={}))
    reader = Reader(lexicon, map(str.title, names))
    forms = (str.title, str.upper, str, str, str, str)
    texts = [
        " ".join(forms[rng.integers(6)](token) for token in rng.choice(TOKENS_THAT_MEET, rng.integers(1, 9)))
        for _ in range(150)
    ]
    expected, scores = (
        [rules.compound_of_tokens(reader(t)) for t in texts],
        Glance(reader, rules).scores(texts),
    )
    assert sum(map(math.isnan, scores)) < 100
    assert [e if math.isnan(s) else s for e, s in zip(expected, scores, strict=True)] == expected


@pytest.mark.parametrize(
    "texts",
    [["crash up ", " moon"], ["crash up\x85", "\x85moon"], ["é `.doubt"], ["`.doubt"], ["up´s é"]],
    ids=repr,
)
def test_ends_of_texts_and_apostrophes_are_read_as_by_the_rules(texts: list[str]) -> None:
    chosen = masking("finance")
    assert bits(chosen.score(texts).tolist()) == bits(by_the_rules(chosen, texts))
