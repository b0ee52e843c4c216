"""The manifest: what a run was made of and what it left. It is written last; its presence means complete."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from naysay.data.witness import file_sha256
from naysay.study.contents import UnreadableError, contents
from naysay.study.errors import DataError

FILE: Final = "manifest.json"
FORGOTTEN: Final = "forgotten"
"""The kind of input that names whose posts were left out."""
LARGEST: Final = 100_000_000
"""Bytes; a run of 20,000 companies with a file of posts each stays below."""


class Input(BaseModel):
    """What was read: posts, prices, a list of forgotten, events and the like of the study, an earlier run."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: str
    name: str
    sha256: str
    rows: int


class Manifest(BaseModel):
    """Nothing in it depends on the clock or the folder, so equal runs have equal manifests."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1] = 1
    naysay: str
    study: Mapping[str, Any]
    study_sha256: str
    seed: int
    as_of: str = ""
    """The day of the report, an ISO date; runs of earlier versions do not say it."""
    inputs: tuple[Input, ...]
    versions: Mapping[str, str]
    counts: Mapping[str, int]
    warnings: tuple[str, ...] = ()
    """What to know about the data, in the report's language; results.json has their codes and values."""
    outputs: Mapping[str, str]
    """SHA-256 by path below the run's folder."""

    def hashes(self, kind: str) -> dict[str, str]:
        """SHA-256 of the inputs of one kind, by name."""
        return {one.name: one.sha256 for one in self.inputs if one.kind == kind}


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest into the run's folder."""
    text = json.dumps(manifest.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n"
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
        got, mend = f"{folder} without {FILE}: {error.got}", "Name the folder of a run that was completed."
    except (ValueError, RecursionError) as error:  # ValidationError is a ValueError
        why = error.errors()[0]["msg"] if isinstance(error, ValidationError) else type(error).__name__
        got, mend = f"a {FILE} that cannot be read: {why}", "Run the study again."
    raise DataError("run", got=got, allowed="the folder of a complete run", mend=mend)


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
    if not isinstance(inputs, list) or any(
        not isinstance(entry, dict) or set(entry) != set(Input.model_fields) for entry in inputs
    ):
        raise ValueError("inputs")
    for key, kind in (("versions", str), ("counts", int), ("outputs", str)):
        table = content.get(key)
        if not isinstance(table, dict) or not all(type(value) is kind for value in table.values()):
            raise ValueError(key)
    warnings = content.get("warnings", [])
    if not isinstance(warnings, list) or not all(type(sentence) is str for sentence in warnings):
        raise ValueError("warnings")
    if set(content) - set(Manifest.model_fields):
        raise ValueError("another key")


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
