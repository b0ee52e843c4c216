"""Series of companies as the panel of a study, and options as its sections: what a method is called with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pandas as pd

from naysay.analysis.choices import Choice, choices
from naysay.analysis.functions._method_result import MethodResult
from naysay.analysis.methods.base import Method, MethodInput
from naysay.analysis.own_sessions import listed_open, seen_open
from naysay.analysis.pairs import paired
from naysay.analysis.projections.options import ProjectionOptions
from naysay.analysis.summary_layout import SummaryLayout, companies_text
from naysay.analysis.values import refuse_unlikely_returns
from naysay.study.counts import counted
from naysay.study.errors import InputError
from naysay.study.executor import Executor, Serial
from naysay.study.panel import DailyPanel
from naysay.study.section_keys import section_of
from naysay.study.spec import MethodOptions
from naysay.study.values import Section
from naysay.study.wide_frames import is_shared

Frames = pd.DataFrame | pd.Series
OptionsOrKeys = Mapping[str, Any] | MethodOptions | None
"""A section of the study file as a mapping of its keys, or as the study has it; None is its defaults."""
CRITERIA: Final = {
    "block": "by Politis and White",
    "bandwidth": "by the rule of its method",
    "primary_lag": "the largest of lags",
}
"""What chooses the value of a key that was left out."""
OF_ARGUMENTS: Final = ("returns", "market", "attention")
"""Keys that a study needs to name series, which a call passes."""
SHARED: Final = "market"
"""The one series that all companies may have together."""


def panel_of(
    negativity: Frames,
    returns: Frames,
    *,
    sessions: Frames | None = None,
    names: tuple[str, str] = ("negativity", "returns"),
    **further: Frames | None,
) -> DailyPanel:
    """The daily panel of these series, each of a form that ``wide`` takes; ``further`` by the argument.

    ``returns`` are both its raw and its abnormal returns. A company has rows where ``sessions`` say that it
    was open; without them it is taken to have been closed where it has neither series nor attention while
    another company has one.

    Raises
    ------
    InputError
        Labels that differ, dates that are no sessions, values that cannot be what they are called.
    """
    others = {name: frame for name, frame in further.items() if frame is not None}
    pair = paired(negativity, returns, names=names, controls=others, prefix="")
    values = dict(zip(pair.control_names, pair.controls, strict=True))
    for name, frame in others.items():
        if name != SHARED and is_shared(frame) and len(pair.companies) > 1:
            raise InputError(
                name,
                got=f"a Series beside {counted(len(pair.companies), 'company')}",
                allowed="a DataFrame session x company: it is each company's own",
                mend="Give one column a company.",
            )
    if SHARED in values:
        refuse_unlikely_returns(values[SHARED], pair.companies, SHARED)
    if sessions is None:
        known = [values[name] for name in ("attention",) if name in values]
        is_open = seen_open(pair.first, pair.second, *known)
    else:
        is_open = listed_open(sessions, pair.companies, pair.sessions)
    index = pd.MultiIndex.from_product([pair.companies, pair.sessions], names=["company", "session"])
    columns = {"negativity": pair.first, "ret": pair.second, "abnormal_ret": pair.second}
    columns |= {"market_ret" if name == SHARED else name: array for name, array in values.items()}
    frame = pd.DataFrame({name: array.ravel() for name, array in columns.items()}, index=index)
    return DailyPanel(frame[np.asarray(is_open).ravel()])


def projection_options(values: OptionsOrKeys) -> ProjectionOptions:
    """The section ``projections`` from its keys."""
    return section_of(ProjectionOptions, values, "projections")


def called(
    method: Method[Any],
    panel: DailyPanel,
    options: Mapping[str, Any],
    layout: SummaryLayout,
    *,
    sections: Mapping[str, Section] | None = None,
    seed: int = 0,
    executor: Executor | None = None,
    renamed: Mapping[str, str] | None = None,
    **further: Any,
) -> MethodResult:
    """The result of ``method``: ``options`` are its own keys, ``sections`` those of others that it reads.

    ``renamed`` series stand in its tables under another name; ``further`` are fields of ``MethodInput``.
    """
    section = section_of(method.options, options)
    read = dict(sections or {})
    inputs = MethodInput(
        panel,
        section,
        sections=tuple(read.values()),
        seed=whole("seed", seed),
        executor=executor or Serial(),
        **further,
    )
    tables = {name: _renamed(frame, renamed or {}) for name, frame in method.run(inputs).items()}
    chosen = [*_choices("", section), *(one for name in read for one in _choices(f"{name}.", read[name]))]
    chosen += choices({"seed": seed}, {"seed": 0})
    companies = panel.frame.index.get_level_values("company").nunique()
    about = companies_text(companies)
    return MethodResult(method.name, tuple(chosen), tables, layout, about)


def whole(field: str, value: object) -> int:
    """A whole number from 0 up.

    Raises
    ------
    InputError
        Anything else.
    """
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < 0:
        raise InputError(field, got=value, allowed="a whole number from 0 up", mend="0 is the default.")
    return int(value)


def _choices(prefix: str, section: Section) -> tuple[Choice, ...]:
    """Of a method's keys that say something here: which series is studied, the arguments say."""
    if not isinstance(section, MethodOptions):
        return ()
    fields = type(section).model_fields
    keys = [name for name in fields if name not in OF_ARGUMENTS and not _is_idle(section, name)]
    values = {f"{prefix}{name}": getattr(section, name) for name in keys}
    defaults = {f"{prefix}{name}": fields[name].get_default(call_default_factory=True) for name in keys}
    return choices(values, defaults, {f"{prefix}{name}": rule for name, rule in CRITERIA.items()})


def _is_idle(section: Section, key: str) -> bool:
    """Whether ``key`` says nothing with the other keys as they are."""
    needs = {"block": ("bands", "bootstrap"), "bandwidth": ("covariance", "HAC")}
    other, value = needs.get(key, ("", None))
    return getattr(section, other, value) != value


def _renamed(table: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """The series that columns of texts name, and lists of them, by their own names."""
    columns = [name for name in ("cause", "effect", "impulse", "response", "ordering") if name in table]
    if not names or not columns:
        return table
    out = table.copy()
    for column in columns:
        lists = (str(text).split(", ") for text in out[column])
        out[column] = [", ".join(names.get(part, part) for part in parts) for parts in lists]
    return out
