"""The pooled effect many times, each with one thing changed: does the answer depend on it?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, replace
from functools import partial
from typing import Any, Final

import numpy as np
import pandas as pd

from naysay.analysis.level import TAILS
from naysay.analysis.pairs import lagged
from naysay.analysis.projections.of_mood import mood_effect
from naysay.analysis.projections.panel import ProjectionPanel, in_deviations
from naysay.analysis.projections.pool import pools
from naysay.analysis.projections.result import AS_MEASURED, DETECTABLE, MOOD
from naysay.analysis.projections.states import StateEffects, busy, state_effects
from naysay.analysis.projections.terms import ProjectionDesign, Terms, cumulated
from naysay.analysis.regression import FloatArray
from naysay.analysis.robustness.changes import (
    further_ahead,
    largest_days,
    others,
    shuffled_effects,
    winsorised,
)
from naysay.analysis.robustness.columns import ROBUSTNESS
from naysay.analysis.robustness.companies import ALONE, without_companies
from naysay.analysis.robustness.setting import SHARE, Line, RobustnessInputs, Setting, line_of
from naysay.analysis.scores import Covariance
from naysay.study.executor import Executor
from naysay.study.panel import MoodOfPanel
from naysay.study.reasons import because

CROWD: Final = 3
"""Companies that talk on most sessions where session effects are estimated."""


def robustness(
    panel: ProjectionPanel,
    terms: Terms,
    *,
    n_posts: pd.DataFrame | None = None,
    inputs: RobustnessInputs | None = None,
    horizon: int = 1,
    covariance: Covariance = "CR3_session",
    largest: int = 10,
    draws: int = 200,
    block: int = 20,
    seed: int = 0,
    executor: Executor | None = None,
    mood: MoodOfPanel | None = None,
    mood_is_negativity: bool = False,
) -> pd.DataFrame:
    """The robustness table: the pooled local projection at ``horizon``, one line a change.

    Frames are session x company; ``value`` is in basis points per standard deviation of negativity. Lines:

    main
        As the study says; with the error of the mood's parameters where ``mood_is_negativity``.
    session_effects
        What all companies share on a session taken out as well, where three or more of them talk on most.
    shared_slopes
        One set of slopes on the controls for all companies, and a constant each.
    older_returns
        The mean of each company's older returns held fixed too, or not where the study holds it.
    without_attention
        Tone without attention as a control.
    without_largest_company, without_company
        Without the company that weighs most, and without the one whose absence changes the answer most,
        named in ``variant``; see ``without_companies``.
    from_open
        The return of the next session from its open to its close alone, less beta times the benchmark's where
        it has opens (else the variant is market_kept): what moved the price before the open may have moved
        the chatter too.
    reverse
        Negativity after a return of one standard deviation, in standard deviations of negativity.
    same_session
        The correlation of negativity with the return of the same session, company means taken out. It says
        nothing about order: a strong one with a quiet reverse direction means that both follow the news.
    placebo_future
        Chatter of horizon + lags + 1 sessions later, so that all chatter in it is younger than the outcome.
    placebo_shuffled
        Blocks of ``block`` sessions in random order, the same for all companies: mean and middle 95 % of the
        ``draws`` estimates; ``pvalue`` is the share of them at least as far from 0 as ``main``.
    placebo_other
        The chatter of the next company in the study's order.
    overnight
        The return from the close to the next open alone; not less the market's, whose open is often stale.
    without_announcements, without_largest
        Outcomes that hold an announcement day or the session after it, or one of each company's ``largest``
        sessions by \\|return\\|, left out. The second selects on the outcome and draws towards zero.
    winsorised
        Returns and negativity of each company pulled in to their 1st and 99th percentile.
    other_scorer, other_measure
        Everything from the posts on repeated.
    by_sign, by_volume
        One regression with the effect split, and its difference; see ``state_effects``.
    by_forum
        Each forum's posts alone, from the daily measure on. No scorer's and no forum's line is a mood: where
        ``mood_is_negativity`` their ``measure`` is negative_share.
    mood
        Per standard deviation of the ``mood`` behind the posts, with the error of its parameters.

    Each line has an estimate with its 95 % interval or a ``reason``. Workers of the ``executor`` take
    shuffles.
    """
    inputs = RobustnessInputs() if inputs is None else inputs
    own = Setting(panel, terms, horizon, covariance)
    n, returns = panel.negativity, panel.outcomes.returns
    of_mood = _of_mood(own, mood)
    main = replace(of_mood, check="main", measure=AS_MEASURED) if mood_is_negativity else own.line("main")
    shuffles = partial(shuffled_effects, draws=draws, block=block, seed=seed, executor=executor)
    lines = [main, _session_effects(own), *_terms(own), *without_companies(own, main)]
    lines += [
        from_open_line(own, inputs),
        own.line("reverse", panel=panel.reversed(), unit="sd"),
        same_session(own),
        *_placebos(own, main, shuffles),
        _next_session("overnight", own, inputs.overnight, because("no_opens")),
        _announcements(own, inputs.announced),
        own.without("without_largest", largest_days(returns, largest)),
        own.line(
            "winsorised",
            panel=replace(panel, outcomes=replace(panel.outcomes, returns=winsorised(returns))),
            negativity=winsorised(n),
        ),
    ]
    measure = SHARE if mood_is_negativity else AS_MEASURED
    lines += _others("other_scorer", inputs.scorers, own, because("no_other_scorer"), measure)
    lines += _others("other_measure", inputs.measures, own, because("no_other_measure"))
    lines += _states(own, n_posts)
    lines += _others("by_forum", inputs.forums, own, because("no_forums_apart"), measure)
    lines.append(of_mood)
    return ROBUSTNESS.ordered(pd.DataFrame([asdict(line) for line in lines]))


def _of_mood(own: Setting, mood: MoodOfPanel | None) -> Line:
    effect = mood_effect(own.panel, own.terms, mood, horizon=own.horizon, covariance=own.covariance)
    return Line(
        "mood", "", effect.value, "bp", effect.se, effect.low, effect.high, effect.pvalue,
        DETECTABLE * effect.se, effect.nobs, effect.reason, MOOD, effect.n_companies,
    )  # fmt: skip


def _session_effects(own: Setting) -> Line:
    talking = np.isfinite(own.panel.outcomes.own.laid_out(own.panel.negativity)).sum(axis=0)
    if np.mean(talking >= CROWD) <= 0.5:
        return Line("session_effects", reason=because("too_few_companies_a_session", least=CROWD))
    both = replace(own.terms, effects="company_and_session")
    return own.line("session_effects", terms=both)


def _terms(own: Setting) -> Iterator[Line]:
    """The study's terms with one of them reversed."""
    yield own.line("shared_slopes", terms=replace(own.terms, controls="shared"))
    yield own.line("older_returns", terms=replace(own.terms, older_returns=not own.terms.older_returns))
    if own.panel.outcomes.attention is None:
        yield Line("without_attention", reason=because("no_attention"))
    else:
        plain = replace(own.panel, outcomes=replace(own.panel.outcomes, attention=None))
        yield own.line("without_attention", panel=plain)


def same_session(own: Setting) -> Line:
    """The pooled correlation of negativity and return of one session, with an error clustered by session."""
    n, r = own.panel.negativity, own.panel.outcomes.returns
    both = np.isfinite(n) & np.isfinite(r)
    n, r = (in_deviations(np.where(both, values, np.nan)) for values in (n, r))
    used = np.isfinite(n) & np.isfinite(r)
    nothing = ProjectionDesign(np.empty((len(n), 0, n.shape[1])), used, np.zeros(len(n), dtype=bool))
    (pool,) = pools(np.stack([n, r], axis=1), nothing, own.panel.outcomes, Terms())
    estimates, members = pool.fit([0, 1], covariance=own.covariance), int(pool.used[0].any(axis=1).sum())
    return line_of(estimates, "same_session", unit="r", n_companies=members)


def _placebos(own: Setting, main: Line, shuffles: Callable[..., FloatArray]) -> Iterator[Line]:
    n, sessions = own.panel.negativity, own.panel.outcomes.own
    yield own.line("placebo_future", negativity=further_ahead(n, own.horizon + own.terms.lags + 1))
    effects = shuffles(own.panel, own.terms, horizon=own.horizon)
    if len(effects) and not main.reason:
        low, high = np.quantile(effects, TAILS)
        p = (1 + int((np.abs(effects) >= abs(main.value)).sum())) / (1 + len(effects))
        yield Line(
            "placebo_shuffled", "", float(effects.mean()), "bp", float(effects.std()), float(low),
            float(high), p, nobs=main.nobs, n_companies=main.n_companies,
        )  # fmt: skip
    else:
        yield Line("placebo_shuffled", reason=main.reason or because("no_shuffle_estimated"))
    if len(n) > 1:
        yield own.line("placebo_other", negativity=sessions.taken(others(sessions.laid_out(n))))
    else:
        yield Line("placebo_other", reason=ALONE)


def from_open_line(own: Setting, inputs: RobustnessInputs) -> Line:
    """The pooled effect on the return of the next session from its open to its close."""
    kept = "market_kept" if inputs.market_kept and inputs.intraday is not None else ""
    return _next_session("from_open", own, inputs.intraday, inputs.no_intraday or because("no_opens"), kept)


def _next_session(
    check: str, own: Setting, returns: pd.DataFrame | None, none: str, variant: str = ""
) -> Line:
    """Part of the return of the next session as the outcome."""
    if returns is None or not returns.notna().any(axis=None):
        return Line(check, reason=none)
    return own.line(check, variant, outcome=cumulated(own.panel.on_own(returns), 1))


def _announcements(own: Setting, announced: pd.DataFrame | None) -> Line:
    """An announcement after the close moves the price of the session that follows."""
    if announced is None:
        return Line("without_announcements", reason=because("no_announcements_file"))
    days = own.panel.on_own(announced)
    if not np.nansum(days):
        return Line("without_announcements", reason=because("no_announcement_day"))
    either = np.fmax(days, lagged(days, [1])[..., 0, :])
    return own.without("without_announcements", either)


def _others(
    check: str, by_name: Mapping[str, pd.DataFrame], own: Setting, none: str, measure: str = AS_MEASURED
) -> Iterator[Line]:
    if not by_name:
        yield Line(check, reason=none)
    for name, frame in by_name.items():
        yield replace(own.line(check, name, negativity=own.panel.on_own(frame)), measure=measure)


def _states(own: Setting, n_posts: pd.DataFrame | None) -> Iterator[Line]:
    n = own.panel.negativity
    options: dict[str, Any] = {"covariance": own.covariance, "horizon": own.horizon}
    rise = np.where(np.isfinite(n), (n > 0).astype(float), np.nan)
    effects = state_effects(own.panel, own.terms, ("rise", "fall"), rise, shifts_level=False, **options)
    yield from _state_lines("by_sign", effects)
    if n_posts is None:
        yield Line("by_volume", reason=because("no_post_counts"))
        return
    loud = busy(n_posts).reindex(index=own.panel.sessions, columns=own.panel.companies)
    effects = state_effects(own.panel, own.terms, ("busy", "quiet"), own.panel.on_own(loud), **options)
    yield from _state_lines("by_volume", effects)


def _state_lines(check: str, effects: StateEffects) -> Iterator[Line]:
    for name, measure in effects.effects.items():
        p, se = measure.pvalue, measure.se
        yield Line(
            check, name, measure.value, "bp", se, measure.low, measure.high, p, DETECTABLE * se, effects.nobs,
            measure.reason, n_companies=effects.n_companies,
        )  # fmt: skip
