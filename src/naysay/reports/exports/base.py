"""What every export is: a name, a file and one function that writes the report as the bytes of this file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from naysay.reports.blocks import Document
from naysay.reports.results import Results


@dataclass(frozen=True, slots=True)
class Export:
    """A file of this folder has one of these as its constant EXPORT.

    ``export`` takes the results, the document that was built from them and a folder for temporary files.
    Equal results give equal bytes.
    """

    name: str
    """As ``[report] formats`` and ``--formats`` name it."""
    file: str
    """The file's name in the folder of a run, such as report.pdf."""
    export: Callable[[Results, Document, Path], bytes]
