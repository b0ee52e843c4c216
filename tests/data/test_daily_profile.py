"""Tables of daily measures by their headings and cells.

Expected values: by hand, from what each table below holds.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from naysay.data.inspection.daily_profile import DailyProfile, daily_profile, near_miss
from naysay.data.inspection.file_profile import file_profile
from naysay.data.inspection.sampled import SampledRows

DAYS = [f"2024-01-{day:02d}" for day in range(2, 12)]


def sampled(folder: Path, heading: str, row: str) -> SampledRows:
    path = folder / "measures.csv"
    lines = [row.format(day=day, at=f"{day} 14:30:00", n=at) for at, day in enumerate(DAYS)]
    path.write_text("\n".join([heading, *lines, ""]), encoding="utf-8")
    sample = file_profile(path).sample
    assert sample is not None
    return sample


def test_columns_are_known_by_heading_and_cells(tmp_path: Path) -> None:
    sample = sampled(tmp_path, "Ticker,Date,bull_bear,posts", "AA,{day},0.{n},{n}")
    assert daily_profile(sample) == DailyProfile("Ticker", "Date", ("bull_bear",), "posts")
    assert near_miss(sample) == ""


@pytest.mark.parametrize(
    ("heading", "row", "why"),
    [
        ("date,AA,BB", "{day},0.{n},0.{n}", "wide"),
        (",company,mood", "{day},AA,0.{n}", "unnamed"),
        ("date,company,mood", "{at},AA,0.{n}", ""),
        ("date,company,mood", "{day},AA,{n}%", ""),
    ],
)
def test_tables_that_are_none_say_why_where_it_is_known(
    tmp_path: Path, heading: str, row: str, why: str
) -> None:
    sample = sampled(tmp_path, heading, row)
    assert daily_profile(sample) is None
    assert near_miss(sample) == why
