"""The page of times is true. Expected value: the one instant that all its examples are, 1706806140."""

from __future__ import annotations

import re

import pytest
from tests.house.test_documents import DOCS, read, rows

from naysay.data.instants import instant
from naysay.data.times import TimeColumn

PAGE = read(DOCS / "formats" / "times.md")
EXAMPLES = [cells[1].strip("`") for cells in rows(PAGE, "form")]


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_is_the_instant_that_the_page_says(example: str) -> None:
    assert instant(example, "Europe/Berlin") == 1706806140 * 10**9


def test_the_days_of_a_spreadsheet_are_the_same_instant() -> None:
    found = re.search(r"`(\d{5}\.\d+)`", PAGE)
    assert found is not None
    column = TimeColumn()
    column.add(found[1])
    read_as = instant(found[1], "Europe/Berlin", "instant", column.times())
    assert round(read_as / 10**9) == 1706806140


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 15
