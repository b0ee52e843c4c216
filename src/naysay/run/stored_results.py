"""The results of a run that was written earlier."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from naysay.reports.results import Results
from naysay.run.manifest import read_manifest
from naysay.study.contents import UnreadableError, contents
from naysay.study.errors import DataError

LARGEST: Final = 500_000_000
"""Bytes of results.json."""


def stored_results(run: Path) -> Results:
    """What results.json of ``run`` holds.

    Raises
    ------
    DataError
        A folder that is no complete run, or a results.json that no run of this naysay wrote.
    """
    read_manifest(run)
    path = run / "results.json"
    try:
        return Results.from_json(contents(path, largest=LARGEST))
    except UnreadableError as error:
        raise unreadable(path, error.got) from None
    except DataError as error:
        raise unreadable(path, error.fault.got.strip('"')) from None


def unreadable(path: Path, got: str) -> DataError:
    """A file of a run that is not as the run left it."""
    return DataError(
        "run",
        got=f"{path.name}: {got}, in {path.parent}",
        allowed="results and tables as a run left them",
        mend="Run the study again.",
    )
