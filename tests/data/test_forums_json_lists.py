"""Posts in JSON arrays and pages. Expected values: the posts below, by hand."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from naysay.data.forums import Batch, forum
from naysay.data.forums.base import CHUNK
from naysay.data.witness import Witness
from naysay.study.errors import DataError, DataWarning
from naysay.study.spec import PostOptions

OPTIONS = PostOptions(format="table", path="x", company="file")
AT = "2024-01-02T09:00:00Z"
POSTS = [{"id": str(n), "posted_at": AT, "text": f"Grün {n}"} for n in range(5)]
IDS = ["0", "1", "2", "3", "4"]


def read(
    folder: Path, content: str | bytes, name: str = "p.json", of: PostOptions = OPTIONS, size: int = CHUNK
) -> Batch:
    """All posts of a file that is cut into chunks of ``size`` bytes."""
    path, table, whole = folder / name, forum("table"), Batch()
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with Witness(path) as file:
        for chunk in table.chunks(path, of, file, size):
            for batch in table.parse(chunk, of):
                whole.post_id += batch.post_id
                whole.text += batch.text
                whole.refused += batch.refused
    return whole


PAGE = {"source": "x", "errors": [{"code": 1}] * 9, "data": {"items": POSTS, "next": None}}
LISTING = {"data": {"children": [{"kind": "t3", "data": post} for post in POSTS]}}


@pytest.mark.parametrize("size", [1, 100, CHUNK])
@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("content", [POSTS, PAGE, LISTING, {"posts": POSTS}])
def test_the_list_is_worked_out(tmp_path: Path, content: Any, indent: int | None, size: int) -> None:
    text = json.dumps(content, indent=indent, ensure_ascii=False)
    for name, raw in (("p.json", text.encode()), ("p.json.gz", gzip.compress(text.encode()))):
        posts = read(tmp_path, raw, name, size=size)
        assert (posts.post_id, posts.text[1], posts.refused) == (IDS, "Grün 1", [])


def test_powershell_writes_utf_16(tmp_path: Path) -> None:
    assert read(tmp_path, json.dumps(POSTS, indent=1).encode("utf-16")).post_id == IDS
    lines = "\r\n".join(map(json.dumps, POSTS))
    assert read(tmp_path, lines.encode("utf-16"), "p.jsonl").post_id == IDS


def test_the_name_of_a_file_does_not_decide(tmp_path: Path) -> None:
    assert read(tmp_path, json.dumps(POSTS), "p.jsonl").post_id == IDS
    assert read(tmp_path, json.dumps(POSTS), "p.csv").post_id == IDS
    assert read(tmp_path, "\n".join(map(json.dumps, POSTS)), "p.json").post_id == IDS
    assert read(tmp_path, "\n".join(map(json.dumps, POSTS)), "p.txt").post_id == IDS


def test_one_object_is_one_post(tmp_path: Path) -> None:
    for indent in (None, 2):
        assert read(tmp_path, json.dumps(POSTS[0], indent=indent)).post_id == ["0"]


def test_the_study_says_where_the_list_is(tmp_path: Path) -> None:
    content = json.dumps({"old": POSTS, "new": {"list": POSTS[:2]}})
    of = OPTIONS.model_copy(update={"records": "new.list"})
    assert read(tmp_path, content, of=of).post_id == ["0", "1"]
    with pytest.raises(DataError, match=r"posts\.records: .*without a list there"):
        read(tmp_path, content, of=OPTIONS.model_copy(update={"records": "new.posts"}))


def test_one_page_on_each_line(tmp_path: Path) -> None:
    of = OPTIONS.model_copy(update={"records": "items"})
    lines = json.dumps({"items": POSTS[:2]}) + "\n" + json.dumps({"items": POSTS[2:]})
    assert read(tmp_path, lines, "p.jsonl", of=of).post_id == IDS


def test_values_that_are_no_posts_are_refused_by_their_place(tmp_path: Path) -> None:
    content = f'[5, {json.dumps(POSTS[0])}, {{"id": tru}}, {{"id": "x"}}, "y", {json.dumps(POSTS[1])}]'
    posts = read(tmp_path, content)
    assert posts.post_id == ["0", "1"]
    assert [(row.line, row.reason) for row in posts.refused] == [
        (1, "not_an_object"),
        (3, "not_json"),
        (4, "no_time"),
        (5, "not_an_object"),
    ]


def test_a_list_that_is_cut_off_is_told(tmp_path: Path) -> None:
    text = json.dumps(POSTS)
    with pytest.warns(DataWarning, match=r"list cut off: p\.json"):
        posts = read(tmp_path, text[:-20])
    assert (posts.post_id, [(row.line, row.reason) for row in posts.refused]) == (IDS[:4], [(5, "not_json")])


def test_a_packed_list_that_is_cut_off_is_told(tmp_path: Path) -> None:
    packed = gzip.compress(json.dumps(POSTS).encode())
    with pytest.warns(DataWarning, match="list cut off"):
        posts = read(tmp_path, packed[:-12], "p.json.gz")
    assert [row.reason for row in posts.refused][-1] == "archive_damaged"


def test_a_file_that_breaks_between_its_posts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no whole JSON"):
        read(tmp_path, json.dumps(POSTS) + "]")


def test_a_post_that_is_too_long_is_refused(tmp_path: Path) -> None:
    long = [{"id": "9", "posted_at": AT, "text": "x" * 1_600_000}, POSTS[0]]
    posts = read(tmp_path, json.dumps(long))
    assert (posts.post_id, [row.reason for row in posts.refused]) == (["0"], ["line_too_long"])


@pytest.mark.parametrize(
    ("content", "name", "mend"),
    [
        (b"<html><body>", "p.xls", "spreadsheet"),
        (gzip.compress(b"id", mtime=0), "p.csv", "ends with .gz"),
        (gzip.compress(gzip.compress(b"id", mtime=0), mtime=0), "p.csv.gz", "unpack it once"),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(
    tmp_path: Path, content: bytes, name: str, mend: str
) -> None:
    with pytest.raises(DataError, match=mend):
        read(tmp_path, content, name)


@pytest.mark.parametrize("name", ["p.json", "p.jsonl"])
def test_a_web_page_in_the_place_of_json_is_an_answer_of_a_failing_server(tmp_path: Path, name: str) -> None:
    with pytest.raises(DataError, match=r"which is XML or a web page.* A server that fails answers with"):
        read(tmp_path, "<!DOCTYPE html><html><body>502</body></html>", name)


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_page_of_many_lines_may_have_the_name_of_lines(tmp_path: Path, mark: str) -> None:
    assert read(tmp_path, mark + json.dumps(PAGE, indent=2), "p.jsonl").post_id == IDS
    assert read(tmp_path, mark + json.dumps(POSTS[0]), "p.jsonl").post_id == IDS[:1]
