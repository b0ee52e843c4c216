"""Granger tests of every kind, series, projections and adjusted p-values against numbers from R.

Expected values: ``shared/reference/granger``: lmtest 0.9-40, sandwich 3.0-2, vars 1.6-1, plm 2.6-2, quantreg
5.94, ivx 1.1.1, urca 1.3-3, lpirfs 0.2.4, stats and p.adjust on R 4.2.2. ``benchmarks/_*_reference.py`` set
both side by side and tell where conventions differ. Relative tolerance 1e-8, of p-values absolute.
"""

from __future__ import annotations

from functools import cache

import pytest
from benchmarks._panel_reference import FOLDER, Compared
from benchmarks.granger_reference import compared, difference

pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="the shared reference folder is not beside the checkout"
)


@cache
def rows() -> list[Compared]:
    return list(compared())


@pytest.mark.parametrize(
    ("file", "quantities"),
    [
        ("01_chickegg_grangertest", 72),
        ("02_macrodata_grangertest", 30),
        ("03_canada_var", 312),
        ("03b_canada_bivariate", 18),
        ("04_toda_yamamoto", 114),
        ("05_dumitrescu_hurlin", 235),
        ("06_synth_granger", 1236),
        ("07_synth_ccf", 252),
        ("08_stationarity", 72),
        ("09_multiple_testing", 108),
        ("10_local_projections_F01", 40),
        ("11_synth_var_F01", 46),
        ("12_quantile_granger_F01", 63),
        ("13_pooled_panel", 77),
        ("14_clark_west_F01", 8),
        ("15_lpirfs_F01", 165),
        ("16_ivx_kms", 23),
    ],
)
def test_the_numbers_are_those_of_r(file: str, quantities: int) -> None:
    mine = [row for row in rows() if row[0] == file]
    assert len(mine) == quantities
    for row in mine:
        assert difference(row) <= 1e-8, row


def test_chickens_and_eggs_come_out_as_thurman_and_fisher_published_them() -> None:
    """Thurman and Fisher (1988), American Journal of Agricultural Economics 70: eggs lead, at order 3."""
    found = {quantity: ours for file, quantity, ours, _ in rows() if file == "01_chickegg_grangertest"}
    assert found["order 3 egg_to_chicken"] == pytest.approx(5.4050, abs=5e-5)
    assert found["order 3 egg_to_chicken p"] == pytest.approx(0.00297, abs=5e-6)
    assert found["order 3 chicken_to_egg"] == pytest.approx(0.5916, abs=5e-5)
    assert found["order 3 chicken_to_egg p"] == pytest.approx(0.6238, abs=5e-5)
