"""Posts that their writers marked. Expected values: counts, labels and weeks by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from naysay.data.forgotten import KeyedNames, Name, keyed_hash
from naysay.data.marked_posts import MarkedPosts, formats_with_marks, read_marked
from naysay.study.errors import DataError, InputError


def message(number: int, mark: str | None = None, **more: Any) -> dict[str, Any]:
    return {
        "id": number,
        "body": f"message {number}",
        "created_at": "2021-03-01T14:30:00Z",
        "user": {"id": 500 + number, "username": f"writer{number}"},
        "symbols": [{"symbol": "ACME"}],
        "entities": {"sentiment": None if mark is None else {"basic": mark}},
        **more,
    }


def written(path: Path, *messages: Any) -> Path:
    path.write_text("\n".join(json.dumps(one) for one in messages), encoding="utf-8")
    return path


def read(*paths: Path, **options: Any) -> MarkedPosts:
    return read_marked(paths, "stocktwits", **options)


def test_marks_are_the_labels_and_each_row_is_counted_once(tmp_path: Path) -> None:
    """Of 30 rows 23 are measured: numbers 1, 2, 7 and 20 to 39, which come in the order of their times."""
    original = {"message": message(90, body="message 5")}
    first = written(
        tmp_path / "a.jsonl",
        message(1, "Bullish"),
        message(2, "Bearish"),
        message(3),
        message(4, "Bullish", body=""),
        message(5, "Bearish", reshare_message=original),
        message(1, "Bearish", body="the same id", created_at="2021-03-01T14:31:00Z"),
        message(6, "Bullish", created_at=None),
    )
    late = [message(n, "Bullish", created_at="2021-03-02T14:30:00Z") for n in range(20, 40)]
    second = written(tmp_path / "b.jsonl", message(2, "Bearish"), message(7, "Bullish"), message(8), *late)
    posts = read(first, second)
    assert sorted(posts.labelled.labels[:3]) == [-1, 1, 1]
    assert posts.labelled.labels[3:] == (1,) * 20
    assert (posts.files, posts.rows, posts.marked, posts.is_part) == (2, 30, 25, False)
    assert (posts.unmarked, posts.repeats, posts.same_id) == (2, 1, 2)
    assert (posts.skipped, posts.refused) == ({"nothing_written": 1}, {"no_time": 1})


def test_a_post_belongs_to_the_week_of_its_first_company(tmp_path: Path) -> None:
    """1 March 2021 was a Monday; 23:59 on the Sunday before belongs to the week before."""
    path = written(
        tmp_path / "a.jsonl",
        message(1, "Bullish", symbols=[{"symbol": "BOLT"}, {"symbol": "ACME"}]),
        message(2, "Bullish", created_at="2021-02-28T23:59:59Z"),
        message(3, "Bearish", symbols=None),
    )
    weeks = {"BOLT 2021-03-01/2021-03-07", "ACME 2021-02-22/2021-02-28", ""}
    assert set(read(path).labelled.weeks) == weeks


def test_of_too_many_the_same_even_sample_is_measured_in_any_order(tmp_path: Path) -> None:
    """60 % of 600 are Bullish; of 150, 48 to 72 % is three standard errors (4 points each) either way."""
    messages = [message(n, "Bullish" if n % 5 < 3 else "Bearish") for n in range(600)]
    forward = read(written(tmp_path / "a.jsonl", *messages), most=150)
    backward = read(written(tmp_path / "b.jsonl", *messages[::-1], *messages), most=150)
    assert (forward.marked, forward.rows, forward.labelled.rows, forward.is_part) == (600, 600, 150, True)
    assert sorted(forward.labelled._texts) == sorted(backward.labelled._texts)
    assert 0.48 < forward.labelled.labels.count(1) / 150 < 0.72
    alike = read(tmp_path / "a.jsonl", most=600)
    assert (alike.labelled.rows, alike.is_part) == (600, False)


@pytest.mark.parametrize("names", [("a", "b"), ("b", "a")])
def test_the_mark_of_the_earliest_copy_counts_whatever_its_file_is_called(
    tmp_path: Path, names: tuple[str, str]
) -> None:
    """Copies of one instant with other marks: the same one counts under each name, and each mark of some."""
    old, new = (
        [message(1, mark, created_at=f"2021-03-0{day}T14:30:00Z"), *(message(n, mark) for n in range(2, 42))]
        for day, mark in ((1, "Bullish"), (2, "Bearish"))
    )
    files = [written(tmp_path / f"{name}.jsonl", *of) for name, of in zip(names, (old, new), strict=True)]
    posts = read(*sorted(files)).labelled
    assert posts.labels[posts._texts.index("message 1")] == 1
    assert 10 < posts.labels.count(1) < 31
    other = read(*sorted(files, reverse=True)).labelled
    assert (posts.labels, posts._texts) == (other.labels, other._texts)


def test_forgotten_posts_are_skipped(tmp_path: Path) -> None:
    key = b"k" * 32
    names = KeyedNames(key, frozenset({keyed_hash(key, Name("author", "writer1"))}), frozenset())
    path = written(tmp_path / "a.jsonl", message(1, "Bullish"), message(2, "Bearish"))
    posts = read(path, forgotten=[names])
    assert (posts.labelled.labels, posts.skipped) == ((-1,), {"forgotten": 1})


def test_a_format_without_marks_is_refused_with_those_that_have_them(tmp_path: Path) -> None:
    assert "stocktwits" in formats_with_marks()
    assert "table" not in formats_with_marks()
    with pytest.raises(InputError, match=r"--format.*twitter.*stocktwits"):
        read_marked([tmp_path / "a.jsonl"], "twitter")


def test_files_without_marked_posts_say_what_they_hold(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl", *map(message, range(2, 42)), {"id": 1}, {"id": 42})
    with pytest.raises(
        DataError, match=r"no marked post in a\.jsonl: 42 rows, of which 2 cannot be read \(no time 2\)"
    ):
        read(path)
    with pytest.raises(DataError, match=r"^posts\.path"):
        read(tmp_path / "absent.jsonl")
