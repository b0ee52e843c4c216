"""The plans of docs/scale.md. Expected values: by hand, from two small pages; the measured pages."""

from __future__ import annotations

import re

import pytest
from benchmarks._measured_tables import number, table_below, tables
from benchmarks.plan import FORMATS, PAGE, TABLES, Pages, filled, measured

SCALE = """# scale

Each run. Seconds.

| posts | companies | clock s |
|---|---|---|
| 100,000 | 5,000 | 9.0 |
| 2,000,000 | 100 | 90.0 |

Growth with posts. The line is fitted.

| what | exponent | steepest | bound | fixed | each further 1,000,000 |
|---|---|---|---|---|---|
| reading, clock, 100 companies, 1 processes | 0.99 | 1.01 | at most 1.1 | 0.5 s | 30.0 s |
| whole run, processors, 100 companies, 1 processes | 0.80 | 1.00 | none | 9.0 s | 36.0 s |
| peak memory, 100 companies, 1 processes | 0.30 | 0.50 | none | 512.0 MB | 102.4 MB |

Growth with companies. The line is fitted.

| what | exponent | steepest | bound | fixed | each further 1,000 |
|---|---|---|---|---|---|
| whole run, processors, 1,000,000 posts, 2 processes | 0.40 | 0.90 | none | 50.0 s | 20.0 s |
| peak memory, 1,000,000 posts, 2 processes | 0.20 | 0.50 | none | 900.0 MB | 300.0 MB |

Growth with events. The line is fitted.

| what | exponent | steepest | bound | fixed | each further 1,000 |
|---|---|---|---|---|---|
| methods, clock, 500 companies, 1 processes | 0.90 | 0.90 | none | 1.0 s | 2.0 s |
| peak memory, 500 companies, 1 processes | 0.10 | 0.10 | none | 400.0 MB | 10.0 MB |

Gains of two workers over one, by the clock. The plain loop gains 1.80.

| what | one, s | two, s | gain | of the loop's | bound |
|---|---|---|---|---|---|
| whole run: 2,000,000 posts, 100 companies, cluster | 90.0 | 60.0 | 1.50 | 0.83 | at least 0.9: MISSED |
| posts: 2,000,000 posts, 100 companies, cluster | 60.0 | 30.0 | 2.00 | 1.11 | none |
| calibration: 2,000,000 posts, 100 companies, processes | 9.0 | 8.0 | 1.12 | 0.62 | none |
| sweep: 2,000,000 posts, 100 companies, processes | 99.0 | 55.0 | 1.80 | 1.00 | at least 0.9 |

The largest files of 9 posts, 5,000 companies, 2 x processes: tables/returns.csv 201.6 MB, report.pdf 1.0 MB.
"""
_PART = "| 2,000 | 100 | 0.0 | 90.0 | 36.0 | 1,800 | 50 | 3.6 |"
STRAGGLERS = """# stragglers

What one part takes, by the processor:

| format | posts a part | bytes a post | before the first, s a million posts | cut, MB/s | driver, ms a part \
| worker, ms a part | workers that one driver feeds | driver at the end, s a million posts |
|---|---|---|---|---|---|---|---|---|
""" + "".join(f"| {name} {_PART}\n" for name in FORMATS)
STRAGGLERS += """
What comes before the first part of an archive, whose files are joined:

| messages | driver, s a million messages | workers, s a million messages | disk, bytes a message |
|---|---|---|---|
| 500,000 | 40.0 | 640.0 | 70 |
| 5,000,000 | 50.0 | 720.0 | 75 |
"""
for _name in (
    "550 million posts, archive",
    "550 million posts, archive, carried",
    "1,000 million posts, JSON lines",
    "1,000 million posts, JSON lines, .zst",
):
    STRAGGLERS += f"""
{_name}: 7 parts.

| workers | what happens | hours | ideal | times the ideal | done twice | in any order, hours | order costs |
|---|---|---|---|---|---|---|---|
| 8 | nothing happens | 10.00 | 9.00 | 1.11 | 0.00 % | 10.00 | 0.0 % |
| 8 | all of these | 12.00 | 9.50 | 1.26 | 1.00 % | 11.00 | 9.1 % |
| 32 | nothing happens | 4.00 | 2.00 | 2.00 | 0.00 % | 4.00 | 0.0 % |
| 32 | all of these | 5.00 | 2.50 | 2.00 | 1.00 % | 4.00 | 25.0 % |
"""
PAGES = Pages(SCALE, STRAGGLERS)


def cells(name: str, price: float = 0.1) -> list[list[str]]:
    """The rows of a table of the page, without its head."""
    lines = [line for line in TABLES[name](PAGES, price).splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def test_a_table_is_read_with_the_paragraph_above_it() -> None:
    one, *_ = tables("# a\n\nSome words\nof two lines.\n\n| x | long name |\n|---|---|\n| a | 1,234.5 s |\n")
    assert one.above == "Some words of two lines."
    assert number(one.row(x="a")["long name"]) == 1234.5


@pytest.mark.parametrize("words", ["Something else", ""])
def test_what_was_not_measured_is_no_number(words: str) -> None:
    with pytest.raises(LookupError, match="measure again"):
        table_below(SCALE, "no such words").row(what=words)


def test_hours_and_money_are_those_of_all_workers_and_the_driver() -> None:
    """550 million posts: 50 s a million before the first are 7.64 hours of the driver, 3.6 s at the end .55.
    Eight workers take 720 / 8 = 90 s a million before the first, 13.75 hours. With 12 hours of reading that
    is 26.3 hours of 9 cores, 236.7 core hours, 24 at .1; with 5 hours 13.19 of 33, 435."""
    assert cells("stocktwits") == [
        ["8", "13.8", "9.0", "10.0", "12.0", "0.6", "26.3", "237", "24"],
        ["32", "7.6", "2.0", "4.0", "5.0", "0.6", "13.2", "435", "44"],
    ]


def test_a_driver_takes_so_many_hours_for_a_billion_posts() -> None:
    """500,000 parts of 36 ms are 5 hours, of 1,800 ms 250; 50 s a million before are 13.9 hours."""
    assert cells("driver")[0] == ["archive", "90.0", "5.0", "13.9", "250", "50"]


def test_memory_grows_with_the_posts_that_a_study_keeps() -> None:
    """512 MB, and .1 GB for each million posts: of 550 million 1 % are 5.5 million, 1.05 GB."""
    assert cells("memory") == [
        ["1 %", "1.1 GB", "1.5 GB"],
        ["10 %", "6.0 GB", "10.5 GB"],
        ["30 %", "17.0 GB", "30.5 GB"],
        ["100 %", "55.5 GB", "100.5 GB"],
    ]


def test_files_notes_and_numbers_of_the_archive_are_counted() -> None:
    """550 million x 100, 75 and 32 bytes are 51.2, 38.4 and 16.4 GB of 2^30."""
    last = TABLES["stocktwits"](PAGES, 0.1).splitlines()[-1]
    assert "51 GB, the notes of their symbols 38 GB of disk" in last
    assert "16 GB of memory" in last


def test_tables_grow_with_sessions() -> None:
    """201.6 MB of 504 sessions are 1,000 MB of 2,500."""
    assert cells("files") == [["`tables/returns.csv`", "202 MB", "1,000 MB"]]


def test_gains_are_those_of_runs_of_reading_and_of_the_sweep() -> None:
    assert cells("gains") == [
        ["whole run, 2,000,000 posts, 100 companies, cluster", "90.0", "60.0", "1.50", "0.83"],
        ["reading, 2,000,000 posts, 100 companies, cluster", "60.0", "30.0", "2.00", "1.11"],
        ["a sweep of 48 cells, 2,000,000 posts, 100 companies, processes", "99.0", "55.0", "1.80", "1.00"],
    ]


def test_costs_are_those_of_the_lines() -> None:
    assert cells("costs")[:2] == [
        ["a million posts, read, by the clock", "30.0 s", "0.5 s", "0.99"],
        ["a million posts, whole run, all processors", "36.0 s", "9.0 s", "0.80"],
    ]


def test_a_cost_below_nothing_is_none() -> None:
    less = Pages(SCALE.replace("| 400.0 MB | 10.0 MB |", "| 400.0 MB | -11.1 MB |"), STRAGGLERS)
    assert "a thousand events, memory of all processes | too small to be measured |" in TABLES["costs"](
        less, 0.1
    )


def test_what_rests_on_small_archives_says_so() -> None:
    assert "up to 5,000,000 messages" in TABLES["driver"](PAGES, 0.1)
    assert "Preliminary" not in TABLES["driver"](PAGES, 0.1)
    small = Pages(SCALE.replace("2,000,000", "200,000"), STRAGGLERS.replace("| 5,000,000 |", "| 600,000 |"))
    for name in ("costs", "memory", "driver"):
        assert "**Preliminary: " in TABLES[name](small, 0.1)


def test_costs_say_up_to_which_sizes_they_were_measured() -> None:
    assert TABLES["costs"](PAGES, 0.1).endswith("Measured with up to 2,000,000 posts and 5,000 companies.")
    small = Pages(SCALE.replace("2,000,000", "200,000"), STRAGGLERS)
    assert "**Preliminary: " in TABLES["costs"](small, 0.1)


def test_a_page_is_filled_between_its_marks_and_nowhere_else() -> None:
    page = (
        "before\n" + "".join(f"<!-- {name} -->\nold\n<!-- end of {name} -->\n" for name in TABLES) + "after"
    )
    whole = filled(page, PAGES)
    assert (whole.startswith("before\n"), whole.endswith("\nafter"), "old" in whole) == (True, True, False)
    assert filled(whole, PAGES) == whole


def test_a_page_without_a_place_for_a_table_is_refused() -> None:
    with pytest.raises(ValueError, match="no place for the table costs"):
        filled("nothing", PAGES)


def test_the_tables_of_the_page_rest_on_the_measured_pages() -> None:
    """``python -m benchmarks plan --fill`` renews them."""
    page = PAGE.read_text("utf-8")
    assert filled(page, measured()) == page


def test_the_page_has_no_measured_number_outside_of_its_tables() -> None:
    """Numbers with a unit of time, memory or money belong into the tables; those of the formats may stand."""
    page = re.sub(r"<!-- (\w+) -->.*?<!-- end of \1 -->", "", PAGE.read_text("utf-8"), flags=re.DOTALL)
    assert re.findall(r"\d[\d.,]* (?:GB|hours|seconds|bytes|MB/s)", page) == []
