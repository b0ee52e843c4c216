"""Breaks, other means and bootstrap bands beside those of R.

Expected values: ``shared/reference/granger``: stats::ccf, urca 1.3-3, vars 1.6-1 and lpirfs 0.2.4 on R 4.2.2.
``benchmarks/_time_series_reference.py`` sets both side by side and tells where conventions differ; what needs
no word of its own is in ``test_granger_reference.py``.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest
from benchmarks._time_series_reference import FOLDER, OTHER_MEANS, Compared, compared, read

from naysay.analysis.vector_autoregression import impulse_responses, vector_autoregression

pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="the shared reference folder is not beside the checkout"
)


@cache
def rows() -> list[Compared]:
    return list(compared())


def test_the_break_of_zivot_and_andrews_is_that_of_urca() -> None:
    """urca gives the last position before the break counted from 1: the first after it counted from 0."""
    found = [(ours, theirs) for _, quantity, ours, theirs in rows() if "za_bp" in quantity]
    assert len(found) == 12
    assert all(ours == theirs for ours, theirs in found)


def test_means_of_the_pairs_move_a_correlation_by_less_than_a_hundredth() -> None:
    """At lag 0 both conventions are one; ten of 750 sessions are left out at most."""
    found = [row for row in rows() if OTHER_MEANS in row[1]]
    assert len(found) == 252
    for _, quantity, ours, theirs in found:
        assert ours == pytest.approx(theirs, abs=1e-12 if " lag 0," in quantity else 0.01), quantity


@pytest.mark.parametrize(
    ("file", "lags", "impulse", "response"),
    [("11_synth_var_F01", 5, "neg", "ret"), ("03_canada_var", 2, "e", "prod")],
)
def test_bootstrap_bands_are_those_of_r_but_for_chance(
    file: str, lags: int, impulse: str, response: str
) -> None:
    """An end of R's band has 500 or 1,000 draws behind it and varies with sqrt(.025 .975 / draws) / f, f the
    density there: .12 or .08 standard deviations of the response; allowed are four of them."""
    if file.startswith("11"):
        data = pd.read_csv(FOLDER / "input_synth_panel.csv").set_index("firm").loc["F01", ["neg", "ret"]]
        data, want, draws = data.reset_index(drop=True), read(file), 1000
        low, high = np.array(want["lower95"]), np.array(want["upper95"])
    else:
        data, want, draws = pd.read_csv(FOLDER / "input_canada.csv"), read(file)["irf_boot_e_prod"], 500
        low, high = np.array(want["lower"]), np.array(want["upper"])
    model = vector_autoregression(data, lags=lags)
    table = impulse_responses(model, orderings=[list(data.columns)], draws=4000, seed=1).table
    mine = table[(table["impulse"] == impulse) & (table["response"] == response)]
    spread = (high - low) / 3.92
    chance = np.sqrt(0.025 * 0.975 * (1 / draws + 1 / 4000)) / 0.0584
    assert (np.abs(mine["low"] - low) < 4 * chance * spread).all()
    assert (np.abs(mine["high"] - high) < 4 * chance * spread).all()
    assert abs(np.mean(np.r_[mine["low"] - low, mine["high"] - high] / np.r_[spread, spread])) < chance
