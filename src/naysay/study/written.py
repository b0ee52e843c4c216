"""A study with all its defaults filled in, written as the study file that gives it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

_DELETE: Final = "\x7f"
"""A character that JSON writes as it is and TOML must not."""


def study_toml(study: Mapping[str, Any]) -> str:
    """The file of ``study``, plain values by section and key as results.json has them; null is left out.

    Reading the file gives the same study: the same options, and the same hash.
    """
    return "\n\n".join(_sections(study)) + "\n"


def _sections(study: Mapping[str, Any]) -> Iterator[str]:
    for name, content in study.items():
        entries = content if isinstance(content, list | tuple) else [content]
        heading = f"[[{name}]]" if isinstance(content, list | tuple) else f"[{name}]"
        for entry in entries:
            yield "\n".join((heading, *_pairs(entry)))


def _pairs(section: Mapping[str, Any]) -> Iterator[str]:
    for key, value in section.items():
        if value is not None:
            yield f"{_key(key)} = {_value(value)}"


def _key(key: str) -> str:
    return key if key.isascii() and key.replace("_", "").replace("-", "").isalnum() else _text(key)


def _value(value: Any) -> str:
    match value:
        case bool():
            return str(value).lower()
        case int() | float():
            return repr(value)
        case str():
            return _text(value)
        case Mapping():
            return "{" + ", ".join(_pairs(value)) + "}"
        case list() | tuple():
            return "[" + ", ".join(_value(entry) for entry in value if entry is not None) + "]"
    raise TypeError(f"{type(value).__name__} in a study")


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace(_DELETE, "\\u007f")
