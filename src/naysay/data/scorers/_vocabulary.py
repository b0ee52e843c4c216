"""The words that the rules work on, so that one set of rules serves several lexicons and languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Everything in VADER that is a word, in lower case.

    The rule words default to English. A language without such a word gives " ", which no word holds, or an
    empty set.

    Attributes
    ----------
    lexicon
        Charged words and emoticons with their mean valence, from -4 to 4. A key with a space is never met.
    emoji
        An emoji and its name, whose words are scored in its place. Emoji of several characters, or of ASCII
        ones, are never met.
    boosters
        What a preceding word (or phrase of two) adds to the size of a valence; negative for dampeners.
    negations
        Words that turn the valence of a word up to three places later.
    idioms
        Phrases of two or three words around a charged word, with the valence that replaces the word's own. A
        key of one word is never met.
    contraction
        Any word that holds this is a negation too.
    no
        A negation that also carries a valence of its own, unless a charged word follows.
    no_reaches_past
        Words between which and ``no`` one more word may stand: "no good or bad".
    never, emphatic
        "never so good" and "never this good" strengthen where "never" alone would turn.
    without, doubt
        "without doubt good" does not turn.
    least, superlative
        "least" turns the next word, but not after these: "at least", "very least".
    hedges
        A charged word that is neutral when the other follows: "kind of".
    contrast
        Words after which a text means what it says; what stands before counts half.
    tails
        Charged nouns that charge a compound which ends with them. The rules do not read it; a reader does.
    roles
        What words are to the reading of changes, such as a bad thing or something that falls.
    """

    lexicon: Mapping[str, float]
    emoji: Mapping[str, str]
    boosters: Mapping[str, float]
    negations: frozenset[str]
    idioms: Mapping[str, float]
    contraction: str = "n't"
    no: str = "no"
    no_reaches_past: frozenset[str] = frozenset({"or", "nor"})
    never: str = "never"
    emphatic: frozenset[str] = frozenset({"so", "this"})
    without: str = "without"
    doubt: str = "doubt"
    least: str = "least"
    superlative: frozenset[str] = frozenset({"at", "very"})
    hedges: Mapping[str, str] = field(default_factory=lambda: {"kind": "of"})
    contrast: frozenset[str] = frozenset({"but"})
    tails: frozenset[str] = frozenset()
    roles: Mapping[str, frozenset[str]] = field(default_factory=dict)
