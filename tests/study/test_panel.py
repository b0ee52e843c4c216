"""The panel as frames session x company. Expected values: written by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from naysay.study.panel import DailyPanel


@pytest.fixture
def panel() -> DailyPanel:
    """B has two sessions, A another one, before them."""
    index = pd.MultiIndex.from_tuples(
        [
            ("B", pd.Timestamp("2020-01-02")),
            ("B", pd.Timestamp("2020-01-03")),
            ("A", pd.Timestamp("2020-01-01")),
        ],
        names=["company", "session"],
    )
    return DailyPanel(pd.DataFrame({"n_posts": [1, 2, 3], "ret": [np.nan, 0.1, 0.2]}, index))


def test_a_column_has_all_sessions_in_order_and_the_companies_as_they_come(panel: DailyPanel) -> None:
    posts = panel["n_posts"]
    assert posts.columns.tolist() == ["B", "A"]
    assert posts.index.is_monotonic_increasing
    np.testing.assert_array_equal(posts.to_numpy(), [[np.nan, 3], [1, np.nan], [2, np.nan]])


def test_a_session_is_open_whether_its_value_is_known_or_not(panel: DailyPanel) -> None:
    assert panel.is_open.to_numpy().tolist() == [[False, True], [True, False], [True, False]]


def test_who_changes_a_frame_changes_the_panel_for_nobody_else(panel: DailyPanel) -> None:
    frame = panel["ret"]
    frame.iloc[:, :] = 7.0
    assert panel["ret"].max(axis=None) == 0.2


def test_a_column_that_is_not_there_is_none(panel: DailyPanel) -> None:
    assert "volume" not in panel
    assert panel.get("volume") is None
    with pytest.raises(KeyError, match="volume"):
        panel["volume"]
