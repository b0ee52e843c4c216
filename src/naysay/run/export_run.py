"""Draws a finished run again, in another format, edition or language, and writes it apart from the run."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Final

from naysay.data.scratch import temporary_folder
from naysay.reports.document import build
from naysay.reports.exports import export
from naysay.reports.exports.base import Export, ExportInput, ReadFile
from naysay.reports.results import Results
from naysay.run.manifest import Input, damage, read_manifest
from naysay.study.about import Language
from naysay.study.contents import UnreadableError, contents
from naysay.study.errors import DataError
from naysay.study.report_options import Edition

LARGEST: Final = 4_000_000_000
"""Bytes of a results.json that is read."""
LISTED: Final = 5
"""Damaged files that an error names."""


def export_run(
    run: Path,
    format: str,
    *,
    out: Path | None = None,
    edition: Edition | None = None,
    language: Language | None = None,
    stars: bool = False,
    replace_other: bool = False,
) -> Path:
    """Draw the run in the folder ``run`` as ``format`` and write it; give the path of the file or folder.

    ``edition`` and ``language`` are those of the run's study when left out. Without ``out``, the file or the
    folder stands in the working folder, named by study and format. A file that is there with other content is
    replaced only with ``replace_other``.

    Raises
    ------
    DataError
        No complete run, a run whose files are not as it left them, or a place that cannot be written.
    PartError
        A format that does not exist.
    """
    part = export(format)
    check_whole(run)
    results = _results(run).in_language(language)
    place = out or Path(_default_name(part, results))
    _check_apart(place, run)
    with temporary_folder() as working:
        document = build(results, edition=edition)
        source = ExportInput(
            results, document, run / "tables", working, stars, sources(read_manifest(run).inputs)
        )
        files = part.files(source)
    if part.is_one:
        (content,) = files.values()
        _write({place: content}, replace_other=replace_other)
    else:
        _write({place / name: content for name, content in _bare(files).items()}, replace_other=replace_other)
    return place


def sources(inputs: Sequence[Input]) -> tuple[ReadFile, ...]:
    """The inputs of a manifest as exports name them."""
    return tuple(ReadFile(one.kind, one.name, one.sha256, one.rows) for one in inputs)


def _bare(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files by their paths below the folder that holds them all."""
    parents = {str(PurePosixPath(name).parent) for name in files}
    shared = parents.pop() if len(parents) == 1 else "."
    return {str(PurePosixPath(name).relative_to(shared)): content for name, content in files.items()}


def check_whole(run: Path) -> None:
    """Refuse a run of which a file changed or is gone; files that were added to it do no harm."""
    damaged = damage(run)
    if damaged:
        more = f" and {len(damaged) - LISTED} more" if len(damaged) > LISTED else ""
        raise DataError(
            "run",
            got=f"{', '.join(damaged[:LISTED])}{more}",
            allowed="a run whose files are as its manifest says",
            mend="Run the study again, or put the files back as they were: naysay verify lists all.",
        )


def _results(run: Path) -> Results:
    try:
        return Results.from_json(contents(run / "results.json", largest=LARGEST))
    except UnreadableError as error:
        raise DataError(
            "results.json", got=error.got, allowed="the results of a run", mend=error.mend
        ) from None


def _default_name(part: Export, results: Results) -> str:
    """``STUDY-report.pdf``, and for several files the folder ``STUDY-png``."""
    name = "".join(c if c.isalnum() or c in "-_" else "_" for c in str(results.study["study"]["name"]))
    return f"{name[:60] or 'run'}-{part.file if part.is_one else part.name}"


def _check_apart(place: Path, run: Path) -> None:
    """Keep the run as its manifest says."""
    if Path(os.path.realpath(place)).is_relative_to(os.path.realpath(run)):
        raise DataError(
            "--out",
            got=str(place),
            allowed="a place outside of the run",
            mend="A run stays as it was made: choose another folder.",
        )


def _write(files: Mapping[Path, bytes], *, replace_other: bool) -> None:
    """Write each file whole or not at all, once all places were looked at."""
    for path, content in files.items():
        try:
            is_other = os.path.lexists(path) and (path.is_dir() or path.read_bytes() != content)
        except OSError as error:
            raise _unusable(path, f"{error.strerror}: choose another place.") from None
        if is_other and (path.is_dir() or not replace_other):
            mend = (
                "It is a folder: name a file." if path.is_dir() else "Add --replace, or choose another place."
            )
            raise _unusable(path, mend)
    for path, content in files.items():
        fresh = path.with_name(f".{path.name[:100]}-{secrets.token_hex(4)}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_bytes(content)
            fresh.replace(path)
        except OSError as error:
            with suppress(OSError):
                fresh.unlink(missing_ok=True)
            raise _unusable(path, f"{error.strerror}: choose another place.") from None


def _unusable(path: Path, mend: str) -> DataError:
    return DataError("--out", got=str(path), allowed="a new file, or one of the same content", mend=mend)
