"""The hash of what a post says: copies are equal, and many at once are hashed as one by one.

Expected values: the definition (BLAKE2b of the words that are left, by hand), and ``said_hash``, which uses
Python's regular expressions, for ``said_hashes``, which uses Arrow's.
"""

from __future__ import annotations

import hashlib
import sys

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from naysay.data.said import LONGEST, hashed, said_hash, said_hashes

SPACES = [chr(code) for code in range(sys.maxunicode + 1) if chr(code).isspace()]
PIECES = (
    "http://", "https://", "HTTP://x", "http:/", "@", "@a", "@@", ":", "RT", "RT@", "RTé", "rt", " ", "  ",
    "_", "9",    "a", "B", "é", "É", "ß", "ẞ", "İ", "ſ", "ΑΣ", "ﬃ", "…", "😀", "\x00", "\x7f", "\u200b",
    "\u180e", "\ud83d", "\udc00", *SPACES,
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(st.characters(), max_size=3), max_size=12).map("".join)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("", ""),
        ("RT @bob: Hello  WORLD https://t.co/x", "hello world"),
        (" RT hello", "rt hello"),
        ("RTs rise", "rts rise"),
        ("RTé", "rté"),
        ("mail@Home.de", "mail .de"),
        ("@bobé: x", "x"),
        ("Straße\u2003STRASSE\x1f\ud83d", "strasse strasse ?"),
        ("http://a\u3000b HTTP://c", "b http://c"),
    ],
)
def test_what_is_left_is_hashed(text: str, left: str) -> None:
    digest = hashlib.blake2b(left.encode(), digest_size=8).digest()
    expected = int.from_bytes(digest, "big", signed=True)
    assert hashed(left) == said_hash(text) == expected
    assert said_hashes([text]).tolist() == [expected]


@settings(max_examples=500, deadline=None)
@given(st.lists(TEXTS, max_size=8))
@example(["RTé a", "@bé", "@b\ud83d", "x"])
def test_many_texts_are_hashed_as_one_by_one(texts: list[str]) -> None:
    assert said_hashes(texts).tolist() == [said_hash(text) for text in texts]


def test_every_character_is_taken_alike() -> None:
    places = ("x{0}y", "http://a{0}b", "@a{0}b", "@{0}", "RT{0}", "A{0}{0}B{0}")
    texts = [place.format(chr(code)) for place in places for code in range(0x3100)]
    texts += [place.format(chr(code)) for place in places for code in range(0x3100, sys.maxunicode, 17)]
    assert said_hashes(texts).tolist() == [said_hash(text) for text in texts]


@pytest.mark.parametrize("size", [LONGEST - 1, LONGEST, LONGEST + 1])
def test_long_texts_are_hashed_as_short_ones(size: int) -> None:
    text = "@Bob: É " + "x" * (size - 8)
    assert said_hashes(["a", text, "b"]).tolist() == [said_hash("a"), said_hash(text.lower()), said_hash("b")]
