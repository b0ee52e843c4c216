"""Files as parts for workers: small ones share a part. Expected parts are counted by hand."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

import pytest

from naysay.data.forums import Chunk
from naysay.data.post_files import Part, PostFiles
from naysay.study.errors import DataError
from naysay.study.spec import PostOptions

POSTS = PostOptions(format="twitter", path="x", max_lost=1.0)


def files(folder: Path, *sizes: int) -> list[tuple[str, Path]]:
    """Files of lines of ten bytes; a negative size stands for a file that is not there."""
    for number, size in enumerate(sizes):
        if size >= 0:
            (folder / f"{number}.jsonl").write_bytes(b"123456789\n" * (size // 10))
    return [(f"file {number}", folder / f"{number}.jsonl") for number in range(len(sizes))]


def places(parts: list[Part]) -> list[list[tuple[int, int, int | None]]]:
    """Of each chunk of each part, its file and the bytes where it starts and ends."""

    def of(chunk: Chunk) -> tuple[int, int | None]:
        assert chunk.piece is not None
        return chunk.piece.start, chunk.piece.end

    return [[(source.file, *of(source.chunk)) for source in part.chunks] for part in parts]


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ([30, 40, 30], [[(0, 0, 30), (1, 0, 40), (2, 0, 30)]]),
        ([30, 40, 40], [[(0, 0, 30), (1, 0, 40)], [(2, 0, 40)]]),
        ([0, 60, 50, 50], [[(0, 0, 0), (1, 0, 60)], [(2, 0, 50), (3, 0, 50)]]),
        ([60, 50, 60, 20, 20], [[(0, 0, 60)], [(1, 0, 50)], [(2, 0, 60), (3, 0, 20), (4, 0, 20)]]),
        ([230, 20], [[(0, 0, 100)], [(0, 100, 200)], [(0, 200, 230), (1, 0, 20)]]),
        ([100, 0, 10], [[(0, 0, 100)], [(1, 0, 0), (2, 0, 10)]]),
        ([190, 20], [[(0, 0, 100)], [(0, 100, 190)], [(1, 0, 20)]]),
    ],
)
def test_small_chunks_share_a_part_of_a_hundred_bytes(
    tmp_path: Path, sizes: list[int], expected: list[list[tuple[int, int, int]]]
) -> None:
    parts = list(PostFiles(POSTS, files(tmp_path, *sizes)).parts(100))
    assert places(parts) == expected
    assert [part.number for part in parts] == list(range(len(parts)))
    assert {source.name for part in parts for source in part.chunks} == {
        f"file {number}" for number in range(len(sizes))
    }


def test_a_part_that_is_full_does_not_wait_for_the_next_file(tmp_path: Path) -> None:
    parts = PostFiles(POSTS, files(tmp_path, 100, -1)).parts(100)
    assert places([next(parts)]) == [[(0, 0, 100)]]
    with pytest.raises(DataError, match=r"1\.jsonl"):
        next(parts)


def test_what_was_cut_comes_before_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    parts = PostFiles(POSTS, files(tmp_path, 10, 20, -1, 10)).parts(100)
    assert places([next(parts)]) == [[(0, 0, 10), (1, 0, 20)]]
    with pytest.raises(DataError, match=r"2\.jsonl"):
        next(parts)


def test_a_packed_chunk_counts_with_what_it_unpacks_to(tmp_path: Path) -> None:
    found = files(tmp_path, 60, 30)
    packed = tmp_path / "packed.jsonl.gz"
    packed.write_bytes(gzip.compress(b"123456789\n" * 7))
    parts = list(PostFiles(POSTS, [("packed", packed), *found]).parts(100))
    assert [[source.file for source in part.chunks] for part in parts] == [[0], [1, 2]]


def test_hashes_come_in_the_order_of_the_files_and_changes_are_refused(tmp_path: Path) -> None:
    source = PostFiles(POSTS, files(tmp_path, 10, 20, 30))
    list(source.parts(100))
    expected = [hashlib.sha256(b"123456789\n" * times).hexdigest() for times in (1, 2, 3)]
    assert source.hashes == expected
    (tmp_path / "0.jsonl").write_bytes(b"changed\n")
    source.check(up_to=0)
    with pytest.raises(DataError, match="changed while it was read"):
        source.check(up_to=1)
