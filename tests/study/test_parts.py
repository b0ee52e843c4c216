"""The loader of parts. Expected values: the folders' own files, and that a name is a plain identifier."""

from __future__ import annotations

import pytest

from naysay.data.forums import Forum
from naysay.study.errors import PartError
from naysay.study.parts import load, names


def test_the_folder_is_the_list() -> None:
    assert names("naysay.data.forums") == (
        "lemmy", "reddit", "rss", "stocktwits", "stocktwits_archive", "table", "telegram", "twitter",
    )  # fmt: skip


def test_a_part_is_its_constant() -> None:
    assert load("naysay.data.forums", "table", "FORUM", Forum).name == "table"


@pytest.mark.parametrize("name", ["base", "_lines", "../table", "table.FORUM", "os", "", "Table", "t" * 100])
def test_anything_else_is_refused_with_what_there_is(name: str) -> None:
    with pytest.raises(PartError, match="rss, stocktwits, stocktwits_archive, table"):
        load("naysay.data.forums", name, "FORUM", Forum)


def test_a_constant_of_another_type_is_a_mistake_of_ours() -> None:
    with pytest.raises(TypeError):
        load("naysay.data.forums", "table", "FORUM", str)
