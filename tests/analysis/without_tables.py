"""Event studies of many samples of a known process: the public functions, without the tables they make.

Tables and the calendar of events take nine tenths of the time of a small study. That all else stays the same
is held by ``test_p_values_without_tables_are_those_of_the_tables`` in ``test_event_study_sizes``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final
from unittest.mock import patch

from naysay.analysis.event_study import estimate, volatility, volume
from naysay.analysis.event_study.buy_and_hold import bhar
from naysay.analysis.event_study.statistics import TESTS
from naysay.analysis.event_study.statistics.parametric import skewness_adjusted_t_of_mean, t_of_mean
from naysay.analysis.event_study.statistics.wild_bootstrap import wild_bootstrap

HELD: Final = {"cross_sectional_t": t_of_mean, "skewness_adjusted_t": skewness_adjusted_t_of_mean}
PValues = dict[tuple[str, int], float]
"""By the name of the test and the first session of its window."""


@contextmanager
def pvalues_of(tests: Sequence[str], *, buy_and_hold: bool = False) -> Iterator[None]:
    """Within, ``event_study``, ``volume_study`` and ``volatility_study`` return the p-values of ``tests``.

    With ``buy_and_hold`` they are those of its table. The same frame of events is put on the calendar once.
    """
    placed: list[tuple[object, Any]] = []

    def place(events: object, *panel: Any, design: Any) -> Any:
        if not placed or placed[0][0] is not events:
            placed[:] = [(events, plain_place(events, *panel, design=design))]
        return placed[0][1]

    def tabulated(placement: object, estimates: Any, design: Any) -> PValues:
        pvalues = {}
        for window in design.windows:
            arrays = estimates.arrays.completing(window)
            for name in tests:
                if buy_and_hold:
                    one = HELD[name](bhar(arrays, window, design.compounding))
                elif name == "wild_bootstrap":
                    one = wild_bootstrap(arrays, window, draws=design.draws, seed=design.seed)
                else:
                    one = TESTS[name](arrays, window)
                pvalues[name, window[0]] = one.pvalue
        return pvalues

    plain_place: Any = estimate.place
    with (
        patch.object(estimate, "place", place),
        patch.object(estimate, "tabulated", tabulated),
        patch.object(volatility, "tabulated", tabulated),
        patch.object(volume, "tabulated", tabulated),
    ):
        yield
