"""The language of a report: phrases by key, with their numbers written the same language's way."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from naysay.reports.numbers import Numbers
from naysay.study.about import Language
from naysay.study.reasons import parted, plain


@dataclass(frozen=True, slots=True)
class Words:
    """Phrases of one language: ``words("cover.warnings_file", warnings="5 warnings")``.

    A key is a path in the files of ``phrases/LANGUAGE/``, which are read as one. What is put into a phrase is
    text and is not read again.
    """

    language: Language
    of_measures: bool = False
    """Whether they are said of daily measures from elsewhere: where there is a phrase ``of_measures.KEY``, it
    stands in for KEY, which speaks of posts."""

    @property
    def numbers(self) -> Numbers:
        return Numbers(self.language)

    def __call__(self, key: str, **values: Any) -> str:
        """The phrase ``key``, with ``values`` in its braces.

        Raises
        ------
        KeyError
            For a key or a brace without a value: a mistake of ours, never of the input.
        """
        return phrases(self.language)[self._key(key)].format(**values)

    def knows(self, key: str) -> bool:
        """Whether the language has a phrase ``key``."""
        return key in phrases(self.language)

    def counted(self, noun: str, n: int, case: str = "") -> str:
        """``3 sessions`` or ``1 session``; ``case`` names another form, such as the German dative."""
        form = "one" if n == 1 else "other"
        return self(f"noun.{noun}{case and '_' + case}.{form}", n=self.numbers.count(n))

    def of_code(self, family: str, code: str) -> str:
        """A code of the tables in words; one that has no words is shown as it is."""
        return phrases(self.language).get(self._key(f"{family}.{code}"), code.replace("_", " "))

    def reason(self, reason: str) -> str:
        """A reason in words: ``too_few_sessions least=20`` is "fewer than 20 complete sessions".

        A code that has no words, such as one of the study's own, is quoted with its values.
        """
        if not reason:
            return ""
        code, values = parted(reason)
        try:
            phrase = phrases(self.language)[self._key(f"reason.{code}")]
            return phrase.format(**{name: self._value(name, value) for name, value in values.items()})
        except KeyError:  # of the study's own, or of another version
            return self("quoted", text=plain(reason))

    def _key(self, key: str) -> str:
        own = f"of_measures.{key}"
        return own if self.of_measures and own in phrases(self.language) else key

    def _value(self, name: str, value: str) -> str:
        """A value of a reason: a number in the language's way of writing, or the words of a code."""
        try:
            return self.numbers.plain(float(value))
        except ValueError:
            return phrases(self.language).get(f"reason_{name}.{value}") or self.of_code(name, value)


@cache
def phrases(language: Language) -> Mapping[str, str]:
    """All phrases of a language by dotted key."""
    flat: dict[str, str] = {}
    folder = files("naysay.reports") / "phrases" / language
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        for key, phrase in _flat("", tomllib.loads(file.read_text(encoding="utf-8"))):
            if flat.setdefault(key, phrase) is not phrase:
                raise KeyError(f"{key} stands in two files of phrases/{language}")
    return MappingProxyType(flat)


def _flat(prefix: str, table: Mapping[str, Any]) -> list[tuple[str, str]]:
    flat: list[tuple[str, str]] = []
    for key, value in table.items():
        path = f"{prefix}{key}"
        flat += _flat(f"{path}.", value) if isinstance(value, Mapping) else [(path, value)]
    return flat
