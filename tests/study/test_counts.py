"""How many of something there are, in words. Expected values: by hand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import naysay
from naysay.study.counts import are, counted


@pytest.mark.parametrize(
    ("n", "thing", "words"),
    [
        (0, "row", "0 rows"),
        (1, "row", "1 row"),
        (2, "company", "2 companies"),
        (1, "company", "1 company"),
        (3, "entry", "3 entries"),
        (2, "day", "2 days"),
        (12_345, "post", "12,345 posts"),
        (2, "file of posts", "2 files of posts"),
        (1, "file of posts", "1 file of posts"),
    ],
)
def test_one_thing_is_not_many(n: int, thing: str, words: str) -> None:
    assert counted(n, thing) == words


def test_one_is_and_several_are() -> None:
    assert [are(n) for n in (0, 1, 2)] == ["are", "is", "are"]


def test_no_module_counts_in_a_way_of_its_own() -> None:
    """Such as ``"1 file" if n == 1 else f"{n} files"``."""
    own = re.compile(r"""["']1 (\w+)["'] if .{0,40}== 1 else""")
    library = Path(naysay.__file__).parent
    again = [
        f"{path.relative_to(library)}: {match[0]}"
        for path in sorted(library.rglob("*.py"))
        for match in own.finditer(path.read_text(encoding="utf-8"))
    ]
    assert again == []
