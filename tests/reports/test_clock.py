"""What the report says of clocks: the doubt below the answer, the curve, and closes that are old.

Expected values: sentences written by hand; the table of effects of a small run.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from tests.reports.fakes import fake_results
from tests.reports.plain_text import plain
from tests.reports.small_run import small_run

from naysay.analysis.findings import Clock, Estimate
from naysay.reports.blocks import Figure, Paragraph
from naysay.reports.results import Results
from naysay.reports.sections import section
from naysay.reports.words import Words

NONE = Estimate(None, None, None)
LATER, GONE, OPEN = Estimate(-8.0, -13.0, -3.0), Estimate(-1.0, -6.0, 4.0), Estimate(0.5, -5.0, 6.0)


def doubted(later: Estimate, opened: Estimate, moved: float | None = 0.3, language: str = "en") -> str:
    """The sentence below the verdict in the section on evidence."""
    results = fake_results("negative_lead", language=language)
    clock = Clock(later, 4, moved, opened)
    results = replace(results, findings=replace(results.findings, caveats=("clock",), clock=clock))
    built = section("evidence").build(results, Words("de" if language == "de" else "en")).blocks
    _, paragraph = [block for block in built if isinstance(block, Paragraph)][:2]
    return plain(paragraph.text)


def test_a_lead_that_is_gone_both_ways_points_to_clock_and_closes() -> None:
    assert doubted(GONE, OPEN) == (
        "The clock is in doubt: with all posts taken 4 hours later the estimate is −1.0 basis points (95 % "
        "interval −6.0 to +4.0), from the next open to the close 0.5 (95 % interval −5.0 to +6.0). Check the "
        "time zone of the posts and the source of the closes."
    )


@pytest.mark.parametrize("later", [LATER, NONE])
def test_a_lead_that_is_gone_from_the_open_alone_may_follow_prices(later: Estimate) -> None:
    assert doubted(later, OPEN, None if later is NONE else 0.3) == (
        "Prices may have moved before the posts were written: from the next open to the close the estimate "
        "is 0.5 basis points (95 % interval −5.0 to +6.0)."
    )


def test_times_that_do_not_tell_are_named() -> None:
    assert doubted(LATER, OPEN, 0.001).endswith(" The posts' times do not tell.")
    assert doubted(LATER, NONE, 0.001) == (
        "What came first is open: the posts' times do not tell, and the return from the open on was not "
        "estimated."
    )


def test_without_opens_posts_taken_later_are_told_alone() -> None:
    text = doubted(GONE, NONE)
    assert text.startswith("The clock is in doubt: with all posts taken 4 hours later the estimate is −1.0")
    assert "open" not in text


def test_the_doubt_in_german() -> None:
    assert doubted(GONE, OPEN, language="de").startswith("Zweifel an der Uhr: Mit allen Beiträgen 4 Stunden")
    assert "Zeiten der Beiträge sagen dazu nichts" in doubted(LATER, OPEN, 0.0, language="de")


def paragraphs(results: Results, name: str) -> str:
    built = section(name).build(results, Words("en")).blocks
    return plain(" ".join(one.text for one in built if isinstance(one, Paragraph)))


def test_the_curve_is_drawn_and_what_matters_of_it_is_told() -> None:
    results = fake_results()
    content = section("robustness").build(results, Words("en"))
    assert [one.name for one in content.blocks if isinstance(one, Figure)] == ["specification_curve", "clock"]
    assert set(content.drawings) == {"specification_curve", "clock"}
    assert (
        "Taken 4 hours later, 35 % of the posts count for another session, and the estimate is −8 bp "
        "(95 % interval −14 to −2)." in paragraphs(results, "robustness")
    )
    flat = replace(results.findings, clock=replace(results.findings.clock, moved=0.0))
    told = paragraphs(replace(results, findings=flat), "robustness")
    assert "their times say nothing about the hour, and the curve says nothing about the clock" in told


def test_the_curve_stands_without_the_robustness_list_too() -> None:
    results = fake_results()
    tables = {**results.tables, "robustness": results.tables["robustness"].iloc[:0]}
    content = section("robustness").build(replace(results, tables=tables), Words("en"))
    assert set(content.drawings) == {"clock"}


@pytest.mark.parametrize("rows", [[], [0]])
def test_without_any_shift_there_is_no_curve(rows: list[int]) -> None:
    results = fake_results()
    curve = results.tables["clock_curve"]
    tables = {**results.tables, "clock_curve": curve[curve["shift_hours"].isin(rows)]}
    content = section("robustness").build(replace(results, tables=tables), Words("en"))
    assert set(content.drawings) == {"specification_curve"}


def closes(*rows: tuple[str, float, float, float, float], sessions: int = 200) -> str:
    """The sentences of the data section on (company, unchanged, late slope, half its interval, p)."""
    table = pd.DataFrame(
        [
            {
                "company": company, "sessions": sessions, "unchanged": unchanged,
                "unchanged_share": unchanged / max(sessions, 1), "late_slope": slope, "low": slope - half,
                "high": slope + half, "pvalue_bh": p,
            }
            for company, unchanged, slope, half, p in rows
        ]
    )  # fmt: skip
    results = fake_results()
    return paragraphs(replace(results, tables={**results.tables, "stale_closes": table}), "methods")


def test_closes_that_repeat_are_counted_and_the_most_is_named() -> None:
    told = closes(("C00", 2, 0.05, 0.1, 0.6), ("C01", 18, 0.02, 0.1, 0.7))
    assert (
        "Closes: 5.0 % of all sessions with a return have the close of the session before (most: "
        "Österreich Öl SE, 9.0 %). No company follows the benchmark a session late; the largest slope is "
        "that of Müller Maschinenbau AG 0.05 (95 % interval −0.05 to 0.15)." in told
    )


def test_companies_that_follow_the_market_late_are_named_the_latest_first() -> None:
    told = closes(("C00", 0, 0.12, 0.1, 0.04), ("C01", 0, 0.3, 0.1, 0.001), ("C02", 0, -0.4, 0.1, 0.001))
    assert (
        "A session behind the benchmark, perhaps since their closes are older than the news: Österreich Öl "
        "SE 0.30 (95 % interval 0.20 to 0.40); Müller Maschinenbau AG 0.12 (95 % interval 0.02 to 0.22) "
        "(2 of 3 companies)." in told
    )
    assert "most:" not in told


def test_without_a_benchmark_only_repeats_are_told() -> None:
    told = closes(("C00", 0, np.nan, np.nan, np.nan), ("C01", 1, np.nan, np.nan, np.nan))
    assert "(most: Österreich Öl SE, 0.5 %)" in told
    assert "session behind" not in told
    assert "a session late" not in told


def test_without_returns_nothing_is_told_of_closes() -> None:
    assert "Closes:" not in closes(("C00", 0, np.nan, np.nan, np.nan), sessions=0)


def test_a_run_has_the_curve_of_its_own_effect_and_the_closes_of_its_companies() -> None:
    tables = small_run().tables
    effects = tables["effects"]
    own = effects[
        (effects["company"] == "POOLED") & (effects["measure"] == "as measured") & (effects["horizon"] == 1)
    ].iloc[0]
    curve = tables["clock_curve"].set_index("shift_hours")
    keys = ["bp_per_sd", "se", "low", "high", "pvalue", "nobs"]
    assert list(curve.loc[0, keys]) == pytest.approx(list(own[keys]), rel=1e-12)
    assert list(curve.index) == list(range(-6, 7))
    assert (np.diff(curve.loc[0:, "moved_share"]) > 0.01).all()  # posts come at all hours
    assert list(tables["stale_closes"]["company"]) == [f"C{i:02d}" for i in range(12)]
    assert small_run().findings.caveats == ()
