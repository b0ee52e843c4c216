"""How a post about shares is read before it is scored. Expected tokens are written by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naysay.data.scorers import scorer
from naysay.data.scorers._percents import GAIN, LOSS
from naysay.data.scorers._reading import REMEMBERED, Reader
from naysay.data.scorers._wordlist import lexicon_words, own_words
from naysay.data.scorers.auto import SCORER as AUTO
from naysay.data.scorers.finance import finance_vocabulary
from naysay.data.scorers.german import TAILS, german_vocabulary
from naysay.run.parts import study_type
from naysay.study.errors import DataError
from naysay.study.file import read_study

READ = Reader({"up", "sell-off", "boom", ":d", "to the moon", "moon", "puts"}, names=["Target", "Best Buy"])


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("going up.", "going up"),
        ("UP!!", "UP !!"),
        ("see https://t.co/x $AAPL @someone now", "see now"),
        ("#boom time", "boom time"),
        ("boooooom", "boom"),
        ("Sell-off today; up/down", "Sell-off today up down"),
        ("it&#39;s &amp; up", "it & up"),
        ("don’t", "don't"),
        ("up 5% +3.2% -4%, (+1%)", f"up 5 {GAIN} {LOSS} {GAIN}"),
        ("🚀🚀up", "🚀 🚀 up"),
        ("❤️", "❤"),
        (":D fine", ":D fine"),
        ("Straight to the moon", "Straight to_the_moon"),
        ("TO THE MOON", "TO_THE_MOON"),
        ("to the moonlight", "to the moonlight"),
        ("Target is up, best buy, on target", "is up on target"),
        ("$5 and $ and @", "$5 and $ and @"),
        ("up...up", "up up"),
        ("", ""),
    ],
)
def test_a_text_is_read_token_by_token(text: str, tokens: str) -> None:
    assert READ(text).split() == tokens.split()


SHORTENED = Reader({"soon", "son", "böse", "3d"})


@pytest.mark.parametrize("times", [3, 4, 5, 6, 100, 1_000_000])
@pytest.mark.parametrize(
    ("word", "read"),
    [("s{o}n", "soon"), ("{s}on", "son"), ("so{n}", "son"), ("b{ö}se", "böse"), ("{3}d", "3d")],
)
def test_a_letter_that_is_repeated_is_two_or_one(word: str, read: str, times: int) -> None:
    """Two where the lexicon has such a word, else one in all places; two of a letter are left as they are."""
    letter = word[word.index("{") + 1]
    assert SHORTENED(word.replace(f"{{{letter}}}", letter * times)).split() == [read]


@pytest.mark.parametrize("word", ["soo", "soonn", "ssoon", "s_oon", "s_o_o_n"])
def test_other_words_are_left_as_they_are(word: str) -> None:
    assert SHORTENED(word).split() == [word]


def test_half_a_character_is_none() -> None:
    assert READ("\ud83d up").split() == ["\ufffd", "up"]


@given(st.text(max_size=60), st.text(max_size=60))
@settings(max_examples=200)
def test_what_was_read_before_does_not_matter(first: str, second: str) -> None:
    fresh = Reader({"up", "to the moon"}, names=["Best Buy"])
    READ_BEFORE(first)
    assert READ_BEFORE(second) == fresh(second)


READ_BEFORE = Reader({"up", "to the moon"}, names=["Best Buy"])


def test_memory_of_tokens_is_bounded() -> None:
    reader = Reader({"up"})
    for start in range(0, REMEMBERED + 20_000, 10_000):
        reader(" ".join(f"w{n}" for n in range(start, start + 10_000)))
    assert len(reader._known) <= REMEMBERED + 10_000


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("$TSLA is a scam, puts printing", -1),
        ("CEO arrested for fraud, stock halted", -1),
        ("guidance cut again, I am a bagholder", -1),
        ("downgraded by two analysts", -1),
        ("massive layoffs and a recall", -1),
        ("this will go down -12% by friday", -1),
        ("not bullish at all", -1),
        ("breaking out, to the moon 🚀🚀🚀", 1),
        ("beat estimates and raised guidance", 1),
        ("bears are going to get squeezed", 1),
        ("loaded calls, strong buy", 1),
        ("+8% premarket, all time high!", 1),
        ("I&#39;m long, don’t sell", 1),
        ("shares of the united company", 0),
        ("quarterly report published", 0),
    ],
)
def test_finance_reads_talk_about_shares(text: str, sign: int) -> None:
    score = float(scorer("finance").score([text])[0])
    assert np.sign(score) == sign


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Die Aktie ist im freien Fall, Gewinnwarnung!", -1),
        ("Milliardenverlust und Stellenabbau", -1),
        ("nicht gut", -1),
        ("kein schlechtes Ergebnis", 1),
        ("Kursziel angehoben, klare Kaufempfehlung", 1),
        ("großartige Zahlen", 1),
        ("grossartige Zahlen", 1),
        ("ein wunderschoener Tag", 0),
        ("schoener Tag", 1),
        ("Rekordgewinn, aber die Prognose gesenkt", -1),
        ("Hauptversammlung am Dienstag", 0),
    ],
)
def test_german_reads_german(text: str, sign: int) -> None:
    score = float(scorer("german").score([text])[0])
    assert np.sign(score) == sign


def test_names_of_companies_are_no_opinion() -> None:
    masked = scorer("finance").masking(["Best Buy", "Target", "Win Group"])
    texts = ["Best Buy opens a store", "Target opens a store", "Win Group opens a store", "we target growth"]
    assert masked.score(texts[:3]).tolist() == [0, 0, 0]
    assert scorer("finance").score(texts[:1])[0] != 0
    assert masked.score(texts[3:])[0] != 0


def test_auto_hands_each_post_to_its_language() -> None:
    texts = [
        "Guidance cut, this is a disaster for shareholders",
        "Gewinnwarnung, das ist eine Katastrophe für Anleger",
    ]
    one, other = AUTO.score(texts)
    assert one == scorer("finance").score(texts[:1])[0]
    assert other == scorer("german").score(texts[1:])[0]
    french = "Les résultats sont très mauvais pour les actionnaires, et ils ne vont pas vendre"
    assert np.isnan(AUTO.score([french])[0])
    assert AUTO.score(["🚀🚀"])[0] > 0


def test_a_list_of_ones_own_goes_first(tmp_path: Path) -> None:
    path = tmp_path / "mine.tsv"
    path.write_text("# mine\nword\tvalence\tnote\nblubb\t3\nto the sea\t-3\nscam\t0\n")
    own = scorer("finance", lexicon=str(path))
    assert own.score(["blubb"])[0] > 0 > own.score(["back to the sea"])[0]
    assert own.score(["scam"])[0] == 0 > scorer("finance").score(["scam"])[0]


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "no words"),
        (b"good\n", "line 1"),
        (b"good\tvery\n", "line 1"),
        (b"fine\t1\ngood\t5\n", "line 2"),
        (b"good\tnan\n", "line 1"),
        (b"\t3\n", "line 1"),
        (b"gr\xfcn\t1\n", "UTF-8"),
    ],
)
def test_a_list_that_cannot_be_used_is_refused(tmp_path: Path, content: bytes, word: str) -> None:
    path = tmp_path / "mine.tsv"
    path.write_bytes(content)
    with pytest.raises(DataError, match=word):
        lexicon_words(path)


@pytest.mark.parametrize("name", ["english_finance", "emoji", "german", "german_finance"])
def test_lists_are_within_their_bounds(name: str) -> None:
    words = own_words(name)
    assert all(-4 <= valence <= 4 for valence in words.values())
    assert all(word == word.lower() and word == word.strip() for word in words)


def test_the_nouns_that_charge_compounds_are_charged() -> None:
    assert set(TAILS.split()) <= {word for word, valence in german_vocabulary().lexicon.items() if valence}


NAMES = (
    "apple, amazon, google, alphabet, microsoft, meta, facebook, tesla, netflix, nvidia, intel, amd, boeing, "
    "chevron, exxon, visa, mastercard, walmart, costco, ford, gm, disney, pfizer, merck, "
    "citigroup, jpmorgan, goldman, caterpillar, verizon, at&t, cisco, oracle, ibm, salesforce, paypal, uber, "
    "twitter, gamestop, amc, blackberry, nokia, siemens, sap, allianz, bayer, basf, volkswagen, "
    "daimler, bmw, "
    "adidas, puma, wirecard, lufthansa, telekom, deutsche bank, commerzbank, infineon, continental, henkel, "
    "linde, zalando, hellofresh, alibaba, baidu, tencent, sony, toyota, robinhood, bitcoin, ethereum"
)
STUDIES = Path(__file__).resolve().parents[2] / "analysis"


def test_no_entry_is_the_name_of_a_company() -> None:
    charged = {
        word
        for name in ("english_finance", "german", "german_finance")
        for word, valence in own_words(name).items()
        if valence
    }
    assert charged.isdisjoint(NAMES.split(", "))
    for study in STUDIES.glob("*.toml"):
        named = {company.name.lower() for company in read_study(study, study_type()).company}
        assert charged.isdisjoint(named)


def test_general_words_of_the_market_are_muted() -> None:
    lexicon = finance_vocabulary().lexicon
    assert all(lexicon[word] == 0 for word in ("united", "share", "play", "free", "yield"))


def of_sum(valence: float) -> float:
    """The score of one word: s / sqrt(s² + 15), to four digits."""
    return round(valence / (valence**2 + 15) ** 0.5, 4)


@pytest.mark.parametrize(
    ("text", "valence"), [("+5%", 2.0), ("-5%", -2.0), ("(+0.3%)", 2.0), ("−12%,", -2.0)]
)
@pytest.mark.parametrize("name", ["finance", "german"])
def test_a_gain_weighs_as_much_as_a_loss(name: str, text: str, valence: float) -> None:
    assert scorer(name).score([f"heute {text}"])[0] == of_sum(valence)


@pytest.mark.parametrize(("word", "valence"), [("adorable", 2.2), ("angry", -2.3), ("cruel", -2.8)])
def test_a_word_of_general_opinion_counts_half_in_talk_about_shares(word: str, valence: float) -> None:
    """The valences are those of VADER's published lexicon; these words are in no list of the project."""
    assert scorer("vader").score([word])[0] == of_sum(valence)
    assert scorer("finance").score([word])[0] == of_sum(valence / 2)


def test_a_form_that_two_rows_stand_for_counts_as_the_first() -> None:
    """The adjective "lieb" (2.0) stands before the rows "liebste" (2.6) and "lieber" (1.2)."""
    words = own_words("german")
    assert words["lieb"] == words["liebste"] == words["lieber"] == 2.0


def test_a_list_of_a_users_own_holds_in_every_language_of_auto(tmp_path: Path) -> None:
    """The lists of ``finance`` and ``german`` know no such word."""
    path = tmp_path / "own.tsv"
    path.write_text("quoxy\t-3\n", encoding="utf-8")
    texts = ["this is what they said of the quoxy", "das ist nicht gut und nur ein quoxy", "quoxy"]
    auto, own = scorer("auto"), scorer("auto", lexicon=str(path))
    assert (own.score(texts) < auto.score(texts)).tolist() == [True] * 3
