"""The result of an event study."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from naysay.analysis.choices import Choice, choices
from naysay.analysis.event_study.design import DRAWS, EventDesign, usual_observations
from naysay.analysis.summary_layout import SummaryLayout, table_summary
from naysay.study.counts import counted
from naysay.study.frames import window_column
from naysay.study.reasons import joined_reasons, plain
from naysay.study.summary_table import SummaryTable

DEFAULTS: Final = {
    "model": "market",
    "estimation": (-130, -11),
    "event_window": (-10, 10),
    "windows": ((0, 0), (-10, 10)),
    "min_observations": None,
    "compounding": "log",
    "draws": DRAWS,
    "seed": 0,
}
COLUMNS: Final = {
    "window": ("window", ""),
    "test": ("test", ""),
    "statistic": ("statistic", ".3f"),
    "df": ("df", ".0f"),
    "pvalue": ("p", ".4f"),
    "estimate_percent": ("mean, %", ".2f"),
    "low_percent": ("low, %", ".2f"),
    "high_percent": ("high, %", ".2f"),
    "n_events": ("events", ",d"),
}


@dataclass(frozen=True, repr=False)
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

    @property
    def choices(self) -> tuple[Choice, ...]:
        """Who chose each parameter: the caller or a default."""
        design = self.design
        usual = design.min_observations == usual_observations(design.n_estimation)
        values = {
            "model": design.model,
            "estimation": design.estimation,
            "event_window": design.event_window,
            "windows": design.windows,
            "min_observations": None if usual else design.min_observations,
            "compounding": design.compounding,
            "draws": design.draws,
            "seed": design.seed,
        }
        least = f"{design.min_observations}, half of the estimation window and at least 30"
        return choices(values, DEFAULTS, {"min_observations": least})

    def summary(self) -> SummaryTable:
        """Events used and set aside, then each window with its tests.

        Text that a notebook shows as HTML; ``.as_latex()`` is for a paper.
        """
        used = int((self._events["reason"] == "").sum())
        overlapping = int(self._events["contaminated"].sum())
        reasons = joined_reasons(self._events)
        counts = reasons[reasons != ""].value_counts()
        aside = [f"{count} set aside: {plain(str(reason))}." for reason, count in sorted(counts.items())]
        layout = SummaryLayout(
            f"Event study, model {self.design.model}, {used:,} of {counted(len(self._events), 'event')} used",
            COLUMNS,
            "the mean abnormal return of the window is 0.",
            "p by Student's t of df, where df is empty by the standard normal or the test's own draws. Low "
            "and high are the test's own 95 % interval.",
            names=2,
            of=".tests",
        )
        tests = self._tests
        shown = tests.assign(
            window=[
                window_column(window)
                for window in zip(tests["window_start"], tests["window_end"], strict=True)
            ],
            **{f"{name}_percent": 100 * tests[name] for name in ("estimate", "low", "high")},
        )
        notes = [f"{overlapping} of all overlap another event of their company.", *aside]
        return table_summary(shown, layout, chosen=self.choices, notes=notes)

    def __repr__(self) -> str:
        used = int((self._events["reason"] == "").sum())
        windows = len(self.design.windows)
        return (
            f"<Event study: {used:,} of {counted(len(self._events), 'event')}, model {self.design.model}, "
            f"{windows} {'window' if windows == 1 else 'windows'}>"
        )

    def _repr_html_(self) -> str:
        return self.summary().as_html()
