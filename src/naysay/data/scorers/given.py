"""Given: the sentiment that the source itself has in a column, as a number or a word; no text is read."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Final

from naysay.data.scorers.base import Scorer
from naysay.study.errors import InputError
from naysay.study.post_columns import PostColumns


@dataclass(frozen=True, kw_only=True)
class ColumnScorer(Scorer):
    """Takes what ``posts.columns.score`` says of each post; a text alone has no score.

    Attributes
    ----------
    lowest, highest
        The numbers of the most negative and of the most positive post, such as 1 and 5. Words need no scale.
    has_scale
        Whether the study names one of them.
    words
        The study's own words with their scores, -1 to 1.
    """

    options: ClassVar[tuple[str, ...]] = ("lowest", "highest")
    reads_texts: ClassVar[bool] = False
    lowest: float = -1.0
    highest: float = 1.0
    has_scale: bool = False
    words: tuple[tuple[str, float], ...] = ()

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
        return replace(chosen, has_scale=True) if options else chosen  # type: ignore[call-arg]

    def of_columns(self, columns: PostColumns) -> ColumnScorer:
        """This scorer with the scale and words of ``columns``; a scale that was set as an option stays."""
        own = replace(self, words=tuple(columns.score_words.items()))
        if columns.score_range is None or self.has_scale:
            return own
        lowest, highest = columns.score_range
        return replace(own, lowest=lowest, highest=highest, has_scale=True)

    def _polarities(self, texts: Sequence[str]) -> Iterable[float]:
        return [math.nan] * len(texts)


SCORER: Final[ColumnScorer] = ColumnScorer(name="given", languages=("en", "de"))
"""Reads posts of any language."""
