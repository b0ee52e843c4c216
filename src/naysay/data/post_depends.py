"""On what the reading of posts and their scores depend, as digests by what a reader calls them."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from naysay.data.forums.base import CHUNK
from naysay.data.intake import Intake
from naysay.data.post_spans import SPAN
from naysay.data.scorers import Scorer
from naysay.data.witness import file_sha256
from naysay.study.digests import digest

_NOT_OF_COMPANIES: Final = {"shares_outstanding", "currency", "peer", "calendar"}
"""What of a company decides nothing about the posts that name it."""
_NOT_OF_POSTS: Final = {"path", "max_lost"}
_PATHS: Final = ("lexicon", "model")
"""Options of scorers that name a file or a folder: its content counts, and not where it lies."""


def reading_depends(intake: Intake) -> dict[str, str]:
    """Digests of what decides how each file is read, in words."""
    options = {f"[posts] {name}": digest(value) for name, value in intake.posts if name not in _NOT_OF_POSTS}
    companies = [company.model_dump(exclude=_NOT_OF_COMPANIES) for company in intake.companies]
    reaches = {ticker: of.reach for ticker, of in intake.sessions.items()}
    return {
        **options,
        "[[company]]": digest(companies),
        "the time of the study": digest(reaches),
        "the list of forgotten": digest(intake.forgotten),
        "whether languages are told": digest(any(scorer.reads_texts for scorer in intake.scorers)),
        "the size of parts": digest((CHUNK, SPAN)),
    }


def can_be_kept(scorers: Sequence[Scorer]) -> bool:
    """Whether one of ``scorers`` at most reads the posts' own sentiments: of two, what these were is not told
    apart."""
    return sum(not scorer.reads_texts for scorer in scorers) < 2


def scoring_depends(scorer: Scorer) -> dict[str, str]:
    """The digest of all that decides a scorer's scores, the words or the model that it reads included."""
    return {f"the scorer {scorer.name}": digest(_content(scorer))}


def _content(value: object) -> object:
    if isinstance(value, Mapping):
        return {name: _content(of) for name, of in value.items()}
    if callable(value):  # the words that a scorer loads when it first needs them
        return value()
    if not isinstance(value, Scorer):
        return value
    content: dict[str, object] = {"type": type(value).__qualname__}
    for one in dataclasses.fields(value):
        of = getattr(value, one.name)
        content[one.name] = _content_of_files(Path(of)) if one.name in _PATHS and of else _content(of)
    return content


def _content_of_files(path: Path) -> object:
    files = sorted(one for one in path.rglob("*") if one.is_file()) if path.is_dir() else [path]
    return [(one.relative_to(path).as_posix(), file_sha256(one)) for one in files]
