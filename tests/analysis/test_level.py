"""The level of tests and intervals. Expected values: printed tables of Student's t and of the normal."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from naysay import analysis
from naysay.analysis.level import LEVEL, NORMAL_CRITICAL, TAILS, t_critical

TABLED = {1: 12.706, 2: 4.303, 10: 2.228, 30: 2.042}


def test_critical_values_are_those_of_printed_tables() -> None:
    assert pytest.approx(NORMAL_CRITICAL, abs=5e-4) == 1.960
    for df, value in TABLED.items():
        assert t_critical(df) == pytest.approx(value, abs=5e-4)
    np.testing.assert_allclose(t_critical(np.array(list(TABLED))), list(TABLED.values()), atol=5e-4)
    assert np.isnan(t_critical(np.array([0, np.nan]))).all()


def test_tails_leave_the_level_out() -> None:
    assert (LEVEL, TAILS) == (0.05, (0.025, 0.975))


def test_the_level_stands_in_one_module() -> None:
    """Elsewhere these numbers are table values of Zivot and Andrews and cut-offs of scores."""
    folder = Path(analysis.__file__).parent
    others = {"level.py", "zivot_andrews.py", "scorer_quality.py"}
    written = [
        path.name
        for path in folder.rglob("*.py")
        if path.name not in others
        and re.search(r"(?<![\d.])0\.(975|025|05)\b(?! is usual)", path.read_text(encoding="utf-8"))
    ]
    assert written == []
