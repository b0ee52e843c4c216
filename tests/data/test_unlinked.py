"""Words that name no company of the study. Expected values: counted by hand in posts written here."""

from __future__ import annotations

import pytest

from naysay.data.unlinked import LEAST_AUTHORS, LONGEST, SHOWN, unlinked_words
from naysay.study.company import Company

SAP = [Company(ticker="SAP.DE", name="SAP SE", aliases=("SAP", "Deutsche Walldorf"))]


def by_authors(text: str, n: int = LEAST_AUTHORS) -> list[tuple[str, str]]:
    return [(f"author {number}", text) for number in range(n)]


def test_cashtags_and_names_are_counted_by_posts() -> None:
    posts = by_authors("heute $BAYN und Siemens, mit Siemens, $SAP und $SAP.DE") + by_authors("und $BAYN", 2)
    words = unlinked_words(posts, SAP)
    assert words.cashtags == (("$BAYN", LEAST_AUTHORS + 2),)
    assert words.names == (("Siemens", LEAST_AUTHORS),)


@pytest.mark.parametrize(
    "text",
    [
        "I wrote to @BAYER and www.Bayer.com",
        "at SAP and Deutsche Walldorf",
        "Bayer begins a sentence. Bayer too",
        "Wir reden über den Vorfall, einen Vorfall",  # behind an article: a noun
        "on Monday",
        "bought " + "A" * (LONGEST + 1),
        "say \u202eBayer\u0007x",
        "x$BAYN and 5 $ and $5 and $$BAYN",
    ],
)
def test_no_name(text: str) -> None:
    words = unlinked_words(by_authors(text, 20), SAP)
    assert (words.cashtags, words.names) == ((), ())


def test_what_few_authors_write_is_not_shown() -> None:
    text = "with Siemens and $BAYN"
    assert unlinked_words([("one author", text)] * 100, SAP).names == ()
    assert unlinked_words(by_authors(text, LEAST_AUTHORS - 1) * 9, SAP).cashtags == ()
    assert unlinked_words([("", text)] * LEAST_AUTHORS, SAP).names == (("Siemens", LEAST_AUTHORS),)


def test_an_author_is_no_name() -> None:
    posts = [*by_authors("as said Hansemann and Siemens"), ("hansemann", "nothing")]
    assert unlinked_words(posts, SAP).names == (("Siemens", LEAST_AUTHORS),)


def test_ten_are_shown_the_most_frequent_first_then_by_name() -> None:
    posts = [
        post for n in range(15) for post in by_authors(f"and $AB{chr(65 + n)}", LEAST_AUTHORS + (n == 9))
    ]
    tags = unlinked_words(posts, SAP).cashtags
    assert len(tags) == SHOWN
    assert tags[0] == ("$ABJ", LEAST_AUTHORS + 1)
    assert [tag for tag, _ in tags[1:]] == [f"$AB{letter}" for letter in "ABCDEFGHI"]


@pytest.mark.parametrize("unit", ["A1", "$A", "Aa ", "@", "a.", "\ud83d", "&"])
def test_hostile_posts_end_soon(unit: str) -> None:
    words = unlinked_words([("", unit * 500_000)] * 5, SAP)
    assert all(len(word) <= LONGEST for word, _ in (*words.cashtags, *words.names))
