"""Mentions by tokens, many texts at once. Expected values: those of ``Mentions``, one text after another."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from naysay.data import mention_tokens
from naysay.data.linking import linker
from naysay.data.mention_decisions import Decisions
from naysay.data.mention_tokens import TokenMentions
from naysay.data.mentions import Mentions
from naysay.study.company import Alias, Company

COMPANIES = [
    Company(ticker="T", name="AT&T"),
    Company(ticker="TSLA", name="Tesla"),
    Company(ticker="AP", name="Apple", aliases=(Alias(name="Apple Inc"), Alias(name="Big App"))),
    Company(ticker="BRK.B", name="Berk", aliases=(Alias(name="Berk", case_sensitive=True),)),
    Company(
        ticker="SIX", name="Sixt SE", aliases=(Alias(name="Größe"), Alias(name="Spaß", case_sensitive=True))
    ),
    Company(ticker="MRK.DE", name="McMerck's", aliases=(Alias(name="Deutsche Mark"),)),
    Company(ticker="VOW3.DE", name="Apfel"),
    Company(ticker="U"),
    Company(
        ticker="XYZ",
        name="Exwyzet",
        aliases=(Alias(name="Steel", needs_context=True), Alias(name="Zett", exclude_if=("no",))),
    ),
]
PIECES = (
    "$T",
    "$TSLA",
    "$BRK.B",
    "$BRK",
    "$MRK",
    "MRK",
    ".DE",
    ":GR",
    " GY",
    "$VOW3",
    "vow3",
    "McMerck",
    "mcmercks",
    "’",
    "`",
    "&amp;",
    "&#39;",
    "Deutsche",
    "deutschen",
    "Mark",
    "Apfels",
    "U$S",
    "@",
    "https://",
    "www.",
    ".com",
    "/",
    ",",
    "heute",
    "the",
    "T",
    "TSLA",
    "AP",
    "XYZ",
    "BRK.B",
    "AT&T",
    "at&t",
    "Apple",
    "apple",
    "Inc",
    "Big",
    "App",
    "Berk",
    "BERK",
    "berk",
    "Sixt",
    "SE",
    "GRÖSSE",
    "Spaß",
    "spass",
    "Steel",
    "stock",
    "Zett",
    "no",
    "s",
    ".",
    ".b",
    "'s",
    "-",
    "_",
    "$",
    "/",
    "é",
    "İ",
    "ß",
    "\ud83d",
    "1",
    " ",
    " ",
    " ",
    " ",
    "\n",
    "\u2028",
    "\xa0",
    "",
)
TEXTS = st.lists(st.lists(st.sampled_from(PIECES), max_size=12).map("".join), max_size=6)


def sets(decisions: Decisions) -> tuple[set[object], set[object]]:
    return set(decisions.linked), set(decisions.refused)


@pytest.fixture(params=["few companies", "many"])
def mentions(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> TokenMentions[object]:
    if request.param == "many":
        monkeypatch.setattr(mention_tokens, "MOST_LETTERS", 0)
    return TokenMentions(Mentions(COMPANIES), sets)


@settings(max_examples=500, deadline=None)
@given(TEXTS)
@example(["Apple Inc", "big $T", "T\u2028stock", "$TSLA "])
def test_what_tokens_tell_is_what_the_text_says(texts: list[str]) -> None:
    for looked in (TokenMentions(Mentions(COMPANIES), sets), _OF_MANY):
        told, whole = looked(texts), Mentions(COMPANIES)
        assert len(told) == len(texts)
        for text, meant in zip(texts, told, strict=True):
            assert meant is None or meant == sets(whole.find(text)), text


def _of_many() -> TokenMentions[object]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mention_tokens, "MOST_LETTERS", 0)
        return TokenMentions(Mentions(COMPANIES), sets)


_OF_MANY = _of_many()
assert type(_OF_MANY._sift) is not type(TokenMentions(Mentions(COMPANIES), sets)._sift)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nothing",
        "$TSLA up",
        "$T, $TSLA",
        "at&t's day",
        "TSLA fell",
        "(TSLA)",
        "tesla. Again",
        "GRÖSSE",
        "x$T",
        "$Ts",
    ],
)
def test_most_texts_are_told(mentions: TokenMentions[object], text: str) -> None:
    assert mentions([text]) == [sets(Mentions(COMPANIES).find(text))]


@pytest.mark.parametrize(
    "text",
    ["T is down", "(T)", "an apple inc", "at Big", "Steel", "steel's", "Zett", "die Sixt", "é" * 70_000],
)
def test_texts_whose_tokens_depend_on_others_are_left(mentions: TokenMentions[object], text: str) -> None:
    assert mentions([text, "$T"]) == [None, ({("T", "cashtag")}, set())]


def test_half_a_character_leaves_all_texts(mentions: TokenMentions[object]) -> None:
    assert mentions(["$T", "\ud83d $T"]) == [None, None]


def test_what_was_told_does_not_change_with_what_was_told_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mention_tokens, "REMEMBERED", 2)
    used = TokenMentions(Mentions(COMPANIES), sets)
    texts = ["$T", "$TSLA", "Apple", "berk $T", "T", "tesla $TSLA"]
    for _ in range(3):
        for text in texts:
            assert used([text]) == TokenMentions(Mentions(COMPANIES), sets)([text])


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.sampled_from(["", "T", "sixt se"]))
def test_posts_at_once_have_the_companies_of_each(texts: list[str], said: str) -> None:
    one, path = linker(COMPANIES, "text"), Path("XYZ/a.csv")
    together = list(linker(COMPANIES, "text").of(path, [said] * len(texts), texts))
    alone = [one(path, said, text) for text in texts]
    assert [links.companies for links in together] == [links.companies for links in alone]
    assert [set(links.decisions) for links in together] == [set(links.decisions) for links in alone]
