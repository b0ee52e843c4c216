"""What every forum format promises: a name, batches for any bytes, and a post or a reason for any record.

Expected values: by hand. A new format adds its good record to ``GOOD``, and to ``LINES`` how a line of its
files is written, where that is not JSON.
"""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from naysay.data.forums import (
    Batch,
    Forum,
    Post,
    RecordForum,
    RefusedError,
    SkippedError,
    forum,
    pieces,
)
from naysay.data.forums.base import WHOLE
from naysay.data.witness import Witness
from naysay.reports.words import phrases
from naysay.study.errors import DataError
from naysay.study.parts import names
from naysay.study.spec import PostOptions

FORUMS = names("naysay.data.forums")
OPTIONS = PostOptions(format="any", path="x")
GOOD: dict[str, dict[str, Any]] = {
    "table": {"id": "7", "posted_at": "2014-01-15T23:34:19Z", "text": "fine"},
    "twitter": {"id_str": "7", "created_at": "Wed Jan 15 23:34:19 +0000 2014", "text": "fine"},
}
"""One good record of each format, of the same post: id 7, 15 January 2014, 23:34:19 UTC, the text "fine"."""
LINES: dict[str, Callable[[dict[str, Any]], str]] = {}
"""How a format whose files have lines that are not JSON writes a record as a line."""
RECORD_FORUMS = [name for name in FORUMS if isinstance(forum(name), RecordForum)]
"""Formats whose rows are taken apart one by one."""
JSON_FORUMS = [name for name in RECORD_FORUMS if name not in LINES]
HOSTILE: tuple[Any, ...] = (
    None, True, 0, -1, 10**400, 1e308, float("nan"), float("-inf"), "", " ", "\0", "\n", "\ud800", "\u202e",
    "9" * 5_000, "../../etc/passwd", b"\xff", [], [[]], {}, {"full_text": []}, dt.date(2014, 1, 15), object(),
)  # fmt: skip
scalars = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.binary(max_size=5)
)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3)
)
fields = st.dictionaries(
    st.sampled_from(
        ["id", "id_str", "text", "full_text", "created_at", "posted_at", "company", "extended_tweet"]
    ),
    values,
)


@pytest.mark.parametrize("name", FORUMS)
def test_it_is_named_after_its_file(name: str) -> None:
    assert isinstance(forum(name), Forum)
    assert forum(name).name == name


def record_forum(name: str) -> RecordForum:
    one = forum(name)
    assert isinstance(one, RecordForum)
    return one


def check_record(name: str, record: Mapping[str, Any]) -> None:
    """The record is a post that can be stored, or it has a reason code."""
    reason, post = "", None
    try:
        post = record_forum(name).post(record, OPTIONS)
    except (RefusedError, SkippedError) as refusal:
        reason = str(refusal)
    assert reason.isidentifier() == (post is None)
    if post is not None:
        assert post.post_id
        assert post.text.strip()
        post.text.encode("utf-8")
        post.post_id.encode("utf-8")
        assert 0 <= post.posted_at < 2**62


def line_of(name: str, record: dict[str, Any]) -> str:
    """The record as a line of a file of the format."""
    return LINES.get(name, json.dumps)(record)


@pytest.mark.parametrize("name", RECORD_FORUMS)
@given(record=fields)
def test_any_record_is_a_post_or_has_a_reason(name: str, record: dict[str, Any]) -> None:
    check_record(name, record)


@pytest.mark.parametrize("name", FORUMS)
def test_a_good_record_is_known(name: str) -> None:
    assert name in GOOD, f"add a good record of {name} to GOOD in tests/contracts/test_forums.py"


@pytest.mark.parametrize("name", RECORD_FORUMS)
def test_a_good_record_is_its_post(name: str) -> None:
    post = record_forum(name).post(GOOD[name], OPTIONS)
    assert (post.post_id, post.posted_at, post.text) == ("7", 1389828859 * 10**9, "fine")
    assert (post.company, post.repeats) == ("", False)


@pytest.mark.parametrize(
    ("name", "key"), [(name, key) for name in RECORD_FORUMS for key in GOOD.get(name, {})]
)
def test_a_good_record_with_one_hostile_value_is_a_post_or_has_a_reason(name: str, key: str) -> None:
    for value in HOSTILE:
        check_record(name, {**GOOD[name], key: value, "company": value})


@pytest.mark.parametrize(
    ("name", "key"), [(name, key) for name in RECORD_FORUMS for key in GOOD.get(name, {})]
)
def test_a_record_without_one_of_its_keys_is_refused(name: str, key: str) -> None:
    with pytest.raises(RefusedError, match=r"^no_(id|time|text)$"):
        record_forum(name).post({k: v for k, v in GOOD[name].items() if k != key}, OPTIONS)


@pytest.mark.parametrize("name", RECORD_FORUMS)
@pytest.mark.parametrize(
    "text", ["<b>&amp;</b> #set(x) \\input{y} {{z}} [a](b)", "a\0b", "\u202ea\u2066b\u2069", "=1+1"]
)
def test_text_is_data_and_is_left_as_it_is(name: str, text: str) -> None:
    assert record_forum(name).post({**GOOD[name], "text": text}, OPTIONS).text == text


@pytest.mark.parametrize("name", JSON_FORUMS)
@pytest.mark.parametrize("suffix", ["", ".gz", ".zst"])
def test_json_lines_plain_or_packed_are_the_same_records(tmp_path: Path, name: str, suffix: str) -> None:
    content = f"{json.dumps(GOOD[name])}\nno json\n\n[]\n{json.dumps(GOOD[name])}".encode()
    pack = {"": bytes, ".gz": gzip.compress, ".zst": zstandard.compress}[suffix]
    path = tmp_path / f"a.jsonl{suffix}"
    path.write_bytes(pack(content))
    records = list(record_forum(name).records(path, OPTIONS))
    reasons = [(record.line, record.reason) for record in records]
    assert reasons == [(1, ""), (2, "not_json"), (4, "not_an_object"), (5, "")]
    assert records == list(record_forum(name).records(path, OPTIONS))
    assert records[0].fields == GOOD[name]


@pytest.mark.parametrize("name", FORUMS)
@pytest.mark.parametrize("ending", ["a.jsonl", "a.csv", "a.parquet", "a.zst", "a.gz", ""])
def test_a_file_that_is_missing_is_refused(tmp_path: Path, name: str, ending: str) -> None:
    with pytest.raises(DataError, match=r"^posts\.path"):
        list(forum(name).batches(tmp_path / "none" / ending, OPTIONS))


@pytest.mark.parametrize("name", FORUMS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.binary(max_size=80), ending=st.sampled_from(["jsonl", "csv", "jsonl.gz", "csv.zst", "parquet"])
)
def test_any_bytes_in_any_file_raise_nothing_else(
    tmp_path: Path, name: str, content: bytes, ending: str
) -> None:
    path = tmp_path / f"a.{ending}"
    path.write_bytes(content)
    try:
        batches = list(forum(name).batches(path, OPTIONS))
    except DataError:
        return
    for batch in batches:
        check_batch(batch)


def check_batch(batch: Batch) -> None:
    """Each column has one entry for each post, and each refused or skipped row a reason code."""
    assert {len(getattr(batch, column)) for column in Post.__slots__} == {len(batch.post_id)}
    assert all(batch.post_id)
    assert all(text.strip() and text.encode("utf-8") for text in batch.text)
    assert all(0 <= posted_at < 2**62 for posted_at in batch.posted_at)
    assert all(row.reason.isidentifier() for row in batch.refused)
    assert all(cause.isidentifier() for cause in batch.skipped)


@pytest.mark.parametrize("name", FORUMS)
@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".zst", ".gz", ".parquet", ""])
@pytest.mark.parametrize(
    "content", [b"", b"\x00\xff\xfe", b"{}\n[]\n\n", b'"\n"\n', b"\r\n" * 5, b"a,b\n" * 3]
)
def test_any_bytes_are_records_or_a_clear_refusal(
    tmp_path: Path, name: str, suffix: str, content: bytes
) -> None:
    path = tmp_path / f"file{suffix}"
    path.write_bytes(content)
    field, batches = "posts.", []
    try:
        batches = list(forum(name).batches(path, OPTIONS))
    except DataError as refusal:
        field = refusal.fault.field
    assert field.startswith("posts.")
    for batch in batches:
        check_batch(batch)


CUT = [name for name in FORUMS if forum(name).can_be_cut(Path("a.jsonl"))]
"""Formats whose plain files can be read in pieces."""


def content_of(name: str) -> bytes:
    """Good and bad lines, blank ones, ends of lines of both kinds, and no end of the last one."""
    good = [line_of(name, {**GOOD[name], "text": f"post {n} " + "long " * (n % 7)}) for n in range(40)]
    lines = [*good[:20], "", "no json", "[]", "\r", *good[20:], "7", "\ufeff" + good[0], "öäü", good[1]]
    return "\n".join(lines).encode()


def test_a_format_that_is_not_cut_gives_one_piece(tmp_path: Path) -> None:
    assert {"table", "twitter"} <= set(CUT)
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"1\n2\n")
    for name in set(FORUMS) - set(CUT):
        with Witness(path) as file:
            assert list(pieces(forum(name), file, 1)) == [WHOLE]


def columns(batches: list[Batch]) -> list[object]:
    """All rows of the batches, column by column, as they would be in one batch."""
    return [
        *([value for batch in batches for value in getattr(batch, column)] for column in Post.__slots__),
        [row for batch in batches for row in batch.refused],
        sum(batch.rows for batch in batches),
    ]


@pytest.mark.parametrize("name", CUT)
@pytest.mark.parametrize("size", [1, 60, 1000, 10**9])
@pytest.mark.parametrize("content", ["lines", "empty"])
def test_a_file_that_is_cut_gives_the_rows_of_the_whole(
    tmp_path: Path, name: str, size: int, content: str
) -> None:
    """The same posts in the same order, the same numbers of lines, the same hash.

    The lines in ``LINES`` are those of files that can be cut.
    """
    path = tmp_path / "a.jsonl"
    path.write_bytes(content_of(name) if content == "lines" else b"")
    with Witness(path) as file:
        whole, sha256 = list(forum(name).batches(path, OPTIONS, file)), file.sha256()
    with Witness(path) as file:
        parts = list(pieces(forum(name), file, size))
        assert file.sha256() == sha256
    cut = [batch for piece in parts for batch in forum(name).batches(path, OPTIONS, None, piece)]
    reasons = {row.reason for batch in whole for row in batch.refused}
    without = {reason for reason in reasons if f"cause.{reason}" not in phrases("en")}
    assert without == set(), "give them words below [cause] in en.toml and de.toml"
    assert columns(cut) == columns(whole)
    if name in JSON_FORUMS:  # for others a blank line may be a row
        assert columns(whole)[-1] == (46 if content == "lines" else 0)
    assert (parts[0].start, parts[-1].end) == (0, path.stat().st_size)
    assert [part.end for part in parts[:-1]] == [part.start for part in parts[1:]]
    assert len(parts) > 1 or size > 1000 or content == "empty"


@pytest.mark.parametrize("name", FORUMS)
@pytest.mark.parametrize("ending", ["jsonl.gz", "jsonl.zst", "json.GZ"])
def test_a_packed_file_is_one_piece(tmp_path: Path, name: str, ending: str) -> None:
    path = tmp_path / f"a.{ending}"
    path.write_bytes(b"")
    with Witness(path) as file:
        assert [(piece.start, piece.end) for piece in pieces(forum(name), file, 1)] == [(0, None)]


@pytest.mark.parametrize("ending", ["csv", "txt", "parquet", "json.parquet"])
def test_rows_of_several_lines_and_tables_without_lines_are_not_cut(ending: str) -> None:
    assert not forum("table").can_be_cut(Path(f"a.{ending}"))


@pytest.mark.parametrize("name", JSON_FORUMS)
def test_batches_hold_the_posts_and_the_refused_rows_of_the_records(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(content_of(name))
    (batch,) = forum(name).batches(path, OPTIONS)
    assert batch.text[:2] == ["post 0 ", "post 1 long "]
    assert batch.post_id == ["7"] * len(batch.text)
    assert [(row.line, row.reason) for row in batch.refused] == [
        (22, "not_json"), (23, "not_an_object"), (45, "not_an_object"), (47, "not_json"),
    ]  # fmt: skip
    assert batch.refused[0].length == len("no json")
    assert batch.refused[0].sha256 == hashlib.sha256(b"no json").hexdigest()
