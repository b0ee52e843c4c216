"""A study as keys and values, without what moves no number: which versions of a study are the same."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any, Final

from naysay.run.homes import study_without_homes, without_homes
from naysay.run.supplements import Supplements
from naysay.study.spec import Study

WORDS_ALONE: Final = ("study.name", "study.title", "study.language")
"""Keys that only the report or its folder shows; so does all of [report]."""
PEER: Final = "peer"
"""The key of a company that only the report shows."""
END: Final = "study.end"
_PLAIN: Final = re.compile(r"[A-Za-z0-9_.:+,^=\[\]\" -]{1,60}")
"""A value that is shown as it is; any other may be a text, and is a hash."""


def settings_of(study: Study, supplements: Supplements) -> dict[str, str]:
    """What ``study`` says that is not the default and can move a number, by key such as ``chatter.measure``.

    Long values and those that may be texts are hashes, ``#`` and twelve digits. So are the small files that
    the study names, ``file.events``.
    """
    said = without_homes(study.model_dump(mode="json", exclude_defaults=True))
    files = {f"file.{kind}": digest for kind, digest in file_digests(supplements).items()}
    return {key: _shown(value) for key, value in flat(said).items()} | files


def full_settings(study: Study) -> dict[str, Any]:
    """All that ``study`` says or leaves to a default and that can move a number, by key."""
    return flat(study_without_homes(study))


def flat(content: Mapping[str, Any]) -> dict[str, Any]:
    """``content`` of a study by section and key, without what moves no number; deeper tables are values."""
    companies = [{key: value for key, value in one.items() if key != PEER} for one in content["company"]]
    content = {**content, "company": companies}
    return {
        f"{section}.{key}" if key else section: value
        for section, table in content.items()
        for key, value in (table.items() if isinstance(table, Mapping) else [("", table)])
        if section != "report" and f"{section}.{key}" not in WORDS_ALONE
    }


def file_digests(supplements: Supplements) -> dict[str, str]:
    """A hash of the small files of each kind, but the logo."""
    hashes: dict[str, list[str]] = {}
    for file in supplements.files:
        if file.kind != "logo":
            hashes.setdefault(file.kind, []).append(file.sha256)
    return {kind: _digest(of) for kind, of in sorted(hashes.items())}


def differing(one: Mapping[str, str], other: Mapping[str, str]) -> list[str]:
    """The keys whose values differ; a key that one of them lacks has the default there."""
    return sorted(key for key in {*one, *other} if one.get(key) != other.get(key))


def _shown(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, sort_keys=True)
    return text if _PLAIN.fullmatch(text) else _digest(value)


def _digest(value: Any) -> str:
    return "#" + hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:12]
