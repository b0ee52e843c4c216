"""What a driver takes for a part, as the benchmark of stragglers counts it. Expected values: by hand."""

from __future__ import annotations

import operator
from pathlib import Path

import pytest
from benchmarks._driver_costs import DriverCost, PostFormat, StepTimes

from naysay.data.forums.base import CHUNK
from naysay.run.executors._parts_place import parts_place

FILES = PostFormat("JSON lines", Path("study.toml"), rows=1_000_000, bytes=200 * 2**20, cut=100 * 2**20)
COST = DriverCost(FILES, before=7.0, cut=2.0, sent=0.5, work=50.0, after=1.0, carried=10 * 2**20)


def test_a_part_is_a_whole_one_however_small_the_last_of_a_file_is() -> None:
    """4 MB of 100 MB: a twenty-fifth of all posts, of 2.5 seconds of the driver and of 50 of a worker."""
    assert CHUNK == 4 * 2**20
    assert (COST.posts_a_part, COST.driver_seconds, COST.worker_seconds) == pytest.approx((40_000, 0.1, 2.0))


def test_a_driver_feeds_as_many_workers_as_take_its_time_together() -> None:
    assert COST.fed == 20.0


def test_steps_are_counted_for_each_part_and_change_no_result(tmp_path: Path) -> None:
    """Two parts: one of 100,000 bytes lies sealed at the place until it is done, one goes with its task."""
    with parts_place(str(tmp_path)) as place:
        steps = StepTimes(place)
        assert list(steps.map_shared(operator.mul, 2, [b"a" * 100_000, b"b"])) == [b"a" * 200_000, b"bb"]
        assert [len(each) for each in (steps.cut, steps.sent, steps.work)] == [2, 2, 2]
        assert 0 < steps.carried < 100_000  # a hundred thousand times the same byte are packed
        assert list(Path(place.folder).glob("*.sealed")) == []
