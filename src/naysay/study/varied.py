"""Keys of a study that take several values: whether each value is allowed, and the study of each choice."""

from __future__ import annotations

import datetime as dt
import difflib
import itertools
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, TypeAdapter, ValidationError
from pydantic_core import to_jsonable_python

from naysay.study.errors import Fault, shown
from naysay.study.faults import fault_of
from naysay.study.reasons import because
from naysay.study.spec import Study
from naysay.study.values import LATEST, Section, truth_is_no_number

MOST_CELLS: Final = 1_000
Lists = Mapping[str, Mapping[str, Sequence[Any]]]
"""Values by section and key, as a study file has them."""


@dataclass(frozen=True, eq=False)
class Variant:
    """One choice of values: what was chosen, by dotted key, and the study that it makes.

    ``study`` is None where the values do not go together; ``reason`` then says which key the study refuses.
    """

    number: int
    choices: Mapping[str, str]
    study: Study | None
    base: bool = False
    reason: str = ""


def faults_of_lists(
    lists: Lists, study: Study, allowed: Mapping[str, Sequence[str]], context: Mapping[str, Any]
) -> list[Fault]:
    """What is wrong with ``lists``: each value has to be one that its key allows by itself.

    ``allowed`` are the keys that may be varied, by section, and ``context`` is that of the study's own
    validation. Fields are those of ``[sweep]``, such as sweep.chatter.measure[1].
    """
    faults: list[Fault] = []
    for section, keys in lists.items():
        for key, values in keys.items():
            field = f"sweep.{section}.{shown(key).strip(chr(34))}"
            if key not in allowed[section]:
                faults.append(_no_such_key(field, key, section, allowed[section]))
            elif not values:
                faults.append(Fault(field, "an empty list", "one value or more", "Add a value."))
            else:
                faults += _faults_of_values(field, section, key, values, type(study), context)
    n = math.prod(len(values) for keys in lists.values() for values in keys.values())
    if n > MOST_CELLS:
        got = f"{n} cells: the product of all lists"
        faults.append(Fault("sweep", got, f"up to {MOST_CELLS} cells", "Take values out of the lists."))
    return faults


def variants(study: Study, lists: Lists) -> list[Variant]:
    """The study itself, then every other choice of one value a key, the last key changing fastest.

    Whatever the lists hold, the study itself is there once, as the first. ``lists`` have no faults.
    """
    keys = [(section, key) for section, own in lists.items() for key in own]
    base = _variant(study, {name: _value(study, *name) for name in keys}, study)
    out = [Variant(0, base.choices, study, base=True)]
    for values in itertools.product(*(lists[section][key] for section, key in keys)):
        one = _variant(study, dict(zip(keys, values, strict=True)))
        if one.choices != base.choices:
            out.append(replace(one, number=len(out)))
    return out


def section_type(kind: type[Study], section: str) -> type[Section]:
    """The type of a section of the study.

    Raises
    ------
    LookupError
        When it is no section: a mistake of the program.
    """
    model = kind.model_fields[section].annotation
    if isinstance(model, type) and issubclass(model, Section):
        return model
    raise LookupError(f"no section {section}")


def written(value: Any) -> str:
    """A value as a study file writes it, text without quotation marks; empty for one that is left out."""
    match value:
        case None:
            return ""
        case str():
            return value
        case dt.date():
            return value.isoformat()
    return json.dumps(to_jsonable_python(value), sort_keys=True)


def _variant(study: Study, chosen: Mapping[tuple[str, str], Any], known: Study | None = None) -> Variant:
    def choices(one: Study | None) -> dict[str, str]:
        return {
            f"{section}.{key}": written(value if one is None else _value(one, section, key))
            for (section, key), value in chosen.items()
        }

    if known is not None:
        return Variant(0, choices(known), known)
    content = study.model_dump(exclude_unset=True)
    content.pop("sweep", None)
    content["study"].pop("first_report", None)  # a cell is one estimate, whatever its start, and no series
    for (section, key), value in chosen.items():
        content[section] = {**content.get(section, {}), key: value}
    try:
        changed = type(study).model_validate(content)
    except ValidationError as error:
        fault = fault_of(error.errors(include_url=False)[0], type(study))
        return Variant(
            0, choices(None), None, reason=because("study_refuses", section=section_of(fault.field))
        )
    return Variant(0, choices(changed), changed)


def section_of(field: str) -> str:
    """The section of the ``field`` of an error, as a reason may name it."""
    section = field.partition(".")[0].partition("[")[0]
    return section if section.isidentifier() and section.isascii() else "study"


def _value(study: Study, section: str, key: str) -> Any:
    return getattr(getattr(study, section), key)


def _no_such_key(field: str, key: str, section: str, allowed: Sequence[str]) -> Fault:
    near = difflib.get_close_matches(key, allowed, n=1)
    mend = f"Did you mean {near[0]}?" if near else f"No other key of [{section}] can move the estimate."
    if not allowed:
        mend = f"No key of [{section}] can move the estimate of this study."
        return Fault(field, "a key that cannot be varied", f"none of [{section}]", mend)
    return Fault(field, "a key that cannot be varied", f"the keys {', '.join(allowed)}", mend)


def _faults_of_values(
    field: str,
    section: str,
    key: str,
    values: Sequence[Any],
    kind: type[Study],
    context: Mapping[str, Any],
) -> list[Fault]:
    info = section_type(kind, section).model_fields[key]
    whole: Any = Annotated[info.annotation, *info.metadata] if info.metadata else info.annotation
    adapter = TypeAdapter[Any](
        Annotated[whole, BeforeValidator(partial(truth_is_no_number, annotation=info.annotation))]
    )
    faults, first = list[Fault](), dict[str, int]()
    for i, value in enumerate(values):
        place = f"{field}[{i}]"
        try:
            checked = adapter.validate_python(value, context=dict(context))
        except ValidationError as error:
            (detail, *_) = error.errors(include_url=False)
            fault = fault_of({**detail, "loc": (section, key, *detail["loc"])}, kind)
            faults.append(Fault(place, fault.got, fault.allowed, fault.mend))
            continue
        if checked == LATEST:
            faults.append(Fault(place, "latest", "a date", "Write it: only the study itself has latest."))
        elif (known := first.setdefault(written(checked), i)) != i:
            faults.append(
                Fault(
                    place, shown(value, limit=60), "each value once", f"It is that of [{known}]: remove one."
                )
            )
    return faults
