"""``end = "latest"`` and ``--date``. Expected values: the dates of the prices that each test writes."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from naysay.run.check import read_checked
from naysay.run.latest import as_of, end_so_far, last_session, up_to_yesterday, with_end
from naysay.run.progress import Progress
from naysay.run.workspace import workspace_of
from naysay.study.errors import DataError, InputError, StudyError
from naysay.study.spec import Study
from naysay.study.values import LATEST

Run = Callable[..., tuple[int, str, str]]
QUIET = Progress(quiet=True)


def latest(small: Path, *, benchmark: bool = True) -> Path:
    """The small study until the latest prices."""
    path = small / "analysis" / "small.toml"
    text = path.read_text().replace("end = 2024-09-30", 'end = "latest"')
    if not benchmark:
        text = "\n".join(line for line in text.splitlines() if not line.startswith("benchmark"))
    path.write_text(text, encoding="utf-8")
    return path


def cut(small: Path, ticker: str, last: str) -> None:
    """Take away the prices after ``last``."""
    path = small / "data" / "prices" / f"{ticker}.csv"
    head, *rows = path.read_text().splitlines()
    path.write_text("\n".join([head, *(row for row in rows if row[:10] <= last)]) + "\n")


def ended(path: Path) -> Study:
    return with_end(read_checked(path), workspace_of(path), locked=True, today=None, progress=QUIET)


def test_a_study_with_a_date_is_left_as_it_is(small: Path) -> None:
    study = read_checked(small / "analysis" / "small.toml")
    assert with_end(study, workspace_of(small / "analysis"), locked=True, today=None, progress=QUIET) is study


def test_the_benchmark_ends_the_study(small: Path) -> None:
    path = latest(small)
    cut(small, "^SIM", "2024-08-07")
    assert ended(path).study.end == dt.date(2024, 8, 7)


def test_without_a_benchmark_half_of_the_companies_do(small: Path) -> None:
    path = latest(small, benchmark=False)
    cut(small, "SIM1", "2024-03-05")
    assert ended(path).study.end == dt.date(2024, 9, 30)
    cut(small, "SIM2", "2024-08-07")
    assert ended(path).study.end == dt.date(2024, 8, 7)


def test_a_price_of_a_day_without_a_session_is_none(small: Path) -> None:
    path = latest(small)
    cut(small, "^SIM", "2024-08-09")
    prices = small / "data" / "prices" / "^SIM.csv"
    rows = prices.read_text().splitlines()
    prices.write_text("\n".join([*rows, rows[-1].replace("2024-08-09", "2024-08-10")]) + "\n")
    assert ended(path).study.end == dt.date(2024, 8, 9)


def test_prices_that_end_before_the_study_starts_are_refused(small: Path) -> None:
    path = latest(small)
    cut(small, "^SIM", "2023-12-20")
    with pytest.raises(DataError, match=r"study\.end: got .*with prices up to 2023-12-20"):
        ended(path)


def test_a_study_of_fetched_prices_asks_for_the_session_before_today(small: Path) -> None:
    path = latest(small)
    path.write_text(path.read_text().replace('path = "data/prices"', 'source = "yahoo"'))
    study = read_checked(path)
    monday = dt.date(2024, 8, 12)
    assert up_to_yesterday(study, monday).study.end == dt.date(2024, 8, 9)
    assert end_so_far(study, workspace_of(path), today=monday, progress=QUIET).study.end == dt.date(
        2024, 8, 9
    )
    for today in (None, dt.date(2024, 1, 2)):
        with pytest.raises(DataError, match="There are no prices yet"):
            up_to_yesterday(study, today)


def test_the_word_is_latest_and_no_date_stands_for_it(small: Path) -> None:
    path = latest(small)
    assert read_checked(path).study.end == LATEST
    for wrong in ("9999-12-31", '"newest"'):
        path.write_text(path.read_text().replace('end = "latest"', f"end = {wrong}"))
        with pytest.raises(StudyError, match=r"study\.end"):
            read_checked(path)
        path.write_text(path.read_text().replace(f"end = {wrong}", 'end = "latest"'))


def test_the_run_holds_the_date_and_says_it(naysay: Run, small: Path, tmp_path: Path) -> None:
    path = latest(small)
    cut(small, "^SIM", "2024-08-07")
    code, _, err = naysay("run", str(path), "--out", str(tmp_path / "run"), "--workers", "1")
    assert code == 0
    assert "the study ends on 2024-08-07, the last session with prices of the benchmark ^SIM" in err
    manifest = json.loads((tmp_path / "run" / "manifest.json").read_text())
    assert manifest["study"]["study"]["end"] == manifest["as_of"] == "2024-08-07"


def test_check_says_the_date_or_why_there_is_none(naysay: Run, small: Path) -> None:
    path = latest(small)
    code, out, _ = naysay("check", str(path))
    assert code == 0
    assert "latest: the study ends on 2024-09-30" in out
    cut(small, "^SIM", "2023-12-20")
    code, _, err = naysay("check", str(path))
    assert code == 1
    assert "study.end: got" in err


def test_the_report_is_of_the_last_session_or_of_a_later_day(small: Path) -> None:
    study = read_checked(small / "analysis" / "small.toml")
    assert last_session(study) == as_of(study, None) == dt.date(2024, 9, 30)
    assert as_of(study, dt.date(2024, 10, 3)) == dt.date(2024, 10, 3)
    for wrong in (dt.date(2024, 9, 29), dt.date(9999, 1, 1)):
        with pytest.raises(InputError, match=r"--date: got .*a day from 2024-09-30"):
            as_of(study, wrong)


@pytest.mark.parametrize("day", ["2024-09-29", "2024-02-30", "yesterday", "20240930T00"])
def test_a_day_that_no_report_can_be_of_is_refused(
    naysay: Run, small: Path, tmp_path: Path, day: str
) -> None:
    study = str(small / "analysis" / "small.toml")
    code, _, err = naysay("run", study, "--out", str(tmp_path / "run"), "--date", day)
    assert code == 1
    assert err.startswith("--date: got ")
    assert not (tmp_path / "run").exists()
