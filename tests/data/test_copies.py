"""Copies of one post in several files: which one counts, whatever the files are called. By hand."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import permutations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from naysay.data.posts import Posts, read_posts
from naysay.data.scored import SCALE
from naysay.data.scorers import Scorer, scorer
from naysay.data.sessions import Sessions
from naysay.study.file import parse_study

MINUTE = 60 * 10**9
NOON = 1_389_787_200 * 10**9
"""2014-01-15 12:00 UTC."""
BEFORE, AFTER = ({"at": f"2014-01-15T{hour}:00:00Z"} for hour in (12, 14))


def between(first: int, end: int) -> Sessions:
    """One session, to which all posts from ``first`` up to ``end`` belong."""
    return Sessions("XNYS", pd.DatetimeIndex(["2014-01-15"], name="session"), np.array([end]), first)


ALWAYS = between(0, 2**62)


def read(
    folder: Path,
    files: Sequence[Sequence[Mapping[str, Any]]],
    order: Sequence[int],
    *,
    session: Sessions = ALWAYS,
    own: bool = False,
    **posts: Any,
) -> Posts:
    """The posts of ``files`` of JSON lines, whose names come in the ``order``."""
    options = {"format": "table", "company": "column", "forum": "column", "path": "x", **posts}
    lines = "\n".join(f"{key} = {json.dumps(value)}" for key, value in options.items())
    study = parse_study(
        f"""[study]
name = "x"
start = 2014-01-01
end = 2014-12-31
[[company]]
ticker = "AAA"
[[company]]
ticker = "BBB"
[posts]
{lines}
[posts.columns]
posted_at = "at"
author = "author"
company = "company"
forum = "forum"
{'score = "score"' if own else ""}
""",
        source="x.toml",
    )
    folder = folder / "".join(map(str, order))
    folder.mkdir()
    paths = {}
    for place, name in zip(order, "abc", strict=False):
        rows = [{"author": "", "forum": "", "company": "AAA", **row} for row in files[place]]
        paths[f"{name}.jsonl"] = folder / f"{name}.jsonl"
        paths[f"{name}.jsonl"].write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    scorers: list[Scorer] = [scorer("given" if own else "vader")]
    return read_posts(
        study,
        paths,
        sessions={"AAA": session, "BBB": session},
        scorers=scorers,
        folder=folder / "parts",
        quarantine=folder / "quarantine.jsonl",
    )


def rows(posts: Posts) -> list[tuple[Any, ...]]:
    """The posts that count, in an order of their own."""
    of = posts.scored
    columns = (of.company, of.posted_at, of.session, of.score, of.author, of.said, of.forum)
    return sorted(zip(*(list(column) for column in columns), strict=True))


def in_each_order(folder: Path, files: Sequence[Sequence[Mapping[str, Any]]], **options: Any) -> Posts:
    """What is read, once the same posts count in each order of the names of files."""
    orders = permutations(range(len(files)))
    first, *others = (read(folder, files, order, **options) for order in orders)
    for other in others:
        assert rows(other) == rows(first)
        assert other.losses == first.losses
    stages = {stage: first.rows(stage) for stage in ("kept", "quarantined", "duplicate", "filtered")}
    assert sum(stages.values()) == first.rows("rows_in")
    return first


def test_the_earliest_copy_counts_whatever_its_file_is_called(tmp_path: Path) -> None:
    """The edit at 14:00 turned "good" into "awful": what was read at 12:00 is what was known then."""
    old, new = {"id": 1, "text": "good", **BEFORE}, {"id": 1, "text": "awful", **AFTER}
    other = {"id": 2, "text": "fine", **AFTER}
    first, second = rows(in_each_order(tmp_path, [[new, other], [old], [new]]))
    assert (first[1], second[1]) == (NOON, NOON + 120 * MINUTE)
    assert first[3] > 0


def test_a_company_that_an_edit_added_counts_from_the_edit_on(tmp_path: Path) -> None:
    old, new = {"id": 1, "text": "good", **BEFORE}, {"id": 1, "text": "good", "company": "BBB", **AFTER}
    counted = rows(in_each_order(tmp_path, [[new], [old, {**new, "company": "AAA"}]]))
    assert [row[:2] for row in counted] == [("AAA", NOON), ("BBB", NOON + 120 * MINUTE)]


@pytest.mark.parametrize(
    ("session", "kept", "filtered"),
    [
        (between(NOON + MINUTE, 2**62), 0, 1),  # written before the study, edited in it
        (between(0, NOON + MINUTE), 1, 0),  # written in the study, edited after it
    ],
)
def test_a_post_lies_where_its_earliest_copy_lies(
    tmp_path: Path, session: Sessions, kept: int, filtered: int
) -> None:
    files = [[{"id": 1, "text": "good", **BEFORE}], [{"id": 1, "text": "awful", **AFTER}]]
    found = in_each_order(tmp_path, files, session=session)
    counts = found.rows("kept"), found.rows("filtered", "outside_period"), found.rows("duplicate", "same_key")
    assert counts == (kept, filtered, 1)


def test_of_copies_of_one_instant_a_rule_decides_that_knows_no_file(tmp_path: Path) -> None:
    """Nothing tells which text was first; the same one has to count in each order."""
    texts = ("good", "awful", "fine and good")
    files = [[{"id": n, "text": text, **BEFORE} for n in range(40)] for text in texts]
    counted = rows(in_each_order(tmp_path, files))
    assert len(counted) == 40
    assert len({row[5] for row in counted}) == 1


def test_copies_that_say_the_same_differ_in_author_forum_and_capitals(tmp_path: Path) -> None:
    """A known author counts before an unknown one; what else differs is decided by no file."""
    unknown, known, loud = (
        {"id": 1, "text": "good", **BEFORE},
        {"id": 1, "text": "good", "author": "ann", "forum": "x", **BEFORE},
        {"id": 1, "text": "GOOD", "author": "ann", "forum": "y", **BEFORE},
    )
    (counted,) = rows(in_each_order(tmp_path, [[unknown], [known], [loud]]))
    assert counted[4] != 0


def test_own_sentiments_of_copies_are_decided_by_no_file_and_favour_no_sign(tmp_path: Path) -> None:
    """A file that was scored again: a known sentiment counts before none, of two each is as likely."""
    files = [
        [{"id": n, "text": "x", "score": score, **BEFORE} for n in range(200)] for score in (-1, 1, None)
    ]
    scores = [row[3] for row in rows(in_each_order(tmp_path, files, own=True, max_lost=1.0))]
    assert set(scores) == {-SCALE, SCALE}
    assert 70 < sum(score < 0 for score in scores) < 130


@pytest.mark.parametrize("earlier", [0, 1])
def test_a_copy_that_is_known_to_be_a_retweet_counts_among_those_of_its_instant(
    tmp_path: Path, earlier: int
) -> None:
    """Earlier than the other copy or of its instant: the post is a retweet, and left out."""
    files = [
        [{"id": 1, "text": "good", "at": "2014-01-15T12:01:00Z"}],
        [{"id": 1, "text": "RT @ann: good", "at": f"2014-01-15T12:0{1 - earlier}:00Z"}],
    ]
    found = in_each_order(tmp_path, files)
    assert (found.rows("kept"), found.rows("filtered", "retweet")) == (0, 1)


def test_of_equal_copies_the_one_in_the_first_file_stays(tmp_path: Path) -> None:
    """Its forum is that of its file, as a forum that is named by files can only be."""
    copies = [[{"id": 1, "text": "good", **BEFORE}]] * 2
    found = read(tmp_path, copies, (0, 1), forum="file")
    assert list(found.scored.forum) == ["a"]
