"""Which column of a table of posts holds what."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable
from typing import Annotated, Any, Final, Self

from pydantic import BeforeValidator, Field, TypeAdapter, ValidationError, model_validator

from naysay.study.values import Section, Text, refuse, some

_NAMES: Final = TypeAdapter(tuple[Text, ...])
MOST_TEXTS: Final = 5
"""Columns whose texts are joined to one."""
_Rank = Annotated[float, Field(ge=-1e9, le=1e9)]
LONGEST_SCORE: Final = 40
"""Characters of a sentiment in a column; no word for one is longer."""


def _up_to(most: int) -> Callable[[Any], Any]:
    """Checks one name of a column, or a list of several different ones; a list of one is that one."""

    def check(value: Any) -> Any:
        several = value if isinstance(value, list | tuple) else [value]
        try:
            names = _NAMES.validate_python(several)
        except ValidationError:
            names = ()
        if not 1 <= len(names) <= most or len(set(names)) < len(names):
            raise refuse(
                f"the name of a column, or a list of up to {most} different ones, 1 to 200 characters each",
                'Write it as in the first line of the file, such as "title" or ["title", "body"].',
            )
        return names[0] if len(names) == 1 else names

    return check


def sentiment_word(entry: str) -> str:
    """``entry`` in small letters, with one blank for hyphens and white space: how words are held together."""
    plain = unicodedata.normalize("NFC", entry).replace("\ufe0f", "").casefold()  # a mark of emoji alone
    return " ".join(plain.replace("-", " ").split()) or entry


class PostColumns(Section):
    """Which column of a table holds what.

    Where ``id`` is empty, or is left out and the table has no column of that name, a post's id is a hash of
    its time, author and text.
    """

    id: Text = Field(
        default="id",
        description='the column with the post\'s own number or name; none if it is "", or if it is left out '
        "and the table has no column id",
    )
    posted_at: Annotated[
        str | Annotated[tuple[str, ...], Field(max_length=2)], BeforeValidator(_up_to(2))
    ] = Field(
        default="posted_at",
        description="the column with the instant of posting, or a list of the columns with date and clock",
    )
    text: Annotated[
        str | Annotated[tuple[str, ...], Field(max_length=MOST_TEXTS)], BeforeValidator(_up_to(MOST_TEXTS))
    ] = Field(
        default="text",
        description=f"the column with the post's text, or a list of up to {MOST_TEXTS}, such as title and "
        "body",
    )
    company: Text = Field(
        default="company", description="the column with the ticker, name, alias or ISIN, or a list of them"
    )
    author: Text = Field(default="author", description="the column with the author, if there is one")
    forum: Text = Field(default="forum", description="the column with the forum, if there is one")
    score: Text | None = Field(
        default=None, description="the column with a sentiment of its own, which the scorer given reads"
    )
    score_range: tuple[_Rank, _Rank] | None = Field(
        default=None,
        description="its numbers of the most negative and the most positive post, from -1e9 to 1e9, such "
        "as [1, 5]; [-1, 1] if left out",
    )
    score_words: dict[Text, Annotated[float, Field(ge=-1, le=1)]] = Field(
        default_factory=dict,
        max_length=100,
        description="words of its own, up to 100, each with a score from -1 to 1, such as "
        "{ Buy = 1, Hold = 0, Sell = -1 }",
    )

    @model_validator(mode="after")
    def _are_scores(self) -> Self:
        if self.score is None and (self.score_range is not None or self.score_words):
            raise refuse(
                "score_range and score_words for a column score", 'Write score = "Sentiment" as well.'
            )
        if self.score_range is not None and self.score_range[0] == self.score_range[1]:
            raise refuse("a score_range of two different numbers", "Write that of the most negative first.")
        times = Counter(map(sentiment_word, self.score_words))
        twice = sorted(word for word, n in times.items() if n > 1)
        odd = [word for word in self.score_words if not word.strip() or len(word) > LONGEST_SCORE]
        if twice or odd:
            raise refuse(
                f"each of the score_words once, in 1 to {LONGEST_SCORE} characters",
                f"Remove the second {some(twice)}." if twice else "Write words as they stand in the column.",
            )
        return self

    @property
    def times(self) -> tuple[str, ...]:
        """The columns of ``posted_at``."""
        return (self.posted_at,) if isinstance(self.posted_at, str) else self.posted_at

    @property
    def texts(self) -> tuple[str, ...]:
        """The columns of ``text``."""
        return (self.text,) if isinstance(self.text, str) else self.text

    @property
    def names_id(self) -> bool:
        """Whether the study says which column the id is in."""
        return "id" in self.model_fields_set and bool(self.id)
