"""`check` and `run` say the same of a hundred spoiled studies, so small that check reads every row.

Expected values: none of its own; each command is held to the other.
"""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.run.mutilated import spoiled

from naysay.run.check import check_files, read_checked
from naysay.run.pipeline import run_study
from naysay.run.workspace import workspace_of
from naysay.study.errors import Fault, InputError, StudyError

pytestmark = pytest.mark.slow
SPOILED = 100


@pytest.fixture(scope="module")
def brief(small_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small study with one method and the shortest report, so that a run takes a second."""
    folder = tmp_path_factory.mktemp("brief") / "workspace"
    shutil.copytree(small_files, folder)
    study = folder / "analysis" / "small.toml"
    text = study.read_text().replace("seed = 3\n", 'seed = 3\nmethods = ["correlation"]\n')
    study.write_text(text.replace('sections = ["cover", "methods"]', 'sections = ["methods"]'))
    return folder


def faults(of: Callable[[], object]) -> list[Fault]:
    """What a command refuses; nothing where it is done."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            of()
        except StudyError as error:
            return list(error.faults)
        except InputError as error:
            return [error.fault]
    return []


@pytest.mark.parametrize("number", range(SPOILED))
def test_check_and_run_refuse_the_same(brief: Path, tmp_path: Path, number: int) -> None:
    folder = Path(shutil.copytree(brief, tmp_path / "workspace"))
    spoiled(folder, number)
    path = folder / "analysis" / "small.toml"

    def check() -> None:
        check_files(read_checked(path), workspace_of(path), source="small.toml")

    def run() -> None:
        run_study(read_checked(path), workspace_of(path), out=tmp_path / "run", locked=True)

    by_check, by_run = faults(check), faults(run)
    assert {(fault.field, fault.got) for fault in by_run} <= {(fault.field, fault.got) for fault in by_check}
    assert bool(by_check) == bool(by_run), [str(fault) for fault in by_check]
