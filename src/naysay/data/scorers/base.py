"""What every scorer promises: one number in [-1, 1] a text, and NaN where there was no text."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from naysay.study.errors import InputError

AT_ONCE: Final = 10_000
"""Texts that are split into words together."""


@dataclass(frozen=True, kw_only=True)
class Scorer:
    """Reads the polarity of texts. A kind of scorer is a subclass with ``_polarities``, a scorer a value.

    Scorers are mapped over parts of the posts in a pool of processes: they pickle, and a text's score depends
    on that text alone.

    Attributes
    ----------
    name
        The name of the scorer in a study, which is that of its file.
    languages
        ISO 639-1 codes of the languages whose texts it can read.
    options
        The fields that a study may set.
    reads_texts
        False where scores come with the posts, so that a text alone has none.
    needs
        Those of them that it has to.
    """

    name: str
    languages: tuple[str, ...]
    options: ClassVar[tuple[str, ...]] = ()
    reads_texts: ClassVar[bool] = True
    needs: ClassVar[tuple[str, ...]] = ()

    def score(self, texts: Iterable[str | None]) -> npt.NDArray[np.float64]:
        """One score a text, in the order of ``texts``: -1 most negative, 0 neutral, 1 most positive.

        Equal texts are scored once. A missing text (None, or pandas' NaN and NA) gives NaN; a text that says
        nothing, the empty one included, is the scorer's to judge. A score is *not* a probability, and no
        measure of a day: that is made by averaging in ``naysay.data.daily``.

        Raises
        ------
        InputError
            When ``texts`` is one string, or holds something that is neither a string nor missing.
        """
        if isinstance(texts, str):
            raise InputError("texts", got=texts, allowed="several texts", mend="Put the text in a list.")
        texts = list(texts)
        try:
            scores = dict.fromkeys(texts, math.nan)
        except TypeError:  # something that has no hash, hence is no text: find it
            _refuse_all_but_texts(texts)
            raise
        distinct = [text for text in scores if isinstance(text, str)]
        if len(distinct) < len(scores):
            _refuse_all_but_texts(scores)
        scored = zip(distinct, self._polarities(distinct), strict=True)
        if len(distinct) == len(texts):
            return np.array([score for _, score in scored], dtype=np.float64)
        scores.update(scored)
        return np.array([scores[text] for text in texts], dtype=np.float64)

    def configured(self, /, **options: Any) -> Scorer:
        """This scorer with ``options`` set as a study asks. An option is of its default's type.

        Raises
        ------
        InputError
            When the scorer has no such option, as it has none for what the program sets itself, or when the
            option is no text, number or list of finite numbers, as it should be.
        """
        checked: dict[str, object] = {}
        for option, value in options.items():
            if option not in self.options:
                raise InputError(
                    f"sentiment.options.{option}",
                    got=value,
                    allowed=", ".join(self.options) or f"no options for the scorer {self.name}",
                    mend="Remove the option, or choose a scorer that has it.",
                )
            checked[option] = _as_option(option, value, getattr(self, option))
        return replace(self, **checked) if checked else self  # type: ignore[arg-type]

    def masking(self, names: Sequence[str]) -> Scorer:
        """This scorer, told that ``names`` are companies' and no opinion, if it can use that."""
        return self

    def among(self, texts: Sequence[str]) -> Scorer:
        """This scorer for ``texts`` of one forum, if it can use that they stand together."""
        return self

    def reader(self, language: str) -> str:
        """The name of what reads texts in ``language``, a code; empty where nothing here does.

        A language that is not known, "", counts as read.
        """
        return self.name if not language or language in self.languages else ""

    def charged_words(self) -> frozenset[str]:
        """The words, in lower case, that it reads an opinion in; none where it has no list of words."""
        return frozenset()

    def _polarities(self, texts: Sequence[str]) -> Iterable[float]:
        """The scores of distinct ``texts``, in order."""
        raise NotImplementedError


def _as_option(option: str, value: object, default: object) -> object:
    if isinstance(default, str):
        if isinstance(value, str):
            return value
        allowed, mend = "a text, such as a path", f'Write {option} = "data/...".'
    elif isinstance(default, float):
        if _is_number(value):
            return float(value)  # type: ignore[arg-type]
        allowed, mend = "a number", f"Write {option} = {default:g}, or another number."
    else:
        if isinstance(value, list | tuple) and all(_is_number(entry) for entry in value):
            return tuple(float(entry) for entry in value)
        allowed, mend = "a list of numbers", f"Write {option} = [-1, 0, 1]."
    raise InputError(f"sentiment.options.{option}", got=value, allowed=allowed, mend=mend)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e300


def _refuse_all_but_texts(values: Iterable[object]) -> None:
    for value in values:
        missing = value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value))
        if not (missing or isinstance(value, str)):
            raise InputError("texts", got=value, allowed="texts, or None", mend="Convert it to str first.")
