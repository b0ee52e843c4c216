"""What a span of posts became, as entries of stages: its columns without texts and scores, and its scores.

The places of files among those of the study and the sessions of their posts are no part of them: both are set
when an entry is taken, so that neither another file nor another cut-off makes it worthless.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from naysay.data.own_scores import ScoreTally
from naysay.data.portions import RETWEET, Portion, Taken, column, forums, write_columns
from naysay.data.post_spans import Span, plain_notices
from naysay.data.readings import LANGUAGE, columns_of
from naysay.data.scorers import Scorer
from naysay.data.sessions import Sessions, session_positions
from naysay.study.stages import StageEntry

KINDS: Final[Mapping[str, type[np.generic]]] = {
    "key_high": np.uint64,
    "key_low": np.uint64,
    "company": np.int32,
    "posted_at": np.int64,
    "author": np.int64,
    "said": np.int64,
    LANGUAGE: np.int8,
}
"""The columns of posts that depend on neither scorers nor sessions."""

Columns = Mapping[str, npt.NDArray[Any]]


def posts_entry(span: Span) -> StageEntry:
    """All that was taken of a span but scores: places of files are counted from the first of its unit."""
    taken, first = span.taken, span.unit.first
    files = [of.columns for of in taken if of.columns is not None]
    arrays = {name: column(files, name, kind) for name, kind in KINDS.items()}
    names = forums(files)
    return StageEntry(
        {
            "notices": plain_notices(span.notices),
            "last": span.is_last,
            "size": span.size,
            "portions": [_plain(portion, first) for of in taken for portion in of.portions],
            "forums": names.categories.tolist(),
        },
        {
            **arrays,
            "repeats": column(files, "session", np.int32) == RETWEET,
            "file": column(files, "file", np.int32) - np.int32(first),
            "forum": np.asarray(names.codes, dtype=np.int32),
            "quarantine": np.frombuffer(b"".join(span.quarantine), dtype=np.uint8),
        },
    )


def scores_entry(taken: Sequence[Taken], columns: Mapping[str, str], *, tallied: bool) -> StageEntry:
    """The scores of a span's posts by one scorer; ``columns`` are their names by those of the entry.

    What the posts' own sentiments were goes along where the scorer reads those (``tallied``).
    """
    files = [of.columns for of in taken if of.columns is not None]
    tally = ScoreTally()
    for of in taken if tallied else ():
        tally.add(of.tally)
    ends = [end.hex() for end in (tally.least, tally.most)]
    about = {"tally": [tally.posts, tally.known, *ends, dict(tally.unknown)]}
    return StageEntry(about, {name: column(files, own, np.int16) for name, own in columns.items()})


def columns_by_entry(place: int, scorer: Scorer) -> dict[str, str]:
    """The names of the columns of scores by a scorer, by those that do not tell its place in the study."""
    first = f"score_{place}"
    return {"score" + name.removeprefix(first): name for name, _, _ in columns_of(place, scorer)}


def tally_of(scores: StageEntry) -> ScoreTally:
    """What the posts' own sentiments were, where a scorer reads those."""
    posts, known, least, most, unknown = scores.about["tally"]
    return ScoreTally(posts, known, float.fromhex(least), float.fromhex(most), Counter(unknown))


def portions_of(posts: StageEntry, first: int) -> tuple[Portion, ...]:
    """The portions of files, the first of which stands at the place ``first`` in the study."""
    return tuple(_portion(plain, first) for plain in posts.about["portions"])


def rows_of(posts: StageEntry) -> int:
    """The rows of the columns."""
    return len(posts.arrays["posted_at"])


def scores_of(scores: StageEntry) -> int:
    """How many scores there are."""
    return len(next(iter(scores.arrays.values())))


def write_entry(
    path: Path,
    posts: StageEntry,
    scores: Columns,
    *,
    first: int,
    companies: pd.Index[Any],
    sessions: Mapping[str, Sessions],
) -> bool:
    """Write the columns of some files as a worker does that reads them, and say whether there is a post."""
    if not rows_of(posts):
        return False
    columns = {name: posts.arrays[name] for name in KINDS}
    names = pd.Categorical.from_codes(columns["company"], companies)
    session = session_positions(names, columns["posted_at"], sessions)
    session[posts.arrays["repeats"]] = RETWEET
    file = posts.arrays["file"] + np.int32(first)
    known = np.array(posts.about["forums"], dtype=object)
    write_columns(
        path,
        {**columns, **scores, "session": session, "file": file},
        known[posts.arrays["forum"]].tolist(),
    )
    return True


def _plain(portion: Portion, first: int) -> dict[str, Any]:
    """The portion as JSON has it, with the place of its file behind the first."""
    fields = {field.name: getattr(portion, field.name) for field in dataclasses.fields(portion)}
    links = [[*decision, rows] for decision, rows in fields.pop("links").items()]
    return {**fields, "file": portion.file - first, "links": links}


def _portion(plain: Mapping[str, Any], first: int) -> Portion:
    links = Counter({(company, what, why): rows for company, what, why, rows in plain["links"]})
    own: dict[str, Any] = {name: Counter(of) if isinstance(of, dict) else of for name, of in plain.items()}
    return Portion(**{**own, "file": first + plain["file"], "links": links})
