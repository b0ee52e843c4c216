"""Keeps the names of users' homes out of what a run leaves."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any, Final

from naysay.study.spec import Study

_HOME: Final = re.compile(r"/(?:home|Users|export/home)/[^/]+|/root")
"""Where systems put homes, for one that is not the reader's own."""


def home_of(path: Path) -> Path | None:
    """The home that ``path`` lies in: the user's own, or one where systems put them."""
    own = os.path.expanduser("~")
    if os.path.isabs(own) and own != "/" and path.is_relative_to(own):
        return Path(own)
    match = _HOME.match(f"{path.as_posix()}/")
    home = Path(match[0]) if match else None
    return home if home is not None and path.is_relative_to(home) else None


def study_without_homes(study: Study) -> dict[str, Any]:
    """``study`` as plain values, as a run's results, manifest and hashes have it.

    An absolute path below a home is written from there, ``~/posts/*.csv``: who ran the study is nobody's
    business, and equal studies stay equal.
    """
    dumped: dict[str, Any] = without_homes(study.model_dump(mode="json"))
    return dumped


def without_homes(value: Any) -> Any:
    """Plain values of a study, each absolute path below a home written from there."""
    match value:
        case dict():
            return {key: without_homes(entry) for key, entry in value.items()}
        case list():
            return [without_homes(entry) for entry in value]
        case str() if value.startswith("/"):
            home = home_of(Path(value))
            return value if home is None else f"~/{Path(value).relative_to(home).as_posix()}"
    return value
