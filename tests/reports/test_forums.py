"""The section on forums. Expected values: sentences by hand, from tables made up for them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.reports.fakes import fake_results
from tests.reports.plain_text import plain

from naysay.analysis.forums.columns import FORUM_TESTS, FORUMS
from naysay.reports.blocks import Heading, Paragraph, TableBlock
from naysay.reports.results import Results
from naysay.reports.sections.forums import SECTION
from naysay.reports.words import Words
from naysay.study.about import Language


def results(rows: list[dict[str, Any]], tests: list[dict[str, Any]]) -> Results:
    made = fake_results()
    forums = pd.DataFrame(rows).reindex(columns=[*FORUMS.columns, *FORUMS.further])
    compared = pd.DataFrame(tests).reindex(columns=[*FORUM_TESTS.columns, *FORUM_TESTS.further])
    return replace(made, tables={**made.tables, "forums": forums, "forum_tests": compared})


def row(forum: str, bp: float, p: float, n_forums: int = 1, reason: str = "") -> dict[str, Any]:
    return {
        "forum": forum, "n_posts": 1200, "n_authors": 0, "negative_share": 0.25, "bp_per_sd": bp,
        "low": bp - 5, "high": bp + 5, "pvalue": p, "pvalue_adjusted": p, "n_forums": n_forums,
        "coverage": 0.9, "signal_share": 0.01, "reason": reason,
    }  # fmt: skip


def first(statistic: float, p: float, lag: float = 2.0) -> dict[str, Any]:
    return {
        "test": "first", "statistic": statistic, "lag_hours": lag, "pvalue_adjusted": p, "forum": "alpha",
        "other_forum": "beta",
    }  # fmt: skip


EQUAL = {"test": "equal", "statistic": 9.0, "pvalue": 0.003}
ROWS = [row("alpha", -20.0, 0.0001), row("beta", 1.0, 0.8)]


def paragraphs(made: Results, language: Language = "en") -> tuple[str, str]:
    blocks = SECTION.build(made, Words(language)).blocks
    which, who = [plain(block.text) for block in blocks if isinstance(block, Paragraph)][:2]
    return which, who


def test_a_forum_that_stands_out_and_the_one_that_is_first() -> None:
    which, who = paragraphs(results(ROWS, [EQUAL, first(-4.0, 0.001, -2.0)]))
    assert which == (
        "After a usual rise in negative posts in alpha, net of those in the other forums, shares returned "
        "about 20 basis points less on the next trading day (95 % interval −25 to −15). The forums differ "
        "(p = 0.003 for the same effect of all)."
    )
    assert who == "Negative posts usually come in beta first and in alpha about 2 hours later (p = 0.001)."


def test_the_same_in_german() -> None:
    which, who = paragraphs(results(ROWS, [EQUAL, first(4.0, 0.001)]), "de")
    assert which == (
        "Nach einem üblichen Anstieg negativer Beiträge im Forum alpha fiel die Rendite am nächsten "
        "Handelstag um rund 20 Basispunkte niedriger aus als sonst (95-%-Intervall −25 bis −15); die übrigen "
        "Foren sind dabei berücksichtigt. Die Foren unterscheiden sich (p = 0,003 für gleiche Werte aller)."
    )
    assert who == (
        "Negative Beiträge kommen meist zuerst im Forum alpha und rund 2 Stunden später im Forum beta "
        "(p = 0,001)."
    )


def test_the_smallest_p_value_alone_makes_no_forum_stand_out() -> None:
    rows = [row("alpha", -9.0, 0.06), row("beta", 1.0, 0.8)]
    which, who = paragraphs(results(rows, [{**EQUAL, "pvalue": 0.2}, first(1.0, 0.3)]))
    assert which.startswith("No forum stands out:")
    assert which.endswith("cannot be ruled out (p = 0.200).")
    assert who == "Which forum turns negative first cannot be told: none is clearly ahead of another."


def test_every_forum_that_passes_is_named() -> None:
    rows = [row("alpha", -9.0, 0.01), row("beta", 8.0, 0.02), row("other", -4.0, 0.03, n_forums=7)]
    which, _ = paragraphs(results(rows, [EQUAL, first(1.0, 0.3)]))
    assert which.count("After a usual rise") == 3
    assert "in beta, net of those in the other forums, shares returned about 8 basis points more" in which
    assert "in the other forums (7), net of those in the forums named" in which


def test_a_forum_called_other_is_a_forum() -> None:
    blocks = SECTION.build(results([row("other", -9.0, 0.01), ROWS[1]], [EQUAL]), Words("en")).blocks
    (table,) = (block for block in blocks if isinstance(block, TableBlock))
    assert table.rows[0][0] == "other"
    assert [plain(cell) for cell in table.rows[0][2:6]] == ["–", "25 %", "90 %", "under 5 %"]


def test_no_estimate_is_said_with_its_reason() -> None:
    rare = "too_few_sessions_with_posts least=40"
    rows = [{**row(name, np.nan, np.nan), "reason": rare} for name in ("alpha", "beta")]
    tests = [{**EQUAL, "pvalue": np.nan, "reason": rare}, {"test": "first", "reason": "no_times_of_day"}]
    which, who = paragraphs(results(rows, tests))
    assert which == (
        "What to expect after posts in each forum cannot be told from these data: fewer than 40 "
        "sessions with posts."
    )
    assert who == ("Which forum turns negative first was not tested: the study has only the dates of posts.")


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (
            [row("", np.nan, np.nan, reason="one_forum")],
            "Forums are not compared: all posts are from one forum.",
        ),
        ([], "The study does not compare forums."),
    ],
    ids=["one forum", "no method"],
)
def test_without_forums_to_compare_there_is_one_small_line(rows: list[dict[str, Any]], sentence: str) -> None:
    blocks = SECTION.build(results(rows, []), Words("en")).blocks
    assert not any(isinstance(block, Heading) for block in blocks)
    assert [block.text for block in blocks if isinstance(block, Paragraph)] == [sentence]


def test_a_row_has_a_signed_estimate_its_standard_error_and_its_interval() -> None:
    rows = [{**row("alpha", 20.0, 0.0001), "se": 2.55, "nobs": 3819}, {**ROWS[1], "se": 2.5}]
    blocks = SECTION.build(results(rows, [EQUAL]), Words("de")).blocks
    (table,) = (block for block in blocks if isinstance(block, TableBlock))
    assert table.header[6:9] == ("Bp", "SE", "95-%-Intervall")
    assert [plain(cell) for cell in table.rows[0][6:9]] == ["+20", "2,5", "15 bis 25"]
    note = [block.text for block in blocks if isinstance(block, Paragraph)][-1]
    assert note.endswith("n\u00a0=\u00a03.819 Paare aus Unternehmen und Handelstag.")


def test_a_very_long_name_keeps_its_end() -> None:
    rows = [row("The forum of very many small shareholders, room " + end, 1.0, 0.5) for end in ("1", "2")]
    blocks = SECTION.build(results(rows, [EQUAL]), Words("en")).blocks
    (table,) = (block for block in blocks if isinstance(block, TableBlock))
    names = [cells[0] for cells in table.rows]
    assert [name[-6:] for name in names] == ["room 1", "room 2"]
    assert all("…" in name and len(name) <= 40 for name in names)
