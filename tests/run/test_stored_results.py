"""Reading the results of an earlier run. Expected values: by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.reports.fakes import fake_results

from naysay.run.manifest import Manifest, hashes, write_manifest
from naysay.run.stored_results import stored_results
from naysay.study.errors import DataError


def stored(folder: Path, content: str) -> Path:
    folder.mkdir()
    (folder / "results.json").write_text(content, encoding="utf-8")
    manifest = Manifest(
        naysay="1", study={"study": {"name": "mine"}}, study_sha256="", seed=1, inputs=(), versions={},
        counts={}, outputs=hashes(folder),
    )  # fmt: skip
    write_manifest(folder, manifest)
    return folder


def test_results_come_back_as_the_run_wrote_them(tmp_path: Path) -> None:
    results = fake_results()
    again = stored_results(stored(tmp_path / "run", results.to_json()))
    assert again.to_json() == results.to_json()
    assert again.findings.evidence == results.findings.evidence


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"format": 1}', "not JSON"])
def test_what_no_run_wrote_is_refused_with_its_place(content: str, tmp_path: Path) -> None:
    run = stored(tmp_path / "run", content)
    with pytest.raises(DataError, match=r"results\.json"):
        stored_results(run)


def test_a_folder_that_is_no_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError):
        stored_results(tmp_path)
