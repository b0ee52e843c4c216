"""Storms on real tweets of 24 companies, where ``../shared/stocknet`` is beside the repository.

Expected values: sessions whose number of negative posts is rare under a negative binomial with the mean and
the variance of the 120 sessions before, computed here with scipy, among those with negative posts by three
people or more, which a storm needs; affairs of these years that made the news.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

ROOT = Path(__file__).resolve().parents[2]
STOCKNET = ROOT.parent / "shared" / "stocknet"
MIN_AUTHORS = 3
"""The default of ``[event_study] min_authors``: on 2015-10-06 one account wrote all eleven about Boeing."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not STOCKNET.is_dir(), reason="../shared/stocknet is absent: it is not ours to share"),
]


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pd.DataFrame]:
    """Daily and events of the repository's study, the event study alone."""
    from naysay.run import cli

    folder = tmp_path_factory.mktemp("stocknet")
    text = (ROOT / "analysis" / "stocknet.toml").read_text(encoding="utf-8")
    (folder / "analysis").mkdir()
    study = folder / "analysis" / "stocknet.toml"
    study.write_text(text.replace("seed = 1", 'seed = 1\nmethods = ["event_study"]'), encoding="utf-8")
    arguments = ["run", str(study), "--data", str(STOCKNET), "--out", str(folder / "run")]
    with pytest.raises(SystemExit) as ended:
        cli.app([*arguments, "--formats", "html"])
    assert not ended.value.code
    dates = ["session", "last_session", "peak_session"]
    return {
        "daily": pd.read_csv(folder / "run" / "tables" / "daily.csv", parse_dates=dates[:1]),
        "events": pd.read_csv(folder / "run" / "tables" / "events.csv", parse_dates=dates),
    }


def in_a_storm(events: pd.DataFrame, company: str, session: pd.Timestamp) -> bool:
    own = events[events["company"] == company]
    return bool(((own["session"] <= session) & (own["last_session"] >= session)).any())


def rarest(daily: pd.DataFrame, *, min_posts: int, history: int) -> list[tuple[str, pd.Timestamp]]:
    rows = []
    for company, own in daily.groupby("company"):
        n, authors = own["n_negative"].to_numpy(dtype=float), own["negative_authors"].to_numpy()
        for t in range(history, len(n)):
            if n[t] < min_posts or authors[t] < MIN_AUTHORS:
                continue
            past = n[max(0, t - 120) : t]
            mean = max(past.mean(), 0.1)
            size = mean**2 / max(past.var(ddof=1) - mean, 1e-6)
            rows.append(
                (stats.nbinom.logsf(n[t] - 1, size, size / (size + mean)), company, own["session"].iloc[t])
            )
    return [(company, session) for _, company, session in sorted(rows)[:25]]


@pytest.mark.parametrize("min_posts", [1, 5])
@pytest.mark.parametrize("history", [20, 60, 120])
def test_most_of_the_most_surprising_sessions_lie_in_a_storm(
    tables: dict[str, pd.DataFrame], min_posts: int, history: int
) -> None:
    top = rarest(tables["daily"], min_posts=min_posts, history=history)
    assert sum(in_a_storm(tables["events"], *one) for one in top) >= 20


@pytest.mark.parametrize(
    ("company", "session"),
    [
        ("MSFT", "2014-07-17"),  # 18,000 jobs are cut
        ("CAT", "2015-09-24"),  # up to 10,000 jobs are cut
        ("AMZN", "2014-04-25"),  # quarters that disappointed
        ("AMZN", "2014-07-25"),
        ("AMZN", "2016-01-29"),
    ],
)
def test_affairs_of_these_years_are_storms(
    tables: dict[str, pd.DataFrame], company: str, session: str
) -> None:
    assert in_a_storm(tables["events"], company, pd.Timestamp(session))


def test_prices_move_more_when_storms_begin_than_on_other_sessions(tables: dict[str, pd.DataFrame]) -> None:
    size = tables["daily"].set_index(["company", "session"])["abnormal_ret"].abs()
    begin = size.reindex(pd.MultiIndex.from_frame(tables["events"][["company", "session"]]))
    assert np.nanmean(begin) > 3 * np.nanmean(size)


def test_the_table_tells_a_storm_after_the_columns_of_the_contract(tables: dict[str, pd.DataFrame]) -> None:
    events = tables["events"].sort_values("rank")
    assert events["rank"].tolist() == list(range(1, len(events) + 1))
    assert events["peak_surprise"].is_monotonic_decreasing
    assert (events["n_negative"] >= 3).all()
    known = events["negative_authors"].dropna()
    assert len(known) > 0
    assert (known >= 3).all()
    assert (events["n_negative"] <= events["n_posts"]).all()
    counted = tables["daily"].set_index(["company", "session"])["n_negative"]
    own = pd.MultiIndex.from_frame(events[["company", "session"]])
    assert (counted.reindex(own).to_numpy() == events["n_negative"].to_numpy()).all()
