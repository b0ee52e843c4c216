"""A study that loses nearly everything is refused or says so on page 1, with the cause that took most.

Expected values: each test loses one stage of the small study wholly or mostly; the cause is named by hand and
the numbers are those of the rows that it wrote. The simulated posts are on SIM1 and SIM2, 192 sessions each.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from tests.reports.plain_text import plain
from tests.run.changes import change

from naysay.data.sessions import trading_sessions
from naysay.data.simulation import BENCHMARK
from naysay.reports.blocks import Paragraph
from naysay.reports.results import Results
from naysay.reports.sections import section
from naysay.reports.words import Words

Run = Callable[..., tuple[int, str, str]]


def posts(small: Path, **columns: object) -> pd.DataFrame:
    """The posts with ``columns`` in the place of their own, as they are written for the study to read."""
    table = pd.read_csv(small / "data" / "posts.csv", dtype=str).assign(**columns)
    table.to_csv(small / "data" / "posts.csv", index=False)
    return table


def prices(small: Path, *tickers: str, **columns: Callable[[pd.DataFrame], object]) -> None:
    for ticker in tickers:
        path = small / "data" / "prices" / f"{ticker}.csv"
        pd.read_csv(path).assign(**columns).to_csv(path, index=False)


def shifted(years: int) -> Callable[[pd.DataFrame], object]:
    return lambda table: (pd.to_datetime(table["Date"]) + pd.DateOffset(years=years)).dt.date


def refused(naysay: Run, small: Path, tmp_path: Path, *told: str, silent: str = "\0") -> None:
    code, out, err = naysay(
        "run", small / "analysis" / "small.toml", "--out", tmp_path / "run", "--workers", 1
    )
    assert (code, out) == (1, ""), err
    for words in told:
        assert words in err
    assert silent not in err
    assert "Traceback" not in err


def run(naysay: Run, small: Path, tmp_path: Path, methods: str = '["stationarity"]') -> Results:
    """The results of a run that is not refused, whose warnings stand on stderr and in the manifest."""
    study = change(small, "seed = 3", f"seed = 3\nmethods = {methods}")
    out = tmp_path / "run"
    code, _, err = naysay("run", study, "--out", out, "--formats", "html", "--workers", 1)
    assert code == 0, err
    results = Results.from_json((out / "results.json").read_bytes())
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["warnings"] == list(results.warning_sentences)
    if results.study["study"]["language"] == "en":
        assert [line[9:] for line in err.splitlines() if line.startswith("warning: ")] == manifest["warnings"]
    return results


def codes(results: Results) -> list[str]:
    return [notice.code for notice in results.warnings]


def first_page(results: Results) -> str:
    words = Words(results.study["study"]["language"])
    blocks = section("cover").build(results, words).blocks
    return plain("\n".join(block.text for block in blocks if isinstance(block, Paragraph)))


def test_a_sound_study_has_nothing_to_warn_of(naysay: Run, small: Path, tmp_path: Path) -> None:
    results = run(naysay, small, tmp_path, '["projections"]')
    assert results.warnings == ()
    assert "About the data" not in first_page(results)


def test_columns_that_are_swapped_are_refused_by_the_form_of_what_they_hold(
    naysay: Run, small: Path, tmp_path: Path
) -> None:
    change(small, "[prices]", '[posts.columns]\ncompany = "text"\ntext = "company"\n[prices]')
    table = posts(small, text="Utterly secret words")
    told = (
        f"no post to measure: {len(table):,} of {len(table):,} rows name no company of the study",
        "the column of the first is written like Aaaaaaa aaaaaa aaaaa",
        "posts.company",
        "aliases",
    )
    refused(naysay, small, tmp_path, *told, silent="secret")


def test_names_of_companies_that_are_misspelt_are_refused_by_their_form(
    naysay: Run, small: Path, tmp_path: Path
) -> None:
    posts(small, company="Simm-7")
    refused(naysay, small, tmp_path, "name no company", "written like Aaaa-9", silent="Simm")


@pytest.mark.parametrize(("company", "told"), [("folder", "the first folder is data"), ("file", "posts.csv")])
def test_folders_and_files_of_no_company_are_refused_by_name(
    naysay: Run, small: Path, tmp_path: Path, company: str, told: str
) -> None:
    change(small, 'company = "column"', f'company = "{company}"')
    refused(naysay, small, tmp_path, "name no company of the study", told, "posts.company: ")


def test_texts_that_name_nobody_are_refused_where_all_do_so(naysay: Run, small: Path, tmp_path: Path) -> None:
    change(small, 'company = "column"', 'company = "text"')
    posts(small, text="a fine day")
    refused(naysay, small, tmp_path, "name no company of the study", "the names that posts use as aliases")


def test_most_texts_name_nobody_and_that_is_the_normal_case(naysay: Run, small: Path, tmp_path: Path) -> None:
    change(small, 'company = "column"', 'company = "text"')
    table = posts(small)
    posts(small, text=np.where(np.arange(len(table)) % 5 > 0, "bad", "bad Simulated One and Simulated Two"))
    assert "unlinked" not in codes(run(naysay, small, tmp_path))


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "80 % of rows name no company of the study."),
        ("de", "80 % der Zeilen nennen kein Unternehmen der Studie."),
    ],
)
def test_most_rows_on_other_companies_are_told_on_page_1(
    naysay: Run, small: Path, tmp_path: Path, language: str, told: str
) -> None:
    change(small, "seed = 3", f'seed = 3\nlanguage = "{language}"')
    table = posts(small)
    own = np.arange(len(table)) % 5 == 4
    posts(small, company=np.where(own, table["company"], table["company"] + "."))
    results = run(naysay, small, tmp_path)
    (notice,) = [one for one in results.warnings if one.code == "unlinked"]
    values = dict(notice.values)
    assert (values["n"], values["of"]) == (int((~own).sum()), len(table))
    assert (values["place"], values["written"]) == ("column", "AAA9.")
    assert told in first_page(results)


def test_posts_after_the_studys_end_are_refused_with_both_times(
    naysay: Run, small: Path, tmp_path: Path
) -> None:
    table = posts(small)
    later = table["posted_at"].str.replace("2024", "2026").str.replace("2023", "2025")
    posts(small, posted_at=later)
    told = f"lie before or after the study, from {min(later)[:10]} to {max(later)[:10]}"
    refused(naysay, small, tmp_path, "study.start", told, "posts from 2024-01-02 to 2024-09-30")


def test_most_posts_before_the_study_are_told_on_page_1(naysay: Run, small: Path, tmp_path: Path) -> None:
    table = posts(small)
    change(small, "start = 2024-01-02", "start = 2024-09-02")
    results = run(naysay, small, tmp_path)
    assert "outside_period" in codes(results)
    assert f"lie outside the study, {pd.Timestamp(min(table['posted_at'])):%-d %B %Y} to " in first_page(
        results
    )


def test_one_id_for_all_posts_is_refused(naysay: Run, small: Path, tmp_path: Path) -> None:
    table = posts(small, id="the-same")
    told = f"{len(table) - 2:,} of {len(table):,} posts with the id of an earlier one"
    refused(naysay, small, tmp_path, "posts.columns.id", told, "cut or rounded")


def test_many_posts_with_the_same_ids_are_told_on_page_1(naysay: Run, small: Path, tmp_path: Path) -> None:
    posts(small, id=lambda table: table["id"].str[:-1])
    results = run(naysay, small, tmp_path)
    assert "duplicates" in codes(results)
    assert "of posts have the id of an earlier one" in first_page(results)


def test_prices_of_other_years_are_refused_with_both_times(naysay: Run, small: Path, tmp_path: Path) -> None:
    prices(small, "SIM1", "SIM2", Date=shifted(-8))
    told = "no return on any of 384 company-sessions: the prices are of 2015-05-30 to 2016-09-30"
    refused(naysay, small, tmp_path, "prices: ", told, "from 2024-01-02 to 2024-09-30")


def test_a_benchmark_of_other_years_is_refused(naysay: Run, small: Path, tmp_path: Path) -> None:
    prices(small, BENCHMARK, Date=shifted(-8))
    refused(naysay, small, tmp_path, "market.benchmark", "its prices are of 2015-05-30 to 2016-09-30")


def test_a_benchmark_that_never_moves_leaves_no_abnormal_return_and_page_1_says_so(
    naysay: Run, small: Path, tmp_path: Path
) -> None:
    still = dict.fromkeys(("Open", "High", "Low", "Close", "Adj Close"), lambda table: 100.0)
    prices(small, BENCHMARK, **still)
    results = run(naysay, small, tmp_path)
    assert codes(results) == ["no_complete_session", "price_frozen", "without_return"]
    assert "the largest loss: too short a past for the normal return." in first_page(results)
    assert "100 % of the companies' trading days have no abnormal return" in first_page(results)


def test_prices_that_are_no_numbers_are_refused_by_their_cause(
    naysay: Run, small: Path, tmp_path: Path
) -> None:
    prices(small, "SIM1", "SIM2", Close=lambda table: "on request")
    refused(naysay, small, tmp_path, "prices of no company", "the form of dates and numbers")


def test_prices_of_days_without_sessions_are_refused_by_the_calendar(
    naysay: Run, small: Path, tmp_path: Path
) -> None:
    saturdays = pd.date_range("2017-01-07", periods=2_000, freq="7D").date
    prices(small, "SIM1", "SIM2", Date=lambda table: saturdays[-len(table) - 1_300 : -1_300])
    refused(naysay, small, tmp_path, "market.calendar", "prices are of days without a session")


def test_prices_of_every_second_session_are_refused_by_their_cause(
    naysay: Run, small: Path, tmp_path: Path
) -> None:
    for ticker in ("SIM1", "SIM2"):
        path = small / "data" / "prices" / f"{ticker}.csv"
        pd.read_csv(path).iloc[::2].to_csv(path, index=False)
    refused(naysay, small, tmp_path, "no return on any of 384", "192 of them for price_missing")


def test_the_calendar_of_another_country_is_told_on_page_1(naysay: Run, small: Path, tmp_path: Path) -> None:
    change(small, 'calendar = "XETR"', 'calendar = "XTKS"')
    change(small, f'benchmark = "{BENCHMARK}"', "")
    results = run(naysay, small, tmp_path)
    xetr, xtks = (
        set(
            trading_sessions(name, pd.Timestamp("2024-01-02").date(), pd.Timestamp("2024-09-30").date()).index
        )
        for name in ("XETR", "XTKS")
    )
    (notice,) = [one for one in results.warnings if one.code == "off_session"]
    values = dict(notice.values)
    assert (values["n"], values["of"], values["calendar"]) == (2 * len(xetr - xtks), 2 * len(xetr), "XTKS")
    assert "of prices have dates on which XTKS does not trade" in first_page(results)


def test_a_third_of_the_returns_that_are_missing_is_told_with_the_largest_cause(
    naysay: Run, small: Path, tmp_path: Path
) -> None:
    for ticker in ("SIM1", "SIM2"):
        path = small / "data" / "prices" / f"{ticker}.csv"
        table = pd.read_csv(path)
        table[table["Date"] < "2024-06-01"].to_csv(path, index=False)
    results = run(naysay, small, tmp_path)
    sessions = trading_sessions("XETR", pd.Timestamp("2024-06-01").date(), pd.Timestamp("2024-09-30").date())
    (notice,) = [one for one in results.warnings if one.code == "without_return"]
    assert dict(notice.values)["n"] == 2 * len(sessions.index)
    assert "of the companies' trading days have no abnormal return (price missing)." in first_page(results)


def test_posts_without_any_word_that_the_scorer_knows_are_told_on_page_1(
    naysay: Run, small: Path, tmp_path: Path
) -> None:
    posts(small, text="lorem ipsum dolor sit amet")
    results = run(naysay, small, tmp_path)
    assert "auto finds no opinion in 100 % of posts." in first_page(results)
    told = first_page(results)
    assert "can be used; the largest loss: negativity does not vary." in told


def test_posts_that_nobody_can_score_are_refused(naysay: Run, small: Path, tmp_path: Path) -> None:
    table = posts(small, text="これは日本語の文章です。株価についての投稿です。")
    refused(
        naysay, small, tmp_path, "sentiment.scorer", f"auto, which could score none of {len(table):,} posts"
    )


def test_more_posts_asked_for_than_any_session_has_are_refused(
    naysay: Run, small: Path, tmp_path: Path
) -> None:
    change(small, "[prices]", "[chatter]\nmin_posts = 1000\n[prices]")
    refused(naysay, small, tmp_path, "chatter.min_posts", "1000, and no company has so many posts")


def test_few_posts_leave_no_complete_session_and_page_1_says_why(
    naysay: Run, small: Path, tmp_path: Path
) -> None:
    table = posts(small)
    table[table["posted_at"].str[:10].isin(["2024-03-04", "2024-03-05"])].to_csv(
        small / "data" / "posts.csv", index=False
    )
    results = run(naysay, small, tmp_path, '["projections"]')
    assert codes(results) == ["no_complete_session", "without_chatter"]
    told = first_page(results)
    assert "the largest loss: too few posts to measure" in told
    assert "99 % of the companies' trading days have too few posts." in told


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "About the data: No posts about Simulated Two. No prices of Simulated Two."),
        ("de", "Zu den Daten: Keine Beiträge zu Simulated Two. Keine Kurse von Simulated Two."),
    ],
)
def test_a_company_without_posts_and_prices_is_named_on_page_1(
    naysay: Run, small: Path, tmp_path: Path, language: str, told: str
) -> None:
    change(small, "seed = 3", f'seed = 3\nlanguage = "{language}"')
    table = posts(small)
    table[table["company"] == "SIM1"].to_csv(small / "data" / "posts.csv", index=False)
    (small / "data" / "prices" / "SIM2.csv").unlink()
    results = run(naysay, small, tmp_path)
    assert {one.code: one.about for one in results.warnings} == {
        "without_posts": ("SIM2",),
        "without_prices": ("SIM2",),
    }
    assert told in first_page(results)


def test_a_company_with_prices_of_other_years_is_named_on_page_1(
    naysay: Run, small: Path, tmp_path: Path
) -> None:
    prices(small, "SIM2", Date=shifted(-8))
    results = run(naysay, small, tmp_path)
    assert {one.code: one.about for one in results.warnings} == {"without_prices": ("SIM2",)}
    assert "No prices of Simulated Two." in first_page(results)


def test_a_share_that_the_study_allows_is_no_warning(naysay: Run, small: Path, tmp_path: Path) -> None:
    change(small, "[prices]", "[warn_above]\ncompanies = 0.5\n[prices]")
    (small / "data" / "prices" / "SIM2.csv").unlink()
    assert codes(run(naysay, small, tmp_path)) == []


def test_warnings_are_the_same_whatever_the_number_of_workers(
    naysay: Run, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("naysay.data.posts.BYTES_A_WORKER", 10_000)
    posts(small, company=lambda table: table["company"].where(table.index % 5 == 0, "other"))
    study = change(small, "seed = 3", 'seed = 3\nmethods = ["stationarity"]')
    for workers in (1, 2):
        code, _, err = naysay(
            "run", study, "--out", tmp_path / str(workers), "--formats", "html", "--workers", workers
        )
        assert code == 0, err
    one, two = ((tmp_path / str(workers) / "results.json").read_bytes() for workers in (1, 2))
    assert one == two
    assert b'"unlinked"' in one


def without_adjusted_close(small: Path) -> str:
    """Take it from both companies; the line that tells of it."""
    for ticker in ("SIM2", "SIM1"):
        path = small / "data" / "prices" / f"{ticker}.csv"
        pd.read_csv(path).drop(columns="Adj Close").to_csv(path, index=False)
    return (
        "warning: There is no adjusted close in SIM1.csv, SIM2.csv: the close is used, so that dividends and "
        "splits count as returns.\n"
    )


def test_check_tells_a_warning_in_words_and_once(naysay: Run, small: Path) -> None:
    line = without_adjusted_close(small)
    code, _, err = naysay("check", small / "analysis" / "small.toml")
    assert code == 0
    assert err.count("warning: ") == err.count(line) == 1


def test_a_run_that_is_refused_tells_its_warnings_before_the_error(
    naysay: Run, small: Path, tmp_path: Path
) -> None:
    line = without_adjusted_close(small)
    posts(small, company="nobody")
    code, _, err = naysay("run", small / "analysis" / "small.toml", "--out", tmp_path / "run")
    assert code == 1
    assert err.startswith(line)
    assert "posts.company" in err.removeprefix(line)


def test_the_report_has_the_warnings_in_its_language(naysay: Run, small: Path, tmp_path: Path) -> None:
    without_adjusted_close(small)
    change(small, 'sections = ["cover", "methods"]', 'sections = ["cover", "data"]')
    change(small, "seed = 3", 'seed = 3\nlanguage = "de"')
    assert codes(run(naysay, small, tmp_path)) == ["no_adj_close"]
    report = (tmp_path / "run" / "report.html").read_text(encoding="utf-8")
    assert "Was über die Daten zu wissen ist" in report
    assert "Kein bereinigter Schlusskurs in SIM1.csv, SIM2.csv: Es gilt der Schlusskurs" in report
    assert "Was verloren ging und warum." in report
