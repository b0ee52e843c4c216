"""What every forum format promises: a name, batches for any bytes, and a post or a reason for any record.

Expected values: by hand. A new format adds its good record to ``GOOD``, and to ``LINES`` how a line of its
files is written, where that is not JSON.
"""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import json
import pickle
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import zstandard
from benchmarks._forum_batches import COLUMNS, fault_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from naysay.data.forgotten import KeyedNames, Name, keyed_hash, without_forgotten
from naysay.data.forums import (
    Batch,
    Chunk,
    Forum,
    FurtherNames,
    Record,
    RecordForum,
    RefusedError,
    SkippedError,
    forum,
)
from naysay.data.witness import Witness
from naysay.reports.words import phrases
from naysay.study.errors import DataError
from naysay.study.parts import names
from naysay.study.spec import PostOptions

FORUMS = names("naysay.data.forums")
OPTIONS = PostOptions(format="any", path="x")
GOOD: dict[str, dict[str, Any]] = {
    "lemmy": {"comment": {"ap_id": "7", "published": "2014-01-15T23:34:19", "content": "fine"}},
    "reddit": {"id": "7", "created_utc": 1389828859, "body": "fine"},
    "rss": {"id": "7", "posted_at": "Wed, 15 Jan 2014 23:34:19 GMT", "text": "fine"},
    "stocktwits": {"id": 7, "created_at": "2014-01-15T23:34:19Z", "body": "fine"},
    "stocktwits_archive": {"message_id": "7", "created_at": "2014-01-15 23:34:19", "message_body": "fine"},
    "table": {"id": "7", "posted_at": "2014-01-15T23:34:19Z", "text": "fine"},
    "telegram": {"id": 7, "date_unixtime": "1389828859", "text": "fine"},
    "twitter": {"id_str": "7", "created_at": "Wed Jan 15 23:34:19 +0000 2014", "text": "fine"},
}
"""One good record of each format, of the same post: id 7, 15 January 2014, 23:34:19 UTC, the text "fine"."""
TEXT_AT: dict[str, tuple[str, ...]] = {
    "lemmy": ("comment", "content"),
    "reddit": ("body",),
    "stocktwits": ("body",),
}
"""The keys to the text in a good record, where that is not ``text``."""
IDS = {"reddit": "t1_7"}
"""The id of the good post, where that is not 7."""
UNESCAPED = ["reddit", "stocktwits", "twitter"]
"""Formats whose files have &amp; where somebody wrote &."""
LINES: dict[str, Callable[[dict[str, Any]], str]] = {
    "rss": lambda record: (
        f"<item><guid>{record['id']}</guid><pubDate>{record['posted_at']}</pubDate>"
        f"<description>{record['text']}</description></item>"
    ),
}
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


def records(name: str, path: Path) -> list[Record]:
    """The records of all chunks of a file."""
    one = record_forum(name)
    with Witness(path) as file:
        return [record for chunk in one.chunks(path, OPTIONS, file) for record in one.records(chunk, OPTIONS)]


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


def with_text(name: str, text: str) -> dict[str, Any]:
    """The good record with another text."""
    *outer, key = TEXT_AT.get(name, ("text",))
    inner = GOOD[name]
    for one in outer:
        inner = inner[one]
    record: dict[str, Any] = {**inner, key: text}
    for one in reversed(outer):
        record = {one: record}
    return record


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
    assert (post.post_id, post.posted_at, post.text) == (IDS.get(name, "7"), 1389828859 * 10**9, "fine")
    assert (post.company, post.repeats) == ("", False)


@pytest.mark.parametrize("name", RECORD_FORUMS)
def test_a_post_with_a_date_alone_is_known_after_its_local_day(name: str) -> None:
    """18:34 in New York on 15 January, whose day ends at 05:00 in UTC."""
    by_date = OPTIONS.model_copy(update={"clock": "date_only", "timezone": "America/New_York"})
    end = dt.datetime(2014, 1, 16, 5, tzinfo=dt.UTC)
    assert record_forum(name).post(GOOD[name], by_date).posted_at == int(end.timestamp()) * 10**9


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
    "text", ["<y>&amp;</y> #set(x) \\input{y} {{z}} [a](b)", "a\0b", "\u202ea\u2066b\u2069", "=1+1"]
)
def test_text_is_data_and_is_left_as_it_is(name: str, text: str) -> None:
    written = text.replace("&amp;", "&") if name in UNESCAPED else text
    assert record_forum(name).post(with_text(name, text), OPTIONS).text == written


@pytest.mark.parametrize("name", JSON_FORUMS)
@pytest.mark.parametrize("suffix", ["", ".gz", ".zst"])
def test_json_lines_plain_or_packed_are_the_same_records(tmp_path: Path, name: str, suffix: str) -> None:
    content = f"{json.dumps(GOOD[name])}\nno json\n\n[]\n{json.dumps(GOOD[name])}".encode()
    pack = {"": bytes, ".gz": gzip.compress, ".zst": zstandard.compress}[suffix]
    path = tmp_path / f"a.jsonl{suffix}"
    path.write_bytes(pack(content))
    found = records(name, path)
    reasons = [(record.line, record.reason) for record in found]
    assert reasons == [(1, ""), (2, "not_json"), (4, "not_an_object"), (5, "")]
    assert found == records(name, path)
    assert found[0].fields == GOOD[name]


@pytest.mark.parametrize("name", FORUMS)
@pytest.mark.parametrize("ending", ["a.jsonl", "a.csv", "a.parquet", "a.zst", "a.gz", ""])
def test_a_file_that_is_missing_is_refused(tmp_path: Path, name: str, ending: str) -> None:
    with pytest.raises(DataError, match=r"^posts\.path"):
        list(forum(name).batches(tmp_path / "none" / ending, OPTIONS))


ANY = ["jsonl", "json", "csv", "jsonl.gz", "csv.zst", "parquet", "xlsx"]


@pytest.mark.filterwarnings("ignore::naysay.study.errors.DataWarning")
@pytest.mark.parametrize("name", FORUMS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=80), ending=st.sampled_from(ANY))
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
    assert fault_of(batch) == ""


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


def content_of(name: str) -> bytes:
    """Good and bad lines, blank ones, ends of lines of both kinds, and no end of the last one."""
    good = [line_of(name, with_text(name, f"post {n} " + "long " * (n % 7))) for n in range(40)]
    lines = [*good[:20], "", "no json", "[]", "\r", *good[20:], "7", "\ufeff" + good[0], "öäü", good[1]]
    return "\n".join(lines).encode()


CSV = "id,posted_at,text\n" + "".join(
    f'{n},2014-01-15T10:00:00Z,"post {n}\nof ""two"" lines"\n'
    f"{n},2014-01-15T10:00:00Z,one{chr(10) * (n % 3)}\n"
    f'{n},2014-01-15T10:00:00Z,"open\n{n},2014-01-15T10:00:00Z\n'
    for n in range(9)
)
"""Rows of one and of two lines, blank lines, quotes that are left open, and rows of too few cells."""
FRAMES = 7
PACK: dict[str, Callable[[bytes], bytes]] = {"": bytes, ".gz": gzip.compress, ".zst": zstandard.compress}


def damaged(content: bytes, suffix: str) -> bytes:
    """Some whole archives of a part of ``content`` each, and one that is cut off."""
    pack, step = PACK[suffix], len(content) // FRAMES + 1
    frames = [pack(content[start : start + step]) for start in range(0, len(content), step)]
    return b"".join(frames)[:-5]


def too_large(content: bytes, suffix: str) -> bytes:
    """``content``, and then more blank lines than a packed file may have."""
    return PACK[suffix](content) + PACK[suffix](b"\n" * 3_000_000)


def content_for(name: str, ending: str) -> bytes:
    """Rows as a file of that ending has them, and how it is packed and damaged."""
    kind, _, fault = ending.partition("-")
    suffix = Path(kind).suffix if Path(kind).suffix in PACK else ""
    rows = CSV.encode() if ".csv" in kind else content_of(name)
    if fault == "empty":
        return PACK[suffix](b"")
    change = {"": lambda rows, suffix: PACK[suffix](rows), "damaged": damaged, "large": too_large}[fault]
    return change(rows, suffix)


ENDINGS = [
    *(f"a.{kind}{suffix}" for kind in ("jsonl", "csv") for suffix in PACK),
    *(f"a.{kind}{suffix}-{fault}" for kind in ("jsonl", "csv") for suffix in (".gz", ".zst")
      for fault in ("damaged", "large")),
    "a.jsonl-empty", "a.csv-empty", "a.jsonl.zst-empty",
]  # fmt: skip


def columns(batches: list[Batch]) -> list[object]:
    """All rows of the batches, column by column, as they would be in one batch."""
    return [
        *([value for batch in batches for value in getattr(batch, column)] for column in COLUMNS),
        [row for batch in batches for row in batch.refused],
        sum((Counter(batch.skipped) for batch in batches), Counter[str]()),
        sum(batch.rows for batch in batches),
    ]


def read(name: str, path: Path, size: int) -> tuple[list[object], str, list[Chunk], str]:
    """What the chunks of ``size`` bytes hold, the error behind them, the chunks, and the hash of the file."""
    batches, chunks, error = list[Batch](), list[Chunk](), ""
    with Witness(path) as file:
        try:
            for chunk in forum(name).chunks(path, OPTIONS, file, size):
                chunks.append(pickle.loads(pickle.dumps(chunk)))
                batches += forum(name).parse(chunks[-1], OPTIONS)
        except DataError as refusal:
            error = str(refusal)
        return columns(batches), error, chunks, file.sha256()


@pytest.mark.parametrize("name", FORUMS)
@pytest.mark.parametrize("ending", ENDINGS)
def test_a_file_that_is_cut_gives_the_rows_of_the_whole(tmp_path: Path, name: str, ending: str) -> None:
    """The same posts and refused rows in the same order, the same numbers of lines, error and hash.

    Wherever the chunks are taken apart: they go through pickle.
    """
    path = tmp_path / ending.partition("-")[0]
    path.write_bytes(content_for(name, ending))
    whole, error, _, sha256 = read(name, path, 1 << 30)
    assert sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert bool(error) == ending.endswith("large")
    for size in (1, 60, 300, 1000):
        assert read(name, path, size)[:2] == (whole, error)
        assert read(name, path, size)[3] == sha256
    refused = whole[len(COLUMNS)]
    assert isinstance(refused, list)
    without = {row.reason for row in refused if f"cause.{row.reason}" not in phrases("en")}
    assert without == set(), "give them words below [cause] in each file of reports/phrases"
    if not error:
        assert columns(list(forum(name).batches(path, OPTIONS))) == whole


@pytest.mark.parametrize("name", JSON_FORUMS)
@pytest.mark.parametrize("suffix", PACK)
def test_lines_are_cut_where_the_size_says(tmp_path: Path, name: str, suffix: str) -> None:
    path = tmp_path / f"a.jsonl{suffix}"
    path.write_bytes(content_for(name, path.name))
    whole, _, chunks, _ = read(name, path, 1 << 30)
    assert (len(chunks), whole[-1]) == (1, 46)
    assert len(read(name, path, 1)[2]) > (1 if suffix else 40)


@pytest.mark.parametrize("name", FORUMS)
def test_pieces_of_a_plain_file_are_all_of_it(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(content_of(name))
    places = [chunk.piece for chunk in read(name, path, 100)[2] if chunk.piece is not None]
    ends: list[int | None] = [path.stat().st_size]
    assert [place.end for place in places] == [*(place.start for place in places[1:]), *ends][: len(places)]


@pytest.mark.parametrize("suffix", PACK)
@pytest.mark.parametrize("size", [1, 300])
def test_csv_is_cut_between_rows_only(tmp_path: Path, suffix: str, size: int) -> None:
    path = tmp_path / f"a.csv{suffix}"
    path.write_bytes(PACK[suffix](CSV.encode()))
    whole, _, chunks, _ = read("table", path, size)
    assert len(chunks) > 3
    assert whole[2] == [text for n in range(9) for text in (f'post {n}\nof "two" lines', "one")]


@pytest.mark.parametrize("name", JSON_FORUMS)
def test_batches_hold_the_posts_and_the_refused_rows_of_the_records(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(content_of(name))
    (batch,) = forum(name).batches(path, OPTIONS)
    assert batch.text[:2] == ["post 0 ", "post 1 long "]
    assert batch.post_id == [IDS.get(name, "7")] * len(batch.text)
    assert [(row.line, row.reason) for row in batch.refused] == [
        (22, "not_json"), (23, "not_an_object"), (45, "not_an_object"), (47, "not_json"),
    ]  # fmt: skip
    assert batch.refused[0].length == len("no json")


@pytest.mark.parametrize("name", RECORD_FORUMS)
@given(one=values, other=values)
def test_further_names_are_texts_whatever_a_record_holds(name: str, one: Any, other: Any) -> None:
    tell = record_forum(name).further_names or (lambda record: FurtherNames())
    nested = {"user": {"screen_name": one}, "retweeted_status": {"user": {"id": one}, "id_str": other}}
    for record in ({**GOOD[name], "user": one, "retweeted_status": other}, {**GOOD[name], **nested}):
        found = tell(record)
        assert all(isinstance(text, str) for text in (*found.authors, *found.posts))


@pytest.mark.parametrize("name", JSON_FORUMS)
def test_posts_to_forget_are_skipped_and_counted(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(content_of(name))
    key = b"k" * 32
    lists = [KeyedNames(key, frozenset(), frozenset({keyed_hash(key, Name("post", IDS.get(name, "7")))}))]
    (whole,), (left,) = (
        list(one.batches(path, OPTIONS)) for one in (forum(name), without_forgotten(forum(name), lists))
    )
    assert (left.post_id, left.text, left.refused) == ([], [], whole.refused)
    assert left.skipped == {"forgotten": len(whole.post_id)}
    assert left.rows == whole.rows
