"""What the benchmark of scale makes of the runs that it measures. Expected values: by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from benchmarks import scale
from benchmarks._ingest_process import Taken
from benchmarks._scale_fit import CostLine, cost_line, exponent, steepest
from benchmarks._scale_runs import Bench, Setting, parts_of
from benchmarks._scale_tables import Bounds, print_gains, print_growth, print_runs

RUN = Taken(
    wall=20.0,
    parent=6.0,
    workers=12.0,
    peak=500.0,
    others=0.1,
    stages={"imports": 1.5, "posts": 10.0, "granger": 2.0, "sweep": 3.0, "tables": 0.5, "pdf": 1.0},
    posts=1_000,
    panel="digest",
    files={"tables/returns.csv": 2**20, "report.pdf": 2**19},
)


def grid(*words: str, kinds: tuple[str, ...] = ("processes",)) -> scale.Grid:
    return scale.Grid(scale._parser().parse_args(words), kinds)


def bench_of(*runs: tuple[Setting, Taken], loops: tuple[float, float] = (2.0, 1.0)) -> Bench:
    one, two = loops
    return Bench(Path("nowhere"), 1, dict(runs), {1: [one], 2: [two]})


def test_an_exponent_is_the_slope_of_logarithms() -> None:
    """3 n^1.5 at n = 1, 4 and 100: 3, 24 and 3,000."""
    assert exponent([1, 4, 100], [3, 24, 3_000]) == pytest.approx(1.5)


def test_the_steepest_step_is_the_largest_exponent_between_neighbours() -> None:
    """From 1 to 10 the cost doubles (.301), from 10 to 100 it is a hundred times as much (2)."""
    assert steepest([1, 10, 100], [5, 10, 1_000]) == pytest.approx(2.0)


def test_a_line_that_fits_exactly_is_the_one_that_is_fitted() -> None:
    line = cost_line([0.1, 1, 5], [4.3, 7.0, 19.0])
    assert (line.fixed, line.each) == pytest.approx((4.0, 3.0))
    assert CostLine(4.0, 3.0).at(10) == 34.0


def test_small_sizes_count_as_much_as_large_ones_in_a_line() -> None:
    """Costs 1, 2 and 200 at 0, 1 and 100: the least squares of relative errors, from the normal equations
    (sums of 1, x, x^2 over y^2, and of 1, x over y), are off by the same share at each size, and that little.
    Absolute errors alone would fit the last one and leave a fixed cost of almost nothing."""
    line = cost_line([0, 1, 100], [1, 2, 200])
    # 1/y^2: 1, .25, .000025; 1/y: 1, .5, .005. So 1.250025 a + .2525 b = 1.505 and .2525 a + .5 b = 1.
    b = (1 - 0.2525 * 1.505 / 1.250025) / (0.5 - 0.2525**2 / 1.250025)
    assert line.each == pytest.approx(b)
    assert line.fixed == pytest.approx((1.505 - 0.2525 * b) / 1.250025)


def test_the_parts_of_a_run_are_its_stages_and_what_is_left() -> None:
    """20 seconds: 1.5 of imports, 10 of reading, 5 of two methods, 1.5 of writing and 2 of no stage."""
    parts = parts_of(RUN)
    assert (parts.imports, parts.reading, parts.methods, parts.writing) == (1.5, 10.0, 5.0, 1.5)
    assert parts.rest == pytest.approx(2.0)


def test_a_bound_that_is_missed_is_told_with_its_value() -> None:
    bounds = Bounds()
    assert bounds.hold("a", 1.0, least=0.9, most=1.1) == "at least 0.9 and at most 1.1"
    assert bounds.summary == "All 1 bounds hold."
    assert bounds.hold("b", 1.25, most=1.1) == "at most 1.1: MISSED"
    assert bounds.summary == "1 of 2 bounds are missed: b: 1.25, at most 1.1."


def test_a_value_that_is_no_number_misses_its_bound() -> None:
    bounds = Bounds()
    bounds.hold("a", float("nan"), most=1.1)
    assert len(bounds.missed) == 1


def test_one_thing_varies_at_a_time() -> None:
    one = grid("--posts", "10,20,30", "--companies", "2,4,8", "--events", "5,7")
    assert [[(s.posts, s.companies, s.workers) for s in line] for line in one.of_posts] == [
        [(10, 4, 1), (20, 4, 1), (30, 4, 1)],
        [(10, 4, 2), (20, 4, 2), (30, 4, 2)],
    ]
    assert [(s.posts, s.companies, s.workers) for s in one.of_companies[0]] == [
        (20, 2, 2),
        (20, 4, 2),
        (20, 8, 2),
    ]
    assert [(s.posts, s.companies, s.asked.events) for s in one.of_events[0]] == [(10, 4, 5), (10, 4, 7)]
    pairs = [[(s.posts, s.workers, s.kind) for s in pair] for pair in one.pairs]
    assert pairs == [
        [(30, 1, "processes"), (30, 2, "processes")],
        [(20, 1, "processes"), (20, 2, "processes")],
        [(20, 1, "processes"), (20, 2, "processes")],
    ]


def test_each_executor_is_compared_with_itself() -> None:
    one = grid(kinds=("processes", "dask"))
    assert [pair[0].kind for pair in one.of_kinds] == ["processes", "cluster"]
    assert {s.kind for line in one.of_posts for s in line} == {"processes"}


def test_the_sweep_has_48_cells(tmp_path: Path) -> None:
    counts = [line.count(",") + 1 for line in scale.DRAWING.further.splitlines() if "=" in line]
    assert counts == [4, 3, 2, 2]


def test_growth_is_held_to_its_bounds(capsys: pytest.CaptureFixture[str]) -> None:
    """Reading takes 1 and 10 seconds for ten times the posts: exponent 1. At 20 seconds it is 1.30."""
    line = [Setting(n, 4, 1, "processes", scale.USUAL) for n in (100_000, 1_000_000)]
    for slow, missed in ((10.0, 0), (20.0, 1)):
        runs = [replace(RUN, stages={"posts": seconds}, wall=30.0) for seconds in (1.0, slow)]
        bounds = Bounds()
        print_growth(bench_of(*zip(line, runs, strict=True)), [line], "posts", bounds)
        assert len(bounds.missed) == missed
    printed = capsys.readouterr().out
    reading = "| reading, clock, 4 companies, 1 processes | 1.00 | 1.00 | at least 0.9 and at most 1.1 |"
    assert f"{reading} 0.0 s | 10.0 s |" in printed
    assert "MISSED" in printed


def test_memory_is_told_from_the_two_largest_sizes(capsys: pytest.CaptureFixture[str]) -> None:
    """300, 900 and 1,300 MB of 1, 2 and 4 million posts: 500 MB, and 200 for each further million."""
    line = [Setting(n * 1_000_000, 4, 1, "processes", scale.USUAL) for n in (1, 2, 4)]
    runs = [replace(RUN, peak=peak) for peak in (300.0, 900.0, 1_300.0)]
    print_growth(bench_of(*zip(line, runs, strict=True)), [line], "posts", Bounds())
    (memory,) = (row for row in capsys.readouterr().out.splitlines() if row.startswith("| peak memory"))
    assert memory.endswith("| none | 500.0 MB | 200.0 MB |")


def test_a_gain_is_held_to_that_of_the_plain_loop(capsys: pytest.CaptureFixture[str]) -> None:
    """The loop gains 2. A run of 20 seconds gains 1.67 if it takes 12, .83 of it; in 11 seconds it is .91."""
    pair = [Setting(1_000, 4, workers, "processes", scale.USUAL) for workers in (1, 2)]
    for fast, missed in ((11.0, 0), (12.0, 1)):
        bounds = Bounds()
        print_gains(bench_of((pair[0], RUN), (pair[1], replace(RUN, wall=fast))), [pair], bounds)
        assert len(bounds.missed) == missed
    assert (
        "| whole run: 1,000 posts, 4 companies, processes | 20.0 | 12.0 | 1.67 | 0.83 |"
        in capsys.readouterr().out
    )


def test_of_a_sweep_its_own_stage_has_the_bound(capsys: pytest.CaptureFixture[str]) -> None:
    """The sweep takes 3 seconds by one worker and 2 by two: 1.5 of 2 is .75, which is missed."""
    pair = [
        Setting(1_000, 4, workers, "processes", replace(scale.USUAL, methods=("granger", "sweep")))
        for workers in (1, 2)
    ]
    fast, bounds = replace(RUN, stages={**RUN.stages, "sweep": 2.0}), Bounds()
    print_gains(bench_of((pair[0], RUN), (pair[1], fast)), [pair], bounds)
    assert [name.split(":")[0] for name in bounds.missed] == ["gain of sweep"]
    assert (
        "| granger: 1,000 posts, 4 companies, processes | 2.0 | 2.0 | 1.00 | 0.50 | none |"
        in capsys.readouterr().out
    )


def test_each_run_has_a_row_and_the_largest_study_its_files(capsys: pytest.CaptureFixture[str]) -> None:
    one = Setting(1_000, 4, 2, "processes", scale.USUAL)
    print_runs(bench_of((one, RUN)), [one])
    printed = capsys.readouterr().out
    assert (
        "| 1,000 | 4 | found | 2 processes | 20.0 | 18.0 | 500 | 1.5 | 10.0 | 5.0 | 1.5 | 2.0 | 0.10 |"
        in printed
    )
    assert "tables/returns.csv 1.0 MB, report.pdf 0.5 MB" in printed


def test_runs_of_one_study_that_differ_are_counted() -> None:
    bench = bench_of()
    bench.digests = {(1, 1, scale.USUAL): {"a"}, (2, 1, scale.USUAL): {"a", "b"}}
    assert bench.differing == 1
