"""Which columns hold what. Expected values: headings of files people have, with rows written here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from naysay.data.inspection.columns import profile
from naysay.data.inspection.headings import is_german, roles_of, words_of
from naysay.data.inspection.roles import Roles, likely_roles

LONG = "a text of more than five words, number {}"
N = 60


def roles(**columns: Sequence[Any]) -> Roles:
    """The roles of a table whose columns are named with spaces for __."""
    names = [name.replace("__", " ") for name in columns]
    rows: list[Mapping[str, Any]] = [
        dict(zip(names, row, strict=True)) for row in zip(*columns.values(), strict=True)
    ]
    return likely_roles([profile(name, [row[name] for row in rows]) for name in names], rows)


def texts(words: str = LONG) -> list[str]:
    return [words.format(number) for number in range(N)]


def times(form: str = "2024-03-{:02}T10:00:00Z") -> list[str]:
    return [form.format(1 + number % 28) for number in range(N)]


def names(*few: str) -> list[str]:
    return [few[number % len(few)] for number in range(N)]


def numbers(first: int = 0) -> list[int]:
    return list(range(first, first + N))


def test_a_german_export() -> None:
    found = roles(
        Beitrags__Nr=[f"B{number}" for number in range(N)],
        Veröffentlicht__am=times("{:02}.03.2024 17:49"),
        Unternehmen=names("Eins AG", "Zwei SE"),
        Quelle=names("ariva", "onvista"),
        Autor=names("a", "b", "c"),
        Titel=texts("Eine Überschrift, die niemand {}"),
        Beitrag=texts("Eine Überschrift, die niemand {} und noch viel mehr Worte dazu"),
        Tonalität=names("negativ", "neutral"),
        Reichweite=numbers(),
    )
    assert found == Roles(
        id="Beitrags Nr",
        posted_at=("Veröffentlicht am",),
        text=("Beitrag",),
        company="Unternehmen",
        author="Autor",
        forum="Quelle",
        score="Tonalität",
    )


def test_date_and_clock_apart() -> None:
    found = roles(Datum=times("{:02}.03.2024"), Uhrzeit=names("17:49", "08:01"), Text=texts())
    assert found.posted_at == ("Datum", "Uhrzeit")


def test_a_date_alone() -> None:
    assert roles(Datum=times("2024-03-{:02}"), Text=texts()).posted_at == ("Datum",)


def test_the_dump_of_a_subreddit() -> None:
    """The votes that Reddit calls score are nobody's opinion of a share."""
    found = roles(
        id=[f"k{number}" for number in range(N)],
        created_utc=[1_700_000_000 + 977 * number for number in range(N)],
        author=names("x", "y"),
        title=texts("What about shares, {}?"),
        selftext=[LONG.format(number) if number % 2 else "" for number in range(N)],
        subreddit=names("stocks"),
        score=numbers(),
        num_comments=numbers(),
    )
    assert (found.posted_at, found.text) == (("created_utc",), ("title", "selftext"))
    assert (found.forum, found.score, found.company) == ("subreddit", "", "")


def test_ids_that_a_spreadsheet_has_rounded_are_none() -> None:
    found = roles(tweet_id=["5.50442E+17"] * N, created_at=times(), text=texts())
    assert found.id == ""
    assert "tweet_id" in found.notes[0]


def test_a_column_without_a_known_name_is_known_by_what_it_holds() -> None:
    found = roles(a=times(), b=texts(), c=numbers())
    assert (found.posted_at, found.text) == (("a",), ("b",))


def test_counts_are_no_times() -> None:
    """Numbers of followers may look like days of a spreadsheet, or like seconds since 1970."""
    found = roles(followers=numbers(45_000), views=numbers(1_700_000_000), text=texts())
    assert found.posted_at == ()


def test_prices_are_no_posts() -> None:
    assert not roles(Date=times("2024-03-{:02}"), Close=numbers(100)).are_posts


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ("createdAt", ("created", "at")),
        ("Veröffentlicht am", ("veroeffentlicht", "am")),
        ("user.id", ("user", "id")),
    ],
)
def test_words_of_a_heading(heading: str, words: tuple[str, ...]) -> None:
    assert words_of(heading) == words


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Post ID", "id"),
        ("Datum/Uhrzeit", "posted_at"),
        ("created_at", "posted_at"),
        ("Hit Sentence", "text"),
        ("data.text", "text"),
        ("Ticker Symbol", "company"),
        ("screen_name", "author"),
        ("Content Source Name", "forum"),
        ("Sentiment", "score"),
        ("like_num", "reach"),
    ],
)
def test_headings_that_people_have(heading: str, role: str) -> None:
    assert next(iter(roles_of(heading))) == role


@pytest.mark.parametrize("heading", ["", "x", "Bemerkung", "\x00", "🤮" * 50])
def test_other_headings_have_no_role(heading: str) -> None:
    assert dict(roles_of(heading)) == {}


def test_german_headings_are_known() -> None:
    assert is_german(["ID", "Datum", "Text"])
    assert not is_german(["id", "date", "text"])
