"""In which languages the first posts of each file are written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from naysay.data.excerpts import Excerpts, Extent
from naysay.data.forums import forum
from naysay.data.scorers.auto import languages_of
from naysay.study.errors import DataError
from naysay.study.notices import caught
from naysay.study.spec import PostOptions

MOST_TEXTS: Final = 400
"""Texts that are looked at in all."""
Shares = tuple[tuple[str, float], ...]


def language_shares(texts: Iterable[str]) -> Shares:
    """Codes of languages and their shares of the ``texts`` with letters, the most frequent first."""
    known = Counter(code for code in languages_of(list(texts)) if code)
    return tuple((code, count / known.total()) for code, count in known.most_common())


def languages_of_posts(posts: PostOptions, of: Extent) -> Shares:
    """Of the first posts of the files; files that cannot be read say nothing."""
    texts, each = list[str](), max(1, MOST_TEXTS // max(1, len(of.files)))
    for file in of.files[:MOST_TEXTS]:
        left = each
        try:
            with caught():
                for part in Excerpts(posts, Extent((file,), 1, of.each), "head").parts(1):
                    for batch in forum(posts.format).parse(part.chunks[0].chunk, posts):
                        texts += batch.text[:left]
                        left -= len(batch.text[:left])
                        break
                    if left <= 0:
                        break
        except DataError:
            continue
    return language_shares(texts)
