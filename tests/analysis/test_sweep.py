"""The sweep's statistics.

Expected values: the jackknife over sessions by literally leaving each out; the step-down of Romano and Wolf
written as their algorithm, one round after the other; Student's t for a single cell with normal scores; and
for the joint null a literal refit: returns whose sessions are shuffled, and every cell estimated again.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

from naysay.analysis.projections.panel import ProjectionPanel, projection_panel
from naysay.analysis.projections.terms import Terms
from naysay.analysis.scores import Covariance
from naysay.analysis.sweep import CellEstimate, GridCell, estimated_cell, sweep_tables
from naysay.analysis.sweep.curve_tests import curve_tests
from naysay.analysis.sweep.null_draws import common_scores, null_statistics
from naysay.analysis.sweep.step_down import romano_wolf

Floats = NDArray[np.float64]
SESSIONS = pd.bdate_range("2020-01-01", periods=160)
PLAIN = Terms(lags=1, controls="shared")


@cache
def drawn(seed: int, effect: float = 0.0) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Chatter and returns of three companies; returns have tails and a common part, and no memory."""
    rng = np.random.default_rng(seed)
    shape = (len(SESSIONS), 3)
    chatter = rng.standard_normal(shape) + 0.5 * rng.standard_normal((len(SESSIONS), 1))
    returns = 0.01 * (rng.standard_t(5, shape) + rng.standard_t(5, (len(SESSIONS), 1)))
    returns[1:] += effect * chatter[:-1]
    names = ["A", "B", "C"]
    return pd.DataFrame(chatter, SESSIONS, names), pd.DataFrame(returns, SESSIONS, names)


def panels(chatter: pd.DataFrame, returns: pd.DataFrame, noise: float = 0.6) -> list[ProjectionPanel]:
    """The same question by four measures of one chatter, each with errors of its own."""
    rng = np.random.default_rng(99)
    every = [chatter + noise * k * rng.standard_normal(chatter.shape) for k in range(4)]
    return [projection_panel(one, returns) for one in every]


def cell(
    panel: ProjectionPanel, terms: Terms = PLAIN, *, horizon: int = 1, covariance: Covariance = "CR3_session"
) -> CellEstimate:
    return estimated_cell(panel, terms, horizon=horizon, covariance=covariance)


def grid(seed: int, effect: float = 0.0) -> list[GridCell]:
    cells = [cell(panel) for panel in panels(*drawn(seed, effect))]
    return [GridCell({"chatter.measure": str(k)}, one, base=k == 0, number=k) for k, one in enumerate(cells)]


def test_the_score_of_a_session_is_what_leaving_it_out_moves_the_estimate_by() -> None:
    (panel, *_) = panels(*drawn(1))
    whole = cell(panel)
    for t in (10, 57, 140):
        outcome = panel.outcomes.ahead(1).copy()
        outcome[:, t] = np.nan
        left = cell(replace(panel, outcomes=replace(panel.outcomes, outcome=outcome)))
        assert whole.scores[t] == pytest.approx(whole.value - left.value, rel=1e-9)


@pytest.mark.parametrize("terms", [PLAIN, Terms(lags=2), Terms(lags=1, effects="company_and_session")])
def test_squared_scores_add_up_to_the_squared_standard_error(terms: Terms) -> None:
    (panel, *_) = panels(*drawn(2))
    one = cell(panel, terms)
    assert np.sqrt((one.scores**2).sum()) == pytest.approx(one.se, rel=1e-12)
    assert one.overlap == 1


def test_a_kernel_ties_as_many_sessions_as_it_is_wide() -> None:
    (panel, *_) = panels(*drawn(2))
    one = cell(panel, covariance="driscoll_kraay")
    width = one.overlap
    assert width == int(np.floor(4 * (np.count_nonzero(one.scores) / 100) ** (2 / 9))) + 1
    padded = np.concatenate([np.zeros(width - 1), one.scores, np.zeros(width - 1)])
    windows = np.lib.stride_tricks.sliding_window_view(padded, width).sum(axis=1)
    assert np.sqrt((windows**2).sum() / width) == pytest.approx(one.se, rel=1e-12)
    assert cell(panel, horizon=7).overlap == 7


def test_one_cell_with_normal_scores_has_the_p_value_of_students_t() -> None:
    scores = np.random.default_rng(3).standard_normal((1, 40))
    t = np.abs(null_statistics(scores, draws=10_000, seed=4)[:, 0])
    for q in (0.5, 0.9, 0.95, 0.99):
        expected = stats.t.ppf((1 + q) / 2, 39)
        assert (t > expected).mean() == pytest.approx(1 - q, abs=4 * np.sqrt(q * (1 - q) / 10_000) + 0.002)


def test_cells_go_together_as_their_scores_do() -> None:
    rng = np.random.default_rng(5)
    first = rng.standard_normal(300)
    second = 0.8 * first + 0.6 * rng.standard_normal(300)
    scores = np.stack([first, second, -first])
    null = null_statistics(scores, draws=8_000, seed=6)
    cosine = first @ second / np.sqrt((first @ first) * (second @ second))
    assert np.corrcoef(null[:, 0], null[:, 1])[0, 1] == pytest.approx(cosine, abs=0.02)
    np.testing.assert_allclose(null[:, 2], -null[:, 0], rtol=1e-12)


def test_blocks_of_overlapping_sessions_share_a_sign() -> None:
    """Scores that cancel within a block of three leave nothing to draw; as single sessions they would."""
    scores = np.tile([1.0, 1.0, -2.0], 20)[None]
    assert np.abs(null_statistics(scores, overlap=3, draws=50, seed=1)).max() == 0.0
    assert np.abs(null_statistics(scores, overlap=1, draws=50, seed=1)).max() > 1.0


def test_sessions_are_matched_by_date() -> None:
    early, late = SESSIONS[:4], SESSIONS[2:6]
    cells = [
        CellEstimate("effect_1", sessions=late, scores=np.array([1.0, 2.0, 3.0, 4.0])),
        CellEstimate("effect_1", sessions=early, scores=np.array([5.0, 6.0, 7.0, 8.0])),
    ]
    assert common_scores(cells).tolist() == [[0, 0, 1, 2, 3, 4], [5, 6, 7, 8, 0, 0]]


def literal_step_down(statistics: Floats, null: Floats) -> Floats:
    """The algorithm of Romano and Wolf (2016): the largest statistic is tested and leaves, and so on."""
    left, out, before = list(range(len(statistics))), np.empty(len(statistics)), 0.0
    while left:
        at = max(left, key=lambda k: (abs(statistics[k]), -k))
        count = sum(max(abs(draw[k]) for k in left) >= abs(statistics[at]) for draw in null)
        before = max(before, (1 + count) / (1 + len(null)))
        out[at] = before
        left.remove(at)
    return out


@given(st.integers(0, 10_000), st.integers(1, 7))
def test_romano_wolf_is_the_step_down_of_the_article(seed: int, cells: int) -> None:
    rng = np.random.default_rng(seed)
    statistics, null = 2 * rng.standard_normal(cells), rng.standard_normal((60, cells))
    expected = literal_step_down(statistics, null)
    np.testing.assert_allclose(romano_wolf(statistics, null, np.zeros(cells)), expected, rtol=1e-12)


@given(st.integers(0, 10_000), st.integers(1, 9))
def test_adjusted_p_values_lie_above_the_cells_own_and_fall_with_the_statistic(seed: int, cells: int) -> None:
    rng = np.random.default_rng(seed)
    statistics, null = 2 * rng.standard_normal(cells), rng.standard_normal((40, cells))
    own = 2 * stats.t.sf(np.abs(statistics), 50)
    adjusted = romano_wolf(statistics, null, own)
    assert (adjusted >= own).all()
    assert (adjusted <= 1).all()
    assert (np.diff(adjusted[np.argsort(-np.abs(statistics))]) >= 0).all()


def test_romano_wolf_is_no_stricter_than_holm_with_the_same_draws() -> None:
    """Cells that go together cost less than Holm's bound, which allows any dependence."""
    cells = [one.estimate for one in grid(7, effect=-0.002)]
    null = null_statistics(common_scores(cells), draws=4_000, seed=1)
    statistics = np.array([one.statistic for one in cells])
    alone = np.array([(1 + (np.abs(null[:, k]) >= abs(t)).sum()) / 4_001 for k, t in enumerate(statistics)])
    order = np.argsort(-np.abs(statistics))
    holm = np.maximum.accumulate(np.minimum(alone[order] * np.arange(len(cells), 0, -1), 1))
    assert (romano_wolf(statistics, null, np.zeros(4))[order] <= holm + 0.002).all()
    assert romano_wolf(statistics, null, np.zeros(4))[order][0] < 0.8 * holm[0]


def refitted(seed: int, shuffles: int) -> tuple[Floats, Floats]:
    """t of the four cells (4,), and with the sessions of returns shuffled (shuffles, 4)."""
    chatter, returns = drawn(seed)
    rng = np.random.default_rng([seed, 1])

    def statistics(values: pd.DataFrame) -> list[float]:
        return [cell(panel).statistic for panel in panels(chatter, values)]

    shuffled = [
        statistics(pd.DataFrame(rng.permutation(returns.to_numpy()), SESSIONS, returns.columns))
        for _ in range(shuffles)
    ]
    return np.array(statistics(returns)), np.array(shuffled)


@pytest.mark.slow
def test_multipliers_agree_with_refitting_every_cell_to_shuffled_returns() -> None:
    """Of the average t and of the largest |t|, on returns without memory, where both nulls are right."""
    differences = []
    for seed in range(20, 26):
        statistics, by_shuffles = refitted(seed, 250)
        cells = [one.estimate for one in grid(seed)]
        by_signs = null_statistics(common_scores(cells), draws=4_000, seed=seed)
        for of in (lambda t: np.abs(t.mean(axis=-1)), lambda t: np.abs(t).max(axis=-1)):
            observed = of(statistics)
            differences.append((of(by_signs) >= observed).mean() - (of(by_shuffles) >= observed).mean())
    # the p of 250 shuffles has an error of .03 in the middle
    assert np.abs(differences).max() < 0.10
    assert abs(np.mean(differences)) < 0.03


def test_the_three_tests_are_those_of_their_formulas() -> None:
    statistics, errors = np.array([-3.0, -1.0, 0.5]), np.array([2.0, 1.0, 4.0])
    null = np.array([[-3.0, -1.0, 0.5], [2.5, 2.5, -0.1], [0.0, 0.1, 0.1], [3.0, 3.0, 3.0]])
    by_name = {one.test: one for one in curve_tests(statistics, errors, np.full(3, 1000.0), null)}
    assert by_name["average_t"].statistic == pytest.approx(-3.5 / 3)
    assert by_name["average_t"].pvalue == (1 + 3) / 5  # 1.17 is reached by the first, second and last draw
    assert by_name["median"].statistic == -1.0
    assert by_name["median"].pvalue == (1 + 3) / 5  # medians -1, 2.5, .1 and 6
    assert by_name["share_significant"].statistic == pytest.approx(1 / 3)
    assert by_name["share_significant"].pvalue == (1 + 3) / 5  # shares 1/3, 2/3, 0 and 1


def test_a_planted_effect_is_found_and_none_is_not() -> None:
    cells, tests = sweep_tables(grid(11, effect=-0.004), draws=999, seed=1)
    assert tests.loc[tests["whole_grid"], "pvalue"].item() < 0.01
    assert (cells["pvalue_romano_wolf"] < 0.05).all()
    assert tests["n_romano_wolf"].tolist() == [4, 4, 4]
    cells, tests = sweep_tables(grid(12), draws=999, seed=1)
    assert tests.loc[tests["whole_grid"], "pvalue"].item() > 0.05
    assert (cells["pvalue_romano_wolf"] > 0.05).all()


def test_equal_cells_count_once() -> None:
    cells = grid(13)
    again = replace(cells[2], choices={"chatter.measure": "again"}, number=4)
    table, tests = sweep_tables([*cells, again], draws=199, seed=1)
    alone, of_alone = sweep_tables(cells, draws=199, seed=1)
    assert table["same_as"].tolist() == ["", "", "", "", "2"]
    pd.testing.assert_frame_equal(table.iloc[:4], alone)
    assert table["pvalue_romano_wolf"][4] == table["pvalue_romano_wolf"][2]
    assert tests["n_cells"].tolist() == [4, 4, 4]
    assert tests["n_same"].tolist() == [1, 1, 1]
    pd.testing.assert_frame_equal(tests.drop(columns="n_same"), of_alone.drop(columns="n_same"))


def test_cells_of_another_unit_are_a_curve_of_their_own_in_the_same_family() -> None:
    cells = grid(14, effect=-0.004)
    (panel, *_) = panels(*drawn(14, -0.004))
    later = GridCell({"chatter.measure": "0"}, cell(panel, horizon=5), number=4)
    table, tests = sweep_tables([*cells, later], draws=499, seed=1)
    assert tests["curve"].tolist() == ["effect_1"] * 3 + ["effect_5"] * 3
    assert tests["n_cells"].tolist() == [4, 4, 4, 1, 1, 1]
    assert tests["whole_grid"].tolist() == [True, False, False, False, False, False]
    median = tests[(tests["curve"] == "effect_5") & (tests["test"] == "median")]
    assert median["statistic"].item() == pytest.approx(table["bp_per_sd"][4], rel=1e-12)
    assert table["pvalue_romano_wolf"].notna().all()


def test_a_grid_without_any_estimate_has_reasons() -> None:
    short = [replace(one, estimate=CellEstimate("effect_1", reason="too_short")) for one in grid(1)]
    table, tests = sweep_tables(short, draws=99, seed=1)
    assert (table["reason"] == "too_short").all()
    assert (tests["reason"] == "no_cell_estimated").all()
    assert tests["n_without"].tolist() == [4, 4, 4]


def test_a_session_that_rules_all_scores_leaves_no_small_p() -> None:
    """One session of a thousand times the others' score: its sign alone decides, so no draw is beyond it."""
    scores = np.full((1, 100), 0.001)
    scores[0, 40] = 1.0
    null = np.abs(null_statistics(scores, draws=999, seed=1))
    assert ((null > 0.95) & (null < 1.05)).all()


def test_the_order_of_cells_moves_no_p_value() -> None:
    cells = grid(15)
    turned = [cells[0], cells[3], cells[1], cells[2]]
    one, _ = sweep_tables(cells, draws=499, seed=3)
    other, _ = sweep_tables(turned, draws=499, seed=3)
    pd.testing.assert_frame_equal(
        other.sort_values("cell").reset_index(drop=True), one, check_exact=False, rtol=1e-12
    )
