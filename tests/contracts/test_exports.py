"""What every file of ``reports/exports`` keeps to, whatever the results are.

Expected values: properties that every export promises.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.reports.fakes import fake_results, missing_numbers, without_tables

from naysay.reports.document import build
from naysay.reports.exports.base import Export
from naysay.reports.results import Results
from naysay.study.parts import load, names

FOLDER = "naysay.reports.exports"
EXPORTS = names(FOLDER)
CASES: dict[str, Callable[[], Results]] = {
    "a lead": lambda: fake_results("negative_lead"),
    "no tables": lambda: without_tables(fake_results("not_testable")),
    "no numbers": lambda: missing_numbers(fake_results("not_testable")),
    "hostile names": lambda: fake_results(names=("{0}", "%s", "$a$", "\x00", "<b>", "#x"), companies=6),
}


def part(name: str) -> Export:
    return load(FOLDER, name, "EXPORT", Export)


@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_is_named_after_its_file(name: str) -> None:
    assert part(name).name == name


def test_each_export_writes_a_plain_file_of_its_own() -> None:
    files = [part(name).file for name in EXPORTS]
    assert len(set(files)) == len(files)
    assert [file for file in files if Path(file).name != file or not Path(file).suffix] == []


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("name", EXPORTS)
def test_equal_results_give_equal_bytes(name: str, case: str, tmp_path: Path) -> None:
    first, again = (
        part(name).export(results, build(results, ("cover", "methods")), tmp_path)
        for results in (CASES[case](), CASES[case]())
    )
    assert first
    assert first == again
