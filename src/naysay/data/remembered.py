"""Scores texts, a text that was scored not long ago from memory: the same is said again and again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from naysay.data.scored import SCALE, UNSCORED
from naysay.data.scorers import Scorer

TEXTS: Final = 50_000
CHARACTERS: Final = 10_000_000
"""So many texts, or texts with so many characters, are remembered for sure; twice as many at most."""
LONGEST: Final = 2_000
"""Characters of a text that is remembered; longer ones are seldom said again."""

Scores = npt.NDArray[np.int16]


class RememberedScores:
    """Scores by one ``scorer`` in whole numbers; a score does not depend on what is remembered."""

    def __init__(self, scorer: Scorer) -> None:
        self._scorer = scorer
        self._recent: dict[str, int] = {}
        self._older: dict[str, int] = {}
        self._characters = 0

    def __call__(self, texts: Sequence[str]) -> Scores:
        """The scores of ``texts``: SCALE times a score, UNSCORED where there is none."""
        recent, older = self._recent, self._older
        new = [text for text in dict.fromkeys(texts) if text not in recent]
        again = {text: older[text] for text in new if text in older} if older else {}
        fresh = [text for text in new if text not in again] if again else new
        recent.update(again)
        recent.update(zip(fresh, _whole(self._scorer.score(fresh)).tolist(), strict=True))
        scores = np.fromiter(map(recent.__getitem__, texts), np.int16, len(texts))
        self._forget(new)
        return scores

    def _forget(self, new: Sequence[str]) -> None:
        """Forget long texts at once, and the older half where there are too many."""
        lengths = list(map(len, new))
        self._characters += sum(lengths)
        if max(lengths, default=0) > LONGEST:
            for text in new:
                if len(text) > LONGEST:
                    del self._recent[text]
                    self._characters -= len(text)
        if len(self._recent) >= TEXTS or self._characters >= CHARACTERS:
            self._older, self._recent, self._characters = self._recent, {}, 0


def _whole(scores: npt.NDArray[np.float64]) -> Scores:
    known = np.isfinite(scores)
    return np.where(known, np.rint(np.where(known, scores, 0.0) * SCALE), UNSCORED).astype(np.int16)
