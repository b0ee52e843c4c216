"""Reads a post as talk about shares: its tokens, as the rules of a scorer expect them.

URLs, handles, cashtags and names of companies fall away, for they say nothing and half of them are charged
words ($WIN, United). A hashtag is its word; +5 % is a gain; emoji stand alone; elongated words (boooom) are
shortened to a word that is known; phrases of the lexicon become one token.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Collection, Iterable
from typing import Final, TypeVar

from ahocorasick_rs import AhoCorasick, MatchKind

from naysay.study.characters import whole_characters

GAIN: Final = "percent_gain"
LOSS: Final = "percent_loss"
REMEMBERED: Final = 200_000
"""Tokens whose reading is kept; posts repeat most of theirs."""
LONGEST: Final = 100
"""Characters of a token that is looked into; longer ones are no words."""

Value = TypeVar("Value")

_APOSTROPHES = re.compile("[’‘`´]")
_SILENT = re.compile("[\u200d\ufe0f]")
_EMOJI = re.compile("([\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff])")
_MOVE = re.compile(r"\(?([+\-−–])\$?\d[\d.,]*%[.,!?)]*")
_BETWEEN = re.compile(r"[/…,;:!?()\"“”„*|=>\[\]]+|\.\.+|--+|(?<=[^\W\d])\.(?=[^\W\d])")
_REPEATED = re.compile(r"(\w)\1\1")
_FURTHER = re.compile(r"(\w)\1{0,99}(?=\1\1\1)")
"""All but the last three of a letter that is repeated, some at once: all at once take 90 bytes a letter."""
_LINKS = ("http", "www.", "HTTP", "Http", "WWW.")
_AROUND = "#'\"“„”([{<*-~_.,;:!?)]}>…%"
_MARKS = re.compile(r"[!?]")


class Reader:
    """Turns a text into a text of tokens.

    ``lexicon`` are the words that count, phrases with spaces among them; ``names`` are masked; ``tails`` are
    nouns that charge any compound they end (German: Kunden*verlust*).
    """

    def __init__(
        self, lexicon: Collection[str], names: Iterable[str] = (), tails: Collection[str] = ()
    ) -> None:
        self.lexicon = lexicon
        self._known = Remembered(self._read)
        ends = "|".join(sorted(tails, key=lambda tail: (-len(tail), tail)))
        self._compound = re.compile(rf"\w{{3,}}?({ends})(?:e|en|n|s|es)?") if tails else None
        self.has_compounds = bool(tails)
        phrases = {phrase: f" {joined(phrase)}" for phrase in lexicon if " " in phrase}
        named = {" ".join(self._tokens(name)).lower() for name in names} - {""}
        self._whole_names = frozenset(name for name in named if " " not in name)
        # A name of one word may be a word ("Target"): it is masked only where it is written with a capital.
        tokens = {f" {name}": "" for name in named} | {f" {p}": token for p, token in phrases.items()}
        self._finds = list(tokens)
        self._tokens_of = list(tokens.values())
        self.phrases = [tuple(find[1:].split(" ")) for find in self._finds]
        self._automaton = AhoCorasick(self._finds, matchkind=MatchKind.LeftmostLongest) if tokens else None

    def __call__(self, text: str) -> str:
        """The tokens of ``text``, divided by single spaces."""
        return self.with_phrases(" ".join(self._tokens(prepared(text))))

    def read(self, piece: str) -> str:
        """What is read in a ``piece`` of a prepared text before phrases are looked for."""
        return " ".join(filter(None, map(self._read, piece.split())))

    def _tokens(self, text: str) -> list[str]:
        return list(filter(None, map(self._known.__getitem__, text.split())))

    def _read(self, token: str) -> str:
        """One token between white space: nothing, itself, or several tokens with spaces between them."""
        first = token[0]
        if token.isascii():
            if token.isalnum():
                return self._word(token)
        elif _EMOJI.search(token) and token.lower() not in self.lexicon:
            apart = _EMOJI.sub(r" \1 ", _SILENT.sub("", token)).split()
            if apart != [token]:
                return " ".join(filter(None, map(self._known.__getitem__, apart)))
        if token.startswith(_LINKS) or (first == "@" and len(token) > 1):
            return ""
        if first == "$" and token[1:2].isalpha():
            return ""
        if token.lower() in self.lexicon:
            return token
        if "%" in token and (move := _MOVE.fullmatch(token)) is not None:
            return GAIN if move[1] == "+" else LOSS
        bare = token.strip(_AROUND)
        read = self._word(bare) if bare.isalnum() else self._inside(bare.removesuffix("'s"))
        if "!" not in token and "?" not in token:
            return read
        marks = "".join(_MARKS.findall(token))
        return f"{read} {marks}" if read else marks

    def _inside(self, bare: str) -> str:
        """A token without the punctuation around it."""
        if bare.isalnum() or bare.lower() in self.lexicon:
            return self._word(bare)
        pieces = [piece for piece in _BETWEEN.split(bare) if piece]
        if len(pieces) == 1 and "-" in bare:
            pieces = [piece for piece in bare.split("-") if piece]
            if not any(piece.lower() in self.lexicon for piece in pieces):
                return bare
        if len(pieces) > 1:
            return " ".join(filter(None, map(self._inside, pieces)))
        return self._word(bare)

    def _word(self, word: str) -> str:
        """A word as the lexicon spells it, where it has it."""
        lowered = word.lower()
        if lowered in self.lexicon:
            return word
        if _REPEATED.search(word):
            thrice = _FURTHER.sub("", word)
            for kept in (r"\1\1", r"\1"):
                shorter = _REPEATED.sub(kept, thrice)
                if shorter.lower() in self.lexicon:
                    return shorter
        if self._compound is None or not 7 < len(word) <= LONGEST:
            return word
        compound = self._compound.fullmatch(lowered)
        return word if compound is None else compound[1]

    def with_phrases(self, words: str) -> str:
        """What was read as ``words``, with phrases as one token each and without names."""
        if self._automaton is None:
            return words
        text = f" {words} "
        lowered = text.lower()
        pieces, place = [], 0
        if len(lowered) != len(text):  # "İ" grows by a character
            text = lowered
        for number, start, end in self._automaton.find_matches_as_indexes(lowered):
            if lowered[end] != " ":
                continue
            token = self._tokens_of[number]
            written = text[start + 1 : end]
            if not token and written[0].islower() and self._finds[number][1:] in self._whole_names:
                continue
            pieces += [text[place:start], token.upper() if token and written.isupper() else token]
            place = end
        return "".join([*pieces, text[place:]]) if pieces else text


class Remembered(dict[str, Value]):
    """What ``look`` finds for a token; kept unless there is much or the token will hardly come again."""

    def __init__(self, look: Callable[[str], Value]) -> None:
        self._look = look

    def __missing__(self, token: str) -> Value:
        value = self._look(token)
        if len(token) <= LONGEST and not token.startswith(_LINKS):
            if len(self) >= REMEMBERED:
                self.clear()
            self[token] = value
        return value


def prepared(text: str) -> str:
    """``text`` with the characters that HTML writes as "&amp;", and with one sort of apostrophe."""
    if "&" in text:
        text = html.unescape(text)
    return text if text.isascii() else whole_characters(_APOSTROPHES.sub("'", text))


def joined(phrase: str) -> str:
    """A phrase as the one token that stands for it."""
    return phrase.replace(" ", "_")
