"""Which report is the newest, and how it is opened. Expected values: by hand, for runs that tests write."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from naysay.run.manifest import FILE, Manifest, hashes, write_manifest
from naysay.run.stored_runs import REPORTS, newest_report, report_of_run
from naysay.run.viewer import open_file, viewer
from naysay.study.errors import DataError

Run = Callable[..., tuple[int, str, str]]


def stored(
    folder: Path, as_of: str = "2024-01-31", *, files: tuple[str, ...] = ("report.pdf",), written: int = 1
) -> Path:
    """A run of the study "mine" in ``folder``, whose manifest was written ``written`` seconds after 1970."""
    folder.mkdir(parents=True)
    (folder / "results.json").write_text(json.dumps({"as_of": as_of}))
    for name in files:
        (folder / name).write_text(name)
    manifest = Manifest(
        naysay="1", study={"study": {"name": "mine"}}, study_sha256="", seed=1, inputs=(), versions={},
        counts={}, outputs=hashes(folder),
    )  # fmt: skip
    write_manifest(folder, manifest)
    os.utime(folder / FILE, (written, written))
    return folder


def test_the_report_of_the_later_day_is_the_newer_one_whenever_it_was_written(tmp_path: Path) -> None:
    stored(tmp_path / "reports" / "mine" / "early", "2024-01-31", written=20)
    late = stored(tmp_path / "reports" / "mine" / "late", "2024-02-29", written=10)
    assert newest_report(tmp_path).path == late / "report.pdf"


def test_of_two_reports_of_one_day_that_of_the_later_manifest_is_newer(tmp_path: Path) -> None:
    later = stored(tmp_path / "reports" / "a", written=20)
    stored(tmp_path / "reports" / "b", written=10)
    assert newest_report(tmp_path).path == later / "report.pdf"


def test_other_studies_do_not_count_where_one_is_named(tmp_path: Path) -> None:
    stored(tmp_path / "reports" / "a")
    with pytest.raises(DataError, match="no report of the study other"):
        newest_report(tmp_path, study="other")


@pytest.mark.parametrize("inside", ["", "analysis", "reports", "reports/mine"])
def test_the_workspace_its_folders_and_a_folder_of_runs_lead_to_the_report(
    inside: str, tmp_path: Path
) -> None:
    run = stored(tmp_path / "reports" / "mine" / "one")
    (tmp_path / "analysis").mkdir()
    assert newest_report(tmp_path / inside).path == run / "report.pdf"


def test_the_pdf_comes_before_the_page_and_the_page_before_markdown(tmp_path: Path) -> None:
    run = stored(tmp_path / "run", files=REPORTS)
    for name in REPORTS:
        assert report_of_run(run).path == run / name
        (run / name).unlink()


def test_a_run_without_a_report_is_told_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"which has none of report\.pdf.*naysay export .*run --format pdf"):
        report_of_run(stored(tmp_path / "run", files=("note.txt",)))


def test_what_is_no_complete_run_is_passed_over(tmp_path: Path) -> None:
    run = stored(tmp_path / "reports" / "whole")
    broken = stored(tmp_path / "reports" / "broken", "2030-01-01")
    (broken / FILE).write_text("{")
    unfinished = stored(tmp_path / "reports" / ".unfinished", "2030-01-01")
    assert unfinished.is_dir()
    assert newest_report(tmp_path).path == run / "report.pdf"


@pytest.mark.parametrize("results", ["", "[]", "[" * 100_000, '{"as_of": null}', '{"as_of": 3}'])
def test_results_of_any_content_do_not_stand_in_the_way(results: str, tmp_path: Path) -> None:
    run = stored(tmp_path / "reports" / "mine" / "one")
    (run / "results.json").write_text(results)
    assert newest_report(tmp_path).path == run / "report.pdf"


def test_an_empty_workspace_is_told_to_run_the_study(naysay: Run, tmp_path: Path) -> None:
    code, out, err = naysay("open", tmp_path)
    assert (code, out) == (1, "")
    assert 'report: got "no report in' in err
    assert "naysay run STUDY" in err


@pytest.mark.parametrize("name", ["run", "study", "workspace", "report"])
def test_open_prints_the_path_of_what_is_named(name: str, naysay: Run, small: Path) -> None:
    study = small / "analysis" / "small.toml"
    study.write_text(study.read_text().replace('name = "small"', 'name = "mine"'))
    run = stored(small / "reports" / "mine" / "one")
    place = {"run": run, "study": study, "workspace": small, "report": run / "report.pdf"}[name]
    assert naysay("open", place, "--print") == (0, f"{run / 'report.pdf'}\n", "")


def test_without_a_display_the_path_is_printed_and_the_reason_told(
    naysay: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    run = stored(tmp_path / "run")
    code, out, err = naysay("open", run)
    assert (code, out) == (0, f"{run / 'report.pdf'}\n")
    assert "there is no display" in err


@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_the_command_of_the_platform_gets_the_path(
    platform: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = tmp_path / {"linux": "xdg-open", "darwin": "open"}[platform]
    command.write_text(f'#!/bin/sh\n{shutil.which("printf")} %s "$1" > "{tmp_path}/opened"\n')
    command.chmod(0o755)
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("DISPLAY", ":0")
    assert open_file(tmp_path / "a report.pdf") == ""
    assert (tmp_path / "opened").read_text() == str(tmp_path / "a report.pdf")


def test_a_viewer_that_fails_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command = tmp_path / "xdg-open"
    command.write_text("#!/bin/sh\nexit 3\n")
    command.chmod(0o755)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("DISPLAY", ":0")
    assert open_file(tmp_path / "report.pdf") == "xdg-open ended with 3"


def test_there_is_no_viewer_where_no_command_is(tmp_path: Path) -> None:
    assert viewer("linux", {"DISPLAY": ":0", "PATH": str(tmp_path)}) == ""
