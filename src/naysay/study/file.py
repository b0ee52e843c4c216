"""Reads a study file, and reports everything that is wrong with it at once."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from naysay.study.contents import UnreadableError, contents
from naysay.study.errors import Fault, StudyError, shown
from naysay.study.spec import Study

LARGEST_FILE = 5_000_000
"""Bytes; a study with thousands of companies stays far below."""
MOST_FAULTS: Final = 1_000
"""Faults that are listed one by one; a file with more of them is no study."""
DEEPEST: Final = 10
"""Parts of a key, as in a.b.c; a study needs three. Python's reader of TOML takes their number cubed."""
_PART: Final = r"""(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')"""
_DEEP_KEY: Final = re.compile(rf"(?<![A-Za-z0-9_-]){_PART}(?:[ \t]*+\.[ \t]*+{_PART}){{{DEEPEST}}}")

_QUOTED: Final = re.compile(r"'([^']*)'")


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


def faults_of(details: Sequence[ErrorDetails], kind: type[BaseModel]) -> list[Fault]:
    """One fault a field: no second one for each branch of a union or for a list short of a faulty entry."""
    faults: dict[str, Fault] = {}
    for detail in details[:MOST_FAULTS]:
        fault = _fault(detail, kind)
        if detail["type"] != "too_short" or not any(field.startswith(f"{fault.field}[") for field in faults):
            known = faults.setdefault(fault.field, fault)
            if detail["type"] == "refused" and known is not fault:  # a value of one branch knows best
                faults[fault.field] = fault
    if len(details) > MOST_FAULTS:
        more = f"{len(details) - MOST_FAULTS} further faults"
        faults["file"] = Fault("file", more, "the keys of a study file", "Mend the others first.")
    return list(faults.values())


def _fault(detail: ErrorDetails, kind: type[BaseModel]) -> Fault:
    location = [part for part in detail["loc"] if not _is_union_branch(part)]
    if detail["type"] == "extra_forbidden":
        location = list(detail["loc"])  # the key is the file's own and may be named like a branch
    field = _field(location)
    got = "nothing" if detail["type"] == "missing" else shown(detail["input"], limit=60)
    context = detail.get("ctx", {})
    if detail["type"] == "refused":
        if context["field"]:
            field, got = _field([*location, context["field"]]), shown(context["got"], limit=60)
        elif isinstance(detail["input"], Mapping):
            got = "these values together"
        return Fault(field or "study", got, context["allowed"], context["mend"])
    if detail["type"] == "extra_forbidden":
        known = _known_keys(kind, location[:-1])
        near = difflib.get_close_matches(str(location[-1]), known, n=1)
        mend = f"Did you mean {near[0]}?" if near else "Remove the key."
        return Fault(field, got, f"the keys {', '.join(known)}", mend)
    if detail["type"] == "model_type":
        return Fault(field, got, f"a table [{field}]", f"Write [{field}] and its keys below it.")
    if detail["type"] == "missing":
        return Fault(field, got, _allowed(kind, location) or "a value", f"Add {field}.")
    return Fault(field, got, _allowed(kind, location) or detail["msg"], _mend(detail))


def _mend(detail: ErrorDetails) -> str:
    """What to write instead of a value of the wrong kind."""
    match detail["type"]:
        case "tuple_type" | "list_type":
            return "Write a list: [ and ], with commas between its entries."
        case "string_type":
            return "Write text between quotation marks."
        case "bool_type" | "bool_parsing":
            return "Write true or false, without quotation marks."
        case "literal_error":
            return f"Write {_QUOTED.sub(_in_quotes, detail['ctx']['expected'])}."
    return f"{detail['msg']}."


def _in_quotes(name: re.Match[str]) -> str:
    """A text as TOML has it."""
    return f'"{name[1]}"'


def _is_union_branch(part: int | str) -> bool:
    """Whether pydantic put ``part`` into the path to name the branch of a union."""
    return isinstance(part, str) and ("[" in part or part in {"int", "float", "str", "constrained-int"})


def _field(location: Sequence[int | str]) -> str:
    path = ""
    for part in location:
        if isinstance(part, int):
            path += f"[{part}]"
        else:
            path += ("." if path else "") + shown(part).strip('"')
    return path


def _model_at(kind: type[BaseModel], location: Sequence[int | str]) -> type[BaseModel] | None:
    model: type[BaseModel] | None = kind
    for part in location:
        if isinstance(part, int):
            continue
        if model is None or part not in model.model_fields:
            return None
        model = _model_in(model.model_fields[part].annotation)
    return model


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((model for inner in get_args(annotation) if (model := _model_in(inner)) is not None), None)


def _known_keys(kind: type[BaseModel], location: Sequence[int | str]) -> list[str]:
    model = _model_at(kind, location)
    return [] if model is None else list(model.model_fields)


def _allowed(kind: type[BaseModel], location: Sequence[int | str]) -> str:
    """What the field's own description allows; for an entry of a list, that of the list."""
    keys = [part for part in location if isinstance(part, str)]
    if not keys:
        return ""
    model = _model_at(kind, keys[:-1])
    field = model.model_fields.get(keys[-1]) if model is not None else None
    return (field.description or "") if field is not None else ""
