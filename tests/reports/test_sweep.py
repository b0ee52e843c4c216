"""The section on a grid of variants. Expected values: sentences by hand, from tables made up for them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.reports.fakes import fake_results
from tests.reports.plain_text import plain

from naysay.analysis.sweep.columns import SWEEP, SWEEP_TESTS
from naysay.reports.blocks import Figure, Heading, Paragraph, TableBlock
from naysay.reports.results import Results
from naysay.reports.sections.reliability import SECTION as RELIABILITY
from naysay.reports.sections.sweep import SECTION
from naysay.reports.words import Words
from naysay.study.about import Language


def cells(n: int, curve: str = "effect_1", since: int = 0) -> list[dict[str, Any]]:
    """``n`` cells from -n up in steps of one basis point, the first of all is the study."""
    return [
        {
            "cell": since + k, "curve": curve, "bp_per_sd": float(k - n), "se": 1.5, "low": k - n - 3.0,
            "high": k - n + 3.0, "pvalue": 0.2, "pvalue_romano_wolf": 0.6, "nobs": 1200, "n_companies": 8,
            "base": since + k == 0, "same_as": "", "reason": "", "reason_values": "",
            "chatter.cutoff": str(k), "projections.lags": str(k % 2 or 5),
        }
        for k in range(n)
    ]  # fmt: skip


def judged(n: int, p: float, curve: str = "effect_1", **counts: Any) -> list[dict[str, Any]]:
    shared: dict[str, Any] = {
        "n_significant": 2,
        "n_romano_wolf": 1,
        "n_same": 0,
        "n_without": 0,
        "draws": 999,
        "reason": "",
        **counts,
    }
    return [
        {"curve": curve, "test": test, "statistic": statistic, "pvalue": p, "n_cells": n, **shared}
        for test, statistic in (("average_t", -1.25), ("median", -4.0), ("share_significant", 0.1))
    ]


def results(rows: list[dict[str, Any]], tests: list[dict[str, Any]]) -> Results:
    one = fake_results()
    keys = ["chatter.cutoff", "projections.lags"]
    swept = pd.DataFrame(rows).reindex(columns=[*SWEEP.columns, *keys])
    compared = pd.DataFrame(tests).reindex(columns=list(SWEEP_TESTS.columns))
    return replace(one, tables={**one.tables, "sweep": swept, "sweep_tests": compared})


def texts(of: Results, language: Language = "en") -> list[str]:
    blocks = SECTION.build(of, Words(language)).blocks
    return [plain(block.text) for block in blocks if isinstance(block, Paragraph)]


def test_the_whole_grid_comes_first_and_no_cell_is_chosen() -> None:
    text, *_, how = texts(results(cells(8), judged(8, 0.012)))
    assert text == (
        "The study varies chatter.cutoff, projections.lags, and every combination asks the question of the "
        "first page again. Taken together, 8 variants stand out from data without any effect (mean t −1.25, "
        "p = 0.012). The median estimate is −4.0 bp (p = 0.012). By themselves, with the sign of most, 2 "
        "leave zero out of their 95 % interval; 1 differ from zero once all variants of the grid are allowed "
        "for (Romano-Wolf)."
    )
    assert how.startswith("No variant is chosen for its p: the answer stays that of the study")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "8 variants do not stand out from data without any effect (mean t −1.25, p = 0.400)"),
        (
            "de",
            "heben sich 8 Varianten nicht von Daten ohne jeden Unterschied ab (mittleres t −1,25,",
        ),
    ],
)
def test_a_grid_like_chance_is_said_to_be_so(language: Language, words: str) -> None:
    assert words in texts(results(cells(8), judged(8, 0.4)), language)[0]


def test_each_curve_stands_by_itself() -> None:
    rows = [*cells(6), *cells(4, "effect_5", since=6), *cells(1, "mood_1", since=10)]
    tests = [*judged(6, 0.4), *judged(4, 0.01, "effect_5"), *judged(1, 0.2, "mood_1")]
    content = SECTION.build(results(rows, tests), Words("en"))
    headings = [block.text for block in content.blocks if isinstance(block, Heading) and block.level == 2]
    assert headings == [
        "per standard deviation of the measure, over 1 trading day",
        "per standard deviation of the measure, over 5 trading days",
        "per standard deviation of the mood, over 1 trading day",
    ]
    figures = [block.name for block in content.blocks if isinstance(block, Figure)]
    assert figures == list(content.drawings) == ["sweep", "sweep_2", "sweep_3"]
    assert "There is one different variant, with an estimate of −4.0 bp (p = 0.200)." in texts(
        results(rows, tests)
    )


def test_a_long_curve_is_listed_evenly_with_its_count_and_the_study_in_bold() -> None:
    content = SECTION.build(results(cells(400), judged(400, 0.4)), Words("en"))
    (table,) = [block for block in content.blocks if isinstance(block, TableBlock)]
    numbers = [0, 40, 80, 120, 160, 200, 239, 279, 319, 359, 399]
    assert [row[0] for row in table.rows] == list(map(str, numbers))
    assert table.strong == (0,)
    assert "11 of 400 variants" in table.caption
    (figure,) = [block for block in content.blocks if isinstance(block, Figure)]
    assert "Drawn: 149 of 400, evenly spaced." in figure.caption
    assert "Not listed: 378 further choices." in figure.caption
    assert len(content.drawings["sweep"]) < 400_000


def test_cells_that_count_once_and_cells_without_an_estimate_are_counted() -> None:
    rows = [*cells(4), *cells(3, "none", since=4)]
    rows[3]["same_as"] = "1"
    for row in rows[4:]:
        row |= {"bp_per_sd": np.nan, "reason": "study_refuses", "reason_values": "section=chatter"}
    note = texts(results(rows, judged(3, 0.4, n_same=1, n_without=3)))[-2]
    assert note == (
        "1 variant equal an earlier variant to the last digit: they count once. Without an estimate: 3 "
        "variants (the values do not go together in a study ([chatter]) (3))."
    )


def test_a_study_without_a_grid_says_one_small_sentence() -> None:
    one = fake_results()
    (block,) = SECTION.build(one, Words("en")).blocks
    assert isinstance(block, Paragraph)
    assert block.tone == "small"
    assert "lays no grid" in block.text


@pytest.mark.parametrize(
    ("p", "said"),
    [(0.01, "show a difference that chance alone would seldom give."), (0.4, "show no difference")],
)
def test_the_edition_for_investor_relations_has_one_sentence_and_its_test_in_a_note(
    p: float, said: str
) -> None:
    blocks = RELIABILITY.build(results(cells(8), judged(8, p)), Words("en")).blocks
    (told,) = [b for b in blocks if isinstance(b, Paragraph) and "combinations of choices" in b.text]
    assert said in told.text
    assert "8 combinations" in told.text
    assert plain(told.note) == (
        f"Mean t-statistic of all variants, with random signs by trading day, p = {p:.3f}."
    )
