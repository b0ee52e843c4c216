"""The steps of a study's data as functions for Python.

Where the values come from: counts and returns by hand; ``align`` of a study, which its own tests hold.
"""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from naysay.analysis import local_projections
from naysay.data import (
    align,
    daily_chatter,
    mood,
    prices,
    read_events,
    read_factors,
    scorer,
    trading_sessions,
)
from naysay.study.errors import DataError, InputError

YEAR = trading_sessions("XNYS", date(2019, 1, 2), date(2019, 12, 31))


def posts(**columns: Any) -> pd.DataFrame:
    """Four posts on the Wednesday of 6 March 2019 in New York, one of them after the close."""
    hours = ["2019-03-06 10:00", "2019-03-06 15:59", "2019-03-06 16:00", "2019-03-06 11:00"]
    frame = pd.DataFrame(
        {
            "company": ["AAA", "AAA", "AAA", "BBB"],
            "posted_at": pd.to_datetime(hours).tz_localize("America/New_York"),
            "score": [-0.5, 0.5, -0.2, np.nan],
            "author": ["ann", "ann", "bob", None],
            "text": ["Bad!", "bad!", "bad", "?"],
        }
    )
    return frame.assign(**columns)


def test_posts_are_counted_in_the_session_whose_close_is_later() -> None:
    daily = daily_chatter(posts(), YEAR)
    assert daily.index.names == ["company", "session"]
    assert daily.index.tolist() == [("AAA", pd.Timestamp("2019-03-06")), ("AAA", pd.Timestamp("2019-03-07"))]
    assert daily["n_posts"].tolist() == [2, 1]
    assert daily["n_negative"].tolist() == [1, 1]
    assert daily["negative_share"].tolist() == [0.5, 1.0]
    assert daily["n_authors"].tolist() == [1, 1]
    assert daily["mean_score"].tolist() == [0.0, -0.2]


def test_keys_of_the_study_file_are_options() -> None:
    assert daily_chatter(posts(), YEAR, negative_below=-0.3)["n_negative"].tolist() == [1, 0]
    assert daily_chatter(posts(), YEAR, author_posts=1)["n_posts"].tolist() == [1, 1]
    assert daily_chatter(posts(), YEAR, same_text="once")["n_posts"].tolist() == [1, 1]
    assert daily_chatter(posts(), YEAR, min_posts=2)["negative_share"].isna().tolist() == [False, True]
    early = trading_sessions("XNYS", date(2019, 1, 2), date(2019, 12, 31), cutoff_minutes=30)
    assert daily_chatter(posts(), early)["n_posts"].tolist() == [1, 2]


@pytest.mark.parametrize(
    ("changed", "options", "field"),
    [
        ({"posted_at": pd.Timestamp("2019-03-06")}, {}, "posts.posted_at"),
        ({"score": 2.0}, {}, "posts.score"),
        ({"company": None}, {}, "posts"),
        ({}, {"cutoff": 30}, "cutoff"),
        ({}, {"weight": "shared"}, "weight"),
        ({}, {"measure": "mood"}, "measure"),
        ({}, {"measure": "anger"}, "measure"),
        ({}, {"min_post": 3}, "min_post"),
    ],
)
def test_what_cannot_be_counted_is_refused(changed: Any, options: Any, field: str) -> None:
    with pytest.raises(InputError) as refused:
        daily_chatter(posts(**changed), YEAR, **options)
    assert refused.value.fault.field == field
    assert refused.value.fault.mend


def test_a_company_without_sessions_and_posts_without_columns_are_refused() -> None:
    with pytest.raises(InputError, match="BBB"):
        daily_chatter(posts(), {"AAA": YEAR})
    with pytest.raises(InputError, match="no column score"):
        daily_chatter(posts().drop(columns="score"), YEAR)
    with pytest.raises(InputError, match="no column text"):
        daily_chatter(posts().drop(columns="text"), YEAR, same_text="once")


def quotes(folder: Path) -> list[str]:
    """Three companies and an index whose prices move by chance, as CSV files."""
    rng = np.random.default_rng(2)
    symbols = ["AAA", "BBB", "CCC", "IDX"]
    for symbol in symbols:
        close = 50 * np.exp(rng.normal(scale=0.01, size=len(YEAR)).cumsum())
        columns = {"open": close, "high": close, "low": close, "close": close, "adj_close": close}
        table = pd.DataFrame({"date": YEAR.index, **columns, "volume": 100})
        table.to_csv(folder / f"{symbol}.csv", index=False)
    return symbols


def test_from_posts_and_price_files_to_a_projection(tmp_path: Path) -> None:
    symbols = quotes(tmp_path)
    rng = np.random.default_rng(5)
    n = 3000
    instants = pd.Timestamp("2019-01-02 12:00", tz="UTC") + pd.to_timedelta(rng.integers(0, 363 * 24, n), "h")
    written = pd.DataFrame(
        {
            "company": rng.choice(symbols[:3], n),
            "posted_at": instants,
            "score": rng.uniform(-1, 1, n),
            "author": rng.integers(0, 200, n).astype(str),
        }
    )
    found = prices(tmp_path, symbols)
    assert list(found.histories) == symbols
    panel = align(daily_chatter(written, YEAR), found, "IDX", sessions=YEAR, start="2019-02-01")
    close = found.histories["AAA"].frame["adj_close"]
    day = pd.Timestamp("2019-06-03")
    assert panel["ret"].loc[day, "AAA"] == pytest.approx(math.log(close[day] / close.shift()[day]), rel=1e-12)
    assert panel["ret"].index[0] == pd.Timestamp("2019-02-01")
    assert list(panel["ret"]) == symbols[:3]
    result = local_projections(
        panel["negativity"],
        panel["abnormal_ret"],
        panel["market_ret"],
        panel["attention"],
        horizons=[1],
        sessions=panel.is_open,
    )
    assert result.table.set_index("company").loc["POOLED", "nobs"].max() > 300
    rows = panel.frame
    again = local_projections(
        rows["negativity"], rows["abnormal_ret"], rows["market_ret"], rows["attention"], horizons=[1]
    )
    pd.testing.assert_frame_equal(again.table, result.table)
    assert mood(rows["n_posts"], rows["n_negative"]).filtered.shape == panel["ret"].shape


def test_prices_and_benchmarks_that_are_not_there_are_refused(tmp_path: Path) -> None:
    symbols = quotes(tmp_path)
    found = prices(tmp_path, ["AAA", "ZZZ"])
    assert set(found.missed) == {"ZZZ"}
    daily = daily_chatter(posts(), YEAR)
    with pytest.raises(InputError, match="ZZZ"):
        align(daily, found, "ZZZ", sessions=YEAR)
    with pytest.raises(InputError, match="prices of no company"):
        align(daily, prices(tmp_path, ["IDX"]), "IDX", sessions=YEAR)
    with pytest.raises(InputError, match="start"):
        align(daily, found, sessions=YEAR, start="1.2.2019")
    for options, field in (({"decimals": ","}, "decimals"), ({"jumps": ()}, "jumps")):
        with pytest.raises(InputError) as refused:
            prices(tmp_path, symbols, **options)
        assert refused.value.fault.field == field
    with pytest.raises(InputError, match="a list of tickers"):
        prices(tmp_path, "AAA")


def test_events_and_factors_are_read_from_files(tmp_path: Path) -> None:
    (tmp_path / "events.csv").write_text("company;date;what\nAAA;2019-03-06;recall\n", encoding="utf-8")
    events = read_events(tmp_path / "events.csv")
    assert events.to_dict("records") == [
        {"company": "AAA", "session": pd.Timestamp("2019-03-06"), "what": "recall"}
    ]
    (tmp_path / "factors.csv").write_text("date,HML\n2019-03-06,0.001\n2019-03-07,-0.002\n", encoding="utf-8")
    assert read_factors(str(tmp_path / "factors.csv"))["HML"].tolist() == [0.001, -0.002]
    with pytest.raises(DataError):
        read_events(tmp_path / "factors.csv")


def test_scorers_are_had_by_name() -> None:
    assert scorer("vader").score(["What a great quarter!"])[0] > 0.5
