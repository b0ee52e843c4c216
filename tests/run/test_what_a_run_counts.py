"""What of posts and prices a run counts, as the study says it.

Expected values: by hand on posts that each test writes, and least squares on the sessions of prices that the
documents promise. Every test runs a small study from its file to its tables.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from tests.run.changes import change

from naysay.data.sessions import trading_sessions
from naysay.data.simulation import BENCHMARK
from naysay.run import observe
from naysay.study.executor import Serial

Run = Callable[..., tuple[int, str, str]]
Row = tuple[str, str, str]
"""Instant in UTC, author and text of a post on SIM1."""


def write_posts(small: Path, rows: list[Row], forums: list[str] | None = None) -> None:
    """Posts on SIM1 in the place of the simulated ones."""
    table = pd.DataFrame(rows, columns=["posted_at", "author", "text"]).assign(
        id=[str(number) for number in range(len(rows))], company="SIM1"
    )
    if forums is not None:
        table["forum"] = forums
    table.to_csv(small / "data" / "posts.csv", index=False)


def run(
    small: Path, naysay: Run, out: Path, options: str = "", methods: str = '["stationarity"]'
) -> dict[str, pd.DataFrame]:
    """The tables of a run with few methods and ``options`` at the end of the study."""
    study = change(small, "seed = 3", f"seed = 3\nmethods = {methods}")
    study.write_text(f"{study.read_text()}\n{options}\n")
    code, _, err = naysay("run", study, "--out", out, "--formats", "html", "--workers", 1)
    assert code == 0, err
    names = ("daily", "attrition", "robustness", "events")
    return {name: pd.read_csv(out / "tables" / f"{name}.csv", keep_default_na=False) for name in names}


def lost(tables: dict[str, pd.DataFrame], stage: str, cause: str) -> int:
    table = tables["attrition"]
    return int(table.loc[(table["stage"] == stage) & (table["cause"] == cause), "rows"].sum())


def counted(tables: dict[str, pd.DataFrame], column: str = "n_posts") -> dict[str, int]:
    """What is counted of SIM1, by session; sessions without posts left out."""
    daily = tables["daily"]
    talked = daily[(daily["company"] == "SIM1") & (daily["n_posts"] > 0)]
    return dict(zip(talked["session"], talked[column].astype(int), strict=True))


EDGES: list[Row] = [
    # Xetra closes at 13:00 UTC on 29 December 2023, the last session before the study,
    ("2023-12-29T12:29:00Z", "a", "too early"),
    ("2023-12-29T12:31:00Z", "b", "in the last half hour"),
    ("2023-12-29T13:00:00Z", "c", "at the close"),
    # and at 15:30 UTC on 30 September 2024, the last session of the study.
    ("2024-09-30T14:59:00Z", "d", "before the last half hour"),
    ("2024-09-30T15:01:00Z", "e", "in the last half hour, too"),
    ("2024-09-30T15:30:00Z", "f", "too late"),
]


@pytest.mark.parametrize(
    ("cutoff", "outside", "days"),
    [
        (0, 3, {"2024-01-02": 1, "2024-09-30": 2}),
        (30, 3, {"2024-01-02": 2, "2024-09-30": 1}),
    ],
)
def test_the_cut_off_moves_both_ends_of_the_period(
    small: Path, naysay: Run, tmp_path: Path, cutoff: int, outside: int, days: dict[str, int]
) -> None:
    """With half an hour of cut-off a session ends half an hour earlier, the one before the study too."""
    write_posts(small, EDGES)
    tables = run(small, naysay, tmp_path / "run", f"[chatter]\ncutoff = {cutoff}")
    assert counted(tables) == days
    assert lost(tables, "filtered", "outside_period") == outside
    assert lost(tables, "kept", "posts") == 6 - outside


FLOOD: list[Row] = [
    *((f"2024-03-04T{hour:02d}:00:00Z", "loud", f"text number {hour}") for hour in range(9, 15)),
    ("2024-03-04T09:30:00Z", "first", "the same words"),
    ("2024-03-04T10:30:00Z", "second", "The SAME words https://example.org"),
    ("2024-03-05T10:30:00Z", "third", "the same words"),
]


@pytest.mark.parametrize(
    ("limit", "rule", "over", "days"),
    [
        ("", "author_flood", 0, {"2024-03-04": 8, "2024-03-05": 1}),
        ("author_posts = 2", "author_flood", 4, {"2024-03-04": 4, "2024-03-05": 1}),
        ('same_text = "once"', "same_text", 1, {"2024-03-04": 7, "2024-03-05": 1}),
        ("bot_posts = 5", "likely_bot", 1, {"2024-03-04": 7, "2024-03-05": 1}),
    ],
)
def test_posts_over_a_limit_are_in_no_count(
    small: Path, naysay: Run, tmp_path: Path, limit: str, rule: str, over: int, days: dict[str, int]
) -> None:
    write_posts(small, FLOOD)
    tables = run(small, naysay, tmp_path / "run", f"[chatter]\n{limit}")
    assert counted(tables) == days
    assert lost(tables, "limited", rule) == over
    assert lost(tables, "kept", "posts") == 9


def test_limits_hold_for_the_posts_of_other_scorers_too(small: Path, naysay: Run, tmp_path: Path) -> None:
    """The second scorer is the first again: its line is the study's own, and not that of all posts."""
    posts = pd.read_csv(small / "data" / "posts.csv", dtype=str).assign(author="loud")
    posts.to_csv(small / "data" / "posts.csv", index=False)
    options = "[chatter]\nauthor_posts = 2\n[projections]\nattention = false\n[robustness]\ndraws = 20\n"
    tables = run(
        small, naysay, tmp_path / "run", f'{options}scorers = ["finance"]', '["projections", "robustness"]'
    )
    assert lost(tables, "limited", "author_flood") > 100
    table = tables["robustness"].set_index(["check", "variant"])
    values = ["value", "se", "low", "high", "nobs"]
    main, other = (
        table.loc[line, values].astype(float) for line in (("main", ""), ("other_scorer", "finance"))
    )
    np.testing.assert_allclose(other, main, rtol=1e-12)


def test_names_and_aliases_of_companies_are_no_opinion(small: Path, naysay: Run, tmp_path: Path) -> None:
    """Each name is a charged word of the scorer; only the last post says something."""
    change(
        small, 'name = "Simulated One"', 'name = "Terrible Scandal"\naliases = ["Fraud Disaster", "Bankrupt"]'
    )
    write_posts(
        small,
        [
            ("2024-03-04T10:00:00Z", "a", "Terrible Scandal opens an office"),
            ("2024-03-04T11:00:00Z", "b", "Fraud Disaster opens an office"),
            ("2024-03-04T12:00:00Z", "c", "Bankrupt opens an office"),
            ("2024-03-05T12:00:00Z", "d", "a terrible day"),
        ],
    )
    tables = run(small, naysay, tmp_path / "run")
    assert counted(tables) == {"2024-03-04": 3, "2024-03-05": 1}
    assert counted(tables, "n_negative") == {"2024-03-04": 0, "2024-03-05": 1}


def test_the_first_session_has_an_abnormal_return_on_the_250_sessions_before_it(
    small: Path, naysay: Run, tmp_path: Path
) -> None:
    """Prices reach 300 sessions back, and the study estimates on the last 250 of them."""
    sessions = trading_sessions("XETR", pd.Timestamp("2022-10-28").date(), pd.Timestamp("2024-09-30").date())
    rng = np.random.default_rng(1)
    moves = rng.normal(0, 0.01, (len(sessions), 2))
    for ticker, log_price in (
        (BENCHMARK, moves[:, 0].cumsum()),
        ("SIM1", (0.8 * moves[:, 0] + moves[:, 1]).cumsum()),
    ):
        price = 100 * np.exp(log_price)
        columns = {"Date": sessions.index.date, "Open": price, "High": price, "Low": price, "Close": price}
        frame = pd.DataFrame({**columns, "Adj Close": price, "Volume": 1000})
        frame.to_csv(small / "data" / "prices" / f"{ticker}.csv", index=False)
    tables = run(small, naysay, tmp_path / "run")
    first = int(sessions.index.searchsorted(pd.Timestamp("2024-01-02")))
    assert first > 295
    market, own = moves[:, 0], 0.8 * moves[:, 0] + moves[:, 1]
    past = slice(first - 250, first)
    slope, level = np.polyfit(market[past], own[past], 1)
    daily = tables["daily"].query("company == 'SIM1' and session == '2024-01-02'")
    assert float(daily["abnormal_ret"].iloc[0]) == pytest.approx(own[first] - level - slope * market[first])


def test_an_event_of_the_first_session_finds_its_estimation_window_before_the_study(
    small: Path, naysay: Run, tmp_path: Path
) -> None:
    options = '[event_study]\nevents = [{company = "SIM1", session = 2024-01-02}]'
    events = run(small, naysay, tmp_path / "run", options, '["event_study"]')["events"]
    assert events["reason"].tolist() == [""]
    assert events["session"].tolist() == ["2024-01-02"]


def test_of_many_forums_those_with_the_most_posts_have_a_line(
    small: Path, naysay: Run, tmp_path: Path
) -> None:
    """Ten forums share the posts as 10 : 9 : ... : 1, so that f8 and f9 are the smallest."""
    posts = pd.read_csv(small / "data" / "posts.csv", dtype=str)
    turn = [f"f{place}" for place in range(10) for _ in range(10 - place)]
    posts["forum"] = [turn[place % len(turn)] for place in range(len(posts))]
    posts.to_csv(small / "data" / "posts.csv", index=False)
    change(small, 'path = "data/posts.csv"', 'path = "data/posts.csv"\nforum = "column"')
    tables = run(small, naysay, tmp_path / "run", "[robustness]\ndraws = 20", '["projections", "robustness"]')
    lines = tables["robustness"].query("check == 'by_forum'")
    assert lines["variant"].tolist() == [f"f{place}" for place in range(8)]


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("", "", True),
        ("seed = 3", "seed = 4", False),
        ("", "[chatter]\nmin_posts = 2", False),
        ("", "[granger]\nlags = 4", False),
        ('title = "A small question"', 'title = "Another question"', False),
    ],
)
def test_the_place_of_a_run_tells_studies_apart(
    small: Path, naysay: Run, old: str, new: str, same: bool
) -> None:
    study = change(small, "seed = 3", 'seed = 3\nmethods = ["stationarity"]')
    assert naysay("run", study, "--formats", "html")[0] == 0
    text = study.read_text()
    study.write_text(text.replace(old, new) if old else f"{text}\n{new}\n")
    assert naysay("run", study, "--formats", "html")[0] == 0
    assert len(list((small / "reports" / "small").iterdir())) == (1 if same else 2)


def test_the_place_of_a_run_tells_posts_apart(small: Path, naysay: Run) -> None:
    study = change(small, "seed = 3", 'seed = 3\nmethods = ["stationarity"]')
    assert naysay("run", study, "--formats", "html")[0] == 0
    write_posts(small, EDGES)
    assert naysay("run", study, "--formats", "html")[0] == 0
    assert len(list((small / "reports" / "small").iterdir())) == 2


def test_posts_on_more_companies_than_the_study_allows_are_left_out(
    small: Path, naysay: Run, tmp_path: Path
) -> None:
    change(small, 'company = "column"', 'company = "text"\nmax_companies = 1')
    write_posts(
        small,
        [
            ("2024-03-04T10:00:00Z", "a", "Simulated One and Simulated Two are bad"),
            ("2024-03-04T11:00:00Z", "b", "Simulated One is bad"),
        ],
    )
    tables = run(small, naysay, tmp_path / "run")
    assert counted(tables) == {"2024-03-04": 1}
    assert lost(tables, "filtered", "many_companies") == 1


@pytest.mark.parametrize(("surge", "some"), [("", True), ("surge = 1000000", False)])
def test_a_storm_needs_the_surge_of_posts_that_the_study_asks_for(
    small: Path, naysay: Run, tmp_path: Path, surge: str, some: bool
) -> None:
    """The simulated posts have storms, and no session has a million times its usual posts."""
    options = f"[event_study]\nthreshold = 1.0\nmin_authors = 1\n{surge}"
    assert (len(run(small, naysay, tmp_path / "run", options, '["event_study"]')["events"]) > 0) is some


def test_each_resampling_test_has_the_draws_that_the_study_gives_it(
    small: Path, naysay: Run, tmp_path: Path
) -> None:
    """With B draws a p-value is k / (B + 1): twentieths of the wild bootstrap, 41sts of the placebo."""
    options = "[event_study]\nthreshold = 1.0\nmin_authors = 1\nmin_gap = 3\ndraws = 19\nplacebo_draws = 40"
    run(small, naysay, tmp_path / "run", options, '["event_study"]')
    tests = pd.read_csv(tmp_path / "run" / "tables" / "event_tests.csv")
    for test, parts in (("wild_bootstrap", 20), ("placebo", 41)):
        pvalues = tests.loc[tests["test"] == test, "pvalue"].dropna().to_numpy()
        assert len(pvalues)
        np.testing.assert_allclose(parts * pvalues, np.rint(parts * pvalues), atol=1e-9)


@pytest.mark.parametrize("model", ["constant_mean", "market"])
def test_the_normal_volume_is_the_one_that_the_study_names(
    small: Path, naysay: Run, tmp_path: Path, model: str
) -> None:
    options = f'[event_study]\nthreshold = 1.0\nmin_authors = 1\nvolume_model = "{model}"'
    run(small, naysay, tmp_path / "run", options, '["event_study"]')
    tests = pd.read_csv(tmp_path / "run" / "tables" / "volume_tests.csv")
    assert set(tests["model"]) == {model}


@pytest.mark.parametrize(("posts", "renewed"), [(FLOOD, 1), (FLOOD[:-1], 0)], ids=["many", "fewer"])
def test_workers_that_read_many_posts_make_way_for_new_ones(
    small: Path, naysay: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, posts: list[Row], renewed: int
) -> None:
    made: list[object] = []
    monkeypatch.setattr(observe, "MANY", len(FLOOD))
    monkeypatch.setattr(Serial, "renew", lambda self: made.append(self))
    write_posts(small, posts)
    run(small, naysay, tmp_path / "run")
    assert len(made) == renewed
