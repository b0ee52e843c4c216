"""Publications that stand behind the methods: how a text cites them, and how a list names them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from naysay.reports.words import Words

_NAMED: Final = 3
"""Authors that a text names; of more it names the first."""


@dataclass(frozen=True, slots=True)
class Reference:
    """One publication: an article of a journal, or a book where there is a publisher."""

    key: str
    authors: tuple[str, ...]
    """Family name and initials, such as ``Granger, C. W. J.``."""
    year: int
    title: str
    journal: str = ""
    volume: str = ""
    publisher: str = ""

    def names(self, words: Words) -> str:
        """The authors as a sentence names them: ``Kolari and Pynnönen``; of four or more the first."""
        family = [author.partition(",")[0] for author in self.authors]
        if len(family) > _NAMED:
            return words("paper.and_others", name=family[0])
        last = words("method.and")
        return last.join(part for part in (", ".join(family[:-1]), family[-1]) if part)

    def line(self, words: Words) -> str:
        """The entry of a list of references."""
        last = words("method.and")
        authors = last.join(part for part in (", ".join(self.authors[:-1]), self.authors[-1]) if part)
        place = f"{self.journal} {self.volume}" if self.journal else self.publisher
        return f"{authors} ({self.year}). {self.title}. {place}."


@cache
def references() -> Mapping[str, Reference]:
    """Every publication by its key, in the order of the keys."""
    content = tomllib.loads((files("naysay.reports") / "references.toml").read_text(encoding="utf-8"))
    return MappingProxyType(
        {key: Reference(key, tuple(entry.pop("authors")), **entry) for key, entry in sorted(content.items())}
    )


def cited(keys: Sequence[str], words: Words) -> str:
    """``(Jordà, 2005; Kolari and Pynnönen, 2010)``; empty without keys.

    Raises
    ------
    KeyError
        A key that there is no publication of: a mistake of the program.
    """
    entries = [references()[key] for key in dict.fromkeys(keys)]
    return f"({'; '.join(_in_brackets(entry, words) for entry in entries)})" if entries else ""


def cited_in(text: str, words: Words) -> tuple[Reference, ...]:
    """The publications that ``text`` cites, whichever sentence does, in the order of a list."""
    keys = {key for _, of_place in _citations(text, words) for key in of_place}
    there = (references()[key] for key in keys)
    return tuple(sorted(there, key=lambda entry: (entry.authors, entry.year)))


def with_citations(
    text: str,
    words: Words,
    *,
    plain: Callable[[str], str],
    brackets: Callable[[Sequence[str]], str],
    sentence: Callable[[str], str],
) -> str:
    """``text`` with each citation written by keys: ``brackets`` for those in brackets, ``sentence`` for those
    whose authors are a part of the sentence; ``plain`` writes what stands between."""
    parts, at = [], 0
    for match, keys in _citations(text, words):
        parts.append(plain(text[at : match.start()]))
        parts.append(brackets(keys) if match[1] else sentence(keys[0]))
        at = match.end()
    return "".join([*parts, plain(text[at:])])


def _citations(text: str, words: Words) -> Iterator[tuple[re.Match[str], list[str]]]:
    """Each citation of ``text`` with its keys; the first group is what stands in brackets, if any do."""
    inside = {_in_brackets(entry, words): entry.key for entry in references().values()}
    outside = {f"{entry.names(words)} ({entry.year})": entry.key for entry in references().values()}
    one = _any_of(inside)
    for match in re.finditer(rf"\(({one}(?:; {one})*)\)|({_any_of(outside)})", text):
        yield match, [inside[name] for name in match[1].split("; ")] if match[1] else [outside[match[2]]]


def _in_brackets(entry: Reference, words: Words) -> str:
    return f"{entry.names(words)}, {entry.year}"


def _any_of(texts: Mapping[str, str]) -> str:
    return f"(?:{'|'.join(re.escape(text) for text in sorted(texts, key=len, reverse=True))})"
