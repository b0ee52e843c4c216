"""Losses in one shape. Expected values: worked by hand."""

from __future__ import annotations

from naysay.study.losses import Loss, losses_of, rows_by_cause


def test_each_company_that_lost_rows_has_a_loss() -> None:
    assert losses_of("scoring", "no_score", {"A": 2, "B": 0, "C": 1}) == [
        Loss("scoring", "no_score", "A", 2),
        Loss("scoring", "no_score", "C", 1),
    ]


def test_a_check_by_which_nothing_was_lost_is_visible_where_that_is_wanted() -> None:
    assert losses_of("scoring", "no_score", {"A": 0}) == []
    assert losses_of("scoring", "no_score", {}, or_none=True) == [Loss("scoring", "no_score", "", 0)]


def test_rows_add_up_over_companies_by_cause_and_stage() -> None:
    losses = [Loss("a", "x", "A", 1), Loss("a", "x", "B", 2), Loss("a", "y", "", 4), Loss("b", "x", "A", 8)]
    assert rows_by_cause(losses) == {"x": 11, "y": 4}
    assert rows_by_cause(losses, "a") == {"x": 3, "y": 4}
    assert rows_by_cause(losses, "c") == {}
