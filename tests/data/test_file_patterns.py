"""Patterns of files. Expected values: Python's glob where there are no links, and by hand where there are."""

from __future__ import annotations

import glob
import os
from pathlib import Path

import pytest

from naysay.data import file_patterns as module
from naysay.data.file_patterns import matching
from naysay.study.errors import DataError


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in (
        "a.csv",
        "b/a.csv",
        "b/c/d.csv",
        "b/c/e.txt",
        ".hidden/a.csv",
        "b/.x.csv",
        "f[1]/a*.csv",
        "f1/a.csv",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    return tmp_path


@pytest.mark.parametrize(
    "pattern",
    ["*.csv", "**/*.csv", "**", "*/*", "**/c/*", "b/**/*.csv", "b", "b/c/d.csv", "none/*",
     "f[1]/*.csv", "f[[]1]/*.csv", "**/**/*.csv", "*/**/d.csv", "[ab].csv", "?.csv", "b/.*.csv", "**/.x.csv",
     "a.csv/*", "[!a]/*.csv", "*.CSV"],
)  # fmt: skip
def test_without_links_it_is_what_glob_finds(tree: Path, pattern: str) -> None:
    expected = {Path(path) for path in glob.glob(str(tree / pattern), recursive=True) if os.path.isfile(path)}
    assert set(matching(tree / pattern)) == expected


def test_a_name_that_looks_like_a_pattern_is_found_as_itself(tree: Path) -> None:
    assert matching(tree / "f[1]" / "a*.csv") == [tree / "f[1]" / "a*.csv"]


def test_links_that_lead_back_up_end(tree: Path) -> None:
    expected = matching(tree / "**" / "*.csv")
    for n in range(12):
        (tree / f"b/up{n}").symlink_to(tree)
        (tree / f"b/c/loop{n}").symlink_to(tree / "b")
    assert matching(tree / "**" / "*.csv") == expected


def test_a_link_to_another_place_is_followed(tree: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other")
    (other / "g.csv").write_text("x")
    (tree / "away").symlink_to(other)
    assert tree / "away" / "g.csv" in matching(tree / "**" / "*.csv")


def test_a_file_found_by_two_ways_counts_once_by_its_own_name(tree: Path) -> None:
    (tree / "0.csv").symlink_to(tree / "a.csv")
    (tree / "1.csv").symlink_to(tree / "a.csv")
    assert matching(tree / "*.csv") == [tree / "a.csv"]
    assert matching(tree / "[01].csv") == [tree / "0.csv"]


@pytest.mark.parametrize("name", ["a" * 5_000, "a" * 5_000 + "*", "\udcff*", "a\0b", "a\0*", "\ud800"])
def test_a_name_that_no_file_has_finds_nothing(tree: Path, name: str) -> None:
    assert matching(tree / name) == []


def test_a_pattern_of_too_much_is_refused(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 3)
    with pytest.raises(DataError, match="starts near its files"):
        matching(tree / "**" / "*.csv")
