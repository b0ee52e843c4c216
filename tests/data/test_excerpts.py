"""Heads and tails of files of posts. Expected values: rows written here, counted by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from naysay.data import excerpts
from naysay.data.excerpts import LAST_ROWS, Ends, Excerpts, Side, extent
from naysay.data.forums import forum
from naysay.study.spec import PostOptions

TABLE = PostOptions(format="table", path="data/posts.csv")


def ids(posts: PostOptions, path: Path, side: Side) -> list[tuple[str, int, str]]:
    """Name of the file, line of the chunk's first post and id of each post of ``side``."""
    source = Excerpts(posts, extent([(path.name, path)]), side)
    return [
        (chunk.name, chunk.chunk.line, post_id)
        for one in source.parts(1)
        for chunk in one.chunks
        for batch in forum(posts.format).parse(chunk.chunk, posts)
        for post_id in batch.post_id
    ]


@pytest.fixture
def small_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """Heads and tails of about ten rows, in chunks of a few."""
    monkeypatch.setattr(excerpts, "LEAST_LINES", 0)
    monkeypatch.setattr(excerpts, "WHOLE", 1_000)
    monkeypatch.setattr(excerpts, "EACH", 400)
    monkeypatch.setattr(excerpts, "LEAST_EACH", 400)
    monkeypatch.setattr(excerpts, "AT_ONCE", 100)


def table(n: int) -> str:
    """A header and n rows of 40 bytes each, p000 on."""
    rows = [f"p{number:03},2024-01-02T10:00:00Z,text {number:09}\n" for number in range(n)]
    assert {len(row) for row in rows} == {41}
    return "id,posted_at,text\n" + "".join(rows)


def json_lines(n: int) -> str:
    return "".join(
        f'{{"id": "p{number:03}", "posted_at": "2024-01-02T10:00:00Z", "text": "text {number:03}"}}\n'
        for number in range(n)
    )


def test_a_small_file_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text(table(20))
    read = ids(TABLE, tmp_path / "p.csv", "both")
    assert [post_id for *_, post_id in read] == [f"p{number:03}" for number in range(20)]
    assert extent([("p.csv", tmp_path / "p.csv")]).is_all


@pytest.mark.usefixtures("small_ends")
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_head_and_tail_of_a_table(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "p.csv"
    path.write_text(table(100), encoding=encoding)
    head = [post_id for *_, post_id in ids(TABLE, path, "head")]
    tail = ids(TABLE, path, "tail")
    # 400 bytes: the header's 18 and nine rows of 41; in the tail nine rows, some of which shared a chunk
    # with the last of the head.
    assert head == [f"p{number:03}" for number in range(9)]
    last = [post_id for *_, post_id in tail]
    assert last == [f"p{number:03}" for number in range(100 - len(last), 100)]
    assert 5 <= len(last) <= 9
    assert {name for name, *_ in tail} == {"p.csv" + LAST_ROWS}
    assert tail[0][1] <= 9


@pytest.mark.usefixtures("small_ends")
def test_head_and_tail_of_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "p.jsonl"
    path.write_text(json_lines(100))
    read = [post_id for *_, post_id in ids(TABLE, path, "both")]
    assert read[:5] == ["p000", "p001", "p002", "p003", "p004"]
    assert read[-5:] == ["p095", "p096", "p097", "p098", "p099"]
    assert len(read) == 10  # 400 bytes have five rows of 74


@pytest.mark.usefixtures("small_ends")
def test_of_many_files_some_are_looked_into(tmp_path: Path) -> None:
    files = []
    for number in range(250):
        path = tmp_path / f"{number:03}.csv"
        path.write_text(table(1))
        files.append((path.name, path))
    of = extent(files)
    assert (len(of.files), of.n_files) == (84, 250)
    assert [name for name, _ in of.files[:3]] == ["000.csv", "003.csv", "006.csv"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_lines_of_utf_16_are_cut_between_characters(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "p.csv"
    text = "\ufeff" + "".join(f"row {number:03} \u010a\n" for number in range(100))
    path.write_bytes(text.encode(encoding))
    with Ends(path, 101) as ends:
        lines = ends.content.decode(encoding).removeprefix("\ufeff").splitlines()
    # Ten characters of two bytes a row, and two bytes of the mark: 101 bytes have four whole rows of the head
    # and the last 101 bytes five, with the end of the one before.
    assert lines == [f"row {number:03} \u010a" for number in [0, 1, 2, 3, 95, 96, 97, 98, 99]]


def test_places_between_head_and_tail(tmp_path: Path) -> None:
    path = tmp_path / "p.txt"
    path.write_text("".join(f"{number:09}\n" for number in range(1_000)))
    with Ends(path, 100, middles=1) as ends:
        rows = [int(line) for line in ends.content.splitlines()]
    # Ten bytes a row. The place between is at half of the 9,900 bytes to the tail's start: 100 + 4,900. The
    # line that a place begins in may be a part of one, so the first is left out.
    assert rows == [*range(10), 501, 502, 503, 504, *range(991, 1_000)]


def test_long_lines_are_read_until_there_are_a_thousand(tmp_path: Path) -> None:
    """Lines of a thousand bytes: 1,000 bytes are doubled until 1,024,000 have more than 1,000 lines."""
    path = tmp_path / "p.txt"
    path.write_text("".join(f"{number:0999}\n" for number in range(3_000)))
    with Ends(path, 1_000, 2_000_000) as ends:
        rows = [int(line) for line in ends.content.splitlines()]
    assert rows == [*range(1_024), *range(3_000 - 1_023, 3_000)]
