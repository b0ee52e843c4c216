"""Functions that doubt the tests: how often they reject a true null, and what one change does."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from naysay.analysis.functions._method_input import (
    Frames,
    OptionsOrKeys,
    called,
    panel_of,
    projection_options,
)
from naysay.analysis.functions._method_result import MethodResult
from naysay.analysis.functions._tellings import CALIBRATION, ROBUSTNESS
from naysay.analysis.granger.options import CONTROLS, GrangerOptions
from naysay.analysis.methods import calibration as calibration_method
from naysay.analysis.methods import robustness as robustness_method
from naysay.analysis.robustness import RobustnessInputs
from naysay.study.errors import InputError
from naysay.study.executor import Executor
from naysay.study.section_keys import section_of
from naysay.study.spec import Chatter
from naysay.study.wide_frames import wide


def calibration(
    negativity: Frames,
    returns: Frames,
    market: Frames | None = None,
    attention: Frames | None = None,
    *,
    draws: int = 200,
    granger: OptionsOrKeys = None,
    projections: OptionsOrKeys = None,
    sessions: Frames | None = None,
    seed: int = 0,
    executor: Executor | None = None,
) -> MethodResult:
    """How often the Granger tests and the pooled projection reject a true null, on these data.

    The chatter of all companies is turned round by a random number of sessions, ``draws`` times: its level,
    memory and gaps stay, and its tie to the returns of its own sessions is cut. The options are the keys of
    ``[calibration]``, ``[granger]`` and ``[projections]``, with a study's defaults; the table is
    ``calibration``, one row a test. A share near ``nominal`` is necessary for trusting it, not sufficient.

    Parameters
    ----------
    negativity, returns
        Session x company, a Series by session for one company, or a Series by company and session: negativity
        in standard deviations of its past, returns decimal log returns. NaN is missing.
    market, attention
        The market's log return (a Series by session is of all companies), and the abnormal number of posts in
        standard deviations of its past; None leaves them out.
    draws
        20 to 10000.
    granger, projections
        Keys of these sections, such as ``{"lags": 3}``, or the sections themselves.
    sessions
        True where a company's exchange was open; None looks where there are values.
    seed
        Start of the draws.
    executor
        What takes the draws; no number depends on it.

    Raises
    ------
    InputError
        Labels that differ, an option that a study file would refuse, a control that is no argument here.

    References
    ----------
    Wilson (1927), Journal of the American Statistical Association 22 (the interval).
    """
    tests = section_of(GrangerOptions, granger, "granger")
    known = {"market_ret"} if market is not None else set()
    unknown = [name for name in tests.controls if name not in {*known, "abs_ret", "weekday"}]
    if unknown:
        raise InputError(
            "granger.controls",
            got=unknown[0],
            allowed=f"abs_ret, weekday, and market_ret with a market; a study may name {', '.join(CONTROLS)}",
            mend="Run a study for the others, or pass them to naysay.analysis.granger as controls.",
        )
    return called(
        calibration_method.METHOD,
        panel_of(negativity, returns, sessions=sessions, market=market, attention=attention),
        {"draws": draws},
        CALIBRATION,
        sections={"granger": tests, "projections": projection_options(projections)},
        seed=seed,
        executor=executor,
    )


def robustness(
    negativity: Frames,
    returns: Frames,
    market: Frames | None = None,
    attention: Frames | None = None,
    *,
    largest: int = 10,
    draws: int = 200,
    block: int = 20,
    n_posts: Frames | None = None,
    overnight: Frames | None = None,
    from_open: Frames | None = None,
    announced: Frames | None = None,
    scorers: Mapping[str, Frames] | None = None,
    measures: Mapping[str, Frames] | None = None,
    forums: Mapping[str, Frames] | None = None,
    projections: OptionsOrKeys = None,
    sessions: Frames | None = None,
    seed: int = 0,
    executor: Executor | None = None,
) -> MethodResult:
    """The pooled effect of ``local_projections`` many times, each line with one thing changed.

    The options are the keys of ``[robustness]`` and ``[projections]``, with a study's defaults; the table is
    ``robustness``, one row a line: check, variant, value (basis points per standard deviation unless ``unit``
    says otherwise), se, low, high, pvalue, nobs, reason. No line is a test of its own to be picked.

    Parameters
    ----------
    negativity, returns
        As in ``calibration``.
    market, attention, sessions
        As in ``calibration``.
    projections
        As in ``calibration``.
    largest
        Sessions of the largest absolute return of each company that one line leaves out.
    draws
        Shuffles of chatter.
    block
        Sessions that a shuffle keeps together.
    seed
        Start of the draws.
    n_posts
        Posts of each company and session, for the lines of busy and quiet sessions.
    overnight, from_open
        Log returns from the close before to the open, and from the open to the close.
    announced
        1 on the days of a company's own announcements, else 0.
    scorers, measures, forums
        Negativity measured in another way, by name: by other scorers, as other measures, of one forum alone.
        In a study file ``scorers`` are names; here they are what these scorers measured.
    executor
        Takes the shuffles; no number depends on it.

    Notes
    -----
    Null of each line: its value is 0, t of sessions - 1. A line whose input is left out has a reason.

    Raises
    ------
    InputError
        Labels that differ, or an option that a study file would refuse.

    References
    ----------
    MacKinnon, Nielsen and Webb (2023), Journal of Applied Econometrics 38. See
    ``docs/methods/robustness.md``.
    """
    inputs = RobustnessInputs(
        overnight=None if overnight is None else wide(overnight, "overnight"),
        intraday=None if from_open is None else wide(from_open, "from_open"),
        announced=None if announced is None else wide(announced, "announced").astype(float),
        scorers=_wide_by_name(scorers, "scorers"),
        measures=_wide_by_name(measures, "measures"),
        forums=_wide_by_name(forums, "forums"),
    )
    panel = panel_of(
        negativity, returns, sessions=sessions, market=market, attention=attention, n_posts=n_posts
    )
    return called(
        robustness_method.METHOD,
        panel,
        {"largest": largest, "draws": draws, "block": block},
        ROBUSTNESS,
        sections={"projections": projection_options(projections), "chatter": Chatter()},
        seed=seed,
        executor=executor,
        robustness_inputs=inputs,
    )


def _wide_by_name(frames: Mapping[str, Frames] | None, field: str) -> dict[str, pd.DataFrame]:
    return {name: wide(frame, f"{field}.{name}") for name, frame in (frames or {}).items()}
