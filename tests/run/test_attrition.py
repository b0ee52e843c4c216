"""The table of what was not used. Expected values: rows of made-up posts, panels and prices, by hand."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd

from naysay.data.scored import UNSCORED
from naysay.run.attrition import attrition, sessions_without_negativity
from naysay.run.observe import _counts
from naysay.study.losses import Loss

NAN = float("nan")


def panel(losses: tuple[Loss, ...] = ()) -> Any:
    """Two sessions of A and B: A has no measured chatter once, B once nothing to standardise on."""
    index = pd.MultiIndex.from_product([["A", "B"], pd.bdate_range("2024-01-02", periods=2)])
    frame = pd.DataFrame(
        {"mean_score": [NAN, 0.1, 0.2, 0.3], "negativity": [NAN, 1.0, NAN, 1.0]},
        index.set_names(["company", "session"]),
    )
    return of_frame(frame, losses)


def of_frame(frame: pd.DataFrame, losses: Any = ()) -> Any:
    """A panel with the rows of ``frame``, of which those with a mean score are measured."""
    return SimpleNamespace(frame=frame, losses=losses, is_measured=frame["mean_score"].notna().to_numpy())


def posts(**rows: int) -> Any:
    """Posts of which ``rows`` were lost, or kept, by stage."""
    losses = [Loss(stage, f"why_{stage}", "", n) for stage, n in rows.items()]
    return SimpleNamespace(losses=losses, rows=lambda stage, cause=None: rows.get(stage, 0))


def prices(**losses: list[Loss]) -> Any:
    return SimpleNamespace(histories={name: SimpleNamespace(losses=own) for name, own in losses.items()})


def scored(company: list[str], score: list[int]) -> Any:
    return SimpleNamespace(company=pd.Categorical(company), score=np.array(score, dtype=np.int16))


STUDY: Any = SimpleNamespace(
    company=[SimpleNamespace(ticker=ticker) for ticker in ("A", "B", "C")],
    chatter=SimpleNamespace(min_history=20),
    has_posts=True,
)


def test_each_stage_has_its_rows_in_the_order_of_the_work() -> None:
    table = attrition(
        STUDY,
        posts(filtered=3, rows_in=9, kept=6),
        scored(["A", "A", "C"], [UNSCORED, 5, UNSCORED]),
        [Loss("limits", "author_flood", "A", 2)],
        panel((Loss("company_sessions", "no_trade", "B", 7),)),
        prices(
            B=[Loss("price_rows", "range_unusable", "B", 4), Loss("price_rows", "price_missing", "B", 1)],
            INDEX=[Loss("price_rows", "price_missing", "INDEX", 8)],
        ),
    )
    assert [tuple(row) for row in table.to_numpy()] == [
        ("rows_in", "why_rows_in", 9, ""),
        ("quarantined", "none", 0, ""),
        ("duplicate", "none", 0, ""),
        ("filtered", "why_filtered", 3, ""),
        ("kept", "why_kept", 6, ""),
        ("scoring", "no_score", 1, "A"),
        ("scoring", "no_score", 1, "C"),
        ("limits", "author_flood", 2, "A"),
        ("companies", "without_posts", 1, "B"),
        ("companies", "without_prices", 1, "A"),
        ("companies", "without_prices", 1, "C"),
        ("company_sessions", "without_measured_chatter", 1, "A"),
        ("company_sessions", "without_past_to_standardise", 1, "B"),
        ("company_sessions", "past_does_not_vary", 0, ""),
        ("price_rows", "price_missing", 1, "B"),
        ("price_rows", "price_missing", 8, ""),
        ("price_rows", "range_unusable", 4, "B"),
        ("company_sessions", "no_trade", 7, "B"),
    ]
    assert list(table.columns) == ["stage", "cause", "rows", "company"]


def test_a_check_that_found_nothing_has_a_row_of_none() -> None:
    table = attrition(
        STUDY,
        posts(rows_in=3, kept=3),
        scored(["A", "B", "C"], [1, 2, 3]),
        [],
        of_frame(panel().frame.fillna(0.0)),
        prices(A=[], B=[], C=[]),
    )
    found = table.iloc[5:]
    assert found["cause"].tolist() == [
        "no_score", "without_posts", "without_prices", "without_measured_chatter",
        "without_past_to_standardise", "past_does_not_vary",
    ]  # fmt: skip
    assert (found["rows"] == 0).all()
    assert (found["company"] == "").all()


def test_the_counts_of_a_run_by_hand() -> None:
    rows = {("filtered", None): 5, ("filtered", "retweet"): 2, ("kept", None): 4, ("rows_in", None): 9}
    made: Any = SimpleNamespace(rows=lambda stage, cause=None: rows.get((stage, cause), 0))
    thin = panel()
    thin.frame = thin.frame.iloc[[0, 1, 2]].reindex(thin.frame.index[[0, 1]])
    assert _counts(made, scored(["A"] * 3, [1, 2, 3]), thin) == {
        "rows_in": 9, "kept": 4, "quarantined": 0, "duplicate": 0, "filtered": 5, "retweet": 2, "texts": 3,
        "companies": 1, "company_sessions": 2, "sessions": 2,
    }  # fmt: skip


def test_a_past_that_is_long_enough_and_without_negativity_does_not_vary() -> None:
    """Two measured sessions are needed before; those of another company do not count."""
    index = pd.MultiIndex.from_product([["A", "B"], pd.bdate_range("2024-01-02", periods=4)])
    frame = pd.DataFrame(
        {"mean_score": [0.1, NAN, 0.1, 0.1, 0.2, 0.2, 0.2, 0.3], "negativity": [NAN] * 7 + [1.0]},
        index.set_names(["company", "session"]),
    )
    lost = sessions_without_negativity(of_frame(frame), 2)
    assert {cause: np.flatnonzero(rows).tolist() for cause, rows in lost.items()} == {
        "without_measured_chatter": [1],
        "without_past_to_standardise": [0, 2, 4, 5],
        "past_does_not_vary": [3, 6],
    }
