"""Marks of files. Expected values: properties of a hash of each part, with blake2b called here by itself."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from naysay.data.marked_files import marked_posts, marks_of_text
from naysay.data.marks import BLOCK, Marks, line_marks, marks_key, price_marks, word_marks, words_of
from naysay.study.errors import DataError

KEY = marks_key("posts", "a.jsonl")


@given(
    st.lists(st.sampled_from([b"a\n", b"b", b"\n", b"\r\n", b"long line\n"])), st.integers(1, 4), st.data()
)
def test_marks_of_lines_do_not_depend_on_how_the_text_is_cut(
    parts: list[bytes], size: int, data: st.DataObject
) -> None:
    text = b"".join(parts)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=5)))
    pieces = [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    lines = text.splitlines(keepends=True) if b"\r" not in text else _lines(text)
    blocks = [b"".join(lines[at : at + size]) for at in range(0, len(lines), size)]
    expected = b"".join(hashlib.blake2b(block, key=KEY, digest_size=4).digest() for block in blocks)
    made = line_marks(pieces, KEY, size=size)
    assert (made.count, made.size) == (len(lines), size)
    assert base64.b64decode(made.marks) == expected


def _lines(text: bytes) -> list[bytes]:
    parts = text.split(b"\n")
    return [part + b"\n" for part in parts[:-1]] + [part for part in parts[-1:] if part]


@pytest.mark.parametrize("changed", [0, BLOCK - 1, BLOCK, 2 * BLOCK, 2 * BLOCK + 9])
def test_a_changed_line_changes_the_mark_of_its_block_alone(changed: int, tmp_path: Path) -> None:
    lines = [f'{{"id": {number}}}\n' for number in range(2 * BLOCK + 10)]
    first, second = tmp_path / "first.jsonl", tmp_path / "second.jsonl.zst"
    first.write_text("".join(lines))
    lines[changed] = '{"id": "other"}\n'
    second.write_bytes(zstandard.compress("".join(lines).encode()))
    marks = [marked_posts(path, "posts.jsonl")[1] for path in (first, second)]
    before, after = (one.unpacked() for one in marks if one is not None)
    assert np.flatnonzero(before != after).tolist() == [changed // BLOCK]


def test_a_packed_file_has_the_marks_of_what_is_in_it_and_the_hash_of_its_bytes(tmp_path: Path) -> None:
    text = b"one\ntwo\n"
    plain, packed = tmp_path / "a.jsonl", tmp_path / "a.jsonl.zst"
    plain.write_bytes(text)
    packed.write_bytes(zstandard.compress(text))
    (sha, marks), (sha_packed, marks_packed) = (marked_posts(path, "a") for path in (plain, packed))
    assert marks == marks_packed
    assert (sha, sha_packed) == tuple(
        hashlib.sha256(path.read_bytes()).hexdigest() for path in (plain, packed)
    )


def test_a_damaged_archive_has_marks_of_what_came_before_the_damage(tmp_path: Path) -> None:
    whole = zstandard.compress(b"".join(b"%d\n" % n for n in range(20_000)))
    (tmp_path / "a.zst").write_bytes(whole[: len(whole) // 2])
    marks = marked_posts(tmp_path / "a.zst", "a")[1]
    assert marks is not None
    assert 0 <= marks.count < 20_000


def test_what_has_no_lines_has_no_marks(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(b"PAR1 and so on\n")
    assert marked_posts(tmp_path / "a.parquet", "a")[1] is None
    assert marks_of_text(b"PK\x03\x04\n", "events", "a.xlsx") is None


def test_a_word_is_known_by_its_own_mark_and_its_entry_by_another() -> None:
    first, second = (word_marks(f"good\t{value}\nbad\t-1\n".encode(), KEY) for value in ("1.5", "1.6"))
    assert first.keys == second.keys
    assert (first.unpacked() != second.unpacked()).tolist() == [True, False]
    assert words_of(b"# note\n\nGo Up\t1\r\n")[1] == ("go up", "Go Up\t1")


def prices(**cells: float) -> pd.DataFrame:
    days = pd.DatetimeIndex(["2024-01-02", "2024-01-03", "1969-12-30"], name="session")
    frame = pd.DataFrame({"close": [10.0, 11.0, np.nan], "volume": [1.0, 0.0, 3.0]}, days)
    for column, value in cells.items():
        frame.loc[days[1], column] = value
    return frame


def test_prices_have_a_mark_for_each_session_and_each_column() -> None:
    first, same, other = (price_marks(prices(**c), KEY) for c in ({}, {"volume": -0.0}, {"close": 11.00001}))
    assert first == same
    assert (first.unpacked() != other.unpacked()).tolist() == [False, True, False]
    assert [name for name in first.columns if first.columns[name] != other.columns[name]] == ["close"]
    assert first.unpacked_keys()[:2].tolist() == [19_724, 19_725]


def test_another_file_has_another_key() -> None:
    assert len({marks_key(kind, name) for kind in ("posts", "prices") for name in ("a", "b")}) == 4


@pytest.mark.parametrize(
    "marks",
    [
        Marks("lines", 1, "!!!!"),
        Marks("lines", 1, "AAAAAAA="),
        Marks("lines", 10**12, "AAAAAA=="),
        Marks("lines", 5, "AAAAAA==", 0),
        Marks("words", 1, "AAAAAA==", keys="é"),
    ],
)
def test_marks_that_no_run_wrote_are_refused(marks: Marks) -> None:
    with pytest.raises(DataError, match="marks that are"):
        (marks.unpacked(), marks.unpacked_keys())
