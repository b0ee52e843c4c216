"""StockTwits. Expected values: by hand, from the keys that its API documents and its files have."""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from naysay.data.forums import Batch, FurtherNames, Post, RecordForum, RefusedError, SkippedError, forum
from naysay.data.witness import Witness
from naysay.study.spec import PostOptions

OPTIONS = PostOptions(format="stocktwits", path="x")
FILES = Path(__file__).resolve().parents[1] / "forum_files" / "stocktwits"
EXPECTED = tomllib.loads((FILES / "expected.toml").read_text(encoding="utf-8"))


def stocktwits() -> RecordForum:
    one = forum("stocktwits")
    assert isinstance(one, RecordForum)
    return one


def message(**more: Any) -> dict[str, Any]:
    return {"id": 1, "created_at": "2021-03-01T14:30:00Z", "body": "good", **more}


def post(**more: Any) -> Post:
    return stocktwits().post(message(**more), OPTIONS)


def reshared(body: str | None) -> dict[str, Any]:
    original = None if body is None else message(id=2, body=body, user={"id": 8, "username": "plover"})
    return {"reshared_count": 1, "message": original}


@pytest.mark.parametrize("size", [1, 200, 1 << 20])
@pytest.mark.parametrize("name", EXPECTED)
def test_a_file_in_each_form_gives_its_rows_however_it_is_cut(name: str, size: int) -> None:
    one, batches = stocktwits().with_marks(), list[Batch]()
    with Witness(FILES / name) as file:
        for chunk in one.chunks(FILES / name, OPTIONS, file, size):
            batches += one.parse(chunk, OPTIONS)
    expected = EXPECTED[name]
    assert sum(len(batch.post_id) for batch in batches) == expected["posts"]
    assert Counter(row.reason for batch in batches for row in batch.refused) == expected.get("refused", {})
    assert sum((Counter(batch.skipped) for batch in batches), Counter()) == expected.get("skipped", {})
    marks = {name: mark for batch in batches for name, mark in zip(batch.post_id, batch.marks, strict=True)}
    for one_post in expected.get("post", []):
        if "mark" in one_post:
            assert marks[one_post["id"]] == one_post["mark"]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("&quot;up&quot; &amp; it&#39;s &lt;b&gt; &#x27;", "\"up\" & it's <b> '"),
        ("&amp;quot;", "&quot;"),
        ("R&D &copy=1 AT&T; &unknown;", "R&D &copy=1 AT&T; &unknown;"),
        (f"&#{'9' * 5000};", f"&#{'9' * 5000};"),
        ("&#xD800;&#0;", "\ufffd\ufffd"),
        ("half \ud83d of a pair", "half \ufffd of a pair"),
    ],
)
def test_entities_become_signs_once(body: str, text: str) -> None:
    assert post(body=body).text == text


@pytest.mark.parametrize(
    ("more", "cause"),
    [
        ({"body": ""}, "nothing_written"),
        ({"body": " \n&nbsp;"}, "nothing_written"),
        ({"body": None, "entities": {"chart": {"url": "x"}}}, "nothing_written"),
        ({"promoted": True}, "advertisement"),
        ({"is_sponsored": 1}, "advertisement"),
        ({"promoted": {"campaign": 7}}, "advertisement"),
        ({"body": "[removed]"}, "removed"),
    ],
)
def test_what_is_no_post_by_design_is_skipped(more: dict[str, Any], cause: str) -> None:
    with pytest.raises(SkippedError, match=f"^{cause}$"):
        post(**more)


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"body": None}, "no_text"),
        ({"body": 7}, "no_text"),
        ({"id": True}, "no_id"),
        ({"id": None}, "no_id"),
        ({"created_at": None}, "no_time"),
        ({"created_at": "2021-03-01"}, "time_without_clock"),
        ({"symbols": [{"symbol": "A" * 300}]}, "company_too_long"),
        ({"symbols": [{"symbol": f"A{n}"} for n in range(900)]}, "company_too_long"),
    ],
)
def test_what_cannot_be_read_is_refused(more: dict[str, Any], reason: str) -> None:
    with pytest.raises(RefusedError, match=f"^{reason}$"):
        post(**more)


@pytest.mark.parametrize(
    "more", [{"promoted": False}, {"promoted": None}, {"sponsored": {}}, {"discussion": True}]
)
def test_flags_that_are_not_set_leave_a_post(more: dict[str, Any]) -> None:
    assert post(**more).text == "good"


@pytest.mark.parametrize(
    "created_at",
    [
        "2015-01-03T12:00:00Z",
        "2015-01-03T12:00:00.000Z",
        "2015-01-03 12:00:00 UTC",
        "Sat, 03 Jan 2015 12:00:00 -0000",
        "Sat Jan 03 12:00:00 +0000 2015",
        "2015-01-03T07:00:00-05:00",
    ],
)
def test_its_time_in_each_form(created_at: str) -> None:
    """The zone of a study does not matter: each of these forms names its own."""
    options = OPTIONS.model_copy(update={"timezone": "Asia/Tokyo"})
    at = stocktwits().post(message(created_at=created_at), options).posted_at
    assert at == int(dt.datetime(2015, 1, 3, 12, tzinfo=dt.UTC).timestamp()) * 10**9


@pytest.mark.parametrize(
    ("symbols", "company"),
    [
        ([{"symbol": "ACME"}, {"symbol": "BTC.X"}, {"symbol": "ACME"}], "ACME\nBTC.X"),
        (["ACME", "BOLT"], "ACME\nBOLT"),
        ([{"id": 7}, None, 3, {"symbol": None}], ""),
        ([], ""),
        (None, ""),
        ("ACME", ""),
    ],
)
def test_its_companies_are_its_symbols(symbols: object, company: str) -> None:
    assert post(symbols=symbols).company == company


def test_a_key_of_the_users_own_may_name_the_company() -> None:
    assert post(company="BOLT", symbols=[{"symbol": "ACME"}]).company == "BOLT"


@pytest.mark.parametrize(
    ("user", "author"),
    [
        ({"id": 501, "username": "kestrel"}, "501"),
        ({"username": "kestrel"}, "kestrel"),
        ({"id": None, "username": None}, ""),
        ("kestrel", "kestrel"),
        (None, ""),
        ([], ""),
    ],
)
def test_its_author_is_the_number_of_the_account(user: object, author: str) -> None:
    assert post(user=user).author == author


@pytest.mark.parametrize(
    ("body", "original", "repeats"),
    [
        ("so true", reshared("good"), False),
        ("good &amp;\n bad", reshared("good &amp; bad"), True),
        ("good", reshared(None), False),
        ("good", None, False),
        ("RT @kestrel good", None, True),
        ("right, RT @kestrel good", None, False),
    ],
)
def test_only_what_adds_no_word_repeats(body: str, original: object, repeats: bool) -> None:
    assert post(body=body, reshare_message=original).repeats is repeats


def test_whoever_is_passed_on_is_known_by_all_names() -> None:
    names = stocktwits().further_names
    assert names is not None
    shared = message(user={"id": 7, "username": "kestrel"}, reshare_message=reshared("good"))
    assert names(shared) == FurtherNames(("kestrel", "8", "plover"), ("2",))
    assert names(message()) == FurtherNames()


@pytest.mark.parametrize(
    ("more", "mark"),
    [
        ({"entities": {"sentiment": {"basic": "Bullish"}}}, "positive"),
        ({"entities": {"sentiment": {"basic": "Bearish"}}}, "negative"),
        ({"entities": {"sentiment": "bearish"}}, "negative"),
        ({"entities": {"sentiment": None}}, ""),
        ({"entities": None}, ""),
        ({"sentiment": {"class": "bullish", "name": "Bullish"}}, "positive"),
        ({"sentiment": "Bearish"}, "negative"),
        ({"entities": {"sentiment": None}, "sentiment": " BULLISH "}, "positive"),
        ({"sentiment": {"basic": 7}}, ""),
        ({"sentiment": "Great"}, ""),
        ({}, ""),
    ],
)
def test_what_its_writer_marked_it_as(more: dict[str, Any], mark: str) -> None:
    tell = stocktwits().mark
    assert tell is not None
    assert tell(message(**more)) == mark
    assert post(**more).score is None


@pytest.mark.parametrize(
    ("fields", "is_its_own"),
    [
        (message(user={"username": "kestrel"}), True),
        (message(symbols=[{"symbol": "ACME"}]), True),
        (message(), False),
        (message(user={"login": "a note of another program"}), False),
        ({"id": 1, "body": "a comment", "created_utc": 1, "author": "kestrel"}, False),
        ({"id_str": "1", "text": "a tweet", "created_at": "x", "user": {"screen_name": "kestrel"}}, False),
    ],
)
def test_it_knows_its_own_messages(fields: dict[str, Any], is_its_own: bool) -> None:
    assert stocktwits().recognises(fields) is is_its_own


def test_an_empty_page_before_others_hides_nothing(tmp_path: Path) -> None:
    """Lists of other things in the first page, such as further names of the symbol, are not its posts."""
    first = {"symbol": {"symbol": "ACME", "aliases": []}, "messages": []}
    second = {"symbol": {"symbol": "ACME", "aliases": [{"id": 1}]}, "messages": [message()]}
    for name in ("pages.json", "pages.jsonl"):
        path = tmp_path / name
        path.write_text(f"{json.dumps(first)}\n{json.dumps(second)}\n", encoding="utf-8")
        (batch,) = stocktwits().batches(path, OPTIONS)
        assert (batch.post_id, batch.rows) == (["1"], 1)
