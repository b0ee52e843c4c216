"""Every key of a study file: what it allows and its default, read from the types themselves."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Annotated, Any, Final, get_args, get_origin

from pydantic.fields import FieldInfo

from naysay.study.spec import Study
from naysay.study.values import Section

NOTHING: Final = "nothing"


@dataclass(frozen=True, slots=True)
class Key:
    """One key; ``section`` is its heading in the file, ``default`` as a file would write it, empty if needed,
    NOTHING where leaving it out means just that."""

    section: str
    name: str
    allowed: str
    default: str


def keys(kind: type[Study]) -> tuple[Key, ...]:
    """All keys of a study of this ``kind``, in the order of the file."""
    return tuple(_keys(kind, ""))


def as_markdown(kind: type[Study]) -> str:
    """One table a section."""
    lines: list[str] = []
    for section, members in groupby(keys(kind), key=lambda key: key.section):
        lines += ["", f"`{section}`", "", "| key | allowed | when left out |", "|---|---|---|"]
        for key in members:
            default = key.default if key.default == NOTHING else f"`{key.default}`"
            cells = (f"`{key.name}`", key.allowed, default if key.default else "needed")
            lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines[1:])


def _keys(of: type[Section], path: str) -> Iterator[Key]:
    sections = []
    for name, field in of.model_fields.items():
        inner, repeated = _section(field.annotation)
        if inner is not None and not _plain_too(field):
            sections.append((name, inner, repeated))
            continue
        yield Key(path, name, field.description or "", _default(field))
        if inner is not None:
            sections.append((name, inner, repeated))
    for name, inner, repeated in sections:
        place = f"{path.strip('[]')}.{name}" if path else name
        yield from _keys(inner, f"[[{place}]]" if repeated else f"[{place}]")


def _section(annotation: Any) -> tuple[type[Section] | None, bool]:
    """The section that a field holds, and whether it may hold several."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if isinstance(annotation, type) and issubclass(annotation, Section):
        return annotation, False
    if origin is Annotated:
        return _section(inner[0])
    if origin is tuple and inner:
        return _section(inner[0])[0], True
    return None, False


def _plain_too(field: FieldInfo) -> bool:
    """Whether a table may be written as one value, such as an alias as a text."""
    return bool(field.description) and field.default == () and not field.is_required()


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return ""
    return _toml(field.get_default(call_default_factory=True))


def _toml(value: Any) -> str:
    match value:
        case None:
            return NOTHING
        case bool():
            return str(value).lower()
        case str():
            return json.dumps(value, ensure_ascii=False)
        case dt.date():
            return value.isoformat()
        case dict():
            return "{" + ", ".join(f"{key} = {_toml(one)}" for key, one in value.items()) + "}"
        case tuple() | list():
            return "[" + ", ".join(_toml(one) for one in value) + "]"
    return str(value)
