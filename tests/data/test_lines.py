"""Lines of plain and compressed files. Expected values: the lines that were written, and the cuts made."""

from __future__ import annotations

import gzip
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from naysay.data.forums import Record, _archives, _lines
from naysay.data.forums._json import json_records
from naysay.data.forums._lines import line_chunks
from naysay.data.forums.base import Chunk
from naysay.data.witness import Witness
from naysay.study.errors import DataError
from naysay.study.spec import PostOptions

draw = random.Random(7)
WHOLE = [b'{"n": %d, "noise": %.17f}' % (n, draw.random()) for n in range(30_000)]
"""1.2 MB that hardly compress, so that a cut falls where one is made."""


def written(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def cut(path: Path, size: int = 1 << 23) -> Iterator[Chunk]:
    with Witness(path) as file:
        yield from line_chunks(path, PostOptions(format="any", path="x"), file, size)


def lines(path: Path, size: int = 1 << 23) -> Iterator[tuple[int, bytes, str]]:
    """The lines of all chunks of a file."""
    for chunk in cut(path, size):
        yield from _lines.lines(chunk)


def json_lines(path: Path) -> Iterator[Record]:
    for chunk in cut(path):
        yield from json_records(chunk)


def packed(name: str, content: bytes) -> bytes:
    if name.lower().endswith(".zst"):
        return zstandard.ZstdCompressor(level=3).compress(content)
    return gzip.compress(content, mtime=0) if name.lower().endswith(".gz") else content


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.jsonl.zst", "A.JSONL.GZ", "A.JSONL.ZST"])
def test_lines_are_those_that_were_written(tmp_path: Path, name: str) -> None:
    path = written(tmp_path, name, packed(name, b"\n".join(WHOLE) + b"\n"))
    assert list(lines(path)) == [(n, raw, "") for n, raw in enumerate(WHOLE, 1)]


@pytest.mark.parametrize("name", ["a.gz", "a.zst"])
@pytest.mark.parametrize("share", [0.3, 0.9])
def test_a_truncated_archive_gives_nearly_all_that_was_packed_before_the_cut(
    tmp_path: Path, name: str, share: float
) -> None:
    whole = packed(name, b"\n".join(WHOLE))
    found = list(lines(written(tmp_path, name, whole[: int(share * len(whole))])))
    assert [raw for _, raw, _ in found[:-1]] == WHOLE[: len(found) - 1]
    assert [reason for _, _, reason in found if reason] == ["archive_damaged"]
    assert found[-1][2] == "archive_damaged"
    # A block of zstd is up to 128 kB of text and cannot be read in part; here that is a tenth.
    assert share - 0.11 < len(found) / len(WHOLE) < share + 0.03  # compression is not even


@pytest.mark.parametrize("name", ["a.gz", "a.zst"])
def test_bytes_changed_within_an_archive_lose_only_what_is_around_them(tmp_path: Path, name: str) -> None:
    whole = bytearray(packed(name, b"\n".join(WHOLE)))
    at = len(whole) * 9 // 10
    whole[at : at + 64] = bytes(byte ^ 0xFF for byte in whole[at : at + 64])
    found = list(lines(written(tmp_path, name, bytes(whole))))
    intact = next(n for n, (_, raw, _) in enumerate(found) if raw != WHOLE[n])
    assert intact > 0.75 * len(WHOLE)
    assert found[-1][2] == "archive_damaged"


@pytest.mark.parametrize("cut", range(1, 40, 3))
def test_wherever_a_frame_ends_early_it_is_told(tmp_path: Path, cut: int) -> None:
    whole = zstandard.compress(b"one\ntwo\n") + zstandard.compress(b"three\nfour\nfive\nsix\n")
    found = list(lines(written(tmp_path, "a.zst", whole[: len(whole) - cut])))
    first_frame = len(zstandard.compress(b"one\ntwo\n"))
    assert (found[-1][2] == "archive_damaged") == (len(whole) - cut != first_frame)


def test_frames_that_hold_no_lines_are_passed_over(tmp_path: Path) -> None:
    skippable = b"\x50\x2a\x4d\x18\x04\x00\x00\x00abcd"
    content = skippable + zstandard.compress(b"one\n") + zstandard.compress(b"") + skippable
    assert list(lines(written(tmp_path, "a.zst", content))) == [(1, b"one", "")]


def test_a_line_may_run_over_frames(tmp_path: Path) -> None:
    content = zstandard.compress(b"one\ntw") + zstandard.compress(b"o\nthree")
    assert [raw for _, raw, _ in lines(written(tmp_path, "a.zst", content))] == [b"one", b"two", b"three"]


def test_frames_that_look_far_back_are_read(tmp_path: Path) -> None:
    wide = zstandard.ZstdCompressionParameters(window_log=28)
    stream = zstandard.ZstdCompressor(compression_params=wide).compressobj()
    content = stream.compress(b"one\n") + stream.flush()
    assert zstandard.get_frame_parameters(content).window_size == 2**28
    assert list(lines(written(tmp_path, "a.zst", content))) == [(1, b"one", "")]


@pytest.mark.parametrize("name", ["a.jsonl", "a.gz", "a.zst"])
def test_an_empty_file_has_no_lines(tmp_path: Path, name: str) -> None:
    assert list(lines(written(tmp_path, name, b""))) == []
    assert list(lines(written(tmp_path, name, packed(name, b"")))) == []


def test_rubbish_behind_an_archive_is_told(tmp_path: Path) -> None:
    for name in ("a.gz", "a.zst"):
        found = list(lines(written(tmp_path, name, packed(name, b"one\n") + b"rubbish, and a lot of it")))
        assert found == [(1, b"one", ""), (2, b"", "archive_damaged")]


@pytest.mark.parametrize("end", [b"", b"\n"])
def test_a_last_line_needs_no_end(tmp_path: Path, end: bytes) -> None:
    assert [raw for _, raw, _ in lines(written(tmp_path, "a", b"one\ntwo" + end))] == [b"one", b"two"]


def test_the_longest_line_is_the_limit_and_one_byte_more_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_lines, "LONGEST_LINE", 10)
    path = written(tmp_path, "a", b"0123456789\n0123456789+\nlast\n")
    assert [(n, reason) for n, _, reason in lines(path)] == [(1, ""), (2, "line_too_long"), (3, "")]


@pytest.mark.parametrize("end", [b"", b"\n"])
def test_of_a_line_too_long_only_the_start_is_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: bytes
) -> None:
    monkeypatch.setattr(_lines, "LONGEST_LINE", 64)
    monkeypatch.setattr(_lines, "_BLOCK", 16)
    path = written(tmp_path, "a", b"one\n" + b"x" * 10_000 + end)
    first, second = lines(path)
    assert first == (1, b"one", "")
    assert (second[0], second[2]) == (2, "line_too_long")
    assert set(second[1]) == {ord("x")}
    assert len(second[1]) <= 64 + 16


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=300), block=st.integers(1, 40))
def test_where_blocks_end_does_not_matter(tmp_path: Path, content: bytes, block: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_lines, "_BLOCK", block)
        patch.setattr(_archives, "STEP", block)
        whole = content.split(b"\n")
        expected = whole if whole[-1] else whole[:-1]
        for name in ("a", "a.gz", "a.zst"):
            found = list(lines(written(tmp_path, name, packed(name, content))))
            assert found == [(n, raw, "") for n, raw in enumerate(expected, 1)]


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b'{"a": 1}', ""),
        (b'\xef\xbb\xbf{"a": 1}', ""),
        (b'{"a": "\xfc"}', "not_utf8"),
        (b"\xef", "not_utf8"),
        (b"{'a': 1}", "not_json"),
        (b'{"a": 1} {"a": 2}', "not_json"),
        (b'{"a": ' + b"1" * 5_000 + b"}", "not_json"),
        (b'{"a":' * 100_000, "not_json"),
        (b"\x00", "not_json"),
        (b'"text"', "not_an_object"),
        (b"null", "not_an_object"),
    ],
)
def test_a_line_is_an_object_or_has_a_reason(tmp_path: Path, raw: bytes, reason: str) -> None:
    (record,) = json_lines(written(tmp_path, "a.jsonl", raw + b"\n"))
    assert (record.line, record.raw, record.reason) == (1, raw, reason)
    assert record.fields == ({"a": 1} if not reason else None)


@pytest.mark.parametrize("blank", [b"", b"  ", b"\t", b"\r", b"\xef\xbb\xbf", b"\xef\xbb\xbf \r"])
def test_a_blank_line_is_no_record_but_counts_as_a_line(tmp_path: Path, blank: bytes) -> None:
    path = written(tmp_path, "a.jsonl", blank + b"\n{}\n" + blank + b"\n")
    assert [record.line for record in json_lines(path)] == [2]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32"])
def test_text_of_wider_characters_is_refused_line_by_line(tmp_path: Path, encoding: str) -> None:
    path = written(tmp_path, "a.jsonl", '{"a": 1}\n{"a": 2}\n'.encode(encoding))
    assert {record.reason for record in json_lines(path)} <= {"not_utf8", "not_json"}


@pytest.mark.parametrize("name", ["gone.jsonl", "gone.zst", "gone.gz", "."])
def test_what_cannot_be_opened_is_refused_by_its_name(tmp_path: Path, name: str) -> None:
    with pytest.raises(DataError, match=r"posts\.path: got .*files that can be read"):
        list(lines(tmp_path / name))
