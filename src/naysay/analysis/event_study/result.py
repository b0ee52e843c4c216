"""The result of an event study."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from naysay.analysis.event_study.design import EventDesign
from naysay.study.frames import window_column
from naysay.study.reasons import joined_reasons, plain


@dataclass(frozen=True)
class EventStudy:
    """The tables of one event study. Returns are decimal log returns; each property gives a copy.

    It says what prices did around the events beyond the normal return, not that the events caused it.
    """

    design: EventDesign
    _tests: pd.DataFrame
    _abnormal: pd.DataFrame
    _events: pd.DataFrame
    _caar: pd.DataFrame
    _buy_and_hold: pd.DataFrame

    @property
    def tests(self) -> pd.DataFrame:
        """One row a window and test.

        Columns: model, window_start, window_end, test, statistic, df, pvalue, n_events, reason,
        reason_values, estimate, se, location, low, high.
        ``df`` is NaN where the reference is the normal distribution, ``pvalue`` two-sided, ``reason`` empty
        unless the test could not be made. ``n_events`` are those that have every session of the window.
        ``estimate`` is their mean CAR and ``se`` its cross-sectional standard error, the same for every test
        of the window. ``location``, ``low`` and ``high`` are the test's own: the CAR that, taken off every
        event's, brings its statistic to 0, and the 95 % interval of those that it does not reject. 0 lies
        outside exactly where ``pvalue`` is below .05. Standardised tests weigh events by the inverse of their
        forecast error, so their location is not ``estimate``. NaN for rank and sign tests, which are not
        inverted, and where no finite interval exists. The last test of a window is wild_bootstrap, whose
        p-value comes from draws.
        """
        return self._tests.copy()

    @property
    def abnormal(self) -> pd.DataFrame:
        """One row a usable event and tau: event_id, tau, ar, se (its forecast error), car.

        NaN where a session is missing or has not come yet, ``car`` from there on.
        """
        return self._abnormal.copy()

    @property
    def events(self) -> pd.DataFrame:
        """One row an event, in the order of the input, with ``reason`` where it was not used.

        event_id, company, session, trigger, negativity, n_posts, contaminated, ar_0, one car_(start,end) a
        window, reason, reason_values, nobs, moved_from, one bhar_(start,end) a window, sessions_after, then
        the caller's further columns. Each window uses the events that have all of its sessions; where one
        does not, its CAR is NaN, and ``reason`` says why only where that is so in every window.
        ``sessions_after`` counts the sessions of the sample after the event, up to the end of the event
        window: an event with 3 is open in the window (1, 5). ``sigma`` comes last: the standard deviation of
        a session's abnormal return, from the estimation window.
        ``contaminated`` marks events with another event of the company in their estimation window or event
        windows that meet; they are used unless ``exclude_contaminated`` is True.
        """
        return self._events.copy()

    @property
    def caar(self) -> pd.DataFrame:
        """One row a tau from the start of the event window: tau, caar, se, low, high (95 %), n_events.

        ``n_events`` have every session up to tau. The interval takes events as independent of each other.
        """
        return self._caar.copy()

    @property
    def buy_and_hold(self) -> pd.DataFrame:
        """Columns of ``.tests``: buy-and-hold abnormal returns, simple returns, by window and test.

        ``cross_sectional_t`` and ``skewness_adjusted_t``; the latter is made for their skewness. No rows
        where the outcome is no return.
        """
        return self._buy_and_hold.copy()

    def summary(self) -> str:
        """The study as text: events used and set aside, then each window with its tests."""
        used = int((self._events["reason"] == "").sum())
        overlapping = int(self._events["contaminated"].sum())
        start, end = self.design.estimation
        lines = [
            f"Event study, model {self.design.model}, estimation window [{start}, {end}]",
            f"{used} of {len(self._events)} events used,"
            f" {overlapping} of all overlap another event of their company",
        ]
        reasons = joined_reasons(self._events)
        counts = reasons[reasons != ""].value_counts()
        lines += [f"  {count} set aside: {plain(str(reason))}" for reason, count in sorted(counts.items())]
        for window in self.design.windows:
            lines.extend(self._window_lines(window))
        return "\n".join(lines)

    def _window_lines(self, window: tuple[int, int]) -> list[str]:
        rows = self._tests[
            (self._tests["window_start"] == window[0]) & (self._tests["window_end"] == window[1])
        ]
        first = rows.iloc[0]
        mean = f"{100 * first['estimate']:.2f} %" if first["n_events"] > 0 else "no usable event"
        lines = ["", f"Mean {window_column(window)}: {mean}, {first['n_events']} events"]
        for row in rows.assign(reason=joined_reasons(rows)).to_dict("records"):
            outcome = plain(row["reason"]) or f"{row['statistic']:8.3f}   p = {row['pvalue']:.4f}"
            if math.isfinite(row["low"]):
                outcome += f"   95 % interval {100 * row['low']:.2f} to {100 * row['high']:.2f} %"
            lines.append(f"  {row['test']:<20}{outcome}")
        return lines
