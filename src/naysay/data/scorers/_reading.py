"""Reads a post as talk about shares: its tokens, as the rules of a scorer expect them.

URLs, handles, cashtags and names of companies fall away, for they say nothing and half of them are charged
words ($WIN, United). A hashtag is its word; +5 % is a gain; emoji stand alone; elongated words (boooom) are
shortened to a word that is known; phrases of the lexicon become one token, and so does
a thing with what happened to it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Collection, Iterable
from typing import Final, TypeVar

from ahocorasick_rs import AhoCorasick, MatchKind

from naysay.data.scorers._changes import Changes
from naysay.data.scorers._emoticons import without_comparisons
from naysay.data.scorers._percents import with_directions
from naysay.data.tables.mojibake import repaired
from naysay.study.characters import whole_characters

REMEMBERED: Final = 200_000
"""Tokens whose reading is kept; posts repeat most of theirs."""
LONGEST: Final = 100
"""Characters of a token that is looked into; longer ones are no words."""

Value = TypeVar("Value")

_APOSTROPHES = re.compile("[’‘`´]")
_SILENT = re.compile("[\u200d\ufe0f]")
_EMOJI = re.compile("([\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff])")
_BETWEEN = re.compile(r"[/…,;:!?()\"“”„*|=>\[\]]+|\.\.+|--+|(?<=[^\W\d])\.(?=[^\W\d])")
_REPEATED = re.compile(r"(\w)\1\1")
_FURTHER = re.compile(r"(\w)\1{0,99}(?=\1\1\1)")
"""All but the last three of a letter that is repeated, some at once: all at once take 90 bytes a letter."""
_LINKS = ("http", "www.", "HTTP", "Http", "WWW.")
_AROUND = "#'\"“„”([{<*-~_.,;:!?)]}>…%"
_MARKS = re.compile(r"[!?]")
_BROKEN = re.compile("[ÂÃâð][^\x00-\x7f]")
"""With these, mojibake of Latin letters, signs and emoji begins; French has "âme", and no such pair."""
_END = re.compile(r"[,;:!?)\]…|–—]$|^[(\[]|^[-–—/|]+$")
_FULL_STOP = re.compile(r"[^\W\d_]{3,}[)\"“”']*\.$")
_ABBREVIATIONS = frozenset(
    {
        "mio.",
        "mrd.",
        "bzw.",
        "inc.",
        "corp.",
        "ltd.",
        "approx.",
        "usw.",
        "etc.",
        "bil.",
        "mil.",
        "bln.",
        "mln.",
        "ggü.",
    }
)


class Reader:
    """Turns a text into a text of tokens.

    ``lexicon`` are the words that are known, phrases with spaces among them; ``names`` are masked; ``tails``
    are nouns that charge any compound they end (German: Kunden*verlust*); ``changes`` reads what
    happens to things.
    """

    def __init__(
        self,
        lexicon: Collection[str],
        names: Iterable[str] = (),
        tails: Collection[str] = (),
        changes: Changes | None = None,
    ) -> None:
        self.changes = changes
        self.lexicon = lexicon = frozenset(lexicon) | (changes.words if changes else frozenset())
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
        """The tokens of ``text``, divided by spaces."""
        written = prepared(text).split()
        read = [self._known[token] for token in written]
        words = self.with_phrases(" ".join(filter(None, read)))
        if self.changes is None or not self.changes.may_be_in(words):
            return words
        ends: list[bool] = []
        for token, piece in zip(written, read, strict=True):
            ends += [False] * (piece.count(" ") + 1 if piece else 0)
            if ends and _ends_clause(token):
                ends[-1] = True
        return self.changes.read(words.split(" "), ends)

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
        bare = token.strip(_AROUND)
        if token[-1] == "-" and len(bare) > 1 and bare.lower() in self.lexicon:
            return ""  # "Gewinn- und Verlustrechnung"
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
        if self.changes is not None and (apart := self.changes.apart(lowered)):
            return apart
        compound = self._compound.fullmatch(lowered)
        return word if compound is None else compound[1]

    def with_phrases(self, words: str) -> str:
        """What was read as ``words``, with phrases as one token each and without names.

        There are as many spaces as before: what stands between two of them may be empty.
        """
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
            spaces = " " * (written.count(" ") + (not token))
            pieces += [text[place:start], token.upper() if token and written.isupper() else token, spaces]
            place = end
        return "".join([*pieces, text[place:]])[1:-1] if pieces else words


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
    """``text`` with the characters that HTML writes as "&amp;", and with one sort of apostrophe.

    Mojibake is repaired, percents that have a direction are a gain or a loss, and "<3 months" has no heart.
    """
    if "&" in text:
        text = html.unescape(text)
    if not text.isascii():
        if ("â" in text or "Ã" in text or "Â" in text or "ð" in text) and _BROKEN.search(text):
            text = repaired(text)
        text = whole_characters(_APOSTROPHES.sub("'", text))
    if "%" in text or "ercent" in text or "rozent" in text or "pct" in text:
        text = with_directions(text)
    return without_comparisons(text) if "<3" in text else text


def _ends_clause(token: str) -> bool:
    """Whether a clause ends with ``token`` as it was written."""
    if token[-1].isalnum() and token[0] not in "([":
        return False
    if _END.search(token[-LONGEST:]):
        return True
    return _FULL_STOP.search(token[-LONGEST:]) is not None and token.lower() not in _ABBREVIATIONS


def joined(phrase: str) -> str:
    """A phrase as the one token that stands for it."""
    return phrase.replace(" ", "_")
