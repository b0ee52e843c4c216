"""The study's tests with other chatter in the place of its own, for many panels of chatter at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy import stats

from naysay.analysis.granger.conditional import Held, conditional
from naysay.analysis.granger.design import GrangerDesign
from naysay.analysis.granger.estimate import one_order
from naysay.analysis.granger.outcome import Outcome
from naysay.analysis.pairs import FloatArray, Pair
from naysay.analysis.projections.equation import pooled
from naysay.analysis.projections.terms import Outcomes, Terms
from naysay.analysis.scores import Bandwidth, Covariance


class PlaceboTest(Protocol):
    """A test that can be made on any negativity of a study. It pickles, so that workers can make it."""

    def pvalues(self, placebos: FloatArray) -> FloatArray:
        """(D, tests) of D placebo panels (D, C, T)."""
        ...


@dataclass(frozen=True)
class GrangerPlacebo:
    """The primary Granger tests of all companies; ``held`` is None where the classical equation is tested."""

    pair: Pair
    held: Held | None
    design: GrangerDesign

    def pvalues(self, placebos: FloatArray) -> FloatArray:
        """Those of each company."""
        outcome = self._outcome(placebos)
        tail = np.asarray(
            stats.f.sf(outcome.statistic, self.design.primary_lag, np.maximum(outcome.df_resid, 1))
        )
        return np.where(outcome.reason == "", tail, np.nan).reshape(placebos.shape[:2])

    def _outcome(self, placebos: FloatArray) -> Outcome:
        pair, p = self.pair, self.design.primary_lag
        times, count, length = placebos.shape
        causes = placebos.reshape(times * count, length)
        if self.held is not None:
            again = np.tile(np.arange(count), times)
            return conditional(causes, pair.second[again], self.held.of(again), p, self.design)
        estimates = one_order(
            causes,
            np.tile(pair.second, (times, 1)),
            np.tile(pair.controls, (1, times, 1)),
            p,
            self.design,
            current=np.tile(pair.current, (1, times, 1)),
        )
        return Outcome.of(estimates, np.zeros(len(causes), dtype=np.int64))


@dataclass(frozen=True)
class ProjectionPlacebo:
    """The pooled local projection."""

    outcomes: Outcomes
    terms: Terms
    horizon: int
    covariance: Covariance
    bandwidth: Bandwidth

    def pvalues(self, placebos: FloatArray) -> FloatArray:
        """That of all companies together."""
        return self.estimated(placebos)[0][:, None]

    def estimated(self, panels: FloatArray) -> tuple[FloatArray, FloatArray]:
        """p and the standard error of each panel."""
        estimates = pooled(
            panels,
            self.outcomes,
            self.terms,
            horizon=self.horizon,
            covariance=self.covariance,
            bandwidth=self.bandwidth,
        ).estimates
        se = np.where(estimates.reason == "", np.sqrt(estimates.cov[:, 0, 0]), np.nan)
        df = np.maximum(estimates.sessions - 1, 1)
        return 2 * stats.t.sf(np.abs(estimates.coef[:, 0] / se), df), se
