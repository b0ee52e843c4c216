"""How often the study's tests reject a true null, measured on the study's own data.

The negativity of all companies is turned round by one random number of sessions: what runs out at the end
comes back at the start. Each series keeps its level, its memory and its gaps, and the companies keep moving
together; only the tie of chatter to the returns of its own sessions is cut. A sound test rejects about as
many of these placebos as its level says. Chatter that is loud in turbulent weeks loses that tie as well, so a
good share is necessary for trusting the test, not sufficient. Shifts a few sessions apart share most of their
lags, which the intervals do not know: read them as the narrowest that can be said.

References
----------
Wilson (1927), Journal of the American Statistical Association 22 (the interval).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from naysay.analysis.granger.conditional import on_own_sessions
from naysay.analysis.granger.design import checked_design
from naysay.analysis.level import LEVEL
from naysay.analysis.pairs import Controls, FloatArray, IntArray, paired
from naysay.analysis.placebo_tests import GrangerPlacebo, PlaceboTest, ProjectionPlacebo
from naysay.analysis.projections.panel import ProjectionPanel
from naysay.analysis.projections.result import DETECTABLE
from naysay.analysis.projections.terms import Terms
from naysay.analysis.regression import OF_PANELS, checked_covariance
from naysay.analysis.scores import Bandwidth
from naysay.analysis.wilson import wilson
from naysay.analysis.work import parts_a_worker
from naysay.study.errors import InputError
from naysay.study.executor import Executor, Serial
from naysay.study.frames import REASON, Table
from naysay.study.reasons import because, split_reasons
from naysay.study.units import BASIS_POINTS

CALIBRATION: Final = Table(
    "calibration",
    {
        "test": "the test that was made on chatter moved to other dates",
        "nominal": "the share of such tests that should reject",
        "rejected": "the share that did",
        "draws": "how often chatter was moved",
        "low": "the lower end of the 95 % interval of rejected",
        "high": "the upper end of the interval",
        "mde_bp": "the true effect that the test finds with probability .80, in basis points",
    },
    {"n_tests": "tests over all companies and draws", **REASON},
)
AT_ONCE: Final = 2
"""Draws worked on together: enough to spare Python, few enough for the processor's cache."""
A_PART: Final = 4 * AT_ONCE
"""Draws that a worker takes: few enough to keep all workers busy, enough to spare them waiting for more."""


def granger_placebo(
    negativity: pd.DataFrame,
    returns: pd.DataFrame,
    market: pd.DataFrame | pd.Series | None = None,
    *,
    draws: int = 200,
    min_shift: int = 20,
    seed: int = 0,
    lags: int | Sequence[int] = 5,
    covariance: str = "HC3",
    unmeasured: str | None = None,
    sessions: pd.DataFrame | pd.Series | None = None,
    bandwidth: Bandwidth = None,
    controls: Controls | None = None,
    current: Controls | None = None,
    primary_lag: int | None = None,
    executor: Executor | None = None,
) -> pd.DataFrame:
    """The calibration row of the primary Granger tests, over companies and draws.

    Frames are session x company; ``market`` and ``lags`` to ``primary_lag`` are those of ``granger``.
    ``rejected`` is the share of all tests of all draws with p < .05, ``low`` and ``high`` its 95 % Wilson
    interval, which counts tests that move together as fewer; ``mde_bp`` is NaN. Further columns: n_tests,
    reason, reason_values. Workers of the ``executor`` take draws; the row does not depend on them.

    Raises
    ------
    InputError
        What ``granger`` refuses; draws or a least shift that are no whole numbers from 1 up.
    """
    design = checked_design(("negativity", "returns"), lags, covariance, bandwidth, primary_lag, unmeasured)
    pair = paired(negativity, returns, names=("negativity", "returns"), controls=controls, current=current)
    own = None
    if market is not None or sessions is not None or design.unmeasured == "indicator":
        own = on_own_sessions(pair, market, sessions)
        pair = own.pair

    test = GrangerPlacebo(pair, None if own is None else own.held, design)
    return _row(
        "granger",
        test,
        pair.first,
        draws=draws,
        min_shift=min_shift,
        seed=seed,
        lengths=None if own is None else own.own.lengths,
        executor=executor,
    )


def projection_placebo(
    panel: ProjectionPanel,
    terms: Terms,
    *,
    draws: int = 200,
    min_shift: int = 20,
    seed: int = 0,
    horizon: int = 1,
    pooled_covariance: str = "CR3_session",
    bandwidth: Bandwidth = None,
    executor: Executor | None = None,
) -> pd.DataFrame:
    """The calibration row of the pooled local projection at ``horizon``, over draws.

    As ``granger_placebo``; ``mde_bp`` is the effect, in basis points per standard deviation of negativity,
    that the projection on the data as they are finds with probability .80.
    """
    kind = checked_covariance(pooled_covariance, None, OF_PANELS)

    test = ProjectionPlacebo(panel.outcomes, terms, horizon, kind, bandwidth)
    row = _row(
        "projections",
        test,
        panel.negativity,
        draws=draws,
        min_shift=min_shift,
        seed=seed,
        lengths=panel.outcomes.own.lengths,
        executor=executor,
    )
    row["mde_bp"] = DETECTABLE * BASIS_POINTS * test.estimated(panel.negativity[None])[1]
    return row


@dataclass(frozen=True)
class _Placebos:
    """A test, and the negativity (C, T) that is turned round for it.

    ``lengths`` (C,) are the sessions that each company has of its own, at the start of its row.
    """

    test: PlaceboTest
    negativity: FloatArray
    lengths: IntArray


def _of_shifts(placebos: _Placebos, shifts: IntArray) -> FloatArray:
    """The p-values (D, tests) of the placebos that D ``shifts`` make."""
    turned = [_turned(placebos.negativity, placebos.lengths, int(shift)) for shift in shifts]
    blocks = range(0, len(turned), AT_ONCE)
    return np.concatenate([placebos.test.pvalues(np.stack(turned[i : i + AT_ONCE])) for i in blocks])


def _row(
    name: str,
    test: PlaceboTest,
    negativity: FloatArray,
    *,
    draws: int,
    min_shift: int,
    seed: int,
    lengths: IntArray | None = None,
    executor: Executor | None = None,
) -> pd.DataFrame:
    """One row; without ``lengths`` each company has all sessions."""
    for field, value in (("draws", draws), ("min_shift", min_shift)):
        if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or value < 1:
            raise InputError(
                field, got=value, allowed="a whole number from 1 up", mend="200 draws, 20 sessions are usual."
            )
    own = np.full(len(negativity), negativity.shape[1]) if lengths is None else lengths
    shortest = int(own[own > 0].min(initial=negativity.shape[1]))
    shifts = _shifts(shortest, draws, min_shift, np.random.default_rng(seed))
    pvalue_blocks = list(
        (executor or Serial()).map_shared(
            _of_shifts,
            _Placebos(test, negativity, own),
            [shifts[i : i + A_PART] for i in range(0, len(shifts), A_PART)],
            parts_a_worker=parts_a_worker(A_PART * negativity.size),
        )
    )
    table = np.concatenate(pvalue_blocks) if pvalue_blocks else np.empty((0, 0))
    row: dict[str, Any] = {"test": name, "nominal": LEVEL, "mde_bp": np.nan, **_share(table)}
    if not len(shifts):
        row["reason"] = because("no_shift", least=min_shift)
    return split_reasons(pd.DataFrame([row]))[[*CALIBRATION.columns, *CALIBRATION.further]]


def _turned(negativity: FloatArray, lengths: IntArray, shift: int) -> FloatArray:
    """``negativity`` (C, T) with the first ``lengths`` values of each company turned round by ``shift``."""
    if (lengths == negativity.shape[1]).all():
        return np.roll(negativity, shift, axis=1)
    out = negativity.copy()
    for line, length in zip(out, lengths, strict=True):
        line[:length] = np.roll(line[:length], shift)
    return out


def _shifts(sessions: int, draws: int, min_shift: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Random shifts at least ``min_shift`` from none, either way round; each once while there are enough."""
    possible = np.arange(min_shift, sessions - min_shift + 1)
    if not len(possible):
        return possible
    return rng.choice(possible, size=draws, replace=draws > len(possible))


def _share(pvalues: FloatArray) -> dict[str, Any]:
    """Share of rejections over draws x tests, and its interval.

    Tests of one draw share shocks. Their number is therefore scaled to what would be as uncertain were they
    independent: p (1 - p) over the variance of the mean share between draws.
    """
    tested = np.isfinite(pvalues)
    with_tests = tested.any(axis=1)
    draws, tests = int(with_tests.sum()), int(tested.sum())
    if not tests:
        missing = dict.fromkeys(("rejected", "low", "high"), np.nan)
        return {**missing, "draws": 0, "n_tests": 0, "reason": because("no_test_made")}
    hits = ((pvalues < LEVEL) & tested)[with_tests].sum(axis=1)
    share = float(hits.sum() / tests)
    of_draw = hits / tested[with_tests].sum(axis=1)
    between = of_draw.var(ddof=1) / draws if draws > 1 else 0.0
    alike = share * (1 - share) / between if between > 0 else draws
    low, high = wilson(share, float(np.clip(alike, draws, tests)))
    return {"rejected": share, "low": low, "high": high, "draws": draws, "n_tests": tests, "reason": ""}
