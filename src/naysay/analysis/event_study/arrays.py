"""The arrays that every test of an event study is a function of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from naysay.analysis.event_study.correlation import sums_by_distance, weighted_mean
from naysay.analysis.event_study.design import Window
from naysay.analysis.event_study.ranks import DailyRanks, daily_ranks, ranks

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class EventArrays:
    """N usable events, W sessions of the event window, M of the estimation window, k parameters.

    ``ar`` (N, W) is NaN on sessions that are missing or lie beyond the data; a test takes the events that
    have all sessions of its window, see ``completing``. ``residuals`` (N, M) are those of the estimation
    window, NaN where a return is missing. ``loading`` (N, W, k) are the forecast-error loadings H: the
    covariance of one event's abnormal returns is sigma² (I + H H'), where H H' = X_w (X'X)⁻¹ X_w' for least
    squares, so that a window of L sessions has

        var(CAR) = sigma² (L + |Σ_window H|²),

    with a market model L + L²/M + (Σ_window (m - m̄))² / SS. ``start`` (N,) is the place of the first
    estimation session on the calendar all events share, so equal starts are equal dates. ``returns`` (N, W)
    are the shares' own returns of the event window; all returns are decimal. The unit is the event: a firm
    with three events counts three times.
    """

    tau: Ints
    ar: Floats
    loading: Floats
    sigma: Floats
    residuals: Floats
    start: Ints
    returns: Floats
    parameters: int

    @property
    def n_events(self) -> int:
        """Usable events, N."""
        return len(self.sigma)

    @cached_property
    def nobs(self) -> Ints:
        """Observed sessions of each event's estimation window, (N,)."""
        return np.asarray(np.isfinite(self.residuals).sum(axis=1))

    @cached_property
    def se(self) -> Floats:
        """Forecast-error standard deviation of each abnormal return, (N, W)."""
        return np.asarray(self.sigma[:, None] * np.sqrt(1.0 + (self.loading**2).sum(axis=2)))

    def within(self, window: Window) -> slice:
        """The columns of ``ar`` that ``window`` covers."""
        first = int(self.tau[0])
        return slice(window[0] - first, window[1] - first + 1)

    def completes(self, window: Window) -> Flags:
        """Which events have an abnormal return on every session of ``window``, (N,)."""
        return np.asarray(np.isfinite(self.ar[:, self.within(window)]).all(axis=1))

    def completing(self, window: Window) -> EventArrays:
        """The arrays of the events that have every session of ``window``."""
        whole = self.completes(window)
        if whole.all():
            return self
        return replace(
            self,
            ar=self.ar[whole],
            loading=self.loading[whole],
            sigma=self.sigma[whole],
            residuals=self.residuals[whole],
            start=self.start[whole],
            returns=self.returns[whole],
        )

    def car(self, window: Window) -> Floats:
        """Cumulative abnormal return of each event, (N,); NaN where it has not all sessions."""
        return np.asarray(self.ar[:, self.within(window)].sum(axis=1))

    def car_variance(self, window: Window) -> Floats:
        """Exact forecast-error variance of each event's CAR, (N,)."""
        summed = self.loading[:, self.within(window)].sum(axis=1)
        length = window[1] - window[0] + 1
        return np.asarray(self.sigma**2 * (length + (summed**2).sum(axis=1)))

    def scar(self, window: Window) -> Floats:
        """CAR over its exact forecast-error standard deviation, (N,)."""
        return np.asarray(self.car(window) / np.sqrt(self.car_variance(window)))

    def mean_correlation(self, window: Window) -> float:
        """Mean correlation of two events' CARs over ``window``; see ``correlation.mean_correlation``."""
        return weighted_mean(self._correlations, self.n_events, window[1] - window[0] + 1)

    def overlap(self, window: Window) -> float:
        """What windows that partly overlap add to the variance of a sum over events and sessions, >= 1.

            (1 + (N - 1) r̄_window) / (1 + (N - 1) r̄_session)

        with the mean correlations over the window and over a single session. It is 1 for one session, and
        where events share either their date or nothing.
        """
        whole, one = (
            1.0 + (self.n_events - 1) * self.mean_correlation(tested) for tested in (window, (0, 0))
        )
        return max(1.0, whole / one) if one > 1e-8 else 1.0

    @cached_property
    def _correlations(self) -> Floats:
        """Summed correlations of pairs by the sessions between them, as far as any window reaches."""
        return sums_by_distance(self.residuals, self.start, len(self.tau))

    @cached_property
    def daily_ranks(self) -> DailyRanks:
        """Ranks over estimation and event window together, summed over the events of each session."""
        return daily_ranks(self.residuals, self.ar)

    @cached_property
    def residual_ranks(self) -> Floats:
        """Rank of each residual among those of its event, (N, M); NaN where a return is missing."""
        return ranks(self.residuals)
