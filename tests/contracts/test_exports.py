"""What every file of ``reports/exports`` keeps to, whatever the results are.

Expected values: properties that every export promises.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath

import pytest
from tests.reports.fakes import fake_results, missing_numbers, without_tables

from naysay.reports.document import build
from naysay.reports.exports.base import Export, ExportInput
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


def files(name: str, results: Results, working: Path) -> Mapping[str, bytes]:
    """What the export ``name`` draws of a short report with one figure."""
    document = build(results, ("cover", "lead_lag"))
    return part(name).files(ExportInput(results, document, working / "tables", working))


def test_each_export_has_a_first_file_of_its_own() -> None:
    assert len({part(name).file for name in EXPORTS}) == len(EXPORTS)


@pytest.mark.parametrize("name", EXPORTS)
def test_files_stand_in_the_run_or_one_folder_below_it(name: str, tmp_path: Path) -> None:
    drawn = files(name, CASES["a lead"](), tmp_path)
    for path in map(PurePosixPath, drawn):
        assert not path.is_absolute()
        assert len(path.parts) <= 2
        assert ".." not in path.parts
    assert any(PurePosixPath(path).is_relative_to(part(name).file) for path in drawn)


@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_of_one_file_has_one(name: str, tmp_path: Path) -> None:
    assert (list(files(name, CASES["a lead"](), tmp_path)) == [part(name).file]) == part(name).is_one


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("name", EXPORTS)
def test_equal_results_give_equal_bytes(name: str, case: str, tmp_path: Path) -> None:
    first, again = (files(name, CASES[case](), tmp_path) for _ in range(2))
    assert all(first.values())
    assert first == again


@pytest.mark.parametrize("name", EXPORTS)
def test_nothing_is_left_in_the_working_folder(name: str, tmp_path: Path) -> None:
    files(name, CASES["a lead"](), tmp_path)
    assert list(tmp_path.iterdir()) == []
