"""A small share of ``python -m benchmarks ingest``.

Expected values are what the benchmark says of its files, and one run against another; nothing here is timed.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from benchmarks._faults_process import SRC
from benchmarks._ingest_files import written
from benchmarks._ingest_process import taken

POSTS = 402


def texts(files: tuple[Path, ...]) -> list[str]:
    return [json.loads(line)["text"] for file in files for line in file.read_text("utf-8").splitlines()]


def test_distinct_texts_are_distinct_and_as_long_as_posts_are(tmp_path: Path) -> None:
    made = texts(written(tmp_path, POSTS, 3, "distinct").posts)
    assert len(set(made)) == len(made) == POSTS
    assert 80 <= sum(map(len, made)) / POSTS <= 140


def test_equal_arguments_write_equal_files(tmp_path: Path) -> None:
    one, two = (written(tmp_path / name, POSTS, 3, "distinct") for name in ("one", "two"))
    assert [file.read_bytes() for file in one.posts] == [file.read_bytes() for file in two.posts]


def test_repeats_stand_more_than_once(tmp_path: Path) -> None:
    made = texts(written(tmp_path, POSTS, 3, "repeats").posts)
    assert len(set(made)) < len(made) == POSTS


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_a_run_reaches_the_panel_and_gives_the_same_one_again(tmp_path: Path) -> None:
    study = written(tmp_path / "files", POSTS, 3, "distinct").study
    once, again = (taken(study, SRC, tmp_path / "cache", 1) for _ in range(2))
    assert once.panel == again.panel
    assert once.posts > POSTS  # some posts are about two companies
    assert once.peak > 0
