"""The rules of VADER over any vocabulary, in time linear in the text's length.

The published program looks at every word of a text for every word; here the text is split once and only the
neighbourhoods of charged words are read. Defects are kept, for a score must mean the same as everybody's. So
is the order of additions, for equal means equal to the last bit.
"""

from __future__ import annotations

import math
import re
import string
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from functools import cached_property, lru_cache

from naysay.data.scorers._contrast import weigh_by_contrast
from naysay.data.scorers._vocabulary import Vocabulary
from naysay.data.scorers.base import Scorer

# Hutto and Gilbert (2014), sections 3.2 and 3.3, and the program that came with the paper.
TURNED = -0.74
SHOUTED = 0.733
EMPHASISED = 1.25
NEARNESS = (1.0, 0.95, 0.9)
BEFORE, BEHIND = 3, 2
"""How many words before and behind a charged one may change what it means."""
SATURATION = 15
REMEMBERED = 10_000
"""Sums whose score is kept: those of few words come again and again."""
EXCLAMATION, MOST_EXCLAMATIONS = 0.292, 4
QUESTION, MOST_QUESTIONS, MANY_QUESTIONS = 0.18, 3, 0.96

_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


@dataclass(frozen=True, kw_only=True)
class RuleScorer(Scorer):
    """Scores by VADER's rules over the words that ``vocabulary`` returns: a module's function, to pickle."""

    vocabulary: Callable[[], Vocabulary]

    def charged_words(self) -> frozenset[str]:
        """The words of its lexicon."""
        return frozenset(self.vocabulary().lexicon)

    def _polarities(self, texts: Sequence[str]) -> list[float]:
        compound = self._rules.compound
        return [compound(text) for text in texts]

    @cached_property
    def _rules(self) -> Rules:
        return Rules(self.vocabulary())

    def __getstate__(self) -> dict[str, object]:
        return {key: value for key, value in self.__dict__.items() if key != "_rules"}


class Rules:
    """VADER's rules, with the sets that tell quickly that a rule has nothing to do."""

    def __init__(self, words: Vocabulary) -> None:
        self.words = words
        self._charged = frozenset(words.lexicon.keys() - words.boosters.keys())
        self._idioms = {phrase: valence for phrase, valence in words.idioms.items() if " " in phrase}
        self._phrases = {phrase: boost for phrase, boost in words.boosters.items() if " " in phrase}
        # One word of each phrase, the longest because it is seldom in other company: without it, no phrase.
        self._marks = frozenset(max(p.split(), key=len) for p in (*self._idioms, *self._phrases))
        self._signals = self._marks.union(
            {words.no, words.never, words.least, *words.emphatic, *words.hedges},
            words.negations,
            words.boosters,
        )
        # The space divides a name from the word before; a word right behind sticks to the name's last word.
        named = {emoji: f" {name}" for emoji, name in words.emoji.items() if len(emoji) == 1}
        self.notable = self._charged | self._signals | words.contrast
        """The words that mean or change something."""
        self._emoji = frozenset(named)
        self._named = str.maketrans(named)

    def compound(self, text: str) -> float:
        """The score of ``text``: s / sqrt(s² + 15), s the sum of its words' valences and its punctuation."""
        if not (text.isascii() or self._emoji.isdisjoint(_NOT_ASCII.findall(text))):
            text = text.translate(self._named)
        # Lowering the text or each of its words is the same except for "İ", which is in no vocabulary.
        lowered = text.lower()
        return self._summed(text, lowered, _words(lowered))

    def compound_of_tokens(self, text: str) -> float:
        """The same where ``text`` consists of tokens as the vocabulary has them, divided by white space."""
        lowered = text.lower()
        return self._summed(text, lowered, lowered.split())

    def _summed(self, text: str, lowered: str, tokens: list[str]) -> float:
        charged = self._charged
        if charged.isdisjoint(tokens):
            return 0.0
        positions = [i for i, token in enumerate(tokens) if token in charged]
        written = text.split()
        if False not in map(str.isupper, written):
            written = [""] * len(tokens)  # where all is in capitals nothing stands out
        signals = self._signals
        if self.words.contraction in lowered:
            signals = signals.union(token for token in tokens if self.words.contraction in token)
        if signals.isdisjoint(tokens):
            lexicon = self.words.lexicon
            valences = [shouted(lexicon[tokens[i]], written[i].isupper()) for i in positions]
        else:
            valences = [self._valence(tokens, written, signals, i) for i in positions]
        if not self.words.contrast.isdisjoint(tokens):
            pivot = next(i for i, token in enumerate(tokens) if token in self.words.contrast)
            valences = weigh_by_contrast(valences, positions, pivot)
        total = sum(valences)
        return normalised(total, emphasis(text.count("!"), text.count("?")) if total else 0.0)

    def valence(self, token: str) -> float:
        """What ``token``, in lower case, counts by itself; 0 if it is not charged."""
        return self.words.lexicon[token] if token in self._charged else 0.0

    def changes(self, token: str) -> bool:
        """Whether ``token``, in lower case, may change what charged words near it mean."""
        return token in self._signals or self.words.contraction in token

    def turns(self, token: str) -> bool:
        """Whether ``token``, in lower case, may change what all words of its text mean."""
        return token in self.words.contrast

    def _valence(self, tokens: list[str], written: list[str], signals: Set[str], i: int) -> float:
        """The valence of the charged word at ``i``, as the words around it leave it."""
        valence = self.words.lexicon[tokens[i]]
        # True of most words, and most of the speed.
        if signals.isdisjoint(tokens[max(i - BEFORE, 0) : i + BEHIND + 1]):
            return shouted(valence, written[i].isupper())
        if self.words.hedges.get(tokens[i]) in tokens[i + 1 : i + 2]:
            return 0.0
        valence *= self._no(tokens, i)
        valence = shouted(valence, written[i].isupper())
        for back in range(min(i, 3)):
            neighbour = tokens[i - 1 - back]
            if neighbour not in self.words.lexicon:
                valence += self._boost(neighbour, written[i - 1 - back], valence) * NEARNESS[back]
                valence *= self._turn(tokens, i, back)
        # A defect that is kept: phrases are looked for only behind a neutral word three places before.
        if i >= 3 and tokens[i - 3] not in self.words.lexicon:
            valence = self._phrase(tokens, i, valence)
        return valence * TURNED if self._follows_least(tokens, i) else valence

    def _no(self, tokens: list[str], i: int) -> float:
        """The factor of "no" before the word at ``i``; 0 for a "no" that only turns the next word."""
        no, reaches_past = self.words.no, self.words.no_reaches_past
        if no in tokens[max(i - 2, 0) : i] or (
            i >= 3 and tokens[i - 3] == no and tokens[i - 1] in reaches_past
        ):
            return TURNED
        if tokens[i] == no and not self.words.lexicon.keys().isdisjoint(tokens[i + 1 : i + 2]):
            return 0.0
        return 1.0

    def _boost(self, neighbour: str, written: str, valence: float) -> float:
        """What the word ``neighbour`` adds: away from 0 if it is a booster, towards 0 if a dampener."""
        boost = self.words.boosters.get(neighbour)
        if boost is None:
            return 0.0
        signed = -boost if valence < 0 else boost
        if not written.isupper():
            return signed
        return signed + SHOUTED if valence > 0 else signed - SHOUTED

    def _turn(self, tokens: list[str], i: int, back: int) -> float:
        """The factor by which the neighbour ``back`` + 1 places before ``i`` turns or strengthens it."""
        words = self.words
        neighbour, between = tokens[i - 1 - back], tokens[i - back : i]
        # A defect that is kept: an emphatic word right before strengthens whatever the third word before is.
        if back == 2 and between[1] in words.emphatic:
            return EMPHASISED
        if between and neighbour == words.never and between[0] in words.emphatic:
            return EMPHASISED
        if neighbour == words.without and words.doubt in between:
            return 1.0
        return TURNED if neighbour in words.negations or words.contraction in neighbour else 1.0

    def _phrase(self, tokens: list[str], i: int, valence: float) -> float:
        """The valence of an idiom around ``i``, or else ``valence``; and what boosting phrases add to it."""
        if self._marks.isdisjoint(tokens[i - 3 : i + 3]):
            return valence
        ahead = [" ".join(tokens[i : i + n]) for n in (3, 2)]
        behind = [" ".join(tokens[i - a : i + b]) for a, b in ((1, 1), (2, 1), (2, 0), (3, 0), (3, -1))]
        valence = next(
            (self._idioms[phrase] for phrase in (*ahead, *behind) if phrase in self._idioms), valence
        )
        # A defect that is kept: a phrase adds its boost with its own sign, so "kind of bad" becomes worse.
        for phrase in (behind[3], behind[4], behind[2]):
            valence += self._phrases.get(phrase, 0.0)
        return valence

    def _follows_least(self, tokens: list[str], i: int) -> bool:
        if i == 0 or tokens[i - 1] != self.words.least or self.words.least in self.words.lexicon:
            return False
        return i < 2 or tokens[i - 2] not in self.words.superlative


@lru_cache(maxsize=REMEMBERED)
def normalised(total: float, emphasis: float) -> float:
    """The score s / sqrt(s² + 15) of the sum s of a text's valences, with its marks away from 0."""
    if total > 0:
        total += emphasis
    elif total < 0:
        total -= emphasis
    return round(total / math.sqrt(total * total + SATURATION), 4)


def shouted(valence: float, capitals: bool) -> float:
    """``valence``, further from 0 if its word stands out in ``capitals``."""
    if not capitals:
        return valence
    return valence + SHOUTED if valence > 0 else valence - SHOUTED


def _words(lowered: str) -> list[str]:
    """What stands between white space, without the punctuation around it if that leaves three characters."""
    words = lowered.split()
    for i, word in enumerate(words):
        if not word.isalnum():
            bare = word.strip(string.punctuation)
            if len(bare) > 2:
                words[i] = bare
    return words


def emphasis(exclamations: int, questions: int) -> float:
    """What exclamation and question marks, wherever they stand, add to the size of the sum."""
    questioning = (
        0.0 if questions < 2 else questions * QUESTION if questions <= MOST_QUESTIONS else MANY_QUESTIONS
    )
    return min(exclamations, MOST_EXCLAMATIONS) * EXCLAMATION + questioning
