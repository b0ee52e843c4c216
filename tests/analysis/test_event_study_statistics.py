"""The tests of the battery one by one.

Expected values: worked by hand (the arithmetic stands in the tests), pandas' pairwise correlation as other
code, and a known process with no effect, where rejections at 5 % must lie in the central 99.8 % of the
binomial distribution.
"""

from __future__ import annotations

import dataclasses
import itertools
import math
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from naysay.analysis.event_study.arrays import EventArrays
from naysay.analysis.event_study.correlation import mean_correlation
from naysay.analysis.event_study.models import model_named
from naysay.analysis.event_study.statistics import TESTS
from naysay.analysis.event_study.statistics.base import too_few, varies
from naysay.analysis.event_study.statistics.inversion import skewness_adjusted
from naysay.analysis.event_study.statistics.parametric import skewness_adjusted_t_of_mean

NAN = float("nan")


def arrays(
    residuals: Any, ar: Any, *, sigma: Any = None, loading: Any = None, start: Any = None
) -> EventArrays:
    abnormal = np.array(ar, dtype=float)
    count, width = abnormal.shape
    return EventArrays(
        tau=np.arange(width),
        ar=abnormal,
        loading=np.zeros((count, width, 1)) if loading is None else np.array(loading, dtype=float),
        sigma=np.ones(count) if sigma is None else np.array(sigma, dtype=float),
        residuals=np.array(residuals, dtype=float),
        start=np.zeros(count, dtype=np.int64) if start is None else np.array(start),
        returns=abnormal,
        parameters=1,
    )


def tied() -> EventArrays:
    """Ranks 1 2 3 | 5 4 and, with a tie, 1.5 1.5 4 | 5 3; less 3 their means are -1.75 -1.25 0.5 | 2 0.5."""
    return arrays([[1, 2, 3], [-1, -1, 2]], [[5, 4], [3, 0]])


@pytest.mark.parametrize(
    ("window", "summed"), [((0, 0), 2.0), ((1, 1), 0.5), ((0, 1), 2.5 / math.sqrt(2))], ids=str
)
def test_corrado_rank_by_hand_with_a_tie(window: tuple[int, int], summed: float) -> None:
    spread = math.sqrt((1.75**2 + 1.25**2 + 0.5**2 + 2**2 + 0.5**2) / 5)
    found = TESTS["corrado_rank"](tied(), window)
    assert found.statistic == pytest.approx(summed / spread, rel=1e-14)
    assert found.pvalue == pytest.approx(math.erfc(summed / spread / math.sqrt(2)), rel=1e-12)
    assert math.isnan(found.df)


def test_rank_tests_by_hand_with_a_gap() -> None:
    # The second event ranks four sessions: - 1 3 | 4 2, over 5 less 1/2; the first session has one event.
    gap = arrays([[1, 2, 3], [NAN, -1, 2]], [[5, 4], [3, 0]])
    first, second = [-1 / 3, -1 / 6, 0, 1 / 3, 1 / 6], [0, -0.3, 0.1, 0.3, -0.1]
    daily = [(a + b) / math.sqrt(n) for a, b, n in zip(first, second, [1, 2, 2, 2, 2], strict=True)]
    spread = math.sqrt(sum(value**2 for value in daily) / 5)
    assert TESTS["corrado_zivney"](gap, (0, 0)).statistic == pytest.approx(daily[3] / spread, rel=1e-13)
    # Raw ranks less 3 and less 2.5: -2 | (-1 - 1.5) / 2 | (0 + 0.5) / 2 | (2 + 1.5) / 2 | (1 - 0.5) / 2.
    plain = 1.75 / math.sqrt((2**2 + 1.25**2 + 0.25**2 + 1.75**2 + 0.25**2) / 5)
    assert TESTS["corrado_rank"](gap, (0, 0)).statistic == pytest.approx(plain, rel=1e-13)


def test_corrado_zivney_without_gaps_is_corrado_rank() -> None:
    sample = arrays(
        np.random.default_rng(3).normal(size=(4, 40)), np.random.default_rng(4).normal(size=(4, 3))
    )
    one, other = (TESTS[name](sample, (0, 1)).statistic for name in ("corrado_rank", "corrado_zivney"))
    assert one == pytest.approx(other, rel=1e-12)


def three() -> EventArrays:
    """CARs 3, -1 and 4 with sigma 1 and no parameter error; residuals 1 2 | 1 -2 | -1 3."""
    return arrays([[1, 2], [1, -2], [-1, 3]], [[3], [-1], [4]])


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        ("j1", 6 / math.sqrt(3)),  # three variances of 1
        ("bw85", 2 / math.sqrt((1 / 3 - 2 / 3) ** 2 + (1 - 2 / 3) ** 2)),  # mean residuals 1/3 and 1
        ("sign", (2 - 1.5) / (math.sqrt(3) / 2)),
        ("wilcoxon", (5 - 3) / math.sqrt(3 * 4 * 7 / 24)),  # |CAR| ranks 2, 1, 3; up are 2 + 3
    ],
)
def test_simple_tests_by_hand(test: str, expected: float) -> None:
    assert TESTS[test](three(), (0, 0)).statistic == pytest.approx(expected, rel=1e-13)


def test_wilcoxon_by_hand_with_a_tie_and_a_zero() -> None:
    # |CAR| 1 1 2: ranks 1.5 1.5 3, up are 1.5 + 3; the tie of two takes (8 - 2) / 48 off the variance 3.5.
    found = TESTS["wilcoxon"](arrays(np.eye(4, 40), [[1], [-1], [2], [0]]), (0, 0))
    assert found.statistic == pytest.approx((4.5 - 3) / math.sqrt(3.5 - 0.125), rel=1e-14)


def test_the_p_value_of_few_signs_is_the_binomial_one_by_hand() -> None:
    # 2 of 3 up: 0 or 1 is as far off, so every outcome counts; 3 of 3: the two outcomes without a mix.
    assert TESTS["sign"](three(), (0, 0)).pvalue == pytest.approx(1.0, rel=1e-14)
    up = arrays(np.eye(7, 40), [[1], [2], [3], [4], [5], [6], [-7]])
    assert TESTS["sign"](up, (0, 0)).pvalue == pytest.approx(2 * (1 + 7) / 2**7, rel=1e-14)
    assert math.isnan(TESTS["sign"](up, (0, 0)).df)


def test_the_p_value_of_few_generalized_signs_counts_what_is_no_likelier() -> None:
    # p = 2/3 of two events, both up: 4/9; none up 1/9 and one up 4/9 are no likelier: all of it.
    assert TESTS["generalized_sign"](tied(), (0, 0)).pvalue == pytest.approx(1.0, rel=1e-14)
    # One up of five with p = 1/4 each: chances 243 405 270 90 15 1 of 1024; none are likelier.
    rare = arrays(np.tile([1, -1, -1, -1], (5, 10)), [[1], [1], [1], [-1], [-1]])
    assert TESTS["generalized_sign"](rare, (0, 0)).pvalue == pytest.approx((90 + 15 + 1) / 1024, rel=1e-12)


@pytest.mark.parametrize("seed", range(4))
def test_the_p_value_of_few_signed_ranks_is_that_of_all_ways_to_put_signs(seed: int) -> None:
    rng = np.random.default_rng(seed)
    car = rng.integers(-4, 7, 11).astype(float)  # ties, and zeros that are left out
    kept = car[car != 0]
    rank = stats.rankdata(np.abs(kept))
    signs = np.array(list(itertools.product([0, 1], repeat=len(kept))))
    middle = rank.sum() / 2
    expected = (np.abs(signs @ rank - middle) >= abs(rank[kept > 0].sum() - middle) - 1e-9).mean()
    found = TESTS["wilcoxon"](arrays(np.eye(11, 40), car[:, None]), (0, 0))
    assert found.pvalue == pytest.approx(expected, rel=1e-12)


def test_signs_and_ranks_of_49_events_are_those_of_scipy_and_of_50_the_normal_ones() -> None:
    rng = np.random.default_rng(3)
    for count in (49, 50):
        sample = arrays(np.eye(count, 60), rng.normal(0.2, 1, (count, 1)))
        car = sample.car((0, 0))
        signs, ranked = (TESTS[name](sample, (0, 0)) for name in ("sign", "wilcoxon"))
        if count == 49:
            up = int((car > 0).sum())
            assert signs.pvalue == pytest.approx(stats.binomtest(up, 49).pvalue, rel=1e-12)
            exact = stats.wilcoxon(car, method="exact").pvalue
            assert ranked.pvalue == pytest.approx(exact, rel=1e-10)
        else:
            for found in (signs, ranked):
                assert found.pvalue == pytest.approx(2 * stats.norm.sf(abs(found.statistic)), rel=1e-12)


def test_skewness_adjusted_t_by_hand() -> None:
    # CARs 1 1 4: mean 2, s = √3; skewness √6 * (6/3) / (6/3)^1.5 = √3, and S = 2 / √3.
    s, g = 2 / math.sqrt(3), math.sqrt(3)
    expected = math.sqrt(3) * (s + g * s**2 / 3 + g**2 * s**3 / 27 + g / 18)
    found = TESTS["skewness_adjusted_t"](arrays(np.eye(3, 40), [[1], [1], [4]]), (0, 0))
    assert found.statistic == pytest.approx(expected, rel=1e-13)
    assert found.df == 2.0


def test_generalized_rank_tests_by_hand() -> None:
    # SCARs 3, -1, 4 over their standard deviation √7: 1.13, -0.38, 1.51. Ranks of window | residuals are
    # 3 | 2 1, 2 | 3 1 and 2 | 1 3; over 4 less 1/2 that is 1/4 | 0 -1/4, 0 | 1/4 -1/4 and 0 | -1/4 1/4.
    sample = arrays([[1, 0.5], [1, -2], [-1, 3]], [[3], [-1], [4]])
    window, first, second = 0.25 / 3, (0 + 0.25 - 0.25) / 3, (-0.25 - 0.25 + 0.25) / 3
    z = window / math.sqrt((window**2 + first**2 + second**2) / 3)
    found = TESTS["grank_t"](sample, (0, 0))
    assert found.statistic == pytest.approx(z * math.sqrt(1 / (2 - z**2)), rel=1e-12)
    assert found.df == 1.0
    normal = TESTS["grank_z"](sample, (0, 0)).statistic
    assert normal == pytest.approx(window * math.sqrt(12 * 3 * 4 / 2), rel=1e-12)


def test_generalized_ranks_with_gaps_and_ties_are_those_of_ranking_all_anew() -> None:
    rng = np.random.default_rng(8)
    residuals = rng.integers(-3, 4, (6, 40)).astype(float)
    residuals[rng.random(residuals.shape) < 0.2] = NAN
    sample = arrays(residuals, rng.normal(1, 1, (6, 2)), sigma=rng.uniform(1, 2, 6))
    scar = sample.scar((0, 1))
    together = np.column_stack([residuals / sample.sigma[:, None], scar / scar.std(ddof=1)])
    ranked = pd.DataFrame(together).rank(axis=1).to_numpy()
    own = np.isfinite(together).sum(axis=1)
    u = ranked / (own[:, None] + 1) - 0.5
    count = np.isfinite(u).sum(axis=0)
    mean = np.nansum(u, axis=0) / count
    z = mean[-1] / math.sqrt((count / 6 * mean**2).mean())
    assert TESTS["grank_t"](sample, (0, 1)).statistic == pytest.approx(
        z * math.sqrt(39 / (40 - z**2)), rel=1e-12
    )
    variance = ((own - 1) / (12 * (own + 1))).sum()
    expected = u[:, -1].sum() / math.sqrt(variance)
    assert TESTS["grank_z"](sample, (0, 1)).statistic == pytest.approx(expected, rel=1e-12)


def test_adjusted_patell_shrinks_patell_by_the_mean_correlation() -> None:
    rng = np.random.default_rng(0)
    together = arrays(rng.normal(size=(1, 60)) + rng.normal(size=(5, 60)), rng.normal(1, 1, (5, 1)))
    r = (np.corrcoef(together.residuals).sum() - 5) / 20
    plain, adjusted = (TESTS[name](together, (0, 0)) for name in ("patell", "adjusted_patell"))
    assert adjusted.statistic == pytest.approx(plain.statistic / math.sqrt(1 + 4 * r), rel=1e-12)


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        ((0, 0), 1.0),  # p = (3/3 + 1/3) / 2 = 2/3; both up: (2 - 4/3) / sqrt(2 * 2/3 * 1/3) = 1
        ((1, 1), -0.5),  # a zero is not up: (1 - 4/3) / (2/3)
        ((0, 1), 1.0),
    ],
)
def test_generalized_sign_by_hand(window: tuple[int, int], expected: float) -> None:
    assert TESTS["generalized_sign"](tied(), window).statistic == pytest.approx(expected, rel=1e-14)


def test_cross_sectional_t_by_hand() -> None:
    # CARs 9 and 3: mean 6, standard error 3, one degree of freedom, where p = 1 - 2 atan(t) / pi.
    found = TESTS["cross_sectional_t"](tied(), (0, 1))
    assert found.statistic == pytest.approx(2.0, rel=1e-14)
    assert found.df == 1.0
    assert found.pvalue == pytest.approx(1 - 2 * math.atan(2) / math.pi, rel=1e-12)


def unequal() -> EventArrays:
    """SCARs over [0, 1] of 6 / (1 √(2 + 1²)) = 2√3 and 8 / (4 √(2 + (-1)² + 1²)) = 1; four and three df."""
    residuals = [[1, -1, 2, -2, 0], [NAN, 1, -1, 2, 0]]
    loading = [[[0.5, 0.0], [0.5, 0.0]], [[-0.5, 1.0], [-0.5, 0.0]]]
    return arrays(residuals, [[2, 4], [5, 3]], sigma=[1, 4], loading=loading)


def test_patell_by_hand_with_unequal_windows() -> None:
    found = TESTS["patell"](unequal(), (0, 1))  # variances 4/2 = 2 and 3/1 = 3 of t variables
    assert found.statistic == pytest.approx((2 * math.sqrt(3) + 1) / math.sqrt(5), rel=1e-14)


def test_bmp_by_hand() -> None:
    # Of two values the mean is (a + b) / 2 and its standard error |a - b| / 2.
    found = TESTS["bmp"](unequal(), (0, 1))
    assert found.statistic == pytest.approx((2 * math.sqrt(3) + 1) / (2 * math.sqrt(3) - 1), rel=1e-13)
    assert found.df == 1.0


def test_adjusted_bmp_shrinks_bmp_by_the_mean_correlation() -> None:
    rng = np.random.default_rng(0)
    shared = rng.normal(size=(1, 60))
    together = arrays(shared + rng.normal(size=(5, 60)), rng.normal(1, 1, (5, 1)))
    r = (np.corrcoef(together.residuals).sum() - 5) / 20
    plain, adjusted = (TESTS[name](together, (0, 0)) for name in ("bmp", "adjusted_bmp"))
    assert adjusted.statistic == pytest.approx(plain.statistic * math.sqrt((1 - r) / (1 + 4 * r)), rel=1e-12)
    assert adjusted.df == 4.0


def test_adjusted_bmp_without_shared_sessions_is_bmp() -> None:
    rng = np.random.default_rng(0)
    apart = arrays(rng.normal(size=(4, 60)), rng.normal(size=(4, 1)), start=[0, 31, 62, 93])
    assert TESTS["adjusted_bmp"](apart, (0, 0)) == TESTS["bmp"](apart, (0, 0))


@pytest.mark.parametrize("block", [1, 7, 256])
@pytest.mark.parametrize("many", [0, 4000])
@pytest.mark.parametrize("holes", [0.0, 0.001, 0.1])
def test_mean_correlation_is_pairwise_pearson_on_the_calendar(block: int, many: int, holes: float) -> None:
    rng = np.random.default_rng(5)
    start = rng.integers(0, 300, 40)
    start[:5] = start[0]
    residuals = rng.normal(size=420)[start[:, None] + np.arange(100)] + rng.normal(0.3, 1, (40, 100))
    residuals[rng.random(residuals.shape) < holes] = NAN
    residuals[3, 5:] = 0.25  # varies on a few sessions only
    rows = enumerate(zip(residuals, start, strict=True))
    laid = pd.DataFrame({i: pd.Series(row, np.arange(100) + at) for i, (row, at) in rows})
    pairs = laid.corr(min_periods=30).to_numpy(copy=True)
    shared = laid.notna().astype(float)
    assert ((shared.T @ shared).to_numpy() >= 30).sum() > 400
    np.fill_diagonal(pairs, 0.0)
    for length in (1, 5, 21, 90):
        weight = np.clip(1 - np.abs(start[:, None] - start) / length, 0, None)
        expected = np.nansum(weight * pairs) / (40 * 39)
        found = mean_correlation(residuals, start, length, block=block, many=many)
        assert found == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(
    ("window", "share"),
    [((0, 0), 0.0), ((1, 2), 0.0), ((0, 2), 1 / 3), ((0, 3), 2 / 4), ((-1, 3), 3 / 5)],
    ids=str,
)
def test_a_pair_counts_by_the_share_of_the_window_that_both_have(
    window: tuple[int, int], share: float
) -> None:
    # One series of residuals seen by two events two sessions apart: on what both see they are the same.
    series = np.random.default_rng(2).normal(size=62)
    two = dataclasses.replace(
        arrays([series[:60], series[2:]], np.ones((2, 5)), start=[0, 2]), tau=np.arange(-1, 4)
    )
    assert two.mean_correlation(window) == pytest.approx(share, abs=1e-14)


def residuals_of_two(second: float) -> EventArrays:
    first = np.random.default_rng(0).normal(size=60)
    return arrays([first, second * first], [[1.0], [2.0]])


@pytest.mark.parametrize(
    ("test", "made", "reason"),
    [
        ("adjusted_bmp", residuals_of_two(-1.0), "correlation_too_negative"),
        ("adjusted_bmp", residuals_of_two(1.0), "equal_residuals"),
        ("bmp", arrays(np.eye(2, 40), [[1], [1]]), "equal_standardised_cars"),
        (
            "cross_sectional_t",
            arrays(np.eye(2, 40), [[1], [1]]),
            "equal_cars",
        ),
        (
            "generalized_sign",
            arrays(np.ones((2, 40)), [[1], [2]]),
            "equal_signs",
        ),
        (
            "corrado_rank",
            arrays(np.ones((2, 40)), [[1], [1]]),
            "mean_rank_constant",
        ),
        ("patell", arrays([[1, 2, 3]], [[1]]), "too_few_estimation_sessions_for_variance"),
        ("bmp", arrays([[1, 2, 3]], [[1]]), "too_few_events least=2"),
        ("patell", arrays(np.empty((0, 3)), np.empty((0, 1))), "no_usable_event"),
    ],
)
def test_a_test_that_cannot_be_made_says_why(test: str, made: EventArrays, reason: str) -> None:
    found = TESTS[test](made, (0, 0))
    assert found.reason == reason
    assert math.isnan(found.statistic)
    assert math.isnan(found.pvalue)


DRAWS = 400
LEAST, MOST = (int(bound) for bound in stats.binom.ppf([0.001, 0.999], DRAWS, 0.05))


def rejections(model: str, *, common_date: bool) -> dict[str, int]:
    """How often each test rejects at 5 % in the window [0, 2], of DRAWS samples in which nothing happened."""
    rng = np.random.default_rng(20)
    fit = model_named(model).fit
    count, length = 24, 60
    rejected = dict.fromkeys(TESTS, 0)
    for _ in range(DRAWS):
        market = rng.normal(0, 0.01, (1 if common_date else count, 1, length + 3)).repeat(
            count if common_date else 1, 0
        )
        y = market[:, 0] + rng.normal(0, 0.01, (count, length + 3)) * rng.uniform(0.5, 2, (count, 1))
        X = market[:, :0] if model == "constant_mean" else market
        made = fit(y[:, :length], X[:, :, :length], y[:, length:], X[:, :, length:])
        start = np.zeros(count, dtype=np.int64) if common_date else (length + 3) * np.arange(count)
        sample = EventArrays(
            np.arange(3), made.ar, made.loading, made.sigma, made.residuals, start, made.ar, made.parameters
        )
        for name, test in TESTS.items():
            rejected[name] += test(sample, (0, 2)).pvalue < 0.05
    return rejected


@pytest.mark.parametrize("model", ["market", "market_adjusted"])
def test_a_true_null_is_rejected_as_often_as_the_level_says(model: str) -> None:
    counts = rejections(model, common_date=False)
    at_most = {name: counts.pop(name) for name in ("sign", "generalized_sign")}
    assert {name: count for name, count in counts.items() if not LEAST <= count <= MOST} == {}
    assert all(count <= MOST for count in at_most.values()), at_most  # exact: at most the level


def test_a_common_date_misleads_the_tests_that_take_events_as_independent() -> None:
    counts = rejections("constant_mean", common_date=True)
    misled = ("cross_sectional_t", "j1", "patell", "bmp", "grank_z", "sign", "generalized_sign", "wilcoxon")
    assert min(counts[name] for name in misled) > 0.2 * DRAWS, counts
    right = ("adjusted_patell", "adjusted_bmp", "bw85", "corrado_rank", "corrado_zivney")
    assert all(LEAST <= counts[name] <= MOST for name in right), counts


@pytest.mark.parametrize("sessions", [2, 3, 30])
def test_bw85_has_one_degree_of_freedom_less_than_the_estimation_window_has_sessions(sessions: int) -> None:
    residuals = np.random.default_rng(1).normal(size=(4, sessions))
    found = TESTS["bw85"](arrays(residuals, [[1.0], [2.0], [0.5], [-1.0]]), (0, 0))
    assert found.df == sessions - 1
    assert found.statistic == pytest.approx(0.625 / residuals.mean(axis=0).std(ddof=1), rel=1e-12)
    assert found.pvalue == pytest.approx(2 * stats.t.sf(abs(found.statistic), sessions - 1), rel=1e-10)


def test_bw85_on_two_sessions_has_the_p_value_of_cauchy_by_hand() -> None:
    found = TESTS["bw85"](three(), (0, 0))
    assert found.pvalue == pytest.approx(1 - 2 / math.pi * math.atan(found.statistic), rel=1e-12)


@pytest.mark.parametrize("test", ["cross_sectional_t", "skewness_adjusted_t"])
def test_tests_of_a_mean_have_one_degree_of_freedom_less_than_events(test: str) -> None:
    found = TESTS[test](arrays(np.eye(5, 40), [[3.0], [-1.0], [4.0], [1.0], [-5.0]]), (0, 0))
    assert found.df == 4
    assert found.pvalue == pytest.approx(2 * stats.t.sf(abs(found.statistic), 4), rel=1e-10)


def test_what_neighbouring_windows_share_adds_half_their_correlation() -> None:
    """Two events a session apart: windows of two sessions have one in common, single sessions none."""
    common, first, second = np.random.default_rng(3).normal(size=(3, 81))
    one, other = common + first, common + second
    held = arrays([one[:80], other[1:]], [[0.1, 0.2], [0.3, 0.1]], start=[0, 1])
    correlation = float(np.corrcoef(one[1:80], other[1:80])[0, 1])
    assert held.overlap((0, 1)) == pytest.approx(1.0 + correlation / 2, rel=1e-12)


def standardised(correlation: float, nobs: list[int]) -> Any:
    """Events with two estimated parameters each, SCARs of 1 and -0.5 in turn, and one mean correlation."""
    count = len(nobs)
    return SimpleNamespace(
        n_events=count, nobs=np.array(nobs, dtype=float), parameters=2,
        scar=lambda window: np.resize([1.0, -0.5], count), car_variance=lambda window: np.ones(count),
        mean_correlation=lambda window: correlation,
    )  # fmt: skip


@pytest.mark.parametrize("test", ["adjusted_patell", "adjusted_bmp"])
def test_events_that_cannot_all_move_against_each_other_have_no_adjusted_test(test: str) -> None:
    """Of three events 1 + 2 r must be above 0: -0.4 is possible and -0.6 is not."""
    assert TESTS[test](standardised(-0.4, [60] * 3), (1, 1)).reason == ""
    assert TESTS[test](standardised(-0.6, [60] * 3), (1, 1)).reason == "correlation_too_negative"


def test_one_event_without_a_variance_of_its_forecast_is_enough_to_refuse() -> None:
    """Student's t has a variance from three degrees of freedom on: five sessions less two parameters."""
    assert TESTS["patell"](standardised(0.0, [60, 5]), (1, 1)).reason == ""
    refused = TESTS["patell"](standardised(0.0, [60, 4]), (1, 1))
    assert refused.reason == "too_few_estimation_sessions_for_variance"


def test_why_there_are_too_few_events_depends_on_the_test() -> None:
    reasons = {(n, least): getattr(too_few(n, least), "reason", "") for n in (0, 1, 2) for least in (1, 2)}
    assert reasons == {
        (0, 1): "no_usable_event", (0, 2): "too_few_events least=2", (1, 1): "",
        (1, 2): "too_few_events least=2", (2, 1): "", (2, 2): "",
    }  # fmt: skip


def test_values_vary_that_differ_by_more_than_rounding() -> None:
    assert varies(np.array([1.0, 1.0 + 1e-9]))
    assert not varies(np.array([1.0, 1.0 + 1e-13]))
    assert not varies(np.zeros(3))


def test_the_p_value_of_grank_t_allows_for_events_that_move_together() -> None:
    """Z comes back from the statistic; over the root of q it is referred to t with one degree less than M."""
    rng = np.random.default_rng(2)
    common, sessions = rng.normal(size=41), 40
    moves = common + rng.normal(size=(6, 41))
    made = arrays(moves[:, :sessions], moves[:, sessions:] + 1.0)
    found, r = TESTS["grank_t"](made, (0, 0)), made.mean_correlation((0, 0))
    assert 0.2 < r < 0.8
    assert made.overlap((0, 0)) == pytest.approx(1.0)
    t2 = found.statistic**2
    z = math.sqrt(t2 * sessions / (sessions - 1 + t2))
    fair = z / math.sqrt(math.asin(r / (2 - r)) / math.asin(r / 2))
    t = fair * math.sqrt((sessions - 1) / (sessions - fair**2))
    assert found.pvalue == pytest.approx(2 * stats.t.sf(t, sessions - 1), rel=1e-9)
    assert found.df == sessions - 1


def test_the_location_of_the_skewness_adjusted_t_is_where_it_is_zero() -> None:
    values = np.array([0.1, -0.2, 0.05, 0.9, -0.1, 0.0, 0.3])
    shift = skewness_adjusted_t_of_mean(values).shift
    assert abs(shift.location - values.mean()) > 0.01
    assert skewness_adjusted_t_of_mean(values - shift.location).statistic == pytest.approx(0.0, abs=1e-9)


def test_hardly_any_skewness_keeps_its_sign() -> None:
    n, g, c = 25, 1e-6, 2.0
    found = skewness_adjusted(0.0, 1.0, g, n, c)
    for end, t in ((found.low, c), (found.high, -c)):
        S = -end
        told = math.sqrt(n) * (S + g * S**2 / 3 + g**2 * S**3 / 27 + g / (6 * n))
        assert told == pytest.approx(t, rel=1e-10)


def test_the_generalized_rank_is_that_of_a_scar_over_the_sample_deviation() -> None:
    """SCARs of 1 and 3 over their deviation, the root of 2: 0.71 and 2.12 have the ranks 3 and 4 of 5, which
    are 0 and 1/6 from the middle; the deviation of their sum is 1/3. A residual of the same size is half
    below."""
    residuals = [[-1.0, 0.8, 2.0, -2.0], [-1.0, 2.5, 1.0, -2.0]]
    assert TESTS["grank_z"](arrays(residuals, [[1], [3]]), (0, 0)).statistic == pytest.approx(0.5)
    residuals[0][1] = 1.0 / float(np.std([1.0, 3.0], ddof=1))
    assert TESTS["grank_z"](arrays(residuals, [[1], [3]]), (0, 0)).statistic == pytest.approx(0.75)


@pytest.mark.parametrize("test", ["corrado_rank", "corrado_zivney"])
def test_rank_tests_of_windows_that_overlap_in_part_have_a_p_value_for_it(test: str) -> None:
    rng = np.random.default_rng(6)
    shared, starts = rng.normal(size=65), [0, 1, 1, 2]
    moves = np.stack([shared[start : start + 63] for start in starts]) + 0.5 * rng.normal(size=(4, 63))
    made = arrays(moves[:, :60], moves[:, 60:] + 0.5, start=starts)
    found, overlap = TESTS[test](made, (0, 2)), made.overlap((0, 2))
    assert overlap > 1.05
    assert found.pvalue == pytest.approx(2 * stats.norm.sf(abs(found.statistic) / math.sqrt(overlap)))


def test_a_car_of_nothing_has_no_sign() -> None:
    """Two of three that are not 0 are positive: z = (2 - 1.5) / (root of 3 / 2)."""
    found = TESTS["sign"](arrays(np.eye(4), [[0.1], [0.2], [0.0], [-0.1]]), (0, 0))
    assert (found.statistic, found.pvalue) == pytest.approx((1 / math.sqrt(3), 1.0))
