"""The section ``[sweep]`` of a study: lists of values for keys of the other sections."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final

from pydantic import Field, model_validator

from naysay.analysis.sweep.family import DRAWS
from naysay.study.daily_source import OF_FILES
from naysay.study.spec import MethodOptions, Study
from naysay.study.values import Draws, Text, refuse, refuse_each
from naysay.study.varied import Lists, faults_of_lists, section_type

Values = dict[Text, Annotated[tuple[Any, ...], Field(max_length=1_000)]]
ONLY: Final = {"study": ("start", "end"), "sentiment": ("scorer",)}
"""The keys of these sections that can move the estimate of the verdict."""
WITHOUT: Final = {
    "posts": ("path", "max_lost"),
    "prices": ("source", "path", "max_lost"),
    "market": ("benchmark",),
    "projections": ("horizons", "covariance"),
}
"""The keys of these sections that cannot, or that name other files than those of the study's manifest."""
OF_MEASURES: Final = {
    "posts": (),
    "sentiment": (),
    "chatter": ("min_posts", "dates", "timezone", "history", "min_history"),
}
"""All that can be varied of these sections in a study of daily measures: the rest says how posts are counted,
or, as ``higher`` does, what the measure is."""


def _lists_of(section: str) -> Any:
    return Field(default_factory=dict, description=f"[sweep.{section}]: a list of values for a key or more")


class SweepOptions(MethodOptions):
    draws: Draws = Field(default=DRAWS, description="draws of the statistics without any effect, 20 to 10000")
    study: Values = _lists_of("study")
    market: Values = _lists_of("market")
    posts: Values = _lists_of("posts")
    prices: Values = _lists_of("prices")
    sentiment: Values = _lists_of("sentiment")
    chatter: Values = _lists_of("chatter")
    projections: Values = _lists_of("projections")

    @property
    def lists(self) -> Lists:
        """The values of each varied key, by section, in the order of this section's keys."""
        return {name: lists for name in _SECTIONS if (lists := getattr(self, name))}

    @model_validator(mode="before")
    @classmethod
    def _moves_the_estimate(cls, content: Any) -> Any:
        for name in content if isinstance(content, Mapping) else ():
            if name not in cls.model_fields:
                raise refuse(
                    f"draws, and lists below {', '.join(f'[sweep.{section}]' for section in _SECTIONS)}",
                    _mend(str(name), content[name]),
                    field=str(name),
                    got=content[name],
                )
        return content

    def check_within(self, study: Study, context: Mapping[str, Any]) -> None:
        allowed = {name: _keys(name, study) for name in self.lists}
        faults = faults_of_lists(self.lists, study, allowed, context)
        if faults:
            raise refuse_each(faults)


_SECTIONS: Final = tuple(name for name in SweepOptions.model_fields if name != "draws")


def _mend(name: str, value: object) -> str:
    """What to write instead of the entry ``name`` of [sweep], which is no section that can be varied."""
    if near := difflib.get_close_matches(name, _SECTIONS, n=1):
        return f"Did you mean [sweep.{near[0]}]?"
    if isinstance(value, Mapping):
        return f"A cell is the estimate of the verdict: no key of [{name}] can move it."
    return "Write the key below its section, such as [sweep.sentiment] and scorer = [...] below it."


def _keys(section: str, study: Study) -> Sequence[str]:
    """The keys of ``section`` that can move the estimate."""
    if not study.has_posts and section in OF_MEASURES:
        return OF_MEASURES[section]
    if section in ONLY:
        return ONLY[section]
    left_out = (*WITHOUT.get(section, ()), *(("path", *OF_FILES) if section == "chatter" else ()))
    fields = section_type(type(study), section).model_fields
    return tuple(name for name in fields if name not in left_out)
