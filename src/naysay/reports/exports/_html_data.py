"""What the page's script reads: its words, and the series of the companies that fit into the page."""

from __future__ import annotations

import json
from typing import Any, Final

from naysay.reports.exports._html_series import as_data, series
from naysay.reports.results import Results
from naysay.reports.sections._storms import counted
from naysay.reports.words import Words

LARGEST: Final = 1_000_000
"""Bytes of a page."""
_OF_PAGE: Final = (
    "dark", "light", "step", "sorted_by", "filter", "filter_none", "filter_shown",
)  # fmt: skip
_OF_COMPANIES: Final = (
    "company", "session", "price", "negativity", "negativity_axis", "posts", "posts_axis", "negative",
    "missing", "before", "after", "table", "date", "return_column", "reading", "reading_event", "summary",
)  # fmt: skip
_COUNTED: Final = ("post", "storm", "event")
_BRACES: Final = (
    "column", "n", "all", "kind", "company", "window", "day", "price", "negativity", "posts", "negative",
    "reading", "size", "first", "last", "from", "to", "change", "share", "events",
)  # fmt: skip


def script_words(words: Words, results: Results | None) -> str:
    """The phrases of the script as JSON; their braces are filled by the script."""
    kept = {name: f"{{{name}}}" for name in _BRACES}
    phrases: dict[str, Any] = {name: words(f"page.{name}", **kept) for name in _OF_PAGE}
    if results is not None:
        phrases |= {name: words(f"page_companies.{name}", **kept) for name in _OF_COMPANIES}
        phrases |= {
            f"n_{noun}": [words(f"noun.{noun}.{form}", **kept) for form in ("one", "other")]
            for noun in _COUNTED
        }
        kind = "storm" if counted(results) else "event"
        phrases["kind"] = kind
        phrases["kind_one"] = words(f"page_companies.{kind}")
        phrases["kind_many"] = words(f"page_companies.{kind}s")
        phrases["return_column"] = phrases["return_column"].replace("{window}", _window(results, words))
        phrases["reading_event"] = phrases["reading_event"].replace("{window}", _window(results, words))
    content = {"language": words.language, "words": phrases}
    return as_data(json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True))


def series_that_fit(results: Results, room: int) -> tuple[str, int, int]:
    """The series as JSON of no more than ``room`` bytes, with the companies in it and those left out.

    The text is empty where there is none, or where not even one company fits.
    """
    drawn = series(results)
    if drawn is None:
        return "", 0, 0
    left = room - len(drawn.as_json(0).encode("utf-8"))
    n = 0
    for company in drawn.companies:
        left -= len(company.encode("utf-8")) + 1
        if left < 0:
            break
        n += 1
    return (drawn.as_json(n) if n else ""), n, len(results.study["company"]) - n


def _window(results: Results, words: Words) -> str:
    return words.numbers.window(*results.findings.reaction.window)
