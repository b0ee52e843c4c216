"""What is wrong with a study, from what pydantic says of it: the field, what came, and how to mend it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from naysay.study.errors import Fault, shown

MOST_FAULTS: Final = 1_000
"""Faults that are listed one by one; a file with more of them is no study."""
_QUOTED: Final = re.compile(r"'([^']*)'")


def faults_of(details: Sequence[ErrorDetails], kind: type[BaseModel]) -> list[Fault]:
    """One fault a field: no second one for each branch of a union or for a list short of a faulty entry."""
    faults: dict[str, Fault] = {}
    for detail in details[:MOST_FAULTS]:
        if detail["type"] == "refused_each":
            faults |= {fault.field: fault for fault in detail["ctx"]["faults"]}
            continue
        fault = fault_of(detail, kind)
        if detail["type"] != "too_short" or not any(field.startswith(f"{fault.field}[") for field in faults):
            known = faults.setdefault(fault.field, fault)
            if detail["type"] == "refused" and known is not fault:  # a value of one branch knows best
                faults[fault.field] = fault
    if len(details) > MOST_FAULTS:
        more = f"{len(details) - MOST_FAULTS} further faults"
        faults["file"] = Fault("file", more, "the keys of a study file", "Mend the others first.")
    return list(faults.values())


def fault_of(detail: ErrorDetails, kind: type[BaseModel]) -> Fault:
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
