"""Adjusted p-values.

Expected values: worked by hand, statsmodels' multipletests (independent code) and properties that hold for
any p-values. Values from R stand in tests/reference.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from naysay.analysis.multiple_testing import benjamini_hochberg, benjamini_yekutieli, holm
from naysay.study.errors import InputError

Adjust = Callable[[Any], Any]
METHODS: dict[str, Adjust] = {"holm": holm, "fdr_bh": benjamini_hochberg, "fdr_by": benjamini_yekutieli}


def test_holm_by_hand() -> None:
    # sorted .01 .02 .03 .04 times 4 3 2 1 = .04 .06 .06 .04, then the running maximum
    np.testing.assert_allclose(holm([0.03, 0.01, 0.04, 0.02]), [0.06, 0.04, 0.06, 0.06])


def test_benjamini_hochberg_by_hand() -> None:
    # sorted .01 .04 .045 .9 times 4/1 4/2 4/3 1 = .04 .08 .06 .9, then the running minimum from the right
    np.testing.assert_allclose(benjamini_hochberg([0.04, 0.9, 0.01, 0.045]), [0.06, 0.9, 0.04, 0.06])


def test_benjamini_yekutieli_by_hand() -> None:
    # two tests: c = 1 + 1/2
    np.testing.assert_allclose(benjamini_yekutieli([0.04, 0.01]), [0.06, 0.03])


@pytest.mark.parametrize("method", METHODS)
@given(pvalues=st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_statsmodels_agrees(method: str, pvalues: list[float]) -> None:
    want = multipletests(pvalues, method=method)[1]
    np.testing.assert_allclose(METHODS[method](pvalues), want, rtol=1e-12, atol=1e-300)


@pytest.mark.parametrize("method", METHODS)
def test_a_test_that_was_not_made_stays_missing_and_is_not_counted(method: str) -> None:
    adjust = METHODS[method]
    found = adjust([0.01, np.nan, 0.02])
    assert np.isnan(found[1])
    np.testing.assert_array_equal(found[[0, 2]], adjust([0.01, 0.02]))


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("pvalues", [[], [np.nan, np.nan]])
def test_nothing_to_adjust(method: str, pvalues: list[float]) -> None:
    found = METHODS[method](pvalues)
    assert len(found) == len(pvalues)
    assert np.isnan(found).all()


@pytest.mark.parametrize("method", METHODS)
@given(pvalues=st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_adjusting_keeps_the_order_and_never_lowers(method: str, pvalues: list[float]) -> None:
    given_values, found = np.array(pvalues), METHODS[method](pvalues)
    assert (found >= given_values * (1 - 1e-12)).all()
    assert (found <= 1).all()
    assert (np.diff(found[np.argsort(given_values, kind="stable")]) >= 0).all()


@pytest.mark.parametrize("pvalues", [[-0.1, 0.5], [1.2], [[0.1, 0.2]]])
def test_what_is_no_pvalue(pvalues: Any) -> None:
    with pytest.raises(InputError, match="pvalues"):
        holm(pvalues)
