"""The editions of a report: which sections each has, and in which order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from naysay.study.errors import InputError
from naysay.study.report_options import Edition

SECTIONS: Final[Mapping[Edition, tuple[str, ...]]] = {
    "ir": ("cover", "month", "events", "channels", "reaction", "reliability"),
    "research": (
        "cover",
        "month",
        "price",
        "event_study",
        "storms",
        "themes",
        "lead_lag",
        "size",
        "companies",
        "forums",
        "evidence",
        "robustness",
        "sweep",
        "history",
        "data",
        "methods",
        "effects",
        "granger",
        "event_tests",
        "series",
        "files",
    ),
}


OF_POSTS: Final = ("channels", "forums", "themes")
"""Sections that single posts are needed for: a report of daily measures has none of them."""
PAGES: Final = "company_pages"
"""The section with a page for each company that ``[report] companies`` names."""
BEFORE: Final[Mapping[Edition, str]] = {"ir": "", "research": "data"}
"""The section before which the pages of companies stand; at the end where it is not in the report."""
PARTS: Final[Mapping[str, str]] = {
    "cover": "answer",
    "evidence": "tests",
    "companies": "companies",
    "forums": "companies",
    PAGES: "pages",
    "robustness": "tests",
    "sweep": "tests",
    "history": "tests",
    "data": "methods",
    "methods": "methods",
    "effects": "appendix",
    "granger": "appendix",
    "event_tests": "appendix",
    "series": "appendix",
    "files": "appendix",
}
"""The part of a research report that a section stands in; those that are not here tell the story."""
STORY: Final = "story"


def sections_of(report: Mapping[str, Any], edition: Edition | None = None) -> Sequence[str]:
    """The sections that ``[report]`` chooses, else those of its edition; those of ``edition`` if another.

    Pages of companies are added where the study asks for some and its own sections do not place them.

    Raises
    ------
    InputError
        An edition that does not exist.
    """
    chosen: Sequence[str] | None = report["sections"]
    if chosen is None or (edition is not None and edition != report["edition"]):
        edition = edition or report["edition"]
        if edition not in SECTIONS:
            raise InputError(
                "edition", got=edition, allowed=" or ".join(SECTIONS), mend="Write one of these."
            )
        return _with_pages(SECTIONS[edition], report, BEFORE[edition])
    return _with_pages(tuple(chosen), report, "")


def part_of(section: str, edition: Edition) -> str:
    """The part in which ``section`` stands: in ir the first page, all else, and the pages of companies."""
    if edition == "ir" and section != PAGES:
        return "answer" if section == "cover" else ""
    return PARTS.get(section, STORY)


def _with_pages(sections: Sequence[str], report: Mapping[str, Any], before: str) -> Sequence[str]:
    if not report.get("companies") or PAGES in sections:
        return sections
    place = sections.index(before) if before in sections else len(sections)
    return (*sections[:place], PAGES, *sections[place:])
