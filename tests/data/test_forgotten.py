"""Posts to forget. Expected values: files without the posts of the person, and what is written by hand."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import json
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from naysay.data import forgotten as forgotten_module
from naysay.data import posts as posts_module
from naysay.data.forgotten import (
    FindForgotten,
    KeyedNames,
    Kind,
    Name,
    checked,
    keyed_hash,
    without_forgotten,
)
from naysay.data.forums import Batch, FurtherNames, Post, forum
from naysay.data.posts import Posts, read_posts
from naysay.data.scored import ScoredPosts
from naysay.data.scorers import scorer
from naysay.data.sessions import Sessions
from naysay.study.errors import DataError
from naysay.study.executor import Executor, Serial
from naysay.study.file import parse_study
from naysay.study.spec import Study

KEY, OTHER_KEY = b"k" * 32, b"o" * 32
DAY = 86_400 * 10**9
SESSIONS = Sessions(
    "XNYS",
    pd.date_range("2014-01-02", periods=20, name="session"),
    16072 * DAY + DAY * np.arange(20),
    16071 * DAY,
)
ASCII = "aAbB019_-"
KINDS: tuple[Kind, ...] = ("author", "post")
Row = dict[str, Any]


def names(*of: tuple[Kind, str], key: bytes = KEY) -> KeyedNames:
    hashes = [(kind, keyed_hash(key, Name(kind, text))) for kind, text in of]
    by_kind = {kind: frozenset(h for one, h in hashes if one == kind) for kind in ("author", "post")}
    return KeyedNames(key, by_kind["author"], by_kind["post"])


def batch(*posts: Post) -> Batch:
    one = Batch()
    for post in posts:
        one.add(post)
    return one


def post(author: str = "", post_id: str = "1", text: str = "fine") -> Post:
    return Post(post_id, 1, text, author=author, repeats=text.startswith("RT @"))


@pytest.mark.parametrize(
    "written", ["Bob_7", "bob_7", "BOB_7", " bob_7 ", "@bob_7", "u/bob_7", "/u/Bob_7", "U/bob_7", "@ bob_7"]
)
def test_an_author_is_the_same_however_a_site_writes_it(written: str) -> None:
    assert FindForgotten([names(("author", written))]).rows(batch(post("Bob_7"), post("bob_8"))) == [0]
    assert FindForgotten([names(("author", "bob_7"))]).rows(batch(post(written), post("bob"))) == [0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Straße", "STRASSE"),
        ("Zo\u00eb", "ZOE\u0308"),
        ("\ud800x", "\ufffdX"),
        ("@", "@"),
        ("u/", "U/"),
        ("a\0b", "A\0B"),
        ("12345", "12345"),
        ("-x", "-X"),
    ],
)
def test_letters_that_are_written_in_several_ways_are_one(one: str, other: str) -> None:
    assert keyed_hash(KEY, Name("author", one)) == keyed_hash(KEY, Name("author", other))


def test_the_id_of_a_post_counts_as_it_is_written() -> None:
    find = FindForgotten([names(("post", "t1_aB"))])
    assert find.rows(batch(post(post_id="t1_aB"), post(post_id="t1_ab"), post("t1_aB"))) == [0]


def test_a_hash_depends_on_the_key_and_the_kind() -> None:
    of = [(KEY, Name("author", "bob")), (OTHER_KEY, Name("author", "bob")), (KEY, Name("post", "bob"))]
    assert len({keyed_hash(key, name) for key, name in of}) == 3
    assert all(len(keyed_hash(key, name)) == 16 for key, name in of)


@given(st.text(ASCII, max_size=3), st.text(ASCII, max_size=3))
def test_authors_are_one_if_case_alone_tells_them_apart_and_ids_only_if_nothing_does(a: str, b: str) -> None:
    hashes = {kind: {keyed_hash(KEY, Name(kind, text)) for text in (a, b)} for kind in KINDS}
    assert len(hashes["author"]) == len({a.lower(), b.lower()})
    assert len(hashes["post"]) == len({a, b})


@pytest.mark.parametrize("text", ["", " \n", "x" * 257])
@pytest.mark.parametrize("kind", ["author", "post"])
def test_a_name_that_no_post_can_have_is_refused_without_being_shown(kind: Kind, text: str) -> None:
    with pytest.raises(DataError, match=f"--{kind}: got .* of {len(text.strip())} characters") as caught:
        checked(Name(kind, text))
    assert "xxx" not in str(caught.value)


def test_nobody_is_no_author() -> None:
    assert FindForgotten([names(("author", "x"), ("author", ""))]).rows(batch(post(""), post("x"))) == [1]


def test_a_post_that_passes_on_another_s_is_found_by_its_text_and_by_what_its_format_knows() -> None:
    one = batch(
        post("eve", text="RT @Bob: bad"), post("eve", text="RT @bobby: bad"), post("eve", "9"), post()
    )
    one.further_names += [
        FurtherNames(), FurtherNames(), FurtherNames(("", "bob"), ("",)), FurtherNames((), ("", "77"))
    ]  # fmt: skip
    assert FindForgotten([names(("author", "bob"))]).rows(one) == [0, 2]
    assert FindForgotten([names(("post", "77"))]).rows(one) == [3]
    assert FindForgotten([names(("post", "77")), names(("author", "bob"), key=OTHER_KEY)]).rows(one) == [
        0,
        2,
        3,
    ]
    assert FindForgotten([names()]).rows(one) == []


def test_more_authors_than_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forgotten_module, "REMEMBERED", 2)
    find = FindForgotten([names(("author", "a3"))])
    for _ in range(2):
        assert find.rows(batch(*(post(f"a{n}") for n in range(9)))) == [3]


def test_without_a_list_a_format_is_itself() -> None:
    assert without_forgotten(forum("table"), ()) is forum("table")


def study(name: str, retweets: str) -> Study:
    return parse_study(
        f"""
        study = {{name = "x", start = 2014-01-01, end = 2014-12-31}}
        company = [{{ticker = "A", name = "Acme"}}, {{ticker = "B", name = "Bolt"}}]
        [posts]
        format = "{name}"
        path = "x"
        company = "text"
        forum = "file"
        max_lost = 1.0
        retweets = "{retweets}"
        """,
        source="x.toml",
    )


def row(number: int) -> Row:
    """Ids come twice; some posts are about two companies, retweets, out of the period, or have no id."""
    said = ("bad", "good", "great!", "a disaster")[number % 4]
    year = 2009 if number % 13 == 2 else 2014
    who = ("RT @BOB: ", "RT @eve: ", "")[min(number % 11, 2)]
    return {
        "id": str(number % 90) if number % 17 else "",
        "posted_at": f"{year}-01-{2 + number % 18:02d}T10:{number % 60:02d}:00Z",
        "text": f"{who}Acme is {said} {number % 41}" + (", and so is Bolt" if number % 5 == 0 else ""),
        "author": ("Bob", "bob", "eve", "", "Ann", "u/ann", "kim")[number % 7],
    }


def is_of_bob(one: Row) -> bool:
    return one["author"].lower() == "bob" or one["text"].startswith("RT @BOB") or one["id"] == "44"


ROWS = [row(number) for number in range(180)]


def csv(rows: list[Row]) -> bytes:
    return pd.DataFrame(rows).to_csv(index=False).encode()


def parquet(rows: list[Row]) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), out)
    return out.getvalue()


def lines(rows: list[Row]) -> bytes:
    return "".join(f"{json.dumps(one)}\n" for one in rows).encode()


def tweets(rows: list[Row]) -> bytes:
    """The number of an author is not the handle, and a retweet names the other's tweet."""
    return lines([tweet(one) for one in rows])


def tweet(one: Row) -> Row:
    moment = dt.datetime.fromisoformat(one["posted_at"])
    fields = {"id_str": one["id"], "text": one["text"], "created_at": f"{moment:%a %b %d %H:%M:%S +0000 %Y}"}
    if one["author"]:
        fields["user"] = {"id": len(one["author"]), "screen_name": one["author"]}
    return fields


@pytest.mark.parametrize("retweets", ["keep", "drop"])
@pytest.mark.parametrize(
    ("name", "file", "write"),
    [
        ("table", "a.csv", csv),
        ("table", "a.jsonl", lines),
        ("table", "a.jsonl.gz", lambda rows: gzip.compress(lines(rows))),
        ("table", "a.parquet", parquet),
        ("twitter", "a.jsonl", tweets),
    ],
    ids=["csv", "lines", "packed", "parquet", "twitter"],
)
def test_what_is_left_is_what_files_without_the_person_give(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    file: str,
    write: Callable[[list[Row]], bytes],
    two: Executor,
    retweets: str,
) -> None:
    """However the rows are cut and whoever reads them: counts, links, authors, scores and instants."""
    monkeypatch.setattr(posts_module, "CHUNK", 2_000)
    monkeypatch.setattr(posts_module, "BYTES_A_WORKER", 0)
    without = [one for one in ROWS if not is_of_bob(one)]
    expected = read(tmp_path, study(name, retweets), file, write(without), (), Serial())
    on_list = names(("author", "bob"), ("post", "44"))
    found = read(tmp_path, study(name, retweets), file, write(ROWS), (on_list,), two)
    left_out = len(ROWS) - len(without) - sum(is_of_bob(one) and not one["id"] for one in ROWS)
    assert found.rows("filtered", "forgotten") == left_out > 50
    assert found.files[0].rows == len(ROWS)
    for field in fields(ScoredPosts):
        mine, theirs = getattr(found.scored, field.name), getattr(expected.scored, field.name)
        assert np.array_equal(mine, theirs) if mine is not None else theirs is None
    assert found.links == expected.links
    assert found.scores[0].tolist() == expected.scores[0].tolist()
    assert counts(found) == counts(expected)
    assert len(found.scored.score) > 20
    assert found.rows("rows_in") == sum(
        found.rows(stage) for stage in ("kept", "quarantined", "duplicate", "filtered")
    )


def counts(posts: Posts) -> dict[tuple[str, str, str], int]:
    """The rows by stage, cause and company that no forgotten row is among."""
    ours = {("rows_in", "rows"), ("filtered", "forgotten"), ("quarantined", "no_id")}
    return {
        (of.stage, of.cause, of.company): of.rows for of in posts.losses if (of.stage, of.cause) not in ours
    }


def read(
    folder: Path, of: Study, file: str, content: bytes, on_list: tuple[KeyedNames, ...], executor: Executor
) -> Posts:
    (folder / file).write_bytes(content)
    return read_posts(
        of,
        {file: folder / file},
        sessions={"A": SESSIONS, "B": SESSIONS},
        scorers=[scorer("finance")],
        folder=folder / "parts",
        quarantine=folder / "quarantine.jsonl",
        forgotten=on_list,
        executor=executor,
    )


@pytest.mark.parametrize(
    ("name", "left_out"),
    [
        (("author", "300"), 2),
        (("author", "@Ann"), 2),
        (("post", "30"), 2),
        (("author", "5"), 1),
        (("post", "1"), 1),
    ],
)
def test_a_tweet_is_known_by_number_and_handle_and_a_retweet_by_those_of_what_it_passes_on(
    tmp_path: Path, name: tuple[Kind, str], left_out: int
) -> None:
    ann = {"id": 300, "id_str": "300", "screen_name": "ann"}
    when = "Wed Jan 15 23:34:19 +0000 2014"
    own = {"id_str": "30", "text": "Acme", "created_at": when, "user": ann}
    passing = {"id_str": "1", "text": "Acme", "created_at": when, "user": {"id": 5}, "retweeted_status": own}
    odd: list[Row] = [
        {**own, "id_str": "2", "user": [], "retweeted_status": "x"},
        {**own, "id_str": "3", "user": {"screen_name": 3.5}, "retweeted_status": {"user": 7, "id": [1]}},
        {**own, "id_str": "4", "user": None, "retweeted_status": {"id": "y" * 300}},
    ]
    found = read(
        tmp_path, study("twitter", "keep"), "a", lines([own, passing, *odd]), (names(name),), Serial()
    )
    assert found.rows("filtered", "forgotten") == left_out
    assert (found.rows("rows_in"), found.rows("kept")) == (5, 5 - left_out)
