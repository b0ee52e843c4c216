"""Terms of a page: the first use of each in a section leads to its entry at the end of the page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Final

from naysay.reports.words import Words, phrases
from naysay.study.about import Language
from naysay.study.characters import readable

ANCHOR: Final = "term-"
"""Before the key of a term, it is the id of its entry."""
SECTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "negativity": ("price", "methods", "month"),
    "storm": ("storms", "events"),
    "event": ("events", "event_study"),
    "abnormal_return": ("event_study", "reaction"),
    "car": ("event_study", "reaction"),
    "event_study": ("event_study", "reaction"),
    "benchmark": ("methods", "reliability"),
    "interval": ("size", "reliability"),
    "p_value": ("methods", "reliability"),
    "detectable": ("size", "reliability"),
    "mood": ("methods", "reliability"),
    "horizon": ("size", "reaction"),
    "projection": ("size", "reaction"),
    "granger": ("lead_lag", "reaction"),
    "placebo": ("methods", "reliability"),
    "robustness": ("robustness", "reliability"),
    "pooled": ("companies", "reaction"),
    "log_return": ("methods", "reliability"),
    "holm": ("lead_lag", "methods"),
}
"""Where the report says more of a term: the first of these sections that it has."""


@dataclass(frozen=True, slots=True)
class GlossaryTerm:
    key: str
    name: str
    forms: tuple[str, ...]
    """How the documents write it."""
    meaning: str


class Glossary:
    """The terms of a language, and which of them a page has used."""

    def __init__(self, language: Language, of_measures: bool = False) -> None:
        self._terms = terms(language, of_measures)
        self._pattern = _pattern(language)
        self._of_form = {form.lower(): term.key for term in self._terms for form in term.forms}
        self._in_section: set[str] = set()
        self._used: set[str] = set()

    @property
    def used(self) -> tuple[GlossaryTerm, ...]:
        """The terms that were linked so far, by name."""
        return tuple(sorted((t for t in self._terms if t.key in self._used), key=lambda t: _sorting(t.name)))

    def new_section(self) -> None:
        """From here on each term is linked once more."""
        self._in_section.clear()

    def linked(self, text: str) -> str:
        """``text`` as HTML: everything in it is escaped, and its terms are links."""
        text, parts, end = readable(text), [], 0
        for match in self._pattern.finditer(text):
            key = self._of_form[match[0].lower()]
            if key not in self._in_section:
                self._in_section.add(key)
                self._used.add(key)
                parts.append(escape(text[end : match.start()]))
                parts.append(f'<a class="term" href="#{ANCHOR}{key}">{escape(match[0])}</a>')
                end = match.end()
        return "".join(parts) + escape(text[end:])


@cache
def terms(language: Language, of_measures: bool = False) -> tuple[GlossaryTerm, ...]:
    """Every term of phrases/LANGUAGE/glossary.toml, as a report of posts or of daily measures means it."""
    words = Words(language, of_measures)
    keys = [key.split(".")[1] for key in phrases(language) if re.fullmatch(r"glossary\.\w+\.name", key)]
    return tuple(
        GlossaryTerm(
            key,
            words(f"glossary.{key}.name"),
            tuple(form.strip() for form in words(f"glossary.{key}.forms").split("|")),
            words(f"glossary.{key}.meaning"),
        )
        for key in keys
    )


@cache
def _pattern(language: Language) -> re.Pattern[str]:
    """The longest form first, whole words alone."""
    forms = sorted((form for term in terms(language) for form in term.forms), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, forms))})(?![\w-])", re.IGNORECASE)


def _sorting(name: str) -> str:
    """German umlauts stand with their vowels."""
    return name.lower().translate(str.maketrans("äöü", "aou"))
