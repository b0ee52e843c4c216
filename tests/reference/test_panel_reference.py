"""Checks of Granger tests against numbers from R.

Expected values: ``shared/reference/granger``: vars 1.6-1 and plm 2.6-2 on R 4.2.2.
``benchmarks/_panel_reference.py`` sets both side by side. Relative tolerance 1e-8, absolute 1e-12.
"""

from __future__ import annotations

from functools import cache

import pytest
from benchmarks._panel_reference import FOLDER, Compared, compared

pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="the shared reference folder is not beside the checkout"
)


@cache
def rows() -> list[Compared]:
    return list(compared())


@pytest.mark.parametrize(("file", "quantities"), [("04_toda_yamamoto", 114), ("05_dumitrescu_hurlin", 235)])
def test_the_numbers_are_those_of_r(file: str, quantities: int) -> None:
    mine = [row for row in rows() if row[0] == file]
    assert len(mine) == quantities
    for _, quantity, ours, theirs in mine:
        assert ours == pytest.approx(theirs, rel=1e-8, abs=1e-12), quantity
