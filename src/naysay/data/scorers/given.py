"""Given: the sentiment that the source itself has in a column, as a number or a word; no text is read."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from naysay.data.scorers.base import Scorer
from naysay.study.errors import InputError


@dataclass(frozen=True, kw_only=True)
class ColumnScorer(Scorer):
    """Takes what ``posts.columns.score`` says of each post; a text alone has no score.

    Attributes
    ----------
    lowest, highest
        The numbers of the most negative and of the most positive post, such as 1 and 5. Words need no scale.
    """

    options: ClassVar[tuple[str, ...]] = ("lowest", "highest")
    reads_texts: ClassVar[bool] = False
    lowest: float = -1.0
    highest: float = 1.0

    def configured(self, /, **options: Any) -> Scorer:
        """As for any scorer; both ends of the scale have to differ."""
        chosen = super().configured(**options)
        lowest, highest = vars(chosen)["lowest"], vars(chosen)["highest"]
        if lowest == highest:
            raise InputError(
                "sentiment.options.highest",
                got=highest,
                allowed=f"a number other than lowest = {lowest:g}",
                mend="Write the numbers of the most negative and of the most positive post.",
            )
        return chosen

    def _polarities(self, texts: Sequence[str]) -> Iterable[float]:
        return [math.nan] * len(texts)


SCORER: Final[Scorer] = ColumnScorer(name="given", languages=("en", "de"))
"""Reads posts of any language."""
