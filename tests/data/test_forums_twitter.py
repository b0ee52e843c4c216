"""Tweets of both versions of the API and of archives.

Expected values: instants by hand from a calendar, fields as Twitter documents them.
"""

from __future__ import annotations

import datetime as dt
import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naysay.data.forgotten import KeyedNames, Name, keyed_hash, without_forgotten
from naysay.data.forums import Batch, Forum, Post, RefusedError, SkippedError, forum
from naysay.data.witness import Witness
from naysay.study.errors import DataError
from naysay.study.spec import PostOptions

FILES = Path(__file__).resolve().parents[1] / "forum_files" / "twitter"
OPTIONS = PostOptions(format="twitter", path="x")
BY_COLUMN = PostOptions(format="twitter", path="x", company="column")


def tweet(**more: Any) -> dict[str, Any]:
    return {"id_str": "1", "created_at": "Wed Jan 15 23:34:19 +0000 2014", "text": "good", **more}


def post(**more: Any) -> Post:
    return forum("twitter").post(tweet(**more), OPTIONS)


@pytest.mark.parametrize(
    ("created_at", "expected"),
    [
        ("Wed Jan 15 23:34:19 +0000 2014", "2014-01-15T23:34:19+00:00"),
        ("Thu Jan 16 01:34:19 +0200 2014", "2014-01-15T23:34:19+00:00"),
        ("Thu Jan 16 05:04:19 +0530 2014", "2014-01-15T23:34:19+00:00"),
        ("Wed Jan 15 23:04:19 -0030 2014", "2014-01-15T23:34:19+00:00"),
        ("Wed Jan 15 14:04:19 -0930 2014", "2014-01-15T23:34:19+00:00"),
        ("Sat Feb 29 00:00:00 +0000 2020", "2020-02-29T00:00:00+00:00"),
        ("Sat Dec 31 23:59:60 +0000 2016", "2016-12-31T23:59:59+00:00"),
        ("2014-01-15T23:34:19.000Z", "2014-01-15T23:34:19+00:00"),
        ("2014-01-15T23:34:19Z", "2014-01-15T23:34:19+00:00"),
        ("2014-01-15 23:34:19 +0000", "2014-01-15T23:34:19+00:00"),
        ("2014-01-16 01:34:19+02:00", "2014-01-15T23:34:19+00:00"),
    ],
)
def test_its_time(created_at: str, expected: str) -> None:
    since = dt.datetime.fromisoformat(expected) - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    assert post(created_at=created_at).posted_at == since // dt.timedelta(seconds=1) * 10**9


@pytest.mark.parametrize(
    ("created_at", "reason"),
    [
        (None, "no_time"),
        ("", "no_time"),
        (1389828859, "no_time"),
        (" ", "time_unreadable"),
        ("2014-01-15T23:34:19", "time_unreadable"),
        ("2014-01-15", "time_unreadable"),
        ("2014-02-30T23:34:19Z", "time_unreadable"),
        ("2014-01-15T23:34:19.000+2500", "time_unreadable"),
        ("1989-12-31T23:59:59.999Z", "time_out_of_range"),
        ("Wed Jan 15 23:34 +0000 2014", "time_unreadable"),
        ("Sun Feb 30 00:00:00 +0000 2014", "time_unreadable"),
        ("Mi Okt 15 23:34:19 +0000 2014", "time_unreadable"),
        ("Wed Jan 15 23:34:19 UTC 2014", "time_unreadable"),
        ("Wed Jan 15 23:34:19  2014", "time_unreadable"),
        ("Wed Jan 15 23:34:-1 +0000 2014", "time_unreadable"),
        (f"Wed Jan 15 23:34:19 +0000 {'9' * 5000}", "time_unreadable"),
        ("Wed Jan 15 23:34:19 +0000 0001", "time_out_of_range"),
        ("Thu Jan 01 00:00:00 +0000 2100", "time_out_of_range"),
        ("Sun Dec 31 23:59:59 +0000 1989", "time_out_of_range"),
    ],
)
def test_a_time_that_is_none(created_at: object, reason: str) -> None:
    with pytest.raises(RefusedError, match=f"^{reason}$"):
        post(created_at=created_at)


@pytest.mark.parametrize(
    ("more", "text"),
    [
        ({}, "good"),
        ({"full_text": "good, and long"}, "good, and long"),
        ({"extended_tweet": {"full_text": "the whole of it"}, "full_text": "cut"}, "the whole of it"),
        ({"extended_tweet": {}}, "good"),
        ({"extended_tweet": None}, "good"),
        ({"extended_tweet": ["full_text"]}, "good"),
        ({"text": "half \ud83d of a pair"}, "half \ufffd of a pair"),
        ({"text": "a pair \U0001f680 stays"}, "a pair \U0001f680 stays"),
    ],
)
def test_its_text_is_the_longest_it_carries(more: dict[str, Any], text: str) -> None:
    assert post(**more).text == text


@pytest.mark.parametrize(
    ("more", "post_id"),
    [({}, "1"), ({"id": 2}, "1"), ({"id_str": None, "id": 2}, "2"), ({"id_str": " 3 "}, "3")],
)
def test_its_id(more: dict[str, Any], post_id: str) -> None:
    assert post(**more).post_id == post_id


@pytest.mark.parametrize("wrong", [None, "", "  ", True, 1.5, [1], {"a": 1}])
def test_an_id_that_is_none(wrong: object) -> None:
    with pytest.raises(RefusedError, match=r"^no_id$"):
        post(id_str=wrong)


@pytest.mark.parametrize(
    ("more", "repeats"),
    [
        ({}, False),
        ({"retweeted_status": {"id_str": "0"}}, True),
        ({"retweeted_status": None}, False),
        ({"text": "RT @someone: bad"}, True),
        ({"text": "no RT @someone: bad"}, False),
        ({"text": "RT is broken"}, False),
    ],
)
def test_a_retweet(more: dict[str, Any], repeats: bool) -> None:
    assert post(**more).repeats is repeats


@given(st.integers(631_152_000, 4_102_444_799), st.integers(-14 * 60, 14 * 60))
def test_any_time_as_twitter_writes_it(seconds: int, east: int) -> None:
    moment = dt.datetime.fromtimestamp(seconds, dt.timezone(dt.timedelta(minutes=east)))
    assert post(created_at=moment.strftime("%a %b %d %H:%M:%S %z %Y")).posted_at == seconds * 10**9


MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def as_documented(created_at: str) -> int | str:
    """Nanoseconds since 1970 by the parts of the time alone, or why there is no such time."""
    try:
        _, month, day, clock, zone, year = created_at.split(" ")
        hour, minute, second = map(int, clock.split(":"))
        date = int(year), MONTHS.index(month) + 1, int(day)
        moment = dt.datetime(*date, hour, minute, min(second, 59), tzinfo=dt.UTC)
        east = int(zone[:3]) * 60 + int(zone[0] + zone[3:5])
    except (ValueError, IndexError, OverflowError):
        return "time_unreadable"
    seconds = int(moment.timestamp()) - 60 * east
    return seconds * 10**9 if 631_152_000 <= seconds < 4_102_444_800 else "time_out_of_range"


def answer(created_at: str) -> int | str:
    """The instant, or the reason why there is none."""
    try:
        return post(created_at=created_at).posted_at
    except RefusedError as refusal:
        return str(refusal)


DAYS = ["15", "1", "01", "29", "31", "+5", "0", "1_0", "٠١", ".5"]
CLOCKS = [
    "23:34:19", "24:00:00", "00:00:00", "23:59:60", "1:2:3", "23:34", "23:34:19.5", "23:34.19", "T3:34:19",
    "233419.5", "23-34-19", "+3:34:19", " 3:34:19", "23:34:1٩", "23:34+01", "23:34:99", "23.34:19", "::",
]  # fmt: skip
OFFSETS = [
    "+0000", "-0030", "+0530", "-0930", "+2359", "+2400", "+0090", "Z", "UTC", "+05", "+00:00", "00000", "",
    ".5000", ",5000", "-00:5", "+1260", "+0:30", "+000030", "+1_00", "−0100", "+0٠00", "+00.5", "+0٣00",
]  # fmt: skip
YEARS = ["2014", "2016", "14", "02014", "0001", "9999", "+2014", "2014Z", "", "2100", "1989", "٢014"]


@settings(max_examples=2000)
@given(
    st.tuples(
        st.sampled_from(["Wed", "", "Mittwoch", "2014-01"]),
        st.sampled_from([*MONTHS, "jan", "01", ""]),
        *map(st.sampled_from, (DAYS, CLOCKS, OFFSETS, YEARS)),
    )
)
def test_a_time_is_what_its_parts_say(parts: tuple[str, ...]) -> None:
    assert answer(" ".join(parts)) == as_documented(" ".join(parts))


@settings(max_examples=1000)
@given(
    st.lists(
        st.tuples(st.integers(0, 29), st.sampled_from([*"0123456789 :+-.TZ٣é", "é"])), min_size=1, max_size=3
    )
)
def test_a_time_with_other_signs_in_it_is_what_its_parts_say(signs: list[tuple[int, str]]) -> None:
    created_at = "Wed Jan 15 23:34:19 +0000 2014"
    for place, sign in signs:
        created_at = created_at[:place] + sign + created_at[place + 1 :]
    assert answer(created_at) == as_documented(created_at)


def read(path: Path, form: Forum | None = None, size: int = 1 << 22) -> Batch:
    """All rows of a file that is cut into chunks of ``size`` bytes."""
    whole, form = Batch(), form or forum("twitter")
    with Witness(path) as file:
        for chunk in form.chunks(path, OPTIONS, file, size):
            for batch in form.parse(chunk, OPTIONS):
                whole.post_id += batch.post_id
                whole.refused += batch.refused
                for cause, rows in batch.skipped.items():
                    whole.skipped[cause] = whole.skipped.get(cause, 0) + rows
    return whole


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a &amp; b &lt;3 &gt;", "a & b <3 >"),
        ("&amp;gt; stays an entity", "&gt; stays an entity"),
        ("&quot; and &auml; are not Twitter's", "&quot; and &auml; are not Twitter's"),
        ("a & b", "a & b"),
    ],
)
def test_what_twitter_escapes_is_undone_once(text: str, expected: str) -> None:
    assert post(text=text).text == expected


@pytest.mark.parametrize(
    ("more", "author"),
    [({"user": {"id_str": "7"}}, "7"), ({"user": {"id": 8}}, "8"), ({"author_id": "9"}, "9"), ({}, "")],
)
def test_its_author(more: dict[str, Any], author: str) -> None:
    assert post(**more).author == author


@pytest.mark.parametrize(
    ("kind", "repeats"), [("retweeted", True), ("quoted", False), ("replied_to", False), (7, False)]
)
def test_a_tweet_of_version_2_says_whether_it_is_a_retweet(kind: object, repeats: bool) -> None:
    assert post(referenced_tweets=[{"type": kind, "id": "5"}]).repeats is repeats


@pytest.mark.parametrize(
    ("more", "company"),
    [
        ({"entities": {"symbols": [{"text": "AAA"}, {"text": "BBB"}, {"text": "AAA"}]}}, "$AAA,$BBB"),
        ({"entities": {"cashtags": [{"tag": "AAA"}]}}, "$AAA"),
        ({"extended_tweet": {"entities": {"symbols": [{"text": "CCC"}]}}}, "$CCC"),
        ({"note_tweet": {"text": "x", "entities": {"cashtags": [{"tag": "DDD"}]}}}, "$DDD"),
        ({"company": "EEE", "entities": {"cashtags": [{"tag": "AAA"}]}}, "EEE"),
        ({"company": None, "entities": {"cashtags": [{"tag": "AAA"}]}}, ""),
        ({"entities": {"symbols": [{"text": 7}, "AAA", {"text": " "}], "cashtags": 7}}, ""),
        ({"entities": ["AAA"]}, ""),
    ],
)
def test_its_cashtags_are_the_column_of_companies_where_there_is_none(
    more: dict[str, Any], company: str
) -> None:
    assert forum("twitter").post(tweet(**more), BY_COLUMN).company == company
    assert post(**more).company == (more.get("company") or "")


@pytest.mark.parametrize(
    ("more", "cause"),
    [
        ({"withheld_copyright": True}, "removed"),
        ({"withheld": {"copyright": True, "country_codes": []}}, "removed"),
        ({"withheld": {"country_codes": ["DE"]}, "text": "@a's account is withheld in: Germany."}, "removed"),
        ({"promoted_content": {"impression_id": "1"}}, "advertisement"),
        ({"scopes": {"followers": False}}, "advertisement"),
    ],
)
def test_what_is_no_post_by_design(more: dict[str, Any], cause: str) -> None:
    with pytest.raises(SkippedError, match=f"^{cause}$"):
        post(**more)


@pytest.mark.parametrize(
    "more",
    [
        {"withheld_copyright": False},
        {"withheld": {"copyright": False, "country_codes": ["DE"]}},
        {"withheld_in_countries": ["DE"]},
        {"scopes": {"place_ids": ["1"]}},
        {"promoted_content": None},
        {"limit": {"track": 1}},
        {"tombstone": {"text": "gone"}},
    ],
)
def test_a_tweet_that_is_there_is_a_post(more: dict[str, Any]) -> None:
    assert post(**more).text == "good"


@pytest.mark.parametrize("fields", [{"delete": {}}, {"limit": {"track": 1}}, {"disconnect": {"code": 4}}])
def test_what_a_stream_says_is_a_service_message(fields: dict[str, Any]) -> None:
    with pytest.raises(SkippedError, match=r"^service_message$"):
        forum("twitter").post(fields, OPTIONS)


@pytest.mark.parametrize("name", ["page.json", "flat.jsonl", "flat.json", "array.json", "lines.jsonl"])
@pytest.mark.parametrize("size", [1, 300, 1 << 22])
def test_tweets_in_any_form_are_the_same_tweets(name: str, size: int) -> None:
    first = 1001 if name in ("array.json", "lines.jsonl") else 2001
    assert read(FILES / name, size=size).post_id == [str(first + n) for n in range(3)]


def test_tweets_of_a_page_have_the_number_of_its_line() -> None:
    refused = [(row.line, row.reason) for row in read(FILES / "pages.jsonl").refused]
    assert refused == [(5, "no_time"), (5, "not_an_object"), (6, "no_text")]


@pytest.mark.parametrize("name", ["pages.jsonl", "pages.json", "pages.jsonl.gz", "array.json"])
def test_a_page_longer_than_a_line_may_be_is_parted(tmp_path: Path, name: str) -> None:
    """Two pages of 400 tweets with 6,000 characters each: 2.4 MB, where a line may have 1.5."""
    pages = [
        {"data": [{"id": str(n), "text": "x" * 6_000, "created_at": "2021-03-01T15:00:00Z"} for n in numbers]}
        for numbers in (range(400), range(400, 800))
    ]
    content = json.dumps(pages) if name == "array.json" else "\n".join(map(json.dumps, pages))
    packed = gzip.compress(content.encode()) if name.endswith(".gz") else content.encode()
    (tmp_path / name).write_bytes(packed)
    found = read(tmp_path / name)
    assert (found.post_id, found.refused) == ([str(n) for n in range(800)], [])


def test_a_page_that_is_too_long_is_refused_as_a_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("naysay.data.forums._twitter_pages.LONGEST_PAGE", 1_000)
    path = tmp_path / "page.json"
    path.write_bytes((FILES / "page.json").read_bytes())
    with pytest.raises(DataError, match="twarc2 flatten"):
        read(path)


def test_a_script_with_something_else_between_is_no_json(tmp_path: Path) -> None:
    path = tmp_path / "tweets.js"
    path.write_text('window.YTD.tweets.part0 = [{"tweet": {}}]; alert(1) [{"tweet": {}}]', encoding="utf-8")
    with pytest.raises(DataError, match="no whole JSON"):
        read(path)


@pytest.mark.parametrize(
    ("file", "name", "left"),
    [
        ("lines.jsonl", Name("author", "@Kater_K"), ["1002"]),
        ("lines.jsonl", Name("author", "7"), ["1002"]),
        ("lines.jsonl", Name("post", "1001"), ["1002"]),
        *(
            (file, name, left)
            for file in ("page.json", "flat.jsonl", "flat.json")
            for name, left in (
                (Name("author", "21"), ["2002", "2003"]),
                (Name("author", "luchs_l"), ["2002", "2003"]),
                (Name("author", "20"), ["2001", "2003"]),
                (Name("author", "igel_i"), ["2001", "2003"]),
                (Name("post", "1990"), ["2001", "2003"]),
                (Name("post", "2003"), ["2001", "2002"]),
            )
        ),
        ("tweets.js", Name("author", "luchs_l"), ["3001"]),
        ("2014_01.js", Name("author", "kater_k"), []),
    ],
)
def test_whoever_is_forgotten_is_so_by_number_and_handle(file: str, name: Name, left: list[str]) -> None:
    key = b"k" * 32
    hashes = frozenset({keyed_hash(key, name)})
    authors, posts = (hashes if name.kind == kind else frozenset[bytes]() for kind in ("author", "post"))
    lists = [KeyedNames(key, authors, posts)]
    assert read(FILES / file, without_forgotten(forum("twitter"), lists)).post_id == left


@pytest.mark.parametrize("name", ["array.json", "flat.json"])
def test_a_tweet_knows_its_format(name: str) -> None:
    tweets = json.loads((FILES / name).read_text(encoding="utf-8"))
    assert all(forum("twitter").recognises(one) for one in tweets)
    assert forum("twitter").recognises({"data": tweets})
    assert forum("twitter").recognises({"tweet": tweets[0]})


@pytest.mark.parametrize(
    "fields",
    [
        {"id": "1", "text": "good", "created_at": "2021-03-01T15:00:00Z"},
        {"id": "a1", "text": "good", "created_at": "2021-03-01T15:00:00Z", "author_id": "7"},
        {"id": 1, "body": "good", "created_at": "2021-03-01T15:00:00Z", "user": {"id": 7}},
        {"data": []},
        {},
    ],
)
def test_what_may_be_of_another_format_is_not_certain(fields: dict[str, Any]) -> None:
    assert not forum("twitter").recognises(fields)
