"""A method as a stage: its tables are reused where all that it reads is what it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Final

import pandas as pd

from naysay.analysis.methods.base import Method, MethodInput
from naysay.run.stages.frames import entry_of, frames_of, notices_of
from naysay.study.digests import UndigestedError, digest
from naysay.study.notices import caught, warn_of
from naysay.study.spec import Study
from naysay.study.stages import StageKey, Stages

OF_PRICES: Final = ("ret", "market_ret", "abnormal_ret", "volume")
"""The columns of a panel that come from prices; the others come from posts."""
WITH_PRICES: Final = ("returns", "market", "volume")
"""The inputs beside the panel that come from prices."""


def tables_of(
    method: Method[Any], inputs: MethodInput[Any], study: Study, stages: Stages
) -> dict[str, pd.DataFrame]:
    """The tables that ``method`` fills from ``inputs``, taken from ``stages`` where they are there.

    What the method warned of when it ran is warned of again.
    """
    if not stages.keeps:
        return method.run(inputs)
    try:
        key = StageKey(method.name, depends_on(method, inputs, study))
    except UndigestedError:  # an input of a kind that has no name: the method runs
        return method.run(inputs)
    kept = stages.get(key)
    if kept is not None:
        tables, notices = frames_of(kept), notices_of(kept)
    else:
        with caught() as came:
            tables = method.run(inputs)
        notices = tuple(came)
        stages.put(key, lambda: entry_of(tables, notices))
    for notice in notices:
        warn_of(notice)
    return tables


def depends_on(method: Method[Any], inputs: MethodInput[Any], study: Study) -> Mapping[str, str]:
    """Digests of all that ``method`` reads, in words; the executor changes no number, and is none of it.

    Raises
    ------
    UndigestedError
        An input that has no digest.
    """
    values = {field.name: getattr(inputs, field.name) for field in fields(inputs)}
    panel, options, sections = (values.pop(name) for name in ("panel", "options", "sections"))
    del values["executor"]
    of_panel = {field.name: getattr(panel, field.name) for field in fields(panel) if field.init}
    frame = of_panel.pop("frame")
    priced = [name for name in OF_PRICES if name in frame]
    depends = {
        "chatter": digest(frame.drop(columns=priced)),
        "prices": digest([frame[priced], of_panel, *(values.pop(name) for name in WITH_PRICES)]),
        "[study] seed": digest(values.pop("seed")),
    }
    for section in (options, *sections):
        name = _name(study, section, method)
        for option in type(section).model_fields:
            depends[f"[{name}] {option}"] = digest(getattr(section, option))
    # All others, those that nobody here has heard of included.
    return depends | {name.replace("_", " "): digest(value) for name, value in values.items()}


def _name(study: Study, section: object, method: Method[Any]) -> str:
    """What the study calls a section."""
    names = (name for name in type(study).model_fields if type(getattr(study, name)) is type(section))
    return next(names, method.name)
