"""In which languages posts are, and a warning where many are in one that the scorer does not read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd

from naysay.data.readings import LanguageCount
from naysay.data.scorers import Scorer, scorer
from naysay.study.frames import LANGUAGES
from naysay.study.notices import warn
from naysay.study.spec import Study

BY_LANGUAGE: Final = "auto"
"""The scorer that reads every language for which there is a list of words."""


def language_table(languages: Sequence[LanguageCount], chosen: Scorer) -> pd.DataFrame:
    """The table ``languages``: how many posts are in each, and which scorer reads them."""
    rows = [(of.language, of.posts, of.undecided, chosen.reader(of.language)) for of in languages]
    return pd.DataFrame(rows, columns=list(LANGUAGES.columns))


def check_languages(study: Study, languages: Sequence[LanguageCount], chosen: Scorer) -> None:
    """Warn where ``chosen`` does not read more posts than the study allows, and name the line to write."""
    unread = [of for of in languages if not chosen.reader(of.language)]
    n, of = sum(one.posts for one in unread), sum(one.posts for one in languages)
    if n > study.warn_above.other_language * of:
        language, share, by = unread[0].language, n / of, chosen.name
        if scorer(BY_LANGUAGE).reader(language):
            warn("other_language", n=n, of=of, share=share, scorer=by, language=language)
        else:
            warn("unread_language", n=n, of=of, share=share, scorer=by, language=language)
