"""The earlier run that a report is compared with: the one that is named, or the newest of the study."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from naysay.reports.results import Results
from naysay.run.manifest import FILE, Manifest, read_manifest
from naysay.run.progress import Progress
from naysay.run.workspace import Workspace
from naysay.study.contents import UnreadableError, contents
from naysay.study.errors import DataError, printable
from naysay.study.frames import MONTHS
from naysay.study.spec import Study

SINCE: Final = "since"
"""The kind of input that names an earlier run."""
RESULTS: Final = "results.json"
LARGEST: Final = 500_000_000
"""Bytes of results.json."""


@dataclass(frozen=True, eq=False)
class EarlierRun:
    """A finished run: the name of its folder, its results, and the SHA-256 of their file."""

    name: str
    results: Results
    sha256: str


def run_before(
    study: Study, workspace: Workspace, named: Path | None, *, as_of: date, progress: Progress
) -> EarlierRun | None:
    """The run in the folder ``named``; else, where the study says since = "previous", the newest earlier one.

    Earlier are the runs of the same name below the study's folder of reports whose report is of a day before
    ``as_of``: a run that is made again finds the same. Of several the one of the latest day is taken, then
    the one whose manifest was written last; one that cannot be read is passed over, and ``progress`` says so.

    Raises
    ------
    DataError
        A folder ``named`` that holds no run of the study which can be read, or one of a later day.
    """
    if named is not None:
        return _named(study, named, as_of)
    for folder in _earlier(study, workspace, as_of) if study.report.since else ():
        try:
            earlier = _read(folder, read_manifest(folder))
        except DataError as error:
            progress.say(f"{folder.name} is no run to compare with: {error.fault.got}")
            continue
        progress.say(f"compared with the run {earlier.name} of {earlier.results.as_of}")
        return earlier
    return None


def _named(study: Study, folder: Path, as_of: date) -> EarlierRun:
    try:
        manifest = read_manifest(folder)
    except DataError as error:
        raise DataError(
            "--since", got=error.fault.got, allowed="the folder of a run", mend="Name the folder of a run."
        ) from None
    if (name := _name(manifest)) != study.study.name:
        raise DataError(
            "--since",
            got=f"a run of the study {name}",
            allowed=f"a run of {study.study.name}",
            mend="Name another run, or give both studies the same name.",
        )
    earlier = _read(folder, manifest)
    if earlier.results.as_of > as_of.isoformat():
        raise DataError(
            "--since",
            got=f"a run of {earlier.results.as_of}",
            allowed=f"a run of {as_of} or before",
            mend="Name an earlier run.",
        )
    return earlier


def _earlier(study: Study, workspace: Workspace, as_of: date) -> list[Path]:
    """The folders of earlier runs, the newest first."""
    runs = [
        (manifest.as_of, (folder / FILE).stat().st_mtime_ns, folder.name, folder)
        for folder, manifest in _runs(workspace.reports(study))
        if "" < manifest.as_of < as_of.isoformat() and _name(manifest) == study.study.name
    ]
    return [folder for *_, folder in sorted(runs, reverse=True)]


def _runs(reports: Path) -> Iterator[tuple[Path, Manifest]]:
    for path in reports.glob(f"*/{FILE}"):
        if not path.parent.name.startswith("."):
            try:
                yield path.parent, read_manifest(path.parent)
            except (DataError, OSError):
                continue


def _read(folder: Path, manifest: Manifest) -> EarlierRun:
    try:
        raw = contents(folder / RESULTS, largest=LARGEST)
        results = Results.from_json(raw)
        got = "" if set(MONTHS.columns) <= set(results.tables.get(MONTHS.name, ())) else "no table of months"
    except UnreadableError as error:
        got = error.got
    except DataError as error:
        got = error.fault.got.strip('"')
    sha256 = "" if got else hashlib.sha256(raw).hexdigest()
    if not got and manifest.outputs.get(RESULTS) != sha256:
        got = "changed since the run was finished"
    if got:
        raise DataError(
            "since",
            got=f"{RESULTS} of {printable(folder.name)}: {got}",
            allowed="the results of a finished run of this version",
            mend="Name another run, or run that study again.",
        )
    return EarlierRun(printable(folder.resolve().name), results, sha256)


def _name(manifest: Manifest) -> str:
    about: Any = manifest.study.get("study")
    return str(about.get("name")) if isinstance(about, dict) else ""
