"""What every export is: a name, and a function that draws the report as one file or several."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from naysay.reports.blocks import Document
from naysay.reports.results import Results


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file that the run read, as its manifest has it."""

    kind: str
    """posts, prices, events, ..."""
    name: str
    sha256: str
    rows: int


@dataclass(frozen=True, slots=True)
class ExportInput:
    """What an export draws from."""

    results: Results
    document: Document
    """The document that was built from the results."""
    tables: Path
    """The folder of the run's tables, one CSV file each; some may be absent."""
    working: Path
    """A folder for temporary files."""
    stars: bool = False
    """Whether tables for journals mark p < .10, .05 and .01 by stars."""
    sources: tuple[ReadFile, ...] = ()
    """What the run read; empty where that is not known."""


@dataclass(frozen=True, slots=True)
class Export:
    """A file of this folder has one of these as its constant EXPORT; equal input gives equal bytes."""

    name: str
    """As ``[report] formats``, ``--formats`` and ``--format`` name it."""
    file: str
    """The first file that a reader opens, by its path below the folder of a run, such as report.pdf."""
    files: Callable[[ExportInput], Mapping[str, bytes]]
    """The bytes of each file, by its path below the folder of a run."""
    is_one: bool = True
    """Whether ``file`` is all there is; several files are named by the folder that they are written to."""


def one_file(name: str, file: str, draw: Callable[[Results, Document, Path], bytes]) -> Export:
    """The export whose one file ``draw`` makes, of the results, the document and a folder for its work."""

    def files(source: ExportInput) -> Mapping[str, bytes]:
        return {file: draw(source.results, source.document, source.working)}

    return Export(name, file, files)
