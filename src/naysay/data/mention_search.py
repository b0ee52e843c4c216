"""Where a text may mention companies: whole words in any case of letters, and bare tickers in capitals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from ahocorasick_rs import AhoCorasick

from naysay.data.bare_tickers import joins
from naysay.data.text_windows import WINDOW, Match, Windows
from naysay.data.whole_words import hides_none, is_whole, leftmost_longest, searched


@dataclass(frozen=True, slots=True)
class Places:
    """``text``, the same ``folded``, the matches in that, and the ``bare`` tickers that may stand alone."""

    text: str
    folded: str
    matches: list[Match]
    bare: list[Match]

    def changed(self, visible: str) -> bool:
        """Whether one of them is no longer there in ``visible``, the text with some characters replaced."""
        if len(self.folded) != len(self.text):
            return True
        spans = [(start, end) for of in (self.matches, self.bare) for _, start, end in of]
        return any(self.text[start:end] != visible[start:end] for start, end in spans)

    def touch(self) -> bool:
        """Whether one of them touches something that is no white space."""
        return any(
            (text[start - 1 : start].strip() or text[end : end + 1].strip())
            for text, matches in ((self.folded, self.matches), (self.text, self.bare))
            for _, start, end in matches
        )


class MentionSearch:
    """Searches texts for ``patterns``, which are folded, and for ``tickers``, which are not."""

    def __init__(self, patterns: Sequence[str], tickers: Sequence[str]) -> None:
        self._hides_none = hides_none(patterns)
        self._reach = max(map(len, (*patterns, *tickers)), default=0)
        self._longest = searched(patterns)
        self.bare = searched(tickers)
        self.overlapping = partial(AhoCorasick(patterns).find_matches_as_indexes, overlapping=True)
        """Of a folded text every match, of whole words and others."""

    def __call__(self, text: str) -> Places | None:
        """The places in ``text``, None where there are none.

        Raises
        ------
        UnicodeEncodeError
            When it holds half a character.
        """
        folded = text.casefold()
        if len(folded) <= WINDOW:
            matches, bare = self._longest(folded), self.bare(text)
        else:
            matches = list(Windows(self._longest, folded, self._reach))
            bare = list(Windows(self.bare, text, self._reach))
        # What touches letters, or is a cashtag, is most of what is found, and no bare ticker.
        bare = [m for m in bare if not (text[m[2] : m[2] + 1].isalnum() or joins(text[m[1] - 1 : m[1]]))]
        return Places(text, folded, matches, bare) if matches or bare else None

    def whole(self, places: Places) -> list[Match]:
        """The matches that are whole words, and those that were hidden by others that are not."""
        folded = places.folded
        whole = [match for match in places.matches if is_whole(folded, match[1], match[2])]
        if len(whole) < len(places.matches) and not self._hides_none.issuperset(
            number for number, start, end in places.matches if not is_whole(folded, start, end)
        ):
            whole = list(
                leftmost_longest(folded, Windows(self.overlapping, folded, self._reach, overlapping=True))
            )
        return whole
