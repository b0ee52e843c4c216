"""How far two scores agree. Expected values: worked out by hand, and the spread over drawn samples."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from naysay.analysis.scorer_agreement import scorer_agreement

NAN = math.nan


def test_shares_kappa_and_correlation_of_posts_that_both_score() -> None:
    """Two of five posts both negative, one by each alone: p_o = .6, p_e = .6 * .6 + .4 * .4 = .52."""
    ours = np.array([-1.0, -0.5, -0.5, 0.5, 1.0, NAN, 0.3])
    theirs = np.array([-1.0, -1.0, 1.0, -1.0, 1.0, 1.0, NAN])
    one = scorer_agreement("mine", ours, theirs)
    assert (one.scorer, one.n_posts) == ("mine", 5)
    assert (one.negative, one.other_negative, one.both_negative) == (0.6, 0.6, 0.4)
    assert one.kappa[0] == pytest.approx((0.6 - 0.52) / 0.48)
    assert one.r[0] == pytest.approx(np.corrcoef(ours[:5], theirs[:5])[0, 1])
    z = math.atanh(one.r[0])
    assert one.r[1:] == pytest.approx([math.tanh(z - 1.959964 / 2**0.5), math.tanh(z + 1.959964 / 2**0.5)])
    assert one.n_groups == 0


def test_a_post_at_the_edge_is_negative() -> None:
    one = scorer_agreement("mine", np.array([-0.2, -0.19]), np.array([-0.2, -0.2]), negative_below=-0.2)
    assert (one.negative, one.other_negative) == (0.5, 1.0)


def test_the_interval_of_kappa_is_as_wide_as_kappa_spreads() -> None:
    """Of 4,000 samples of 300 posts; a tenth is what the standard error of a spread may differ by."""
    rng = np.random.default_rng(0)
    cells = rng.choice(4, p=[0.2, 0.1, 0.15, 0.55], size=(4000, 300))
    many = [scorer_agreement("x", -(c // 2).astype(float), -(c % 2).astype(float)).kappa for c in cells]
    spread = np.std([kappa[0] for kappa in many])
    reach = np.mean([(high - low) / 2 for _, low, high in many]) / 1.959964
    assert reach == pytest.approx(spread, rel=0.1)


def test_groups_of_five_posts_or_more_are_compared_by_their_negative_shares() -> None:
    """Shares of 0, 1/5 ... 4/5 by one, and the same turned round by the other; x has four posts."""
    groups = [name for name in "abcde" for _ in range(5)] + ["x"] * 4 + [""] * 9
    ours = np.full(len(groups), 1.0)
    theirs = np.full(len(groups), 1.0)
    for place in range(5):
        ours[5 * place : 5 * place + place] = -1
        theirs[5 * place : 5 * place + (4 - place)] = -1
    one = scorer_agreement("mine", ours, theirs, groups=groups)
    assert one.n_groups == 5
    assert one.group_r == pytest.approx((-1, -1, -1))
    numbered = np.array([ord(name) if name else 0 for name in groups])
    assert scorer_agreement("mine", ours, theirs, groups=numbered).n_groups == 6


@pytest.mark.parametrize("n", [0, 1, 3])
def test_few_posts_have_no_correlation(n: int) -> None:
    one = scorer_agreement("mine", np.full(n, -1.0), np.full(n, 1.0))
    assert all(math.isnan(value) for value in one.r)
    assert one.n_posts == n


SCORES = st.lists(
    st.tuples(st.sampled_from([-1.0, -0.05, 0.0, 0.7, NAN]), st.sampled_from([-1.0, 0.0, 1.0, NAN])),
    max_size=40,
)


@given(SCORES, st.randoms(use_true_random=False))
def test_neither_the_order_nor_the_side_of_scores_matters(pairs: list[tuple[float, float]], rng) -> None:  # type: ignore[no-untyped-def]
    ours, theirs = (np.array([pair[side] for pair in pairs]) for side in (0, 1))
    one, other = scorer_agreement("x", ours, theirs), scorer_agreement("x", theirs, ours)
    np.testing.assert_allclose(one.kappa, other.kappa, atol=1e-12)
    np.testing.assert_allclose(one.r, other.r, atol=1e-9)
    assert one.kappa[0] <= 1 + 1e-12 or math.isnan(one.kappa[0])
    shuffled = pairs.copy()
    rng.shuffle(shuffled)
    again = scorer_agreement("x", *(np.array([pair[side] for pair in shuffled]) for side in (0, 1)))
    np.testing.assert_allclose(one.kappa, again.kappa, atol=1e-12)
