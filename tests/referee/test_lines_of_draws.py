"""What the referee makes of many draws. Expected values: by hand; statsmodels' Wilson interval."""

from __future__ import annotations

from math import isnan, nan

import pytest
from benchmarks import _draws, referee
from benchmarks._referee_cases import CASES
from benchmarks._referee_lines import Bounds, Outcome, summarised, wilson
from statsmodels.stats.proportion import proportion_confint

FOUR = [
    Outcome(line="tone", pvalue=p, estimate=b, se=2.0, low=b - 4.0, high=b + 4.0, rows=100.0)
    for p, b in ((0.01, -6.0), (0.30, -2.0), (0.60, 1.0), (0.90, -1.0))
]


def told(bounds: Bounds, outcomes: list[Outcome] | None = None) -> tuple[str, ...]:
    (line,) = summarised("a process", outcomes or FOUR, lambda name: bounds, 4)
    return line.missed


@pytest.mark.parametrize(("count", "total"), [(0, 20), (16, 300), (150, 300), (300, 300)])
def test_bounds_of_a_share_are_those_of_wilson(count: int, total: int) -> None:
    assert wilson(count, total) == pytest.approx(proportion_confint(count, total, method="wilson"), rel=1e-9)


def test_a_row_says_what_the_draws_say_together() -> None:
    (line,) = summarised("a process", FOUR, lambda name: Bounds(truth=0.0, most=0.3), 4)
    cells = [cell.strip() for cell in line.markdown.strip("|").split("|")]
    # Mean -2; deviations -4, 0, 3, 1: variance 26 / 3; one of four rejects; -6 +- 4 misses 0.
    assert cells == [
        "a process", "tone", "25.0 % (4.6 to 69.9)", "-2.0 ± 1.5", "0.68", "75 %", "100", "meets",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("bounds", "words"),
    [
        (Bounds(most=0.25), ()),
        (Bounds(most=0.24), ("rejects more than 24 %",)),
        (Bounds(least=0.25), ()),
        (Bounds(least=0.26), ("rejects less than 26 %",)),
        (Bounds(truth=0.0, honest=True), ("se beside spread",)),
        (Bounds(truth=0.0, centred=True), ()),
        (Bounds(truth=-8.0, centred=True), ("mean",)),
        (Bounds(truth=0.0, covered=0.75), ()),
        (Bounds(truth=0.0, covered=0.76), ("covers too seldom",)),
        (Bounds(rows=101.0), ("too few rows",)),
        (Bounds(lost=0.0), ("rows are lost",)),
        (Bounds(), ()),
    ],
)
def test_a_bound_that_is_missed_is_named(bounds: Bounds, words: tuple[str, ...]) -> None:
    assert told(bounds) == words


def test_a_draw_without_an_estimate_misses_every_bound_but_none_where_there_are_no_bounds() -> None:
    outcomes = [*FOUR[:3], Outcome(line="tone", pvalue=nan)]
    assert told(Bounds(most=0.5), outcomes) == ("not every draw was estimated",)
    assert told(Bounds(), outcomes) == ()


def test_a_line_that_finds_less_than_the_one_beside_it_is_named() -> None:
    weak = [Outcome(line="weak", pvalue=p) for p in (0.01, 0.5, 0.5, 0.5)]
    strong = [Outcome(line="strong", pvalue=p) for p in (0.01, 0.01, 0.5, 0.5)]
    lines = summarised(
        "a process", weak + strong, {"weak": Bounds(beside="strong"), "strong": Bounds()}.get, 4
    )
    assert [line.missed for line in lines] == [("finds fewer than strong",), ()]


def test_draws_do_not_depend_on_who_makes_them() -> None:
    name = "1 x 250, market .30 late"
    at_once, alone = _draws._piece(referee._judged, name, 1, 0, 2), list[object]()
    for number in range(2):
        alone += _draws._piece(referee._judged, name, 1, number, 1)
    assert at_once == alone
    assert at_once[0][0].estimate != at_once[1][0].estimate


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("40 x 100", ["tone, h = 1", "tone, h = 5", "tone, h = 10"]),
        (
            "mood alone, -20 bp, posts rise by 0.2",
            ["tone, h = 1", "attention, h = 1", "tone without attention", "attention in words"],
        ),
        ("one company of ten -100 bp", ["pooled", "mean group", "companies differ", "first company"]),
        ("two calendars", ["rows lost, h = 1", "rows lost, h = 10"]),
        ("instants four hours early", ["tone, h = 1", "from the open"]),
        (
            "one company, twelve events",
            [
                f"{fall}{test} {window}"
                for fall in ("", "-200 bp, ")
                for window in ("(0, 0)", "(1, 5)")
                for test in ("bmp", "adjusted_bmp")
            ],
        ),
    ],
)
def test_every_line_of_a_process_is_made(name: str, wanted: list[str]) -> None:
    (outcomes,) = _draws._piece(referee._judged, name, 1, 0, 1)
    assert [outcome.line for outcome in outcomes] == wanted
    assert not any(isnan(outcome.pvalue) for outcome in outcomes)


def test_the_bounds_of_a_process_belong_to_lines_that_it_has() -> None:
    """A bound whose line is misspelt would hold for ever."""
    assert CASES["40 x 100"].bounds("tone, h = 10") != CASES["40 x 100"].bounds("tone, h = 1")
    assert CASES["one company, twelve events"].bounds("adjusted_bmp (1, 5)").least == 0.02
    assert CASES["mood alone, -20 bp, posts rise by 0.5"].bounds("attention in words").most == 0.08
    assert CASES["two calendars"].bounds("rows lost, h = 10").lost == 0.0
    assert CASES["one post a session, planted -20 bp"].bounds("tone, h = 1").rows == 2000


def test_a_name_that_is_not_known_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        referee.main(["--only", "nonsense"])
    assert next(iter(CASES)) in capsys.readouterr().err
