"""A section of a study from its keys, for functions that take them as arguments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import ValidationError

from naysay.study.errors import InputError
from naysay.study.faults import faults_of
from naysay.study.values import Section

OfKeys = TypeVar("OfKeys", bound=Section)


def section_of(model: type[OfKeys], keys: Mapping[str, Any] | Section | None, field: str = "") -> OfKeys:
    """The section ``model`` from its ``keys``; ``field`` is the argument that they came in, for errors.

    Raises
    ------
    InputError
        The first key that is not known, or whose value is not allowed.
    """
    if isinstance(keys, model):
        return keys
    values = keys.model_dump() if isinstance(keys, Section) else dict(keys or {})
    try:
        return model.model_validate(values)
    except ValidationError as error:
        fault = faults_of(error.errors(include_url=False), model)[0]
        of_all = fault.field == "study"  # keys that do not go together
        name = ".".join(filter(None, (field, "" if of_all else fault.field))) or "options"
        raise InputError(name, got=fault.got, allowed=fault.allowed, mend=fault.mend) from None
