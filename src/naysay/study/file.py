"""Reads a study file, and reports everything that is wrong with it at once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from naysay.study.contents import UnreadableError, contents
from naysay.study.errors import Fault, StudyError, shown
from naysay.study.faults import faults_of
from naysay.study.spec import Study

LARGEST_FILE = 5_000_000
"""Bytes; a study with thousands of companies stays far below."""
DEEPEST: Final = 10
"""Parts of a key, as in a.b.c; a study needs three. Python's reader of TOML takes their number cubed."""
_PART: Final = r"""(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')"""
_DEEP_KEY: Final = re.compile(rf"(?<![A-Za-z0-9_-]){_PART}(?:[ \t]*+\.[ \t]*+{_PART}){{{DEEPEST}}}")


def read_study(
    path: Path, kind: type[Study] = Study, *, parts: Mapping[str, Sequence[str]] | None = None
) -> Study:
    """The study in the TOML file ``path``.

    ``kind`` knows the sections of the methods, see ``naysay.run.parts.study_type``; ``Study`` itself has none
    of them. ``parts`` are the names that each folder of parts has: forums, markets, scorers, methods,
    sections. Without it those names are taken as they come.

    Raises
    ------
    StudyError
        With every fault: the file cannot be read, is no TOML, or says something it must not.
    """
    return study_of(read_content(path), kind, source=path.name, parts=parts)


def read_content(path: Path) -> dict[str, Any]:
    """What the TOML file ``path`` says, not yet held to anything.

    Raises
    ------
    StudyError
        The file cannot be read, or is no TOML.
    """
    return _content(_text(path), path.name)


def parse_study(
    text: str, kind: type[Study] = Study, *, source: str, parts: Mapping[str, Sequence[str]] | None = None
) -> Study:
    """The study in ``text``; ``source`` names it in errors."""
    return study_of(_content(text, source), kind, source=source, parts=parts)


def study_of(
    content: Mapping[str, Any],
    kind: type[Study] = Study,
    *,
    source: str,
    parts: Mapping[str, Sequence[str]] | None = None,
) -> Study:
    """The study that ``content`` says, tables as mappings; the other arguments are those of ``read_study``.

    Raises
    ------
    StudyError
        With every fault.
    """
    try:
        return kind.model_validate(content, context={"parts": dict(parts or {})})
    except ValidationError as error:
        raise StudyError(source, faults_of(error.errors(include_url=False), kind)) from None


def _content(text: str, source: str) -> dict[str, Any]:
    if _DEEP_KEY.search(text):
        fault = Fault(
            "file", f"a key of more than {DEEPEST} parts", "TOML 1.0", "Write the keys of a study file."
        )
        raise StudyError(source, [fault])
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # ValueError also for a number of thousands of digits
        raise StudyError(
            source, [Fault("file", shown(str(error)), "TOML 1.0", "Correct the place that is named.")]
        ) from None


def _text(path: Path) -> str:
    try:
        return contents(path, largest=LARGEST_FILE).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        byte = f"byte {error.object[error.start]:#04x} at position {error.start}"
        fault = Fault("file", byte, "text in UTF-8", "Save the file as UTF-8.")
    except UnreadableError as error:
        fault = Fault(
            "file", error.got, f"a study file of up to {LARGEST_FILE} bytes", f"{error.mend} Is it a study?"
        )
    raise StudyError(path.name, [fault])
