"""The folders of parts, what is in them, and the study that they make together."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from pydantic import create_model

from naysay.analysis.methods import all_methods, method
from naysay.analysis.methods.base import NoOptions
from naysay.study.parts import names
from naysay.study.spec import Study
from naysay.study.values import Section

FOLDERS: Final = {
    "forums": "naysay.data.forums",
    "markets": "naysay.data.markets",
    "scorers": "naysay.data.scorers",
    "methods": "naysay.analysis.methods",
    "sections": "naysay.reports.sections",
    "exports": "naysay.reports.exports",
}


def known_parts() -> dict[str, tuple[str, ...]]:
    """Names by kind, as a study file may use them."""
    return {kind: names(package) for kind, package in FOLDERS.items()}


def is_read(section: type[Section], study: Study) -> bool:
    """Whether a method of the study has ``section`` as its own options, or reads it."""
    methods = [method(name) for name in study.study.methods]
    return any(section in (one.options, *one.reads) for one in methods)


@cache
def study_type() -> type[Study]:
    """The study with a section for each method that has options, called like the method."""
    sections: dict[str, Any] = {
        method.name: (method.options, method.options())
        for method in all_methods()
        if method.options is not NoOptions
    }
    return create_model("Study", __base__=Study, **sections)
