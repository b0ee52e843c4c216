"""Daily chatter: what was said of each company between two closes, and how unusual that was for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pandas as pd

from naysay.data.cells import Cells, changes, ordered, summed
from naysay.data.scored import SCALE, UNSCORED, ScoredPosts
from naysay.data.sessions import Sessions
from naysay.data.shared_weights import shared_sums
from naysay.study.spec import Chatter

COLUMNS = ("n_posts", "n_negative", "negative_share", "mean_score", "negativity")
FURTHER = ("n_positive", "n_authors", "negative_authors", "bullishness", "agreement", "disagreement")
LOWER_IS_WORSE = ("mean_score", "bullishness")
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.signedinteger]

_BLOCK = 256  # values standardised at a time, so that their histories stay in the processor's cache


def daily_chatter(posts: ScoredPosts, sessions: Mapping[str, Sessions], chatter: Chatter) -> pd.DataFrame:
    """One row a company and session with posts: ``COLUMNS``, then ``FURTHER``.

    Index (company, session), companies in the order of ``sessions``. ``posts`` say to which of these sessions
    each belongs. Posts without a score or a session count nowhere. ``n_negative`` are the posts that score
    ``negative_below`` or less. A session with fewer than ``min_posts`` keeps its counts; its share, score and
    negativity are missing, not zero.

    ``n_positive`` are the posts that score -``negative_below`` or more, ``n_authors`` and
    ``negative_authors`` distinct known authors, of all and of the negative posts. With p and n the positive
    and negative posts (Antweiler and Frank 2004)

        bullishness = ln((1 + p) / (1 + n)),   agreement = 1 - sqrt(1 - ((p - n) / (p + n))^2),

    agreement missing without either; ``disagreement`` is the standard deviation (n) of the scores.

    Where ``posts`` say how many companies n each names, it weighs 1/n in p, n, the share, the mean and the
    standard deviation. Counts, and what ``min_posts`` asks for, stay those of posts.

    ``negativity`` is the measure x of the study, signed so that more is more negative, standardised on the
    company's own past:

        negativity_t = (x_t - mean(x_s)) / sd(x_s),   s = the last ``history`` measured sessions before t

    with the sample standard deviation. It is missing while fewer than ``min_history`` sessions have been
    measured and where the past does not vary.
    """
    cells = Cells.of(posts, list(sessions))
    cells.number[posts.score == UNSCORED] = -1
    edge = round(chatter.negative_below * SCALE)
    cell, counts = _counted(posts, cells, edge)
    company, session = np.divmod(cell, max(cells.width, 1))
    index = session_index(company, session, sessions)
    enough = counts["n_posts"] >= chatter.min_posts
    named = posts.n_companies
    sums = counts if named is None else shared_sums(cells, posts.score, named, edge)
    counted = pd.DataFrame({**counts, **measures(sums, enough)}, index=index)
    return measured(counted, chatter)[[*COLUMNS, *FURTHER]]


def measured(daily: pd.DataFrame, chatter: Chatter) -> pd.DataFrame:
    """``daily`` with the negativity of another measure of ``chatter``; nothing is counted again.

    What ``daily_chatter`` counted holds for every measure, as long as the rest of ``chatter`` is the same.
    The mood needs returns: until ``AlignedPanel.of_mood`` puts it in, it is the share of negative posts.
    """
    negativity = np.full(len(daily), np.nan)
    enough = np.flatnonzero((daily["n_posts"] >= chatter.min_posts).to_numpy())
    measure = "negative_share" if chatter.measure == "mood" else chatter.measure
    sign = -1.0 if measure in LOWER_IS_WORSE else 1.0
    negativity[enough] = standardised_on_past(
        sign * daily[measure].to_numpy(dtype=np.float64)[enough],
        company=cast(pd.MultiIndex, daily.index).codes[0][enough],
        history=chatter.history,
        min_history=chatter.min_history,
    )
    return daily.assign(negativity=negativity)


def standardised_on_past(
    values: Floats, *, history: int, min_history: int, company: Ints | None = None
) -> Floats:
    """Each value less the mean of the ``history`` before it, over their standard deviation (n - 1).

    NaN with fewer than ``min_history`` values before, and where those do not vary beyond rounding. Values of
    several companies stand one company after the other; ``company`` tells them apart.
    """
    out = np.full(len(values), np.nan)
    begins = _begins(len(values), company)
    lengths = np.diff(begins, append=len(values))
    for past in range(min_history, min(history, int(lengths.max(initial=0)))):
        _standardise(out, values, begins[lengths > past] + past, past)
    before = np.arange(len(values)) - np.repeat(begins, lengths)
    _standardise(out, values, np.flatnonzero(before >= history), history)
    return out


def abnormal_attention(
    n_posts: npt.NDArray[np.int64], *, history: int, min_history: int, company: Ints | None = None
) -> Floats:
    """How unusual the number of posts of each session is: log(1 + posts), standardised on the company's past.

    ``n_posts`` (T,) are those of one company's own sessions, 0 where nobody wrote; of several companies, one
    after the other, with ``company`` to tell them apart. Before the first session with a post nothing is
    known of attention, and it is missing; it then needs ``min_history`` sessions. A session without posts
    counts: silence is little attention. As many posts as on each session of the past are 0: nothing unusual.
    """
    out = np.full(len(n_posts), np.nan)
    code = np.zeros(len(n_posts), dtype=np.int64) if company is None else company
    begins = _begins(len(n_posts), code)
    posts_so_far = np.cumsum(n_posts)
    earlier = posts_so_far[begins] - n_posts[begins]
    known = posts_so_far > np.repeat(earlier, np.diff(begins, append=len(n_posts)))
    log_posts, own = np.log1p(n_posts[known].astype(float)), code[known]
    attention = standardised_on_past(log_posts, history=history, min_history=min_history, company=own)
    attention[_as_always(log_posts, own, history=history, min_history=min_history)] = 0.0
    out[known] = attention
    return out


def _as_always(values: Floats, company: Ints, *, history: int, min_history: int) -> Bools:
    """Whether all of the ``history`` before a value, ``min_history`` at least, are the same as it."""
    at = np.arange(len(values))
    begins = changes(company)
    before = at - np.maximum.accumulate(np.where(begins, at, 0))
    alike = at - np.maximum.accumulate(np.where(begins | changes(values), at, 0))
    return (before >= min_history) & (alike >= np.minimum(before, history))


def _begins(n: int, company: Ints | None) -> Ints:
    """Where each company begins among ``n`` values; all are of one if ``company`` is None."""
    return np.flatnonzero(changes(np.zeros(n) if company is None else company))


def _standardise(out: Floats, values: Floats, rows: Ints, past: int) -> None:
    """Write into ``rows`` of ``out`` the values, less the mean of the ``past`` before each, over their sd."""
    for at in range(0, len(rows), _BLOCK):
        own = rows[at : at + _BLOCK]
        before = values.take((own - past)[:, None] + np.arange(past))
        mean = before.mean(axis=1)
        sd = before.std(axis=1, ddof=1, mean=mean[:, None])
        varies = sd > 1e-12 * (1.0 + np.abs(before).max(axis=1))
        out[own] = np.where(varies, (values[own] - mean) / np.where(varies, sd, 1.0), np.nan)


def _counted(posts: ScoredPosts, cells: Cells, edge: int) -> tuple[Ints, dict[str, npt.NDArray[np.int64]]]:
    """The cells with posts, in their order, and what is counted in each; scores up to ``edge`` are negative.

    The posts are sorted once, by cell and then by author: an author's posts of a cell stand together.
    """
    rows = cells.together(ordered(posts.author, ties=False))[np.count_nonzero(cells.number < 0) :]
    cell, score, author = cells.number[rows], posts.score[rows], posts.author[rows]
    del rows  # of memory there is least here
    starts, others, known = changes(cell), changes(author), author != 0
    del author
    first = np.flatnonzero(starts)
    n_authors, negative_authors = _authors(starts, starts | others, known, score <= edge)
    return cell[first], {
        "n_posts": np.diff(first, append=len(score)),
        "n_negative": summed(score <= edge, first),
        "n_positive": summed(score >= max(-edge, 1), first),
        "n_authors": n_authors,
        "negative_authors": negative_authors,
        "total": summed(score, first),
        "squares": summed(score.astype(np.int32) ** 2, first),
    }


def _authors(starts: Bools, others: Bools, known: Bools, negative: Bools) -> tuple[Ints, Ints]:
    """Distinct known authors of each cell, of all posts and of the negative ones.

    A cell begins where ``starts`` holds, another author or cell where ``others`` does.
    """
    writers = np.flatnonzero(others)
    first = np.flatnonzero(starts[writers])
    any_negative = np.logical_or.reduceat(negative, writers)
    return summed(known[writers], first), summed(known[writers] & any_negative, first)


def session_index(company: Ints, session: Ints, sessions: Mapping[str, Sessions]) -> pd.MultiIndex:
    """Names and dates of cells, in the order of companies; each company has the dates of its own exchange."""
    exchanges = {id(of): of.index.to_numpy() for of in {id(of): of for of in sessions.values()}.values()}
    days = np.unique(np.concatenate(list(exchanges.values())))
    place = {key: np.searchsorted(days, dates) for key, dates in exchanges.items()}
    bounds = np.searchsorted(company, np.arange(len(sessions) + 1))
    own = zip(sessions.values(), bounds[:-1], bounds[1:], strict=True)
    day = np.concatenate([place[id(of)][session[first:end]] for of, first, end in own])
    talked = np.zeros(len(days), dtype=bool)
    talked[day] = True  # a level holds no other days: pandas would put them out of order
    days, day = days[talked], (np.cumsum(talked) - 1)[day]
    names = ["company", "session"]
    return pd.MultiIndex([pd.Index(list(sessions)), pd.DatetimeIndex(days)], [company, day], names=names)  # type: ignore[list-item]


def measures(sums: Mapping[str, npt.NDArray[Any]], enough: Bools) -> dict[str, Floats]:
    """The measures of cells with ``enough`` posts, from sums over their posts; missing in the others.

    ``sums`` has either the ``squares`` of the scores or those of their deviations, ``spread``.
    """
    n, negative, positive = sums["n_posts"], sums["n_negative"], sums["n_positive"]
    measured_n = np.where(enough, n, np.nan)
    decided = np.where(enough & (positive + negative > 0), positive + negative, np.nan)
    balance = (positive - negative) / decided
    mean = sums["total"] / measured_n
    of_squares = "squares" in sums
    variance = sums["squares"] / measured_n - mean**2 if of_squares else sums["spread"] / measured_n
    bullishness = np.log1p(positive) - np.log1p(negative)
    return {
        "negative_share": negative / measured_n,
        "mean_score": sums["total"] / (SCALE * measured_n),
        "bullishness": np.where(enough, bullishness, np.nan),
        "agreement": 1.0 - np.sqrt(1.0 - balance**2),
        "disagreement": np.sqrt(np.maximum(variance, 0.0)) / SCALE,
    }
