"""The hash of a file is of the bytes that were read, and a file that changes meanwhile is refused.

Expected values: hashlib on the bytes that were written.
"""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from naysay.data import witness
from naysay.data.forums import forum
from naysay.data.markets import market
from naysay.data.witness import Witness, shown_text, whole
from naysay.study.errors import DataError
from naysay.study.spec import PostOptions

OPTIONS = PostOptions(format="table", path="x", company="file")
CONTENT = b"x" * 600_000 + b"end"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "a.csv"
    file.write_bytes(CONTENT)
    return file


def appended(path: Path) -> None:
    with path.open("ab") as stream:
        stream.write(b"more")


def written_over(path: Path) -> None:
    with path.open("r+b") as stream:
        stream.write(b"y")
    os.utime(path, ns=(0, 0))


def truncated(path: Path) -> None:
    os.truncate(path, 10)


def replaced(path: Path) -> None:
    (path.parent / "new").write_bytes(CONTENT)
    (path.parent / "new").rename(path)


def removed(path: Path) -> None:
    path.unlink()


CHANGES = [appended, written_over, truncated, replaced, removed]


@pytest.mark.parametrize("read", [0, 1, 300_000, 10**6])
def test_the_hash_is_of_all_bytes_however_many_were_read(path: Path, read: int) -> None:
    with Witness(path) as file:
        assert file.read(read) == CONTENT[:read]
        assert file.sha256() == hashlib.sha256(CONTENT).hexdigest()


@pytest.mark.parametrize("change", CHANGES)
def test_a_file_that_changes_while_it_is_read_is_refused(path: Path, change: Callable[[Path], None]) -> None:
    with Witness(path) as file:
        file.read(100)
        change(path)
        with pytest.raises(
            DataError, match=r"a\.csv, which changed while it was read.*Run again when nothing"
        ):
            file.sha256()


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_after_the_hash_is_told_by_a_further_look(
    path: Path, change: Callable[[Path], None]
) -> None:
    with Witness(path) as file:
        file.sha256()
    file.check()
    change(path)
    with pytest.raises(DataError, match="changed while it was read"):
        file.check()


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.jsonl")
    with pytest.raises(DataError, match="it is a folder, a pipe or a device"):
        Witness(tmp_path / "a.jsonl")


@pytest.mark.parametrize("name", ["none", ".", "x" * 5000, "a\0b"])
def test_what_cannot_be_opened_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(DataError, match="files that can be read"):
        Witness(tmp_path / name)


def test_a_file_that_is_too_large_to_be_read_as_a_whole_is_refused(path: Path) -> None:
    assert whole(path, "f", largest=len(CONTENT)) == CONTENT
    with pytest.raises(DataError, match=r"f: got .*600003 bytes.*at most 600002 bytes"):
        whole(path, "f", largest=len(CONTENT) - 1)


def test_names_that_are_no_text_are_shown_as_far_as_they_are() -> None:
    assert shown_text("a\udcffb\ud83d") == "a\ufffdb\ufffd"


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.jsonl.gz", "a.jsonl.zst", "a.parquet"])
def test_posts_that_the_system_cannot_read_are_refused_by_name_and_cause(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (tmp_path / name).write_bytes(b"id,posted_at,text\n" * 1000)

    def broken(*given: Any) -> bytes:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "read", broken)
    with Witness(tmp_path / name) as file, pytest.raises(DataError, match=f"^posts.path.*{name}"):
        list(forum("table").batches(tmp_path / name, OPTIONS, file))


def test_prices_that_the_system_cannot_read_are_refused_by_name_and_cause(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "A.csv").write_bytes(CONTENT)
    monkeypatch.setattr(os, "fdopen", lambda *_: (_ for _ in ()).throw(OSError(errno.EIO, "worn out")))
    with pytest.raises(DataError, match=r"A\.csv.*worn out"):
        market("csv").read(["A"], tmp_path)


def test_a_file_that_grows_between_two_of_its_rows_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"id,posted_at,text\n" + b"1,2,3\n" * 100_000)
    with Witness(path) as file:
        rows = forum("table").chunks(path, OPTIONS, file, 1)
        next(iter(rows))
        appended(path)
        list(rows)
        with pytest.raises(DataError, match="changed while it was read"):
            file.sha256()


def test_a_damaged_archive_is_hashed_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.zst"
    path.write_bytes(b"no archive" * 100_000)
    with Witness(path) as file:
        (batch,) = forum("table").batches(path, OPTIONS, file)
        assert [row.reason for row in batch.refused] == ["archive_damaged"]
        assert file.sha256() == hashlib.sha256(path.read_bytes()).hexdigest()


def test_posts_as_lines_are_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"id": 1}\n' * 100_000)
    sizes: list[int] = []
    read = os.read
    monkeypatch.setattr(witness.os, "read", lambda file, size: sizes.append(size) or read(file, size))
    with Witness(path) as file:
        assert sum(batch.rows for batch in forum("table").batches(path, OPTIONS, file)) == 100_000
        before = len(sizes)
        assert file.sha256() == hashlib.sha256(path.read_bytes()).hexdigest()
    assert len(sizes) == before + 1


def test_a_small_file_may_have_all_the_bytes_that_are_allowed(tmp_path):
    path = tmp_path / "small.csv"
    path.write_bytes(b"0123456789")
    assert whole(path, "prices.path", largest=10) == b"0123456789"
    with pytest.raises(DataError, match="at most 9 bytes"):
        whole(path, "prices.path", largest=9)
