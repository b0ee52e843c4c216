"""The manifest: what a run was made of and what it left. It is written last; its presence means complete."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from naysay.data.marks import Marks
from naysay.data.witness import file_sha256
from naysay.study.contents import UnreadableError, contents
from naysay.study.errors import DataError

FILE: Final = "manifest.json"
MEASURES: Final = "measures"
"""The kind of input that is daily measures, which stand in for posts."""
FORGOTTEN: Final = "forgotten"
"""The kind of input that names whose posts were left out."""
LARGEST: Final = 300_000_000
"""Bytes; a run of 20,000 companies with five years of prices and a file of posts each stays below."""
_LATER: Final = {"marks"}
"""Entries of an input that manifests of format 1 do not have, and inputs without marks neither."""


class Input(BaseModel):
    """What was read: posts or measures, prices, lists of words and of forgotten, events and the like, a run.

    ``marks`` say which part of the file differs from another version of it; None where it has no parts.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: str
    name: str
    sha256: str
    rows: int = 0
    marks: Marks | None = None


class Manifest(BaseModel):
    """Nothing in it depends on the clock or the folder: equal runs have equal manifests, but for ``kernel``.

    Format 1, of versions before, has no ``id``, ``formats``, ``kernel`` or marks.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1, 2] = 2
    id: str = ""
    """The name of the run by its content, see ``run_id``."""
    naysay: str
    study: Mapping[str, Any]
    study_sha256: str
    seed: int
    as_of: str = ""
    """The day of the report, an ISO date; runs of earlier versions do not say it."""
    formats: tuple[str, ...] = ()
    """The documents that the run wrote."""
    inputs: tuple[Input, ...]
    versions: Mapping[str, str]
    kernel: str = ""
    """The processor's routines of linear algebra, which decide on the last digits; no part of the ``id``."""
    counts: Mapping[str, int]
    warnings: tuple[str, ...] = ()
    """What to know about the data, in the report's language; results.json has their codes and values."""
    outputs: Mapping[str, str]
    """SHA-256 by path below the run's folder."""

    def hashes(self, kind: str) -> dict[str, str]:
        """SHA-256 of the inputs of one kind, by name."""
        return {one.name: one.sha256 for one in self.inputs if one.kind == kind}

    def is_like(self, other: Manifest) -> bool:
        """Whether both are of equal runs, on whatever processors."""
        return self.model_copy(update={"kernel": other.kernel}) == other


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest into the run's folder."""
    content = manifest.model_dump(mode="json")
    for entry in content["inputs"]:
        if entry["marks"] is None:
            del entry["marks"]
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    (folder / FILE).write_text(text, encoding="utf-8", newline="\n")


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the run in ``folder``.

    Raises
    ------
    DataError
        A folder that is no complete run, or a manifest that another program or version wrote.
    """
    try:
        content = json.loads(contents(folder / FILE, largest=LARGEST))
        _check_shape(content)
        return Manifest.model_validate(content)
    except UnreadableError as error:
        got, mend = _no_run(folder, error)
    except (ValueError, RecursionError) as error:  # ValidationError is a ValueError
        why = error.errors()[0]["msg"] if isinstance(error, ValidationError) else type(error).__name__
        got, mend = f"a {FILE} that cannot be read: {why}", "Run the study again."
    raise DataError("run", got=got, allowed="the folder of a complete run", mend=mend)


def _no_run(folder: Path, error: UnreadableError) -> tuple[str, str]:
    """What stands at ``folder``, which has no manifest, and what to name instead."""
    if not folder.exists():
        return f"{folder}, which does not exist", "Check the path."
    if not folder.is_dir():
        return f"{folder}, a file", "Name the folder of a run first, such as reports/STUDY/ID."
    try:
        runs = sorted((path.stat().st_mtime_ns, path.parent) for path in folder.glob(f"*/{FILE}"))
    except OSError:
        runs = []
    if runs:
        return (
            f"{folder}, a folder of {len(runs)} run{'s' * (len(runs) > 1)}",
            f"Name one of them: the newest is {runs[-1][1]}.",
        )
    return f"{folder} without {FILE}: {error.got}", "Name the folder of a run that was completed."


def _check_shape(content: object) -> None:
    """Refuse at the first fault what could have millions of them: each is a text of its own to pydantic.

    Raises
    ------
    ValueError
        Where an entry of a list or table is of another kind.
    """
    if not isinstance(content, dict):
        raise ValueError("no table")
    inputs = content.get("inputs")
    if not isinstance(inputs, list) or not all(map(_is_input, inputs)):
        raise ValueError("inputs")
    formats = content.get("formats", [])
    if not isinstance(formats, list) or not all(type(name) is str for name in formats):
        raise ValueError("formats")
    for key, kind in (("versions", str), ("counts", int), ("outputs", str)):
        table = content.get(key)
        if not isinstance(table, dict) or not all(type(value) is kind for value in table.values()):
            raise ValueError(key)
    warnings = content.get("warnings", [])
    if not isinstance(warnings, list) or not all(type(sentence) is str for sentence in warnings):
        raise ValueError("warnings")
    if set(content) - set(Manifest.model_fields):
        raise ValueError("another key")


def _is_input(entry: object) -> bool:
    if not isinstance(entry, dict) or set(entry) | _LATER != set(Input.model_fields):
        return False
    marks = entry.get("marks")
    if marks is None:
        return True
    known = {field.name for field in fields(Marks)}
    return (
        isinstance(marks, dict)
        and set(marks) == known
        and all(type(marks[name]) is int for name in ("count", "size"))
        and marks["count"] >= 0
        and marks["size"] >= 1
        and all(type(marks[name]) is str for name in ("unit", "marks", "keys"))
        and isinstance(marks["columns"], dict)
        and all(type(mark) is str for mark in marks["columns"].values())
    )


def hashes(folder: Path) -> dict[str, str]:
    """SHA-256 of every file below ``folder`` but the manifest, by path."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != FILE)
    return {path.relative_to(folder).as_posix(): file_sha256(path) for path in files}


def differences(folder: Path) -> list[str]:
    """What in ``folder`` is not as its manifest says: files that changed, are absent or were added."""
    expected, present = read_manifest(folder).outputs, hashes(folder)
    lines = [f"{path}: absent" for path in expected if path not in present]
    lines += [f"{path}: changed" for path in expected if path in present and present[path] != expected[path]]
    return lines + [f"{path}: added" for path in present if path not in expected]


def damage(folder: Path) -> list[str]:
    """The differences that make ``folder`` another run; a file that was added to it does no harm."""
    return [line for line in differences(folder) if not line.endswith(": added")]
