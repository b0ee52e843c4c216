"""Functions of the pooled effect: how large it is, at which clock, and of which forum."""

from __future__ import annotations

from collections.abc import Iterable

from naysay.analysis.functions._method_input import (
    Frames,
    OptionsOrKeys,
    called,
    panel_of,
    projection_options,
)
from naysay.analysis.functions._method_result import MethodResult
from naysay.analysis.functions._tellings import CLOCK, FORUMS, SIZE
from naysay.analysis.methods import clock as clock_method
from naysay.analysis.methods import forums as forums_method
from naysay.analysis.methods import size as size_method
from naysay.study.forum_chatter import ForumChatter
from naysay.study.panel import ShiftedChatter
from naysay.study.spec import Chatter


def size(
    negativity: Frames,
    returns: Frames,
    market: Frames | None = None,
    attention: Frames | None = None,
    *,
    n_posts: Frames | None = None,
    n_negative: Frames | None = None,
    projections: OptionsOrKeys = None,
    sessions: Frames | None = None,
    seed: int = 0,
) -> MethodResult:
    """How large the effect is in both directions, how long it lasts, and what could have been found.

    The options are the keys of ``[projections]``; the table is ``size``: direction (forward, from chatter to
    price, in basis points; backward, from price to chatter, in standard deviations), quantity, unit, value,
    low, high, nobs, reason.

    Parameters
    ----------
    negativity, returns
        As in ``calibration``.
    market, attention, sessions
        As in ``calibration``.
    projections
        As in ``calibration``.
    n_posts, n_negative
        Posts and negative posts of each company and session: with both, the effect of one more negative post
        is told.
    seed
        Start of the draws behind the intervals of the path.

    Notes
    -----
    Null of an effect: it is 0. What cannot be told is NaN with a reason. See ``docs/methods/size.md``.

    Raises
    ------
    InputError
        Labels that differ, or an option that a study file would refuse.

    References
    ----------
    Montiel Olea and Plagborg-Moller (2019), Journal of Applied Econometrics 34 (simultaneous bands).
    """
    return called(
        size_method.METHOD,
        panel_of(
            negativity,
            returns,
            sessions=sessions,
            market=market,
            attention=attention,
            n_posts=n_posts,
            n_negative=n_negative,
        ),
        {},
        SIZE,
        sections={"projections": projection_options(projections), "chatter": Chatter()},
        seed=seed,
    )


def clock_curve(
    negativity: Frames,
    returns: Frames,
    market: Frames | None = None,
    attention: Frames | None = None,
    *,
    shifted: Iterable[ShiftedChatter] = (),
    projections: OptionsOrKeys = None,
    sessions: Frames | None = None,
) -> MethodResult:
    """The pooled effect when the instants of all posts are taken some hours earlier or later.

    A true lead fades as posts are taken later; an effect of posts that were written after the close is gone
    once the shift makes up for the clock. The options are the keys of ``[projections]``; the tables are
    ``clock_curve``, one row an hour from -6 to 6, and ``stale_closes``.

    Parameters
    ----------
    negativity, returns
        As in ``calibration``.
    market, attention, sessions
        As in ``calibration``.
    projections
        As in ``calibration``.
    shifted
        The chatter of posts taken some hours later: ``ShiftedChatter(hours, negativity, attention, moved)``
        with frames session x company. A shift that is left out is a row with a reason.

    Notes
    -----
    Null of each row: the effect is 0; its interval holds for one row looked at alone. Hours below 0 put posts
    on sessions that closed before they were written and are no evidence. See ``docs/methods/clock.md``.

    Raises
    ------
    InputError
        Labels that differ, or an option that a study file would refuse.
    """
    return called(
        clock_method.METHOD,
        panel_of(negativity, returns, sessions=sessions, market=market, attention=attention),
        {},
        CLOCK,
        sections={"projections": projection_options(projections)},
        shifted=tuple(shifted),
    )


def forums(
    chatter: Iterable[ForumChatter],
    negativity: Frames,
    returns: Frames,
    market: Frames | None = None,
    attention: Frames | None = None,
    *,
    projections: OptionsOrKeys = None,
    sessions: Frames | None = None,
) -> MethodResult:
    """The effect of each forum net of the others, and which of them turns negative first.

    The options are the keys of ``[projections]``; the tables are ``forums``, one row a forum, and
    ``forum_tests``: all_zero, equal, and which of two forums is first.

    Parameters
    ----------
    chatter
        The chatter of each forum, the largest first: ``ForumChatter`` with its counts and its negativity
        session x company.
    negativity, returns
        Of all forums together, as in ``calibration``.
    market, attention, sessions
        Of all forums together, as in ``calibration``.
    projections
        Of all forums together, as in ``calibration``.

    Notes
    -----
    Null of a row: the forum's negativity, net of the others', goes before no difference in returns; p-values
    are adjusted by Holm. What cannot be told is NaN with a reason. See ``docs/methods/forums.md``.

    Raises
    ------
    InputError
        Labels that differ, or an option that a study file would refuse.
    """
    return called(
        forums_method.METHOD,
        panel_of(negativity, returns, sessions=sessions, market=market, attention=attention),
        {},
        FORUMS,
        sections={"projections": projection_options(projections)},
        forums=tuple(chatter),
    )
