"""Runs that lie in a workspace, and the newest of them that has a report."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from naysay.run.manifest import FILE, Manifest, read_manifest
from naysay.run.workspace import FOLDERS
from naysay.study.contents import UnreadableError, contents
from naysay.study.errors import DataError

REPORTS: Final = ("report.pdf", "report.html", "report.md")
"""Files of a run that a person reads, the first that there is before the others."""
LARGEST_RESULTS: Final = 1_000_000_000
"""Bytes of a results.json that is read for its date."""


@dataclass(frozen=True, slots=True)
class StoredReport:
    """A report of a run, with what tells which of two is newer."""

    path: Path
    as_of: str
    """The day that the report is of; empty where the run does not say."""
    written: int
    """When its manifest was written, in nanoseconds since 1970."""


def runs_below(reports: Path) -> Iterator[Path]:
    """Folders with a manifest up to two folders below ``reports``, but those a run is still written to."""
    manifests = [*reports.glob(f"*/{FILE}"), *reports.glob(f"*/*/{FILE}")]
    for run in sorted(path.parent for path in manifests):
        if not any(part.startswith(".") for part in run.relative_to(reports).parts):
            yield run


def report_of_run(run: Path) -> StoredReport:
    """The report of one run.

    Raises
    ------
    DataError
        A folder that is no complete run, or a run without a report.
    """
    report = _report(run, read_manifest(run))
    if report is None:
        raise DataError(
            "run",
            got=f"{run}, which has none of {', '.join(REPORTS)}",
            allowed="a run with a report",
            mend=f"Write one: naysay export {run} --format pdf.",
        )
    return report


def newest_report(folder: Path, *, study: str | None = None) -> StoredReport:
    """The newest report of the runs in the workspace ``folder``, or of those of one ``study`` by its name.

    The report of the later day is the newer; of two of one day, that of the run that was written later.
    ``folder`` may also be a folder of runs, or the analysis/, data/ or reports/ of a workspace. Folders that
    hold no complete run are passed over.

    Raises
    ------
    DataError
        When there is no report.
    """
    places = _places(folder)
    reports = (
        report
        for place in places
        for run in runs_below(place)
        if (report := _report_if(run, lambda manifest: study is None or _name(manifest) == study)) is not None
    )
    newest = max(reports, key=lambda report: (report.as_of, report.written, str(report.path)), default=None)
    if newest is None:
        of = "" if study is None else f" of the study {study}"
        raise DataError(
            "report",
            got=f"no report{of} in {places[0]}",
            allowed="a run, a study that was run, or a workspace with runs",
            mend="Run the study first: naysay run STUDY. Name a run in another folder by that folder.",
        )
    return newest


def _places(folder: Path) -> list[Path]:
    """The folders whose runs are looked at: reports/ of the workspace, else ``folder`` itself."""
    try:
        top = Path(os.path.abspath(folder))
    except FileNotFoundError:  # the folder that the shell stands in was deleted
        top = folder
    roots = [top, top.parent] if top.name in FOLDERS else [top]
    return next(([root / "reports"] for root in roots if (root / "reports").is_dir()), [top])


def _report_if(run: Path, wanted: Callable[[Manifest], bool]) -> StoredReport | None:
    try:
        manifest = read_manifest(run)
        return _report(run, manifest) if wanted(manifest) else None
    except (DataError, OSError):
        return None


def _report(run: Path, manifest: Manifest) -> StoredReport | None:
    files = (run / name for name in REPORTS if name in manifest.outputs)
    path = next((file for file in files if file.is_file()), None)
    return None if path is None else StoredReport(path, _as_of(run), (run / FILE).stat().st_mtime_ns)


def _name(manifest: Manifest) -> str:
    return str(_entry(_entry(manifest.study, "study"), "name"))


def _as_of(run: Path) -> str:
    """The day that stands in the run's results; empty where that cannot be read."""
    try:
        return str(_entry(json.loads(contents(run / "results.json", largest=LARGEST_RESULTS)), "as_of") or "")
    except (UnreadableError, ValueError, RecursionError):
        return ""


def _entry(table: Any, key: str) -> Any:
    return table.get(key) if isinstance(table, dict) else None
